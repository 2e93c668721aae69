"""`tra lint` on real files: who is told what, what is let be, what is known, what is mended."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tra_policy.cli.main import run
from tra_policy.lint.example import PREAMBLE
from tra_policy.model.schemas import schema

OPEN = "commitment SAFE-1\n  example-lab must show shield\n"
UNUSED = "# tra: allow(TRA303) because x\n"
LIMIT = "threshold BIO-1\n  reached when bio-test.accuracy >= 50%\n"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [one["code"] for one in self.json["findings"]]


@dataclass(frozen=True)
class Shell:
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Said:
        code = run(arguments)
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return Said(code, captured.out, captured.err)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()


@pytest.fixture
def tra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TRA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    shell = Shell(tmp_path, capsys)
    shell.write("p.tra", PREAMBLE + OPEN + LIMIT)
    return shell


def test_what_is_for_auditors_is_counted_and_told_only_to_them(tra: Shell) -> None:
    author, auditor = tra("lint", "p.tra"), tra("lint", "p.tra", "--audience", "auditor")
    assert "for auditors: `--audience auditor` lists them" in author.out
    assert "[TRA315]" not in author.out
    assert "info[TRA315] (for auditors): " in auditor.out
    told = tra("lint", "p.tra", "--audience", "auditor", "--format", "json").json["findings"]
    of = {one["code"]: (one["confidence"], one["audience"]) for one in told}
    assert of["TRA315"] == ("certain", "auditor")
    assert of["TRA302"] == ("certain", "author")
    only = tra("lint", "p.tra", "--format", "json").json["findings"]
    assert {one["audience"] for one in only} == {"author"}
    assert [one for one in told if one["audience"] == "author"] == only


def test_what_is_for_auditors_sets_no_exit_code_of_an_author(tra: Shell) -> None:
    only = (
        "lint",
        "p.tra",
        "--fail-on",
        "info",
        "--ignore",
        "TRA1,TRA2,TRA4,TRA5,TRA6,TRA7,TRA8,TRA9",
    )
    assert tra(*only, "--ignore", "TRA30,TRA31,TRA32").code == 0
    ignored = "TRA30,TRA310,TRA311,TRA312,TRA313,TRA314,TRA316,TRA317,TRA318,TRA319,TRA32"
    assert tra(*only, "--ignore", ignored).code == 0
    assert tra(*only, "--ignore", ignored, "--audience", "auditor").code == 1


def test_a_code_that_is_asked_for_by_itself_is_told_to_anybody(tra: Shell) -> None:
    assert tra("lint", "p.tra", "--select", "TRA315", "--format", "json").codes == ["TRA315"]
    chosen = tra("lint", "p.tra", "--select", "limit-setter-missing", "--format", "json")
    assert chosen.codes == ["TRA315"]
    assert "TRA315" not in tra("lint", "p.tra", "--select", "TRA31", "--format", "json").codes


def test_rules_are_chosen_by_code_by_name_and_by_family(tra: Shell) -> None:
    whole = set(tra("lint", "p.tra", "--format", "json").codes)
    family = {"TRA911", "TRA302"} & whole
    assert family == {"TRA911", "TRA302"}
    for word in ("waivers-and-revisions", "Waivers-And-Revisions", "no-changelog", "tra91"):
        said = tra("lint", "p.tra", "--select", word, "--format", "json")
        assert set(said.codes) == {"TRA911"}, word
        said = tra("lint", "p.tra", "--ignore", word, "--format", "json")
        assert set(said.codes) == whole - {"TRA911"}, word


@pytest.mark.parametrize(
    ("word", "help"),
    [
        ("obligation", "did you mean `obligations`?"),
        ("no-deadlin", "did you mean `no-deadline`?"),
        ("TRA3O2", "did you mean `TRA302`?"),
        ("zzz", "`tra rules` lists the rules"),
    ],
)
def test_a_word_that_stands_for_no_rule_ends_the_run(tra: Shell, word: str, help: str) -> None:
    for option in ("--select", "--ignore"):
        said = tra("lint", "p.tra", option, word)
        assert (said.code, said.out) == (2, "")
        assert f"`{word}`" in said.err
        assert help in said.err


def test_settings_ignore_rules_in_files_by_pattern(tra: Shell) -> None:
    tra.write("drafts/deep/q.tra", PREAMBLE + OPEN)
    for pattern, left in (
        ("drafts/*.tra", ["p.tra"]),
        ("q.tra", ["p.tra"]),
        ("deep/*.tra", ["drafts/deep/q.tra", "p.tra"]),
        ("*.tra", []),
    ):
        tra.write("tra.toml", f'[per-file-ignores]\n"{pattern}" = ["no-deadline", "TRA9"]\n')
        found = tra("lint", "p.tra", "drafts", "--format", "json").json["findings"]
        assert [one["path"] for one in found if one["code"] == "TRA302"] == left, pattern
        assert {one["path"] for one in found if one["code"] == "TRA911"} == set(left)
    both = {one["path"] for one in found if one["code"] == "TRA201"}
    assert both == {"drafts/deep/q.tra", "p.tra"}


def test_patterns_are_about_what_lies_below_the_settings(
    tra: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    tra.write("drafts/q.tra", PREAMBLE + OPEN)
    tra.write("tra.toml", '[per-file-ignores]\n"drafts/*.tra" = ["TRA302"]\n')
    monkeypatch.chdir(tra.folder / "drafts")
    assert "TRA302" not in tra("lint", "q.tra", "--format", "json").codes
    assert "TRA302" in tra("lint", "../p.tra", "--format", "json").codes


def test_settings_that_name_no_rule_or_are_no_table_are_told(tra: Shell) -> None:
    tra.write("tra.toml", '[per-file-ignores]\n"*.tra" = ["no-deadlin"]\n')
    assert "did you mean `no-deadline`?" in tra("lint", "p.tra").err
    for value in ('["TRA3"]', '{"*.tra" = "TRA3"}', '{"*.tra" = [3]}'):
        tra.write("tra.toml", f"per-file-ignores = {value}\n")
        said = tra("lint", "p.tra")
        assert said.code == 2
        assert 'expected a table such as `"draft-*.tra" = ["TRA8"]`' in said.err


def test_what_the_text_allows_is_counted_and_listed_with_its_reason(tra: Shell) -> None:
    allowed = OPEN.replace("shield", "shield # tra: allow(TRA302) because law sets it")
    tra.write("p.tra", PREAMBLE + allowed)
    only = ("lint", "p.tra", "--select", "TRA302", "--fail-on", "info")
    said = tra(*only)
    assert said.code == 0
    assert said.out.startswith("no findings in 1 policy\n1 finding allowed, with reasons: ")
    shown = tra(*only, "--show-allowed")
    assert shown.code == 0
    assert "= allowed: law sets it" in shown.out
    assert "\n\nno findings\n" in shown.out
    (one,) = tra(*only, "--format", "json").json["findings"]
    assert one["allowed"] == "law sets it"


def test_the_report_as_json_keeps_its_schema(tra: Shell) -> None:
    tra.write(
        "p.tra", PREAMBLE + UNUSED + OPEN.replace("show", "show shield, fortress,\n    report,")
    )
    said = tra("lint", "p.tra", "--format", "json")
    jsonschema.Draft202012Validator(schema("lint")).validate(said.json)
    (unused,) = (one for one in said.json["findings"] if one["code"] == "TRA093")
    (fix,) = unused["fixes"]
    line = PREAMBLE.count("\n") + 1
    assert fix["safe"] is True
    assert fix["edits"] == [
        {"line": line, "column": 1, "end_line": line + 1, "end_column": 1, "text": ""}
    ]
    assert all(len(one["fingerprint"]) == 16 for one in said.json["findings"])


def test_a_baseline_lets_be_what_was_there_and_tells_what_is_new(tra: Shell) -> None:
    said = tra("lint", "p.tra", "--write-baseline", "known.json")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("wrote ")
    known = ("lint", "p.tra", "--baseline", "known.json", "--fail-on", "info")
    assert tra(*known).code == 0
    assert "known from the baseline `known.json`" in tra(*known).out
    tra.write("p.tra", PREAMBLE + LIMIT + "\n# moved\n" + OPEN)
    assert tra(*known).code == 0
    assert tra(*known).err == ""
    tra.write("p.tra", PREAMBLE + LIMIT + OPEN + "  example-lab must publish report\n")
    new = tra(*known, "--format", "json")
    assert new.code == 1
    assert "TRA302" in new.codes
    tra.write("tra.toml", 'baseline = "known.json"\nfail-on = "info"\n')
    assert tra("lint", "p.tra").code == 1


def test_what_a_baseline_has_and_no_text_any_more_is_told(tra: Shell) -> None:
    tra("lint", "p.tra", "--select", "TRA302", "--write-baseline", "known.json")
    tra.write("p.tra", PREAMBLE + OPEN.replace("shield", "shield before deployment") + LIMIT)
    said = tra("lint", "p.tra", "--baseline", "known.json")
    assert (
        "known.json: info[TRX043]: 1 entry of the baseline stands for no finding any more: "
        in said.err
    )
    assert "TRA302 of `SAFE-1`" in said.err
    tra.write("q.tra", PREAMBLE.replace("example-rsp", "another") + OPEN)
    assert tra("lint", "q.tra", "--baseline", "known.json").err == ""


def test_a_baseline_that_is_none_or_of_an_unreadable_text_is_refused(tra: Shell) -> None:
    said = tra("lint", "p.tra", "--baseline", "nothing.json")
    assert said.code == 2
    tra.write("known.json", "{}")
    said = tra("lint", "p.tra", "--baseline", "known.json")
    assert (said.code, said.out) == (2, "")
    assert "error[TRX042]: `known.json` is no baseline: it does not say `schema`" in said.err
    (tra.folder / "known.json").write_bytes(b"\xff")
    assert "it is not UTF-8" in tra("lint", "p.tra", "--baseline", "known.json").err
    assert tra("lint", "p.tra", "--write-baseline", "p.tra").code == 2
    assert tra.read("p.tra").startswith("tra 1")
    tra.write("p.tra", PREAMBLE + OPEN + "  shall we\n")
    said = tra("lint", "p.tra", "--write-baseline", "new.json")
    assert said.code == 2
    assert not (tra.folder / "new.json").exists()


def test_a_safe_fix_goes_into_the_file_which_keeps_its_mode_and_its_link(tra: Shell) -> None:
    path = tra.write("real/p.tra", PREAMBLE + UNUSED + OPEN)
    path.chmod(0o640)
    (tra.folder / "linked.tra").symlink_to(path)
    said = tra("lint", "linked.tra", "--fix", "--select", "TRA093")
    assert said.err == "fixed linked.tra: remove the allowance that nothing needs (TRA093)\n"
    assert said.out.startswith("no findings in 1 policy")
    assert path.read_text() == PREAMBLE + OPEN
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (tra.folder / "linked.tra").is_symlink()
    assert [p.name for p in path.parent.iterdir()] == ["p.tra"]
    assert tra("lint", "linked.tra", "--fix", "--select", "TRA093").err == ""


def test_an_unsafe_fix_has_to_be_asked_for(tra: Shell) -> None:
    only = ("lint", "p.tra", "--select", "TRA102")
    assert "`--unsafe-fixes` mends" in tra(*only).out
    before = tra.read("p.tra")
    assert tra(*only, "--fix").err == ""
    assert tra.read("p.tra") == before
    assert "(TRA102)" in tra(*only, "--unsafe-fixes").err
    assert tra(*only).out.startswith("no findings")
    # One removal leaves another name unused: fixing went on until none was.
    assert 'party regulator "' not in tra.read("p.tra")
    assert tra("lint", "p.tra").code == 0


def test_the_difference_is_shown_and_nothing_is_written(tra: Shell) -> None:
    before = PREAMBLE + UNUSED + OPEN
    tra.write("p.tra", before)
    said = tra("lint", "p.tra", "--diff", "--select", "TRA093")
    assert said.code == 1
    assert said.out.startswith("--- p.tra\n+++ p.tra\n@@")
    assert f"\n-{UNUSED}" in said.out
    assert tra.read("p.tra") == before
    assert tra("lint", "p.tra", "--diff", "--select", "TRA302") == Said(0, "", "")
    unsafe = tra("lint", "p.tra", "--diff", "--unsafe-fixes", "--select", "TRA601")
    assert "\n+  if unknown block\n" in unsafe.out
    assert tra("lint", "p.tra", "--diff", "--select", "TRA093", "--exit-zero").code == 0


def test_what_is_allowed_ignored_or_known_is_not_mended(tra: Shell) -> None:
    tra.write("p.tra", PREAMBLE + UNUSED + OPEN)
    for option in (("--ignore", "TRA093"), ("--select", "TRA302")):
        assert tra("lint", "p.tra", "--diff", *option).code == 0
    tra("lint", "p.tra", "--write-baseline", "known.json")
    assert tra("lint", "p.tra", "--diff", "--baseline", "known.json").code == 0


def test_fences_and_line_ends_and_the_prose_around_stay_what_they_are(tra: Shell) -> None:
    policy = (PREAMBLE + UNUSED + OPEN).replace("\n", "\r\n")
    prose = f"# Ours\r\n\r\n{UNUSED}\r\n```tra\r\n"
    tra.write("p.md", f"{prose}{policy}```\r\nThe end")
    assert tra("lint", "p.md", "--fix", "--select", "TRA093").err.startswith("fixed p.md: ")
    mended = (PREAMBLE + OPEN).replace("\n", "\r\n")
    assert tra.read("p.md") == f"{prose}{mended}```\r\nThe end"


def test_standard_input_is_mended_to_standard_output(
    tra: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = io.TextIOWrapper(io.BytesIO((PREAMBLE + UNUSED + OPEN).encode()))
    monkeypatch.setattr(sys, "stdin", data)
    said = tra("lint", "-", "--fix", "--select", "TRA093")
    assert said.out == PREAMBLE + OPEN
    assert said.err.startswith("no findings in 1 policy")


@pytest.mark.skipif(os.geteuid() == 0, reason="a superuser may write everywhere")
def test_a_file_that_may_not_be_written_is_told(tra: Shell) -> None:
    tra.write("p.tra", PREAMBLE + UNUSED + OPEN).chmod(0o444)
    said = tra("lint", "p.tra", "--fix")
    assert said.code == 2
    assert "error[TRX040]: cannot write `p.tra`: permission denied" in said.err


def test_a_slip_is_mended_and_what_it_hid_is_then_told(tra: Shell) -> None:
    tra.write(
        "p.tra", PREAMBLE + "commitment C\n  when T-9 is reached;\n  example-lab must show shield\n"
    )
    said = tra("lint", "p.tra", "--fix")
    assert said.code == 2
    assert "when T-9 is reached\n" in tra.read("p.tra")
    assert "no threshold is called `T-9`" in said.out


TEXT = "The model must be tested before it is deployed.\n"
PINNED = sha256(TEXT.encode()).hexdigest()


def cites(tra: Shell, file: str, digest: str = PINNED) -> None:
    old = 'source     rsp "rsp-2.1.txt" sha256 ' + "0123456789abcdef" * 4
    assert old in PREAMBLE
    pin = f" sha256 {digest}" if digest else ""
    tra.write("p.tra", PREAMBLE.replace(old, f'source     rsp "{file}"{pin}') + OPEN)


def absent(said: Said) -> list[str]:
    return [one["file"] for one in said.json["unread_sources"]]


def test_cited_documents_are_read_beside_the_policy_or_in_a_folder(tra: Shell) -> None:
    cites(tra, "texts/rsp.txt")
    lint = ("lint", "p.tra", "--format", "json")
    assert absent(tra(*lint)) == ["texts/rsp.txt"]
    tra.write("texts/rsp.txt", TEXT)
    assert absent(tra(*lint)) == []
    assert absent(tra(*lint, "--sources", "texts")) == ["texts/rsp.txt"]
    tra.write("elsewhere/texts/rsp.txt", TEXT)
    assert absent(tra(*lint, "--sources", "elsewhere")) == []
    tra.write("tra.toml", 'sources = "texts"\n')
    assert absent(tra(*lint)) == ["texts/rsp.txt"]
    assert "not at hand, so nothing was held against it: `rsp`" in (
        tra("lint", "p.tra", "--audience", "auditor").out
    )
    assert "not at hand" not in tra("lint", "p.tra").out


def test_a_text_that_is_not_the_pinned_one_is_a_finding_at_the_digest(tra: Shell) -> None:
    cites(tra, "rsp.txt")
    tra.write("rsp.txt", TEXT)
    assert "TRA211" not in tra("lint", "p.tra", "--format", "json").codes
    tra.write("rsp.txt", TEXT.replace("\n", "\r\n"))
    (one,) = tra("lint", "p.tra", "--select", "TRA211", "--format", "json").json["findings"]
    line = tra.read("p.tra").splitlines()[one["line"] - 1]
    assert line[one["column"] - 1 :] == PINNED


def test_a_text_without_a_digest_can_be_pinned(tra: Shell) -> None:
    cites(tra, "rsp.txt", "")
    tra.write("rsp.txt", TEXT)
    assert tra("lint", "p.tra", "--fix", "--select", "TRA210").err == ""
    assert "(TRA210)" in tra("lint", "p.tra", "--unsafe-fixes", "--select", "TRA210").err
    assert f'source     rsp "rsp.txt" sha256 {PINNED}\n' in tra.read("p.tra")


@pytest.mark.parametrize("file", ["../out.txt", "/etc/hostname", "a/../../out.txt", "C:\\x", "~/x"])
def test_no_file_outside_the_folder_is_opened(tra: Shell, file: str) -> None:
    (tra.folder / "in").mkdir()
    tra.write("out.txt", TEXT)
    cites(tra, file)
    assert absent(tra("lint", "p.tra", "--sources", "in", "--format", "json")) == [file]


def test_a_link_that_leads_out_is_not_followed(tra: Shell) -> None:
    tra.write("out.txt", TEXT)
    (tra.folder / "in").mkdir()
    (tra.folder / "in/rsp.txt").symlink_to(tra.folder / "out.txt")
    cites(tra, "rsp.txt")
    said = tra("lint", "p.tra", "--sources", "in", "--select", "TRA211")
    assert said.code == 0
    assert "info[TRX013]: the cited document `rsp` is not read: its path leads out of" in said.out


@pytest.mark.parametrize(
    ("file", "data", "why"),
    [
        ("rsp.pdf", b"anything", "it is a PDF, and only text is read"),
        ("rsp.txt", b"%PDF-1.7\n", "it is a PDF, and only text is read"),
        ("rsp.txt", b"one\ntwo \xff\n", "line 2 is not UTF-8"),
        ("rsp.txt", b"x" * (16 * 1024 * 1024 + 1), "is larger than the 16,777,216 bytes"),
    ],
)
def test_what_is_no_text_is_told_and_is_no_mistake(
    tra: Shell, file: str, data: bytes, why: str
) -> None:
    cites(tra, file)
    (tra.folder / file).write_bytes(data)
    said = tra("lint", "p.tra")
    assert said.code == 0
    assert why in said.out


def test_a_folder_of_sources_that_is_not_there_ends_the_run(tra: Shell) -> None:
    (tra.folder / "sources").mkdir()
    said = tra("lint", "p.tra", "--sources", "source")
    assert said.code == 2
    assert "there is no folder `source`" in said.out + said.err
    assert "did you mean `sources`?" in said.out + said.err


def test_a_rule_that_could_not_speak_leaves_its_allowance_and_its_baseline_alone(
    tra: Shell,
) -> None:
    cites(tra, "rsp.txt")
    tra.write("rsp.txt", TEXT + "another\n")
    tra("lint", "p.tra", "--select", "TRA211", "--write-baseline", "known.json")
    assert "TRA211" in tra.read("known.json")
    (tra.folder / "rsp.txt").unlink()
    assert tra("lint", "p.tra", "--baseline", "known.json").err == ""
    text = tra.read("p.tra").replace("tra 1", "# tra: allow(TRA211) because moved\ntra 1", 1)
    tra.write("p.tra", text)
    assert "TRA093" not in tra("lint", "p.tra", "--format", "json").codes
    tra.write("rsp.txt", TEXT)
    assert "TRA093" in tra("lint", "p.tra", "--format", "json").codes


def test_findings_are_counted_for_every_rule_over_policies(tra: Shell) -> None:
    from tra_policy.lint import RULES

    tra.write("q.tra", PREAMBLE.replace("example-rsp", "other") + OPEN)
    said = tra("rules", "--counts", ".")
    assert said.code == 0
    rows = {line.split()[0]: line.split()[1:] for line in said.out.splitlines()[1:-1]}
    assert list(rows) == [rule.code for rule in RULES]
    assert rows["TRA302"][:3] == ["no-deadline", "2", "2"]
    assert " ".join(rows["TRA302"][3:]) == "in every policy"
    assert rows["TRA315"][1:3] == ["1", "1"]
    assert " ".join(rows["TRA901"][1:]) == "0 0 never"
    assert " in 2 policies; " in said.out.splitlines()[-1]
    value = tra("rules", "--counts", ".", "--format", "json").json
    assert value["policies"] == 2
    (row,) = (one for one in value["rules"] if one["code"] == "TRA302")
    assert row == {
        "code": "TRA302",
        "name": "no-deadline",
        "findings": 2,
        "allowed": 0,
        "policies": 2,
        "of": 2,
    }
    (row,) = (one for one in value["rules"] if one["code"] == "TRA211")
    assert row["of"] == 0
    assert tra("rules", "--counts").code == 2
    assert tra("rules", "p.tra").code == 2


def test_a_rule_is_explained_with_all_that_its_page_has(tra: Shell) -> None:
    said = tra("explain", "no-deadline").out
    for part in ("Why it matters", "Precedent", "What to do", "Instead of", "Write", "How sure"):
        assert f"\n{part}\n" in said
    assert "allow(TRA302)" in said
    assert "Source: " in said
    listed = tra("rules").out
    assert "TRA319  info     possible  auditor  carved-out-scope" in listed
    (one,) = (r for r in tra("rules", "--format", "json").json if r["code"] == "TRA319")
    assert (one["confidence"], one["audience"], one["fixes"]) == ("possible", "auditor", "none")
