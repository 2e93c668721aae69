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
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, LintReport

_LISTS = frozenset({list, tuple})
_MAPPINGS = frozenset({dict, MappingProxyType})
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
    scalar = _SCALARS.get(type(value))
    text = _on_one_line(value) if scalar is None else scalar(value)
    if text is not None:
        put(text)
        return
    form, held = _parted(value)
    inner = line + "  "
    before = form.around[0] + inner
    for name, one in zip(form.names, held, strict=False):
        put(before + name)
        _put(one, inner, put)
        before = "," + inner
    put(line + form.around[1])


def _on_one_line(value: Any, *, flat: bool = False) -> str | None:
    """What holds others, as one line; None if it holds what holds something and is long, or holds what
    holds what holds something. With `flat` it may hold nothing but texts and numbers.
    """
    form, held = _parted(value)
    texts: list[str] = []
    deep, length = False, 0
    for one in held:
        scalar = _SCALARS.get(type(one))
        if scalar is not None:
            texts.append(scalar(one))
            continue
        text = None if flat else _on_one_line(one, flat=bool(one))
        if text is None:
            return None
        deep, length = deep or bool(one), length + len(text)
        if deep and length > _LINE:
            return None
        texts.append(text)
    found = form.line(texts)
    return None if deep and len(found) > _LINE else found


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError(f"{value!r} is not JSON compliant")
    return float.__repr__(value)


def _told(value: Any) -> str:
    return encode_basestring(str(value))


# What holds nothing, as text.
_SCALARS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: int.__repr__,
    float: _number,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
    **dict.fromkeys(TOLD, _told),
}


class _Form(Noun):
    """What stands around a value, what before each of what it holds, and all of it on one line."""

    around: str
    names: Iterable[str]
    line: Callable[[Sequence[str]], str]


def _parted(value: Any) -> tuple[_Form, Iterable[Any]]:
    """What is put around and between what a value holds, and what it holds."""
    kind: Any = type(value)
    if kind in _LISTS:
        return _LIST, value
    if kind in _MAPPINGS:
        return _named([str(name) for name in value]), value.values()
    form, parts = _of_class(kind)
    return form, parts(value)


_LIST = _Form("[]", repeat(""), lambda texts: f"[{', '.join(texts)}]")


def _named(keys: Iterable[str]) -> _Form:
    names = [f"{encode_basestring(key)}: " for key in keys]
    pattern = ", ".join(name.replace("%", "%%") + "%s" for name in names)
    return _Form("{}", names, lambda texts: f"{{{pattern % tuple(texts)}}}")


@cache
def _of_class(cls: Any) -> tuple[_Form, Callable[[Any], Sequence[Any]]]:
    """The form of a shape or a noun, and what returns its parts."""
    keys = keys_of(cls)
    form = _named(key for _, key in keys)
    if len(keys) > 1:
        return form, attrgetter(*(name for name, _ in keys))
    return form, lambda value: [getattr(value, name) for name, _ in keys]


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return the reports of a check."""
    del page
    return written(reports[0] if len(reports) == 1 else list(reports))


def render_lint(report: LintReport) -> str:
    """Return the report of a lint run."""
    return written(report)
