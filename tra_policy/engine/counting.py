"""The tables of a bundle counted for the questions that are asked of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

from tra_policy.engine.cells import cells_of
from tra_policy.engine.codes import fault
from tra_policy.engine.database import Means
from tra_policy.engine.duck import TooMany
from tra_policy.engine.partial import Partial, together
from tra_policy.engine.placing import columns_there, lacking, misuses
from tra_policy.engine.plan import FLAG, Plan, columns_of, plan_of
from tra_policy.engine.scanning import Broken, scan
from tra_policy.engine.sql import is_packed
from tra_policy.engine.unchanged import CHANGED, is_as_it_was
from tra_policy.logic.rows_asked import asked_of_claim
from tra_policy.model.evidence.acts import Population
from tra_policy.model.evidence.bundle import Evidence, Table
from tra_policy.model.evidence.tables import Asked, Shard, TableFormat
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, replace
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

# Counts files of one form: on this machine, or on many.
Scan = Callable[[Sequence[str], TableFormat, Plan, Means], Mapping[str, Partial | Broken]]
_MOST_SAID = 20


class Store(Protocol):
    """What was counted before, by what a file holds and what is counted of it."""

    def get(self, sha256: str, plan: str) -> Partial | None:
        """Return what a file came to, if that is known."""

    def put(self, sha256: str, plan: str, partial: Partial) -> None:
        """Keep what a file came to."""


class Ways(Noun):
    """How counting is done: with which means, by whom, and what is known already."""

    means: Means = Means()
    scan: Scan = scan
    store: Store | None = None


PLAINLY = Ways()


class Counted(Noun):
    """Tables that were counted, each by its plan, and what is wrong with their rows."""

    tables: tuple[Table, ...]
    plans: tuple[Plan, ...]
    said: tuple[Diagnostic, ...]

    def answers(self, questions: Sequence[Asked]) -> bool:
        """Whether they were counted just as some questions ask for."""
        for table, plan in zip(self.tables, self.plans, strict=True):
            wanted = plan_of(table.entry, questions)
            alike = {*wanted.groupings} == {*plan.groupings}
            if not alike or wanted.answers.keys() - plan.answers.keys():
                return False
        return True


def counted(
    evidence: Evidence,
    questions: Iterable[Asked],
    ways: Ways = PLAINLY,
    ahead: Counted | None = None,
) -> tuple[Evidence, tuple[Diagnostic, ...]]:
    """Return evidence with its tables counted, and what is wrong with their rows.

    What the claims of completeness in the bundle count is counted as well. What was counted `ahead` is
    taken, if it is all that there is to be counted.
    """
    asked = tuple(dict.fromkeys((*questions, *_claimed(evidence))))
    if ahead is None or not ahead.answers(asked):
        root = evidence.custody.root if evidence.custody else ""
        ahead = counted_tables(evidence.tables, asked, ways, root)
    faulty = sum(shard.faulty + shard.broken for table in ahead.tables for shard in table.shards)
    return replace(evidence, tables=ahead.tables, unread=evidence.unread + faulty), ahead.said


def counted_tables(
    tables: Iterable[Table], questions: Sequence[Asked], ways: Ways, root: str
) -> Counted:
    """Return tables counted for some questions; `root` stands before the paths of their files."""
    said: list[Diagnostic] = []
    done, plans = [], []
    for table in tables:
        plan = plan_of(table.entry, questions)
        one, mistakes = _counted(table, plan, ways, root)
        done.append(one)
        plans.append(plan)
        said.extend(mistakes)
    return Counted(tuple(done), tuple(plans), tuple(said))


def _claimed(evidence: Evidence) -> Iterator[Asked]:
    for filed in evidence.filed:
        if isinstance(filed.record, Population):
            yield asked_of_claim(filed.record.of, filed.record.where)


def _counted(table: Table, plan: Plan, ways: Ways, root: str) -> tuple[Table, list[Diagnostic]]:
    try:
        partials, broken = _partials(table, plan, ways)
    except TooMany as error:
        tried = replace(table, tried=frozenset(plan.answers))
        return tried, [fault("TRB078", str(error), table.place, subject=table.entry.id)]
    shards = tuple(_shard(shard, partials, broken) for shard in table.shards)
    whole = together(partials.values(), len(plan.groupings))
    cells, misused = cells_of(table, plan, whole)
    done = replace(table, shards=shards, cells=cells)
    said = [*_of_shards(done, partials, broken, root)]
    said += _of_columns(done, plan, partials, whole, misused, root)
    said += _of_rows(done)
    return done, said


def _partials(table: Table, plan: Plan, ways: Ways) -> tuple[dict[str, Partial], dict[str, Broken]]:
    """Return what each file comes to by its path, and why some cannot be read."""
    digest = plan.digest if ways.store is not None else ""
    partials: dict[str, Partial] = {}
    broken: dict[str, Broken] = {}
    forms: tuple[TableFormat, ...] = ("ndjson", "parquet")
    for form in forms:
        waiting: list[Shard] = []
        for shard in table.shards:
            known = None
            if shard.form == form:
                known = ways.store.get(shard.sha256, _way(digest, shard)) if ways.store else None
                waiting.extend([] if known else [shard])
            if known is not None:
                partials[shard.path] = known
        found = ways.scan([shard.address for shard in waiting], form, plan, ways.means)
        for shard in waiting:
            one = found[shard.address] if is_as_it_was(shard) else CHANGED
            if isinstance(one, Partial):
                partials[shard.path] = one
                if ways.store is not None:
                    ways.store.put(shard.sha256, _way(digest, shard), one)
            else:
                broken[shard.path] = one
    return partials, broken


def _way(digest: str, shard: Shard) -> str:
    """What a count is known by beside the bytes: what is asked, and what the file is taken for."""
    return f"{digest}-{shard.form}{'-packed' if is_packed(shard.address) else ''}"


def _shard(shard: Shard, partials: Mapping[str, Partial], broken: Mapping[str, Broken]) -> Shard:
    if shard.path in broken:
        return replace(shard, broken=True)
    found = partials[shard.path]
    return replace(shard, rows=found.rows, faulty=found.faulty)


def _of_shards(
    table: Table, partials: Mapping[str, Partial], broken: Mapping[str, Broken], root: str
) -> Iterator[Diagnostic]:
    left = _MOST_SAID
    for shard in table.shards:
        shown = _shown(root, shard.path)
        if shard.broken:
            message = f"`{shard.path}` cannot be read: {broken[shard.path]}"
            yield fault("TRB079", message, Place(shown), subject=table.entry.id)
        for line, why in partials[shard.path].faults if shard.faulty else ():
            if left > 0:
                left -= 1
                message = f"line {line} of `{shard.path}` is no row: {why}"
                yield fault("TRB072", message, Place(shown, line, 1), subject=table.entry.id)
        more = shard.faulty - (len(partials[shard.path].faults) if shard.faulty else 0)
        if more:
            message = f"and {more:,} more lines of `{shard.path}` that are no rows"
            yield fault("TRB072", message, Place(shown), subject=table.entry.id)


def _of_columns(
    table: Table,
    plan: Plan,
    partials: Mapping[str, Partial],
    whole: Partial,
    misused: Counter[str],
    root: str,
) -> Iterator[Diagnostic]:
    unsaid = list(_unsaid(plan, whole)) if whole.rows else []
    there = columns_there(table) if unsaid else None
    for name in unsaid:
        column = columns_of(table.entry)[name]
        shown = "/".join(column.path)
        if there is None or shown not in there:
            message = f"no row of the table `{table.entry.id}` has a column `{shown}`"
            advice = did_you_mean(shown, sorted(there or ()))
            yield fault("TRB076", message, table.place, advice, table.entry.id)
    stated = {column.name: column for column in plan.columns if column.name not in unsaid}
    here = {
        p: [stated[n] for n in _unsaid(plan, f) if n in stated]
        for p, f in partials.items()
        if f.rows
    }
    for path, column in islice(lacking(table, here), _MOST_SAID):
        message = f"`{path}` has no column `{'/'.join(column.path)}`, which others have"
        advice = "its rows count as rows that do not state it"
        yield fault("TRB076", message, Place(_shown(root, path)), advice, table.entry.id)
    for name, many in sorted(misused.items()):
        if not many:
            continue
        column = columns_of(table.entry)[name]
        what = f"`{'/'.join(column.path)}` of the table `{table.entry.id}`"
        form = _FORMS["flag" if name.startswith(FLAG) else column.form]
        rows = "1 row" if many == 1 else f"{many:,} rows"
        message = f"{what} is not {form} in {rows}"
        advice = "these rows count as rows that do not state it"
        places = list(misuses(table, column))
        if not places:
            yield fault("TRB073", message, table.place, advice, table.entry.id)
        for path, line, shown in places[:1]:
            message += f", such as `{shown}`" if shown else ""
            place = Place(_shown(root, path), line, 1 if line else 0)
            yield fault("TRB073", message, place, advice, table.entry.id)


_FORMS = {
    "text": "a word that its field can hold",
    "names": "a list of names",
    "day": "a day or a time",
    "flag": "true or false",
    "count": "a whole number",
    "amount": "a number",
}


def _unsaid(plan: Plan, whole: Partial) -> Iterator[str]:
    """Yield the columns that no row states."""
    stated: dict[str, bool] = {}
    for grouping, counts in zip(plan.groupings, whole.counts, strict=True):
        for n, column in enumerate(grouping.keys):
            told = any(key[n] is not None for key in counts)
            stated[column.name] = stated.get(column.name, False) or told
        for cut in grouping.cuts:
            told = any(alike.numbers[cut.column.name].stated for alike in counts.values())
            stated[cut.column.name] = stated.get(cut.column.name, False) or told
    yield from (name for name, told in stated.items() if not told)


def _of_rows(table: Table) -> Iterator[Diagnostic]:
    wanted = table.entry.rows
    there = sum(shard.rows + shard.faulty for shard in table.shards)
    if wanted is not None and wanted != there:
        message = f"the table `{table.entry.id}` is said to have {wanted:,} rows, and has {there:,}"
        yield fault("TRB075", message, table.place, subject=table.entry.id)


def _shown(root: str, path: str) -> str:
    return f"{root}/{path}" if root else path
