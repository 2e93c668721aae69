"""Records of a training run: stages, checkpoints, data, rollouts, warnings and what was done."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, NonNegativeInt

from tra_policy.model.evidence.base import Amount, Fact, Name, Names, Record, Sha256, Text, When
from tra_policy.model.moment import Moment


class Stage(Fact):
    """One stage of a run. Steps are counted within the run."""

    stage: Name
    type: Literal["pretraining", "sft", "rl", "other"]
    start_step: NonNegativeInt | None = None
    end_step: NonNegativeInt | None = None
    started: When | None = None
    ended: When | None = None
    checkpoint_interval: NonNegativeInt | None = None
    environments: Names = ()
    reward_components: Names = ()
    datasets: Names = ()


class TrainingRun(Record):
    """A training run and its stages."""

    kind: Literal["training_run"] = "training_run"
    base_model: Name | None = None
    stages: tuple[Stage, ...] = ()
    compute: Amount | None = None
    started: When | None = None
    ended: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.ended


class Checkpoint(Record):
    """A checkpoint. `parents` are the checkpoints that it was trained on from."""

    kind: Literal["checkpoint"] = "checkpoint"
    step: NonNegativeInt | None = None
    stage: Name | None = None
    parents: Names = ()
    sibling_of: Names = Field((), description="Models of the same family that it is compared with.")
    digest: Sha256 | None = None
    compute: Amount | None = None
    made: When | None = None
    deleted: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.made


class Rollout(Record):
    """One rollout, or one reviewed sample of them."""

    kind: Literal["rollout"] = "rollout"
    environment: Name
    stage: Name | None = None
    checkpoint: Name | None = None
    step: NonNegativeInt | None = None
    selected_by: Name | None = None
    reviewed_by: Name | None = None
    flags: Names | None = None
    reward: Amount | None = None


class RewardSignal(Record):
    """A reward component and what it may see."""

    kind: Literal["reward_signal"] = "reward_signal"
    type: Literal["rule", "reward-model", "llm-grader", "human"] | None = None
    inputs: Names | None = None
    weight: Amount | None = None
    stage: Name | None = None
    digest: Sha256 | None = None


class RlEnvironment(Record):
    """An environment that the model was trained in."""

    kind: Literal["rl_environment"] = "rl_environment"
    environment: Name
    stages: Names = ()
    known_exploits: Names | None = None
    digest: Sha256 | None = None


class SftDataset(Record):
    """A dataset used for supervised fine-tuning."""

    kind: Literal["sft_dataset"] = "sft_dataset"
    rows: NonNegativeInt | None = None
    stages: Names = ()
    overlaps_with: Names | None = None
    digest: Sha256 | None = None


class ChangeRecord(Record):
    """A change to something that shapes or watches the run."""

    kind: Literal["change"] = "change"
    component: Name
    motive: Names = Field((), description="Warnings that led to it.")
    party: Name | None = None
    reviewers: Names = ()
    before_digest: Sha256 | None = None
    after_digest: Sha256 | None = None
    approved: When | None = None
    effective: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.effective


class Warning(Record):
    """A warning sign."""

    kind: Literal["warning"] = "warning"
    class_: Name = Field(alias="class")
    severity: Literal["low", "medium", "high", "critical"]
    checkpoint: Name | None = None
    detector: Name | None = None
    reported_by: Name | None = None
    rate: Amount | None = None
    detected: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.detected


class Investigation(Record):
    """What was looked into after a warning."""

    kind: Literal["investigation"] = "investigation"
    warnings: Names = Field(min_length=1)
    lead: Name | None = None
    root_cause: Text | None = None
    sole_cause: bool | None = None
    opened: When | None = None
    closed: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.opened


class Remediation(Record):
    """What was done about it."""

    kind: Literal["remediation"] = "remediation"
    warnings: Names = ()
    investigation: Name | None = None
    change: Name | None = None
    type: Name | None = None
    checkpoint: Name | None = Field(None, description="The first checkpoint that has the fix.")
    trained_on: Names | None = Field(None, description="Benchmarks or item sets used in the fix.")
    effective: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.effective


class Retest(Record):
    """A test of a fix."""

    kind: Literal["retest"] = "retest"
    remediation: Name
    checkpoint: Name | None = None
    benchmark: Name | None = None
    measurement: Name | None = None
    run_by: Names = ()
    outcome: Literal["passed", "failed", "inconclusive"] | None = None
    ended: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.ended


class Incident(Record):
    """Something went wrong with a model."""

    kind: Literal["incident"] = "incident"
    harm: Name | None = None
    severity: Literal["low", "medium", "high", "critical"] | None = None
    subject: Name | None = None
    aware: When | None = None
    resolved: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.aware
