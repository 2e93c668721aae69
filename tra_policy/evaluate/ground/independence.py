"""Whether those who hold a role are independent of somebody else.

Of the developer their class decides. Of anybody else it takes the same: no tie, in either direction, and
a statement that there is none, for all days of the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import INDEPENDENT, UNCREDITED
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, conjunction, of_bool
from tra_policy.logic.parties import Parties, Window
from tra_policy.model.moment import Moment
from tra_policy.words.noun import replace

DEVELOPER = "developer"


def window_of(begun: Moment | None, end: date) -> Window:
    """Return the days of some work, to a day; open to the past where its start is not known."""
    start = begun.day if begun else None
    return Window(start, end if start is None else max(start, end))


def independent_of(
    world: World, holders: Iterable[str], others: Iterable[str], window: Window
) -> Truth:
    """Return whether each holder is independent of each other one; unknown where nobody is named."""
    pairs = [(one, other) for one in holders for other in others]
    if not pairs:
        return UNKNOWN
    return conjunction(_independent(world, one, other, window) for one, other in pairs)


def _independent(world: World, one: str, other: str, window: Window) -> Truth:
    one, other = world.actual(one), world.actual(other)
    if other == DEVELOPER:
        other = world.parties.developer
    if one == other:
        return FALSE
    key = ("independent", one, other, window)
    if key not in world.shared:
        world.shared[key] = _found(world.parties, one, other, window)
    found: Truth = world.shared[key]
    return found


def _found(parties: Parties, one: str, other: str, window: Window) -> Truth:
    if other == parties.developer:
        held = parties.standing(one, window).held
        return UNKNOWN if held in UNCREDITED else of_bool(held in INDEPENDENT)
    # Whoever is employed by somebody acts for them, so the question is asked of the employers.
    firms = tuple(_employers(parties, other, {other}))
    for party in (other, *firms):
        if party == one or _tied(parties, one, party, window) or _tied(parties, party, one, window):
            return FALSE
    return conjunction(_stated(parties, one, party, window) for party in firms or (other,))


def _stated(parties: Parties, one: str, other: str, window: Window) -> Truth:
    """Whether it is stated, by either of them and for all days, that there are no ties.

    An authority is independent by what it is: whoever deals with one is not.
    """
    credited = tuple(d for d in parties.disclaimers if d.credited)
    there = replace(parties, developer=other, disclaimers=credited).standing(one, window)
    back = replace(parties, developer=one, disclaimers=credited).standing(other, window)
    return TRUE if there.held in INDEPENDENT or back.held == "independent" else UNKNOWN


def _tied(parties: Parties, one: str, other: str, window: Window) -> bool:
    bare = replace(parties, developer=other, disclaimers=())
    return bare.standing(one, window).held in ("self", "affiliated", "engaged")


def _employers(parties: Parties, party: str, seen: set[str]) -> Iterator[str]:
    for bond in parties.bonds:
        if bond.party == party and bond.kind == "employed by" and bond.other not in seen:
            seen.add(bond.other)
            yield bond.other
            yield from _employers(parties, bond.other, seen)
