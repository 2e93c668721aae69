"""Foreign files outside a bundle, with the reader that knows them and the files that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean
from tra_policy.workspace.codes import mistake
from tra_policy.workspace.on_disk import Shelf, Watch
from tra_policy.workspace.opening import is_file, read_bytes

if TYPE_CHECKING:
    from tra_policy.readers.document import Limits
    from tra_policy.readers.given import Given
    from tra_policy.readers.held import Held


class Found(Noun):
    """A foreign file: its path, its reader, the paths of its parts, and what a person has to say of it.

    `asks` are lines for that person; `skeleton` are defaults to begin with.
    """

    path: str
    reader: str
    parts: tuple[str, ...]
    asks: tuple[str, ...]
    skeleton: Mapping[str, Any]


def find_reader(
    given: str, limits: Limits, named: str = "", watch: Watch | None = None
) -> tuple[Found | None, tuple[Diagnostic, ...]]:
    """Return a foreign file with its reader, found by what it looks like unless one is named."""
    from tra_policy.readers.held import HEAD, head_of
    from tra_policy.readers.known import LOADED, recognised, recognised_part
    from tra_policy.readers.not_read import instead

    if named and named not in LOADED:
        advice = did_you_mean(named, LOADED, f"readers: {', '.join(LOADED)}")
        return None, (mistake(11, f"there is no reader `{named}`", Place(given), advice),)
    if not is_file(Path(given)):
        return None, read_bytes(given, 0)[1]
    file, said = Shelf(watch).take(Path(given))
    if file is None:
        return None, said
    name = Path(given).name
    try:
        head = head_of(file, HEAD)
    except OSError as error:
        why = (error.strerror or "no reason given").lower()
        return None, (mistake(2, f"`{given}` cannot be read", Place(given), why),)
    reader = named or recognised(name, head)
    if not reader:
        owner = recognised_part(name, head)
        if owner:
            message = f"`{given}` is a part of a log for the reader `{owner}`"
            advice = "import the log itself: what belongs to it comes along"
        else:
            known = instead(name, head)
            message = f"no reader recognises `{given}`" + (f": it is {known[0]}" if known else "")
            tried = "; ".join(f"`{name}` ({one.READS})" for name, one in LOADED.items())
            advice = known[1] if known else f"tried: {tried}; `--reader NAME` names one"
        return None, (mistake(11, message, Place(given), advice),)
    module = LOADED[reader]
    parts = _parts(Path(given), file, reader, limits)
    return Found(given, reader, parts, module.ASKS, module.SKELETON), ()


def _parts(path: Path, file: Held, reader: str, limits: Limits) -> tuple[str, ...]:
    """Return the files beside a log that its reader asks for and that are there."""
    from tra_policy.readers.given import Given
    from tra_policy.readers.known import LOADED
    from tra_policy.readers.listing import path_fault

    if not hasattr(LOADED[reader], "part"):
        return ()
    found: dict[str, str] = {}

    def beside(name: str) -> Given | None:
        other = path.parent / name
        if path_fault(name) or not is_file(other) or not _inside(other, path.parent):
            return None
        held, _ = Shelf().take(other)
        if held is None:
            return None
        found[name] = other.as_posix()
        return Given(name, held.size, held.open, limits=limits)

    # Reading the bundle tells of what breaks off; what was asked for so far comes along.
    with suppress(OSError):
        LOADED[reader].read(Given(path.name, file.size, file.open, limits=limits, beside=beside))
    return tuple(found.values())


def _inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False
