"""Two bundles of one developer: the same evaluations, side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tra_policy.evaluate.drift.codes import moved
from tra_policy.model.evidence.bundle import Evidence, Filed
from tra_policy.model.evidence.measuring import Decision, Measurement
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(%?)")
_OUT_OF = re.compile(r"(?:of|in)\s+(\d+)\s*$")
_TELLING = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """A measurement and where it stands."""

    record: Measurement
    place: Place

    @property
    def test(self) -> tuple[object, ...]:
        """What makes two measurements results of the same evaluation."""
        one = self.record
        derived = (one.derived.how, tuple(sorted(one.derived.by))) if one.derived else None
        return one.benchmark, one.metric, derived

    @property
    def name(self) -> str:
        one = self.record
        return f"{one.benchmark}.{one.metric}" if one.metric else one.benchmark

    @property
    def config(self) -> tuple[object, ...]:
        one = self.record
        return one.subject, one.statistic, one.elicitation, one.benchmark_version


def between_bundles(older: Evidence, newer: Evidence) -> tuple[Diagnostic, ...]:
    """Return what moved from one bundle to another; each finding stands at a record of the newer."""
    before, after = _by_test(older), _by_test(newer)
    found: list[Diagnostic] = []
    for test, news in after.items():
        olds = before.get(test, [])
        if olds:
            found += _values(olds, news)
            found += _limits(olds, news)
            found += _totals(olds, news)
    found += _dropped(older, newer)
    return tuple(found)


def _by_test(evidence: Evidence) -> dict[tuple[object, ...], list[_Told]]:
    found: dict[tuple[object, ...], list[_Told]] = defaultdict(list)
    for filed in evidence.filed:
        if isinstance(filed.record, Measurement):
            told = _Told(filed.record, filed.place)
            found[told.test].append(told)
    return found


# ---- values


def _values(olds: Sequence[_Told], news: Sequence[_Told]) -> Iterator[Diagnostic]:
    for new in news:
        value = new.record.value
        if value is None:
            continue
        held = [one for one in olds if one.record.value is not None]
        mine = [one for one in held if one.config == new.config]
        if mine and new.record.retracted is None:
            others = [
                one
                for one in mine
                if one.record.retracted is None
                and one.record.value != value
                and one.record.id not in new.record.supersedes
            ]
            if others and not any(one.record.value == value for one in mine):
                message = f"`{new.record.subject}` has {value} on `{new.name}`, and had {others[0].record.value}"
                yield moved("TRE421", message, place=new.place, subject=new.record.id)
        yield from _carried_over(new, held)


def _carried_over(new: _Told, held: Sequence[_Told]) -> Iterator[Diagnostic]:
    value = new.record.value
    assert value is not None
    if len(value.value.normalize().as_tuple().digits) < _TELLING:
        return
    for old in held:
        if old.record.value == value and old.record.subject != new.record.subject:
            message = (
                f"`{new.record.subject}` has {value} on `{new.name}`, as `{old.record.subject}` has"
            )
            if new.record.retracted is not None:
                message += "; it has been taken back since"
            yield moved("TRE422", message, place=new.place, subject=new.record.id)
            return


# ---- limits


def _limits(olds: Sequence[_Told], news: Sequence[_Told]) -> Iterator[Diagnostic]:
    before = [one for one in olds if one.record.stated_limit]
    after = [one for one in news if one.record.stated_limit]
    numbers = [_numbers(one.record.stated_limit or "") for one in before]
    if not any(numbers):
        return
    first = before[[bool(n) for n in numbers].index(True)]
    if not after:
        if any(one.record.value is not None or one.record.reading for one in news):
            message = f'`{news[0].name}` has no limit beside it, where it had "{_short(first)}"'
            yield moved("TRE424", message, place=news[0].place, subject=news[0].record.id)
        return
    told = [_numbers(one.record.stated_limit or "") for one in after]
    pairs = [(a, b) for a in numbers for b in told if a]
    # One card may print the limits of several tests in one line, so a limit that holds the other is the same.
    if pairs and not any(a <= b or (b and b <= a) for a, b in pairs):
        new = after[0]
        if not any(told):
            message = (
                f'`{new.name}` has "{_short(new)}" as its limit, where it had "{_short(first)}"'
            )
            yield moved("TRE424", message, place=new.place, subject=new.record.id)
            return
        message = (
            f'the limit beside `{new.name}` is "{_short(new)}", where it was "{_short(first)}"'
        )
        yield moved("TRE423", message, place=new.place, subject=new.record.id)


def _numbers(text: str) -> frozenset[Decimal]:
    found = set()
    for digits, percent in _NUMBER.findall(text):
        number = Decimal(digits.replace(",", "").rstrip("."))
        found.add((number / 100 if percent else number).normalize())
    return frozenset(found)


def _short(told: _Told) -> str:
    words = " ".join((told.record.stated_limit or "").split())
    return words if len(words) <= 90 else f"{words[:89]}…"


# ---- totals


def _totals(olds: Sequence[_Told], news: Sequence[_Told]) -> Iterator[Diagnostic]:
    before = {total for one in olds if (total := _total(one)) is not None}
    for new in news:
        total = _total(new)
        if before and total is not None and total not in before:
            was = ", ".join(str(one) for one in sorted(before))
            message = f"`{new.name}` is out of {total}, where it was out of {was}"
            yield moved("TRE425", message, place=new.place, subject=new.record.id)
            return


def _total(told: _Told) -> int | None:
    if told.record.counts is not None:
        return told.record.counts.planned
    value = told.record.value
    out_of = _OUT_OF.search(value.text) if value is not None else None
    return int(out_of[1]) if out_of else None


# ---- what is not there any more


def _dropped(older: Evidence, newer: Evidence) -> Iterator[Diagnostic]:
    measured = {f.record.benchmark for f in newer.filed if isinstance(f.record, Measurement)}
    before, after = _bearing(older), _bearing(newer)
    for threshold, told in before.items():
        if threshold not in after:
            continue
        names = dict.fromkeys(f.record.benchmark for f in told if isinstance(f.record, Measurement))
        gone = [f"`{name}`" for name in names if name not in measured]
        if gone:
            verb = "is" if len(gone) == 1 else "are"
            message = (
                f"of what bore on `{threshold}`, {', '.join(gone)} {verb} not in the newer bundle"
            )
            yield moved("TRE426", message, place=after[threshold][0].place, subject=threshold)


def _bearing(evidence: Evidence) -> dict[str, list[Filed]]:
    """The records that name a threshold or are cited in a ruling on it, with the ruling, by threshold."""
    filed = {one.id: one for one in evidence.filed}
    found: dict[str, list[Filed]] = defaultdict(list)
    for one in evidence.filed:
        if isinstance(one.record, Measurement):
            for threshold in one.record.thresholds:
                found[threshold].append(one)
        elif isinstance(one.record, Decision):
            found[one.record.threshold].append(one)
            cited = (filed[name] for name in one.record.relied_on if name in filed)
            found[one.record.threshold].extend(cited)
    return found
