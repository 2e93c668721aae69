"""Two bundles of one developer: the same evaluations, side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tra_policy.evaluate.checks.quantities import agree, denominator
from tra_policy.evaluate.drift.codes import moved
from tra_policy.model.evidence.bundle import Evidence, Filed
from tra_policy.model.evidence.measuring import Decision, Measurement
from tra_policy.model.quantity import Quantity
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place

# A number that a limit can be: compared, a share, a multiple, a time, or with a decimal point. The 18 of
# `1.8/18` is what it is out of, and the 6 of `lower bounds on 6 tasks` counts tasks.
_NUMBER = re.compile(
    r"(?P<compared>[<>≤≥=]=?\s*)?(?<![\d./])(?P<digits>\d[\d,]*(?P<decimal>\.\d+)?)\s*(?P<unit>%|x\b|h\b)?"
)
_FORMERLY = re.compile(r"\b(?:previously|formerly|until then)\b.*", re.DOTALL | re.IGNORECASE)
_SEVERAL = re.compile(r"\s/\s|;\s*\S")
_TELLING = 3


class _Told(Noun):
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
        return one.subject, one.statistic, one.elicitation, one.benchmark_version, one.roles.run


def between_bundles(older: Evidence, newer: Evidence) -> tuple[Diagnostic, ...]:
    """Return what moved from one bundle to another; each finding stands at a record of the newer."""
    before, after = _by_test(older), _by_test(newer)
    found: list[Diagnostic] = []
    for test, news in after.items():
        olds = before.get(test, [])
        if olds:
            found += _values(olds, news)
            standing = [[one for one in side if not one.record.retracted] for side in (olds, news)]
            found += _limits(*standing)
            found += _totals(*standing)
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
    same_run: dict[tuple[object, ...], list[_Told]] = defaultdict(list)
    same_value: dict[Quantity, _Told] = {}
    for old in olds:
        if old.record.value is not None:
            same_value.setdefault(old.record.value, old)
            if old.record.retracted is None:
                same_run[old.config].append(old)
    for new in news:
        value, mine = new.record.value, same_run.get(new.config, [])
        if value is None:
            continue
        if mine and new.record.retracted is None and not _agrees(new, mine):
            subject, was = new.record.subject, mine[0].record.value
            message = f"`{subject}` has {value} on `{new.name}`, and had {was}"
            yield moved("TRE421", message, place=new.place, subject=new.record.id)
        twin = same_value.get(value)
        if twin is not None and twin.record.subject != new.record.subject and _is_telling(value):
            message = f"`{new.record.subject}` has {value} on `{new.name}`, as `{twin.record.subject}` has"
            if new.record.retracted is not None:
                message += "; it has been taken back since"
            yield moved("TRE422", message, place=new.place, subject=new.record.id)


def _agrees(new: _Told, mine: Sequence[_Told]) -> bool:
    """Whether the older bundle has this value, up to rounding, or one of which it is said that it is settled.

    A result over another total is another result.
    """
    value, settled = new.record.value, {*new.record.supersedes, *new.record.adjudicates}
    return any(
        one.record.id in settled
        or (one.record.value is not None and value is not None and agree(one.record.value, value))
        or denominator(one.record) != denominator(new.record)
        for one in mine
    )


def _is_telling(value: Quantity) -> bool:
    """Whether a value has digits enough that two models do not share it by chance."""
    return len(value.value.normalize().as_tuple().digits) >= _TELLING


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
    new = after[0]
    told = frozenset().union(*(_numbers(one.record.stated_limit or "") for one in after))
    was = frozenset().union(*numbers)
    if not told:
        message = f'`{new.name}` has "{_short(new)}" as its limit, where it had "{_short(first)}"'
        yield moved("TRE424", message, place=new.place, subject=new.record.id)
    elif not told & was:
        # One line of a card may print the limits of several tests; one that stands in both is the same limit.
        message = (
            f'the limit beside `{new.name}` is "{_short(new)}", where it was "{_short(first)}"'
        )
        code = "TRE427" if _is_several(first) or _is_several(new) else "TRE423"
        yield moved(code, message, place=new.place, subject=new.record.id)


def _numbers(text: str) -> frozenset[Decimal]:
    """Return the numbers of a limit as fractions of one where they are shares; not what it was before."""
    found = set()
    for one in _NUMBER.finditer(_FORMERLY.sub("", text)):
        if one["compared"] or one["unit"] or one["decimal"]:
            number = Decimal(one["digits"].replace(",", ""))
            found.add((number / 100 if one["unit"] == "%" else number).normalize())
    return frozenset(found)


def _is_several(told: _Told) -> bool:
    """Whether a line prints the limits of several tests, so that it does not say which is for this one."""
    return _SEVERAL.search(_FORMERLY.sub("", told.record.stated_limit or "")) is not None


def _short(told: _Told) -> str:
    words = " ".join((told.record.stated_limit or "").split())
    return words if len(words) <= 90 else f"{words[:89]}…"


# ---- totals


def _totals(olds: Sequence[_Told], news: Sequence[_Told]) -> Iterator[Diagnostic]:
    before = {total for one in olds if (total := denominator(one.record)) is not None}
    for new in news:
        total = denominator(new.record)
        if before and total is not None and total not in before:
            was = ", ".join(str(one) for one in sorted(before))
            message = f"`{new.name}` is out of {total}, where it was out of {was}"
            yield moved("TRE425", message, place=new.place, subject=new.record.id)
            return


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
