"""Whether those who hold a role are independent of somebody else.

Of the developer their class decides. Of anybody else it takes the same: no tie, in either direction, and
a statement that there is none, for all days of the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import INDEPENDENT, UNCREDITED, Class
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction, of_bool
from tra_policy.logic.parties import Parties, Window
from tra_policy.model.evidence.base import Record

DEVELOPER = "developer"


def window_of(record: Record, end: date) -> Window:
    """Return the days of the work behind a record, to a day; open to the past where its start is not
    known.
    """
    begun = getattr(record, "started", None) or record.happened
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
        return _credited(parties.standing(one, window).held)
    # Whoever is employed by somebody acts for them, so the question is asked of the employer.
    firms = tuple(_employers(parties, other, {other}))
    if one in firms or _tied(parties, one, other, window) or _tied(parties, other, one, window):
        return FALSE
    if firms:
        return conjunction(
            FALSE if _found(parties, one, firm, window) == FALSE else _stated(parties, one, firm, window)
            for firm in firms
        )
    return _stated(parties, one, other, window)


def _stated(parties: Parties, one: str, other: str, window: Window) -> Truth:
    """Whether it is stated, by either of them and for all days, that there are no ties."""
    return disjunction(_said(parties, *pair, window) for pair in ((one, other), (other, one)))


def _said(parties: Parties, one: str, other: str, window: Window) -> Truth:
    credited = tuple(d for d in parties.disclaimers if d.credited)
    held = replace(parties, developer=other, disclaimers=credited).standing(one, window).held
    return TRUE if held in INDEPENDENT else UNKNOWN


def _tied(parties: Parties, one: str, other: str, window: Window) -> bool:
    bare = replace(parties, developer=other, disclaimers=())
    return bare.standing(one, window).held in ("self", "affiliated", "engaged")


def _employers(parties: Parties, party: str, seen: set[str]) -> Iterator[str]:
    for bond in parties.bonds:
        if bond.party == party and bond.kind == "employed by" and bond.other not in seen:
            seen.add(bond.other)
            yield bond.other
            yield from _employers(parties, bond.other, seen)


def _credited(held: Class) -> Truth:
    return UNKNOWN if held in UNCREDITED else of_bool(held in INDEPENDENT)
