"""Files put into the folder of a bundle, with their entries in its manifest."""

from __future__ import annotations

from collections.abc import Sequence
from filecmp import cmp
from pathlib import Path

from tra_policy import workspace
from tra_policy.cli import codes
from tra_policy.cli.bundle.entries import Entry, as_expected, with_entries
from tra_policy.cli.bundle.folder import (
    MANIFEST,
    Opened,
    Said,
    copied,
    holds_private_key,
    place,
)
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place

# Enough to know a reader by, and a key whole.
HEAD = 64 * 1024


class Wanted(Noun):
    """A file to be listed: its path in the bundle, where it is, and whether that is there already."""

    name: str
    source: Path
    head: bytes
    there: bool
    listed: bool


def wanted_files(files: Sequence[str], opened: Opened) -> tuple[list[Wanted], Said]:
    """Return files to be listed, under the names that they have in the bundle; or what is wrong with one."""
    from tra_policy.model.evidence.custody import is_custody
    from tra_policy.readers.listing import path_fault

    here = opened.path.resolve()
    listed = {file.path for file in opened.custody.files if file.listed}
    found: dict[str, Wanted] = {}
    wrong: list[Diagnostic] = []
    for given in files:
        head, said = workspace.read_head(given, HEAD)
        if head is None:
            wrong.extend(said)
            continue
        real = Path(given).resolve()
        inside = real.is_relative_to(here)
        name = real.relative_to(here).as_posix() if inside else Path(given).name
        fault = path_fault(name)
        if not fault and any(part.startswith(".") for part in name.split("/")):
            fault = "names that begin with a dot are let be"
        if not fault and not name.isprintable():
            fault = "its name cannot be written in a manifest"
        if not fault and (name == MANIFEST or is_custody(name)):
            fault = "a manifest, a seal or a signature is never listed"
        if not fault and holds_private_key(head):
            fault = "it holds a private key, which would be handed over"
        if fault:
            message = f"`{given}` cannot be listed as `{name}`"
            wrong.append(codes.mistake(codes.NOT_READY, message, fault, Place(given)))
        elif not inside and _is_another(opened.path / name, real, found.get(name)):
            message = f"`{opened.path / name}` is there already, and is another file"
            remedy = codes.IN_THE_WAY.remedy
            wrong.append(codes.mistake(codes.IN_THE_WAY, message, remedy, Place(given)))
        else:
            there = inside or (opened.path / name).exists()
            found.setdefault(name, Wanted(name, real, head, there, name in listed))
    return list(found.values()), tuple(wrong)


def _is_another(path: Path, source: Path, before: Wanted | None) -> bool:
    """Whether there is a file of that name, on disk or to be added, that has other bytes."""
    try:
        if before is not None and not cmp(before.source, source, shallow=False):
            return True
        return not cmp(path, source, shallow=False)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def list_files(opened: Opened, entries: Sequence[Entry], wanted: Sequence[Wanted]) -> Said:
    """Write the files, then their entries; return what kept them from being written."""
    from tra_policy.readers.yaml_text import read_yaml

    new = [one for one in wanted if not one.listed]
    if not entries:
        return ()
    path = opened.custody.shown(MANIFEST)
    data = opened.bytes_of(MANIFEST) or b""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data.removeprefix(mark).decode("utf-8")
    before, _ = read_yaml(path, text)
    changed = with_entries(text, before.marks if before is not None else {}, entries)
    after, _ = read_yaml(path, changed)
    if before is None or after is None or not as_expected(before.value, after.value, entries):
        message = f"`{path}` is laid out in a way that entries cannot be added to"
        lines = "; ".join(f"`- path: {one.path}`" for one in entries)
        advice = f"write them below `files:` yourself: {lines}"
        return (codes.mistake(codes.NOT_READY, message, advice, Place(path)),)
    for one in new:
        unwritten = () if one.there else copied(opened.path, one.name, one.source)
        if unwritten:
            return unwritten
    return place(opened.path, MANIFEST, mark + changed.encode("utf-8"))
