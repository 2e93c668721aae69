"""An attestation says what the report says, holds where nothing was changed, and shows what was."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.model.attestation import SVR_TYPE, VERDICT_TYPE, VSA_TYPE, Verdict
from tra_policy.model.evidence.custody import envelope_value
from tra_policy.readers.attestation import attested_line, read_attestation
from tra_policy.sealing.attesting import (
    COMMITMENT,
    ITEM_MET,
    NO_GATE_FAILS,
    SEALED,
    key_of,
    statements_of,
    verifier_of,
)
from tra_policy.sealing.signing import PrivateKey
from tra_policy.sealing.signing import signed as signatures_with

from . import attestations as made
from .bundles import bare, key
from .test_commands import POLICY

WHOLE = made.written(made.verdict())
LINES = WHOLE.decode().splitlines()


def statements(data: bytes) -> dict[str, Any]:
    found = (
        json.loads(base64.b64decode(json.loads(line)["payload"])) for line in data.splitlines()
    )
    return {one["predicateType"]: one for one in found}


def resigned(value: Any, name: str = "outsider") -> str:
    """Return a statement in an envelope that its signer signed as it is."""
    payload = json.dumps(value).encode()
    return attested_line(payload, signatures_with(payload, (), PrivateKey(key(name))))


def changed(sort: str, *path: str | int, to: Any, name: str = "outsider") -> bytes:
    """Return the attestation with one value of one statement changed, and signed again."""
    found = statements(WHOLE)
    at = found[sort]
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return "".join(resigned(one, name) for one in found.values()).encode()


def test_it_holds_against_all_that_it_names() -> None:
    holdings, said = made.looked(WHOLE)
    assert said == []
    assert {one.line.result for one in holdings} == {"holds"}
    assert [one.line.what for one in holdings][-3:] == ["policy", "bundle", "report"]
    assert all(one.signers == {bare("outsider")} for one in holdings[:3])


def test_the_verdict_says_what_the_report_says() -> None:
    report, verdict = made.report_of(), made.verdict()
    assert verdict.headline.sentence == report.headline.sentence
    assert verdict.totals.model_dump() == report.totals.model_dump()
    assert [(t.id, t.state, t.label) for t in verdict.thresholds] == [
        (t.id, t.state, t.label) for t in report.thresholds
    ]
    assert [i.id for i in verdict.items] == [i.id for i in report.items if i.gates]
    assert verdict.bundle.sealed
    assert verdict.bundle.signed_by == ("lab", "outsider")
    assert verdict.policy.sha256 == made.the_policy().sha256
    assert verdict.report.sha256 == made.given(report).sha256
    assert next(iter(statements(WHOLE)[VERDICT_TYPE]["predicate"])) == "headline"


def test_what_is_attested_does_not_depend_on_when() -> None:
    assert made.written(made.verdict()) == WHOLE
    times = {
        statements(WHOLE)[VSA_TYPE]["predicate"]["timeVerified"],
        statements(WHOLE)[SVR_TYPE]["predicate"]["timeCreated"],
    }
    assert times == {"2026-02-01T23:59:59Z"}


@pytest.mark.parametrize("exit", range(5))
def test_a_summary_passes_only_where_nothing_that_gates_is_open(exit: int) -> None:
    found = statements_of(made.verdict().model_copy(update={"exit": exit}))
    summary = found[VSA_TYPE]["predicate"]
    fine = exit == 0
    assert summary["verificationResult"] == ("PASSED" if fine else "FAILED")
    assert summary["verifiedLevels"] == ([NO_GATE_FAILS] if fine else ["FAILED"])
    properties = found[SVR_TYPE]["predicate"]["properties"]
    assert (NO_GATE_FAILS in properties) is fine
    assert not any(level.startswith("SLSA_") for level in summary["verifiedLevels"])


def test_an_item_that_is_unknown_makes_the_summary_fail() -> None:
    late = made.report_of(as_of=date(2026, 7, 1))
    assert {i.outcome for i in late.items} == {"unknown"}
    found = statements_of(made.verdict(late))
    assert found[VSA_TYPE]["predicate"]["verificationResult"] == "FAILED"
    early = statements_of(made.verdict())
    assert early[VSA_TYPE]["predicate"]["verificationResult"] == "PASSED"


def test_properties_are_what_passes_and_nothing_else() -> None:
    verdict = made.verdict()
    item = verdict.items[0]
    met = verdict.model_copy(
        update={
            "items": (
                item.model_copy(update={"id": "A", "outcome": "met"}),
                item.model_copy(update={"id": "B", "outcome": "not-met"}),
                item.model_copy(update={"id": "C", "outcome": "waived"}),
            ),
            "thresholds": (
                verdict.thresholds[0].model_copy(update={"id": "T", "label": "commitment"}),
                verdict.thresholds[0].model_copy(update={"id": "U", "label": "commitment"}),
                verdict.thresholds[0].model_copy(update={"id": "U", "label": "prior"}),
            ),
            "exit": 1,
            "opinion": "adverse",
        }
    )
    properties = statements_of(met)[SVR_TYPE]["predicate"]["properties"]
    assert properties == [SEALED, f"{ITEM_MET}:A", f"{COMMITMENT}:T"]


def test_the_summaries_name_policy_bundle_and_all_signatures_of_the_bundle() -> None:
    summary = statements(WHOLE)[VSA_TYPE]
    verdict = made.verdict()
    assert summary["subject"] == [{"name": "bundle", "digest": {"sha256": verdict.bundle.sha256}}]
    predicate = summary["predicate"]
    assert predicate["policy"] == {
        "uri": "urn:tra-policy:policy:case:1.0",
        "digest": {"sha256": verdict.policy.sha256},
    }
    assert predicate["resourceUri"] == "urn:tra-policy:bundle:small"
    custody = made.bundle().custody
    assert custody is not None
    assert [one["digest"]["sha256"] for one in predicate["inputAttestations"]] == [
        one.sha256 for one in custody.envelopes
    ]
    assert key_of(predicate["verifier"]["id"]) == bare("outsider")


def test_what_is_not_at_hand_is_listed_as_not_checked() -> None:
    holdings, said = made.looked(WHOLE, policies=[], evidence=None, report=None)
    assert said == []
    assert [one.line.result for one in holdings] == ["holds"] * 4 + ["not-checked"] * 3


def test_a_key_that_is_not_known_shows_nothing() -> None:
    holdings, said = made.looked(WHOLE, keys={bare("lab"): "lab"})
    assert said == ["TRS061"]
    assert [one.line.result for one in holdings[:3]] == ["differs"] * 3


def test_an_envelope_without_a_signature_shows_nothing() -> None:
    bare_lines = (json.loads(one) | {"signatures": []} for one in LINES)
    data = "".join(json.dumps(one, separators=(",", ":")) + "\n" for one in bare_lines)
    holdings, said = made.looked(data.encode())
    assert said == ["TRS061"]
    assert not any(one.signers for one in holdings)


def test_a_key_that_was_asked_for_must_have_signed_each_statement() -> None:
    _, said = made.looked(WHOLE, asked=[bare("lab")])
    assert said == ["TRS067"] * 3
    assert made.looked(WHOLE, asked=[bare("outsider")])[1] == []


def test_a_statement_that_somebody_else_signed_is_not_by_the_verifier() -> None:
    again = changed(VSA_TYPE, "subject", to=statements(WHOLE)[VSA_TYPE]["subject"], name="lab")
    _, said = made.looked(again)
    assert said == ["TRS066"] * 3
    mixed = "\n".join([LINES[0], again.decode().splitlines()[1], LINES[2]]) + "\n"
    assert made.looked(mixed.encode())[1] == ["TRS066"]


@pytest.mark.parametrize(
    ("sort", "path", "to", "codes"),
    [
        (VSA_TYPE, ("predicate", "verificationResult"), "FAILED", {"TRS066"}),
        (VSA_TYPE, ("predicate", "verifiedLevels"), ["SLSA_BUILD_LEVEL_3"], {"TRS066"}),
        (VSA_TYPE, ("predicate", "more"), 1, {"TRS066"}),
        (VSA_TYPE, ("predicate",), [], {"TRS066"}),
        (VSA_TYPE, ("subject",), {}, {"TRS066"}),
        (SVR_TYPE, ("predicate", "properties"), ["TRA_EVERYTHING"], {"TRS066"}),
        (SVR_TYPE, ("_type",), "https://in-toto.io/Statement/v0.1", {"TRS066"}),
        (VERDICT_TYPE, ("predicate", "headline", "sentence"), "0 of 1", {"TRS065", "TRS066"}),
        (VERDICT_TYPE, ("predicate", "totals", "met"), 9, {"TRS065", "TRS066"}),
        (VERDICT_TYPE, ("predicate", "opinion"), "adverse", {"TRS065", "TRS066"}),
        (VERDICT_TYPE, ("predicate", "as_of"), "2026-02-02", {"TRS065", "TRS066"}),
        (VERDICT_TYPE, ("predicate", "exit"), 3, {"TRS065", "TRS066"}),
        (VERDICT_TYPE, ("predicate", "policy", "sha256"), "0" * 64, {"TRS062", "TRS065", "TRS066"}),
        (VERDICT_TYPE, ("predicate", "bundle", "sha256"), "0" * 64, {"TRS063", "TRS065", "TRS066"}),
        (VERDICT_TYPE, ("predicate", "report", "sha256"), "0" * 64, {"TRS064", "TRS066"}),
        (VERDICT_TYPE, ("predicate", "verifier"), "urn:example:me", {"TRS066"}),
    ],
)
def test_a_signer_who_contradicts_himself_is_found(
    sort: str, path: tuple[str, ...], to: Any, codes: set[str]
) -> None:
    assert set(made.looked(changed(sort, *path, to=to))[1]) == codes


@pytest.mark.parametrize("left_out", [1, 2])
def test_a_summary_that_is_left_out_is_told(left_out: int) -> None:
    kept = [line for n, line in enumerate(LINES) if n != left_out]
    assert made.looked(("\n".join(kept) + "\n").encode())[1] == ["TRS066"]


def test_another_policy_another_bundle_another_report() -> None:
    other = made.the_policy(POLICY)
    holdings, said = made.looked(WHOLE, policies=[other])
    assert said == ["TRS062"]
    place = holdings[4].said[0].place
    assert place is not None
    assert (place.line, place.pointer) == (1, "/predicate/policy/sha256")

    unsigned = {n: d for n, d in made.SIGNED.items() if "dsse" not in n}
    holdings, said = made.looked(WHOLE, evidence=made.bundle(unsigned))
    assert set(said) == {"TRS063"}
    pointers = [one.place.pointer for one in holdings[5].said if one.place]
    assert pointers == ["/predicate/bundle/sha256", "/predicate/bundle/custody/envelopes"]

    same = made.report_of().model_copy(
        update={"findings": (), "bundle": made.report_of().bundle.model_copy(update={"path": "x"})}
    )
    holdings, said = made.looked(WHOLE, report=made.given(same))
    assert said == ["TRS064"]
    assert "what it comes to is the same" in holdings[6].said[0].message
    _, said = made.looked(WHOLE, report=made.given(made.report_of(POLICY)))
    assert said == ["TRS064"]


def test_one_of_several_policies_is_enough() -> None:
    assert made.looked(WHOLE, policies=[made.the_policy(POLICY), made.the_policy()])[1] == []


HOSTILE = [
    b"",
    b"\n\n",
    b"{}",
    b"[]",
    b"null",
    b"\xff\xfe{}",
    b"\x00",
    b'{"payload": "", "payloadType": "application/vnd.in-toto+json", "signatures": []}',
    b'{"payload": "e30=", "payloadType": "text/plain", "signatures": []}',
    b'{"payload": "e30", "payloadType": "application/vnd.in-toto+json", "signatures": []}',
    b'{"payload": "W10=", "payloadType": "application/vnd.in-toto+json", "signatures": []}',
    b"[" * 100_000,
    b'{"a":' * 5_000,
    WHOLE * 40,
    WHOLE + LINES[0].encode() + b"\n",
    WHOLE.replace(b'"payload":', b'"payload":"e30=","payload":', 1),
    WHOLE.replace(b'"sig":"', b'"sig":"!', 1),
    json.dumps(envelope_value(b"{" * 10, ())).encode(),
    json.dumps(envelope_value(b'{"predicateType": 1}', ())).encode(),
    json.dumps(envelope_value(b'{"predicateType": "urn:tra-policy:verdict:1"}', ())).encode(),
    b'{"predicateType": "\\ud800"}',
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_attestation_is_refused_at_its_place(data: bytes) -> None:
    found, said = read_attestation("a", data)
    assert found is None
    assert 0 < len(said) < 20
    assert all(one.input_error and one.place for one in said)
    assert all(one.message.isprintable() for one in said)


def test_a_statement_of_another_type_is_told_and_let_be() -> None:
    other = resigned({"_type": "x", "subject": [], "predicateType": "urn:x", "predicate": {}})
    found, said = read_attestation("a", WHOLE + other.encode())
    assert found is not None
    assert len(found.lines) == 3
    assert [one.code for one in said] == ["TRB061"]
    found, said = read_attestation("a", other.encode())
    assert found is None
    assert [one.code for one in said] == ["TRB061", "TRB060"]


def test_another_layout_counts_and_is_told() -> None:
    spaced = "".join(json.dumps(json.loads(line)) + "\r\n" for line in LINES)
    assert made.looked(spaced.encode())[1] == ["TRB064"]
    assert made.looked("\n".join(reversed(LINES)).encode())[1] == ["TRB064"]


def test_a_verifier_is_its_key_and_nothing_else() -> None:
    assert key_of(verifier_of(bare("lab"))) == bare("lab")
    assert key_of("urn:tra-policy:key:zz") is None
    assert key_of(bare("lab").hex()) is None


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
sample = made.verdict()
verdicts = st.builds(
    lambda text, digest, exit, of, opinion, items: Verdict.model_validate(
        {
            **sample.model_dump(by_alias=True),
            "headline": {
                "sentence": text,
                "self_designed_only": [text],
                "self_run_only": [],
                "unattributed": [text, text],
                "no_evidence": [],
                "of": of,
            },
            "exit": exit,
            "opinion": opinion,
            "policy": {"id": text, "version": text, "sha256": digest},
            "items": [{"id": one, "outcome": "met"} for one in items],
            "bundle": {
                "id": text,
                "subject": text,
                "sha256": digest,
                "sealed": False,
                "signed_by": [text],
                "custody": None,
            },
        }
    ),
    words,
    digests,
    st.integers(0, 4),
    st.integers(0, 10**9),
    st.sampled_from([None, "unmodified", "qualified", "adverse", "disclaimer"]),
    st.lists(words, max_size=3),
)


@settings(max_examples=100, deadline=None)
@given(verdicts)
def test_a_verdict_comes_back_as_it_was_signed(verdict: Verdict) -> None:
    data = made.written(verdict)
    found, said = read_attestation("a", data)
    assert said == ()
    assert found is not None
    assert found.verdict.predicate == verdict
    assert {one.type: one.value for one in found.lines} == statements_of(verdict)
    assert data.isascii()
