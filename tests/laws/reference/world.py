"""What a small world is made of: a policy with one threshold under test, and the evidence.

Plain values. Shares are fractions; days are dates; names are strings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Tie:
    kind: str  # "controlled by" | "owned by" | "shares leadership with" | "employed by" | "paid by"
    other: str
    share: Decimal | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class NoTies:
    other: str
    since: date | None = None
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Party:
    name: str
    ties: tuple[Tie, ...] = ()
    no_ties: tuple[NoTies, ...] = ()
    authority: bool = False
    unnamed: bool = False
    key: bool = False


@dataclass(frozen=True)
class Benchmark:
    name: str
    designed_by: tuple[str, ...] = ()
    designed_from: date | None = None
    design_funded_by: tuple[str, ...] = ()
    final_say: tuple[str, ...] = ()
    items_held_by: tuple[str, ...] = ()
    items_visible_to: tuple[str, ...] | None = None
    higher_is_worse: bool = True
    statistic: str = "mean"


@dataclass(frozen=True)
class Comparison:
    """`limit` is None where it is unpublished."""

    benchmark: str
    op: str
    limit: Decimal | None
    point: bool = False
    run_by: str = ""


@dataclass(frozen=True)
class Judges:
    judge: str
    question: str


@dataclass(frozen=True)
class Said:
    sentence: str


@dataclass(frozen=True)
class Is:
    """The state of a threshold: `reached` or `not reached`."""

    threshold: str
    state: str = "reached"


@dataclass(frozen=True)
class Group:
    kind: str
    members: tuple[Comparison | Judges | Said | Is, ...]
    count: int = 1


Condition = Group | Comparison | Judges | Said | Is


@dataclass(frozen=True)
class Need:
    """`needs at least COUNT measurement where ROLE by HOLDER, …`."""

    count: int
    where: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Threshold:
    name: str
    reached_when: Condition
    ruled_out_when: Condition | None = None
    needs: tuple[Need, ...] = ()
    treat_as_reached: bool = False
    report_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Commitment:
    name: str
    when: Condition
    modal: str = "must"
    block: bool = False
    unless: Condition | None = None


@dataclass(frozen=True)
class Counts:
    planned: int
    scored: int
    errored: int = 0
    excluded: int = 0


@dataclass(frozen=True)
class Interval:
    lower: Decimal
    upper: Decimal
    level: Decimal
    sides: str


@dataclass(frozen=True)
class Measurement:
    id: str
    benchmark: str
    subject: str
    value: Decimal | None = None
    statistic: str = "mean"
    counts: Counts | None = None
    from_counts: bool = False
    interval: Interval | None = None
    reading: str | None = None
    finding: str | None = None
    inconclusive: bool = False
    withheld: bool = False
    run: tuple[str, ...] = ()
    graded: tuple[str, ...] = ()
    run_funded: tuple[str, ...] = ()
    derived_by: tuple[str, ...] = ()
    started: date | None = None
    ended: date | None = None
    recorded: date | None = None
    author: str | None = None
    signed: bool = False
    defect: str | None = None
    retracted_by: str | None = None


@dataclass(frozen=True)
class Judgement:
    id: str
    judge: str
    question: str
    outcome: str  # affirmed | denied | undecided
    relied_on: tuple[str, ...] = ()
    judged: date | None = None
    signed: bool = False


@dataclass(frozen=True)
class Decision:
    id: str
    ruling: str  # reached | not-reached | cannot-rule-out
    decided: date
    relied_on: tuple[str, ...] = ()
    recorded: date | None = None


@dataclass(frozen=True, eq=False)
class World:
    """One policy and one bundle. Worlds are told apart by identity, so that answers can be kept."""

    developer: str
    effective: date
    as_of: date
    bundle_date: date
    subject: str
    parties: tuple[Party, ...]
    benchmarks: tuple[Benchmark, ...]
    threshold: Threshold
    others: tuple[Threshold, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    decision: Decision | None = None
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    made: dict[str, date] = field(default_factory=dict)

    def party(self, name: str) -> Party:
        return next((p for p in self.parties if p.name == name), Party(name))

    def benchmark(self, name: str) -> Benchmark:
        return next(b for b in self.benchmarks if b.name == name)
