"""Who is who by the registry, in the names that the policy and the bundle have for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tra_policy.logic.parties import Bond, Disclaimer, Parties
from tra_policy.model.evidence.bundle import Manifest
from tra_policy.model.moment import Moment
from tra_policy.model.policy import Policy
from tra_policy.model.registry import OrganisationRow, Registry, Sourced
from tra_policy.words.noun import replace


def names_in_use(policy: Policy, manifest: Manifest, registry: Registry) -> Mapping[str, str]:
    """Return by what name the policy, or else the bundle, calls an organisation, by its id.

    It is told by its name or its full name. The developer of the bundle goes first: a class is
    relative to that name.
    """
    parties = [p for p in policy.parties if not (p.is_anyone or p.is_unnamed)]
    declared = [
        (manifest.developer, ""),
        *((p.name, p.title) for p in parties if registry.organisation(p.name)),
        *((p.name, p.title) for p in parties),
        *((p.party, p.title) for p in manifest.parties if not p.unnamed),
    ]
    found: dict[str, str] = {}
    for name, title in declared:
        row = registry.organisation(name) or (registry.organisation(title) if title else None)
        if row is not None:
            found.setdefault(row.id, name)
    return found


def registered_parties(said: Parties, registry: Registry, called: Mapping[str, str]) -> Parties:
    """Return what is stated of parties, with what the registry knows besides.

    A tie always counts, whoever states it; a public authority and the absence of ties only where they
    are verified. What is not verified may lower a class, and never lifts one.
    """
    if not registry.organisations:
        return said
    bonds, doubted = list(said.bonds), list(said.doubted)
    disclaimers = list(said.disclaimers)
    authorities, unnamed, known = set(said.authorities), set(said.unnamed), set(said.known)
    for row in registry.organisations:
        own = called.get(row.id, row.id)
        if own in said.known or own == said.developer or _states_something(row):
            known |= {own, row.id, *row.aliases}
        for sourced, bond in _bonds(row, own, called):
            (bonds if sourced.verified else doubted).append(bond)
        for other in (row.id, *row.aliases):
            if other != own and other not in said.known and other != said.developer:
                # Another name for somebody: whatever holds of the one holds of the other.
                bonds.append(Bond(other, "employed by", own))
        for none in row.no_ties:
            if none.verified:
                to = called.get(none.other, none.other)
                disclaimers.append(Disclaimer(own, to, _day(none.since), _day(none.as_of)))
        if row.kind == "authority" and row.verified:
            authorities.add(own)
        if row.unnamed:
            unnamed.add(own)
    return replace(
        said,
        bonds=tuple(bonds),
        doubted=tuple(doubted),
        disclaimers=tuple(disclaimers),
        authorities=frozenset(authorities),
        unnamed=frozenset(unnamed),
        known=frozenset(known),
    )


def _states_something(row: OrganisationRow) -> bool:
    """Whether a row says anything verified of somebody's standing; a mere name declares nobody."""
    stated: tuple[Sourced, ...] = (*row.parents, *row.ties, *row.no_ties)
    return row.unnamed or row.kind == "authority" or any(one.verified for one in stated)


def _bonds(
    row: OrganisationRow, own: str, called: Mapping[str, str]
) -> Iterator[tuple[Sourced, Bond]]:
    for parent in row.parents:
        above = called.get(parent.organisation, parent.organisation)
        if parent.share is None:
            yield parent, Bond(own, "controlled by", above)
        else:
            yield parent, Bond(own, "owned by", above, parent.share.value)
    for tie in row.ties:
        other = called.get(tie.other, tie.other)
        share = tie.share.value if tie.share is not None else None
        yield tie, Bond(own, tie.kind, other, share, _day(tie.since), _day(tie.until))


def _day(moment: Moment | None) -> date | None:
    return moment.day if moment else None
