"""`tra bundle import`: foreign logs copied into a bundle as they are, with their readers named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from tra_policy.cli import codes, options, reading
from tra_policy.cli.bundle.entries import Entry
from tra_policy.cli.bundle.folder import MANIFEST, Opened, open_folder
from tra_policy.cli.bundle.placing import Wanted, list_files, wanted_files
from tra_policy.cli.exits import Exit, of_input
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out
from tra_policy.reports.page import harmless
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place

if TYPE_CHECKING:
    from tra_policy.model.evidence.bundle import Filed
    from tra_policy.workspace.importing import Found

LONGEST = 60


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--into", required=True, metavar="DIR", help="The folder of the bundle.")
@click.option("--reader", metavar="NAME", default="", help="How the files are read.")
@click.option("--explain", is_flag=True, help="Say of every value where it comes from.")
@reading.limits
@options.colour
def command(files: tuple[str, ...], into: str, reader: str, explain: bool, colour: When) -> Exit:
    """Copy foreign logs into a bundle, each with its reader and with what belongs to it.

    Who designed, ran and graded is for a person to fill in: the manifest says where.
    """
    from tra_policy.workspace.importing import find_reader

    opened, said, sources = open_folder(into)
    if opened is None:
        tell(said, sources, colour)
        return Exit.INVALID
    found: list[Found] = []
    wrong: list[Diagnostic] = []
    for path in files:
        with reading.watched() as watch:
            one, mistakes = find_reader(path, reading.limits_asked(), reader, watch)
        wrong.extend(mistakes)
        found += [one] if one is not None else []
    paths = list(dict.fromkeys(path for one in found for path in (one.path, *one.parts)))
    wanted, mistakes = wanted_files(paths, opened) if not wrong else ([], ())
    wrong.extend(mistakes)
    wrong.extend(() if wrong else _read_otherwise(found, wanted, opened))
    wrong.extend(() if wrong else list_files(opened, list(_entries(found, wanted)), wanted))
    if wrong:
        tell(wrong, colour=colour)
        return Exit.INVALID
    known = {(d.code, d.message) for d in opened.said}
    opened, said, sources = open_folder(into)
    if opened is not None:
        _show(wanted, found, opened.evidence.filed, opened.custody.root, explain)
    new = [d for d in said if (d.code, d.message) not in known]
    tell(new, sources, colour)
    return of_input(new)


def _read_otherwise(
    found: Iterable[Found], wanted: Sequence[Wanted], opened: Opened
) -> Iterator[Diagnostic]:
    """Yield why a log that is listed already is not imported: the manifest names another reader."""
    readers = {file.path: file.reader for file in opened.custody.files if file.listed}
    logs = {one.path.rpartition("/")[2]: one.reader for one in found}
    for one in wanted:
        asked, listed = logs.get(one.name.rpartition("/")[2]), readers.get(one.name)
        if one.listed and asked is not None and listed != asked:
            message = f"`{one.name}` is listed already, with the reader `{listed or 'none'}`"
            advice = f"change its entry in `{MANIFEST}` if `{asked}` is meant"
            yield codes.mistake(codes.NOT_READY, message, advice, Place(one.name))


def _entries(found: Iterable[Found], wanted: Sequence[Wanted]) -> Iterator[Entry]:
    """Yield an entry for every file that is not listed yet: a log with its reader, a part as it is."""
    logs = {one.path.rpartition("/")[2]: one for one in found}
    for one in wanted:
        if one.listed:
            continue
        log = logs.get(one.name.rpartition("/")[2])
        if log is None:
            yield Entry(one.name, "attachment")
        else:
            yield Entry(one.name, log.reader, log.asks, log.skeleton)


def _show(
    wanted: Sequence[Wanted],
    found: Sequence[Found],
    records: Sequence[Filed],
    root: str,
    explain: bool,
) -> None:
    readers = {one.path.rpartition("/")[2]: one.reader for one in found}
    for one in wanted:
        mine = [filed for filed in records if filed.file == one.name]
        reader = readers.get(one.name.rpartition("/")[2])
        what = f"read by {reader}: {_counted(mine)}" if reader else "kept as it is"
        done = "is listed already" if one.listed else "listed" if one.there else "added"
        out(harmless(f"{done} {one.name}, {what}") + "\n")
        for filed in mine if explain else ():
            _explain(filed, root)


def _counted(records: Sequence[Filed]) -> str:
    kinds = sorted(str(getattr(filed.record, "kind", "")) for filed in records)
    counts = [(kind, len(list(group))) for kind, group in groupby(kinds)]
    return ", ".join(f"{count:,} {kind}" for kind, count in counts) or "no record"


def _explain(filed: Filed, root: str) -> None:
    """Print where every value of a record comes from: the value, the file, the place in that."""
    held = filed.record.model_dump(mode="json", by_alias=True)
    rows = [("field", "value", "file", "place, and what was done")]
    for drawn in filed.drawn:
        name = drawn.field.removeprefix("/")
        if held.get(name) in (None, [], {}) or not _short(held[name]):
            continue
        how = f"{drawn.pointer} ({drawn.how})" if drawn.how else drawn.pointer
        file = drawn.file.removeprefix(f"{root}/") or MANIFEST
        rows.append((name, _short(held[name]), file, how))
    safe = [[harmless(cell) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in safe) for at in range(3)]
    title = harmless(f"{held.get('kind')} {filed.id}")
    out(f"\n  {title}\n")
    for row in safe:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        out(f"    {'  '.join([*cells, row[3]])}".rstrip() + "\n")
    out("\n")


def _short(value: Any) -> str:
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if v not in (None, [], "unstated")}
        value = ", ".join(f"{k} {_short(v)}" for k, v in kept.items())
    elif isinstance(value, list):
        value = ", ".join(_short(v) for v in value)
    text = "".join(c if c.isprintable() else "�" for c in str(value))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
