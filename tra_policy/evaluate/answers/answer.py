"""The answer for one threshold and subject: its state, and what its lines come to."""

from __future__ import annotations

from collections.abc import Sequence

from tra_policy.evaluate.answers.asking import Asking
from tra_policy.evaluate.answers.bearing import bearing_ids, bearings, threshold_sides
from tra_policy.evaluate.answers.truths import truth
from tra_policy.evaluate.ground.eligibility import Setting, eligibility, setting_of
from tra_policy.evaluate.ground.events import Frame
from tra_policy.evaluate.ground.measured import measured_on
from tra_policy.evaluate.ground.nodes import node, truth_of
from tra_policy.evaluate.ground.outcomes import outcome_of, together
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.soundness import taken_back, unsound
from tra_policy.evaluate.ground.waivers import waiver_for
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.conditions import atoms_of, expanded
from tra_policy.logic.diagram import state_truth
from tra_policy.logic.kleene import TRUE, UNKNOWN, Truth, conjunction, negation, of_bool
from tra_policy.model.conditions import Comparison, Condition
from tra_policy.model.duties import Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import JudgementRecord, Measurement
from tra_policy.model.evidence.run import Checkpoint
from tra_policy.model.policy import MeasuredOn, Threshold
from tra_policy.model.proof import Flag, Proof, Reason, Want
from tra_policy.model.report import State
from tra_policy.model.wording import worded_need
from tra_policy.words.noun import Noun

_STATE: dict[Truth, State] = {Truth.TRUE: "reached", Truth.FALSE: "not_reached"}


class Answer(Noun):
    """The computed state of a threshold, and what it was computed from."""

    threshold: Threshold
    state: State
    reached: Truth
    ruled_out: Truth
    lines: tuple[tuple[str, Proof], ...]
    proof: Proof

    @property
    def both(self) -> bool:
        """Whether the rule-in and the rule-out both hold."""
        return self.reached == TRUE and self.ruled_out == TRUE


def answer(world: World, name: str) -> Answer:
    """Return the answer of a threshold in a world; worked out once for each world."""
    key = ("answer", name)
    if key not in world.memo:
        threshold = world.policy.threshold(name)
        assert threshold is not None, name
        world.memo[key] = _answer(world, threshold)
    found: Answer = world.memo[key]
    return found


def state_proof(world: World, name: str) -> Proof:
    """Return the proof of a threshold's state, for conditions that read it."""
    return answer(world, name).proof


def _answer(world: World, threshold: Threshold) -> Answer:
    reached = _condition(world, threshold, threshold.reached_when, adverse=True)
    if threshold.ruled_out_when is None:
        ruled_out = node("not", negation(truth_of(reached)), "ruled out: not reached", (reached,))
    else:
        ruled_out = _condition(world, threshold, threshold.ruled_out_when, adverse=False)
    lines = tuple(_lines(world, threshold))
    into, out = truth_of(reached), truth_of(ruled_out)
    needs = conjunction(of_bool(p.value in ("met", "not-applicable")) for _, p in lines)
    value = state_truth(into, out, needs)
    state = _STATE.get(value, "unknown")
    undecided = state != "reached" and world.decision(threshold) is None
    flags: tuple[Flag, ...] = ("selection-possible",) if undecided else ()
    proof = node(
        "state",
        state,
        _sentence(threshold, state, into, out, lines),
        (reached, ruled_out, *(p for _, p in lines)),
        place=world.place(threshold.span),
        facts=(("threshold", threshold.name), ("subject", world.subject)),
        flags=flags,
    )
    return Answer(threshold, state, into, out, lines, proof)


def _sentence(
    threshold: Threshold,
    state: State,
    reached: Truth,
    ruled_out: Truth,
    lines: tuple[tuple[str, Proof], ...],
) -> str:
    name = threshold.name
    if state == "reached":
        both = "; it is also ruled out, which contradicts" if ruled_out == TRUE else ""
        return f"{name} is reached on the evidence supplied{both}"
    if state == "not_reached":
        return f"{name} is not reached on the evidence supplied"
    open_lines = [item for item, p in lines if p.value not in ("met", "not-applicable")]
    if ruled_out == TRUE and open_lines:
        return (
            f"{name} is unknown: ruled out by its numbers, but {', '.join(open_lines)} is not met"
        )
    return f"{name} is unknown: the evidence neither shows it nor rules it out"


def _condition(
    world: World, threshold: Threshold, condition: Condition | None, adverse: bool
) -> Proof:
    if condition is None:
        want = Want("policy", f"when {threshold.name} is reached", world.policy.developer)
        return node(
            "open",
            UNKNOWN,
            f"the policy does not say when {threshold.name} is reached",
            place=world.place(threshold.span),
            reasons=("missing",),
            wants=(want,),
        )
    defines = frozenset(d.name for d in world.policy.defines)
    asking = Asking(
        world=world,
        setting=setting_of(world, threshold),
        names=defines | {threshold.name},
        state=state_proof,
        adverse=adverse,
    )
    return truth(asking, expanded(condition, world.policy))


def numbered(base: str, count: int) -> list[str]:
    """Return item names for several lines of one kind: `T.report`, `T.report-2`, …"""
    return [base if i == 0 else f"{base}-{i + 1}" for i in range(count)]


def _lines(world: World, threshold: Threshold) -> list[tuple[str, Proof]]:
    found: list[tuple[str, Proof]] = []
    for need in threshold.needs:
        found.append((need.id, _need(world, threshold, need)))
    names = numbered(f"{threshold.name}.measured_on", len(threshold.measured_on))
    for name, line in zip(names, threshold.measured_on, strict=True):
        found.append((name, _measured_on(world, threshold, line, name)))
    return found


def _need(world: World, threshold: Threshold, need: Need) -> Proof:
    # A policy whose thresholds ask for no records does without all that looks for them.
    from tra_policy.evaluate.ground.candidates import Case
    from tra_policy.evaluate.ground.needs import need_proof

    setting = setting_of(world, threshold)
    case = Case(
        item=need.id,
        frame=Frame(frozenset({threshold.name})),
        end=setting.end(world.as_of),
        owner=world.parties.developer,
        accepts=lambda filed: _accepts(world, threshold, filed),
        nearby=lambda kind: _nearby(world, threshold, kind),
    )
    proof = need_proof(world, need, case)
    if proof.value == "met":
        return proof
    waiver = waiver_for(world, (need.id, threshold.name), None)
    if waiver is None:
        return proof
    text = f"{worded_need(need)}: waived by {waiver.name}"
    return node("waived", "waived", text, (proof,), facts=(("waiver", waiver.name),))


def _accepts(world: World, threshold: Threshold, filed: Filed) -> tuple[Reason, ...] | None:
    """What stands against a record as an answer to a threshold's need; None where it is not in
    question: only measurements on a benchmark that the atoms name count, or, where no atom names
    one, any that bears.
    """
    record = filed.record
    if not isinstance(record, (Measurement, JudgementRecord)):
        return None if taken_back(record) else unsound(world, filed)
    if filed.id not in bearing_ids(world, threshold):
        return None
    named = _named_benchmarks(world, threshold)
    if isinstance(record, Measurement) and named and record.benchmark not in named:
        return None
    standing = eligibility(world, filed, setting_of(world, threshold))
    return None if standing.powerless else standing.reasons


def _nearby(world: World, threshold: Threshold, kind: type[Record]) -> Sequence[Filed] | None:
    """The records of a kind that may answer a threshold's need; None where any may."""
    if kind not in (Measurement, JudgementRecord):
        return None
    return [b.filed for b in bearings(world, threshold) if type(b.filed.record) is kind]


def _named_benchmarks(world: World, threshold: Threshold) -> frozenset[str]:
    key = ("named benchmarks", threshold.name)
    if key not in world.shared:
        world.shared[key] = frozenset(_benchmarks_in(world, threshold))
    found: frozenset[str] = world.shared[key]
    return found


def _benchmarks_in(world: World, threshold: Threshold) -> set[str]:
    reached, ruled_out = threshold_sides(world, threshold)
    named = {a.benchmark for a, _ in (*reached, *ruled_out) if isinstance(a, Comparison)}
    for condition in (threshold.reached_when, threshold.ruled_out_when):
        if condition is not None:
            for atom in atoms_of(expanded(condition, world.policy)):
                if isinstance(atom, Comparison):
                    named.add(atom.benchmark)
    return named


def _measured_on(world: World, threshold: Threshold, line: MeasuredOn, item: str) -> Proof:
    place = world.place(line.span)
    subjects, complete, current = _subjects(world, line)
    where = f" in stage {line.stage}" if line.stage else ""
    text = (
        f"measured on every checkpoint{where}"
        if line.every
        else "measured on the released checkpoint"
    )
    children = [_measured_subject(world, threshold, subject) for subject in subjects]
    outcome = together([outcome_of(truth_of(c)) for c in children]) if children else "unknown"
    if not children:
        outcome = "unknown"
    if outcome == "met" and not complete:
        outcome = "unknown"
    wants: list[Want] = []
    if not complete:
        what = f"a population claim over the checkpoints{where}"
        wants = [Want("population", what, world.parties.developer)]
    if outcome != "met":
        waiver = waiver_for(world, (item, threshold.name), None)
        if waiver is not None:
            facts = (("waiver", waiver.name),)
            return node(
                "waived", "waived", f"{text}: waived by {waiver.name}", children, facts=facts
            )
    return node(
        "measured on",
        outcome,
        f"{text}: {sum(c.value == 'true' for c in children)} of {len(children)} evidenced",
        children,
        place=place,
        facts=(("complete", "yes" if complete else "no"),),
        reasons=() if outcome == "met" else ("missing",),
        flags=() if current else ("selection-possible",),
        wants=wants,
    )


def _subjects(world: World, line: MeasuredOn) -> tuple[list[str], bool, bool]:
    """The subjects of a line, whether they are all there are, and whether that holds to this day."""
    if not line.every:
        return [world.subject], True, True
    # A checkpoint that does not say of which stage it is may be of this one.
    found = [
        c.id for c in world.records(Checkpoint) if not line.stage or c.stage in (line.stage, None)
    ]
    asked = {"stage": line.stage} if line.stage else {}
    whole = covering(world, "checkpoint", asked)
    return sorted(found), bool(whole), bool(covering(world, "checkpoint", asked, world.as_of))


def _measured_subject(world: World, threshold: Threshold, subject: str) -> Proof:
    named = _named_benchmarks(world, threshold)
    decision = world.decision(threshold)
    found: list[str] = []
    faulty: list[tuple[str, Reason]] = []
    for filed in measured_on(world, subject):
        record: Record = filed.record
        assert isinstance(record, Measurement)
        bears = record.benchmark in named or threshold.name in record.thresholds
        if not bears or record.value is None:
            continue
        standing = eligibility(world, filed, Setting(threshold, subject, decision))
        if standing.eligible:
            found.append(filed.id)
        else:
            faulty.append((filed.id, standing.reasons[0]))
    value = TRUE if found else UNKNOWN
    want = Want(
        "measurement",
        f"a measurement for {threshold.name} on {subject}",
        world.parties.developer,
        faulty[0][1] if faulty else "missing",
    )
    return node(
        "measured subject",
        value,
        f"{subject}: {', '.join(found) if found else 'no measurement on it in the evidence'}",
        evidence=found,
        facts=(("found", str(len(found))),),
        reasons=() if found else ("missing",),
        wants=() if found else (want,),
    )
