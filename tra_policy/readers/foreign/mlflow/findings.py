"""What a person should know about the runs of a tracking store beside what was logged."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from fractions import Fraction

from tra_policy.readers.document import step
from tra_policy.readers.faults import finding, listed, quoted
from tra_policy.readers.foreign.mlflow.runs import Run, Runs, Series
from tra_policy.readers.numbers import decimal
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place

Say = Callable[..., Diagnostic]


def of_store(path: str, runs: Runs, taken: Collection[str]) -> Iterator[Diagnostic]:
    """Yield what is odd about the store as a whole, and about the runs that were taken."""

    def said(code: str, message: str, pointer: str, advice: str = "") -> Diagnostic:
        return finding(code, message, Place(path, pointer=pointer), advice)

    if runs.logged_apart:
        message = "this store keeps a log apart: what stands only in its `-wal` file is not read"
        advice = "close what writes it, or copy it with `VACUUM INTO`, and list the copy"
        yield said("TRB065", message, "", advice)
    for table, count in sorted(runs.strays.items()):
        message = f"{count:,} rows of `{table}` belong to no run: was one taken out?"
        yield said("TRB065", message, f"/{table}")
    for name in sorted(runs.deleted_experiments)[:20]:
        message = f"the experiment {quoted(name)} is marked as deleted"
        yield said("TRB046", message, "/experiments", "its runs are read all the same")
    yield from _attempts(runs, said)
    for run in runs.by_id.values():
        if run.uuid in taken:
            yield from _of_run(run, said)


def _attempts(runs: Runs, said: Say) -> Iterator[Diagnostic]:
    """Yield for every name that several runs of an experiment have, with what sets them apart."""
    groups = defaultdict[tuple[str, str], list[Run]](list)
    for run in runs.by_id.values():
        if run.name:
            groups[run.experiment, run.name].append(run)
    for (experiment, name), group in sorted(groups.items()):
        if len(group) == 1:
            continue
        keys = sorted({key for run in group for key in run.params})
        apart = [key for key in keys if len({run.params.get(key) for run in group}) > 1]
        message = f"{len(group):,} runs of {quoted(experiment)} are called {quoted(name)}"
        message += f"; they differ in {listed(apart)}" if apart else ""
        yield said("TRB065", message, "/runs", "each is a record of its own")


def _of_run(run: Run, said: Say) -> Iterator[Diagnostic]:
    at = step("/runs", run.uuid)

    def one(code: str, message: str, part: str = "", advice: str = "") -> Diagnostic:
        return said(code, f"the run {run.shown} {message}", f"{at}{part}", advice)

    if run.deleted:
        yield one("TRB046", "is marked as deleted", "/lifecycle_stage", "it is read all the same")
    if run.status != "FINISHED":
        message = f"has the status {quoted(run.status)}"
        yield one("TRB045", message, "/status", "what it logged is read all the same")
    elif run.ended is None:
        message = "is said to be finished, and has no time at which it ended"
        yield one("TRB045", message, "/end_time")
    if run.began is not None and run.ended is not None and run.ended < run.began:
        yield one("TRB065", "ended before it began", "/end_time")
    late = [n for n, s in run.series.items() if run.ended is not None and s.ended > run.ended]
    if late:
        message = f"has values that were logged after it had ended: {listed(sorted(late))}"
        yield one("TRB046", message, "/metrics")
    if run.changed:
        message = f"has two values of a parameter: {listed(sorted(run.changed))}"
        yield one("TRB046", message, "/params")
    if run.tags.get("mlflow.source.git.dirty", "").lower() == "true":
        yield one("TRB047", "was made from code with changes that are in no revision", "/tags")
    if run.odd:
        message = f"has {run.odd:,} rows of metrics without a name, a step or a number"
        yield one("TRB050", message, "/metrics")
    yield from _of_metrics(run, one)


def _of_metrics(run: Run, one: Say) -> Iterator[Diagnostic]:
    held = sorted(run.series.items())
    unusable = [name for name, series in held if series.unusable]
    if unusable:
        count = sum(series.unusable for _, series in held)
        message = f"has {count:,} values that are no finite number, in {listed(unusable)}"
        yield one("TRB050", message, "/metrics")
    for names, what in (
        ([n for n, s in held if s.back], "went back to an earlier step in"),
        ([n for n, s in held if s.again], "logged a step more than once in"),
    ):
        if names:
            advice = "was a part of the run done again?"
            yield one("TRB065", f"{what} {listed(names)}", "/metrics", advice)
    bare = [name for name, series in held if not series.rows]
    if bare:
        message = f"has a last value of {listed(bare)}, and no history of it"
        yield one("TRB049", message, "/latest_metrics", "were rows taken out?")
    lost = [name for name, series in held if series.latest is None]
    if lost:
        message = f"has a history of {listed(lost)}, and no last value of it"
        yield one("TRB065", message, "/latest_metrics")
    for name, series in [(n, s) for n, s in held if _differs(s)][:20]:
        assert series.last is not None and series.latest is not None
        message = (
            f"has {_number(series.latest[2])} as its last value of {quoted(name)}, at step "
            f"{series.latest[0]:,}; its history ends with {_number(series.last[2])} at step "
            f"{series.last[0]:,}"
        )
        yield one("TRB043", message, "/latest_metrics")


def _differs(series: Series) -> bool:
    last, latest = series.last, series.latest
    if last is None or latest is None:
        return False
    return (last[0], last[3]) != (latest[0], latest[3]) or (not last[3] and last[2] != latest[2])


def _number(value: float) -> str:
    return decimal(Fraction(value)) if math.isfinite(value) and abs(value) < 1e40 else str(value)
