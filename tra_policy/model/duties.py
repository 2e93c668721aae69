"""Duties and needs: who must do what by when, and what evidence must exist."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from tra_policy.model.conditions import Condition, Operator
from tra_policy.model.moment import Duration
from tra_policy.model.quantity import Quantity, plain
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import NOWHERE, Span

Modal = Literal["must", "must not", "aims to", "should", "may"]


class Citation(Noun):
    """`rsp §4.2 p.6 "quoted words"`: where a source says so. Any part may be empty."""

    source: str
    section: str = ""
    page: str = ""
    quote: str = ""
    span: Span = field(default=NOWHERE, compare=False)


class Notes(Noun):
    """What explains a clause and has no force: citations, reasons, and what the writer could not read.

    `unread` are the words of `not known here` lines: what may stand in the document, and not in this text.
    """

    cites: tuple[Citation, ...] = ()
    because: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


TimingKind = Literal["before", "within", "every", "by", "after", "until", "when", "vague"]


class Timing(Noun):
    """One statement about time.

    before   `before EVENT`, `at least 2 weeks before EVENT` (with `stretch`)
    within   `within 30 days of EVENT`; without an event: of the moment the duty fell due
    every    `every 6 months`
    by       `by 2026-07-01`
    after    `after EVENT`
    until    `until CONDITION`
    when     `when CONDITION` (only in `measured`)
    vague    quoted words, such as "in a timely manner": they never give a date
    """

    kind: TimingKind
    stretch: Duration | None = None
    event: str = ""
    day: date | None = None
    condition: Condition | None = None
    words: str = ""
    span: Span = field(default=NOWHERE, compare=False)


class Duty(Noun):
    """One modal line: `PARTY [must | …] VERB OBJECT, … [to PARTY] [where …] [timing]`.

    `id` is the item's name, such as `SAFE-3.1` or `SAFE-3.otherwise-1`. `otherwise` is the duty that
    takes its place when it is not met. `instead` is the lowered duty while `unless` is in force.
    """

    id: str
    party: tuple[str, ...]
    modal: Modal
    verb: str
    objects: tuple[str, ...] = ()
    words: str = ""
    recipients: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    timings: tuple[Timing, ...] = ()
    otherwise: Duty | None = None
    unless: Condition | None = None
    instead: Duty | None = None
    if_unknown_block: bool = False
    owner: tuple[str, ...] = ()
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)


Quantifier = Literal["some", "at least", "every", "no", "at most share", "enough", "aggregate"]
Statistic = Literal["mean", "median", "max", "min", "sum", "quantile", "distinct"]


class Aggregate(Noun):
    """`mean reward <= 0.9`: one number out of a field of many records, held against a limit.

    `quantile` is a fraction of one, for `p95` and its like; `counted` where the field holds a count,
    which is never below zero. `distinct` is how many different values there are.
    """

    statistic: Statistic
    path: tuple[str, ...]
    operator: Operator
    limit: Quantity
    quantile: Decimal | None = None
    counted: bool = False

    @property
    def name(self) -> str:
        """The statistic as a policy writes it: `mean`, `p95`."""
        return self.statistic if self.quantile is None else f"p{plain(self.quantile * 100)}"

    @property
    def exists(self) -> bool:
        """Whether it asks that something exists: some records meet it, whatever others there are."""
        return self.statistic == "distinct" and self.operator in (">", ">=")

    @property
    def grows(self) -> bool:
        """Whether further records bring it nearer to its limit, or leave it where it is."""
        return self.may_come and (self.statistic != "sum" or self.counted)

    @property
    def may_come(self) -> bool:
        """Whether it waits for records: a sum, a number of values or a greatest one that is to be
        reached, or a smallest one.
        """
        upward = self.operator in (">", ">=")
        return self.statistic in (("distinct", "max", "sum") if upward else ("min",))


class Need(Noun):
    """One line of evidence that must exist, all conditions about one and the same record.

    `quantifier` "at least" goes with `count`, "at most share" with `share` (a fraction of one),
    "enough" with `rate` and `confidence` (both fractions of one). "aggregate" asks of all records of
    the kind that pass `where` together.
    """

    quantifier: Quantifier
    kind: str
    count: int = 1
    share: Decimal | None = None
    rate: Decimal | None = None
    confidence: Decimal | None = None
    where: tuple[Condition, ...] = ()
    stage: str = ""
    per: tuple[str, ...] = ()
    timing: Timing | None = None
    id: str = ""
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)
    aggregate: Aggregate | None = None
