"""Conditions over worlds in which everything is known: every number read, every question answered.

A condition that holds in no such world can never be shown to hold, whatever the evidence; one that holds
in all of them is not a condition. Numbers fall into the finitely many cells that the limits cut, so that
every question about them can be decided exactly.

What a text leaves open is left open here too: a judgement, a safeguard, a test of a record are true or
false by themselves. So there are never fewer worlds than there could be, and "in no world" is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import assert_never

from tra_policy.logic.conditions import atoms_of, expanded
from tra_policy.logic.diagram import Expression, Variable
from tra_policy.logic.kleene import FALSE, TRUE
from tra_policy.logic.stretches import Fact, Number
from tra_policy.model.conditions import (
    Comparison,
    Condition,
    Counter,
    FieldTest,
    Group,
    Holds,
    Judgement,
    Operator,
    RoleIs,
    Said,
    ThingIs,
    ThresholdIs,
    Unpublished,
)
from tra_policy.model.moment import Duration
from tra_policy.model.policy import Policy

_OPEN = Variable(((FALSE,), (TRUE,)), (FALSE,))
_RANGES: dict[str, tuple[Decimal | None, Decimal | None]] = {
    "percent": (Decimal(0), Decimal(1)),
    "hours": (Decimal(0), None),
    "counted": (Decimal(0), None),
}


class Worlds:
    """The worlds that some conditions of a policy can tell apart."""

    def __init__(self, policy: Policy, conditions: Iterable[Condition]) -> None:
        self._policy = policy
        self._conditions = tuple(conditions)
        self._numbers: dict[object, Number] = {}
        self._at: dict[object, int] = {}
        self.facts: list[Fact] = []
        for condition in self._conditions:
            for atom in self._atoms(condition, ()):
                self._collect(atom)

    def _atoms(self, condition: Condition, within: tuple[str, ...]) -> Iterator[Condition]:
        """Yield the atoms of a condition, and of the thresholds whose state it asks for."""
        for atom in atoms_of(expanded(condition, self._policy)):
            yield atom
            if isinstance(atom, ThresholdIs) and atom.threshold not in within:
                other = self._policy.threshold(atom.threshold)
                inner = (*within, atom.threshold)
                for line in (other.reached_when, other.ruled_out_when) if other else ():
                    yield from self._atoms(line, inner) if line is not None else ()

    def _collect(self, atom: Condition) -> None:
        match atom:
            case Comparison() if not isinstance(atom.limit, Unpublished):
                number = self._number(_stream(atom), _name(atom), self._unit(atom))
                number.limits.setdefault((atom.operator, atom.limit.value), str(atom.limit))
            case Counter():
                number = self._number(
                    _counted(atom), f"`{atom.counted}` since `{atom.since}`", "counted"
                )
                number.limits.setdefault((atom.operator, _amount(atom)), str(atom.amount))
            case _:
                return

    def _number(self, key: object, name: str, unit: str) -> Number:
        least, most = _RANGES.get(unit, (None, None))
        return self._numbers.setdefault(key, Number(name, unit, least, most))

    def _unit(self, comparison: Comparison) -> str:
        benchmark = self._policy.benchmark(comparison.benchmark)
        metric = benchmark.metric(comparison.metric) if benchmark else None
        return metric.unit if metric else "number"

    def truth(self, condition: Condition, within: tuple[str, ...] = ()) -> Expression:
        """Return a condition as an expression over the facts of a world."""
        match condition:
            case Group():
                parts = tuple(self.truth(m, within) for m in condition.members)
                return _joined(condition, parts)
            case Comparison():
                if isinstance(condition.limit, Unpublished):
                    key = (*_stream(condition), condition.operator, "unpublished")
                    words = f"the unpublished limit on {_name(condition)}"
                    return self._open(key, f"{words} is met", f"{words} is not met")
                return self._held(_stream(condition), condition.operator, condition.limit.value)
            case Counter():
                return self._held(_counted(condition), condition.operator, _amount(condition))
            case Holds():
                inner = expanded(condition, self._policy)
                if inner != condition:
                    return self.truth(inner, within)
                name = f"`{condition.define}`"
                return self._open(condition, f"{name} holds", f"{name} does not hold")
            case ThresholdIs():
                return self._state(condition, within)
            case Judgement():
                judges = ", ".join(f"`{judge}`" for judge in condition.judges)
                key = (condition.judges, condition.question.casefold())
                said = f"judged by {judges}: “{condition.question}”"
                return self._open(key, said, f"not {said}")
            case Said():
                said = f"“{condition.sentence}”"
                return self._open(condition.sentence.casefold(), said, f"not {said}")
            case ThingIs():
                thing, fact = f"`{condition.thing}`", condition.fact
                return self._open(condition, f"{thing} is {fact}", f"{thing} is not {fact}")
            case FieldTest() | RoleIs():
                words = "as the line asks"
                return self._open(condition, f"a record is {words}", f"a record is not {words}")
            case _:
                assert_never(condition)

    def _held(self, key: object, operator: Operator, limit: Decimal) -> Expression:
        number = self._numbers[key]
        at = self._at.get(key)
        if at is None:
            at = self._at[key] = len(self.facts)
            self.facts.append(number.fact())
        return ("v", at, list(number.limits).index((operator, limit)))

    def _open(self, key: object, yes: str, no: str) -> Expression:
        at = self._at.get(key)
        if at is None:
            at = self._at[key] = len(self.facts)
            self.facts.append(Fact(_OPEN, (no, yes)))
        return ("v", at, 0)

    def _state(self, asked: ThresholdIs, within: tuple[str, ...]) -> Expression:
        other = self._policy.threshold(asked.threshold)
        if other is None or other.reached_when is None or asked.threshold in within:
            name = f"`{asked.threshold}`"
            reached = self._open((name,), f"{name} is reached", f"{name} is not reached")
            return reached if asked.state == "reached" else ("not", reached)
        inner = (*within, asked.threshold)
        reached = self.truth(expanded(other.reached_when, self._policy), inner)
        clear: list[Expression] = [("not", reached)]
        if other.treat_as_reached:
            # Whatever its condition says: a record may be stale, a need not met, a bound too wide.
            name = f"`{asked.threshold}`"
            unknown = self._open(
                ("unknown", name), f"{name} is unknown, and treated as reached", f"{name} is known"
            )
            reached = ("any", FALSE, (reached, unknown))
            clear.append(("not", unknown))
        if asked.state == "reached":
            return reached
        if other.ruled_out_when is not None:
            clear.append(self.truth(expanded(other.ruled_out_when, self._policy), inner))
        return ("all", TRUE, tuple(clear))


def apart(policy: Policy, condition: Condition) -> bool:
    """Whether the atoms of a condition are certainly about different things, each of them open.

    Such a condition holds in some world and fails in another, and none of its parts is idle.
    """
    seen: set[object] = set()
    for atom in atoms_of(expanded(condition, policy)):
        match atom:
            case ThresholdIs():
                return False
            case Comparison() if not isinstance(atom.limit, Unpublished):
                # Within what every number can be, whatever its unit.
                key: object = _stream(atom)
                if not 0 < atom.limit.value < 1 or atom.operator in ("=", "!="):
                    return False
            case Comparison():
                key = (*_stream(atom), atom.operator)
            case Counter():
                key = _counted(atom)
                if not _amount(atom) > 0:
                    return False
            case Judgement():
                key = (atom.judges, atom.question.casefold())
            case Said():
                key = atom.sentence.casefold()
            case _:
                key = atom
        if key in seen:
            return False
        seen.add(key)
    return _sizes_fit(condition)


def _sizes_fit(condition: Condition) -> bool:
    return not isinstance(condition, Group) or (
        1 <= condition.at_least <= len(condition.members)
        and all(_sizes_fit(member) for member in condition.members)
    )


def _stream(comparison: Comparison) -> tuple[object, ...]:
    # A bound of a confidence interval and an estimate are not one number.
    found = (comparison.benchmark, comparison.metric, comparison.run_by)
    return (*found, comparison.at_point_estimate)


def _name(comparison: Comparison) -> str:
    run = f", run by `{comparison.run_by}`," if comparison.run_by else ""
    return f"`{comparison.benchmark}.{comparison.metric}`{run}"


def _counted(counter: Counter) -> tuple[object, ...]:
    # Months and days are not compared: no number of days is a month.
    unit = counter.amount.unit
    return "counted", counter.counted, counter.since, unit


def _amount(counter: Counter) -> Decimal:
    amount = counter.amount
    return Decimal(amount.amount) if isinstance(amount, Duration) else amount.value


def _joined(group: Group, parts: tuple[Expression, ...]) -> Expression:
    match group.kind:
        case "any":
            return ("any", FALSE, parts)
        case "all":
            return ("all", TRUE, parts)
        case "none":
            return ("not", ("any", FALSE, parts))
        case "at least":
            return ("least", group.at_least, 0, 0, parts)
