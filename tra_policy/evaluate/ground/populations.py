"""Claims that some records are all there are: which of them are true, and what they cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.rows_asked import asked_of_claim
from tra_policy.model.evidence.acts import Population
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS, Filed
from tra_policy.model.evidence.run import TrainingRun
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import Noun

_OF_A_RUN = frozenset(
    {
        "training_run",
        "checkpoint",
        "rollout",
        "reward_sample",
        "reward_signal",
        "rl_environment",
        "sft_dataset",
        "dataset_row",
    }
)


def digest_of(ids: Iterable[str]) -> str:
    """Return the digest of a population: sha256 over its sorted ids, each followed by a newline.

    For the rows of tables stand the digests of their files.
    """
    return sha256_of("".join(f"{name}\n" for name in sorted(ids)).encode())


def in_range(record: Record, where: Mapping[str, str]) -> bool:
    """Whether a record lies in the range that some field values bound."""
    for field, wanted in where.items():
        held = getattr(record, field, None)
        values = held if isinstance(held, tuple) else (held,)
        if wanted not in {str(v) for v in values if v is not None}:
            return False
    return True


def counted(world: World, claim: Population) -> list[str]:
    """Return the ids of the visible records in a claim's range."""
    kind = KINDS.get(claim.of)
    found = world.seen.get(kind, ()) if kind is not None else ()
    return [f.id for f in found if in_range(f.record, claim.where)]


class InRows(Noun):
    """The rows of tables in a claim's range: how many, the files that they are in, and the first table
    whose rows are not all counted.
    """

    many: int = 0
    files: tuple[str, ...] = ()
    not_counted: str = ""


def rows_counted(world: World, claim: Population) -> InRows:
    """Return the rows of tables in a claim's range. A line that is no row may be in any range."""
    tables = [table for table in world.evidence.tables if table.entry.kind == claim.of]
    asked = asked_of_claim(claim.of, claim.where)
    many = 0
    files: list[str] = []
    for table in tables:
        if not table.counted or asked not in table.cells:
            return InRows(not_counted=table.entry.id)
        cells = [f for f in world.rows(asked) if f.rows and f.rows.table == table.entry.id]
        inside = sum(f.rows.many for f in cells if f.rows and in_range(f.record, claim.where))
        if inside or not claim.where:
            many += inside
            files += [f"sha256:{shard.sha256}" for shard in table.shards]
    return InRows(many, tuple(files))


def fault_of(world: World, claim: Population) -> str:
    """Return what is wrong with a claim, in words; empty when it holds."""
    key = ("fault of a claim", claim.id)
    if key not in world.shared:
        world.shared[key] = _fault_of(world, claim)
    found: str = world.shared[key]
    return found


def _fault_of(world: World, claim: Population) -> str:
    if claim.of not in KINDS:
        return f"`{claim.of}` is not a kind of record"
    ids, rows = counted(world, claim), rows_counted(world, claim)
    if rows.not_counted:
        return f"the rows of the table `{rows.not_counted}` are not all counted"
    many = len(ids) + rows.many
    if many != claim.count:
        return f"it claims {claim.count} records of kind {claim.of}, the bundle holds {many}"
    if digest_of([*ids, *rows.files]) != claim.digest:
        return f"its digest is not that of the {many} {claim.of} records in the bundle"
    return ""


def claims(world: World) -> Iterable[tuple[Filed, Population]]:
    """Yield every visible population claim."""
    for filed in world.filed(Population):
        if isinstance(filed.record, Population):
            yield filed, filed.record


def covering(
    world: World, kind: str, where: Mapping[str, str] | None = None, to: date | None = None
) -> str:
    """Return the id of a true claim that covers a kind and range; empty when there is none.

    A claim covers a range if it bounds nothing that the range does not bound in the same way. With `to`
    it must also reach that day: what came after a claim was made is not in it.
    """
    asked = dict(where or {})
    key = ("covering", kind, str(to), *(text for pair in sorted(asked.items()) for text in pair))
    if key not in world.memo:
        world.memo[key] = _covering(world, kind, asked, to)
    found: str = world.memo[key]
    return found


def _covering(world: World, kind: str, asked: Mapping[str, str], to: date | None) -> str:
    for filed, claim in claims(world):
        wider = all(asked.get(field) == value for field, value in claim.where.items())
        reaches = to is None or _reach(world, claim) >= to
        usable = claim.of == kind and wider and reaches and not unsound(world, filed)
        if usable and not fault_of(world, claim):
            return filed.id
    return ""


def _reach(world: World, claim: Population) -> date:
    """The last day that a claim speaks of; without end for what only a run makes, once all are over."""
    made = min(claim.made.day, world.recorded(claim).day)
    runs = list(world.records(TrainingRun))
    over = bool(runs) and all(r.ended is not None and r.ended.day <= made for r in runs)
    return date.max if over and claim.of in _OF_A_RUN else made
