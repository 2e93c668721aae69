"""The numbers in two conditions of the same clause, held side by side: limits, and how many of a list."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tra_policy.evaluate.drift.codes import moved
from tra_policy.evaluate.drift.times import days_in
from tra_policy.model.conditions import (
    Comparison,
    Condition,
    Counter,
    Group,
    Holds,
    Unpublished,
)
from tra_policy.model.moment import Duration
from tra_policy.model.policy import Policy
from tra_policy.model.quantity import Quantity
from tra_policy.model.wording import worded
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Span

_UPWARDS = (">=", ">")
_ORDERED = (*_UPWARDS, "<=", "<")
_OF = "of"  # the unit of how many members of a list are wanted


class Limit(Noun):
    """A number that a condition turns on. `positive` is False below a `none of`."""

    what: str
    operator: str
    amount: Decimal | None
    unit: str
    shown: str
    positive: bool
    span: Span

    @property
    def text(self) -> str:
        """The comparison, or the head of a list, as a policy writes it."""
        if self.unit == _OF:
            return self.shown
        return f"{self.what} {self.operator} {self.shown}"


def limits(condition: Condition | None, policy: Policy, positive: bool = True) -> Iterator[Limit]:
    """Yield the numbers of a condition, also of those that it names; an unpublished one has no amount."""
    match condition:
        case Group(kind=kind, members=members):
            for member in members:
                yield from limits(member, policy, positive != (kind == "none"))
        case Holds(define=name):
            named = policy.define(name)
            # A cycle of defines is a mistake of the text, and no policy comes of such a text.
            yield from limits(named.condition if named else None, policy, positive)
        case Comparison(limit=limit):
            what = f"{condition.benchmark}.{condition.metric}"
            yield _limit(what, condition, limit, positive)
        case Counter(amount=amount):
            yield _limit(
                f"{condition.counted} since {condition.since}", condition, amount, positive
            )
        case _:
            return


def counts(condition: Condition | None, policy: Policy, positive: bool = True) -> Iterator[Limit]:
    """Yield how many of its members each list of a condition wants, also of the lists that it names."""
    match condition:
        case Group(kind=kind, members=members):
            if kind != "none":
                most = {"any": 1, "all": len(members), "at least": condition.at_least}[kind]
                what = "; ".join(sorted(map(_about, members)))
                head = f"at least {most}" if kind == "at least" else kind
                shown = f"{head} {_OF} {len(members)}"
                yield Limit(what, ">=", Decimal(most), _OF, shown, positive, condition.span)
            for member in members:
                yield from counts(member, policy, positive != (kind == "none"))
        case Holds(define=name):
            named = policy.define(name)
            yield from counts(named.condition if named else None, policy, positive)
        case _:
            return


def _about(member: Condition) -> str:
    """What a member of a list is about, its number apart: that is told by itself."""
    match member:
        case Comparison(benchmark=benchmark, metric=metric, operator=operator):
            return f"{benchmark}.{metric} {operator}"
        case Counter(counted=counted, operator=operator, since=since):
            return f"{counted} since {since} {operator}"
        case _:
            return worded(member)


def _limit(
    what: str, of: Comparison | Counter, held: Quantity | Duration | Unpublished, positive: bool
) -> Limit:
    match held:
        case Quantity(value=value, unit=unit):
            return Limit(what, of.operator, value, unit, str(held), positive, of.span)
        case Duration():
            return Limit(what, of.operator, days_in(held), "days", str(held), positive, of.span)
        case Unpublished():
            return Limit(what, of.operator, None, "", str(held), positive, of.span)


def moves(
    name: str,
    span: Span,
    older: tuple[Condition | None, Policy],
    newer: tuple[Condition | None, Policy],
    *,
    alarms: bool | None,
) -> Iterator[Diagnostic]:
    """Yield how the numbers of a condition moved, or that its words did.

    `alarms` says that the clause asks for something when the condition holds; where it clears instead,
    as `ruled out when` does, the directions are the other way round. None: what follows is not known, so
    a moved number has no direction.
    """
    if older[0] == newer[0]:
        return
    before, after = list(limits(*older)), list(limits(*newer))
    held = {(one.what, one.operator): one for one in after}
    kept_a_number = any(one.amount is not None for one in after)
    told = False
    for old in before:
        new = held.get((old.what, old.operator))
        if old.amount is None or (new is not None and new.amount == old.amount):
            continue
        if new is None and kept_a_number:
            continue
        told = True
        if new is None or new.amount is None:
            message = f"`{name}` had the limit `{old.text}`, and has no number any more"
            yield moved("TRE402", message, span=new.span if new else span, subject=name)
        else:
            yield _moved(name, old, new, alarms)
    wanted = {one.what: one for one in counts(*newer)}
    for old in counts(*older):
        new = wanted.get(old.what)
        if new is not None and new.amount != old.amount:
            told = True
            yield _moved(name, old, new, alarms)
    if not told:
        what = (
            "has no condition any more" if newer[0] is None else "turns on other words than it did"
        )
        message = f"`{name}` {what}"
        yield moved("TRE404", message, span=span, subject=name)


def excuses(
    name: str,
    span: Span,
    older: tuple[Condition, Policy],
    newer: tuple[Condition, Policy],
) -> Iterator[Diagnostic]:
    """Yield how the numbers of an exception moved, or that it is another."""
    if older[0] == newer[0]:
        return
    found = [one for one in moves(name, span, older, newer, alarms=False) if one.code != "TRE404"]
    if found:
        yield from found
    else:
        message = f"the exception of `{name}` is another than it was"
        yield moved("TRE404", message, span=span, subject=name)


def _moved(name: str, old: Limit, new: Limit, alarms: bool | None) -> Diagnostic:
    assert old.amount is not None
    assert new.amount is not None
    message = f"the limit of `{name}` moved from `{old.text}` to `{new.text}`"
    if alarms is None or new.operator not in _ORDERED or old.unit != new.unit:
        return moved("TRE404", message, span=new.span, subject=name)
    raised = new.amount > old.amount
    harder_to_hold = raised == (new.operator in _UPWARDS)
    looser = harder_to_hold == (alarms == new.positive)
    return moved("TRE409" if looser else "TRE410", message, span=new.span, subject=name)
