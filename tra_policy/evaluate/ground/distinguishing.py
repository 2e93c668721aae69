"""The proof of a need that counts how many different values a field has."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tra_policy.evaluate.ground.aggregates import Bounds
from tra_policy.evaluate.ground.candidates import Case
from tra_policy.evaluate.ground.deadlines import is_ahead
from tra_policy.evaluate.ground.distinct import (
    Naming,
    counted,
    distinct_truth,
    naming,
    witnesses,
)
from tra_policy.evaluate.ground.nodes import called, node, yes
from tra_policy.evaluate.ground.outcomes import outcome_of
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.ranges import range_of
from tra_policy.evaluate.ground.representing import everything_on_file
from tra_policy.evaluate.ground.wishes import all_claimed, called_for, not_shown, wished
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.model.duties import Aggregate, Need
from tra_policy.model.proof import Proof, Reason, Want

SHOWN = 12  # records listed in a proof, beside those that show that there are enough values


def distinct_proof(world: World, need: Need, case: Case, aggregate: Aggregate) -> Proof:
    """Return whether the number of different values meets its limit, as a proof of an outcome."""
    found = list(naming(world, need, case, aggregate))
    claim = covering(world, need.kind, range_of(need, case.group))
    current = bool(covering(world, need.kind, range_of(need, case.group), world.as_of))
    owner, item = case.owner, case.item
    said = everything_on_file(world, owner, item, case.end) if aggregate.grows else []
    bounds = counted(found, bool(claim or said))
    truth = distinct_truth(aggregate, bounds)
    # Decided whatever else there may be: then nothing hangs on a claim that this is all.
    anyway = distinct_truth(aggregate, counted(found, False)) != UNKNOWN
    ahead = aggregate.may_come and truth != TRUE and is_ahead(world, need.timing, case.frame)
    listed = _listed(aggregate, found)
    return node(
        "distinct",
        "not-yet-due" if ahead else outcome_of(truth),
        f"{called_for(need, case.group)}: {_told(bounds, found)}",
        [_naming_node(aggregate, one) for one in listed],
        place=world.place(need.span),
        evidence=[*([claim] if claim else []), *said, *(one.filed.id for one in listed)],
        facts=(
            ("operator", aggregate.operator),
            ("limit", str(aggregate.limit.value)),
            ("complete", yes(bool(claim))),
            ("represented", yes(bool(said))),
            ("lowest", str(bounds.lowest)),
            ("highest", "" if bounds.highest is None else str(bounds.highest)),
            ("empty", yes(bounds.empty)),
            ("listed", yes(len(listed) == len(found))),
            ("ahead", yes(ahead)),
        ),
        reasons=_reasons(truth, found),
        flags=() if truth != UNKNOWN and (current or anyway) else ("selection-possible",),
        wants=_wants(need, case, aggregate, truth, bool(claim), found),
    )


def _listed(aggregate: Aggregate, found: Sequence[Naming]) -> list[Naming]:
    """Records that show how many values there are at least, and those in question."""
    above = aggregate.operator in (">", "<=")
    wanted = int(aggregate.limit.value) + above
    shown = witnesses(found, wanted)
    held = {id(one) for one in shown}
    others = sorted((one for one in found if id(one) not in held), key=_order)
    return [*shown, *others[: max(SHOWN - len(shown), 0)]]


def _order(one: Naming) -> tuple[bool, str]:
    return (not one.open and not one.out, one.filed.id)


def _naming_node(aggregate: Aggregate, one: Naming) -> Proof:
    sure = not one.out and not one.open
    told = ", ".join(sorted(one.names)) or ("is not known" if one.open else "is none")
    against = f" ({', '.join(one.reasons)})" if one.reasons else ""
    return node(
        "naming",
        TRUE if sure else UNKNOWN,
        f"{called(one.filed)}: {'.'.join(aggregate.path)} {told}{against}",
        evidence=(one.filed.id,),
        facts=(
            ("names", json.dumps(sorted(one.names), ensure_ascii=False)),
            ("more", "" if one.more is None else str(one.more)),
            ("out", yes(one.out)),
        ),
        reasons=one.reasons,
    )


def _told(bounds: Bounds, found: Sequence[Naming]) -> str:
    low, high = bounds.lowest, bounds.highest
    many = f"at least {low}" if high is None else f"{low}" if low == high else f"{low} to {high}"
    asked = sum(one.weight for one in found if not one.out)
    open_ones = sum(one.weight for one in found if one.out or one.open)
    values = "different value" if low == 1 and high in (None, 1) else "different values"
    told = f"{many} {values} in {asked} record{'' if asked == 1 else 's'}"
    return told + (f", {open_ones} in question" if open_ones else "")


def _reasons(truth: Truth, found: Sequence[Naming]) -> list[Reason]:
    if truth != UNKNOWN:
        return []
    return sorted({r for one in found for r in one.reasons}) or ["missing"]


def _wants(
    need: Need,
    case: Case,
    aggregate: Aggregate,
    truth: Truth,
    complete: bool,
    found: Sequence[Naming],
) -> list[Want]:
    if truth == TRUE:
        return []
    text = wished(need, case.group)
    if aggregate.exists:
        return [Want(need.kind, f"records with further values: {text}", case.owner, "missing")]
    if truth == FALSE:
        return [Want(need.kind, f"another result: {text}", case.owner, "")]
    wants = [
        not_shown(need, text, case.owner, one.filed, next(iter(one.reasons), "missing"))
        for one in found
        if one.open or one.out
    ]
    if not complete:
        wants.insert(0, all_claimed(need, case.owner))
    return wants or [Want(need.kind, f"some record: {text}", case.owner)]
