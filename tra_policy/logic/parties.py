"""The class of a party relative to the developer, over the days of its work.

Ties may be stated by anybody and always count. That there are none counts only where it is stated:
for every day asked about, and with a source or a signature that the developer did not supply.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from tra_policy.logic.classes import Class, lowest, rank
from tra_policy.logic.ownership import LONGEST_PATH, Ownership, Stake
from tra_policy.model.moment import Duration, Moment, later
from tra_policy.model.policy import Policy, TieKind
from tra_policy.words.noun import Noun, replace

AFFILIATED_SHARE = Decimal("0.20")
PAY_WINDOW = Duration(12, "months")
OWNING = ("controlled by", "owned by")
_DAY = timedelta(days=1)


class Bond(Noun):
    """`party` is KIND `other`, from `since` to `until` (both ends included; None: open).

    Not `credited` is what the developer alone says: it can lower a class, never lift it above engaged.
    """

    party: str
    kind: TieKind
    other: str
    share: Decimal | None = None
    since: date | None = None
    until: date | None = None
    credited: bool = True

    def on(self, day: date) -> bool:
        """Whether the tie holds on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Disclaimer(Noun):
    """A statement that `party` has no ties to `other`; `credited` when it is not the developer's word."""

    party: str
    other: str
    since: date | None = None
    as_of: date | None = None
    credited: bool = True


class Window(Noun):
    """The days of a role's work, to the decision. `start` is None when it is not known."""

    start: date | None
    end: date


class Standing(Noun):
    """A class, and the sentence that says why."""

    held: Class
    because: str


class Turns(Noun):
    """The days on which something that is stated changes: of who owns whom, and of each party."""

    of_ownership: tuple[date, ...]
    of_party: dict[str, set[date]]


class Parties(Noun):
    """All that is stated about who is who. `developer` is the party that classes are relative to.

    `doubted` are ties that nobody has verified: they may lower a class, and never lift one.
    """

    developer: str
    bonds: tuple[Bond, ...] = ()
    disclaimers: tuple[Disclaimer, ...] = ()
    authorities: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    doubted: tuple[Bond, ...] = ()

    def standing(self, party: str, window: Window) -> Standing:
        """Return the class of a party: the lowest on any day of the window."""
        key = (party, window)
        if key not in self._known_standings:
            found = _standing(self, party, window)
            if self.doubted:
                other = _standing(self._as_doubted, party, window)
                found = other if rank(other.held) < rank(found.held) else found
            self._known_standings[key] = found
        return self._known_standings[key]

    def without_names(self, parties: Iterable[str]) -> Parties:
        """Return the same, with some parties held to be nobody in particular: they earn no credit."""
        unnamed = self.unnamed | frozenset(parties)
        return self if unnamed == self.unnamed else replace(self, unnamed=unnamed)

    @cached_property
    def _as_doubted(self) -> Parties:
        return replace(self, bonds=(*self.bonds, *self.doubted), doubted=())

    @cached_property
    def bonds_of(self) -> dict[str, list[Bond]]:
        """The ties of each party; a shared leadership is a tie of both."""
        found: dict[str, list[Bond]] = {}
        for bond in self.bonds:
            found.setdefault(bond.party, []).append(bond)
            if bond.kind == "shares leadership with" and bond.other != bond.party:
                found.setdefault(bond.other, []).append(bond)
        return found

    @cached_property
    def disclaimers_of(self) -> dict[str, list[Disclaimer]]:
        """What is stated of each party to have no ties."""
        found: dict[str, list[Disclaimer]] = {}
        for stated in self.disclaimers:
            found.setdefault(stated.party, []).append(stated)
        return found

    @cached_property
    def turns(self) -> Turns:
        """The days on which something stated begins, or holds no longer."""
        return _turns(self)

    def ownership(self, day: date) -> Ownership:
        """Return who owns whom on a day: the same from one turn of it to the next."""
        since = bisect_right(self.turns.of_ownership, day)
        if since not in self._known_ownership:
            stakes = (b for b in self.bonds if b.kind in OWNING and b.on(day))
            held = tuple(Stake(b.party, b.kind, b.other, b.share) for b in stakes)
            self._known_ownership[since] = Ownership(self.developer, held)
        return self._known_ownership[since]

    @cached_property
    def _known_ownership(self) -> dict[int, Ownership]:
        return {}

    @cached_property
    def _known_standings(self) -> dict[tuple[str, Window], Standing]:
        return {}

    def is_developer_side(self, party: str, window: Window) -> bool:
        """Whether a party is the developer or affiliated with it on any day of the window."""
        return self.standing(party, window).held in ("self", "affiliated")


def parties_of(policy: Policy, developer: str = "") -> Parties:
    """Return what a policy's text states about its parties."""
    bonds = [
        Bond(p.name, t.kind, t.other, t.share, t.since, t.until)
        for p in policy.parties
        for t in p.ties
    ]
    disclaimers = [
        Disclaimer(p.name, n.other, n.since, n.as_of, bool(n.source))
        for p in policy.parties
        for n in p.no_ties
    ]
    return Parties(
        developer or policy.developer,
        tuple(bonds),
        tuple(disclaimers),
        frozenset(p.name for p in policy.parties if p.is_authority),
        frozenset(p.name for p in policy.parties if p.is_unnamed),
        frozenset(p.name for p in policy.parties),
    )


def _standing(parties: Parties, party: str, window: Window) -> Standing:
    found = [_on_day(parties, party, day, ()) for day in _days(parties, party, window)]
    held = lowest(s.held for s in found)
    return next(s for s in found if s.held == held)


def _days(parties: Parties, party: str, window: Window) -> list[date]:
    """The days of a window on which the class of a party may change, its first and its last among them.

    What is stated of others changes it only through employers and through who owns whom.
    """
    first = window.start or date.min
    days = {first, window.end}
    if first < window.end:
        days.update(parties.turns.of_ownership)
        for one in _employers(parties, party):
            days.update(parties.turns.of_party.get(one, ()))
    return sorted(day for day in days if first <= day <= window.end)


def _employers(parties: Parties, party: str) -> set[str]:
    """Return a party with all that it is employed by, on whatever day, directly or not."""
    found, waiting = {party}, [party]
    while waiting:
        for bond in parties.bonds_of.get(waiting.pop(), ()):
            if bond.kind == "employed by" and bond.other not in found:
                found.add(bond.other)
                waiting.append(bond.other)
    return found


def _turns(parties: Parties) -> Turns:
    owning: set[date] = set()
    of_party: dict[str, set[date]] = {}
    for bond in parties.bonds:
        days = {bond.since} if bond.since is not None else set()
        if bond.until is not None and bond.until < date.max:
            days.add(bond.until + _DAY)
            if bond.kind == "paid by":
                over = later(later(Moment(bond.until), PAY_WINDOW), Duration(1, "days"))
                days.add(over.day)
        if bond.kind in OWNING:
            owning |= days
        elif days:
            of_party.setdefault(bond.party, set()).update(days)
            if bond.kind == "shares leadership with":
                of_party.setdefault(bond.other, set()).update(days)
    for party, several in parties.disclaimers_of.items():
        for stated in several:
            days = {stated.since} if stated.since is not None else set()
            if stated.as_of is not None and stated.as_of < date.max:
                days.add(stated.as_of + _DAY)
            of_party.setdefault(party, set()).update(days)
    return Turns(tuple(sorted(owning)), of_party)


def _on_day(parties: Parties, party: str, day: date, seen: tuple[str, ...]) -> Standing:
    """The class of a party on one day: the lowest that a tie gives it; what is not stated earns none."""
    if party == parties.developer:
        return Standing("self", f"{party} is the developer")
    if len(seen) > LONGEST_PATH:
        return Standing("unstated", f"{party} stands at the end of too long a row of employers")
    bonds = [b for b in parties.bonds_of.get(party, ()) if b.on(day)]
    found: list[Standing] = []
    if party in parties.unnamed:
        found.append(Standing("unidentified", f"{party} is not named"))
    for bond in bonds:
        if bond.kind == "employed by" and bond.other not in seen:
            boss = _on_day(parties, bond.other, day, (*seen, party))
            held = boss.held if bond.credited else lowest((boss.held, "engaged"))
            found.append(Standing(held, f"{party} is employed by {bond.other}"))
    owning = parties.ownership(day)
    found.extend(_affiliations(owning, party, bonds))
    found.extend(_payments(parties, party, owning, day))
    if party in parties.authorities:
        found.append(Standing("authority", f"{party} is a public authority"))
    elif not found:
        found.append(_disclaimed(parties, party, day))
    held = lowest(s.held for s in found)
    return next(s for s in found if s.held == held)


def _affiliations(owning: Ownership, party: str, bonds: Iterable[Bond]) -> Iterator[Standing]:
    developer, group = owning.developer, owning.group
    if party in group:
        yield Standing("affiliated", f"{party} and {developer} are under common control")
        return
    owned = owning.held_by_group(party)
    if owned >= AFFILIATED_SHARE:
        yield Standing("affiliated", f"{developer} holds {_percent(owned)} of {party}")
        return
    owners = owning.group_of(party) if owning.holders else frozenset[str]()
    if not owners.isdisjoint(owning.holders):
        for member in (developer, *sorted(group - {developer})):
            owned = owning.held(owners, member)
            if owned >= AFFILIATED_SHARE:
                yield Standing("affiliated", f"{party} holds {_percent(owned)} of {member}")
                return
    for bond in bonds:
        pair = {bond.party, bond.other}
        if bond.kind == "shares leadership with" and pair == {party, developer}:
            yield Standing("affiliated", f"{party} shares leadership with {developer}")
            return


def _payments(parties: Parties, party: str, owning: Ownership, day: date) -> Iterator[Standing]:
    since = later(Moment(day), PAY_WINDOW, backwards=True).day
    for bond in parties.bonds_of.get(party, ()):
        if bond.kind != "paid by" or bond.other not in owning.group:
            continue
        begun = bond.since is None or bond.since <= day
        if begun and (bond.until is None or bond.until >= since):
            yield Standing("engaged", f"{party} is paid by {bond.other}")


def _disclaimed(parties: Parties, party: str, day: date) -> Standing:
    own = parties.disclaimers_of.get(party, ())
    stated = [d for d in own if d.other == parties.developer]
    covering = [
        d
        for d in stated
        if (d.since is None or d.since <= day) and (d.as_of is None or day <= d.as_of)
    ]
    if any(d.credited for d in covering):
        return Standing("independent", f"{party} is stated to have no ties to {parties.developer}")
    if covering:
        return Standing(
            "engaged", f"only {parties.developer} says that {party} has no ties: unverified"
        )
    if stated:
        because = f"what is stated of {party} does not cover all days of its work"
        return Standing("unstated", because)
    return Standing("unstated", f"nothing is stated about the ties of {party}")


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"
