"""What a check of the evidence is, and what it sees.

A check file holds a docstring, `CHECK`, and `check(world)` that yields what it sees. The runner adds the
code, the severity and the place of the record, so that a check can be wrong about none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity
from tra_policy.words.noun import Noun

Group = Literal[
    "coverage",
    "integrity",
    "time",
    "links",
    "superficial fixes",
    "measurement",
    "third parties",
    "cross-consistency",
]


class Check(Noun):
    """One check: what it sees, why that matters with a public precedent, and what to do about it.

    `id` is the name of the pattern, such as `R1`. `shows` are records that show it and `near_miss` records
    that come close and must not be reported: YAML lists, put below the standard manifest. The line
    `- id: …` of the record that is to be reported ends in `#!` and the code. `policy` is what the policy
    of both examples says beyond the standard one. `of_a_fix` is false for a pattern that is a sign itself
    and tells nothing of what was done about it.
    """

    code: str
    id: str
    name: str
    severity: Severity
    group: Group
    summary: str
    why: str
    remedy: str
    shows: str
    near_miss: str
    policy: str = ""
    of_a_fix: bool = True


class Seen(Noun):
    """One thing that a check saw: on which record, the sentence, what it is about, and the advice.

    `warning` names the warning sign that it belongs to, if it belongs to one; `also` further ones.
    `severity` is a milder one than the check's, where less stands behind it. `rests_on` are the other
    records that it could not have been seen without: the runner says which of these were tampered with.
    """

    record: str
    message: str
    warning: str = ""
    help: str = ""
    also: tuple[str, ...] = ()
    severity: Severity | None = None
    rests_on: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Every warning sign that it belongs to."""
        return (self.warning, *self.also) if self.warning else ()


Look = Callable[[World], Iterator[Seen]]


class Loaded(Noun):
    """A check with the function that applies it, and the file that holds both."""

    check: Check
    look: Look
    file_name: str
