"""A run's summary held against its history: which of its values are the last, and which another statistic."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from tra_policy.readers.faults import listed, quoted
from tra_policy.readers.foreign.wandb.history import STEP, History, Series, number_of, numbers
from tra_policy.readers.numbers import close, decimal
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field

Say = Callable[..., Diagnostic]
_MOST_TOLD = 10
# What the tracker can be asked to keep of a metric in the place of its last value.
_KEPT: Mapping[str, Callable[[Series], tuple[float, ...]]] = {
    "last": lambda series: (series.last,),
    "first": lambda series: (series.first,),
    "max": lambda series: (series.most,),
    "min": lambda series: (series.least,),
    "mean": lambda series: (series.mean,),
    "best": lambda series: (series.most, series.least),
}
_WORDS = {"max": "the highest", "min": "the lowest", "mean": "the mean", "first": "the first"}


class Compared(Noun, frozen=False):
    """The values of a summary by what they turned out to be; `other` are no last values by their own word."""

    last: list[str] = field(default_factory=list)
    kept: dict[str, list[str]] = field(default_factory=dict)
    passing_for_last: list[tuple[str, float, float, str]] = field(default_factory=list)
    differing: list[tuple[str, float, str, float]] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)


def compared(summary: Mapping[str, Any], history: History) -> Compared:
    """Return what each number of a summary is, by the rows of the history."""
    found = Compared()
    for name, value in numbers(summary):
        if not math.isfinite(value):
            found.unusable.append(name)
            continue
        base, dot, kind = name.rpartition(".")
        if name in history.series:
            _as_last(found, name, value, history.series[name])
        elif dot and kind in _KEPT and base in history.series:
            series = history.series[base]
            if series.numbers and any(_same(value, one) for one in _KEPT[kind](series)):
                found.kept.setdefault(kind, []).append(base)
            else:
                found.differing.append((base, value, kind, _KEPT[kind](series)[0]))
        else:
            found.bare.append(name)
    return found


def _as_last(found: Compared, name: str, value: float, series: Series) -> None:
    if series.numbers and _same(value, series.last):
        found.last.append(name)
        return
    kinds = [k for k in _WORDS if series.numbers and any(_same(value, v) for v in _KEPT[k](series))]
    if kinds:
        found.passing_for_last.append((name, value, series.last, _WORDS[kinds[0]]))
    else:
        found.differing.append((name, value, "last", series.last))


def of_summary(summary: Mapping[str, Any], history: History, said: Say) -> Iterator[Diagnostic]:
    """Yield what sets a summary apart from the history."""
    held = compared(summary, history)
    for name, value, last, what in held.passing_for_last[:_MOST_TOLD]:
        message = f"the summary has {shown(value)} as {quoted(name)}, {what} value; "
        message += f"its history ends with {shown(last)}"
        yield said("TRB051", message, "it is no last value")
    for name, value, kind, other in held.differing[:_MOST_TOLD]:
        message = f"the summary has {shown(value)} as {quoted(name)} ({kind}); "
        message += f"its history gives {shown(other)}"
        yield said("TRB043", message)
    for names, code, what in (
        ([one[0] for one in held.passing_for_last[_MOST_TOLD:]], "TRB051", "no last values"),
        (
            [one[0] for one in held.differing[_MOST_TOLD:]],
            "TRB043",
            "values that its history does not give",
        ),
    ):
        if names:
            yield said(code, f"the summary has {len(names):,} more {what}: {listed(names)}")
    if held.bare:
        message = f"the summary has {listed(held.bare)}, of which there is no history"
        yield said("TRB049", message, "somebody set it, or rows are missing")
    if held.unusable:
        yield said("TRB050", f"the summary has no finite number as {listed(held.unusable)}")
    at = number_of(summary.get(STEP))
    if at is not None and history.rows and at > history.last:
        message = f"the summary is of step {shown(at)}, the history ends at step {history.last:,}"
        yield said("TRB065", message, "rows of the history are missing")


def kept_words(summary: Mapping[str, Any], history: History) -> str:
    """Return what a summary keeps in the place of last values, for a note."""
    held = compared(summary, history)
    return ", ".join(
        f"{kind} of {listed(sorted(names))}" for kind, names in sorted(held.kept.items())
    )


def shown(value: float) -> str:
    """Return a finite number as people write it."""
    return decimal(Fraction(str(value))) if abs(value) < 1e40 else f"{value:.6g}"


def _same(one: float, other: float) -> bool:
    return math.isfinite(other) and close(Fraction(one), Fraction(other))
