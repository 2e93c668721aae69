"""The proof of a need that takes many records together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from tra_policy.evaluate.ground.aggregates import (
    Bounds,
    Valued,
    aggregate_truth,
    bounds_of,
    valued,
)
from tra_policy.evaluate.ground.candidates import Case
from tra_policy.evaluate.ground.deadlines import is_ahead
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
from tra_policy.model.quantity import Unit, shown

SHOWN = 12  # records listed in a proof; the bounds are always over all


def aggregate_proof(world: World, need: Need, case: Case, aggregate: Aggregate) -> Proof:
    """Return whether one number out of many records meets its limit, as a proof of an outcome."""
    found = list(valued(world, need, case, aggregate))
    claim = covering(world, need.kind, range_of(need, case.group))
    current = bool(covering(world, need.kind, range_of(need, case.group), world.as_of))
    owner, item = case.owner, case.item
    said = everything_on_file(world, owner, item, case.end) if aggregate.grows else []
    bounds = bounds_of(aggregate, found, bool(claim or said))
    truth = aggregate_truth(aggregate, bounds)
    # Decided whatever else there may be: then nothing hangs on a claim that this is all.
    anyway = aggregate_truth(aggregate, bounds_of(aggregate, found, False)) != UNKNOWN
    ahead = aggregate.may_come and truth != TRUE and is_ahead(world, need.timing, case.frame)
    listed = _listed(aggregate, found)
    return node(
        "aggregate",
        "not-yet-due" if ahead else outcome_of(truth),
        f"{called_for(need, case.group)}: {_told(aggregate, bounds, found)}",
        [_valued_node(aggregate, one) for one in listed],
        place=world.place(need.span),
        evidence=[*([claim] if claim else []), *said, *(one.filed.id for one in listed)],
        facts=(
            ("statistic", aggregate.statistic),
            ("quantile", "" if aggregate.quantile is None else str(aggregate.quantile)),
            ("operator", aggregate.operator),
            ("limit", str(aggregate.limit.value)),
            ("counted", yes(aggregate.counted)),
            ("complete", yes(bool(claim))),
            ("represented", yes(bool(said))),
            ("lowest", _fact(bounds.lowest)),
            ("highest", _fact(bounds.highest)),
            ("empty", yes(bounds.empty)),
            ("listed", yes(len(listed) == len(found) and not any(v.spread for v in found))),
            ("ahead", yes(ahead)),
        ),
        reasons=_reasons(truth, found),
        flags=() if truth != UNKNOWN and (current or anyway) else ("selection-possible",),
        wants=_wants(need, case, truth, bool(claim), found, aggregate)
        if not ahead
        else [Want(need.kind, f"further records: {wished(need, case.group)}", case.owner)],
    )


def _fact(end: Fraction | None) -> str:
    return "" if end is None else str(end)


def _listed(aggregate: Aggregate, found: Sequence[Valued]) -> list[Valued]:
    """The records that tell most: first what is in question, then what is nearest to failing."""
    upward = aggregate.operator in (">", ">=")

    def order(one: Valued) -> tuple[bool, Fraction, str]:
        value = worst(one)
        return (one.known and not one.out, value if upward else -value, one.filed.id)

    def worst(one: Valued) -> Fraction:
        spread = one.spread
        found = one.value if spread is None else spread.least if upward else spread.most
        return found or Fraction(0)

    return sorted(found, key=order)[:SHOWN]


def _valued_node(aggregate: Aggregate, one: Valued) -> Proof:
    sure = one.value is not None and not one.out
    unit = aggregate.limit.unit
    told = "is not known" if one.value is None else _amount(one.value, unit)
    if one.spread is not None and one.spread.least is not None and one.spread.most is not None:
        told = f"{_amount(one.spread.least, unit)} to {_amount(one.spread.most, unit)}"
    many = f", {one.weight} of them" if one.weight != 1 and one.filed.rows is None else ""
    against = f" ({', '.join(one.reasons)})" if one.reasons else ""
    return node(
        "valued",
        TRUE if sure else UNKNOWN,
        f"{called(one.filed)}{many}: {'.'.join(aggregate.path)} {told}{against}",
        evidence=(one.filed.id,),
        facts=(
            ("amount", "" if one.value is None else str(one.value)),
            ("out", yes(one.out)),
        ),
        reasons=one.reasons,
    )


def _amount(value: Fraction, unit: Unit) -> str:
    with localcontext() as context:
        context.prec = 28
        return shown(Decimal(value.numerator) / Decimal(value.denominator), unit)


def _told(aggregate: Aggregate, bounds: Bounds, found: Sequence[Valued]) -> str:
    asked = sum(one.weight for one in found if not one.out)
    open_ones = sum(one.weight for one in found if one.out or not one.known)
    unit = aggregate.limit.unit
    low, high = bounds.lowest, bounds.highest
    if bounds.empty or (low is None and high is None):
        told = "cannot be told"
    elif low is not None and high is not None:
        told = _amount(low, unit)
        told += f" to {_amount(high, unit)}" if low != high else ""
    elif low is not None:
        told = f"at least {_amount(low, unit)}"
    else:
        told = f"at most {_amount(high or Fraction(0), unit)}"
    told += f" over {asked} record{'' if asked == 1 else 's'}"
    return told + (f", {open_ones} in question" if open_ones else "")


def _reasons(truth: Truth, found: Sequence[Valued]) -> list[Reason]:
    if truth != UNKNOWN:
        return []
    return sorted({r for one in found for r in one.reasons}) or ["missing"]


def _wants(
    need: Need,
    case: Case,
    truth: Truth,
    complete: bool,
    found: Sequence[Valued],
    aggregate: Aggregate,
) -> list[Want]:
    if truth == TRUE:
        return []
    text = wished(need, case.group)
    if truth == FALSE:
        return [Want(need.kind, f"another result: {text}", case.owner, "")]
    wants = [
        not_shown(need, text, case.owner, one.filed, next(iter(one.reasons), "missing"))
        for one in found
        if not one.known or one.out
    ]
    if not complete:
        wants.insert(0, all_claimed(need, case.owner))
    return wants or [
        Want(need.kind, f"{'.'.join(aggregate.path)} of some record: {text}", case.owner)
    ]
