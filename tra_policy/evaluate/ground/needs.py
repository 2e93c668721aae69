"""What evidence must exist: one `needs` line, held against the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tra_policy.evaluate.ground.bounds import sample_size
from tra_policy.evaluate.ground.candidates import EXISTING, Candidate, Case, candidates
from tra_policy.evaluate.ground.nodes import node, yes
from tra_policy.evaluate.ground.outcomes import outcome_of, together
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.records import kind_named, value_at
from tra_policy.evaluate.ground.representing import reach_of
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.model.conditions import FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.run import RlEnvironment, TrainingRun
from tra_policy.model.proof import Flag, Proof, Reason, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import worded_need

SHOWN = 12  # candidates listed in a proof; the counts are always whole


def need_proof(world: World, need: Need, case: Case) -> Proof:
    """Return whether a need is met, as a proof whose value is an outcome."""
    if not need.per:
        return _one(world, need, case)
    groups = _groups(world, need, case)
    children: list[Proof] = []
    for group in groups:
        waiver = case.waived(group)
        if waiver:
            named = ", ".join(f"{k} {v}" for k, v in group.items())
            text = f"{named}: waived by {waiver}"
            children.append(node("waived", "waived", text, facts=(("waiver", waiver),)))
        else:
            children.append(_one(world, need, replace(case, group=group)))
    complete = _groups_complete(world, need)
    current = _groups_complete(world, need, world.as_of)
    outcome: Outcome = together([_word(c) for c in children]) if children else "unknown"
    wants: list[Want] = []
    if not complete and outcome not in ("not-met", "unknown"):
        outcome = "unknown"
    if not complete:
        what = f"a population claim that covers every {' and '.join(need.per)}"
        wants = [Want("population", what, case.owner)]
    return node(
        "per",
        outcome,
        f"{worded_need(need)}: {len(children)} groups",
        children,
        place=world.place(need.span),
        facts=(("complete", yes(complete)),),
        reasons=() if complete else ("missing",),
        flags=() if current else ("selection-possible",),
        wants=wants,
    )


def _word(proof: Proof) -> Outcome:
    value: Outcome = proof.value  # type: ignore[assignment]
    return value


def _one(world: World, need: Need, case: Case) -> Proof:
    found = list(candidates(world, need, case))
    true = sum(c.weight for c in found if c.truth == TRUE)
    unknown = sum(c.weight for c in found if c.truth == UNKNOWN)
    false = sum(c.weight for c in found if c.truth == FALSE and c.sure)
    # What is perhaps not meant, and does not answer, must not make a share smaller.
    perhaps = sum(c.weight for c in found if c.truth == FALSE and not c.sure)
    claim = covering(world, need.kind, _range(need, case.group))
    represented = _represented(world, case)
    required = _required(need)
    complete = bool(claim)
    current = bool(covering(world, need.kind, _range(need, case.group), world.as_of))
    truth = need_truth(
        need.quantifier,
        required,
        need.share,
        (true, unknown, false, perhaps),
        complete,
        bool(represented),
    )
    text = worded_need(need)
    if case.group:
        text = ", ".join(f"{k} {v}" for k, v in case.group.items()) + f": {text}"
    shown = _shown(need, found, truth)
    facts = (
        ("quantifier", need.quantifier),
        ("required", str(required)),
        ("share", "" if need.share is None else str(need.share)),
        ("true", str(true)),
        ("unknown", str(unknown)),
        ("false", str(false)),
        ("perhaps", str(perhaps)),
        ("complete", yes(complete)),
        ("represented", yes(bool(represented))),
        ("listed", yes(len(shown) == len(found))),
    )
    return node(
        "need",
        outcome_of(truth),
        f"{text}: {_tally(need, true, unknown, false, required)}",
        [_candidate_node(c) for c in shown],
        place=world.place(need.span),
        evidence=[*(n for n in (claim, *represented) if n), *(c.filed.id for c in shown)],
        facts=facts,
        reasons=_reasons(truth, found),
        flags=_flags(need, truth, current),
        wants=_wants(need, case, truth, complete, found),
    )


def need_truth(
    quantifier: str,
    required: int,
    share: Decimal | None,
    tally: tuple[int, int, int, int],
    complete: bool,
    represented: bool,
) -> Truth:
    """Return the truth of a quantified need from how many records answer, may answer, do not answer,
    and would not answer if they were meant.

    What only asks that something exists is met by its witnesses. All else is definite on the good side
    only where the records are shown to be complete.
    """
    true, unknown, false, perhaps = tally
    total = true + unknown + false
    match quantifier:
        case "some" | "at least" | "enough":
            if true >= required:
                return TRUE
            out_of_reach = true + unknown < required
            return FALSE if (complete or represented) and out_of_reach else UNKNOWN
        case "every":
            if false:
                return FALSE
            return TRUE if complete and not unknown else UNKNOWN
        case "no":
            if true:
                return FALSE
            return TRUE if complete and not unknown else UNKNOWN
        case _:
            if not complete or share is None or total == 0:
                return UNKNOWN
            if Decimal(true) > share * (total + perhaps):
                return FALSE
            return TRUE if Decimal(true + unknown) <= share * total else UNKNOWN


def _required(need: Need) -> int:
    if need.quantifier == "enough" and need.rate is not None and need.confidence is not None:
        return sample_size(need.rate, need.confidence)
    return need.count


def _range(need: Need, group: dict[str, str]) -> dict[str, str]:
    bounded = dict(group)
    if need.stage:
        bounded["stage"] = need.stage
    for test in need.where:
        if need.quantifier in EXISTING and isinstance(test, FieldTest):
            plain = test.test == "is" and not test.against_path and len(test.path) == 1
            if plain and isinstance(test.value, str):
                bounded[test.path[0].replace("-", "_")] = test.value
    return bounded


def _represented(world: World, case: Case) -> list[str]:
    return [
        filed.id
        for filed in world.representations(case.owner, case.item)
        if getattr(filed.record, "states", "") == "everything-on-file"
        and reach_of(world, filed) >= min(case.end, world.as_of)
    ]


def _tally(need: Need, true: int, unknown: int, false: int, required: int) -> str:
    found = f"{true} answer" + ("s" if true == 1 else "")
    if unknown:
        found += f", {unknown} cannot be told"
    if false:
        found += f", {false} do not" if false > 1 else ", 1 does not"
    if need.quantifier in ("at least", "enough"):
        found += f"; {required} wanted"
    return found


def _shown(need: Need, candidates: Sequence[Candidate], truth: Truth) -> list[Candidate]:
    telling = {
        "some": TRUE,
        "at least": TRUE,
        "enough": TRUE,
        "every": FALSE,
    }.get(need.quantifier, TRUE)
    ordered = sorted(candidates, key=lambda c: (c.truth != telling, c.truth != UNKNOWN, c.filed.id))
    if truth == TRUE and need.quantifier in ("some", "at least"):
        return ordered[: max(need.count, 1)]
    return ordered[:SHOWN]


def _candidate_node(candidate: Candidate) -> Proof:
    against = f" ({', '.join(candidate.reasons)})" if candidate.reasons else ""
    return node(
        "candidate",
        candidate.truth,
        f"{candidate.filed.id}{against}",
        evidence=(candidate.filed.id,),
        facts=(("weight", str(candidate.weight)), ("sure", yes(candidate.sure))),
        reasons=candidate.reasons,
    )


def _reasons(truth: Truth, candidates: Sequence[Candidate]) -> list[Reason]:
    if truth == TRUE:
        return []
    found = sorted({r for c in candidates if c.truth == UNKNOWN for r in c.reasons})
    return found or (["missing"] if truth == UNKNOWN else [])


def _flags(need: Need, truth: Truth, current: bool) -> list[Flag]:
    existing = need.quantifier in EXISTING
    if (current and truth != UNKNOWN) or (existing and truth == TRUE):
        return []
    return ["selection-possible"]


def _wants(
    need: Need, case: Case, truth: Truth, complete: bool, candidates: Sequence[Candidate]
) -> list[Want]:
    if truth == TRUE:
        return []
    text = worded_need(need).removeprefix("needs ")
    if case.group:
        text += " (" + ", ".join(f"{k} {v}" for k, v in case.group.items()) + ")"
    if need.quantifier in EXISTING:
        reason: Reason = next((r for c in candidates for r in c.reasons), "missing")
        record = next((c.filed.id for c in candidates if c.reasons), "")
        return [Want(need.kind, text, case.owner, reason, record)]
    failing = FALSE if need.quantifier == "every" else TRUE
    wrong = [c.filed.id for c in candidates if c.truth == failing]
    if wrong and truth == FALSE:
        return [
            Want(need.kind, f"{name} fails: {text}", case.owner, "missing", name) for name in wrong
        ]
    if not complete:
        return [Want("population", f"a population claim over all {need.kind} records", case.owner)]
    return [
        Want(
            need.kind,
            f"what {c.filed.id} does not show: {text}",
            case.owner,
            c.reasons[0] if c.reasons else "missing",
            c.filed.id,
        )
        for c in candidates
        if c.truth == UNKNOWN
    ]


def _groups(world: World, need: Need, case: Case) -> list[dict[str, str]]:
    known: set[tuple[str, ...]] = set()
    if need.per == ("environment",):
        known |= {(name,) for name in _environments(world, need.stage)}
    kind = kind_named(need.kind)
    for filed in world.filed(kind) if kind else ():
        if need.stage and getattr(filed.record, "stage", None) != need.stage:
            continue
        values = tuple(value_at(world, filed.record, (name,), None) for name in need.per)
        if all(v is not None for v in values):
            known.add(tuple(str(v) for v in values))
    return [dict(zip(need.per, values, strict=True)) for values in sorted(known)]


def _environments(world: World, stage: str) -> Iterable[str]:
    for environment in world.records(RlEnvironment):
        if not stage or not environment.stages or stage in environment.stages:
            yield environment.environment
    for run in world.records(TrainingRun):
        for part in run.stages:
            if not stage or part.stage == stage:
                yield from part.environments


def _groups_complete(world: World, need: Need, to: date | None = None) -> bool:
    if need.per == ("environment",):
        return bool(covering(world, "rl_environment", to=to))
    return bool(covering(world, need.kind, _range(need, {}), to))
