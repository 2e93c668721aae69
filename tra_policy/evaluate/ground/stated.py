"""Who is who: what the policy states of parties, and what the bundle states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.logic.parties import Bond, Disclaimer, Parties, parties_of
from tra_policy.model.evidence.bundle import Evidence, Filed
from tra_policy.model.evidence.parties import Organisation, StatedNoTies, StatedTie
from tra_policy.model.policy import Policy
from tra_policy.words.noun import Noun, replace


class _Stated(Noun):
    """What is stated of one party, and by whom it was signed: by nobody in a manifest."""

    party: str
    ties: tuple[StatedTie, ...]
    no_ties: tuple[StatedNoTies, ...]
    signed_by: tuple[str, ...] = ()


def stated_parties(policy: Policy, evidence: Evidence, visible: Iterable[Filed]) -> Parties:
    """Return what the policy and the bundle state about who is who.

    What a bundle says is the developer's word, which lifts nobody above `engaged`, unless the party
    that it is about signed it.
    """
    manifest = evidence.manifest
    said = parties_of(policy, manifest.developer)
    bonds, disclaimers = list(said.bonds), list(said.disclaimers)
    named = {p.party for p in manifest.parties}
    for stated in _statements(evidence, visible):
        named.add(stated.party)
        own = stated.party in stated.signed_by
        bonds.extend(_bond(stated.party, tie, own) for tie in stated.ties)
        disclaimers.extend(_disclaimer(stated.party, n, own) for n in stated.no_ties)
    if policy.any_developer and policy.developer:
        # What a law says of `the developer` is said of the developer that the bundle is of.
        bonds.append(Bond(policy.developer, "employed by", manifest.developer))
    return replace(
        said,
        bonds=tuple(bonds),
        disclaimers=tuple(disclaimers),
        unnamed=said.unnamed | {p.party for p in manifest.parties if p.unnamed},
        known=said.known | named,
    )


def _statements(evidence: Evidence, visible: Iterable[Filed]) -> Iterator[_Stated]:
    for party in evidence.manifest.parties:
        yield _Stated(party.party, party.ties, party.no_ties)
    for filed in visible:
        record = filed.record
        if isinstance(record, Organisation):
            sound = not filed.defects and record.retracted is None
            signers = filed.signed_by if sound else ()
            yield _Stated(record.organisation, record.ties, record.no_ties, signers)


def _bond(party: str, tie: StatedTie, credited: bool) -> Bond:
    share = tie.share.value if tie.share is not None else None
    since = tie.since.day if tie.since else None
    until = tie.until.day if tie.until else None
    return Bond(party, tie.kind, tie.other, share, since, until, credited)


def _disclaimer(party: str, stated: StatedNoTies, credited: bool) -> Disclaimer:
    since = stated.since.day if stated.since else None
    as_of = stated.as_of.day if stated.as_of else None
    return Disclaimer(party, stated.other, since, as_of, credited)
