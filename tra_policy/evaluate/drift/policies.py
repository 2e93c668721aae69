"""Two versions of a policy, clause by clause and line by line; names tell which clause is which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from tra_policy.evaluate.drift.codes import moved
from tra_policy.evaluate.drift.duties import between_duties
from tra_policy.evaluate.drift.limits import excuses, limits, moves
from tra_policy.evaluate.drift.needs import between_needs, matched
from tra_policy.evaluate.drift.passing import Passing, passing
from tra_policy.evaluate.drift.times import change, days_in
from tra_policy.evaluate.drift.uses import alarms_by_name
from tra_policy.model.duties import Timing
from tra_policy.model.policy import (
    Commitment,
    Define,
    Document,
    Policy,
    Requirement,
    Safeguard,
    Threshold,
)
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Span


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def span(self) -> Span: ...


Clause = TypeVar("Clause", bound=_Named)
Pairs = Callable[[Clause, Clause], Iterable[Diagnostic]]


def between_policies(older: Policy, newer: Policy) -> tuple[Diagnostic, ...]:
    """Return what moved from one policy to another.

    What is gone stands at its place in the older text, all else at its place in the newer one.
    """

    alarms = alarms_by_name(newer)

    def of_thresholds(old: Threshold, new: Threshold) -> Iterator[Diagnostic]:
        return _threshold(old, new, older, newer)

    def of_defines(old: Define, new: Define) -> Iterator[Diagnostic]:
        pair = (old.condition, older), (new.condition, newer)
        return moves(new.name, new.span, *pair, alarms=alarms.get(new.name))

    def of_commitments(old: Commitment, new: Commitment) -> Iterator[Diagnostic]:
        pair = (old.when, older), (new.when, newer)
        asks = any(duty.modal != "may" for duty in new.duties)
        yield from moves(new.name, new.span, *pair, alarms=True if asks else None)
        yield from _about(old, new)
        yield from _excused(old, new, older, newer)

    def of_requirements(old: Requirement, new: Requirement) -> Iterator[Diagnostic]:
        pair = (old.when, older), (new.when, newer)
        yield from moves(new.name, new.span, *pair, alarms=True)
        yield from _about(old, new)
        yield from _excused(old, new, older, newer)
        yield from _needs(old, new)

    found = [
        *_matched("threshold", older.thresholds, newer.thresholds, of_thresholds, older),
        *_matched("requirement", older.requirements, newer.requirements, of_requirements, older),
        *_both(older.defines, newer.defines, of_defines),
        *_both(older.safeguards, newer.safeguards, _safeguard),
        *_both(older.documents, newer.documents, _document),
        *_both(older.commitments, newer.commitments, of_commitments),
    ]
    found += between_duties(older, newer)
    found += _amendment(older, newer)
    return tuple(found)


def _matched(
    kind: str,
    olds: Sequence[Clause],
    news: Sequence[Clause],
    compare: Pairs[Clause],
    older: Policy,
) -> Iterator[Diagnostic]:
    yield from _both(olds, news, compare)
    held = {one.name for one in news}
    known = {one.name for one in olds}
    yield from (_gone(kind, old, older) for old in olds if old.name not in held)
    for new in news:
        if new.name not in known:
            message = f"the {kind} `{new.name}` is not in the older policy"
            yield moved("TRE411", message, span=new.span, subject=new.name)


def _both(
    olds: Sequence[Clause], news: Sequence[Clause], compare: Pairs[Clause]
) -> Iterator[Diagnostic]:
    """Yield what moved in the clauses that both have.

    Of a thing that is only declared nothing else is told: the duties that speak of it tell what came of it.
    """
    held = {one.name: one for one in news}
    for old in olds:
        if old.name in held:
            yield from compare(old, held[old.name])


def _gone(kind: str, old: _Named, older: Policy) -> Diagnostic:
    message = f"the newer policy has no {kind} `{old.name}`"
    if isinstance(old, Threshold):
        told = [*limits(old.reached_when, older), *limits(old.ruled_out_when, older)]
        numbers = [f"`{one.text}`" for one in told if one.amount is not None]
        if numbers:
            message += f", and with it went {' and '.join(numbers)}"
            return moved("TRE402", message, span=old.span, subject=old.name)
    return moved("TRE401", message, span=old.span, subject=old.name)


def _threshold(
    old: Threshold, new: Threshold, older: Policy, newer: Policy
) -> Iterator[Diagnostic]:
    name, span = new.name, new.span
    pair = (old.reached_when, older), (new.reached_when, newer)
    yield from moves(name, span, *pair, alarms=True)
    pair = (old.ruled_out_when, older), (new.ruled_out_when, newer)
    yield from moves(name, span, *pair, alarms=False)
    yield from _default(name, span, old.treat_as_reached, new.treat_as_reached, "treat as reached")
    yield from _needs(old, new)
    yield from _lines("measured on", old.measured_on, new.measured_on, new)
    alike = [one.recipients for one in old.reports] == [one.recipients for one in new.reports]
    times = [([*a.timings], [*b.timings]) for a, b in zip(old.reports, new.reports, strict=False)]
    yield from _timed("report", old.reports, new.reports, times if alike else [], new)
    times = [([a], [b]) for a, b in zip(old.measured, new.measured, strict=False)]
    yield from _timed("measured", old.measured, new.measured, times, new)
    for what, before, after in (
        ("is set", old.set_by, new.set_by),
        ("is decided", old.decided_by, new.decided_by),
    ):
        if before != after:
            message = f"`{name}` {what} by {_by(after)}, where it was {_by(before)}"
            yield moved("TRE404", message, span=span, subject=name)


def _by(parties: Sequence[str]) -> str:
    return ", ".join(f"`{party}`" for party in parties) or "nobody who is named"


def _default(name: str, span: Span, old: bool, new: bool, line: str) -> Iterator[Diagnostic]:
    if old and not new:
        message = f"`{name}` has no line `if unknown {line}` any more"
        yield moved("TRE405", message, span=span, subject=name)
    elif new and not old:
        message = f"`{name}` has the line `if unknown {line}`"
        yield moved("TRE410", message, span=span, subject=name)


def _lines(
    what: str, old: Sequence[object], new: Sequence[object], clause: _Named
) -> Iterator[Diagnostic]:
    """Yield that there are fewer or more lines of a kind, or that as many of them say something else."""
    if list(old) == list(new):
        return
    name, span = clause.name, clause.span
    if len(new) < len(old):
        message = f"`{name}` has fewer `{what}` lines than it had: {len(new)} instead of {len(old)}"
        yield moved("TRE403", message, span=span, subject=name)
    elif len(new) > len(old):
        message = f"`{name}` has more `{what}` lines than it had: {len(new)} instead of {len(old)}"
        yield moved("TRE410", message, span=span, subject=name)
    else:
        message = f"a `{what}` line of `{name}` says something else than it did"
        yield moved("TRE404", message, span=span, subject=name)


def _timed(
    what: str,
    old: Sequence[object],
    new: Sequence[object],
    times: Sequence[tuple[list[Timing], list[Timing]]],
    clause: _Named,
) -> Iterator[Diagnostic]:
    """Yield that lines of a kind leave more time than they did, or less, where nothing else moved."""
    ways = {change(before, after) for before, after in times} - {"none"}
    if len(old) == len(new) == len(times) and len(ways) == 1 and ways <= {"longer", "shorter"}:
        longer = ways == {"longer"}
        code, told = ("TRE407", "more") if longer else ("TRE410", "less")
        message = f"a `{what}` line of `{clause.name}` leaves {told} time than it did"
        yield moved(code, message, span=clause.span, subject=clause.name)
    else:
        yield from _lines(what, old, new, clause)


def _needs(old: Threshold | Requirement, new: Threshold | Requirement) -> Iterator[Diagnostic]:
    pairs, whole = matched(old.needs, new.needs)
    for before, after in pairs:
        yield from between_needs(new.name, before, after)
    if not whole:
        yield from _lines("needs", old.needs, new.needs, new)


def _about(old: Commitment | Requirement, new: Commitment | Requirement) -> Iterator[Diagnostic]:
    if old.for_every == new.for_every:
        return
    before, after = old.for_every, new.for_every
    found: Passing = "other"
    if before is not None and after is not None and before.kind == after.kind:
        found = passing(before.where, after.where)
    if found in ("wider", "narrower"):
        code, told = ("TRE410", "more") if found == "wider" else ("TRE409", "fewer")
        message = f"`{new.name}` is asked of {told} records than it was"
        yield moved(code, message, span=new.span, subject=new.name)
    else:
        message = f"`{new.name}` is asked of other records than it was"
        yield moved("TRE404", message, span=new.span, subject=new.name)


def _excused(
    old: Commitment | Requirement,
    new: Commitment | Requirement,
    older: Policy,
    newer: Policy,
) -> Iterator[Diagnostic]:
    yield from _default(new.name, new.span, old.if_unknown_block, new.if_unknown_block, "block")
    if old.unless is None and new.unless is not None:
        message = f"`{new.name}` has an exception that it did not have"
        yield moved("TRE408", message, span=new.span, subject=new.name)
    elif old.unless is not None and new.unless is None:
        message = f"`{new.name}` has no exception any more"
        yield moved("TRE410", message, span=new.span, subject=new.name)
    elif old.unless is not None and new.unless is not None:
        yield from excuses(new.name, new.span, (old.unless, older), (new.unless, newer))


def _safeguard(old: Safeguard, new: Safeguard) -> Iterator[Diagnostic]:
    for words in new.excludes:
        if words not in old.excludes:
            message = f'`{new.name}` leaves out "{words}"'
            yield moved("TRE408", message, span=new.span, subject=new.name)
    for words in old.excludes:
        if words not in new.excludes:
            message = f'`{new.name}` does not leave out "{words}" any more'
            yield moved("TRE410", message, span=new.span, subject=new.name)


def _document(old: Document, new: Document) -> Iterator[Diagnostic]:
    for words in old.contains:
        if words not in new.contains:
            message = f'`{new.name}` does not have to contain "{words}" any more'
            yield moved("TRE403", message, span=new.span, subject=new.name)
    for words in new.contains:
        if words not in old.contains:
            message = f'`{new.name}` has to contain "{words}"'
            yield moved("TRE410", message, span=new.span, subject=new.name)


def _amendment(older: Policy, newer: Policy) -> Iterator[Diagnostic]:
    before = older.amendment.notice if older.amendment else None
    after = newer.amendment.notice if newer.amendment else None
    if before == after:
        return
    had, has = days_in(before) if before else 0, days_in(after) if after else 0
    code = "TRE407" if has < had else "TRE410"
    message = (
        f"the notice before an amendment is {after or 'none'}, where it was {before or 'none'}"
    )
    span = newer.amendment.span if newer.amendment else newer.span
    yield moved(code, message, span=span, subject=newer.name)
