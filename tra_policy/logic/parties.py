"""The class of a party relative to the developer, over the days of its work.

Ties may be stated by anybody and always count. That there are none counts only where it is stated:
for every day asked about, and with a source or a signature that the developer did not supply.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from tra_policy.logic.classes import Class, lowest, rank
from tra_policy.model.moment import Duration, Moment, later
from tra_policy.model.policy import Policy, TieKind
from tra_policy.words.noun import Noun, replace

AFFILIATED_SHARE = Decimal("0.20")
CONTROL_SHARE = Decimal("0.50")
PAY_WINDOW = Duration(12, "months")
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
    found = [_on_day(parties, party, day, ()) for day in _days(parties, window)]
    held = lowest(s.held for s in found)
    return next(s for s in found if s.held == held)


def _days(parties: Parties, window: Window) -> list[date]:
    """The days of a window on which a class may change, its first and its last among them."""
    first = window.start or date.min
    days = {first, window.end}
    everything: list[Bond | Disclaimer] = [*parties.bonds, *parties.disclaimers]
    for stated in everything:
        until = stated.until if isinstance(stated, Bond) else stated.as_of
        days |= {stated.since} if stated.since is not None else set()
        if until is not None and until < date.max:
            days.add(until + _DAY)
            if isinstance(stated, Bond) and stated.kind == "paid by":
                days.add(later(later(Moment(until), PAY_WINDOW), Duration(1, "days")).day)
    return sorted(day for day in days if first <= day <= window.end)


def _on_day(parties: Parties, party: str, day: date, seen: tuple[str, ...]) -> Standing:
    """The class of a party on one day: the lowest that a tie gives it; what is not stated earns none."""
    if party == parties.developer:
        return Standing("self", f"{party} is the developer")
    bonds = [b for b in parties.bonds if b.on(day)]
    found: list[Standing] = []
    if party in parties.unnamed:
        found.append(Standing("unidentified", f"{party} is not named"))
    for bond in bonds:
        if bond.party == party and bond.kind == "employed by" and bond.other not in seen:
            boss = _on_day(parties, bond.other, day, (*seen, party))
            held = boss.held if bond.credited else lowest((boss.held, "engaged"))
            found.append(Standing(held, f"{party} is employed by {bond.other}"))
    found.extend(_affiliations(parties, party, bonds))
    found.extend(_payments(parties, party, bonds, day))
    if party in parties.authorities:
        found.append(Standing("authority", f"{party} is a public authority"))
    elif not found:
        found.append(_disclaimed(parties, party, day))
    held = lowest(s.held for s in found)
    return next(s for s in found if s.held == held)


def _affiliations(parties: Parties, party: str, bonds: Sequence[Bond]) -> Iterator[Standing]:
    developer = parties.developer
    group = _control_group(bonds, developer)
    if party in group:
        yield Standing("affiliated", f"{party} and {developer} are under common control")
        return
    owned = _owned(bonds, group, party)
    if owned >= AFFILIATED_SHARE:
        yield Standing("affiliated", f"{developer} holds {_percent(owned)} of {party}")
        return
    owners = _control_group(bonds, party)
    for member in (developer, *sorted(group - {developer})):
        owned = _owned(bonds, owners, member)
        if owned >= AFFILIATED_SHARE:
            yield Standing("affiliated", f"{party} holds {_percent(owned)} of {member}")
            return
    for bond in bonds:
        pair = {bond.party, bond.other}
        if bond.kind == "shares leadership with" and pair == {party, developer}:
            yield Standing("affiliated", f"{party} shares leadership with {developer}")
            return


def _controls(bonds: Iterable[Bond]) -> Iterator[tuple[str, str]]:
    for bond in bonds:
        majority = bond.kind == "owned by" and (bond.share or Decimal(0)) > CONTROL_SHARE
        if bond.kind == "controlled by" or majority:
            yield bond.other, bond.party


def _control_group(bonds: Iterable[Bond], party: str) -> frozenset[str]:
    below: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    for controller, controlled in _controls(bonds):
        below.setdefault(controller, set()).add(controlled)
        above.setdefault(controlled, set()).add(controller)
    return frozenset(_closure(_closure({party}, above), below))


def _closure(start: Iterable[str], edges: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(start), list(start)
    while waiting:
        for other in edges.get(waiting.pop(), ()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached


def _owned(bonds: Iterable[Bond], owners: frozenset[str], target: str) -> Decimal:
    """The effective share of `target` held by the owners: products along paths, summed."""
    stakes: dict[str, dict[str, Decimal]] = {}
    for bond in bonds:
        if bond.kind == "owned by":
            held = stakes.setdefault(bond.party, {})
            held[bond.other] = held.get(bond.other, Decimal(0)) + (bond.share or Decimal(0))
    for controller, controlled in _controls(bonds):
        stakes.setdefault(controlled, {})[controller] = Decimal(1)

    def share(of: str, path: tuple[str, ...]) -> Decimal:
        total = Decimal(0)
        for owner, part in stakes.get(of, {}).items():
            if owner in owners:
                total += part
            elif owner not in path:
                total += part * share(owner, (*path, owner))
        return min(total, Decimal(1))

    return share(target, (target,))


def _payments(parties: Parties, party: str, bonds: Sequence[Bond], day: date) -> Iterator[Standing]:
    payers = _control_group(bonds, parties.developer)
    since = later(Moment(day), PAY_WINDOW, backwards=True).day
    for bond in parties.bonds:
        if bond.party != party or bond.kind != "paid by" or bond.other not in payers:
            continue
        begun = bond.since is None or bond.since <= day
        if begun and (bond.until is None or bond.until >= since):
            yield Standing("engaged", f"{party} is paid by {bond.other}")


def _disclaimed(parties: Parties, party: str, day: date) -> Standing:
    stated = [d for d in parties.disclaimers if d.party == party and d.other == parties.developer]
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
