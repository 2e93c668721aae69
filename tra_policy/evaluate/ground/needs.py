"""What evidence must exist: one `needs` line, held against the records."""

from __future__ import annotations

from collections.abc import Sequence

from tra_policy.evaluate.ground.candidates import EXISTING, Candidate, Case
from tra_policy.evaluate.ground.deadlines import is_ahead
from tra_policy.evaluate.ground.groups import groups_complete, groups_of, nothing_left_out
from tra_policy.evaluate.ground.narrowing import Found, found_by
from tra_policy.evaluate.ground.nodes import called, node, verb, yes
from tra_policy.evaluate.ground.outcomes import outcome_of, together
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.quantities import need_truth, tallied, wanted_of
from tra_policy.evaluate.ground.ranges import range_of
from tra_policy.evaluate.ground.representing import everything_on_file
from tra_policy.evaluate.ground.wishes import all_claimed, called_for, not_shown, wished
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.model.duties import Need
from tra_policy.model.proof import Flag, Proof, Reason, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import worded_need
from tra_policy.words.noun import replace

_Held = Sequence[tuple[Candidate, Truth]]
SHOWN = 12  # candidates listed in a proof; the counts are always whole
SHOWN_BESIDES = 3  # where none was worth a look


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
    if need.aggregate is not None and need.aggregate.statistic == "distinct":
        from tra_policy.evaluate.ground.distinguishing import distinct_proof

        return distinct_proof(world, need, case, need.aggregate)
    if need.aggregate is not None:
        from tra_policy.evaluate.ground.aggregating import aggregate_proof

        return aggregate_proof(world, need, case, need.aggregate)
    found = found_by(world, need, case)
    tally = tallied(found.each, found.failing)
    claim = covering(world, need.kind, range_of(need, case.group))
    represented = everything_on_file(world, case.owner, case.item, case.end)
    required = wanted_of(need)
    complete = bool(claim)
    current = bool(covering(world, need.kind, range_of(need, case.group), world.as_of))
    held = [(one, one.truth(need.quantifier)) for one in found.each]
    truth = need_truth(need.quantifier, required, need.share, tally, complete, bool(represented))
    text = called_for(need, case.group)
    shown = _shown(need, found, held, truth)
    ahead = (
        need.quantifier in EXISTING and truth != TRUE and is_ahead(world, need.timing, case.frame)
    )
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
        ("listed", yes(len(shown) == len(held) + found.failing)),
        ("ahead", yes(ahead)),
    )
    return node(
        "need",
        "not-yet-due" if ahead else outcome_of(truth),
        f"{text}: {_told(need, found, held, required)}",
        [_candidate_node(world, c, need.quantifier) for c in shown],
        place=world.place(need.span),
        evidence=[*(n for n in (claim, *represented) if n), *(c.filed.record.id for c in shown)],
        facts=facts,
        reasons=_reasons(truth, held),
        flags=_flags(need, truth, current),
        wants=_wants(need, case, truth, complete, held),
    )


def _told(need: Need, found: Found, held: _Held, required: int) -> str:
    def weight(truth: Truth) -> int:
        return sum(c.weight for c, value in held if value == truth)

    true, unknown, false = weight(TRUE), weight(UNKNOWN), weight(FALSE) + found.failing
    told = f"{true} answer" + ("s" if true == 1 else "")
    if unknown:
        told += f", {unknown} cannot be told"
    if false:
        told += f", {false} do not" if false > 1 else ", 1 does not"
    if need.quantifier in ("at least", "enough"):
        told += f"; {required} wanted"
    return told


def _shown(need: Need, found: Found, held: _Held, truth: Truth) -> list[Candidate]:
    telling = FALSE if need.quantifier == "every" else TRUE
    enough = truth == TRUE and need.quantifier in ("some", "at least")
    most = max(need.count, 1) if enough else SHOWN

    def order(one: tuple[Candidate, Truth]) -> tuple[bool, bool, str]:
        return (one[1] != telling, one[1] != UNKNOWN, one[0].filed.record.id)

    known = [one for one in held if one[1] == telling]
    if len(known) < most:
        failing = (Candidate(filed, False, True) for filed in found.near[:most])
        # Those that were not looked at are about something else: a few show of what there is enough.
        others = found.first(min(most, SHOWN_BESIDES)) if not held and not found.near else ()
        known = [*held, *((one, FALSE) for one in (*failing, *others))]
    return [one for one, _ in sorted(known, key=order)[:most]]


def _candidate_node(world: World, one: Candidate, quantifier: str) -> Proof:
    # One record fails for many instances in the same way.
    may = (one.hit, one.miss, one.out, one.weight, one.reasons)
    key = ("candidate", one.filed.record.id, quantifier, may)
    if key not in world.shared:
        world.shared[key] = _node_of(one, quantifier)
    found: Proof = world.shared[key]
    return found


def _node_of(one: Candidate, quantifier: str) -> Proof:
    against = f" ({', '.join(one.reasons)})" if one.reasons else ""
    many = f", {one.weight} of them" if one.weight != 1 and one.filed.rows is None else ""
    may = [word for word in ("hit", "miss", "out") if getattr(one, word)]
    return node(
        "candidate",
        one.truth(quantifier),
        f"{called(one.filed)}{many}{against}",
        evidence=(one.filed.id,),
        facts=(("quantifier", quantifier), ("may", " ".join(may)), ("weight", str(one.weight))),
        reasons=one.reasons,
    )


def _reasons(truth: Truth, held: _Held) -> list[Reason]:
    if truth == TRUE:
        return []
    told = sorted({r for one, value in held if value == UNKNOWN for r in one.reasons})
    return told or (["missing"] if truth == UNKNOWN else [])


def _flags(need: Need, truth: Truth, current: bool) -> list[Flag]:
    existing = need.quantifier in EXISTING
    if (current and truth != UNKNOWN) or (existing and truth == TRUE):
        return []
    return ["selection-possible"]


def _wants(need: Need, case: Case, truth: Truth, complete: bool, held: _Held) -> list[Want]:
    if truth == TRUE:
        return []
    text = wished(need, case.group)
    if need.quantifier in EXISTING:
        reason: Reason = next((r for c, _ in held for r in c.reasons), "missing")
        record = next((c.filed.id for c, _ in held if c.reasons), "")
        return [Want(need.kind, text, case.owner, reason, record)]
    failing = FALSE if need.quantifier == "every" else TRUE
    told = [(c.filed, value) for c, value in held]
    if truth == FALSE:
        wrong = {filed.id: filed for filed, value in told if value == failing}
        # Only rows are told as a share of all, and every cell of them is looked at.
        whole = 0 if need.share is None else sum(c.weight for c, _ in held)
        return [
            Want(
                need.kind,
                f"{called(filed, whole)} {verb(filed, 'fails', 'fail')}: {text}",
                case.owner,
                "",
                name,
            )
            for name, filed in wrong.items()
        ]
    if not complete:
        return [all_claimed(need, case.owner)]
    open_ones = {c.filed.id: c for c, value in held if value == UNKNOWN}
    return [
        not_shown(need, text, case.owner, one.filed, next(iter(one.reasons), "missing"))
        for one in open_ones.values()
    ]
