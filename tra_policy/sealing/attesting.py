"""The statements of an attestation, made from a report: the verdict, with two summaries that follow from it.

A summary says nothing of its own. Whoever has the verdict can make it again, and so see whether it was
changed or left out. Nothing here is called compliant: what passes, passes on the evidence supplied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tra_policy.model.attestation import (
    BASIS,
    SVR_TYPE,
    VERDICT_TYPE,
    VSA_TYPE,
    Verdict,
    VerdictCustody,
)
from tra_policy.model.evidence.custody import STATEMENT, Custody, written
from tra_policy.sealing.signing import signed

if TYPE_CHECKING:
    from tra_policy.model.evidence.custody import Signature
    from tra_policy.model.report import CheckReport
    from tra_policy.sealing.signing import PrivateKey

NO_GATE_FAILS = "TRA_NO_GATE_FAILS_ON_EVIDENCE_SUPPLIED"
ITEM_MET = "TRA_ITEM_MET_ON_EVIDENCE_SUPPLIED"
COMMITMENT = "TRA_THRESHOLD_IS_COMMITMENT"
SEALED = "TRA_BUNDLE_SEALED"
UNMODIFIED = "TRA_OPINION_UNMODIFIED"
_KEY = "urn:tra-policy:key:"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def verifier_of(key: bytes) -> str:
    """Return the URI of whoever holds a key of 32 bytes."""
    return f"{_KEY}{key.hex()}"


def key_of(verifier: str) -> bytes | None:
    """Return the key that the URI of a verifier names, None where it names none."""
    digits = verifier.removeprefix(_KEY)
    found = re.fullmatch(r"[0-9a-f]{64}", digits) if verifier.startswith(_KEY) else None
    return bytes.fromhex(digits) if found else None


def custody_of(custody: Custody | None) -> VerdictCustody | None:
    """Return the seal and the envelopes of a bundle, as a verdict names them."""
    if custody is None:
        return None
    return VerdictCustody.model_validate(
        {
            "seal": custody.seal_sha256 or None,
            "envelopes": [{"path": one.path, "sha256": one.sha256} for one in custody.envelopes],
        }
    )


def verdict_of(
    report: CheckReport,
    *,
    report_sha256: str,
    exit: int,
    verifier: str,
    custody: VerdictCustody | None = None,
) -> Verdict:
    """Return what a report comes to; `exit` is the code of a check without switches."""
    head, policy, bundle = report.headline, report.policy, report.bundle
    listed = ("self_designed_only", "self_run_only", "unattributed", "no_evidence", "of")
    return Verdict.model_validate(
        {
            "headline": {
                "sentence": head.sentence,
                **{name: getattr(head, name) for name in listed},
            },
            "basis": BASIS,
            "exit": exit,
            "opinion": report.opinion.opinion if report.opinion else None,
            "as_of": report.as_of,
            "verifier": verifier,
            "tool": report.tool.model_dump(),
            "policy": {"id": policy.id, "version": policy.version, "sha256": policy.sha256},
            "bundle": {
                "id": bundle.id,
                "subject": bundle.subject,
                "sha256": bundle.sha256,
                "sealed": bundle.sealed,
                "signed_by": bundle.signed_by,
                "custody": custody,
            },
            "report": {"sha256": report_sha256},
            "registry": report.registry,
            "totals": report.totals.model_dump(),
            "thresholds": [
                {
                    name: getattr(one, name)
                    for name in ("id", "subject", "label", "state", "treated_as", "ruling")
                }
                for one in report.thresholds
            ],
            "items": [{"id": i.id, "outcome": i.outcome} for i in report.items if i.gates],
        }
    )


def statements_of(verdict: Verdict) -> dict[str, dict[str, Any]]:
    """Return the three statements by their types, the verdict first."""
    report = {"name": "report", "digest": {"sha256": verdict.report.sha256}}
    bundle = {"name": "bundle", "digest": {"sha256": verdict.bundle.sha256}}
    return {
        VERDICT_TYPE: _statement(
            VERDICT_TYPE, [report, bundle], verdict.model_dump(mode="json", by_alias=True)
        ),
        VSA_TYPE: _statement(VSA_TYPE, [bundle], _summary(verdict)),
        SVR_TYPE: _statement(SVR_TYPE, [bundle], _properties(verdict)),
    }


def attested(verdict: Verdict, key: PrivateKey) -> Iterator[tuple[bytes, tuple[Signature, ...]]]:
    """Yield the payload of each statement with its signature."""
    for statement in statements_of(verdict).values():
        payload = written(statement).encode("utf-8")
        yield payload, signed(payload, (), key)


def passed(verdict: Verdict) -> bool:
    """Whether nothing that gates is not met, unknown or invalid, and something was checked."""
    return verdict.exit == 0


def _statement(sort: str, subject: list[dict[str, Any]], predicate: Any) -> dict[str, Any]:
    return {"_type": STATEMENT, "subject": subject, "predicateType": sort, "predicate": predicate}


def _summary(verdict: Verdict) -> dict[str, Any]:
    """Return the predicate of the SLSA verification summary (v1)."""
    custody = verdict.bundle.custody
    found: dict[str, Any] = {
        "verifier": {"id": verdict.verifier, "version": {verdict.tool.name: verdict.tool.version}},
        "timeVerified": _time(verdict),
        "resourceUri": _urn("bundle", verdict.bundle.id),
        "policy": _policy(verdict),
    }
    if custody is not None and custody.envelopes:
        found["inputAttestations"] = [
            {"uri": _urn("envelope", one.path), "digest": {"sha256": one.sha256}}
            for one in custody.envelopes
        ]
    fine = passed(verdict)
    found["verificationResult"] = "PASSED" if fine else "FAILED"
    found["verifiedLevels"] = [NO_GATE_FAILS if fine else "FAILED"]
    return found


def _properties(verdict: Verdict) -> dict[str, Any]:
    """Return the predicate of the simple verification result (v0.2): what passes, and nothing else."""
    return {
        "verifier": {"id": verdict.verifier, "policies": [_policy(verdict)]},
        "timeCreated": _time(verdict),
        "properties": list(_passing(verdict)),
    }


def _passing(verdict: Verdict) -> Iterator[str]:
    if passed(verdict):
        yield NO_GATE_FAILS
    if verdict.opinion == "unmodified":
        yield UNMODIFIED
    if verdict.bundle.sealed:
        yield SEALED
    yield from (f"{ITEM_MET}:{one.id}" for one in verdict.items if one.outcome == "met")
    labels: dict[str, set[str]] = {}
    for one in verdict.thresholds:
        labels.setdefault(one.id, set()).add(one.label)
    yield from (f"{COMMITMENT}:{name}" for name, held in labels.items() if held == {"commitment"})


def _policy(verdict: Verdict) -> dict[str, Any]:
    policy = verdict.policy
    return {
        "uri": _urn("policy", policy.id, policy.version),
        "digest": {"sha256": policy.sha256},
    }


def _time(verdict: Verdict) -> str:
    """Return the end of the day that was asked of: the one time that is the same in every run."""
    return f"{verdict.as_of}T23:59:59Z"


def _urn(*parts: str) -> str:
    return ":".join(("urn:tra-policy", *map(_escaped, parts)))


def _escaped(text: str) -> str:
    return "".join(
        character
        if character in _UNRESERVED
        else "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "backslashreplace"))
        for character in text
    )
