"""Counted rows as records: a cell for all rows that are alike, judged like any other record.

What a column holds that is not of the form of its field is not stated by the row; how often that is so is
counted here, by column.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

from tra_policy.engine.partial import Alike, Key, Numbers, Partial
from tra_policy.engine.plan import FLAG, Column, Cut, Grouping, Plan
from tra_policy.engine.ranks import range_of
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS, Filed, Table
from tra_policy.model.evidence.tables import Asked, Rows, Spread
from tra_policy.model.kinds import KINDS as FIELDS
from tra_policy.model.moment import parse_moment
from tra_policy.model.quantity import Quantity, plain
from tra_policy.words.noun import Noun

_LONGEST = 200
_NO_NAME = re.compile(r"[^A-Za-z0-9_@+-]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ANY_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_YES_NO = {"true": True, "1": True, "false": False, "0": False}
_NONE = object()


def cells_of(
    table: Table, plan: Plan, partial: Partial
) -> tuple[Mapping[Asked, tuple[Filed, ...]], Counter[str]]:
    """Return the cells of a table by what was asked, and by column how many rows misuse it."""
    cells: dict[Asked, tuple[Filed, ...]] = {}
    misused: Counter[str] = Counter()
    common = _Common.of(table)
    for asked, number in plan.answers.items():
        here: Counter[str] = Counter()
        grouping, counts = plan.groupings[number], partial.counts[number]
        found = list(_cells(common, asked, grouping, counts, here, number))
        if partial.faulty:
            found.append(_of_faulty(common, asked, partial.faulty))
        cells[asked] = tuple(found)
        # A column is looked at in several groupings, and holds in each what it holds.
        misused |= here
    return cells, misused


class _Common(Noun):
    """What all cells of a table have in common: their class, what is so of every row, and their files."""

    table: Table
    cls: type[Record]
    stated: Mapping[str, Any]
    file: str
    parts: tuple[str, ...]

    @staticmethod
    def of(table: Table) -> _Common:
        """Return what the cells of a table have in common."""
        stated = {field: getattr(table.base, field) for field in table.entry.defaults}
        paths = tuple(shard.path for shard in table.shards)
        return _Common(table, KINDS[table.entry.kind], stated, "".join(paths[:1]), paths[1:])

    def filed(self, name: str, values: Mapping[str, Any], rows: Rows) -> Filed:
        """Return a cell."""
        stated = {**self.stated, "kind": self.table.entry.kind, "id": name, **values}
        record = self.cls.model_construct(**stated)
        return Filed(record, self.table.place, file=self.file, parts=self.parts, rows=rows)


def _cells(
    common: _Common,
    asked: Asked,
    grouping: Grouping,
    counts: Mapping[Key, Alike],
    misused: Counter[str],
    of: int,
) -> Iterator[Filed]:
    table = common.table
    for number, (key, alike) in enumerate(sorted(counts.items(), key=_order)):
        texts = dict(zip(grouping.keys, key, strict=False))
        values: dict[str, Any] = {}
        flags: dict[str, bool | None] = {}
        for column, text in texts.items():
            value = None if text is None else read_as(table.entry.kind, column, text)
            if value is _NONE:
                misused[column.name] += alike.many
                value = None
            if column.name.startswith(FLAG):
                flags[column.name.removeprefix(FLAG)] = value
            elif value is not None:
                values[column.name] = value
        spreads: dict[str, Spread] = {}
        for cut in grouping.cuts:
            numbers = alike.numbers[cut.column.name]
            misused[cut.column.name] += numbers.stated - numbers.known
            spreads[cut.column.name] = spread_of(numbers)
            if numbers.least is not None:
                values[cut.column.name] = _number(cut, numbers.least)
        unsaid = _unsaid(table, asked, flags)
        if flags:
            values["flags"] = tuple(sorted(name for name, held in flags.items() if held))
        name = ".".join(_slug(text) for text in key if text) or "rows"
        words = ", ".join(_words(texts, flags, spreads))
        first = tuple(one for one in alike.first if _is_text(one))
        rows = Rows(table.entry.id, alike.many, words, first, spreads, unsaid)
        yield common.filed(f"{table.entry.id}:{name}:{of}.{number + 1}", values, rows)


def _words(
    texts: Mapping[Column, str | None],
    flags: Mapping[str, bool | None],
    spreads: Mapping[str, Spread],
) -> Iterator[str]:
    """Yield what the rows of a cell have in common."""
    for column, text in texts.items():
        if not column.name.startswith(FLAG):
            yield f"{column.name} {text}" if text is not None else f"no {column.name} stated"
    for name, held in flags.items():
        yield name if held else f"not {name}" if held is False else f"{name} or not"
    for name, spread in spreads.items():
        if spread.least is None or spread.most is None:
            yield f"no {name} stated"
        else:
            ends = dict.fromkeys(
                plain(Decimal(str(float(end)))) for end in (spread.least, spread.most)
            )
            yield f"{name} {' to '.join(ends)}"


def _order(item: tuple[Key, Alike]) -> tuple[tuple[bool, str], ...]:
    return tuple((text is None, text or "") for text in item[0])


def _unsaid(table: Table, asked: Asked, flags: Mapping[str, bool | None]) -> frozenset[str]:
    """The flags that were asked for and of which the rows do not say whether they have them."""
    if not asked.flags:
        return frozenset()
    if not flags:
        by_column = isinstance(table.entry.columns.get("flags"), dict)
        return frozenset(asked.flags) if by_column else frozenset()
    return frozenset(name for name in asked.flags if flags.get(name) is None)


def _of_faulty(common: _Common, asked: Asked, many: int) -> Filed:
    words = "lines that are no rows"
    rows = Rows(common.table.entry.id, many, words, unsaid=frozenset(asked.flags))
    return common.filed(f"{common.table.entry.id}:faulty", {}, rows)


def _slug(text: str) -> str:
    return _NO_NAME.sub("-", text)[:40].strip("-") or "x"


def _number(cut: Cut, value: float) -> Any:
    if cut.column.form == "count":
        return int(value)
    return Quantity(Decimal(repr(value)))


def exact(value: float) -> Fraction:
    """Return a number as people write it: the shortest decimal that it stands for."""
    return Fraction(Decimal(repr(value)))


def spread_of(numbers: Numbers) -> Spread:
    """Return how some numbers spread, as far as it was counted."""
    if numbers.least is None or numbers.most is None:
        return Spread()
    summed = numbers.summed == numbers.known
    least, most = exact(numbers.least), exact(numbers.most)
    return Spread(
        numbers.known,
        least,
        most,
        Fraction(numbers.above) if summed else None,
        Fraction(numbers.below) if summed else None,
        tuple(_ranges(numbers, least, most)),
    )


def _ranges(
    numbers: Numbers, least: Fraction, most: Fraction
) -> Iterator[tuple[Fraction, Fraction, int]]:
    """Yield ranges with how many numbers lie in them. The least and the most are known exactly, and
    stand by themselves.
    """
    if not numbers.ranks or numbers.known < 2:
        yield least, most, numbers.known
        return
    yield least, least, 1
    ordered = sorted(numbers.ranks.items())
    for place, (name, count) in enumerate(ordered):
        low, high = range_of(name)
        many = count - (place == 0) - (place == len(ordered) - 1)
        if many:
            low_end = max(least, Fraction(low)) if low > float("-inf") else least
            high_end = min(most, Fraction(high)) if high < float("inf") else most
            yield low_end, max(low_end, high_end), many
    yield most, most, 1


def is_misuse(kind: str, column: Column, value: Any) -> bool:
    """Whether a value, as JSON or Parquet have it, is not of the form of the field that it is for."""
    if isinstance(value, bool) and column.form in ("count", "amount"):
        return False
    if column.form == "day" and isinstance(value, (str, date)):
        return isinstance(value, str) and not _begins_with_a_day(value)
    plainly = isinstance(value, (bool, int, float, list, dict))
    text = json.dumps(value, default=str) if plainly else str(value)
    return read_as(kind, column, text) is _NONE


def _begins_with_a_day(text: str) -> bool:
    found = _ANY_DAY.match(text.strip())
    try:
        return found is not None and date(*map(int, found.groups())) is not None
    except ValueError:
        return False


def read_as(kind: str, column: Column, text: str) -> Any:
    """Return what a text in a column says of its field; `_NONE` where it is not of its form."""
    word = FIELDS[kind].get(column.name, "")
    match column.form:
        case "text":
            return (
                text if _is_text(text) and ("|" not in word or text in word.split("|")) else _NONE
            )
        case "names":
            return _names(text)
        case "day":
            return (parse_moment(text) if _DAY.fullmatch(text) else None) or _NONE
        case "flag":
            return _YES_NO.get(text, _NONE)
        case _:
            return _whole(text) if column.form == "count" else _amount(text)


def _is_text(text: str) -> bool:
    shown = text.isprintable() and not text.isspace()
    return 0 < len(text) <= _LONGEST and shown and text[0] not in "{["


def _names(text: str) -> Any:
    if not text.startswith("["):
        return (text,) if _is_text(text) else _NONE
    try:
        held = json.loads(text)
    except ValueError:
        return _NONE
    fits = all(isinstance(one, str) and _is_text(one) for one in held)
    return tuple(dict.fromkeys(held)) if fits else _NONE


def _amount(text: str) -> Any:
    try:
        value = Decimal(text)
    except ArithmeticError:
        return _NONE
    return Quantity(value) if isfinite(value) else _NONE


def _whole(text: str) -> Any:
    held = _amount(text)
    fits = held is not _NONE and 0 <= held.value < 2**53 and held.value == int(held.value)
    return int(held.value) if fits else _NONE
