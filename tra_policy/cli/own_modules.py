"""A short way to the modules of this package, for the process of the command line.

The import system asks every finder for every module, and looks at the folder, the source and the kept code
of each several times over: a fifth of a millisecond, two hundred times in a check. Where a module of this
package is, its name says. What is kept counts under the same conditions, the time and the size of the
source; whatever is otherwise here is left to the import system.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from marshal import loads
from types import CodeType, ModuleType

__all__ = ["OwnModules", "find_own_modules"]

# What the kept code of this interpreter begins with, where it is of a source with a time stamp.
_HEAD = 16


class _Loader(SourceFileLoader):
    """Loads a source whose state is known already."""

    def __init__(self, name: str, path: str, state: os.stat_result, magic: bytes) -> None:
        super().__init__(name, path)
        self._state = state
        self._magic = magic

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code that is kept, if it is of this source; else what the import system makes."""
        folder, _, name = self.path.rpartition("/")
        kept = f"{folder}/__pycache__/{name[:-3]}.{sys.implementation.cache_tag}.pyc"
        try:
            file = os.open(kept, os.O_RDONLY)
        except OSError:
            return super().get_code(fullname)
        try:
            data = os.read(file, os.fstat(file).st_size)
        except OSError:
            data = b""
        finally:
            os.close(file)
        when, size = int(self._state.st_mtime), self._state.st_size
        head = self._magic + bytes(4) + _word(when) + _word(size)
        if not data.startswith(head):
            return super().get_code(fullname)
        code: CodeType = loads(memoryview(data)[_HEAD:])
        return code


def _word(number: int) -> bytes:
    return (number & 0xFFFFFFFF).to_bytes(4, "little")


class OwnModules:
    """Finds the modules of a package in its folder."""

    def __init__(self, package: str, folder: str, magic: bytes) -> None:
        self._before = f"{package}."
        self._folder = folder
        self._magic = magic

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load a module of the package; None for any other."""
        if not fullname.startswith(self._before):
            return None
        place = f"{self._folder}/{fullname[len(self._before) :].replace('.', '/')}"
        folder: list[str] = []
        file = f"{place}.py"
        try:
            state = os.stat(file)  # noqa: PTH116  (a `Path` for each is what this saves)
        except OSError:
            file = f"{place}/__init__.py"
            try:
                state = os.stat(file)  # noqa: PTH116
            except OSError:
                return None
            folder = [place]
        loader = _Loader(fullname, file, state, self._magic)
        spec = ModuleSpec(fullname, loader, origin=file, is_package=bool(folder))
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.extend(folder)
        spec.has_location = True
        return spec


def find_own_modules() -> None:
    """Find the modules of this package by their names from now on."""
    if sys.flags.optimize or sys.pycache_prefix is not None:
        return
    from importlib.util import MAGIC_NUMBER

    import tra_policy

    (folder, *_) = tra_policy.__path__
    sys.meta_path.insert(0, OwnModules(tra_policy.__name__, folder, MAGIC_NUMBER))
