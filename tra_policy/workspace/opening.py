"""The bytes of one path, or the reason why there are none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean
from tra_policy.workspace.codes import mistake

STDIN = "-"


def is_folder(path: Path) -> bool:
    """Whether a path names a folder; false for what cannot be a path at all."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether a path names a file; false for what cannot be a path at all."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder, none where it cannot be listed."""
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError):
        return []


def walk(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, without names that begin with a dot; no linked folders."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(names) if not name.startswith("."))


def read_bytes(given: str, most: int) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file or of standard input, or None and the reason."""
    try:
        if given == STDIN:
            data = sys.stdin.buffer.read(most + 1)
        else:
            if not Path(given).is_file():
                return None, (_absent(given),)
            with Path(given).open("rb") as file:
                data = file.read(most + 1)
    except FileNotFoundError:
        return None, (_absent(given),)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it has no valid name"
        return None, (mistake(2, f"`{given}` cannot be read", Place(given), str(why).lower()),)
    if len(data) > most:
        message = f"`{given}` is larger than the {most:,} bytes that are read"
        return None, (mistake(4, message, Place(given)),)
    return data, ()


def read_head(given: str, most: int) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the first bytes of a file, `most` of them or all there are, or None and the reason."""
    if not is_file(Path(given)):
        return None, read_bytes(given, 0)[1]
    try:
        with Path(given).open("rb") as file:
            return file.read(most), ()
    except OSError as error:
        why = (error.strerror or "no reason given").lower()
        return None, (mistake(2, f"`{given}` cannot be read", Place(given), why),)


def _absent(given: str) -> Diagnostic:
    path = Path(given)
    if path.exists():
        return mistake(2, f"`{given}` is no file", Place(given))
    if not is_folder(path.parent):
        return mistake(1, f"there is no folder `{path.parent.as_posix()}`", Place(given))
    shown = f"there is nothing with a similar name in `{path.parent.as_posix()}`"
    return mistake(
        1,
        f"there is no `{given}`",
        Place(given),
        did_you_mean(path.name, names_in(path.parent), shown),
    )
