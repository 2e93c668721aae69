"""A gate kept from getting worse: the baseline of `tra check` opened, compared and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tra_policy import workspace
from tra_policy.cli import codes
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import refuse, tell
from tra_policy.cli.terminal import When, clashes, err, write_file
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place, Source

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport
    from tra_policy.reports.baseline import Baseline, Entry

LARGEST = 64 * 1024 * 1024
FEW = 5
ANEW = "write it anew with `tra check … --write-baseline FILE`"


class Kept(Noun):
    """Reports held against a baseline: each with only what is worse, how much is known, what is told."""

    worse: tuple[CheckReport, ...]
    known: int = 0
    told: tuple[Diagnostic, ...] = ()


def opened(path: str) -> tuple[Baseline | None, tuple[Diagnostic, ...]]:
    """Return the baseline in a file, None where none is asked for, and what is wrong with it."""
    if not path:
        return None, ()
    from tra_policy.reports.baseline import NoBaseline, read

    data, mistakes = workspace.read_bytes(path, LARGEST)
    if data is None:
        return None, mistakes
    try:
        return read(data.decode("utf-8-sig")), ()
    except (UnicodeDecodeError, NoBaseline) as error:
        why = str(error) if isinstance(error, NoBaseline) else "it is not UTF-8"
        message = f"`{path}` is no baseline of a check: {why}"
        return None, (codes.mistake(codes.NO_BASELINE, message, ANEW, Place(path)),)


def held(reports: Sequence[CheckReport], known: Baseline | None, path: str) -> Kept:
    """Return reports held against a baseline; without one everything counts."""
    if known is None:
        return Kept(tuple(reports))
    from tra_policy.reports.baseline import compared

    found = [compared(report, known) for report in reports]
    better = [entry for one in found for entry in one.better]
    told = (_stale(better, path),) if better else ()
    return Kept(tuple(one.worse for one in found), sum(one.known for one in found), told)


def _stale(better: Sequence[Entry], path: str) -> Diagnostic:
    names = [f"`{entry.name}` ({entry.outcome})" for entry in better]
    entries = (
        "1 entry of the baseline is"
        if len(names) == 1
        else f"{len(names)} entries of the baseline are"
    )
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    message = f"{entries} worse than what is found: {', '.join(names[:FEW])}{more}"
    one = codes.STALE
    return Diagnostic(one.code, message, severity=one.severity, help=ANEW, place=Place(path))


def begun(
    reports: Sequence[CheckReport],
    path: str,
    wrong: Sequence[Diagnostic],
    sources: Mapping[str, Source],
    read: Iterable[str],
    colour: When,
) -> Exit:
    """Write a baseline of what a check found; none where some input was invalid."""
    from tra_policy.reports.baseline import baseline_of, written

    mistakes = [*wrong, *clashes([("baseline", path)], read)]
    if mistakes:
        tell(mistakes, sources, colour)
        return Exit.INVALID
    baseline = baseline_of(reports)
    unwritten = write_file(path, written(baseline))
    if unwritten:
        return refuse(*unwritten)
    err(f"wrote {len(baseline)} {'entry' if len(baseline) == 1 else 'entries'} to {path}\n")
    return Exit.FINE
