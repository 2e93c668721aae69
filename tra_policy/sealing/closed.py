"""Whether a bundle is what its seal closed: every difference by name."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.custody import SEAL_FILE, Custody, HeldFile, Seal
from tra_policy.sealing.codes import said
from tra_policy.sealing.statements import contradiction, differences, records_by_kind
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place


def unlike_seal(evidence: Evidence, custody: Custody, seal: Seal) -> Iterator[Diagnostic]:
    """Yield every way in which a bundle is not what its seal closed."""
    at = Place(custody.shown(SEAL_FILE))
    fault = contradiction(seal)
    if fault:
        yield said(7, f"the seal contradicts itself: {fault}", at, subject=SEAL_FILE)
        return
    for field, there, here in differences(evidence, seal.predicate):
        message = f"the seal is of {field} `{there}`; the manifest says `{here}`"
        yield said(6, message, Place(custody.shown(custody.manifest)), subject=field)
    yield from _files(custody, seal)
    yield from _order(custody, seal)
    counted, sealed = records_by_kind(evidence), seal.predicate.records
    for kind in sorted({*counted, *sealed}):
        if counted.get(kind, 0) != sealed.get(kind, 0):
            message = (
                f"records of kind `{kind}`: {sealed.get(kind, 0):,} were sealed, "
                f"{counted.get(kind, 0):,} are read"
            )
            yield said(5, message, at, subject=kind)


def changed_files(custody: Custody, seal: Seal) -> frozenset[str]:
    """Return the files that are there and are not the ones that were sealed."""
    sealed = {one.name: one.digest.sha256 for one in seal.subject}
    return frozenset(f.path for f in custody.files if sealed.get(f.path, f.sha256) != f.sha256)


def _files(custody: Custody, seal: Seal) -> Iterator[Diagnostic]:
    sealed = {one.name: one.digest.sha256 for one in seal.subject}
    there = {file.path: file for file in custody.files}
    names = {digest: name for name, digest in sealed.items()}
    for path in changed_files(custody, seal) - custody.differing:
        yield _changed(custody, there[path], sealed[path], names)
    for file in custody.files:
        if file.path not in sealed:
            known = names.get(file.sha256)
            advice = f"it has the bytes that were sealed as `{known}`" if known else ""
            message = f"`{file.path}` was added after the bundle was sealed"
            yield said(1, message, Place(custody.shown(file.path)), advice, file.path)
    for path in sealed:
        if path not in there:
            moved = next((f.path for f in custody.files if f.sha256 == sealed[path]), "")
            advice = f"its bytes are in `{moved}`" if moved else ""
            message = f"`{path}` was sealed and is not in the bundle"
            yield said(2, message, Place(custody.shown(SEAL_FILE)), advice, path)


def _changed(custody: Custody, file: HeldFile, was: str, names: dict[str, str]) -> Diagnostic:
    message = (
        f"`{file.path}` was changed after the bundle was sealed: its sha256 begins "
        f"{file.sha256[:12]}, not {was[:12]}"
    )
    swapped = names.get(file.sha256)
    advice = f"it has the bytes that were sealed as `{swapped}`" if swapped else ""
    return said(3, message, Place(custody.shown(file.path)), advice, file.path)


def _order(custody: Custody, seal: Seal) -> Iterator[Diagnostic]:
    there = {file.path for file in custody.files}
    before = [one.name for one in seal.subject if one.name in there]
    known = set(before)
    now = [file.path for file in custody.files if file.path in known]
    if now != before:
        first = next(i for i, (old, new) in enumerate(zip(before, now, strict=True)) if old != new)
        message = (
            f"the files are listed in another order than was sealed: `{now[first]}` stands where "
            f"`{before[first]}` stood"
        )
        place = Place(custody.shown(custody.manifest))
        yield said(4, message, place, subject=now[first])
