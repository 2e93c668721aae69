"""`tra bundle export`: the measurements of a bundle in the form of another tool, and what that cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tra_policy.cli import codes, options
from tra_policy.cli.bundle.folder import Opened, copied, open_folder, place
from tra_policy.cli.exits import Exit, of_input
from tra_policy.cli.options import choice
from tra_policy.cli.reading import limits
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out
from tra_policy.reports.page import harmless
from tra_policy.words.diagnostic import Diagnostic

if TYPE_CHECKING:
    from tra_policy.cli.bundle.records import Directions, Written

FORMATS = ("every-eval-ever",)


@click.command("export")
@click.argument("folder", metavar="DIR")
@choice("--format", *FORMATS, required=True, help="The form of the files.")
@click.option("--out", "into", required=True, metavar="FOLDER", help="Where they are written.")
@click.option(
    "--lower-is-better",
    "lower",
    multiple=True,
    metavar="NAME",
    help="A benchmark, or BENCHMARK.METRIC, with `*` for any: a lower score is better.",
)
@click.option(
    "--higher-is-better", "higher", multiple=True, metavar="NAME", help="The same for higher ones."
)
@limits
@options.colour
def command(
    folder: str,
    format: str,
    into: str,
    lower: tuple[str, ...],
    higher: tuple[str, ...],
    colour: When,
) -> Exit:
    """Write the measurements of a bundle as Every Eval Ever records, with their rows where these are known.

    What the form cannot say is counted. Whether a lower score is better is known of records that came in
    this form; of others a person says it.
    """
    from tra_policy.cli.bundle.records import Directions

    opened, said, sources = open_folder(folder)
    if opened is None:
        tell(said, sources, colour)
        return Exit.INVALID
    with TemporaryDirectory() as scratch:
        wrong = _export(opened, Path(into), Directions(lower, higher), Path(scratch))
    found = [*opened.mistakes, *wrong]
    tell(found, sources, colour)
    return of_input(found)


def _export(opened: Opened, into: Path, directions: Directions, scratch: Path) -> list[Diagnostic]:
    """Write what can be written, print what came of it, and return what went wrong."""
    from tra_policy.cli.bundle.records import written
    from tra_policy.model.evidence.measuring import Measurement
    from tra_policy.sealing import attributed

    # A seal shows which files are not as they were; who signed is of no matter here.
    evidence, _ = attributed(opened.evidence, ())
    done: list[Written] = []
    left: list[tuple[str, str]] = []
    lost: Counter[str] = Counter()
    for filed in evidence.filed:
        if not isinstance(filed.record, Measurement):
            continue
        found = written(opened, filed, filed.record, directions, scratch)
        if isinstance(found, str):
            left.append((filed.id, found))
            continue
        wrong = _place(into, found)
        if wrong:
            return wrong
        done.append(found)
        lost.update(found.unsaid)
    kinds = Counter(str(getattr(filed.record, "kind", "")) for filed in evidence.filed)
    del kinds["measurement"]
    for line in _told(into, done, left, lost, kinds):
        out(harmless(line) + "\n")
    if done:
        return []
    message = f"nothing was exported: no measurement of `{opened.path}` can be written in this form"
    return [codes.mistake(codes.NOT_READY, message, "the lines above say why")]


def _place(into: Path, found: Written) -> list[Diagnostic]:
    wrong: list[Diagnostic] = []
    if found.rows is not None:
        wrong.extend(copied(into, found.rows_name, found.rows))
    return wrong or list(place(into, found.name, found.data, new=True))


def _told(
    into: Path,
    done: list[Written],
    left: Iterable[tuple[str, str]],
    lost: Counter[str],
    kinds: Counter[str],
) -> Iterator[str]:
    rows = sum(1 for one in done if one.rows is not None)
    yield f"{_many(len(done), 'record')} written to {into}, {rows:,} with rows"
    reasons: dict[str, list[str]] = {}
    for name, reason in left:
        reasons.setdefault(reason, []).append(name)
    for reason, ids in reasons.items():
        shown = ", ".join(ids[:5]) + (f" and {len(ids) - 5:,} more" if len(ids) > 5 else "")
        yield f"left out {_many(len(ids), 'measurement')}, {reason}: {shown}"
    whys = Counter(one.without_rows for one in done if one.without_rows)
    for why, count in whys.items():
        yield f"without rows in {_many(count, 'record')}: {why}"
    for name, count in sorted(lost.items()):
        yield f"`{name}` is not said in {_many(count, 'record')}"
    if kinds:
        shown = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
        yield f"not exported, for the form has no other kinds: {shown}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
