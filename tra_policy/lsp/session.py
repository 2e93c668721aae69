"""What is open in an editor, and what was read of it: the one place of this room that remembers.

Open documents win over the disk, as policies and as libraries. Files are opened by `workspace`.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tra_policy import workspace
from tra_policy.lint.choosing import Choice
from tra_policy.lsp.reading import Parsed, Reading, parsed, read
from tra_policy.model.policy import Cited
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.source import Source
from tra_policy.workspace.cited import CitedTexts, open_cited

if TYPE_CHECKING:
    from tra_policy.model.registry import Registry

_MOST_PARSED = 200
_Cite = tuple[str, tuple[tuple[str, str, str], ...]]


class Session(Noun, frozen=False):
    """The documents of one editor. `choice` is which findings it wants, by settings in the folder
    `settings`; `folders` are the editor's own.

    Every path is as the editor has it, absolute where it is a file at all.
    """

    choice: Choice = Choice()
    settings: str = ""
    folders: list[str] = field(default_factory=list)
    documents: dict[str, Source] = field(default_factory=dict)
    _parsed: dict[str, Parsed] = field(default_factory=dict)
    _readings: dict[str, Reading] = field(default_factory=dict)
    _cited: dict[_Cite, CitedTexts] = field(default_factory=dict)
    _registry: Registry | None = None

    def put(self, path: str, text: str) -> None:
        """Open a document, or give it another text."""
        self.documents[path] = Source(path, text)

    def close(self, path: str) -> None:
        """Close a document: the file on disk counts again."""
        self.documents.pop(path, None)
        self._readings.pop(path, None)

    def look_again(self) -> None:
        """Forget what was read from the disk."""
        self._cited.clear()
        self._readings.clear()

    def reading(self, path: str) -> Reading | None:
        """Return an open document as it is now, read with its libraries; None for one not open."""
        source = self.documents.get(path)
        return self._read(source) if source is not None else None

    def others(self, path: str) -> Iterator[Reading]:
        """Yield all other documents: those that are open, and the files in the folders."""
        seen = {_identity(path)}
        for other in list(self.documents):
            if _identity(other) not in seen:
                seen.add(_identity(other))
                found = self.reading(other)
                if found is not None:
                    yield found
        for source in self._in_folders():
            if _identity(source.path) not in seen:
                seen.add(_identity(source.path))
                yield self._read(source)

    def registry(self) -> Registry | None:
        """Return the registry of the project, opened when it is first asked for."""
        if self._registry is None:
            self._registry, _ = workspace.open_registry()
        return self._registry

    def _shown(self, path: str) -> str:
        """The path from the folder of the settings on, where it lies below that."""
        inside = bool(self.settings) and Path(path).is_relative_to(self.settings)
        return Path(path).relative_to(self.settings).as_posix() if inside else path

    def _in_folders(self) -> Sequence[Source]:
        if not self.folders:
            return ()
        policies, _ = workspace.open_policies(self.folders)
        return [policy for policy, *_ in policies]

    def _read(self, source: Source) -> Reading:
        libraries, opening = self._libraries(source)
        own = self._parse(source)
        held = self._readings.get(source.path)
        if held is not None and held.own is own and _same(held, libraries):
            return held
        found = read(own, libraries, opening)
        cited = self._cites(found)
        found = replace(
            found,
            opening=(*opening, *cited.diagnostics),
            cited=cited.texts,
            choice=self.choice,
            shown=self._shown(source.path),
        )
        self._readings[source.path] = found
        return found

    def _parse(self, source: Source) -> Parsed:
        held = self._parsed.get(source.path)
        if held is None or held.source.text != source.text:
            held = parsed(source)
            self._parsed.pop(source.path, None)
            self._parsed[source.path] = held
            while len(self._parsed) > _MOST_PARSED:
                self._parsed.pop(next(iter(self._parsed)))
        return held

    def _libraries(self, source: Source) -> tuple[list[Parsed], tuple[Diagnostic, ...]]:
        """The libraries that a document uses, and those that they use, as the editor has them."""
        open_ones = {_identity(path): held for path, held in self.documents.items()}
        found: dict[str, Source] = {}
        said: list[Diagnostic] = []
        waiting = [source]
        while waiting:
            user = waiting.pop(0)
            opened, wrong = workspace.open_libraries(user)
            if user is source:
                said += wrong
            for library in opened:
                identity = _identity(library.path)
                if identity in found or identity == _identity(source.path):
                    continue
                found[identity] = open_ones.get(identity, library)
                if identity in open_ones:
                    waiting.append(open_ones[identity])
        return [self._parse(library) for library in found.values()], tuple(said)

    def _cites(self, reading: Reading) -> CitedTexts:
        policy = reading.policy
        if policy is None or not policy.sources:
            return CitedTexts()
        path = reading.source.path
        key = (path, tuple(_cite(one) for one in policy.sources))
        if key not in self._cited:
            self._cited[key] = open_cited(path, policy.sources)
        return self._cited[key]


def settle() -> None:
    """Load what every document needs, and keep the collector of garbage from looking at it again.

    The tables of the language and the rules are many objects that stay: going through them is what a
    pause in typing would be felt by.
    """
    parsed(Source("", "tra 1\nparty a\n  is unnamed\n"))
    gc.collect()
    gc.freeze()


def _cite(one: Cited) -> tuple[str, str, str]:
    return one.name, one.file, one.sha256


def _same(held: Reading, libraries: Sequence[Parsed]) -> bool:
    before = list(held.libraries.values())
    return len(before) == len(libraries) and all(
        one is other for one, other in zip(before, libraries, strict=True)
    )


def _identity(path: str) -> str:
    """Return what is the same for all names of one file."""
    try:
        return os.path.normcase(os.path.realpath(path))
    except (OSError, ValueError):
        return path
