"""A policy: the meaning of one document, names resolved and types checked.

Built only by `tra_policy.resolve`. Frozen; equality ignores where things stand in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from tra_policy.model.conditions import Condition, Operator, states_asked
from tra_policy.model.duties import Duty, Need, Notes, Timing
from tra_policy.model.revisions import Account, Amendment, Change, Waiver
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import NOWHERE, Span

Force = Literal["voluntary", "law", "code-of-practice", "contract", ""]
Status = Literal["draft", "current", "superseded", ""]
TieKind = Literal["controlled by", "owned by", "shares leadership with", "employed by", "paid by"]


class Cited(Noun):
    """A source document of the policy: a short name, a file name and, where known, its digest."""

    name: str
    file: str = ""
    sha256: str = ""
    span: Span = field(default=NOWHERE, compare=False)


class Tie(Noun):
    """A tie of a party to another, with the days on which it holds (both ends included; None: open)."""

    kind: TieKind
    other: str
    share: Decimal | None = None
    since: date | None = None
    until: date | None = None
    span: Span = field(default=NOWHERE, compare=False)


class NoTies(Noun):
    """`no ties to LAB since DATE as of DATE "source"`: covers pay, ownership, control and leadership.

    It covers the days from `since` (None: always before) to `as_of` (None: ever after). Without a
    quoted source it is the writer's word alone.
    """

    other: str
    since: date | None = None
    as_of: date | None = None
    source: str = ""
    span: Span = field(default=NOWHERE, compare=False)


class Party(Noun):
    """Somebody who holds a role or a duty."""

    name: str
    title: str = ""
    ties: tuple[Tie, ...] = ()
    no_ties: tuple[NoTies, ...] = ()
    is_authority: bool = False
    is_unnamed: bool = False
    is_anyone: bool = False
    key: str = ""
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)


class Event(Noun):
    """A declared event, such as `comprehensive-assessment`; evidence dates it."""

    name: str
    title: str = ""
    span: Span = field(default=NOWHERE, compare=False)


MetricUnit = Literal["percent", "ratio", "number", "hours"]
Statistic = Literal["mean", "median", "max", "best-of-n", "pass@k", "min"]


class Metric(Noun):
    """`measures accuracy as percent, mean, higher is worse`."""

    name: str
    unit: MetricUnit = "number"
    statistic: Statistic = "mean"
    higher_is_worse: bool = True
    span: Span = field(default=NOWHERE, compare=False)


class Benchmark(Noun):
    """An instrument, with who designed it. A lab's subset of another is a benchmark of its own.

    `items_visible_to` is None when the text does not say who can see the items.
    """

    name: str
    title: str = ""
    designed_by: tuple[str, ...] = ()
    designed_from: date | None = None
    design_funded_by: tuple[str, ...] = ()
    final_say: tuple[str, ...] = ()
    items_held_by: tuple[str, ...] = ()
    items_visible_to: tuple[str, ...] | None = None
    derived_from: str = ""
    derived_by: tuple[str, ...] = ()
    graded_by: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = ()
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)

    def metric(self, name: str) -> Metric | None:
        """Return a metric by name, or None."""
        return next((m for m in self.metrics if m.name == name), None)


class Safeguard(Noun):
    """A safeguard or standard that a duty asks to be shown."""

    name: str
    title: str = ""
    specified: bool | None = None
    excludes: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)


class Document(Noun):
    """A document that a duty asks to be made, sent or published."""

    name: str
    title: str = ""
    approved_by: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)


class Define(Noun):
    """A named condition. `condition` is None while the draft does not say it."""

    name: str
    title: str = ""
    condition: Condition | None = None
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)


class MeasuredOn(Noun):
    """`measured on every checkpoint in stage rl, the released checkpoint`."""

    every: bool
    stage: str = ""
    span: Span = field(default=NOWHERE, compare=False)


class ReportLine(Noun):
    """`report result to us-caisi within 15 days of measured`."""

    recipients: tuple[str, ...]
    timings: tuple[Timing, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


class Threshold(Noun):
    """A capability threshold. Its `measured`, `measured on`, `needs` and `report` lines are items."""

    name: str
    title: str = ""
    domains: tuple[str, ...] = ()
    reached_when: Condition | None = None
    ruled_out_when: Condition | None = None
    measured: tuple[Timing, ...] = ()
    measured_on: tuple[MeasuredOn, ...] = ()
    needs: tuple[Need, ...] = ()
    reports: tuple[ReportLine, ...] = ()
    treat_as_reached: bool = False
    set_by: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    advised_by: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    above: str = ""
    warns_of: str = ""
    rules_out: tuple[str, ...] = ()
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)


class ForEvery(Noun):
    """`for every warning where severity >= medium`."""

    kind: str
    where: tuple[Condition, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


class Commitment(Noun):
    """A commitment: what triggers it and the duties that follow, one item a modal line."""

    name: str
    title: str = ""
    when: Condition | None = None
    for_every: ForEvery | None = None
    duties: tuple[Duty, ...] = ()
    unless: Condition | None = None
    if_unknown_block: bool = False
    owner: tuple[str, ...] = ()
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)


class Requirement(Noun):
    """Evidence that must exist for every record of a kind, or once for the run."""

    name: str
    title: str = ""
    when: Condition | None = None
    for_every: ForEvery | None = None
    needs: tuple[Need, ...] = ()
    population_complete: bool = False
    unless: Condition | None = None
    if_unknown_block: bool = False
    owner: tuple[str, ...] = ()
    notes: Notes = Notes()
    span: Span = field(default=NOWHERE, compare=False)


class Policy(Noun):
    """One document, of one version. `developer` is empty when the text says `the developer`.

    `effective_by` is the last day on which it came into effect: `effective`, or the end of the month where
    only that is known. `changes` is the publisher's newest account of a revision, the first that stands in
    the text; `accounts` are the others.
    """

    name: str
    version: str
    effective: date | None = None
    effective_by: date | None = None
    title: str = ""
    developer: str = ""
    any_developer: bool = False
    force: Force = ""
    force_words: str = ""
    status: Status = ""
    sources: tuple[Cited, ...] = ()
    scope: tuple[Condition, ...] = ()
    amendment: Amendment | None = None
    interpreted_by: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    events: tuple[Event, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    documents: tuple[Document, ...] = ()
    defines: tuple[Define, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    changes_since: str = ""
    changes: tuple[Change, ...] = ()
    accounts: tuple[Account, ...] = ()
    notes: Notes = Notes()
    sha256: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False)

    def threshold(self, name: str) -> Threshold | None:
        """Return a threshold by name, or None."""
        return self._thresholds.get(name)

    def benchmark(self, name: str) -> Benchmark | None:
        """Return a benchmark by name, or None."""
        return self._benchmarks.get(name)

    def party(self, name: str) -> Party | None:
        """Return a party by name, or None."""
        return self._parties.get(name)

    def define(self, name: str) -> Define | None:
        """Return a define by name, or None."""
        return self._defines.get(name)

    def triggered_by(self, threshold: str) -> tuple[Commitment, ...]:
        """Return the commitments whose condition asks for the state of a threshold."""
        return tuple(self._triggered.get(threshold, ()))

    def states_asked(self, condition: Condition | None) -> frozenset[str]:
        """Return the thresholds for whose state a condition asks, directly or through a define."""
        return states_asked(condition, self._meaning)

    def _meaning(self, define: str) -> Condition | None:
        found = self.define(define)
        return found.condition if found is not None else None

    # A text asks for its own names line after line. Of two by one name, a mistake, the first counts.
    @cached_property
    def _thresholds(self) -> dict[str, Threshold]:
        return {one.name: one for one in reversed(self.thresholds)}

    @cached_property
    def _benchmarks(self) -> dict[str, Benchmark]:
        return {one.name: one for one in reversed(self.benchmarks)}

    @cached_property
    def _parties(self) -> dict[str, Party]:
        return {one.name: one for one in reversed(self.parties)}

    @cached_property
    def _defines(self) -> dict[str, Define]:
        return {one.name: one for one in reversed(self.defines)}

    @cached_property
    def _triggered(self) -> dict[str, list[Commitment]]:
        found: dict[str, list[Commitment]] = {}
        for commitment in self.commitments:
            for threshold in self.states_asked(commitment.when):
                found.setdefault(threshold, []).append(commitment)
        return found

    @cached_property
    def document_names(self) -> frozenset[str]:
        """The documents that are declared."""
        return frozenset(one.name for one in self.documents)

    @cached_property
    def safeguard_names(self) -> frozenset[str]:
        """The safeguards that are declared."""
        return frozenset(one.name for one in self.safeguards)


def duties_of(commitment: Commitment) -> Iterator[Duty]:
    """Yield every duty of a commitment: each modal line, then its `otherwise` and `instead` lines."""
    waiting = list(reversed(commitment.duties))
    while waiting:
        duty = waiting.pop()
        yield duty
        waiting.extend(d for d in (duty.instead, duty.otherwise) if d is not None)


ADVERSE: dict[bool, frozenset[Operator]] = {
    True: frozenset({">=", ">"}),
    False: frozenset({"<=", "<"}),
}
