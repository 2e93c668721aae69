"""The statements that are sealed or signed: made from a bundle as it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.custody import (
    SEAL_TYPE,
    SIGNING_TYPE,
    STATEMENT,
    Custody,
    HeldFile,
    Seal,
    SignedScope,
    Signing,
    Statement,
)

MOST_SEALED = 20_000
LONGEST_PATH = 500


def seal_of(evidence: Evidence, custody: Custody) -> Seal:
    """Return the seal of a bundle as it is; it follows the one that the bundle has."""
    before = custody.seal
    earlier = (*before.predicate.earlier, custody.seal_sha256) if before is not None else ()
    return Seal.model_validate(
        {
            "_type": STATEMENT,
            "subject": _subjects(custody.files),
            "predicateType": SEAL_TYPE,
            "predicate": {
                **_scope(evidence, custody.files),
                "sequence": len(earlier) + 1,
                "earlier": earlier,
                "records": records_by_kind(evidence),
            },
        }
    )


def signing_of(evidence: Evidence, files: Sequence[HeldFile]) -> Signing:
    """Return the statement by which somebody signs some files of a bundle."""
    return Signing.model_validate(
        {
            "_type": STATEMENT,
            "subject": _subjects(files),
            "predicateType": SIGNING_TYPE,
            "predicate": _scope(evidence, files),
        }
    )


def same_state(one: Seal, other: Seal) -> bool:
    """Whether two seals close the same state, whatever their numbers."""
    numbering = {"sequence", "earlier"}
    return one.subject == other.subject and (
        one.predicate.model_dump(exclude=numbering) == other.predicate.model_dump(exclude=numbering)
    )


def records_by_kind(evidence: Evidence) -> dict[str, int]:
    """Return how many records of each kind were read."""
    counted = Counter(str(getattr(filed.record, "kind", "")) for filed in evidence.filed)
    return dict(sorted(counted.items()))


def unsealable(files: Iterable[HeldFile]) -> Iterator[str]:
    """Yield the paths that a statement cannot hold: too long, or not the same text everywhere."""
    for file in files:
        if len(file.path) > LONGEST_PATH or not file.path.isprintable():
            yield file.path


def contradiction(statement: Statement) -> str:
    """Return how a statement contradicts itself; empty where it does not."""
    names = [one.name for one in statement.subject]
    if len(set(names)) < len(names):
        return "it names a file twice"
    if names != [one.path for one in statement.predicate.files]:
        return "its list of files is not that of its digests"
    if isinstance(statement, Seal):
        earlier = statement.predicate.earlier
        if statement.predicate.sequence != len(earlier) + 1 or len(set(earlier)) < len(earlier):
            return "its number is not that of the seals before it"
    return ""


def differences(evidence: Evidence, scope: SignedScope) -> Iterator[tuple[str, str, str]]:
    """Yield each field in which a statement is about something else: field, stated there, here."""
    manifest = evidence.manifest
    for field, there, here in (
        ("bundle", scope.bundle, manifest.id),
        ("developer", scope.developer, manifest.developer),
        ("subject", scope.subject, manifest.subject),
        ("date", str(scope.date), str(manifest.date)),
    ):
        if there != here:
            yield field, there, here


def _subjects(files: Iterable[HeldFile]) -> list[dict[str, Any]]:
    return [{"name": file.path, "digest": {"sha256": file.sha256}} for file in files]


def _scope(evidence: Evidence, files: Iterable[HeldFile]) -> dict[str, Any]:
    manifest = evidence.manifest
    return {
        "bundle": manifest.id,
        "format": manifest.format,
        "developer": manifest.developer,
        "subject": manifest.subject,
        "date": manifest.date,
        "files": [
            {
                "path": file.path,
                "bytes": file.bytes,
                "listed": file.listed,
                "reader": file.reader,
                "defaults": dict(file.defaults),
            }
            for file in files
        ],
    }
