"""The folder of a bundle, opened to be worked on, with what is written back into it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from tra_policy import workspace
from tra_policy.cli import codes
from tra_policy.cli.bundle.keys import LARGEST_KEY
from tra_policy.cli.reading import limits_asked, watched
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place, Source

if TYPE_CHECKING:
    from tra_policy.model.evidence.bundle import Evidence
    from tra_policy.model.evidence.custody import Custody

MANIFEST = "bundle.yaml"
Said = tuple[Diagnostic, ...]


class Opened(Noun):
    """A bundle as it was read. `said` is what reading it had to say, `sources` the texts for that."""

    path: Path
    evidence: Evidence
    custody: Custody
    sources: Mapping[str, Source]
    said: Said

    @property
    def mistakes(self) -> list[Diagnostic]:
        """What makes the bundle invalid input."""
        return [found for found in self.said if found.input_error]

    def bytes_of(self, name: str) -> bytes | None:
        """Return the bytes of a file of the folder, None where they cannot be had."""
        try:
            return (self.path / name).read_bytes()
        except OSError:
            return None


def open_bundle(given: str) -> tuple[Opened | None, Said, Mapping[str, Source]]:
    """Return any bundle that can be read, or why there is none."""
    with watched() as watch:
        evidence, sources, said = workspace.open_bundle(given, limits_asked(), watch)
    if evidence is None or evidence.custody is None:
        return None, said, sources
    return Opened(Path(given), evidence, evidence.custody, sources, said), said, sources


def open_folder(given: str) -> tuple[Opened | None, Said, Mapping[str, Source]]:
    """Return the bundle in a folder that can be written to, or why there is none."""
    path = Path(given)
    if path.name == MANIFEST and path.is_file():
        path = path.parent
    if not path.is_dir():
        there = path.exists() or given == "-"
        what = "is not the folder of a bundle" if there else "is not there"
        advice = "an archive is unpacked first" if there else "`tra bundle init DIR` makes one"
        return None, (codes.mistake(codes.NOT_READY, f"`{given}` {what}", advice),), {}
    opened, said, sources = open_bundle(str(path))
    if opened is None:
        return None, said, sources
    return Opened(path, opened.evidence, opened.custody, sources, said), said, sources


def holds_private_key(data: bytes) -> bool:
    """Whether a file is one that must never be handed over with a bundle."""
    return len(data) <= LARGEST_KEY and b"-----BEGIN " in data and b"PRIVATE KEY-----" in data


def place(folder: Path, name: str, data: bytes, *, new: bool = False) -> Said:
    """Write a file of the bundle whole or not at all; `new` never replaces one."""
    return _placed(folder, name, lambda part: part.write_bytes(data), new)


def copied(folder: Path, name: str, source: Path) -> Said:
    """Copy a file into the bundle whole or not at all, never over another."""
    return _placed(folder, name, lambda part: copyfile(source, part), new=True)


def _placed(folder: Path, name: str, write: Callable[[Path], object], new: bool) -> Said:
    path = folder / name
    try:
        if not path.parent.resolve().is_relative_to(folder.resolve()):
            message = f"`{path}` leads out of the bundle"
            return (codes.mistake(codes.UNWRITTEN, message, place=Place(str(path))),)
        if new and os.path.lexists(path):
            message = f"`{path}` is there already"
            return (codes.mistake(codes.IN_THE_WAY, message, codes.IN_THE_WAY.remedy),)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.part")
        write(beside)
        beside.replace(path)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "no reason given").lower()
        return (codes.mistake(codes.UNWRITTEN, f"cannot write `{path}`: {reason}"),)
    return ()
