"""Writes `marks.py`, the table of the readers of foreign files, from the readers themselves.

`python -m tra_policy.readers.mark_table` writes it anew; a test keeps it fresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from tra_policy.readers import foreign
from tra_policy.readers.given import Reader

LONGEST = 100


def readers() -> Iterator[Reader]:
    """Yield every reader in the folder, by name."""
    for name in sorted(found.name for found in iter_modules(foreign.__path__)):
        module = import_module(f"{foreign.__name__}.{name}")
        assert name.replace("_", "-") == module.NAME, "a reader is named after its file"
        yield module


def table_text() -> str:
    """Return the text of the table."""
    lines = [
        '"""The readers of foreign files with their marks. Written by `mark_table.py`: do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "MARKS: dict[str, tuple[bytes | str, ...]] = {",
    ]
    for reader in readers():
        marks = [_quoted(mark) for mark in reader.MARKS]
        whole = f'    "{reader.NAME}": ({", ".join(marks)}{"," * (len(marks) == 1)}),'
        apart = (f'    "{reader.NAME}": (', *(f"        {mark}," for mark in marks), "    ),")
        lines += [whole] if len(whole) <= LONGEST else apart
    return "\n".join([*lines, "}", ""])


def _quoted(mark: bytes | str) -> str:
    """Return a mark as the formatter would write it."""
    text = repr(mark)
    return text if '"' in text else text.replace("'", '"')


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name("marks.py").write_text(table_text(), "utf-8")
