"""Whose work a record is shown to be: by a key that signed the bytes at hand, and by nothing else."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.dsse import Envelope as Dsse
from securesystemslib.signer import CryptoSigner, SSlibKey

from tra_policy.model.evidence.custody import ENVELOPE_FILE, PAYLOAD_TYPE, SEAL_FILE, written
from tra_policy.model.keys import key_der
from tra_policy.sealing.statements import seal_of
from tra_policy.words.diagnostic import Severity

from .bundles import (
    PLAIN,
    Files,
    bare,
    codes,
    defects,
    envelope,
    key,
    line,
    looked,
    opened,
    sealed,
    signed,
    signed_in_part,
    signers,
)

CLOSED = sealed(PLAIN)
WHOLE = signed(CLOSED, "lab", "outsider")
PART = signed_in_part(PLAIN, "outsider", "results.yaml")
PART_FILE = next(name for name in PART if name.startswith("signatures/"))
OF_RESULTS = {"m-1": ("outsider",), "a-1": ("outsider",)}


def only(found: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: by for name, by in found.items() if by}


def again(files: Files) -> Files:
    """The files with a new seal that follows the one they have, the old envelope put aside."""
    payload = files[SEAL_FILE]
    seal = written(seal_of(*opened(files))).encode()
    aside = f"signatures/{sha256(payload).hexdigest()[:16]}.dsse.json"
    rest = {name: data for name, data in files.items() if name != ENVELOPE_FILE}
    return {**rest, SEAL_FILE: seal, aside: files[ENVELOPE_FILE]}


def test_who_signs_the_seal_signs_every_record() -> None:
    evidence, said = looked(WHOLE, "lab", "outsider")
    assert said == ()
    assert evidence.sealed
    assert evidence.signed_by == ("lab", "outsider")
    assert set(signers(evidence).values()) == {("lab", "outsider")}


def test_who_signs_a_file_signs_the_records_of_that_file_and_no_others() -> None:
    evidence, said = looked(PART, "outsider")
    assert said == ()
    assert only(signers(evidence)) == OF_RESULTS
    assert not evidence.sealed
    assert evidence.signed_by == ()


def test_records_in_the_manifest_are_signed_with_the_manifest() -> None:
    evidence, _ = looked(signed_in_part(PLAIN, "lab", "bundle.yaml"), "lab")
    assert only(signers(evidence)) == {"model-1": ("lab",)}


def test_a_key_that_no_party_declares_counts_for_nobody_and_is_told() -> None:
    evidence, said = looked(PART, "lab")
    assert only(signers(evidence)) == {}
    assert codes(said) == ["TRS025"]
    assert said[0].severity is Severity.INFO
    assert line("outsider") in said[0].message


def test_a_file_that_was_changed_after_it_was_signed_is_named_and_its_records_are_marked() -> None:
    files = {**PART, "results.yaml": PART["results.yaml"].replace(b"value: 3%", b"value: 2%")}
    evidence, said = looked(files, "outsider")
    assert codes(said) == ["TRS022"]
    assert said[0].message == "`results.yaml` was changed after `outsider` signed it"
    assert only(signers(evidence)) == {}
    assert defects(evidence) == {"m-1": ("digest-mismatch",), "a-1": ("digest-mismatch",)}


def test_a_file_that_was_signed_anew_is_sound_whatever_was_signed_before() -> None:
    files = {**PART, "results.yaml": PART["results.yaml"].replace(b"value: 3%", b"value: 2%")}
    evidence, said = looked(signed_in_part(files, "outsider", "results.yaml"), "outsider")
    assert codes(said) == ["TRS022"]
    assert only(signers(evidence)) == OF_RESULTS
    assert defects(evidence) == {}


def test_another_who_signs_changed_bytes_does_not_heal_them() -> None:
    files = {**PART, "results.yaml": PART["results.yaml"].replace(b"value: 3%", b"value: 2%")}
    evidence, _ = looked(signed_in_part(files, "lab", "results.yaml"), "lab", "outsider")
    assert only(signers(evidence)) == {"m-1": ("lab",), "a-1": ("lab",)}
    assert defects(evidence) == {"m-1": ("digest-mismatch",), "a-1": ("digest-mismatch",)}


def test_a_signed_file_that_was_taken_out_is_named() -> None:
    files = {n: d for n, d in PART.items() if n != "results.yaml"}
    files["bundle.yaml"] = files["bundle.yaml"].replace(b"  - path: results.yaml\n", b"")
    _, said = looked(files, "outsider")
    assert codes(said) == ["TRS023"]
    assert said[0].message == "`results.yaml`, which `outsider` signed, is not in the bundle"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"  - path: results.yaml\n", b""),
        (b"  - path: results.yaml\n", b"  - {path: results.yaml, reader: attachment}\n"),
    ],
)
def test_a_signed_file_that_is_no_longer_read_as_it_was_is_named(
    before: bytes, after: bytes
) -> None:
    files = {**PART, "bundle.yaml": PART["bundle.yaml"].replace(before, after)}
    _, said = looked(files, "outsider")
    assert "`results.yaml` is not read as it was when `outsider` signed it" in [
        d.message for d in said
    ]


def test_what_a_manifest_says_of_a_log_is_signed_with_the_log() -> None:
    """Else a developer could put an outsider's signed log under another model or another name."""
    with_log = PLAIN["bundle.yaml"].replace(
        b"  - path: results.yaml\n",
        b"  - {path: results.yaml, reader: attachment, defaults: {subject: model-1}}\n",
    )
    files = signed_in_part({**PLAIN, "bundle.yaml": with_log}, "outsider", "results.yaml")
    assert "TRS022" not in codes(looked(files, "outsider")[1])
    other = with_log.replace(b"{subject: model-1}", b"{subject: model-2}")
    assert "TRS022" in codes(looked({**files, "bundle.yaml": other}, "outsider")[1])


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        (b"id: small", b"id: other", False),
        (b"developer: lab", b"developer: labs", False),
        (b"subject: model-1", b"subject: model-2", False),
        (b"date: 2026-01-31", b"date: 2026-01-30", False),
        (b"date: 2026-01-31", b"date: 2026-02-01", True),
    ],
)
def test_a_signature_counts_in_the_bundle_that_it_was_made_for_and_never_for_an_earlier_day(
    before: bytes, after: bytes, counts: bool
) -> None:
    files = {**PART, "bundle.yaml": PART["bundle.yaml"].replace(before, after, 1)}
    evidence, said = looked(files, "outsider")
    assert only(signers(evidence)) == (OF_RESULTS if counts else {})
    assert codes(said) == ([] if counts else ["TRS024"])


def test_a_sealed_and_signed_file_does_not_count_in_the_manifest_of_another_bundle() -> None:
    """The seal, its envelope and the file of a sound bundle, put beside another manifest."""
    other = WHOLE["bundle.yaml"].replace(b"subject: model-1", b"subject: model-2", 1)
    evidence, said = looked({**WHOLE, "bundle.yaml": other}, "outsider")
    assert only(signers(evidence)) == {}
    assert "TRS006" in codes(said)


def resigned(data: bytes, change: Callable[[dict[str, str]], None]) -> bytes:
    """An envelope with its first signature changed."""
    value = json.loads(data)
    change(value["signatures"][0])
    return written(value).encode()


def test_a_forged_signer_is_caught_and_the_records_it_claims_are_marked() -> None:
    """Signed with the lab's key, under the name of the outsider's."""
    forged = resigned(
        signed_in_part(PLAIN, "lab", "results.yaml")[PART_FILE],
        lambda one: one.update(keyid=line("outsider")),
    )
    evidence, said = looked({**PLAIN, PART_FILE: forged}, "lab", "outsider")
    assert codes(said) == ["TRS020"]
    assert said[0].subject == "outsider"
    assert only(signers(evidence)) == {}
    assert defects(evidence) == {"m-1": ("signature-bad",), "a-1": ("signature-bad",)}


def test_a_forged_signature_does_not_taint_what_the_party_signed_elsewhere() -> None:
    forged = resigned(PART[PART_FILE], lambda one: one.update(sig="AAAA"))
    evidence, said = looked({**PART, "signatures/forged.dsse.json": forged}, "outsider")
    assert codes(said) == ["TRS020"]
    assert only(signers(evidence)) == OF_RESULTS
    assert defects(evidence) == {}


def test_a_signature_that_was_made_for_other_bytes_does_not_verify() -> None:
    other = json.loads(envelope(b"{}", "outsider"))["signatures"][0]["sig"]
    files = {**PART, PART_FILE: resigned(PART[PART_FILE], lambda one: one.update(sig=other))}
    evidence, said = looked(files, "outsider")
    assert codes(said) == ["TRS020"]
    assert only(signers(evidence)) == {}


def test_one_good_signature_beside_a_bad_one_counts_for_its_own_party() -> None:
    bad = resigned(WHOLE[ENVELOPE_FILE], lambda one: one.update(sig="AAAA"))
    evidence, said = looked({**WHOLE, ENVELOPE_FILE: bad}, "lab", "outsider")
    assert codes(said) == ["TRS020"]
    assert evidence.signed_by == ("outsider",)
    assert {filed.defects for filed in evidence.filed} == {("signature-bad",)}


def test_the_envelope_of_an_old_seal_beside_a_new_one_is_a_replay() -> None:
    newer = again({**WHOLE, "notes.txt": b"later words\n"})
    replayed = {**newer, ENVELOPE_FILE: WHOLE[ENVELOPE_FILE]}
    evidence, said = looked(replayed, "lab", "outsider")
    found = next(d for d in said if d.code == "TRS021")
    assert found.message == (
        "`bundle.dsse.json` signs seal 1 of bundle `small`, dated 2026-01-31; the one at hand is "
        "seal 2 of bundle `small`, dated 2026-01-31"
    )
    assert evidence.signed_by == ()


def test_an_old_seal_beside_the_envelope_of_a_new_one_is_a_replay() -> None:
    newer = again({**WHOLE, "notes.txt": b"later words\n"})
    files = {**WHOLE, ENVELOPE_FILE: envelope(newer[SEAL_FILE], "outsider")}
    evidence, said = looked(files, "outsider")
    assert codes(said) == ["TRS021"]
    assert "the one at hand is older: seal 1" in said[0].message
    assert only(signers(evidence)) == {}


def test_the_seal_of_another_day_beside_the_envelope_of_this_one_is_a_replay() -> None:
    earlier = sealed(
        {**PLAIN, "bundle.yaml": PLAIN["bundle.yaml"].replace(b"2026-01-31", b"2026-01-01")}
    )
    evidence, said = looked({**WHOLE, SEAL_FILE: earlier[SEAL_FILE]}, "lab", "outsider")
    assert {"TRS003", "TRS006", "TRS021"} == set(codes(said))
    assert not evidence.sealed
    assert only(signers(evidence)) == {}


def test_an_envelope_without_its_seal_signs_nothing() -> None:
    files = {n: d for n, d in WHOLE.items() if n != SEAL_FILE}
    evidence, said = looked(files, "lab", "outsider")
    assert codes(said) == ["TRS021"]
    assert "the bundle has no seal that could be read" in said[0].message
    assert only(signers(evidence)) == {}


def test_a_signature_on_an_earlier_seal_covers_the_files_that_stayed_as_they_were() -> None:
    newer = again({**WHOLE, "more.ndjson": WHOLE["more.ndjson"] + b"\n"})
    evidence, said = looked(newer, "outsider")
    assert evidence.sealed
    assert evidence.signed_by == ()
    assert only(signers(evidence)) == {**OF_RESULTS, "model-1": ("outsider",)}
    assert defects(evidence) == {}
    found = next(d for d in said if d.code == "TRS026")
    assert found.severity is Severity.WARNING
    assert found.help == "changed or taken out since: `more.ndjson`"


def test_a_file_signature_that_contradicts_itself_counts_for_nothing() -> None:
    payload = base64.b64decode(json.loads(PART[PART_FILE])["payload"])
    twisted = payload.replace(b'"path": "results.yaml"', b'"path": "more.ndjson"')
    files = {**PLAIN, PART_FILE: envelope(twisted, "outsider")}
    evidence, said = looked(files, "outsider")
    assert codes(said) == ["TRS007"]
    assert only(signers(evidence)) == {}


@pytest.mark.parametrize("name", ["library", "digest", "none", "nonsense"])
def test_an_envelope_of_another_tool_counts_whatever_name_it_gives_the_key(name: str) -> None:
    """securesystemslib's own name, the digest of the key as other tools have it, or no name."""
    payload = base64.b64decode(json.loads(PART[PART_FILE])["payload"])
    private: Ed25519PrivateKey = key("outsider")
    dsse = Dsse(payload, PAYLOAD_TYPE, {})
    dsse.sign(CryptoSigner(private))
    value = dsse.to_dict()
    theirs = SSlibKey.from_crypto(private.public_key()).keyid
    value["signatures"][0]["keyid"] = {
        "library": theirs,
        "digest": sha256(key_der(bare("outsider"))).hexdigest(),
        "none": "",
        "nonsense": "my-key",
    }[name]
    files = {**PLAIN, PART_FILE: json.dumps(value).encode()}
    evidence, said = looked(files, "lab", "outsider")
    assert only(signers(evidence)) == OF_RESULTS
    assert codes(said) == (["TRB064", "TRS027"] if name == "nonsense" else ["TRB064"])


def test_what_this_tool_writes_is_verified_by_the_library_alone() -> None:
    value = json.loads(WHOLE[ENVELOPE_FILE])
    dsse = Dsse.from_dict(json.loads(WHOLE[ENVELOPE_FILE]))
    keys = [
        SSlibKey(line(name), "ed25519", "ed25519", {"public": bare(name).hex()})
        for name in ("lab", "outsider")
    ]
    assert set(dsse.verify(keys, 2)) == {one["keyid"] for one in value["signatures"]}
    assert dsse.payload == WHOLE[SEAL_FILE]


def test_without_an_envelope_no_library_of_cryptography_is_loaded() -> None:
    code = (
        "import sys\n"
        "from tra_policy.readers.bundle import read_bundle\n"
        "from tra_policy.sealing import attributed\n"
        "files = eval(sys.stdin.read())\n"
        "evidence, said = read_bundle(files)\n"
        "found, _ = attributed(evidence, ())\n"
        "assert found.sealed is True, said\n"
        "print(*sorted({n.partition('.')[0] for n in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=repr(CLOSED), capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"securesystemslib", "cryptography"}


LOGS = Path(__file__).parents[1] / "readers" / "data" / "lm_eval"
RESULTS_FILE = "results_2026-01-21T03-44-18.458309.json"
SAMPLES_FILE = "samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl"
OF_LOGS = b"""\
format: tra.bundle/1
id: small
date: 2026-01-31
developer: lab
subject: model-1
files:
  - path: results_2026-01-21T03-44-18.458309.json
    reader: lm-eval
    defaults: {subject: model-1, roles: {run: [outsider]}}
  - {path: samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl, reader: attachment}
"""


def test_a_record_that_is_read_from_two_files_is_signed_by_who_signed_both() -> None:
    files = {n: (LOGS / n).read_bytes() for n in (RESULTS_FILE, SAMPLES_FILE)}
    files["bundle.yaml"] = OF_LOGS
    read, _ = opened(files)
    assert read.filed
    assert {(filed.file, filed.parts) for filed in read.filed} == {(RESULTS_FILE, (SAMPLES_FILE,))}
    half = signed_in_part(files, "outsider", RESULTS_FILE)
    assert only(signers(looked(half, "outsider")[0])) == {}
    both = signed_in_part(half, "outsider", SAMPLES_FILE)
    by = set(signers(looked(both, "outsider")[0]).values())
    assert by == {("outsider",)}
    tampered = {**both, SAMPLES_FILE: both[SAMPLES_FILE] + b"\n"}
    evidence, _ = looked(tampered, "outsider")
    assert only(signers(evidence)) == {}
    assert all("digest-mismatch" in filed.defects for filed in evidence.filed)
