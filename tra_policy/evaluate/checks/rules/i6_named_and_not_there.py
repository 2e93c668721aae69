"""A record names another one that should be on file, and is not."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, shows
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import DocumentRecord, Notification, Population, Publication
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.run import (
    RewardSignal,
    RlEnvironment,
    Rollout,
    SftDataset,
    TrainingRun,
)
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE226",
    id="I6",
    name="named-and-not-there",
    severity=Severity.ERROR,
    group="integrity",
    summary="a run, environment, reward or dataset is named that a claim of completeness does not know, "
    "or a letter is about nothing on file",
    why="Whoever claims that all records of a kind are in the bundle, and names one more elsewhere, left "
    "it out of one of the two. What nobody claims to be whole is not asked about. No public precedent "
    "is known.",
    remedy="supply the record, or correct the name; the claim is then made over what is there",
    shows="""\
- {id: ck-1, kind: checkpoint, run: run-2} #! TRE226
- {id: run-1, kind: training_run, stages: [{stage: sft, type: sft, datasets: [ds-1]}]} #! TRE226
- id: all-runs
  kind: population
  of: training_run
  basis: auditor-query
  count: 1
  digest: 8d1e63b2d188593dc3cdf1ba910d4e788b6e874b2d9b70dc7ff28f31daced007
  made: 2026-01-31
- id: all-data
  kind: population
  of: sft_dataset
  basis: auditor-query
  count: 0
  digest: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
  made: 2026-01-31
- {id: n-1, kind: notification, party: lab, to: [institute], about: incident-9, sent: 2026-01-20} #! TRE226
""",
    near_miss="""\
- {id: ck-1, kind: checkpoint, run: run-2}
- {id: run-1, kind: training_run, stages: [{stage: sft, type: sft, datasets: [ds-1, ds-2]}]}
- {id: ds-1, kind: sft_dataset}
- {id: inc-1, kind: incident, aware: 2026-01-19}
- {id: n-1, kind: notification, party: lab, to: [institute], about: inc-1, sent: 2026-01-20}
- {id: n-2, kind: notification, party: lab, to: [institute], about: C-1.1, sent: 2026-01-20}
- {id: n-3, kind: notification, party: lab, to: [institute], about: model-1, sent: 2026-01-20}
""",
    policy="""\
commitment C-1
  lab must notify institute by 2026-01-31
""",
)
TELLING = (Notification, Publication, DocumentRecord)


def check(world: World) -> Iterator[Seen]:
    """Yield, name by name, what a whole kind should hold and does not; then letters about nothing."""
    for kind, known, named in _whole(world) if world.filed(Population) else ():
        for name, by in sorted(named.items()):
            if name not in known:
                yield Seen(
                    by[0],
                    f"{few(dict.fromkeys(by))} {'names' if len(set(by)) == 1 else 'name'} the {kind} "
                    f"`{name}`; a claim says that all are on file, and it is not",
                    rests_on=(*by, covering(world, kind)),
                )
    telling = [f for kind in TELLING for f in world.filed(kind, "about") if shows(f)]
    there = _names(world) if telling else set()
    for filed in telling:
        record = filed.record
        about = record.about if isinstance(record, TELLING) else None
        # An item is named after its clause: `SAFE-3.1`, `CBRN-3.needs`.
        if about is not None and there.isdisjoint((about, about.partition(".")[0])):
            message = f"`{filed.id}` is about `{about}`, which neither policy nor bundle has"
            yield Seen(filed.id, message, severity=Severity.WARNING)


def _whole(world: World) -> Iterator[tuple[str, set[str], dict[str, list[str]]]]:
    """Yield the kinds that a claim covers, with the names on file and those that records use, by whom."""
    runs = list(raising(world, TrainingRun))
    stages = [(run.id, stage) for run in runs for stage in run.stages]
    records = [f.record for f in world.visible if f.id not in world.masked]
    used: dict[str, list[tuple[str, str]]] = {
        "training_run": [(r.run, r.id) for r in records if r.run is not None],
        "sft_dataset": [(name, run) for run, stage in stages for name in stage.datasets],
        "rl_environment": [
            *((name, run) for run, stage in stages for name in stage.environments),
            *((one.environment, one.id) for one in raising(world, Rollout)),
        ],
        "reward_signal": [(name, run) for run, stage in stages for name in stage.reward_components],
    }
    held: dict[str, set[str]] = {
        "training_run": {run.id for run in runs},
        "sft_dataset": {one.id for one in raising(world, SftDataset)},
        "rl_environment": _both(raising(world, RlEnvironment), "environment"),
        "reward_signal": _both(raising(world, RewardSignal), "component"),
    }
    for kind, pairs in used.items():
        if covering(world, kind):
            named: dict[str, list[str]] = {}
            for name, by in pairs:
                named.setdefault(name, []).append(by)
            yield kind, held[kind], named


def _both(records: Iterator[Record], field: str) -> set[str]:
    """The ids of some records, and what they call the thing that they describe."""
    return {name for one in records for name in (one.id, getattr(one, field)) if name is not None}


def _names(world: World) -> set[str]:
    """Everything that a letter may be about: records, what they describe, and what the policy has."""
    policy = world.policy
    declared = (
        policy.thresholds,
        policy.commitments,
        policy.requirements,
        policy.defines,
        policy.benchmarks,
        policy.safeguards,
        policy.documents,
        policy.parties,
        policy.waivers,
        policy.events,
    )
    names = {one.name for group in declared for one in group}
    names |= {world.subject, policy.name, "result", *world.models}
    for filed in world.visible:
        names |= {filed.id, getattr(filed.record, "subject", None) or filed.id}
    return names
