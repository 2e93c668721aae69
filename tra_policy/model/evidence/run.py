"""Records of a training run: stages, checkpoints, data, rollouts, warnings and what was done."""

from __future__ import annotations

from typing import Literal

from tra_policy.model.evidence.base import (
    Amount,
    Fact,
    Name,
    Names,
    NonNegativeInt,
    Record,
    Sha256,
    Text,
    When,
)
from tra_policy.model.evidence.sign_parts import Cause, Fading, Hypothesis
from tra_policy.model.moment import Moment
from tra_policy.model.shape import Field


class Stage(Fact):
    """One stage of a run. Steps are counted within the run."""

    stage: Name
    type: Literal["pretraining", "sft", "rl", "other"]
    start_step: NonNegativeInt | None = None
    end_step: NonNegativeInt | None = None
    started: When | None = None
    ended: When | None = None
    checkpoint_interval: NonNegativeInt | None = Field(
        None, description="Steps between checkpoints that are kept, as declared beforehand."
    )
    code_revision: Text | None = None
    environments: Names = ()
    reward_components: Names = ()
    datasets: Names = ()


class TrainingRun(Record):
    """A training run and its stages."""

    kind: Literal["training_run"] = "training_run"
    base_model: Name | None = None
    base_digest: Sha256 | None = None
    retention: Text | None = Field(None, description="What is kept for how long, in its own words.")
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
    parents: Names | None = Field(
        None, description="What it was trained on from; an empty list says that it began the line."
    )
    sibling_of: Names = Field((), description="Models of the same family that it is compared with.")
    snapshot_of: Name | None = Field(
        None,
        description="The model that its source calls it a snapshot of, without its place in the line.",
    )
    parent_digests: tuple[Sha256, ...] = Field(
        (), description="The weights digests of `parents`, in their order."
    )
    digest: Sha256 | None = Field(None, description="sha256 of the weights.")
    config_digest: Sha256 | None = Field(
        None, description="sha256 of system prompt, safeguards and scaffold as deployed."
    )
    store_listing: Text | None = Field(
        None, description="Where an inventory of the store lists it."
    )
    compute: Amount | None = None
    made: When | None = None
    deleted: When | None = None
    deleted_by: Name | None = Field(None, description="Who approved the deletion.")
    deleted_because: Text | None = None
    deployed_as: Names = ()

    @property
    def happened(self) -> Moment | None:
        return self.made


class Rollout(Record):
    """One rollout, or one reviewed sample of them: then `sampled` says how many it stands for."""

    kind: Literal["rollout"] = "rollout"
    environment: Name
    stage: Name | None = None
    checkpoint: Name | None = None
    step: NonNegativeInt | None = None
    selected_by: Name | None = None
    sampling: Literal["random", "stratified", "targeted", "all"] | None = None
    seed_committed: When | None = Field(
        None, description="When the seed of the draw was fixed and shown to somebody else."
    )
    population: NonNegativeInt | None = Field(None, description="How many it was drawn from.")
    sampled: NonNegativeInt | None = Field(None, description="How many rollouts it stands for.")
    flagged: dict[Name, NonNegativeInt] | None = Field(
        None, description="How many of the sampled were flagged, by flag."
    )
    reviewed_by: Name | None = None
    reviewer_model_of: Name | None = Field(
        None, description="The developer of the model that reviewed, if a model did."
    )
    includes_cot: bool | None = None
    flags: Names | None = None
    reward: Amount | None = None
    produced: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.produced


class RewardSignal(Record):
    """A reward component and what it may see."""

    kind: Literal["reward_signal"] = "reward_signal"
    component: Name | None = Field(None, description="The reward component, across its versions.")
    type: Literal["rule", "reward-model", "llm-grader", "human"] | None = None
    inputs: Names | None = Field(
        None, description="What it sees: `final-output`, `tool-calls`, `cot`, `metadata`."
    )
    weight: Amount | None = None
    episodes: Amount | None = Field(
        None, description="The share of episodes that it scored, such as `8 of 100`."
    )
    stage: Name | None = None
    owner: Name | None = None
    changes: Names = ()
    warnings: Names = Field((), description="Warning signs that were raised about it.")
    since: When | None = None
    until: When | None = None
    digest: Sha256 | None = None


class RlEnvironment(Record):
    """An environment that the model was trained in."""

    kind: Literal["rl_environment"] = "rl_environment"
    environment: Name
    stages: Names = ()
    task_source: Text | None = None
    known_exploits: Names | None = None
    network: Literal["none", "allow-list", "open"] | None = None
    changes: Names = ()
    since: When | None = None
    until: When | None = None
    digest: Sha256 | None = None


class SftDataset(Record):
    """A dataset used for supervised fine-tuning."""

    kind: Literal["sft_dataset"] = "sft_dataset"
    rows: NonNegativeInt | None = None
    stages: Names = ()
    sources: Names = Field((), description="Where its rows come from.")
    generated_by: Name | None = Field(None, description="The model that wrote its rows, if any.")
    intended: Names = Field((), description="The behaviours that it is meant to teach.")
    overlaps_with: Names | None = Field(
        None,
        description="Benchmarks whose items it overlaps; an empty list says that it was checked.",
    )
    digest: Sha256 | None = None


class ChangeRecord(Record):
    """A change to something that shapes or watches the run."""

    kind: Literal["change"] = "change"
    component: Literal[
        "data",
        "reward",
        "environment",
        "training",
        "code",
        "hyperparameter",
        "monitor",
        "grader",
        "scaffold",
        "system-prompt",
        "safeguard",
        "threshold",
    ]
    changed: Name | None = Field(None, description="The record or thing that was changed.")
    motive: Names = Field((), description="Warnings that led to it.")
    because: Text | None = None
    party: Name | None = Field(None, description="Who made it.")
    reviewers: Names = ()
    before_digest: Sha256 | None = None
    after_digest: Sha256 | None = None
    removed: Text | None = Field(
        None, description="The words that it takes out, where they are short."
    )
    added: Text | None = Field(None, description="The words that it puts in.")
    applies_to: Names = Field((), description="The variants that it was applied to; empty: all.")
    revision: Text | None = Field(None, description="The revision of the repository that holds it.")
    digest_unpublished: bool = Field(
        False, description="It is told of in words; no digest or revision of it was made public."
    )
    step: NonNegativeInt | None = Field(None, description="The step from which it was in effect.")
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
    detector: Name | None = Field(
        None, description="The benchmark or monitor that found it; its measurements are the rates."
    )
    reported_by: Name | None = None
    reporter_role: Text | None = None
    rate: Amount | None = Field(None, description="How often it was seen, such as `7 of 2000`.")
    faded: Fading | None = Field(None, description="What is said of it at a later checkpoint.")
    first_seen_in: Name | None = Field(None, description="The run in which it was first seen.")
    notified: Names = ()
    detected: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.detected


class Investigation(Record):
    """What was looked into after a warning."""

    kind: Literal["investigation"] = "investigation"
    warnings: Names = Field(min_length=1)
    lead: Name | None = None
    scope: Text | None = None
    hypotheses: tuple[Hypothesis, ...] = ()
    root_cause: Text | None = None
    causes: tuple[Cause, ...] = Field((), description="The parts of the run that caused it.")
    evidence: Names = Field((), description="Records that tell this cause from the others.")
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
    changes: Names = Field((), description="Further changes that belong to it.")
    type: (
        Literal[
            "data",
            "reward",
            "environment",
            "training",
            "prompt",
            "filter",
            "monitor",
            "policy",
            "accept",
        ]
        | None
    ) = None
    covers: tuple[Cause, ...] = Field((), description="The causes that it is meant to remove.")
    accepted_by: Name | None = Field(None, description="Who accepted the risk, with type `accept`.")
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
    before: Name | None = Field(None, description="The measurement that it is compared with.")
    held_out: bool | None = Field(
        None, description="Whether its items were kept apart from what the fix was made with."
    )
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
    warnings: Names = ()
    severity: Literal["low", "medium", "high", "critical"] | None = None
    subject: Name | None = None
    aware: When | None = None
    resolved: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.aware
