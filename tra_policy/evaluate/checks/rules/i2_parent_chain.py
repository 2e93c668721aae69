"""A line of checkpoints that does not fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, showing
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Checkpoint, TrainingRun
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE222",
    id="I2",
    name="parent-chain-broken",
    severity=Severity.ERROR,
    group="integrity",
    summary="a checkpoint names a parent whose weights are others, descends from itself, or is called "
    "a snapshot of itself",
    why="Which fix is in which model follows from the line of checkpoints. Where a parent's digest is "
    "not that of the checkpoint it names, the line on paper is not the line that was trained. "
    "No public precedent is known.",
    remedy="name the checkpoint that it was trained on from, with the digest of its weights",
    shows=f"""\
- {{id: base, kind: checkpoint, parents: [], digest: {"a" * 64}}}
- id: model-1 #! TRE222
  kind: checkpoint
  parents: [base]
  parent_digests: [{"b" * 64}]
- id: loop-1 #! TRE222
  kind: checkpoint
  parents: [loop-2]
- {{id: loop-2, kind: checkpoint, parents: [loop-1]}}
- {{id: early-1, kind: checkpoint, snapshot_of: early-2}} #! TRE222
- {{id: early-2, kind: checkpoint, snapshot_of: early-1}}
""",
    near_miss=f"""\
- {{id: base, kind: checkpoint, parents: [], digest: {"a" * 64}}}
- {{id: other, kind: checkpoint, parents: [base]}}
- id: model-1
  kind: checkpoint
  parents: [base, other]
  parent_digests: [{"a" * 64}, {"b" * 64}]
- {{id: early-1, kind: checkpoint, snapshot_of: early-2}}
- {{id: early-2, kind: checkpoint, snapshot_of: model-1}}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield checkpoints whose parents have other digests, runs begun from others, and circles."""
    known = {one.id: one for one in showing(world, Checkpoint)}
    for one in known.values():
        yield from _parents(known, one)
    for run in showing(world, TrainingRun):
        base = known.get(run.base_model or "")
        if base is not None and _differ(base.digest, run.base_digest):
            yield Seen(
                run.id, f"the base of `{run.id}` has another digest than the checkpoint `{base.id}`"
            )
    circle = sorted(_circling({name: set(one.parents or ()) for name, one in known.items()}))
    if circle:
        yield Seen(circle[0], f"{few(circle)} would be trained on from {_themselves(circle)}")
    called = {n: {c.snapshot_of} for n, c in known.items() if c.snapshot_of is not None}
    if called and (circle := sorted(_circling(called))):
        are = "would be a snapshot" if len(circle) == 1 else "would be snapshots"
        yield Seen(circle[0], f"{few(circle)} {are} of {_themselves(circle)}")


def _parents(known: dict[str, Checkpoint], one: Checkpoint) -> Iterator[Seen]:
    parents, digests = one.parents or (), one.parent_digests
    if digests and len(digests) != len(parents):
        message = f"`{one.id}` has {len(parents)} parents and {len(digests)} digests of parents"
        yield Seen(one.id, message)
        return
    for parent, digest in zip(parents, digests, strict=False):
        held = known.get(parent)
        if held is not None and _differ(held.digest, digest):
            message = f"`{one.id}` was trained on from other weights than those of `{parent}`"
            yield Seen(one.id, message)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _themselves(circle: list[str]) -> str:
    return "itself" if len(circle) == 1 else "one another"


def _circling(leads: Mapping[str, set[str]]) -> set[str]:
    """The checkpoints on a circle: what is left when ends are taken off, from both sides in turn."""
    above = {name: to & leads.keys() for name, to in leads.items()}
    below: dict[str, set[str]] = {name: set() for name in leads}
    for name, to in above.items():
        for other in to:
            below[other].add(name)
    for edges, back in ((above, below), (below, above)):
        ends = [name for name, held in edges.items() if not held]
        while ends:
            end = ends.pop()
            for other in back.pop(end, set()):
                edges[other].discard(end)
                if not edges[other]:
                    ends.append(other)
            edges.pop(end, None)
    return set(above)
