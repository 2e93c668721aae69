"""The items of a threshold: its `measured`, `measured on`, `needs` and `report` lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tra_policy.evaluate.answers.answer import answer, numbered
from tra_policy.evaluate.answers.bearing import bearings
from tra_policy.evaluate.ground.deadlines import Deadline
from tra_policy.evaluate.ground.events import Frame, Happening
from tra_policy.evaluate.ground.nodes import node
from tra_policy.evaluate.ground.outcomes import together
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.waivers import waiver_for
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.acts import Act, acts_for
from tra_policy.evaluate.items.duties import performed
from tra_policy.evaluate.items.item import Item, ItemKind
from tra_policy.evaluate.items.owed import Owed
from tra_policy.evaluate.items.triggers import Trigger, asker, trigger_of
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, conjunction
from tra_policy.model.duties import Duty
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.moment import Moment
from tra_policy.model.policy import ReportLine, Threshold
from tra_policy.model.proof import Proof, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import worded_duty, worded_need, worded_timing


def threshold_items(world: World, threshold: Threshold) -> Iterator[Item]:
    """Yield the items of a threshold's lines, in the order measured, measured on, needs, report."""
    if threshold.measured:
        yield _measured(world, threshold)
    found = answer(world, threshold.name)
    titles = {need.id: worded_need(need) for need in threshold.needs}
    for name, proof in sorted(found.lines, key=lambda pair: pair[0] in titles):
        outcome: Outcome = proof.value  # type: ignore[assignment]
        kind: ItemKind = "needs" if name in titles else "measured_on"
        title = titles.get(name, proof.sentence.partition(":")[0])
        yield _item(world, threshold, name, kind, title, outcome, proof)
    names = numbered(f"{threshold.name}.report", len(threshold.reports))
    for name, line in zip(names, threshold.reports, strict=True):
        yield _report(world, threshold, line, name)


def _item(
    world: World,
    threshold: Threshold,
    name: str,
    kind: ItemKind,
    title: str,
    outcome: Outcome,
    proof: Proof,
    deadline: Deadline | None = None,
) -> Item:
    return Item(
        id=name,
        of=threshold.name,
        kind=kind,
        modality="must",
        title=title,
        outcome=outcome,
        proof=proof,
        deadline=deadline if deadline is not None and deadline.known else None,
        owner=threshold.owner or (world.parties.developer,),
    )


def _measured(world: World, threshold: Threshold) -> Item:
    name = f"{threshold.name}.measured"
    ask = asker(world, (threshold.name,))
    conditions = [t.condition for t in threshold.measured if t.condition and t.kind == "when"]
    triggers = [trigger_of(world, condition, ask) for condition in conditions]
    applies = conjunction(t.truth for t in triggers)
    timings = tuple(t for t in threshold.measured if t.kind != "when")
    duty = Duty(
        name,
        (world.parties.developer,),
        "must",
        "measure",
        (threshold.name,),
        timings=timings,
        span=threshold.measured[0].span,
    )
    title = "measured " + ", ".join(worded_timing(t) for t in threshold.measured)
    children = [t.proof for t in triggers if t.proof is not None]
    deadline = None
    done: Outcome | None = None
    if applies == TRUE:
        frame = Frame(frozenset({threshold.name}), triggered=_owed_since(world, triggers))
        # What was measured before its conditions came true is no answer to them.
        owed = Owed(duty, frame, ask, arose=bool(triggers))
        found = performed(world, owed)
        done, deadline = found.outcome, found.deadline
        children.append(found.proof)
    outcome: Outcome
    if applies == FALSE:
        outcome = "not-applicable"
    else:
        outcome = "unknown" if applies == UNKNOWN or done is None else done
    outcome, waiver = _waived(world, threshold, name, outcome, deadline)
    proof = node(
        "duty",
        outcome,
        f"{name}: {title}: {outcome}",
        children,
        place=world.place(threshold.measured[0].span),
        facts=(
            ("trigger", applies.word),
            ("done", done or ""),
            ("excused", "none"),
            ("waiver", waiver),
        ),
    )
    return _item(world, threshold, name, "measured", title, outcome, proof, deadline)


def _owed_since(world: World, triggers: Sequence[Trigger]) -> Happening | None:
    """Return since when a threshold is to be measured: its last condition came true, or the policy took
    effect where there is none. None where one of the conditions is not dated.
    """
    if not triggers:
        return happening_of_policy(world)
    dated = [t.since for t in triggers if t.since is not None]
    if len(dated) < len(triggers):
        return None
    return max(dated, key=lambda h: (h.moment.latest, h.record))


def happening_of_policy(world: World) -> Happening | None:
    """Return when the policy took effect, as a happening."""
    effective = world.policy.effective
    return Happening(Moment(effective)) if effective is not None else None


def _waived(
    world: World, threshold: Threshold, name: str, outcome: Outcome, deadline: Deadline | None
) -> tuple[Outcome, str]:
    if outcome not in ("not-met", "unknown"):
        return outcome, ""
    due = deadline.day if deadline is not None else None
    found = waiver_for(world, (name, threshold.name), due)
    return ("waived", found.name) if found else (outcome, "")


def _report(world: World, threshold: Threshold, line: ReportLine, name: str) -> Item:
    """Every result, crossed or not, must reach every recipient: one part for each measurement."""
    results = [
        b.filed.record
        for b in bearings(world, threshold)
        if isinstance(b.filed.record, Measurement) and b.filed.record.subject == world.subject
    ]
    duty = Duty(
        name,
        (world.parties.developer,),
        "must",
        "report",
        ("result",),
        recipients=line.recipients,
        timings=line.timings,
        span=line.span,
    )
    found = [_told(world, threshold, duty, result) for result in results]
    outcome: Outcome = together([o for o, _, _ in found]) if found else "unknown"
    still_open = [d for o, _, d in found if o != "met"] or [d for _, _, d in found]
    deadlines = [d for d in still_open if d is not None and d.known]
    deadline = min(deadlines, key=lambda d: (d.latest, d.basis)) if deadlines else None
    outcome, waiver = _waived(world, threshold, name, outcome, deadline)
    complete = bool(covering(world, "measurement", to=world.as_of))
    want = Want("measurement", f"a measurement for {threshold.name}", world.parties.developer)
    title = worded_duty(duty).partition(" must ")[2]
    proof = node(
        "report",
        outcome,
        f"{name}: {title}: {len(found)} results in the evidence",
        [p for _, p, _ in found],
        place=world.place(line.span),
        facts=(("waiver", waiver), ("results", str(len(found)))),
        reasons=() if found else ("missing",),
        flags=() if complete else ("selection-possible",),
        wants=() if found else (want,),
    )
    return _item(world, threshold, name, "report", title, outcome, proof, deadline)


def _told(
    world: World, threshold: Threshold, duty: Duty, result: Measurement
) -> tuple[Outcome, Proof, Deadline | None]:
    def shown_by(_: str, to: str) -> list[Act]:
        acts = [
            *acts_for(world, duty, result.id, to),
            *(
                act
                for act in acts_for(world, duty, threshold.name, to)
                if result.ended is not None and act.moment.latest >= result.ended.earliest
            ),
        ]
        return sorted(acts, key=lambda a: (a.moment.earliest, a.record))

    triggered = Happening(result.ended, result.id) if result.ended is not None else None
    frame = Frame(frozenset({threshold.name}), result, triggered)
    ask = asker(world, (threshold.name,))
    owed = Owed(duty, frame, ask, arose=True, shown_by=shown_by)
    found = performed(world, owed)
    return found.outcome, found.proof, found.deadline
