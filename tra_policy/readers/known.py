"""The readers of foreign files, found by looking into the `foreign` folder."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from tra_policy.readers import foreign
from tra_policy.readers.given import HEAD, Reader


def _scan() -> Iterator[Reader]:
    for found in iter_modules(foreign.__path__):
        yield cast(Reader, import_module(f"{foreign.__name__}.{found.name}"))


LOADED: dict[str, Reader] = {one.NAME: one for one in sorted(_scan(), key=lambda one: one.NAME)}


def recognised(name: str, data: bytes) -> str:
    """Return the reader that a file looks to be for; empty where none recognises it."""
    head = data[:HEAD]
    return next((r.NAME for r in LOADED.values() if r.sniff(name, head)), "")


def recognised_part(name: str, data: bytes) -> str:
    """Return the reader whose logs a file looks to be a part of, such as its samples."""
    head = data[:HEAD]
    for reader in LOADED.values():
        part = getattr(reader, "part", None)
        if part is not None and part(name, head):
            return reader.NAME
    return ""
