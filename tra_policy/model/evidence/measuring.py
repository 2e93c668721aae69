"""Records of measuring: instruments, measurements, judgements and decisions."""

from __future__ import annotations

from typing import Annotated, Literal

from tra_policy.model.evidence.base import (
    Amount,
    Fact,
    Name,
    Names,
    NonNegativeInt,
    Reading,
    Record,
    Sha256,
    Text,
    When,
)
from tra_policy.model.moment import Moment
from tra_policy.model.shape import Field


class Counts(Fact):
    """How many items were planned, and what became of them: the other three add up to `planned`."""

    planned: NonNegativeInt
    scored: NonNegativeInt
    errored: NonNegativeInt
    excluded: NonNegativeInt

    @property
    def add_up(self) -> bool:
        """Whether nothing is missing and something was scored."""
        return self.scored > 0 and self.planned == self.scored + self.errored + self.excluded


class Interval(Fact):
    """A confidence interval as it was published. `level` is the coverage, such as `95%`."""

    lower: Amount
    upper: Amount
    level: Amount
    sides: Literal["one", "two"]


class Roles(Fact):
    """Who did what. A role that is not given is unstated, which earns no credit.

    `designed` and the other design roles are read only where the policy does not declare the
    benchmark. `items_visible_to: []` says that nobody but the holder can see the items.
    """

    designed: Names = ()
    designed_from: When | None = None
    design_funded: Names = ()
    final_say: Names = ()
    items_held: Names = ()
    items_visible_to: Names | None = None
    elicited: Names = ()
    run: Names = ()
    run_funded: Names = ()
    graded: Names = ()
    grader_model_of: Names = ()  # developers of the models that graded, if any
    scope_set: Names = ()
    checkpoint_chosen: Names = ()
    published: Names = ()
    may_veto: Names = ()
    reviewed: Names = ()
    selected: Names = ()


class Derived(Fact):
    """What was measured is a subset or a modified version of the named benchmark, made by somebody."""

    how: Literal["subset", "modified"]
    by: Names = Field(min_length=1)


class Elicitation(Fact):
    """How hard it was tried."""

    scaffold: Text | None = None
    tools: Names = ()
    tokens: NonNegativeInt | None = None
    attempts: NonNegativeInt | None = None
    finetuned: bool | None = None
    safeguards: Literal["on", "off", "helpful-only", "unstated"] = "unstated"


class Contamination(Fact):
    """Whether the items were in the training data."""

    checked: bool
    method: Text | None = None
    share: Amount | None = Field(None, description="The share of items that were found in it.")


class Awareness(Fact):
    """How often the model gave away that it knew it was being tested."""

    verbalised: Amount | None = None
    unverbalised: Amount | None = None
    of: NonNegativeInt | None = Field(None, description="How many transcripts were looked at.")
    method: Text | None = None


class Reasked(Fact):
    """Units that were asked or run again, by what they had said first, and how many there were."""

    adverse: NonNegativeInt
    favourable: NonNegativeInt
    of_adverse: NonNegativeInt
    of_favourable: NonNegativeInt


class Measurement(Record):
    """A metric of a benchmark on a subject.

    `value` may be absent where a result was not published: then `reading` may carry what somebody said
    of it, which never decides a comparison, and `finding` the words in which it was published, which
    read neither way. `interval` is either `from-counts` (Wilson, from `value`
    and `counts`) or a published interval; without it nothing can show that a limit was missed.
    """

    kind: Literal["measurement"] = "measurement"
    benchmark: Name
    benchmark_version: Text | None = None
    metric: Name | None = None
    subject: Name = Field(description="A checkpoint or a deployed model.")
    statistic: Literal["mean", "median", "max", "best-of-n", "pass@k", "min", "unstated"]
    value: Amount | None = None
    counts: Counts | None = None
    interval: Annotated[Literal["from-counts"] | Interval | None, Field()] = None
    inconclusive: bool = Field(
        False, description="Its author says that it could not bound anything."
    )
    withheld: bool = Field(False, description="A result exists and was not made public.")
    reading: Reading | None = Field(None, description="What somebody said of it, without a number.")
    reading_by: Name | None = None
    finding: Text | None = Field(
        None, description="What came out, where its source says so in words that read neither way."
    )
    stated_limit: Text | None = Field(
        None, description="The limit that its source prints beside it."
    )
    thresholds: Names = Field((), description="Thresholds that the record itself names.")
    domain: Name | None = None
    derived: Derived | None = None
    elicitation: Elicitation | None = None
    access: Literal["card", "api", "grey-box", "weights", "training-run"] | None = None
    digest: Sha256 | None = Field(None, description="sha256 of the weights that were measured.")
    config_digest: Sha256 | None = None
    seeds: NonNegativeInt | None = None
    prespecified: When | None = Field(None, description="When its limit and plan were fixed.")
    limit_fixed_beforehand: bool | None = Field(
        None,
        description="Whether a limit had been fixed before it began, as its source says without a day.",
    )
    contamination: Contamination | None = None
    awareness: Awareness | None = None
    reasked: Reasked | None = None
    environment_tampered: bool | None = Field(
        None, description="Whether the model changed what it was measured with."
    )
    flips_under: tuple[Text, ...] = Field(
        (), description="Grading choices under which the result reads the other way."
    )
    grader_validated: bool | None = None
    adjudicates: Names = Field((), description="Results whose conflict it settles.")
    roles: Roles = Roles()
    started: When | None = None
    ended: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.ended


class JudgementRecord(Record):
    """Somebody's judgement on a threshold or a condition: who, when, on which measurements."""

    kind: Literal["judgement"] = "judgement"
    judges: Names = Field(min_length=1)
    about: Name = Field(
        description="The threshold, define or commitment that the question stands in."
    )
    question: Text | None = Field(None, description="The sentence judged, as the policy words it.")
    subject: Name | None = None
    outcome: Literal["affirmed", "denied", "undecided"]
    scale: Text | None = None
    relied_on: Names = ()
    judged: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.judged


class Decision(Record):
    """The developer's own decision record. It is never a judgement."""

    kind: Literal["decision"] = "decision"
    threshold: Name
    subject: Name
    ruling: Literal["reached", "not-reached", "cannot-rule-out"]
    clause: Text | None = None
    deciders: Names = ()
    relied_on: Names = ()
    considered: Names = Field((), description="Warnings and reports that it says it weighed.")
    overruled: Names = Field(
        (),
        description="Warnings and judgements that spoke against it, and that it decided against.",
    )
    options: tuple[Text, ...] = ()
    dissent: tuple[Text, ...] = ()
    conditions: tuple[Text, ...] = ()
    deployments: Names = ()
    notified: Names = ()
    decided: When
    because: Text | None = None

    @property
    def happened(self) -> Moment | None:
        return self.decided


class BenchmarkRecord(Record):
    """What the evidence itself says of a benchmark; a policy's own `benchmark` line wins over it."""

    kind: Literal["benchmark"] = "benchmark"
    benchmark: Name
    title: Text | None = None
    version: Text | None = None
    digest: Sha256 | None = None
    items: NonNegativeInt | None = None
    item_sources: Names = Field((), description="Where its items come from, to compare with a fix.")
    threat_model: Text | None = None
    thresholds: Names = ()
    rule_in: Amount | None = None
    rule_out: Amount | None = None
    ceiling: Amount | None = Field(None, description="The value from which it tells nothing more.")
    prespecified: When | None = None
    limit_fixed_beforehand: bool | None = Field(
        None,
        description="Whether a limit had been fixed before it was used, as its source says without a day.",
    )
    status: Literal["active", "saturated", "retired"] | None = None
    retired: When | None = None
    roles: Roles = Roles()
