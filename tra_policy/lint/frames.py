"""Duties with what makes them fall due, for rules that hold one against another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from tra_policy.model.conditions import Condition
from tra_policy.model.duties import Duty
from tra_policy.model.policy import Policy
from tra_policy.words.noun import Noun


class Owing(Noun):
    """A modal line, the conditions that all hold when it is owed, and those that excuse it."""

    duty: Duty
    due: tuple[Condition, ...]
    excused: tuple[Condition, ...]


class Triggered(Noun):
    """A commitment or requirement with its condition and each exception that covers all of it.

    `blocks` where what is unknown counts as failing.
    """

    name: str
    when: Condition | None
    unless: tuple[Condition, ...]
    blocks: bool = False


def owing_in(policy: Policy) -> Iterator[Owing]:
    """Yield the binding duties that are owed once for the policy, not for every record of a kind."""
    for commitment in policy.commitments:
        if commitment.for_every is not None:
            continue
        due = (commitment.when,) if commitment.when is not None else ()
        for duty in commitment.duties:
            if duty.modal in ("must", "must not"):
                excused = tuple(c for c in (commitment.unless, duty.unless) if c is not None)
                yield Owing(duty, due, excused)


def triggered(policy: Policy) -> Iterator[Triggered]:
    """Yield every commitment, then every requirement; also each duty that has an exception of its own."""
    for commitment in policy.commitments:
        unless = (commitment.unless,) if commitment.unless is not None else ()
        yield Triggered(commitment.name, commitment.when, unless, commitment.if_unknown_block)
        for duty in commitment.duties:
            if duty.unless is not None:
                blocks = commitment.if_unknown_block or duty.if_unknown_block
                yield Triggered(duty.id, commitment.when, (duty.unless,), blocks)
    for requirement in policy.requirements:
        unless = (requirement.unless,) if requirement.unless is not None else ()
        yield Triggered(requirement.name, requirement.when, unless, requirement.if_unknown_block)


def pairs(
    owing: Iterable[Owing], key: Callable[[Owing], Hashable]
) -> Iterator[tuple[Owing, Owing]]:
    """Yield every two duties of one key, in the order of the text."""
    alike: dict[Hashable, list[Owing]] = {}
    for one in owing:
        alike.setdefault(key(one), []).append(one)
    for group in alike.values():
        yield from combinations(group, 2)


def clashing(asked: Sequence[Owing], forbidden: Sequence[Owing]) -> Iterator[tuple[Owing, Owing]]:
    """Yield every two duties of two lists that bind a common party to one act on a common object."""
    by_act: dict[Hashable, list[int]] = {}
    for number, one in enumerate(forbidden):
        for act in _acts(one.duty):
            by_act.setdefault(act, []).append(number)
    for one in asked:
        met = {number for act in _acts(one.duty) for number in by_act.get(act, ())}
        yield from ((one, forbidden[number]) for number in sorted(met))


def _acts(duty: Duty) -> Iterator[Hashable]:
    for party in duty.party:
        for thing in duty.objects or ("",):
            yield duty.verb, duty.words, party, thing


def act_of(duty: Duty) -> Hashable:
    """Return who is asked for what, whenever it is due: the same of two duties that ask for the same."""
    said = (duty.party, duty.modal, duty.verb, duty.objects, duty.words)
    return *said, duty.recipients, duty.where
