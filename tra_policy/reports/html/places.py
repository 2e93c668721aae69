"""Where everything of a report stands in the page: the ids that deep links lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tra_policy.reports.html.measured import listed
from tra_policy.reports.machine.rows import run_of
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, ItemReport, ThresholdReport

_UNSAFE = regex(r"[^A-Za-z0-9._:/@+-]")
_SHORT = 12  # characters of a fingerprint; the whole one where two begin alike


class Link(Noun):
    """A place in the page, and what it is called."""

    href: str
    text: str


class Places(Noun):
    """The ids of one report: those of items, thresholds and findings in its order, of records by name.

    `scope` stands before every id where a page holds several reports.
    """

    scope: str
    items: tuple[str, ...]
    thresholds: tuple[str, ...]
    findings: tuple[str, ...]
    records: dict[str, str]
    named: dict[str, str]

    def id(self, name: str) -> str:
        """Return the id of a part of the page, such as `next`."""
        return f"{self.scope}{name}"

    def to_record(self, name: str) -> Link:
        """Return a link to a record."""
        return Link(f"#{self.records[name]}" if name in self.records else "", name)

    def to_named(self, name: str) -> Link:
        """Return a link to an item or a threshold by its id; without a place where there is none."""
        return Link(f"#{self.named[name]}" if name in self.named else "", name)

    def to_any(self, name: str) -> Link:
        """Return a link to an item, a threshold or a record of this name."""
        found = self.to_named(name)
        return found if found.href else self.to_record(name)

    def to_each(self, names: Iterable[str]) -> tuple[Link, ...]:
        """Return links to several items or thresholds."""
        return tuple(self.to_named(name) for name in names)


def places_of(reports: Iterable[CheckReport]) -> Iterator[Places]:
    """Yield the places of each report; no id is given twice in a page."""
    held = list(reports)
    taken: Counter[str] = Counter()
    for report in held:
        scope = f"{_safe(report.policy.id)}/" if len(held) > 1 else ""
        taken[scope] += 1
        yield _places(report, scope if taken[scope] == 1 else f"{scope}{taken[scope]}/")


def answers_of(report: CheckReport) -> tuple[ThresholdReport | ItemReport, ...]:
    """Return all that has a proof: the thresholds, then the items."""
    return (*report.thresholds, *report.items)


def records_of(report: CheckReport) -> tuple[str, ...]:
    """Return the names of all records that a page of a report speaks of, in the order of the alphabet."""
    names = {record.id for record in report.story.records}
    for answer in answers_of(report):
        names |= {name for node in answer.proof.walk() for name in node.evidence}
        names |= {want.record for want in answer.open if want.record}
    for threshold in report.thresholds:
        names |= {m.id for m in threshold.measurements}
        names |= {*threshold.contradicting, *threshold.unpublished, *threshold.populations}
    measured = (point.record for series in report.story.series for point in listed(series, names))
    return tuple(sorted({*names, *measured}))


def _places(report: CheckReport, scope: str) -> Places:
    items = tuple(_once(f"{scope}item-{_safe(item.id)}" for item in report.items))
    thresholds = tuple(_once(f"{scope}threshold-{_safe(t.id)}" for t in report.thresholds))
    marks = [row.fingerprint for row in run_of(report).rows if row.kind == "finding"]
    named: dict[str, str] = {}
    for answer, place in zip(answers_of(report), (*thresholds, *items), strict=True):
        named.setdefault(answer.id, place)
    return Places(
        scope,
        items,
        thresholds,
        tuple(f"{scope}finding-{mark}" for mark in _shortened(marks)),
        {name: f"{scope}record-{_safe(name)}" for name in records_of(report)},
        named,
    )


def _shortened(marks: list[str]) -> list[str]:
    short = Counter(mark[:_SHORT] for mark in marks)
    return [mark[:_SHORT] if short[mark[:_SHORT]] == 1 else mark for mark in marks]


def _once(ids: Iterable[str]) -> Iterator[str]:
    """Yield ids, the second of the same name told apart by a sign that no name has."""
    seen: Counter[str] = Counter()
    for one in ids:
        seen[one] += 1
        yield one if seen[one] == 1 else f"{one}*{seen[one]}"


def _safe(name: str) -> str:
    """Return a name as part of an id; two names never come to the same."""
    return _UNSAFE.sub(lambda found: f"~{ord(found[0]):x}~", name)
