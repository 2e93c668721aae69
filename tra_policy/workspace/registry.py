"""The registry: the project's own files, and those of a user over them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place
from tra_policy.workspace.codes import mistake
from tra_policy.workspace.opening import is_folder, names_in, read_bytes

if TYPE_CHECKING:
    from tra_policy.model.registry import Registry

LARGEST_REGISTRY = 16 * 1024 * 1024
_FOLDER = Path("policies", "registry")
_ENDINGS = (".yaml", ".yml", ".json")


def open_registry(
    given: Sequence[str] = (), *, shipped: bool = True
) -> tuple[Registry, tuple[Diagnostic, ...]]:
    """Return the rows of the project with those of the files `given` over them, and all mistakes.

    A path is a file, a folder of such files, or `-` for standard input; of two rows with one id the later
    counts. Not `shipped` leaves the project's own rows out.
    """
    from tra_policy.model.registry import NO_REGISTRY
    from tra_policy.readers.registry import read_registry

    said: list[Diagnostic] = []
    registry = NO_REGISTRY
    for path in (*(_shipped(said) if shipped else ()), *_files(given)):
        data, mistakes = read_bytes(path, LARGEST_REGISTRY)
        said.extend(mistakes)
        if data is None:
            continue
        file, mistakes = read_registry(path, data)
        said.extend(mistakes)
        if file is not None:
            registry = registry.with_rows_of(file)
    return registry, tuple(said)


def _shipped(said: list[Diagnostic]) -> tuple[str, ...]:
    """The files of the project: inside the package where it is installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    for root in (package, package.parent):
        files = _in(root / _FOLDER)
        if files:
            return files
    advice = "install the package again, or say `--no-registry`"
    said.append(mistake(10, "the registry of the project is not there", Place("registry"), advice))
    return ()


def _files(given: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for path in given:
        inside = _in(Path(path)) if is_folder(Path(path)) else ()
        found.extend(inside or (path,))
    return tuple(found)


def _in(folder: Path) -> tuple[str, ...]:
    names = (name for name in names_in(folder) if name.endswith(_ENDINGS))
    return tuple((folder / name).as_posix() for name in names)
