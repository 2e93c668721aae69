"""Writes `asked.py`, the table of the checks with the records that each cannot do without.

Every check is asked to look at a world without any records, which writes down what it is asked for: the
records of a kind, or those of a kind that state a field. A check does the same twice: in any world that
holds none of these it finds the same nothing. One that asks for more, such as the policy, is not held to
that: it always looks. So a check does well to ask first for what is rare.

`python -m tra_policy.evaluate.checks.kind_table` writes the table anew; a test keeps it fresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from tra_policy.evaluate.checks.check import Look
from tra_policy.evaluate.checks.every import LOADED
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record

LONGEST = 100


class _AsksForMore(Exception):
    """A check asked for something else than the records of a kind. Never leaves this module."""


class _Empty:
    """A world without records, of which nothing else is known."""

    def __init__(self) -> None:
        self.asked: set[str] = set()
        self.memo: dict[Any, Any] = {}

    def filed(self, kind: type[Record], stating: str = "") -> tuple[()]:
        """Return the records of a kind, or those that state a field: none."""
        self.asked.add(f"{kind.__name__}.{stating}" if stating else kind.__name__)
        return ()

    def records(self, kind: type[Record]) -> Iterator[Record]:
        """Yield the records of a kind: none."""
        yield from self.filed(kind)

    def __getattr__(self, name: str) -> Any:
        raise _AsksForMore(name)


def kinds_asked(look: Look) -> tuple[str, ...] | None:
    """Return the records without which a check sees nothing, as the names of their classes, some with a
    field that they state; None where that is not known.
    """
    world = _Empty()
    try:
        seen = list(look(cast(World, world)))
    except _AsksForMore:
        return None
    assert not seen, "something was seen where nothing is"
    return tuple(
        sorted(one for one in world.asked if one == _kind(one) or _kind(one) not in world.asked)
    )


def _kind(asked: str) -> str:
    return asked.partition(".")[0]


def table_text() -> str:
    """Return the text of the table."""
    lines = [
        '"""The checks by code, each with the records without any of which it sees nothing: of a kind, or',
        "those of a kind that state a field.",
        "",
        "None is one that always looks. Written by `kind_table.py`: do not edit.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "ASKED: dict[str, tuple[str, ...] | None] = {",
    ]
    for one in LOADED:
        kinds = kinds_asked(one.look)
        name = f'    "{one.file_name}": '
        if kinds is None:
            lines.append(f"{name}None,")
            continue
        quoted = [f'"{kind}"' for kind in kinds]
        whole = f"{name}({', '.join(quoted)}{',' * (len(kinds) == 1)}),"
        apart = (f"{name}(", *(f"        {kind}," for kind in quoted), "    ),")
        lines += [whole] if len(whole) <= LONGEST else apart
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name("asked.py").write_text(table_text(), "utf-8")
