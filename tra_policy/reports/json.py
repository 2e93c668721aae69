"""The report as JSON: the contract `tra.report/1`, byte for byte the same for the same input.

One policy gives one object; several give an array of them, in the order they were named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import repeat
from json.encoder import encode_basestring
from math import isfinite
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tra_policy.model.dumping import TOLD, keys_of
from tra_policy.reports.page import Page

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, LintReport

_LISTS = frozenset({list, tuple})
_MAPPINGS = frozenset({dict, MappingProxyType})
_WORDS = {None: "null", True: "true", False: "false"}
_LINE = 400  # letters of what is put on one line though it holds what holds something


def written(value: Any) -> str:
    """Return plain values, shapes and nouns as JSON text: the order as given, two blanks a level, one final
    line end.

    A line is one thing: a finding, a record, a list of names, what a proof says with numbers. So it is
    found whole.
    """
    pieces: list[str] = []
    _put(value, "\n", pieces.append)
    return "".join(pieces) + "\n"


def _put(value: Any, line: str, put: Callable[[str], None]) -> None:
    """Put a value; `line` begins a line as far in as what is around the value."""
    text = _scalar(value)
    if text is None:
        text = _on_one_line(value)
    if text is not None:
        put(text)
        return
    brackets, entries = _entries(value)
    inner = line + "  "
    before = brackets[0] + inner
    for name, held in entries:
        put(before + name)
        _put(held, inner, put)
        before = "," + inner
    put(line + brackets[1])


def _on_one_line(value: Any, *, flat: bool = False) -> str | None:
    """What holds others, as one line; None if it holds what holds something and is long, or holds what
    holds what holds something. With `flat` it may hold nothing but texts and numbers.
    """
    texts: list[str] = []
    deep = False
    brackets, entries = _entries(value)
    for name, held in entries:
        text = encode_basestring(held) if type(held) is str else _scalar(held)
        if text is None:
            if flat:
                return None
            text = _on_one_line(held, flat=bool(held))
            if text is None:
                return None
            deep = deep or bool(held)
        texts.append(name + text)
        if deep and sum(map(len, texts)) + 2 * len(texts) > _LINE:
            return None
    return f"{brackets[0]}{', '.join(texts)}{brackets[1]}"


def _scalar(value: Any) -> str | None:
    """What holds nothing, as text; None for what holds others."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is int:
        return int.__repr__(value)
    if kind is bool or value is None:
        return _WORDS[value]
    if kind in TOLD:
        return encode_basestring(str(value))
    if kind is float:
        if not isfinite(value):
            raise ValueError(f"{value!r} is not JSON compliant")
        return float.__repr__(value)
    return None


def _entries(value: Any) -> tuple[str, Iterable[tuple[str, Any]]]:
    """What stands around a value, and what it holds, each with what stands before it."""
    kind: Any = type(value)
    if kind in _LISTS:
        return "[]", zip(repeat(""), value)
    if kind in _MAPPINGS:
        return "{}", ((f"{encode_basestring(name)}: ", held) for name, held in value.items())
    names, parts = _parted(kind)
    return "{}", zip(names, parts(value), strict=True)


@cache
def _parted(cls: Any) -> tuple[Sequence[str], Callable[[Any], Sequence[Any]]]:
    """What stands before each part of a shape or a noun, and what returns the parts."""
    keys = keys_of(cls)
    names = [f"{encode_basestring(key)}: " for _, key in keys]
    if len(keys) > 1:
        return names, attrgetter(*(name for name, _ in keys))
    return names, lambda value: [getattr(value, name) for name, _ in keys]


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return the reports of a check."""
    del page
    return written(reports[0] if len(reports) == 1 else list(reports))


def render_lint(report: LintReport) -> str:
    """Return the report of a lint run."""
    return written(report)
