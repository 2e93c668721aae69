"""`tra attest` and `tra verify` on real files with real keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tra_policy import __version__

from .bundles import PLAIN, line, pem, sealed, signed
from .test_commands import POLICY, Said, Shell

MANY = POLICY + "\ncommitment C-1\n  lab must notify outsider by 2026-01-20\n"
ATTEST = ("attest", "policy.tra", "-e", "ev", "--as-of", "2026-02-01", "--key", "outsider.pem")
VERIFY = ("verify", "a.jsonl", "-p", "policy.tra", "-e", "ev", "--report", "r.json")


@pytest.fixture
def tra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.chdir(tmp_path)
    for name, data in signed(sealed(PLAIN), "lab").items():
        path = tmp_path / "ev" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "policy.tra").write_text(POLICY)
    for name in ("lab", "outsider"):
        (tmp_path / f"{name}.pem").write_bytes(pem(name))
    return Shell(tmp_path, capsys)


def attested(tra: Shell) -> Said:
    said = tra(*ATTEST, "--out", "a.jsonl", "--write-report", "r.json")
    assert said.code == 0, said.err
    return said


def test_a_policy_is_attested_and_verified(tra: Shell) -> None:
    said = attested(tra)
    assert said.out.startswith("0 of 1 thresholds rely only on self-designed benchmarks;")
    assert "PASSED on the evidence supplied" in said.out
    assert said.err == ""
    found = tra(*VERIFY, "--passed")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("0 of 1 thresholds")
    assert found.out.endswith("signed by outsider\n")
    assert "compliant" not in said.text + found.text


def test_the_report_is_the_one_that_check_writes(tra: Shell) -> None:
    attested(tra)
    said = tra("check", "policy.tra", "-e", "ev", "--as-of", "2026-02-01", "--format", "json")
    assert said.out == tra.path("r.json").read_text()
    again = tra("attest", "r.json", "-e", "ev", "--key", "outsider.pem", "--out", "b.jsonl")
    assert again.code == 0
    assert tra.path("b.jsonl").read_bytes() == tra.path("a.jsonl").read_bytes()


def test_a_report_alone_names_no_seal(tra: Shell) -> None:
    attested(tra)
    assert tra("attest", "r.json", "--key", "lab.pem", "--out", "a.jsonl").code == 0
    found = json.loads(tra(*VERIFY, "--format", "json").out)
    assert found["verdict"]["bundle"]["custody"] is None
    assert (found["holds"], found["signed_by"]) == (True, ["lab"])


def test_the_json_has_every_question_and_the_verdict(tra: Shell) -> None:
    attested(tra)
    found = json.loads(tra("verify", "a.jsonl", "--key", "outsider.pem", "--format", "json").out)
    assert found["schema"] == "tra.verification/1"
    assert (found["holds"], found["result"]) == (True, "PASSED")
    assert [one["result"] for one in found["checked"]] == ["holds"] * 4 + ["not-checked"] * 4
    assert found["signed_by"] == [line("outsider")]
    assert found["findings"] == []


def test_what_is_not_met_is_attested_as_it_is_and_asked_of_with_passed(tra: Shell) -> None:
    tra.path("policy.tra").write_text(MANY)
    said = attested(tra)
    assert "FAILED on the evidence supplied" in said.out
    assert tra(*VERIFY).code == 0
    found = tra(*VERIFY, "--passed")
    assert (found.code, "TRS068" in found.out) == (1, True)


def test_that_nothing_was_evaluated_again_is_said(tra: Shell) -> None:
    attested(tra)
    found = tra(*VERIFY)
    assert "not checked  nothing was evaluated again; `--again` does\n" in found.out
    row = json.loads(tra(*VERIFY, "--format", "json").out)["checked"][-1]
    assert (row["what"], row["result"]) == ("evaluation", "not-checked")


def test_a_result_that_is_had_again_holds(tra: Shell) -> None:
    attested(tra)
    found = tra(*VERIFY, "--again")
    assert (found.code, found.err) == (0, "")
    assert f"holds        done again with {__version__}\n" in found.out


def test_a_result_that_its_signer_made_up_is_told_where_it_is_evaluated_again(tra: Shell) -> None:
    tra.path("policy.tra").write_text(MANY)
    attested(tra)
    text = tra.path("r.json").read_text()
    tra.path("r.json").write_text(text.replace('"outcome": "unknown"', '"outcome": "met"'))
    assert (
        tra("attest", "r.json", "-e", "ev", "--key", "outsider.pem", "--out", "a.jsonl").code == 0
    )
    assert "TRS069" not in tra(*VERIFY).out
    found = tra(*VERIFY, "--again", "--format", "json")
    assert found.code == 1
    told = json.loads(found.out)
    assert "TRS069" in {one["code"] for one in told["findings"]}
    assert "/predicate/items" in {one["pointer"] for one in told["findings"]}
    assert (told["holds"], told["checked"][-1]["result"]) == (False, "differs")


def test_another_policy_is_not_evaluated_in_the_place_of_the_one_that_was_attested(
    tra: Shell,
) -> None:
    attested(tra)
    tra.path("policy.tra").write_text(MANY)
    found = tra(*VERIFY, "--again")
    assert (found.code, "TRS062" in found.out, "TRS069" in found.out) == (1, True, False)
    assert "not checked  not the policy and the bundle that were attested" in found.out


def test_a_result_that_took_other_rows_of_the_registry_says_so(tra: Shell) -> None:
    attested(tra)
    found = tra(*VERIFY, "--again", "--no-registry")
    assert found.code == 0
    assert "; other rows of the registry" in found.out


def test_each_thing_that_is_another_is_told(tra: Shell) -> None:
    attested(tra)
    tra.path("policy.tra").write_text(MANY)
    tra.path("r.json").write_bytes(tra.path("r.json").read_bytes() + b"\n")
    tra.path("ev/notes.txt").write_bytes(b"other")
    found = tra(*VERIFY)
    assert found.code == 1
    assert {code for code in ("TRS062", "TRS063", "TRS064") if code in found.out} == {
        "TRS062",
        "TRS063",
        "TRS064",
    }
    assert "a.jsonl:1:1 /predicate/policy/sha256: error[TRS062]" in found.out


def test_the_wrong_key(tra: Shell) -> None:
    attested(tra)
    assert "TRS067" in tra(*VERIFY, "--key", "lab.pem").out
    stranger = tra("verify", "a.jsonl")
    assert (stranger.code, "TRS061" in stranger.out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("attest", "policy.tra", "--key", "lab.pem", "--out", "a"), "`--evidence` is missing"),
        (("attest", "none.tra", "-e", "ev", "--key", "lab.pem", "--out", "a"), "none.tra"),
        ((*ATTEST, "--out", "ev/a"), "is read by this run"),
        ((*ATTEST, "--out", "policy.tra"), "is read by this run"),
        ((*ATTEST, "--out", "a", "--write-report", "a"), "is written twice"),
        ((*ATTEST, "--out", "no/where"), "cannot write `no/where`"),
        ((*ATTEST[:-1], "policy.tra", "--out", "a"), "no private key"),
        (("attest", "bad.json", "--key", "lab.pem", "--out", "a"), "bad.json"),
        (("attest", "list.json", "--key", "lab.pem", "--out", "a"), "holds 2 reports"),
        (("attest", "other.json", "--key", "lab.pem", "--out", "a"), "no report of `tra check`"),
        (("attest", "thin.json", "--key", "lab.pem", "--out", "a"), "has no `headline`"),
        (
            ("attest", "thin.json", "--as-of", "2026-01-01", "--key", "lab.pem", "--out", "a"),
            "--as-of",
        ),
        (("verify", "none.jsonl"), "none.jsonl"),
        ((*VERIFY, "--no-registry"), "`--no-registry` goes with `--again`"),
        (("verify", "bad.json", "--again"), "`--again` goes with `--policy` and `--evidence`"),
        (("verify", "policy.tra"), "not an envelope"),
        (("verify", "bad.json", "--report", "list.json"), "holds 2 reports"),
        (("verify", "bad.json", "-p", "bad.json"), "bad.json"),
        (("verify", "bad.json", "-e", "nowhere"), "nowhere"),
        (("verify", "bad.json", "--key", "ed25519:zz"), "is not a key"),
    ],
)
def test_what_cannot_be_used_is_refused(arguments: tuple[str, ...], words: str, tra: Shell) -> None:
    tra.path("bad.json").write_text('{"schema": ')
    tra.path("list.json").write_text("[{}, {}]")
    tra.path("other.json").write_text('{"schema": "tra.lint/1"}')
    tra.path("thin.json").write_text('{"schema": "tra.report/1"}')
    said = tra(*arguments)
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert not tra.path("a").exists()


def test_a_bundle_that_is_half_read_is_not_attested(tra: Shell) -> None:
    with tra.path("ev/more.ndjson").open("ab") as file:
        file.write(b'{"id": "x", "kind": "nothing"}\n')
    said = tra(*ATTEST, "--out", "a.jsonl")
    assert (said.code, said.out) == (2, "")
    report = tra("check", "policy.tra", "-e", "ev", "--as-of", "2026-02-01", "--format", "json")
    tra.path("r.json").write_text(report.out)
    said = tra("attest", "r.json", "--key", "lab.pem", "--out", "a.jsonl")
    assert (said.code, "could not be read whole" in said.err) == (2, True)
    assert not tra.path("a.jsonl").exists()


def test_a_report_of_another_bundle_is_not_attested_with_this_one(tra: Shell) -> None:
    attested(tra)
    tra.path("ev/notes.txt").write_bytes(b"other")
    said = tra("attest", "r.json", "-e", "ev", "--key", "lab.pem", "--out", "b.jsonl")
    assert (said.code, "is not about the bundle" in said.err) == (2, True)


def test_a_bundle_that_is_not_as_it_was_sealed_does_not_pass(tra: Shell) -> None:
    tra.path("ev/notes.txt").write_bytes(b"other")
    said = attested(tra)
    assert "FAILED on the evidence supplied: `tra check` exits 2" in said.out


def test_a_name_that_is_no_text_is_refused(tra: Shell) -> None:
    odd = Path("p\udcff.tra")
    try:
        odd.write_text(POLICY)
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system has no such names")
    said = tra("attest", str(odd), *ATTEST[2:], "--out", "a.jsonl")
    assert (said.code, said.out) == (2, "")
    assert "the name of a file is no text" in said.err
