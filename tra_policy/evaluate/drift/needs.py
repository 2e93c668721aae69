"""The `needs` lines of a clause in two versions: which ask for less than they did, and which for more.

Lines are the same where they ask for the same of the same records, numbers and time apart.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from tra_policy.evaluate.drift.codes import moved
from tra_policy.evaluate.drift.passing import Passing, frame_of, narrowed, passing
from tra_policy.evaluate.drift.times import change
from tra_policy.logic.sampling import sample_size
from tra_policy.model.conditions import Operator
from tra_policy.model.duties import Aggregate, Need, Notes
from tra_policy.model.wording import worded_need
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import replace

Asking = Literal["less", "more", "other"]
_EXISTING = ("some", "at least", "enough")
# What asks for less where more records pass its tests: what wants some of them, or each of them to.
_LESS_WHERE_WIDER = (*_EXISTING, "every")
_MORE_WHERE_WIDER = ("no", "at most share")
_TURNED: dict[Operator, Operator] = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}


def matched(older: Sequence[Need], newer: Sequence[Need]) -> tuple[list[tuple[Need, Need]], bool]:
    """Return the lines that are the same but for numbers and time, and whether nothing else is left
    over on either side.
    """
    left = [_bare(need) for need in older]
    other: list[Need] = []
    for need in map(_bare, newer):
        if need in left:
            left.remove(need)
        else:
            other.append(need)
    pairs = []
    for new in tuple(other):
        old = next((one for one in left if _frame(one) == _frame(new)), None)
        if old is not None:
            left.remove(old)
            other.remove(new)
            pairs.append((old, new))
    return pairs, not left and not other


def between_needs(name: str, old: Need, new: Need) -> Iterator[Diagnostic]:
    """Yield whether one line asks for less than it did, for more, or in less or more time."""
    moves = {*_numbers(old, new)}
    said = f"`{worded_need(new)}`, where it said `{worded_need(old)}`"
    timing = _timing(old, new)
    if timing == "other" or "other" in moves or len(moves) > 1:
        message = f"a `needs` line of `{name}` says something else than it did"
        yield moved("TRE404", message, span=new.span, subject=name)
        return
    for move in moves:
        code = "TRE409" if move == "less" else "TRE410"
        yield moved(code, f"`{name}` asks for {move}: {said}", span=new.span, subject=name)
    if timing:
        code = "TRE407" if timing == "more" else "TRE410"
        message = f"`{name}` leaves {timing} time: {said}"
        yield moved(code, message, span=new.span, subject=name)


def _bare(need: Need) -> Need:
    """A line without what explains it and has no force."""
    return replace(need, id="", notes=Notes())


def _frame(need: Need) -> Hashable:
    over = need.aggregate
    number = None
    if over is not None:
        upward = over.operator in (">", ">=")
        number = (over.statistic, over.path, over.quantile, upward, over.limit.unit)
    quantifier = "at least" if need.quantifier in _EXISTING else need.quantifier
    return quantifier, need.kind, frame_of(need.where), need.stage, need.per, number


def _numbers(old: Need, new: Need) -> Iterator[Asking]:
    """Yield for each number of a line whether less is asked for, or more."""
    if old.quantifier in _EXISTING:
        yield from _asking(_required(old), _required(new))
    if old.share is not None and new.share is not None:
        yield from _asking(-old.share, -new.share)
    if old.aggregate is not None and new.aggregate is not None:
        one, other = old.aggregate, new.aggregate
        limit = narrowed(one.operator, one.limit.value, other.operator, other.limit.value)
        yield from _of(limit, wider="less")
    found = passing(old.where, new.where)
    if old.quantifier in _LESS_WHERE_WIDER or _helped_by_more(old.aggregate):
        yield from _of(found, wider="less")
    elif old.quantifier in _MORE_WHERE_WIDER or _hurt_by_more(old.aggregate):
        yield from _of(found, wider="more")
    elif found != "none":
        # A mean of other records is another question.
        yield "other"


def _helped_by_more(over: Aggregate | None) -> bool:
    return over is not None and over.grows


def _hurt_by_more(over: Aggregate | None) -> bool:
    turned = _TURNED.get(over.operator) if over is not None else None
    return over is not None and turned is not None and replace(over, operator=turned).grows


def _required(need: Need) -> Decimal:
    if need.quantifier == "enough" and need.rate is not None and need.confidence is not None:
        return Decimal(sample_size(need.rate, need.confidence))
    return Decimal(need.count)


def _asking(old: Decimal, new: Decimal) -> Iterator[Asking]:
    if old != new:
        yield "less" if new < old else "more"


def _of(found: Passing, wider: Asking) -> Iterator[Asking]:
    match found:
        case "wider":
            yield wider
        case "narrower":
            yield "more" if wider == "less" else "less"
        case "other":
            yield "other"
        case "none":
            return


def _timing(old: Need, new: Need) -> Literal["", "more", "less", "other"]:
    """How much time a line leaves. What asks for no record, or for each one, asks it of those in time."""
    match change([old.timing] if old.timing else [], [new.timing] if new.timing else []):
        case "none":
            return ""
        case "longer" if old.quantifier in _EXISTING or _helped_by_more(old.aggregate):
            return "more"
        case "shorter" if old.quantifier in _EXISTING or _helped_by_more(old.aggregate):
            return "less"
        case _:
            return "other"
