"""Real attestations: of a real report of a real bundle, signed with real keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256

from tra_policy import driver
from tra_policy.cli.reported import exit_of
from tra_policy.model.attestation import Attestation, Verdict
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.keys import key_text
from tra_policy.model.policy import Policy
from tra_policy.model.report import CheckReport
from tra_policy.readers.attestation import attested_line, read_attestation
from tra_policy.readers.bundle import read_bundle
from tra_policy.reports.json import render
from tra_policy.reports.page import PLAIN
from tra_policy.sealing.attested import AtHand, GivenReport, Holding, held
from tra_policy.sealing.attesting import attested, custody_of, verdict_of, verifier_of
from tra_policy.sealing.signing import PrivateKey
from tra_policy.words.source import Source

from .bundles import PLAIN as FILES
from .bundles import bare, key, sealed, signed
from .test_commands import POLICY

AS_OF = date(2026, 2, 1)
SIGNED = signed(sealed(FILES), "lab", "outsider")
DUTY = """
document plan
commitment C-1
  lab must publish plan by 2026-06-01
"""


@cache
def policy_of(text: str = POLICY + DUTY) -> driver.Text:
    """A policy as it is read."""
    return driver.read(Source("policy.tra", text), {})


def the_policy(text: str = POLICY + DUTY) -> Policy:
    """The policy itself."""
    found = policy_of(text).policy
    assert found is not None
    return found


def bundle(files: Mapping[str, bytes] = SIGNED) -> Evidence:
    """A bundle as it is read."""
    evidence, _ = read_bundle(files)
    assert evidence is not None
    return evidence


def report_of(
    text: str = POLICY + DUTY, files: Mapping[str, bytes] = SIGNED, as_of: date = AS_OF
) -> CheckReport:
    """The report of a check."""
    source = Source("policy.tra", text)
    report, _ = driver.check(policy_of(text), bundle(files), as_of, {"policy.tra": source})
    assert report is not None
    return report


def given(report: CheckReport) -> GivenReport:
    """A report as it is on file."""
    data = render([report], PLAIN).encode()
    return GivenReport(report, sha256(data).hexdigest(), int(exit_of(report)))


def verdict(report: CheckReport | None = None, name: str = "outsider") -> Verdict:
    """What a report comes to, in the name of a party."""
    held_report = given(report or report_of())
    return verdict_of(
        held_report.report,
        report_sha256=held_report.sha256,
        exit=held_report.exit,
        verifier=verifier_of(bare(name)),
        custody=custody_of(bundle().custody),
    )


def written(found: Verdict, name: str = "outsider") -> bytes:
    """An attestation as it is on file."""
    lines = attested(found, PrivateKey(key(name)))
    return "".join(attested_line(*one) for one in lines).encode()


def opened(data: bytes) -> Attestation:
    """An attestation as it is read."""
    found, said = read_attestation("a.intoto.jsonl", data)
    assert found is not None, said
    return found


def at_hand(**other: object) -> AtHand:
    """All that an attestation names, with the keys of lab and outsider known."""
    values = {
        "keys": {bare(name): name for name in ("lab", "outsider")},
        "policies": [the_policy()],
        "evidence": bundle(),
        "report": given(report_of()),
        **other,
    }
    return AtHand(**values)  # type: ignore[arg-type]


def looked(data: bytes, **other: object) -> tuple[tuple[Holding, ...], list[str]]:
    """What came of every question, and the codes of what is said."""
    found, said = read_attestation("a.intoto.jsonl", data)
    if found is None:
        return (), [one.code for one in said]
    holdings = held(found, at_hand(**other))
    return holdings, [one.code for one in (*said, *(d for h in holdings for d in h.said))]


def line_of(name: str) -> str:
    """A party's key as text."""
    return key_text(bare(name))
