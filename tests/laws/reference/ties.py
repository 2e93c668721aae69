"""The class of a party relative to the developer, day by day, then the lowest of the days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from .world import Party, Tie, World

RANK = {
    "self": 0,
    "affiliated": 1,
    "unidentified": 2,
    "unstated": 2,
    "engaged": 3,
    "independent": 4,
    "authority": 5,
}
SELF = {"self", "affiliated"}
UNCREDITED = {"unidentified", "unstated"}
CREDITED = {"engaged", "independent", "authority"}


def lowest(classes: Iterable[str]) -> str:
    """The lowest of some classes; nobody at all is unstated."""
    found = sorted(classes, key=lambda c: RANK[c])
    return found[0] if found else "unstated"


def in_force(tie: Tie, day: date) -> bool:
    return (tie.since is None or tie.since <= day) and (tie.until is None or day <= tie.until)


def year_before(day: date) -> date:
    if day.year <= 1:
        return date.min
    clipped = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - 1, day.month, clipped)


@lru_cache(maxsize=4096)
def stakes(world: World, day: date) -> dict[tuple[str, str], Decimal]:
    """Who owns how much of whom: (owner, owned) to a share."""
    found: dict[tuple[str, str], Decimal] = {}
    for party in world.parties:
        for tie in party.ties:
            if tie.kind == "owned by" and in_force(tie, day):
                key = (tie.other, party.name)
                found[key] = found.get(key, Decimal(0)) + (tie.share or Decimal(0))
    return found


def names(world: World) -> set[str]:
    told = {p.name for p in world.parties} | {world.developer}
    return told | {tie.other for p in world.parties for tie in p.ties}


def controlled_by(world: World, owner: str, day: date) -> set[str]:
    """A party and all that it controls: by statement, or by more than half of the stakes together."""
    group = {owner}
    owned = stakes(world, day)
    while True:
        more = set()
        for name in names(world) - group:
            stated = any(
                t.kind == "controlled by" and t.other in group and in_force(t, day)
                for t in world.party(name).ties
            )
            held = sum((owned.get((g, name), Decimal(0)) for g in group), Decimal(0))
            if stated or held > Decimal("0.5"):
                more.add(name)
        if not more:
            return group
        group |= more


@lru_cache(maxsize=4096)
def control_group(world: World, of: str, day: date) -> set[str]:
    """All under one control with a party: what it controls, who controls it, and what those control."""
    group = controlled_by(world, of, day)
    for name in names(world):
        under = controlled_by(world, name, day)
        if of in under:
            group |= under
    return group


def effective_share(world: World, owners: set[str], owned: str, day: date) -> Decimal:
    """What a group owns of a party: products along every simple path, summed.

    Whatever a member of the group holds counts in full.
    """
    held = stakes(world, day)

    def along(member: str, seen: frozenset[str]) -> Decimal:
        total = Decimal(0)
        for (owner, target), share in held.items():
            if target != member or owner in seen:
                continue
            if owner in owners:
                total += share
            else:
                total += share * along(owner, seen | {owner})
        return min(total, Decimal(1))

    return along(owned, frozenset({owned}))


@lru_cache(maxsize=4096)
def affiliated(world: World, name: str, day: date) -> bool:
    lab = control_group(world, world.developer, day)
    if name in lab:
        return True
    if effective_share(world, lab, name, day) >= Decimal("0.2"):
        return True
    theirs = control_group(world, name, day)
    if theirs & lab:
        return True  # both control the same firm
    if any(effective_share(world, theirs, m, day) >= Decimal("0.2") for m in lab):
        return True
    return any(
        t.kind == "shares leadership with" and in_force(t, day)
        for a, b in ((name, world.developer), (world.developer, name))
        for t in world.party(a).ties
        if t.other == b
    )


def paid(world: World, party: Party, day: date) -> bool:
    """Paid on the day or within the twelve months before it, by the developer or its group."""
    early = year_before(day)
    for tie in party.ties:
        if tie.kind != "paid by":
            continue
        overlaps = (tie.since is None or tie.since <= day) and (
            tie.until is None or tie.until >= early
        )
        if overlaps and tie.other in control_group(world, world.developer, day):
            return True
    return False


def class_on(world: World, name: str, day: date, seen: frozenset[str] = frozenset()) -> str:
    """The class of a party on one day."""
    party = world.party(name)
    if name == world.developer:
        return "self"
    if affiliated(world, name, day):
        own = "affiliated"
    elif party.unnamed:
        own = "unidentified"
    elif paid(world, party, day):
        own = "engaged"
    elif party.authority:
        own = "authority"
    else:
        own = stated_class(world, party, day)
    employers = [
        t.other
        for t in party.ties
        if t.kind == "employed by" and in_force(t, day) and t.other not in seen
    ]
    if not employers:
        return own
    through = [class_on(world, e, day, seen | {name}) for e in employers]
    # A statement of no ties of its own says nothing more about somebody who acts for another.
    tied = own == "affiliated" or party.unnamed or paid(world, party, day)
    return lowest([*through, own] if tied else through)


def stated_class(world: World, party: Party, day: date) -> str:
    """What a statement of no ties earns on one day: nothing stated is unstated."""
    covering = [
        s
        for s in party.no_ties
        if s.other == world.developer
        and (s.since is None or s.since <= day)
        and (s.as_of is None or day <= s.as_of)
    ]
    if any(s.source for s in covering):
        return "independent"
    return "engaged" if covering else "unstated"


def days_that_matter(world: World, start: date | None, end: date) -> list[date]:
    """Every day of a window on which a class may change: both ends and the days beside every date."""
    first = start if start is not None else date(1, 1, 2)
    found = {first, end}
    for party in world.parties:
        for edge in [
            *(d for t in party.ties for d in (t.since, t.until)),
            *(d for s in party.no_ties for d in (s.since, s.as_of)),
        ]:
            if edge is None:
                continue
            for day in (edge, edge.replace(year=edge.year + 1)):
                found |= {day - timedelta(1), day, day + timedelta(1)}
    return sorted(d for d in found if first <= d <= end) or [end]


@lru_cache(maxsize=4096)
def party_class(world: World, name: str, start: date | None, end: date) -> str:
    """The class of a party over a window: the lowest on any day."""
    return lowest(class_on(world, name, d) for d in days_that_matter(world, start, end))
