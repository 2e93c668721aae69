"""Requirements: evidence that must exist for every record of a kind, or once for the run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tra_policy.evaluate.ground.candidates import Case
from tra_policy.evaluate.ground.deadlines import deadline_of
from tra_policy.evaluate.ground.events import Frame, Happening
from tra_policy.evaluate.ground.needs import need_proof
from tra_policy.evaluate.ground.nodes import node
from tra_policy.evaluate.ground.outcomes import together
from tra_policy.evaluate.ground.plainly import is_plainly_met
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.records import passes
from tra_policy.evaluate.ground.waivers import waiver_for
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.instances import fine_shown, instances_of, is_fine
from tra_policy.evaluate.items.item import Item
from tra_policy.evaluate.items.owed import Ask
from tra_policy.evaluate.items.triggers import Trigger, asker, excuse_of, trigger_of
from tra_policy.logic.kleene import TRUE, UNKNOWN, Truth, conjunction, of_bool
from tra_policy.model.conditions import Condition, FieldTest
from tra_policy.model.evidence.base import Record
from tra_policy.model.moment import Moment
from tra_policy.model.policy import Requirement
from tra_policy.model.proof import Proof, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import worded_need
from tra_policy.words.noun import Noun

_MOST_KEPT = 10_000  # frames of records


class _Asked(Noun):
    world: World
    requirement: Requirement
    trigger: Trigger
    ask: Ask


def requirement_item(world: World, requirement: Requirement) -> Item:
    """Return the item of a requirement."""
    ask = asker(world, (requirement.name,))
    trigger = trigger_of(world, requirement.when, ask)
    asked = _Asked(world, requirement, trigger, ask)
    instances = instances_of(world, requirement.for_every)
    parts, met = _parts(asked, instances.records)
    outcome: Outcome = together([*map(_word, parts), *(("met",) if met else ())])
    by_scope = False
    if instances.of_records:
        outcome, by_scope = instances.outcome(outcome, len(parts) + met)
        proof = instances.proof(world, requirement.name, parts, outcome, met)
    else:
        proof = parts[0]
    if requirement.population_complete and outcome != "not-applicable":
        outcome, proof = _complete(asked, outcome, proof)
    return Item(
        id=requirement.name,
        of=requirement.name,
        kind="requirement",
        modality="must",
        title=requirement.title or "; ".join(worded_need(n) for n in requirement.needs),
        outcome=outcome,
        proof=proof,
        blocks=requirement.if_unknown_block,
        by_scope=by_scope,
        owner=requirement.owner or (world.parties.developer,),
    )


def _word(proof: Proof) -> Outcome:
    value: Outcome = proof.value  # type: ignore[assignment]
    return value


def _parts(asked: _Asked, records: Sequence[Record | None]) -> tuple[list[Proof], int]:
    """The proofs of the instances, and how many more are met. A proof over all of them lists only the
    first with which nothing is wrong: from then on one that is plainly met needs no proof.
    """
    parts: list[Proof] = []
    fine = met = 0
    most = fine_shown(len(records))
    for record in records:
        if fine >= most and record is not None and _is_plainly_met(asked, record):
            met += 1
            continue
        parts.append(_instance(asked, record))
        fine += is_fine(parts[-1])
    return parts, met


def _is_plainly_met(asked: _Asked, record: Record) -> bool:
    """Whether what `_instance` would prove is that all needs are met, and nothing besides."""
    world, requirement = asked.world, asked.requirement
    if asked.trigger.proof is not None or requirement.unless is not None or not requirement.needs:
        return False
    case = _case(asked, record, _frame(asked, record), None)
    return all(is_plainly_met(world, need, case) for need in requirement.needs)


def _frame(asked: _Asked, record: Record | None) -> Frame:
    if record is None or record.happened is None:
        return Frame(outer=record, triggered=asked.trigger.since)
    # What one clause asks of a record, others ask of it relative to the same.
    kept: dict[int, Frame] = asked.world.memo.setdefault(("frames",), {})
    if id(record) not in kept:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[id(record)] = Frame(outer=record, triggered=Happening(record.happened, record.id))
    return kept[id(record)]


def _case(asked: _Asked, record: Record | None, frame: Frame, due: date | None) -> Case:
    return Case(
        item=asked.requirement.name,
        frame=frame,
        end=asked.world.as_of,
        owner=(asked.requirement.owner or (asked.world.parties.developer,))[0],
        waived=lambda group: _waiver(asked, record, group, due),
    )


def _instance(asked: _Asked, record: Record | None) -> Proof:
    world, requirement = asked.world, asked.requirement
    name = f"{requirement.name}" + (f" for {record.id}" if record is not None else "")
    children: list[Proof] = [asked.trigger.proof] if asked.trigger.proof is not None else []
    if asked.trigger.truth != TRUE:
        return _whole(asked, name, children, None, "none", "")
    frame = _frame(asked, record)
    fell_due = _fell_due(world, requirement, frame)
    since = record.happened if record is not None else None
    due = fell_due.day if fell_due is not None else since.day if since else None
    case = _case(asked, record, frame, due)
    needs = [need_proof(world, need, case) for need in requirement.needs]
    done: Outcome = together([_word(n) for n in needs]) if needs else "unknown"
    waiver = _waiver(asked, record, {}, due) if done not in ("met", "waived") else ""
    excused = "none"
    excuse = excuse_of(world, asked.ask, requirement.unless, fell_due)
    if excuse is not None:
        excused = excuse.truth.word if excuse.invoked else "not invoked"
        children.append(excuse.proof)
    return _whole(asked, name, [*children, *needs], done, excused, waiver)


def _fell_due(world: World, requirement: Requirement, frame: Frame) -> Moment | None:
    """The moment at which the first of the needs fell due; None where none sets a time."""
    found = [
        deadline.earliest
        for need in requirement.needs
        if need.timing is not None
        and (deadline := deadline_of(world, need.timing, frame)) is not None
        and deadline.earliest is not None
    ]
    first = min(found, default=None)
    return Moment(first.date(), first.time()) if first is not None else None


def _whole(
    asked: _Asked,
    name: str,
    children: list[Proof],
    done: Outcome | None,
    excused: str,
    waiver: str,
) -> Proof:
    outcome = requirement_outcome(asked.trigger.truth.word, done, excused, bool(waiver))
    wants: list[Want] = []
    if (done is None and asked.trigger.truth == TRUE) or not asked.requirement.needs:
        wants = [Want("policy", f"what {name} needs", asked.world.policy.developer)]
    return node(
        "requirement",
        outcome,
        f"{name}: {outcome}" + (f", waived by {waiver}" if waiver else ""),
        children,
        place=asked.world.place(asked.requirement.span),
        facts=(
            ("trigger", asked.trigger.truth.word),
            ("done", done or ""),
            ("excused", excused),
            ("waiver", waiver),
        ),
        wants=wants,
    )


def requirement_outcome(trigger: str, done: Outcome | None, excused: str, waived: bool) -> Outcome:
    """Return the outcome of a requirement for one instance."""
    if trigger == "false":
        return "not-applicable"
    if trigger == "unknown" or done is None:
        return "unknown"
    if done in ("met", "waived"):
        return done
    if excused == "true":
        return "waived"
    if excused == "unknown":
        return "unknown"
    return "waived" if waived else done


def _waiver(asked: _Asked, record: Record | None, group: dict[str, str], due: date | None) -> str:
    world = asked.world

    def tested(tests: tuple[Condition, ...]) -> Truth:
        return conjunction(_test(world, record, group, t) for t in tests)

    found = waiver_for(world, (asked.requirement.name,), due, tested)
    if found is None or (not found.where and group):
        return ""
    return found.name


def _test(world: World, record: Record | None, group: dict[str, str], test: Condition) -> Truth:
    if isinstance(test, FieldTest):
        name = ".".join(test.path).replace("-", "_")
        if name in group and test.test in ("is", "="):
            return of_bool(group[name] == str(test.value))
    return passes(world, record, (test,), None, world.as_of) if record is not None else UNKNOWN


def _complete(asked: _Asked, outcome: Outcome, proof: Proof) -> tuple[Outcome, Proof]:
    world, requirement = asked.world, asked.requirement
    kinds = [requirement.for_every.kind] if requirement.for_every else []
    kinds += [need.kind for need in requirement.needs] if not kinds else []
    open_kinds = [kind for kind in kinds if not covering(world, kind)]
    lapsed = [kind for kind in kinds if not covering(world, kind, to=world.as_of)]
    if outcome != "not-met" and open_kinds:
        outcome = "unknown"
    wants = [
        Want("population", f"a population claim over all {kind} records", world.parties.developer)
        for kind in open_kinds
    ]
    whole = node(
        "population complete",
        outcome,
        f"{requirement.name}: population complete",
        (proof,),
        facts=(("complete", "no" if open_kinds else "yes"),),
        reasons=("missing",) if open_kinds else (),
        wants=wants,
        flags=("selection-possible",) if lapsed else (),
    )
    return outcome, whole
