"""Plain values to a noun of the evidence, or what is wrong with their shape, in a reader's words.

One mistake gives one message: a misspelt required field is not also reported as missing, and a value
that fits no alternative is not reported once for each of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from tra_policy.model.fitting import fitted
from tra_policy.model.plain import MISFIT
from tra_policy.model.shape import Shape, shapes_in
from tra_policy.readers.document import Document, step
from tra_policy.readers.faults import MOST_SAID, fault, listed, quoted
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex
from tra_policy.words.suggest import did_you_mean, nearest

T = TypeVar("T", bound=Shape)

_NAME_ADVICE = "a name is letters and digits with `- _ . : / @ +` between them, no spaces"
_SHA256_ADVICE = "64 digits and letters a to f, in lower case"
_QUOTED_WORD = regex(r"'([^']*)'")


class _Found(Noun):
    """One mistake: its sort, where it is, the class that the field belongs to, and its name."""

    sort: str
    pointer: str
    owner: type[Shape]
    field: str
    value: Any
    context: Mapping[str, Any]
    alternative: str = ""
    item: int | None = None

    @property
    def shown(self) -> str:
        """The field's name, as a message says it."""
        return f"`{self.field}`" if self.item is None else f"item {self.item + 1} of `{self.field}`"


def shaped(
    cls: type[T], value: Any, document: Document, pointer: str, label: str
) -> tuple[T | None, tuple[Diagnostic, ...]]:
    """Return `value` as a `cls`, or None with every mistake in it; `label` says what it is.

    Mistakes stand at the places that `document` knows for what lies under `pointer`.
    """
    made, errors = _read(cls, value)
    if made is not None:
        return made, ()
    found = _single(_found(cls, value, pointer, errors))
    subject = value.get("id") if isinstance(value, dict) else None
    said = (_worded(f, document, pointer, label) for f in found)
    subject = subject if isinstance(subject, str) else ""
    return None, tuple(
        fault(code, message, place, advice, subject) for code, message, place, advice in said
    )


def fitting(cls: type[T], value: Any) -> T | None:
    """Return `value` as a `cls`, or None where it does not fit; without a word about why."""
    return _read(cls, value)[0]


def _read(cls: type[T], value: Any) -> tuple[T | None, Sequence[Any]]:
    """Return `value` as a `cls`, or None with what the library finds wrong, which is not loaded before."""
    made = fitted(cls, value)
    if made is not MISFIT:
        return made, ()
    from pydantic import ValidationError

    from tra_policy.model.twins import explained

    try:
        # By way of JSON text: strict rules then still take a list where a tuple is kept.
        return explained(cls, json.dumps(value)), ()
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _found(cls: type[Shape], value: Any, pointer: str, errors: Sequence[Any]) -> Iterator[_Found]:
    for detail in errors[:MOST_SAID]:
        owner, at, current, inner = cls, pointer, value, None
        name, alternative, item = "", "", None
        loc = detail["loc"]
        for position, part in enumerate(loc):
            last = position == len(loc) - 1
            if isinstance(part, int) and isinstance(current, list) and part < len(current):
                at, current, item = step(at, part), current[part], part
            elif isinstance(part, str) and isinstance(current, dict) and part in current:
                owner, inner = (inner or owner), None
                at, current, name, item = step(at, part), current[part], part, None
                inner = _class_of(owner, part)
            elif last and detail["type"] == "missing":
                owner, name, item = inner or owner, str(part), None
            else:
                alternative = alternative or str(part)
        yield _Found(
            detail["type"], at, owner, name, current, detail.get("ctx", {}), alternative, item
        )


def _class_of(owner: type[Shape], name: str) -> type[Shape] | None:
    for field_name, field in owner.model_fields.items():
        if name in (field_name, field.alias):
            return next(shapes_in(field.annotation), None)
    return None


def _fields(cls: type[Shape]) -> list[str]:
    return [field.alias or name for name, field in cls.model_fields.items()]


def _single(found: Iterator[_Found]) -> Iterator[_Found]:
    """Leave out what only repeats another mistake."""
    everything = list(found)
    misspelt = {
        (f.pointer.rpartition("/")[0], nearest(f.field, _fields(f.owner)))
        for f in everything
        if f.sort == "extra_forbidden"
    }
    seen: set[tuple[str, str]] = set()
    for one in everything:
        if one.sort == "missing" and (one.pointer, one.field) in misspelt:
            continue
        if one.alternative.startswith("literal") and isinstance(one.value, dict):
            continue
        key = (one.pointer, one.field)
        if key not in seen:
            seen.add(key)
            yield one


def _worded(found: _Found, document: Document, root: str, label: str) -> tuple[str, str, Any, str]:
    value, shown = found.value, found.shown
    of_key = found.sort == "extra_forbidden"
    place = document.place(found.pointer, of_key=of_key)
    at_root = found.pointer == root
    match found.sort:
        case "missing":
            holder = label if at_root else f"`{found.pointer.rpartition('/')[2]}` of {label}"
            return "TRB012", f"{holder} has no `{found.field}`", place, ""
        case "extra_forbidden":
            known = _fields(found.owner)
            advice = did_you_mean(found.field, known, f"it has {listed(known, 40)}")
            inside = found.pointer.count("/") - root.count("/") > 1
            around = found.pointer.split("/")[-2] if inside else ""
            holder = f"`{around}`" if around and not around.isdigit() else label
            return "TRB011", f"{quoted(found.field)} is not a field of {holder}", place, advice
    if found.alternative:
        advice = "one of: `from-counts`, or a mapping with `lower`, `upper`, `level` and `sides`"
        return "TRB014", f"{quoted(value)} is not a value for {shown}", place, advice
    if value is None:
        return "TRB013", f"{shown} is empty", place, "write its value, or leave it out"
    return (*_about_value(found, value, shown if found.field else label), place, _advice(found))


def _about_value(found: _Found, value: Any, shown: str) -> tuple[str, str]:
    if found.sort in _WANTED:
        return "TRB013", f"{shown} is {_WANTED[found.sort]}, not {_what(value)}"
    match found.sort:
        case "string_too_short":
            return "TRB014", f"{shown} is an empty text"
        case "too_short":
            return "TRB014", f"{shown} is an empty list"
        case "string_too_long":
            return "TRB014", f"{shown} is longer than {found.context['max_length']:,} characters"
        case "greater_than_equal":
            return "TRB014", f"{shown} cannot be less than {found.context['ge']}"
        case _:
            return "TRB014", f"{quoted(value)} is not a value for {shown}"


_WANTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def _what(value: Any) -> str:
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case int() | float():
            return f"the number {quoted(value)}"
        case str():
            return f"the text {quoted(value)}"
        case dict():
            return "a mapping"
        case _:
            return "a list"


def _advice(found: _Found) -> str:
    value = found.value
    match found.sort:
        case "literal_error":
            known = _QUOTED_WORD.findall(str(found.context.get("expected", "")))
            choice = f"one of: {listed(known, 40)}"
            near = did_you_mean(value, known) if isinstance(value, str) else ""
            return f"{near} {choice}".strip()
        case "string_type" if isinstance(value, (bool, int, float)):
            return "put it in quotes"
        case "int_type" | "int_from_float" | "bool_type" if isinstance(value, str):
            return "write it without quotes"
        case "tuple_type" if isinstance(value, str):
            return f"write `[{value[:40]}]`"
        case "too_short":
            return "name at least one"
        case "string_pattern_mismatch":
            hexadecimal = "{64}" in str(found.context.get("pattern", ""))
            return _SHA256_ADVICE if hexadecimal else _NAME_ADVICE
        case "value_error":
            return str(found.context.get("error", ""))
        case _:
            return ""
