"""Parts of the records of warning signs."""

from __future__ import annotations

from typing import Literal

from tra_policy.model.evidence.base import Fact, Name, Names, Text
from tra_policy.model.shape import Field

Cause = Literal["data", "reward", "environment", "training", "scaffold", "prompt", "other"]


class Hypothesis(Fact):
    """One explanation that was considered, and what tested it."""

    text: Text
    test: Text | None = None
    method: Literal["examine", "interview", "test"] | None = Field(
        None, description="How it was tested: by looking at what there is, by asking, by trying."
    )
    measurements: Names = ()
    result: Literal["supported", "refuted", "inconclusive", "not-tested"] = "not-tested"


class Fading(Fact):
    """How a sign went on, as its source says in words: that it was rarer later, or gone."""

    checkpoint: Name = Field(description="Where it was.")
    how: Literal["rarer", "gone"]
    untargeted: bool = Field(
        False, description="Its source says that nothing was done that was aimed at it."
    )
