"""What evidence must exist: one `needs` line, held against the records."""

from __future__ import annotations

from collections.abc import Sequence

from tra_policy.evaluate.ground.aggregating import aggregate_proof
from tra_policy.evaluate.ground.candidates import EXISTING, Candidate, Case, candidates
from tra_policy.evaluate.ground.deadlines import deadline_of
from tra_policy.evaluate.ground.groups import groups_complete, groups_of, nothing_left_out
from tra_policy.evaluate.ground.nodes import node, yes
from tra_policy.evaluate.ground.outcomes import outcome_of, together
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.quantities import need_truth, tallied
from tra_policy.evaluate.ground.ranges import range_of
from tra_policy.evaluate.ground.representing import reach_of
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.logic.sampling import sample_size
from tra_policy.model.duties import Need
from tra_policy.model.proof import Flag, Proof, Reason, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import worded_need
from tra_policy.words.noun import replace

SHOWN = 12  # candidates listed in a proof; the counts are always whole


def need_proof(world: World, need: Need, case: Case) -> Proof:
    """Return whether a need is met, as a proof whose value is an outcome."""
    if not need.per:
        return _one(world, need, case)
    groups = groups_of(world, need, case)
    children: list[Proof] = []
    for group in groups.known:
        waiver = case.waived(group)
        if waiver:
            named = ", ".join(f"{k} {v}" for k, v in group.items())
            text = f"{named}: waived by {waiver}"
            children.append(node("waived", "waived", text, facts=(("waiver", waiver),)))
        else:
            children.append(_one(world, need, replace(case, group=group)))
    complete = groups_complete(world, need)
    current = nothing_left_out(world, need)
    outcome: Outcome = together([_word(c) for c in children]) if children else "unknown"
    if outcome not in ("not-met", "unknown") and (not complete or groups.doubtful):
        outcome = "unknown"
    wants = [
        Want(
            need.kind,
            f"what {name} does not state: {' and '.join(need.per)}",
            case.owner,
            "missing",
            name,
        )
        for name in groups.doubtful
    ]
    if not complete:
        what = f"a population claim that covers every {' and '.join(need.per)}"
        wants.append(Want("population", what, case.owner))
    closed = complete and not groups.doubtful
    return node(
        "per",
        outcome,
        f"{worded_need(need)}: {len(children)} groups",
        children,
        place=world.place(need.span),
        facts=(("complete", yes(complete)), ("doubtful", str(len(groups.doubtful)))),
        reasons=() if closed else ("missing",),
        flags=() if current and not groups.doubtful else ("selection-possible",),
        wants=wants,
    )


def _word(proof: Proof) -> Outcome:
    value: Outcome = proof.value  # type: ignore[assignment]
    return value


def _one(world: World, need: Need, case: Case) -> Proof:
    if need.aggregate is not None:
        return aggregate_proof(world, need, case, need.aggregate)
    found = list(candidates(world, need, case))
    tally = tallied(found)
    claim = covering(world, need.kind, range_of(need, case.group))
    represented = _represented(world, case)
    required = _required(need)
    complete = bool(claim)
    current = bool(covering(world, need.kind, range_of(need, case.group), world.as_of))
    truth = need_truth(need.quantifier, required, need.share, tally, complete, bool(represented))
    text = worded_need(need)
    if case.group:
        text = ", ".join(f"{k} {v}" for k, v in case.group.items()) + f": {text}"
    shown = _shown(need, found, truth)
    ahead = need.quantifier in EXISTING and truth != TRUE and _is_ahead(world, need, case)
    facts = (
        ("quantifier", need.quantifier),
        ("required", str(required)),
        ("share", "" if need.share is None else str(need.share)),
        ("hits", str(tally.hits)),
        ("may hit", str(tally.may_hit)),
        ("misses", str(tally.misses)),
        ("may miss", str(tally.may_miss)),
        ("members", str(tally.members)),
        ("complete", yes(complete)),
        ("represented", yes(bool(represented))),
        ("listed", yes(len(shown) == len(found))),
        ("ahead", yes(ahead)),
    )
    return node(
        "need",
        "not-yet-due" if ahead else outcome_of(truth),
        f"{text}: {_told(need, found, required)}",
        [_candidate_node(c, need.quantifier) for c in shown],
        place=world.place(need.span),
        evidence=[*(n for n in (claim, *represented) if n), *(c.filed.id for c in shown)],
        facts=facts,
        reasons=_reasons(need, truth, found),
        flags=_flags(need, truth, current),
        wants=_wants(need, case, truth, complete, found),
    )


def _is_ahead(world: World, need: Need, case: Case) -> bool:
    """Whether what a need asks for may still come in time."""
    due = deadline_of(world, need.timing, case.frame) if need.timing is not None else None
    return due is not None and due.passed(world.as_of) == FALSE


def _required(need: Need) -> int:
    if need.quantifier == "enough" and need.rate is not None and need.confidence is not None:
        return sample_size(need.rate, need.confidence)
    return need.count


def _represented(world: World, case: Case) -> list[str]:
    return [
        filed.id
        for filed in world.representations(case.owner, case.item)
        if getattr(filed.record, "states", "") == "everything-on-file"
        and reach_of(world, filed) >= min(case.end, world.as_of)
    ]


def _told(need: Need, found: Sequence[Candidate], required: int) -> str:
    def weight(truth: Truth) -> int:
        return sum(c.weight for c in found if c.truth(need.quantifier) == truth)

    true, unknown, false = weight(TRUE), weight(UNKNOWN), weight(FALSE)
    told = f"{true} answer" + ("s" if true == 1 else "")
    if unknown:
        told += f", {unknown} cannot be told"
    if false:
        told += f", {false} do not" if false > 1 else ", 1 does not"
    if need.quantifier in ("at least", "enough"):
        told += f"; {required} wanted"
    return told


def _shown(need: Need, found: Sequence[Candidate], truth: Truth) -> list[Candidate]:
    telling = FALSE if need.quantifier == "every" else TRUE

    def order(one: Candidate) -> tuple[bool, bool, str]:
        held = one.truth(need.quantifier)
        return (held != telling, held != UNKNOWN, one.filed.id)

    ordered = sorted(found, key=order)
    if truth == TRUE and need.quantifier in ("some", "at least"):
        return ordered[: max(need.count, 1)]
    return ordered[:SHOWN]


def _candidate_node(one: Candidate, quantifier: str) -> Proof:
    against = f" ({', '.join(one.reasons)})" if one.reasons else ""
    many = f", {one.weight} of them" if one.weight != 1 else ""
    may = [word for word in ("hit", "miss", "out") if getattr(one, word)]
    return node(
        "candidate",
        one.truth(quantifier),
        f"{one.filed.id}{many}{against}",
        evidence=(one.filed.id,),
        facts=(("quantifier", quantifier), ("may", " ".join(may)), ("weight", str(one.weight))),
        reasons=one.reasons,
    )


def _reasons(need: Need, truth: Truth, found: Sequence[Candidate]) -> list[Reason]:
    if truth == TRUE:
        return []
    open_ones = [c for c in found if c.truth(need.quantifier) == UNKNOWN]
    told = sorted({r for c in open_ones for r in c.reasons})
    return told or (["missing"] if truth == UNKNOWN else [])


def _flags(need: Need, truth: Truth, current: bool) -> list[Flag]:
    existing = need.quantifier in EXISTING
    if (current and truth != UNKNOWN) or (existing and truth == TRUE):
        return []
    return ["selection-possible"]


def _wants(
    need: Need, case: Case, truth: Truth, complete: bool, found: Sequence[Candidate]
) -> list[Want]:
    if truth == TRUE:
        return []
    text = worded_need(need).removeprefix("needs ")
    if case.group:
        text += " (" + ", ".join(f"{k} {v}" for k, v in case.group.items()) + ")"
    if need.quantifier in EXISTING:
        reason: Reason = next((r for c in found for r in c.reasons), "missing")
        record = next((c.filed.id for c in found if c.reasons), "")
        return [Want(need.kind, text, case.owner, reason, record)]
    failing = FALSE if need.quantifier == "every" else TRUE
    told = [(c.filed.id, c.truth(need.quantifier)) for c in found]
    if truth == FALSE:
        wrong = dict.fromkeys(name for name, held in told if held == failing)
        return [Want(need.kind, f"{name} fails: {text}", case.owner, "", name) for name in wrong]
    if not complete:
        return [Want("population", f"a population claim over all {need.kind} records", case.owner)]
    open_ones = {c.filed.id: c for c in found if c.truth(need.quantifier) == UNKNOWN}
    return [
        Want(
            need.kind,
            f"what {name} does not show: {text}",
            case.owner,
            one.reasons[0] if one.reasons else "missing",
            name,
        )
        for name, one in open_ones.items()
    ]
