"""The class of a measurement on design, run and grade, with the rule of the self-designed."""

from __future__ import annotations

from datetime import date

from .ties import CREDITED, RANK, SELF, lowest, party_class
from .world import Benchmark, Judgement, Measurement, World

AXES = ("design", "run", "grade")


def at_most_engaged(found: str) -> str:
    return "engaged" if RANK[found] > RANK["engaged"] else found


def design_class(world: World, benchmark: Benchmark, end: date) -> str:
    """The class of a benchmark's design on the days from its design to `end`."""
    start = benchmark.designed_from or end

    def of(name: str) -> str:
        return party_class(world, name, min(start, end), end)

    designers = benchmark.designed_by
    if not designers:
        return "unstated"
    classes = {name: of(name) for name in designers}
    lab = [n for n in designers if classes[n] in SELF]
    visible = benchmark.items_visible_to
    if lab and len(lab) == len(designers):
        return lowest(classes.values())
    found = lowest(classes.values())
    if lab:
        say = benchmark.final_say
        others_say = bool(say) and all(of(p) not in SELF for p in say)
        others_hold = any(p in say for p in benchmark.items_held_by)
        sees = (*(visible or ()), *benchmark.items_held_by)
        hidden = visible is not None and all(of(p) not in SELF for p in sees)
        if not (others_say and others_hold and hidden):
            return found
        found = lowest([classes[n] for n in designers if n not in lab] + [of(p) for p in say])
    if any(of(p) in SELF for p in benchmark.design_funded_by):
        if any(of(p) in SELF for p in (*(visible or ()), *benchmark.items_held_by)):
            return "self"
        if visible is None:
            return lowest([found, "unstated"])
        return at_most_engaged(found)
    return found


def window_end(world: World) -> date:
    """The day to which classes are asked: the decision, else as-of."""
    if world.decision is not None and world.decision.decided <= world.as_of:
        return world.decision.decided
    return world.as_of


def measurement_class(world: World, record: Measurement, axis: str) -> str:
    """The class of one measurement on one axis."""
    end = window_end(world)

    def of(holders: tuple[str, ...]) -> str:
        start = record.started
        last = end if start is None else max(start, end)
        return lowest(party_class(world, p, start, last) for p in holders)

    if axis == "design":
        found = design_class(world, world.benchmark(record.benchmark), end)
        if record.derived_by:
            return lowest([found, of(record.derived_by)])
        return found
    found = of(record.run if axis == "run" else record.graded)
    if any(of((p,)) in SELF for p in record.run_funded):
        return at_most_engaged(found)
    return found


def judgement_class(
    world: World,
    record: Judgement,
    axis: str,
    own: str | None,
    cited: dict[str, tuple[str, str | None]],
) -> str:
    """The class of a judgement; `own` is how it reads itself, `cited` what it may rely on."""
    known = [cited[i] for i in record.relied_on if i in cited]
    if not known:
        end = window_end(world)
        last = end if record.judged is None else max(record.judged, end)
        return party_class(world, record.judge, record.judged, last)
    its_way = [c for c, r in known if r == own and c in CREDITED]
    if its_way:
        return max(its_way, key=lambda c: RANK[c])
    classes = [c for c, _ in known]
    if all(c in SELF for c in classes) or any(c in CREDITED for c in classes):
        return "self"
    return "unidentified"
