"""Which members of a list of conditions change nothing, because the others decide already.

Members that ask for nothing in common are looked at apart: what holds of one number says nothing about
another. So a list costs as much as its parts that hang together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tra_policy.logic.deciding import MOST_WORK
from tra_policy.logic.diagram import Expression, TooLarge, Variable, assign, build
from tra_policy.logic.kleene import TRUE
from tra_policy.logic.worlds import Worlds
from tra_policy.model.conditions import Condition
from tra_policy.model.policy import Policy


def idle_members(
    policy: Policy, members: Sequence[Condition], *, all_of: bool
) -> Iterator[Condition]:
    """Yield the members, last first, without which `all of` them, or else `any of` them, says the same.

    The whole is to hold in some worlds and to fail in others. Where a part of it is too large to decide,
    nothing in that part is said to be idle.
    """
    worlds = Worlds(policy, members)
    try:
        asked = [worlds.truth(member) for member in members]
    except (TooLarge, RecursionError):
        return
    variables = tuple(fact.variable for fact in worlds.facts)
    idle: set[int] = set()
    for numbers, held in _apart([_variables_in(one) for one in asked]):
        parts = {number: asked[number] for number in numbers}
        if len(held) == 1:
            idle.update(_idle_on_one(parts, held[0], variables[held[0]], all_of))
        else:
            idle.update(_idle(parts, held, variables, all_of))
    if len(idle) == len(members):
        idle.discard(0)
    yield from (members[number] for number in sorted(idle, reverse=True))


def _idle_on_one(
    parts: dict[int, Expression], number: int, variable: Variable, all_of: bool
) -> Iterator[int]:
    """Yield the idle members of some that all ask for one thing: row by row, by counting."""
    decides = {
        at: [
            row
            for row, truths in enumerate(variable.rows)
            if (assign(part, number, truths) is TRUE) != all_of
        ]
        for at, part in parts.items()
    }
    deciding = [0] * len(variable.rows)
    for rows in decides.values():
        for row in rows:
            deciding[row] += 1
    for at in sorted(parts, reverse=True):
        if all(deciding[row] > 1 for row in decides[at]):
            for row in decides[at]:
                deciding[row] -= 1
            yield at


def _idle(
    parts: dict[int, Expression],
    held: Sequence[int],
    variables: Sequence[Variable],
    all_of: bool,
) -> Iterator[int]:
    kept = dict(parts)
    for at in sorted(parts, reverse=True):
        others = [kept[other] for other in kept if other != at]
        whole = (
            [*others, ("not", parts[at])]
            if all_of
            else [parts[at], *(("not", other) for other in others)]
        )
        try:
            diagram = build(("all", TRUE, tuple(whole)), variables, held, MOST_WORK // len(held))
        except (TooLarge, RecursionError):
            continue
        if diagram.a_way_to(TRUE) is None:
            del kept[at]
            yield at


def _variables_in(expression: Expression) -> frozenset[int]:
    found: set[int] = set()
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if part.__class__ is tuple and part:
            if part[0] == "v":
                found.add(part[1])
            else:
                waiting.extend(part)
    return frozenset(found)


def _apart(asked: Sequence[frozenset[int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the members that hang together by what they ask for, and all that they ask for."""
    askers: dict[int, list[int]] = {}
    for at, variables in enumerate(asked):
        for variable in variables:
            askers.setdefault(variable, []).append(at)
    reached: set[int] = set()
    for first in range(len(asked)):
        if first in reached or not asked[first]:
            continue
        reached.add(first)
        together, held, waiting = [], set[int](), [first]
        while waiting:
            at = waiting.pop()
            together.append(at)
            for variable in asked[at] - held:
                held.add(variable)
                new = [other for other in askers[variable] if other not in reached]
                reached.update(new)
                waiting.extend(new)
        yield together, sorted(held)
