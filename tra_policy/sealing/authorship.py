"""Whose work the records of a bundle are shown to be, by the keys that a policy declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tra_policy.model.evidence.bundle import Defect, Evidence, Filed, Table
from tra_policy.model.evidence.custody import SEAL_FILE, Custody
from tra_policy.model.policy import Party
from tra_policy.sealing.closed import changed_files, unlike_seal
from tra_policy.sealing.codes import said
from tra_policy.sealing.findings import on_envelopes
from tra_policy.sealing.verdicts import (
    Keys,
    Verdict,
    claimed_by_file,
    disowners_by_file,
    keys_of,
    signers_by_file,
    verdicts,
)
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, replace
from tra_policy.words.source import Place

MOST_SAID = 50


class Verification(Noun):
    """The seal of a bundle and its envelopes held against its files, with all that does not hold."""

    sealed: bool
    verdicts: tuple[Verdict, ...]
    said: tuple[Diagnostic, ...]


def attributed(
    evidence: Evidence, parties: Iterable[Party]
) -> tuple[Evidence, tuple[Diagnostic, ...]]:
    """Return evidence with what its seal and signatures show, and all that does not hold of them.

    Every record of a file that a party's key signed as it is counts as signed by that party; a record
    that comes from several files, where it signed all of them. Without a seal or an envelope the evidence
    comes back as it is.
    """
    custody = evidence.custody
    if custody is None or not custody.is_there:
        return evidence, ()
    found = verification(evidence, custody, keys_of(parties))
    changed = changed_files(custody, custody.seal) if custody.seal else frozenset()
    signers = signers_by_file(found.verdicts)
    disowners = disowners_by_file(found.verdicts)
    claimed = claimed_by_file(found.verdicts)

    def shown(filed: Filed) -> Filed:
        files = (filed.file, *filed.parts)
        own = frozenset.intersection(*(signers.get(path, frozenset()) for path in files))
        more: list[Defect] = []
        if not changed.isdisjoint(files) or any(_beyond(disowners, path, own) for path in files):
            more.append("digest-mismatch")
        if any(_beyond(claimed, path, own) for path in files):
            more.append("signature-bad")
        if not own and not more:
            return filed
        defects = tuple(dict.fromkeys((*filed.defects, *more)))
        return replace(filed, defects=defects, signed_by=tuple(sorted(own)))

    whole = (v.signers for v in found.verdicts if v.standing == "current" and found.sealed)
    closed = replace(
        evidence,
        sealed=found.sealed,
        signed_by=tuple(sorted(frozenset().union(*whole))),
        filed=tuple(shown(filed) for filed in evidence.filed),
        tables=tuple(_shown_cells(table, shown) for table in evidence.tables),
    )
    return closed, found.said


def _shown_cells(table: Table, shown: Callable[[Filed], Filed]) -> Table:
    cells = {asked: tuple(map(shown, found)) for asked, found in table.cells.items()}
    return replace(table, cells=cells)


def verification(evidence: Evidence, custody: Custody, keys: Keys) -> Verification:
    """Return what holds of a seal and of the envelopes beside it, by the keys that are known."""
    of_seal = tuple(unlike_seal(evidence, custody, custody.seal)) if custody.seal else ()
    found = tuple(verdicts(evidence, custody, keys)) if custody.envelopes else ()
    return Verification(
        custody.seal is not None and not of_seal and not custody.differing,
        found,
        tuple(_few((*of_seal, *on_envelopes(custody, found, keys)))),
    )


def unsealed(custody: Custody) -> Iterator[Diagnostic]:
    """Yield that a bundle has no seal that could be read, where that is so."""
    if custody.seal is None:
        broken = bool(custody.seal_sha256)
        message = "the seal cannot be read" if broken else "the bundle is not sealed"
        yield said(40, message, Place(custody.shown(SEAL_FILE if broken else custody.manifest)))


def _beyond(held: Mapping[str, frozenset[str]], path: str, own: frozenset[str]) -> bool:
    """Whether there is a party that did not also sign the file as it is."""
    return bool(held.get(path, frozenset()) - own)


def _few(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield so many diagnostics of each code that a person can read them, and how many are left."""
    by_code: dict[str, list[Diagnostic]] = {}
    for one in found:
        by_code.setdefault(one.code, []).append(one)
    for same in by_code.values():
        yield from same[:MOST_SAID]
        if len(same) > MOST_SAID:
            more = f"and {len(same) - MOST_SAID:,} more of the same sort"
            yield replace(same[MOST_SAID], message=more, subject="")
