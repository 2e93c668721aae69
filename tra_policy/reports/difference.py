"""What two checks of the same evidence answer differently: one line for each fact that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from tra_policy.reports.cells import table
from tra_policy.reports.json import written
from tra_policy.reports.page import Page, harmless
from tra_policy.words.noun import Noun, parts

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, MeasurementReport, ThresholdReport

AXES = ("design", "run", "grade")
_ANSWERS = ("state", "treated_as", "label")
_NONE = "none"


class Difference(Noun):
    """One fact of a report, before and after. `of` is the threshold, record or item it is about."""

    policy: str
    of: str
    what: str
    before: str
    after: str


def differences(before: CheckReport, after: CheckReport) -> Iterator[Difference]:
    """Yield what differs between two reports on one policy: headline, thresholds, records, items."""
    policy = before.policy.id
    for of, what, old, new in _facts(before, after):
        if old != new:
            yield Difference(policy, of, what, old, new)


def _facts(before: CheckReport, after: CheckReport) -> Iterator[tuple[str, str, str, str]]:
    for field in ("self_designed_only", "self_run_only", "unattributed", "no_evidence"):
        old, new = (", ".join(getattr(r.headline, field)) or _NONE for r in (before, after))
        yield "headline", field.replace("_", " "), old, new
    found = {t.id: t for t in after.thresholds}
    for old_t in before.thresholds:
        if old_t.id in found:
            yield from _of_threshold(old_t, found[old_t.id])
        else:
            yield old_t.id, "threshold", "asked", _NONE
    outcomes = {item.id: item.outcome for item in after.items}
    for item in before.items:
        yield item.id, "outcome", item.outcome, outcomes.get(item.id, _NONE)
    old_f, new_f = ({f"{f.code} {f.subject}".strip() for f in r.findings} for r in (before, after))
    for finding in sorted(old_f ^ new_f):
        here, there = ("there" if finding in known else _NONE for known in (old_f, new_f))
        yield finding, "finding", here, there


def _of_threshold(
    before: ThresholdReport, after: ThresholdReport
) -> Iterator[tuple[str, str, str, str]]:
    for what in _ANSWERS:
        yield before.id, what.replace("_", " "), getattr(before, what), getattr(after, what)
    for part, words in (("relies_on_self", "relies on self"), ("stands_on", "stands on")):
        for axis in AXES:
            old, new = (getattr(getattr(t, part), axis) for t in (before, after))
            yield before.id, f"{words}, {axis}", old, new
    records = {m.id: m for m in after.measurements}
    for record in before.measurements:
        yield from _of_record(before.id, record, records.pop(record.id, None))
    for record in records.values():
        yield f"{before.id} {record.id}", "bears on it", _NONE, "yes"


def _of_record(
    threshold: str, before: MeasurementReport, after: MeasurementReport | None
) -> Iterator[tuple[str, str, str, str]]:
    of = f"{threshold} {before.id}"
    if after is None:
        yield of, "bears on it", "yes", _NONE
        return
    for axis in AXES:
        yield of, f"class, {axis}", getattr(before.classes, axis), getattr(after.classes, axis)
    designers = (", ".join(h.party for h in m.roles.designed) or _NONE for m in (before, after))
    old, new = designers
    yield of, "designed by", old, new


def as_text(found: Sequence[Difference], page: Page) -> str:
    """Return the differences for a person."""
    if not found:
        return "nothing would change\n"
    lines = [f"{one.of}: {one.what}: {one.before} -> {one.after}" for one in found]
    several = len({one.policy for one in found}) > 1
    shown = (
        f"{one.policy}: {line}" if several else line for one, line in zip(found, lines, strict=True)
    )
    return "".join(f"{harmless(line, page)}\n" for line in shown)


def as_json(found: Sequence[Difference], page: Page) -> str:
    """Return the differences as JSON values."""
    del page
    return written([parts(one) for one in found])


def as_csv(found: Sequence[Difference], page: Page) -> str:
    """Return the differences as a table."""
    del page
    head = ("policy", "of", "what", "before", "after")
    return table([head, *((o.policy, o.of, o.what, o.before, o.after) for o in found)])


FORMATS: MappingProxyType[str, Callable[[Sequence[Difference], Page], str]] = MappingProxyType(
    {"text": as_text, "json": as_json, "csv": as_csv}
)
