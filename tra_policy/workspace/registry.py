"""The registry: the project's own files, and those of a user over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

    said: list[Diagnostic] = []
    registry = _own(said) if shipped else NO_REGISTRY
    for path, data in _read(_files(given), said):
        registry = _with_rows_in(registry, path, data, said)
    return registry, tuple(said)


def own_files() -> tuple[str, ...]:
    """Return the project's files: inside the package where it is installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    return next((f for root in (package, package.parent) if (f := _in(root / _FOLDER))), ())


def _own(said: list[Diagnostic]) -> Registry:
    """The rows of the project, by the table that was made from its files unless they were changed."""
    from tra_policy.model.registry import NO_REGISTRY
    from tra_policy.workspace.own_rows import rows_made_from

    paths = own_files()
    if not paths:
        advice = "install the package again, or say `--no-registry`"
        message = "the registry of the project is not there"
        said.append(mistake(10, message, Place("registry"), advice))
    files = dict(_read(paths, said))
    made = rows_made_from({Path(path).name: data for path, data in files.items()})
    if made is not None:
        return made
    registry = NO_REGISTRY
    for path, data in files.items():
        registry = _with_rows_in(registry, path, data, said)
    return registry


def _read(paths: Iterable[str], said: list[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        data, mistakes = read_bytes(path, LARGEST_REGISTRY)
        said.extend(mistakes)
        if data is not None:
            yield path, data


def _with_rows_in(registry: Registry, path: str, data: bytes, said: list[Diagnostic]) -> Registry:
    from tra_policy.readers.registry import read_registry

    file, mistakes = read_registry(path, data)
    said.extend(mistakes)
    return registry if file is None else registry.with_rows_of(file)


def _files(given: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for path in given:
        inside = _in(Path(path)) if is_folder(Path(path)) else ()
        found.extend(inside or (path,))
    return tuple(found)


def _in(folder: Path) -> tuple[str, ...]:
    names = (name for name in names_in(folder) if name.endswith(_ENDINGS))
    return tuple((folder / name).as_posix() for name in names)
