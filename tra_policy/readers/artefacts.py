"""Whether the thing itself that a record tells of, where it is in the bundle, is the one it names."""

from __future__ import annotations

from collections.abc import Mapping

from tra_policy.model.evidence.base import Record


def artefact_fault(record: Record, digests: Mapping[str, str], sizes: Mapping[str, int]) -> str:
    """Return what is wrong with a record's artefact, in words; empty when nothing is.

    An artefact that is not in the bundle stays where it is: nothing can be said of it here.
    """
    stated = record.artefact
    if stated is None or stated.path is None or stated.path not in digests:
        return ""
    if stated.sha256 is not None and stated.sha256 != digests[stated.path]:
        return f"`{stated.path}` is not the artefact of `{record.id}`: its digest is another"
    if stated.bytes is not None and stated.bytes != sizes[stated.path]:
        return f"`{stated.path}` is not the artefact of `{record.id}`: its size is another"
    return ""
