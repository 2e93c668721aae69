"""Numbers with what they count, out of a policy's clauses and out of prose, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from tra_policy.model.duties import Need, Notes
from tra_policy.model.moment import Duration
from tra_policy.model.quantity import Quantity, plain
from tra_policy.words.noun import Noun, parts
from tra_policy.words.source import NOWHERE, Span

Dimension = Literal["time", "business time", "share", "ratio", "compute", "money", "count"]
# A month is 28 to 31 days: what lies within this share of each other says the same.
NEAR = Decimal("0.04")
_DAYS: dict[str, Decimal] = {
    "hour": Decimal(1) / 24,
    "day": Decimal(1),
    "week": Decimal(7),
    "month": Decimal("30.4375"),
    "quarter": Decimal("91.3125"),
    "year": Decimal("365.25"),
}
_RECURRING = {
    "daily": _DAYS["day"],
    "weekly": _DAYS["week"],
    "monthly": _DAYS["month"],
    "quarterly": _DAYS["quarter"],
    "semiannually": _DAYS["year"] / 2,
    "semi-annually": _DAYS["year"] / 2,
    "biannually": _DAYS["year"] / 2,
    "annual": _DAYS["year"],
    "annually": _DAYS["year"],
    "yearly": _DAYS["year"],
}
_SPELT = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty-five": 45, "sixty": 60, "ninety": 90, "a": 1, "an": 1,
}  # fmt: skip
_SCALE = {"thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9, "b": 9}
_POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_N = r"(\d[\d,]*(?:\.\d+)?|" + "|".join(sorted(_SPELT, key=len, reverse=True)) + r")"
_MORE = rf"(?:\s*(?:-|–|to|or|and)\s*{_N})?"
_UNIT = r"(hour|day|week|month|quarter|year)"


class Stated(Noun):
    """A number in the measure of its dimension: days, fractions of one, FLOP, dollars, or one each."""

    value: Decimal
    dimension: Dimension
    text: str

    def says(self, other: Stated) -> bool:
        """Whether two numbers are of one dimension, and the same but for the length of months."""
        if self.dimension != other.dimension:
            return False
        if self.dimension not in ("time", "business time"):
            return self.value == other.value
        return abs(self.value - other.value) <= NEAR * max(abs(self.value), abs(other.value))

    def rivals(self, other: Stated) -> bool:
        """Whether the other could stand in its place: a time for a time, in business days or not."""
        return self.dimension.split()[-1] == other.dimension.split()[-1]


def number_of(value: Quantity | Duration) -> Stated:
    """Return the number of a clause."""
    if isinstance(value, Duration):
        business = value.unit == "business days"
        days = _DAYS[value.unit.split()[-1].removesuffix("s")] * value.amount
        return Stated(days, "business time" if business else "time", str(value))
    match value.unit:
        case "share" | "ratio":
            return Stated(value.value, value.unit, str(value))
        case "FLOP":
            return Stated(value.value, "compute", str(value))
        case "USD":
            return Stated(value.value, "money", str(value))
        case "hours":
            return Stated(value.value * _DAYS["hour"], "time", str(value))
        case "number" | "steps":
            return Stated(value.value, "count", str(value))


@lru_cache(maxsize=4096)
def numbers_in(text: str) -> tuple[Stated, ...]:
    """Return the numbers of a piece of prose; each stretch of it is read once, the fullest way first."""
    found: list[Stated] = []
    left = " ".join(text.casefold().split())
    for pattern, read in _FORMS:
        for match in re.finditer(pattern, left):
            found += (Stated(value, of, match[0].strip()) for value, of in read(match))
        left = re.sub(pattern, lambda match: "\0" * len(match[0]), left)
    return tuple(found)


_Values = Iterator[tuple[Decimal, Dimension]]


def _compute(match: re.Match[str]) -> _Values:
    raised = "".join(str(_POWERS.index(power)) for power in match[4] or "")
    power = match[2] or match[3] or raised
    yield Decimal(match[1] or 1).scaleb(int(power)), "compute"


def _money(match: re.Match[str]) -> _Values:
    yield _read(match[1]).scaleb(_SCALE.get(match[2] or "", 0)), "money"


def _time(match: re.Match[str]) -> _Values:
    for number in filter(None, (match[1], match[2])):
        yield _read(number) * _DAYS[match[4]], "business time" if match[3] else "time"


def _each(match: re.Match[str]) -> _Values:
    yield _DAYS[match[1]], "time"


def _adverb(match: re.Match[str]) -> _Values:
    yield _RECURRING[match[1]], "time"


def _share(match: re.Match[str]) -> _Values:
    yield from ((_read(number) / 100, "share") for number in filter(None, match.groups()))


def _out_of(match: re.Match[str]) -> _Values:
    whole = _read(match[2])
    if whole:
        yield _read(match[1]) / whole, "share"


def _half(match: re.Match[str]) -> _Values:
    yield Decimal("0.5"), "share"


def _ratio(match: re.Match[str]) -> _Values:
    yield from ((_read(number), "ratio") for number in filter(None, match.groups()))


def _twice(match: re.Match[str]) -> _Values:
    yield Decimal(2), "ratio"


def _count(match: re.Match[str]) -> _Values:
    if match[1] not in ("a", "an"):
        yield _read(match[1]), "count"


# Patterns are compiled when a text is read: most policies are linted without one.
_FORMS: tuple[tuple[str, Callable[[re.Match[str]], _Values]], ...] = (
    (
        rf"(\d+(?:\.\d+)?)e\+?(\d\d)\b|\b10\s?[\^*]{{1,2}}\s?(\d\d)\b|\b10([{_POWERS}]{{2}})",
        _compute,
    ),
    (
        r"(?:us\$|\$|\busd\s?)\s?(\d[\d,]*(?:\.\d+)?)\s?(thousand|million|billion|bn|[kmb])?\b",
        _money,
    ),
    (
        rf"\b{_N}{_MORE}(?:\s*\([\w-]+\))?[\s-]*((?:business|working)[\s-]+)?"
        rf"(?:(?:calendar|consecutive)[\s-]+)?{_UNIT}s?\b",
        _time,
    ),
    (rf"\b(?:every|each|per)\s+{_UNIT}\b", _each),
    (rf"\b({'|'.join(_RECURRING)})\b", _adverb),
    (rf"\b{_N}{_MORE}\s*(?:%|percent\b|per cent\b)", _share),
    (rf"\b{_N}\s+(?:in|out of)\s+{_N}\b", _out_of),
    (r"\bhalf\b", _half),
    (rf"\b{_N}{_MORE}\s*(?:x\b|×|times\b|-?\s?fold\b)", _ratio),
    (r"\b(?:twice|doubled?|doubling)\b", _twice),
    (rf"\b{_N}\b", _count),
)


def _read(number: str) -> Decimal:
    spelt = _SPELT.get(number)
    return Decimal(number.replace(",", "")) if spelt is None else Decimal(spelt)


def numbers_of(noun: object, span: Span = NOWHERE) -> Iterator[tuple[Stated, Span]]:
    """Yield the numbers of a clause with the smallest noun around each; notes have none.

    A need of one record is asked without a number, and so is a count of one.
    """
    if isinstance(noun, Notes):
        return
    if isinstance(noun, Quantity | Duration):
        yield number_of(noun), span
    elif isinstance(noun, tuple):
        for part in noun:
            yield from numbers_of(part, span)
    elif isinstance(noun, Noun):
        here = getattr(noun, "span", span)
        if isinstance(noun, Need):
            yield from _of_need(noun)
        for part in parts(noun).values():
            yield from numbers_of(part, here)


def _of_need(need: Need) -> Iterator[tuple[Stated, Span]]:
    if need.quantifier == "at least" and need.count > 1:
        yield Stated(Decimal(need.count), "count", f"at least {need.count}"), need.span
    for share in (need.share, need.rate, need.confidence):
        if share is not None:
            yield Stated(share, "share", f"{plain(share * 100)}%"), need.span
