"""What each envelope of a bundle shows: which parties signed which files as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.custody import (
    ENVELOPE_FILE,
    CoveredFile,
    Custody,
    Envelope,
    HeldFile,
    Seal,
)
from tra_policy.model.keys import public_key
from tra_policy.model.policy import Party
from tra_policy.sealing.statements import contradiction, differences
from tra_policy.sealing.verifying import Verified, verified
from tra_policy.words.noun import Noun

# What is signed: some files, the seal at hand, one before it, another one; or nothing about this bundle.
Standing = Literal["files", "current", "earlier", "other", "elsewhere", "contradictory"]
Keys = Mapping[bytes, str]


class Verdict(Noun):
    """One envelope held against the files at hand.

    `signers` are parties whose signature holds, `claimed` those whose key is named by one that does not.
    Of the files that it names, `same` are as they were signed, `differing` and `gone` are not. `why`
    says what the envelope is about where that is not this bundle.
    """

    envelope: Envelope
    results: tuple[Verified, ...]
    standing: Standing
    signers: frozenset[str] = frozenset()
    claimed: frozenset[str] = frozenset()
    same: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether any of its signatures holds, whoever made it."""
        return any(one.holding == "holds" for one in self.results)

    @property
    def covers(self) -> tuple[str, ...]:
        """The files that its signers vouch for as they are."""
        return self.same if self.standing in ("files", "current", "earlier") else ()

    @property
    def disowned(self) -> tuple[str, ...]:
        """The files of which its signers signed other bytes, and no later seal says why."""
        return self.differing if self.standing in ("files", "current", "other") else ()


def keys_of(parties: Iterable[Party]) -> Keys:
    """Return the parties that declare a key, by key."""
    held = ((public_key(party.key), party.name) for party in parties if party.key)
    return {key: name for key, name in held if key is not None}


def verdicts(evidence: Evidence, custody: Custody, keys: Keys) -> Iterator[Verdict]:
    """Yield what each envelope shows; `keys` gives the party of each declared key."""
    there = {file.path: file for file in custody.files}
    known = frozenset(keys)
    for envelope in custody.envelopes:
        results = tuple(verified(envelope, known))
        standing, why = _standing(evidence, custody, envelope)
        states = (
            {}
            if standing == "contradictory"
            else {
                subject.name: _state(there.get(subject.name), covered, subject.digest.sha256)
                for subject, covered in zip(
                    envelope.statement.subject, envelope.statement.predicate.files, strict=True
                )
            }
        )
        yield Verdict(
            envelope,
            results,
            standing,
            frozenset(keys[r.key] for r in results if r.holding == "holds" and r.key in keys),
            frozenset(keys[r.key] for r in results if r.holding == "fails" and r.key in keys),
            tuple(path for path, state in states.items() if state == "same"),
            tuple(path for path, state in states.items() if state == "differing"),
            tuple(path for path, state in states.items() if state == "gone"),
            why,
        )


def signers_by_file(found: Iterable[Verdict]) -> dict[str, frozenset[str]]:
    """Return the parties that signed each file as it is."""
    return _by_file((path, v.signers) for v in found for path in v.covers)


def disowners_by_file(found: Iterable[Verdict]) -> dict[str, frozenset[str]]:
    """Return the parties that signed other bytes under the name of each file."""
    return _by_file((path, v.signers) for v in found for path in v.disowned)


def claimed_by_file(found: Iterable[Verdict]) -> dict[str, frozenset[str]]:
    """Return the parties that a signature which does not hold claims for each file."""
    return _by_file(
        (subject.name, v.claimed) for v in found for subject in v.envelope.statement.subject
    )


def _by_file(pairs: Iterable[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    held: dict[str, frozenset[str]] = {}
    for path, parties in pairs:
        if parties:
            held[path] = held.get(path, frozenset()) | parties
    return held


def _standing(evidence: Evidence, custody: Custody, envelope: Envelope) -> tuple[Standing, str]:
    fault = contradiction(envelope.statement)
    if fault:
        return "contradictory", fault
    current = envelope.sha256 == custody.seal_sha256
    if isinstance(envelope.statement, Seal) and not current:
        known = custody.seal.predicate.earlier if custody.seal is not None else ()
        # `tra bundle seal` puts the envelope of the seal before aside: in its old place it is a replay.
        if envelope.sha256 not in known or envelope.path == ENVELOPE_FILE:
            return "other", _other_seal(custody, envelope.statement)
    strange = _elsewhere(evidence, envelope)
    if strange:
        return "elsewhere", strange
    if current:
        return "current", ""
    return ("earlier" if isinstance(envelope.statement, Seal) else "files"), ""


def _other_seal(custody: Custody, signed: Seal) -> str:
    scope = signed.predicate
    what = f"seal {scope.sequence} of bundle `{scope.bundle}`, dated {scope.date}"
    if custody.seal is None:
        return f"{what}; the bundle has no seal that could be read"
    now = custody.seal.predicate
    here = f"seal {now.sequence} of bundle `{now.bundle}`, dated {now.date}"
    if custody.seal_sha256 in scope.earlier:
        return f"{what}; the one at hand is older: {here}"
    return f"{what}; the one at hand is {here}"


def _elsewhere(evidence: Evidence, envelope: Envelope) -> str:
    """Return for what else a statement was signed; empty where it is about this bundle.

    A manifest of a later day is no matter: it makes records later, never earlier.
    """
    scope = envelope.statement.predicate
    for name, there, here in differences(evidence, scope):
        if name != "date":
            return f"{name} `{there}`, and this is `{here}`"
        if scope.date.latest > evidence.manifest.date.latest:
            return f"a bundle of {there}, and this one says that it is of {here}"
    return ""


def _state(
    file: HeldFile | None, covered: CoveredFile, digest: str
) -> Literal["same", "differing", "gone"]:
    if file is None:
        return "gone"
    read = (file.reader, dict(file.defaults), file.listed)
    as_then = (covered.reader, covered.defaults, covered.listed)
    return "same" if file.sha256 == digest and read == as_then else "differing"
