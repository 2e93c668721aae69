"""A reward sees what the policy says that no reward may see."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.counting import written
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.raising import found, raising
from tra_policy.evaluate.ground.records import passes
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import TRUE
from tra_policy.model.conditions import FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.run import ChangeRecord, RewardSignal, Warning
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE310",
    id="R10",
    name="prohibited-reward-input",
    severity=Severity.ERROR,
    group="superficial fixes",
    summary="a reward signal has an input that a requirement of the policy forbids",
    why="What the reward sees the model learns to dress up: reasoning that is rewarded stops being a "
    "window. Precedent: reasoning was shown to a reward by accident in 7.8% of episodes of one "
    "model and in others before it; the share could be stated because episodes were counted. "
    "Source: Claude Opus 4.7 system card (2026-04), p. 44.",
    remedy="take the input out, file a warning sign that names the change, and state the share of "
    "episodes as counts, such as `8 of 100`",
    policy="""\
requirement COT-1
  needs no reward-signal where inputs has cot
  population complete
""",
    shows="""\
- {id: rs-1, kind: reward_signal, inputs: [final-output, cot], episodes: 7.8%} #! TRE310
- id: rs-2 #! TRE310
  kind: reward_signal
  inputs: [cot]
  episodes: 80 of 1000
  changes: [c-2]
- {id: w-2, kind: warning, class: cot-seen, severity: high, detected: 2026-01-12}
- {id: c-2, kind: change, component: code, motive: [w-2], effective: 2026-01-13}
""",
    near_miss="""\
- {id: rs-1, kind: reward_signal, inputs: [final-output, tool-calls]}
- {id: rs-2, kind: reward_signal, inputs: [cot], episodes: 0 of 1000}
- {id: rs-3, kind: reward_signal}
- {id: rs-4, kind: reward_signal, inputs: [cot], weight: 0}
""",
    of_a_fix=False,
)


def check(world: World) -> Iterator[Seen]:
    """Yield reward signals that a requirement says there must be none of, for what they see."""
    signals = list(raising(world, RewardSignal, "inputs"))
    if not signals:
        return
    forbidding = [(r.name, n) for r in world.policy.requirements for n in r.needs if _forbids(n)]
    forbidden: dict[str, tuple[RewardSignal, str, tuple[str, ...]]] = {}
    for signal in signals if forbidding else ():
        for name, need in forbidding:
            staged = not need.stage or need.stage == signal.stage
            if staged and not _without_effect(signal) and _passes(world, signal, need):
                forbidden.setdefault(signal.id, (signal, name, _inputs(need)))
    # A later account takes the place of an earlier one if it shows the same; it takes nothing away.
    # Told by their days, no two can take each other's place.
    replaced = {
        old
        for later, _, _ in forbidden.values()
        for old in later.supersedes
        if old in forbidden
        and world.recorded(forbidden[old][0]).latest < world.recorded(later).earliest
    }
    motives = _changes_by_thing(world)
    for signal, name, inputs in forbidden.values():
        if signal.id not in replaced:
            yield _seen(world, signal, name, inputs, motives)


def _passes(world: World, signal: RewardSignal, need: Need) -> bool:
    return passes(world, signal, need.where, None, world.as_of) == TRUE


def _forbids(need: Need) -> bool:
    return need.quantifier == "no" and need.kind == "reward_signal" and bool(_inputs(need))


def _inputs(need: Need) -> tuple[str, ...]:
    tests = (t for t in need.where if isinstance(t, FieldTest) and t.path == ("inputs",))
    return tuple(str(test.value) for test in tests if test.test in ("has", "is"))


def _without_effect(signal: RewardSignal) -> bool:
    shares = (signal.episodes, signal.weight)
    return any(share is not None and share.value == 0 for share in shares)


def _changes_by_thing(world: World) -> dict[str, list[str]]:
    by_thing: dict[str, list[str]] = {}
    for change in raising(world, ChangeRecord):
        if change.changed is not None:
            by_thing.setdefault(change.changed, []).append(change.id)
    return by_thing


def _seen(
    world: World,
    signal: RewardSignal,
    forbidden_by: str,
    inputs: tuple[str, ...],
    by_thing: dict[str, list[str]],
) -> Seen:
    things = (signal.id, signal.component or "")
    names = (*signal.changes, *(c for thing in things for c in by_thing.get(thing, ())))
    changes = found(world, ChangeRecord, names)
    answered = (w for change in changes for w in chain.answered(world, change))
    signs = tuple(sorted({*signal.warnings, *answered}))
    known = tuple(w.id for w in found(world, Warning, signs))
    counted = written(signal.episodes)
    open_: list[str] = []
    if counted is None:
        open_.append(
            "the share of episodes as counts" if signal.episodes else "the share of episodes"
        )
    if not known:
        open_.append("a warning sign about it")
    share = f", in {signal.episodes} of episodes" if signal.episodes and not counted else ""
    share = f", in {counted} episodes" if counted else share
    left = f"; {' and '.join(open_)} {'is' if len(open_) == 1 else 'are'} not evidenced"
    about = f" (see {few(known)})" if known else ""
    return Seen(
        signal.id,
        f"`{signal.id}` sees {few(inputs)}, which `{forbidden_by}` forbids{share}{about}"
        f"{left if open_ else ''}",
        chain.first(known),
        also=known[1:],
        severity=None if open_ else Severity.WARNING,
        rests_on=known[:1],
    )
