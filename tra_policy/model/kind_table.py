"""Writes `kinds.py`, the plain table of record kinds, from the evidence classes.

The resolver checks field names against the table without loading the classes: `tra lint` stays quick.
`python -m tra_policy.model.kind_table` writes it anew; a test keeps it fresh.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any

from tra_policy.model.evidence.base import Fact
from tra_policy.model.evidence.bundle import KINDS
from tra_policy.model.moment import Moment
from tra_policy.model.quantity import Quantity


def field_type(annotation: Any) -> str:
    """Return the type word of a field: moment, quantity, number, flag, names, part, text, or its words."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return field_type(typing.get_args(annotation)[0])
    if origin is typing.Union or origin is types.UnionType:
        inner = [a for a in typing.get_args(annotation) if a is not type(None)]
        return field_type(inner[0]) if len(inner) == 1 else "part"
    if origin is typing.Literal:
        return "|".join(str(a) for a in typing.get_args(annotation))
    if origin is tuple:
        return "part" if _is_fact(typing.get_args(annotation)[0]) else "names"
    if annotation is Moment:
        return "moment"
    if annotation is Quantity:
        return "quantity"
    if annotation is bool:
        return "flag"
    if annotation is int:
        return "number"
    return "text" if annotation is str else "part"


def _is_fact(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Fact)


def fields_of(record: type[Fact]) -> dict[str, str]:
    """Return the fields of a class with their type words, by the names used in bundles."""
    hints = typing.get_type_hints(record, include_extras=True)
    return {
        (info.alias or name): field_type(hints[name])
        for name, info in sorted(record.model_fields.items())
        if name != "kind"
    }


def parts_of(annotation: Any) -> Iterator[type[Fact]]:
    """Yield the classes of the parts that a field holds, wherever they stand in its annotation."""
    if _is_fact(annotation):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from parts_of(inner)


def parts() -> dict[str, dict[str, str]]:
    """Return the fields of the parts that records have, by the name of the field that holds the part.

    A name means the same part in every kind of record.
    """
    found: dict[str, type[Fact]] = {}
    for record in KINDS.values():
        hints = typing.get_type_hints(record, include_extras=True)
        for name, info in record.model_fields.items():
            for part in parts_of(hints[name]):
                known = found.setdefault(info.alias or name, part)
                assert known is part, f"`{name}` is {known.__name__} and {part.__name__}"
    return {name: fields_of(part) for name, part in sorted(found.items())}


def table_text() -> str:
    """Return the text of `kinds.py`."""
    lines = [
        '"""Record kinds and their fields, with type words. Written by `kind_table.py`: do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "KINDS: dict[str, dict[str, str]] = {",
    ]
    for kind in sorted(KINDS):
        lines.append(f'    "{kind}": {{')
        lines += [f'        "{name}": "{word}",' for name, word in fields_of(KINDS[kind]).items()]
        lines.append("    },")
    lines += ["}", "PARTS: dict[str, dict[str, str]] = {"]
    for field, fields in parts().items():
        lines.append(f'    "{field}": {{')
        lines += [f'        "{name}": "{word}",' for name, word in fields.items()]
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name("kinds.py").write_text(table_text(), "utf-8")
