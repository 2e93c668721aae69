"""The seal of a bundle, with its envelopes, as bytes in and statements out.

Whether a statement is true of the bundle, and who signed it, is for `sealing` to say. An envelope that
cannot be read is reported; the others are still read.
"""

from __future__ import annotations

from collections.abc import Mapping

from tra_policy.model.evidence.custody import (
    ENVELOPE_FILE,
    PAYLOAD_TYPE,
    SEAL_FILE,
    SEAL_TYPE,
    SIGNING_TYPE,
    Custody,
    Envelope,
    EnvelopeText,
    Seal,
    Signature,
    Signing,
    Statement,
    envelope_value,
    is_custody,
    written,
)
from tra_policy.readers.document import Document, Limits
from tra_policy.readers.faults import fault, finding, quoted
from tra_policy.readers.held import Files, Held, head_of
from tra_policy.readers.json_text import read_json
from tra_policy.readers.shapes import shaped
from tra_policy.readers.text import decode
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import replace
from tra_policy.words.source import Place

CUSTODY_LIMITS = Limits(size=8 * 1024 * 1024)
MOST_SIGNATURES = 100
MOST_ENVELOPES = 200

Said = tuple[Diagnostic, ...]


def read_custody(
    custody: Custody, files: Files, digests: Mapping[str, str]
) -> tuple[Custody, Said]:
    """Return what a bundle's seal and envelopes say, beside `custody`, which knows its files."""
    said: list[Diagnostic] = []
    seal, digest = None, ""
    if SEAL_FILE in files:
        digest = digests[SEAL_FILE]
        seal, mistakes = _seal(custody.shown(SEAL_FILE), _bytes(files[SEAL_FILE]))
        said.extend(mistakes)
    names = sorted(p for p in files if is_custody(p) and p != SEAL_FILE)
    # The envelope of the seal at hand is never the one that is left out.
    names.sort(key=lambda path: path != ENVELOPE_FILE)
    if len(names) > MOST_ENVELOPES:
        message = f"there are {len(names):,} envelopes; {MOST_ENVELOPES} are read"
        said.append(fault("TRB062", message, Place(custody.shown(names[MOST_ENVELOPES]))))
    envelopes = []
    for name in names[:MOST_ENVELOPES]:
        envelope, mistakes = read_envelope(name, custody.shown(name), _bytes(files[name]))
        said.extend(mistakes)
        if envelope is not None:
            envelopes.append(envelope)
    return (
        replace(custody, seal=seal, seal_sha256=digest, envelopes=tuple(envelopes)),
        tuple(said),
    )


def _bytes(file: Held) -> bytes:
    """Return what there is, or enough of it to be seen to be too much."""
    return head_of(file, min(file.size, CUSTODY_LIMITS.size) + 1)


def _seal(path: str, data: bytes) -> tuple[Seal | None, Said]:
    document, said = _json(path, data)
    if document is None:
        return None, said
    seal, mistakes = shaped(Seal, document.value, document, "", "the seal")
    if seal is not None and written(seal).encode() != data:
        message = f"`{SEAL_FILE}` is not laid out as `tra bundle seal` writes it"
        mistakes = (_other_layout(message, path),)
    return seal, (*said, *mistakes)


def read_envelope(name: str, path: str, data: bytes) -> tuple[Envelope | None, Said]:
    """Return an envelope, or None where it cannot be read or signs a statement of another type."""
    document, said = _json(path, data)
    if document is None:
        return None, said
    text, mistakes = shaped(EnvelopeText, document.value, document, "", "the envelope")
    if text is None:
        return None, (*said, *mistakes)
    if text.payload_type != PAYLOAD_TYPE:
        message = f"the payload of {quoted(name)} is of type {quoted(text.payload_type)}"
        place = document.place("/payloadType")
        return None, (*said, fault("TRB060", message, place, f"`{PAYLOAD_TYPE}` is read"))
    payload = unpacked(text.payload)
    if payload is None:
        message = f"the payload of {quoted(name)} is not base64"
        return None, (*said, fault("TRB060", message, document.place("/payload")))
    statement, mistakes = _statement(name, payload, document.place("/payload"))
    if statement is None:
        return None, (*said, *mistakes)
    signatures, more = _signatures(name, text, document)
    laid_out = written(envelope_value(payload, signatures)).encode() == data
    found = Envelope(name, payload, sha256_of(payload), statement, signatures, laid_out)
    if not laid_out and not more:
        message = f"{quoted(name)} is not laid out as `tra bundle sign` writes it"
        more = (_other_layout(message, path),)
    return found, (*said, *mistakes, *more)


def _signatures(
    name: str, text: EnvelopeText, document: Document
) -> tuple[tuple[Signature, ...], Said]:
    said: list[Diagnostic] = []
    found: dict[tuple[str, bytes], Signature] = {}
    if len(text.signatures) > MOST_SIGNATURES:
        count = len(text.signatures)
        message = f"{quoted(name)} has {count:,} signatures; {MOST_SIGNATURES} are read"
        said.append(fault("TRB062", message, document.place("/signatures")))
    for index, one in enumerate(text.signatures[:MOST_SIGNATURES]):
        place = document.place(f"/signatures/{index}/sig")
        value = unpacked(one.sig)
        if value is None:
            message = f"signature {index + 1} of {quoted(name)} is not base64"
            said.append(fault("TRB060", message, place))
            continue
        if one.keyid and any(one.keyid == keyid for keyid, _ in found):
            message = f"{quoted(name)} holds two signatures for the key {quoted(one.keyid)}"
            said.append(finding("TRB063", message, place, "take one of them out"))
        found[one.keyid, value] = Signature(one.keyid, value)
    return tuple(found.values()), tuple(said)


def _statement(name: str, payload: bytes, at: Place) -> tuple[Statement | None, Said]:
    """Return what was signed; its own mistakes are told at the payload, which holds it in base64."""
    document, said = _json(at.path, payload)
    if document is None:
        return None, _inside(said, at)
    value = document.value
    sort = value.get("predicateType") if isinstance(value, dict) else None
    if isinstance(sort, str) and sort not in (SEAL_TYPE, SIGNING_TYPE):
        message = f"{quoted(name)} signs a statement of type {quoted(sort)}"
        advice = "it is kept and says nothing about the files of this bundle"
        return None, (finding("TRB061", message, at, advice, Severity.INFO),)
    if sort is None:
        message = f"the payload of {quoted(name)} is not an in-toto statement"
        return None, (fault("TRB060", message, at),)
    statement: Statement | None
    if sort == SEAL_TYPE:
        statement, mistakes = shaped(Seal, value, document, "", "the signed seal")
    else:
        statement, mistakes = shaped(Signing, value, document, "", "the signed statement")
    return statement, _inside((*said, *mistakes), at)


def _inside(said: Said, at: Place) -> Said:
    """Move what was found in a payload to where the payload stands."""
    return tuple(
        replace(d, message=f"inside the payload: {d.message}", place=at) for d in said[:10]
    )


def _json(path: str, data: bytes) -> tuple[Document | None, Said]:
    text, said = decode(path, data, CUSTODY_LIMITS)
    if text is None:
        return None, said
    document, mistakes = read_json(path, text, CUSTODY_LIMITS)
    # A name that stands twice is read one way by one tool, another way by the next.
    return (None if mistakes else document), mistakes


def unpacked(text: str) -> bytes | None:
    """Return what base64 says, in either alphabet; None where the same could be written otherwise."""
    import base64
    import binascii

    plain = text.translate(str.maketrans("-_", "+/"))
    try:
        data = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode("ascii") == plain else None


def _other_layout(message: str, path: str) -> Diagnostic:
    advice = "another tool wrote it, or somebody changed it; what it says still counts"
    return finding("TRB064", message, Place(path), advice, Severity.INFO)
