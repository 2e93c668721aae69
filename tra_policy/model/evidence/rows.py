"""Records of which a run has millions: rewards, rows of datasets, scores of single items.

Any of them may be a record by itself, as a rollout may. Most come as rows of a table: nothing names one by
its id, and each says by its own fields what it belongs to.
"""

from __future__ import annotations

from typing import Literal

from tra_policy.model.evidence.base import (
    Amount,
    Name,
    Names,
    NonNegativeInt,
    Record,
    Sha256,
    When,
)
from tra_policy.model.moment import Moment
from tra_policy.model.shape import Field


class RewardSample(Record):
    """What one reward component gave for one rollout, or for one step of it."""

    kind: Literal["reward_sample"] = "reward_sample"
    component: Name = Field(description="The reward component, by its name.")
    rollout: Name | None = None
    environment: Name | None = None
    stage: Name | None = None
    checkpoint: Name | None = None
    step: NonNegativeInt | None = None
    value: Amount | None = Field(None, description="What it gave, before any weight.")
    flags: Names | None = None
    produced: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.produced


class DatasetRow(Record):
    """One row of a dataset: where it comes from, and what it shares with a benchmark."""

    kind: Literal["dataset_row"] = "dataset_row"
    dataset: Name = Field(description="The dataset that it is a row of.")
    origin: Name | None = Field(None, description="Which of the dataset's `sources` it comes from.")
    license: Name | None = Field(None, description="Its SPDX identifier, such as `CC-BY-4.0`.")
    stages: Names = Field((), description="The stages that it was used in.")
    generated_by: Name | None = Field(None, description="The model that wrote it, if any.")
    overlaps_with: Names | None = Field(
        None,
        description="Benchmarks whose items it overlaps; an empty list says that it was checked.",
    )
    tokens: NonNegativeInt | None = None
    digest: Sha256 | None = Field(None, description="sha256 of the row as it was used.")
    flags: Names | None = None
    produced: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.produced


class InstanceScore(Record):
    """What one item of a benchmark came to in one measurement."""

    kind: Literal["instance_score"] = "instance_score"
    benchmark: Name
    measurement: Name | None = Field(None, description="The measurement that it is part of.")
    subject: Name | None = None
    item: Name | None = Field(None, description="The item, by its id in the benchmark.")
    epoch: NonNegativeInt | None = Field(
        None, description="Which of the repeats of the item it is."
    )
    status: Literal["scored", "errored", "excluded", "refused"] | None = None
    score: Amount | None = None
    graded_by: Name | None = None
    flags: Names | None = None
    produced: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.produced
