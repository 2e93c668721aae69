"""An attestation as bytes in, statements out: a DSSE envelope a line, the verdict among them.

Whether what it states is so, and who signed it, is for `sealing` to say.
"""

from __future__ import annotations

import json
from typing import Any

from tra_policy.model.attestation import (
    SUMMARIES,
    VERDICT_TYPE,
    Attestation,
    SignedStatement,
    VerdictStatement,
)
from tra_policy.model.evidence.custody import (
    PAYLOAD_TYPE,
    EnvelopeText,
    Signature,
    envelope_value,
)
from tra_policy.readers.custody import unpacked
from tra_policy.readers.document import Limits
from tra_policy.readers.faults import fault, finding, quoted
from tra_policy.readers.json_text import read_json
from tra_policy.readers.shapes import shaped
from tra_policy.readers.text import decode
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import replace
from tra_policy.words.source import Place

ATTESTATION_LIMITS = Limits(size=64 * 1024 * 1024)
MOST_LINES = 100
MOST_SIGNATURES = 100

Said = tuple[Diagnostic, ...]
_ONE_A_LINE = "one envelope stands on each line, as `tra attest` writes them"


def attested_line(payload: bytes, signatures: tuple[Signature, ...]) -> str:
    """Return an envelope as the one line that stands for it."""
    value = envelope_value(payload, signatures)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True) + "\n"


def read_attestation(path: str, data: bytes) -> tuple[Attestation | None, Said]:
    """Return an attestation, or None where a line cannot be read or there is not one verdict.

    A statement of an unknown type is told, and let be.
    """
    text, said = decode(path, data, ATTESTATION_LIMITS)
    if text is None:
        return None, said
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        message = f"`{path}` has {len(lines):,} lines; {MOST_LINES} are read"
        return None, (fault("TRB062", message, Place(path, MOST_LINES + 1)),)
    found: list[SignedStatement] = []
    told: list[Diagnostic] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        statement, mistakes = _line(path, number, line)
        told.extend(mistakes)
        if statement is None and any(one.input_error for one in mistakes):
            return None, tuple(told)
        found.extend([statement] if statement is not None else [])
    verdict, mistakes = _verdict(path, found)
    if verdict is None:
        return None, (*told, *mistakes)
    again = "".join(attested_line(one.payload, one.signatures) for one in found)
    if again.encode() != data and not told:
        message = f"{quoted(path)} is not laid out as `tra attest` writes it"
        advice = "another tool wrote it, or somebody changed it; what it says still counts"
        told.append(finding("TRB064", message, Place(path), advice, Severity.INFO))
    return Attestation(path, verdict, tuple(found)), (*told, *mistakes)


def _line(path: str, number: int, line: str) -> tuple[SignedStatement | None, Said]:
    at = Place(path, number, 1)
    document, said = read_json(path, line, ATTESTATION_LIMITS)
    if said or document is None:
        first = said[0]
        message = f"line {number} is not an envelope: {first.message}"
        column = first.place.column if first.place else 1
        place = Place(path, number, column)
        return None, (fault("TRB060", message, place, first.help or _ONE_A_LINE),)
    envelope, mistakes = shaped(EnvelopeText, document.value, document, "", "the envelope")
    if envelope is None:
        return None, _moved(mistakes, number)
    if envelope.payload_type != PAYLOAD_TYPE:
        message = f"the payload of line {number} is of type {quoted(envelope.payload_type)}"
        return None, (fault("TRB060", message, at, f"`{PAYLOAD_TYPE}` is read"),)
    payload = unpacked(envelope.payload)
    if payload is None:
        return None, (fault("TRB060", f"the payload of line {number} is not base64", at),)
    signatures = []
    for one in envelope.signatures[:MOST_SIGNATURES]:
        value = unpacked(one.sig)
        if value is None:
            message = f"a signature of line {number} is not base64"
            return None, (fault("TRB060", message, at),)
        signatures.append(Signature(one.keyid, value))
    if len(envelope.signatures) > MOST_SIGNATURES:
        message = f"line {number} has {len(envelope.signatures):,} signatures"
        return None, (fault("TRB062", message, at, f"{MOST_SIGNATURES} are read"),)
    return _statement(path, number, payload, tuple(signatures))


def _statement(
    path: str, number: int, payload: bytes, signatures: tuple[Signature, ...]
) -> tuple[SignedStatement | None, Said]:
    at = Place(path, number, 1)
    text, said = decode(path, payload, ATTESTATION_LIMITS)
    document, mistakes = (
        read_json(path, text, ATTESTATION_LIMITS) if text is not None else (None, said)
    )
    if document is None or mistakes:
        return None, _inside(mistakes, at)
    value: Any = document.value
    sort = value.get("predicateType") if isinstance(value, dict) else None
    if not isinstance(sort, str):
        message = f"the payload of line {number} is not an in-toto statement"
        return None, (fault("TRB060", message, at),)
    if sort != VERDICT_TYPE and sort not in SUMMARIES:
        message = f"line {number} signs a statement of type {quoted(sort)}"
        advice = "it says nothing of this verdict, and is let be"
        return None, (finding("TRB061", message, at, advice, Severity.INFO),)
    return SignedStatement(number, sort, payload, signatures, value), ()


def _verdict(path: str, lines: list[SignedStatement]) -> tuple[VerdictStatement | None, Said]:
    held = [one for one in lines if one.type == VERDICT_TYPE]
    if len(held) != 1:
        count = "no verdict" if not held else f"{len(held)} verdicts"
        message = f"{quoted(path)} holds {count}"
        advice = "an attestation has one: `tra attest` writes it"
        return None, (fault("TRB060", message, Place(path), advice),)
    one = held[0]
    document, _ = read_json(path, one.payload.decode("utf-8-sig"), ATTESTATION_LIMITS)
    assert document is not None, "the line was read before"
    verdict, mistakes = shaped(VerdictStatement, one.value, document, "", "the verdict")
    return verdict, _inside(mistakes, Place(path, one.line, 1))


def _inside(said: Said, at: Place) -> Said:
    """Move what was found in a payload to the line that holds it; its pointer is kept."""
    return tuple(
        replace(
            one,
            message=f"inside the payload: {one.message}",
            place=replace(at, pointer=one.place.pointer if one.place else ""),
        )
        for one in said[:10]
    )


def _moved(said: Said, number: int) -> Said:
    return tuple(
        replace(one, place=replace(one.place, line=number)) if one.place else one for one in said
    )
