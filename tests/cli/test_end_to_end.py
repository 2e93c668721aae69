"""The commands on real files: what goes to which stream, and which code comes back."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from tra_policy.cli.main import run
from tra_policy.model.schemas import schema

DAY = ("--as-of", "2026-06-01")
CHECK = ("check", "policy.tra", "--evidence", "evidence", *DAY)
WHY = ("--policy", "policy.tra", "--evidence", "evidence", *DAY)


@dataclass(frozen=True)
class Said:
    """What a command line came to."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """A working folder with the starter in it, and the door to it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Said:
        code = run(arguments)
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return Said(code, captured.out, captured.err)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def change(self, name: str, before: str, after: str) -> None:
        text = (self.folder / name).read_text()
        assert before in text
        self.write(name, text.replace(before, after, 1))


@pytest.fixture
def tra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TRA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    assert run(["init"]) == 0
    capsys.readouterr()
    return Shell(tmp_path, capsys)


def test_the_starter_lints_without_an_error(tra: Shell) -> None:
    said = tra("lint", "policy.tra")
    assert said.code == 0
    assert said.err == ""
    assert "of 2 thresholds" in said.out


def test_the_starter_is_laid_out_as_fmt_would(tra: Shell) -> None:
    assert tra("fmt", "--check", "policy.tra") == Said(0, "", "")


def test_the_starter_checks_and_says_why_it_is_not_green(tra: Shell) -> None:
    said = tra(*CHECK)
    assert said.code == 3
    assert said.out.splitlines()[2].startswith("1 of 2 thresholds rely only on self-designed")
    assert "What is missing, and who should supply it" in said.out
    assert said.err.startswith("tra check: exit 3: of ")


def test_the_format_changes_neither_the_code_nor_the_report(tra: Shell) -> None:
    codes = {tra(*CHECK, "--format", name).code for name in ("text", "json")}
    assert codes == {3}
    first = tra(*CHECK, "--format", "json")
    assert first == tra(*CHECK, "--format", "json")
    value = json.loads(first.out)
    jsonschema.Draft202012Validator(schema("report")).validate(value)
    totals = value["totals"]
    assert totals["in_force"] == sum(n for key, n in totals.items() if key != "in_force")
    assert totals["in_force"] == sum(item["gates"] for item in value["items"])


def test_every_proof_of_the_starter_is_confirmed_by_the_checker(tra: Shell) -> None:
    from tra_policy.cli.check import carry_out
    from tra_policy.cli.options import day
    from tra_policy.evaluate.checker import check_proof

    done = carry_out(["policy.tra"], "evidence", day("2026-06-01"))
    answers = [*done.reports[0].thresholds, *done.reports[0].items]
    assert len(answers) > 5
    assert [check_proof(answer.proof) for answer in answers] == [[]] * len(answers)


def test_one_run_feeds_every_consumer(tra: Shell) -> None:
    json_text = tra(*CHECK, "--format", "json").out
    said = tra(*CHECK, "--output", "json=report.json", "--output", "text=report.txt")
    assert said.code == 3
    assert (tra.folder / "report.json").read_text() == json_text
    assert (tra.folder / "report.txt").read_text() == said.out


def test_an_output_that_cannot_be_written_is_told_and_makes_the_run_invalid(tra: Shell) -> None:
    said = tra(*CHECK, "--output", "json=no/such/folder/report.json")
    assert said.code == 2
    assert "error[TRX040]: cannot write `no/such/folder/report.json`" in said.err


def test_the_switches_change_the_code_and_nothing_else(tra: Shell) -> None:
    plain = tra(*CHECK)
    for switches, code in (
        (("--unknown", "fail"), 1),
        (("--unknown", "warn"), 0),
        (("--fail-on-prior",), 1),
        (("--fail-on-prior", "--exit-zero"), 0),
    ):
        said = tra(*CHECK, *switches)
        assert said.code == code, switches
        assert said.out == plain.out


def test_a_policy_may_come_from_standard_input(tra: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (tra.folder / "policy.tra").read_bytes()
    for arguments, code in (
        (("lint", "-"), 0),
        (("check", "-", "--evidence", "evidence", *DAY), 3),
        (("fmt", "-"), 0),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        said = tra(*arguments)
        assert said.code == code, arguments
    tra("fmt", "policy.tra")
    assert said.out == (tra.folder / "policy.tra").read_text()


def test_several_policies_are_reported_each_and_the_worst_code_wins(tra: Shell) -> None:
    tra.write("empty.tra", "tra 1\n\npolicy empty version 1\n  developer my-lab\n\nparty my-lab\n")
    assert tra("check", "empty.tra", "--evidence", "evidence", *DAY).code == 4
    said = tra(
        "check", "policy.tra", "empty.tra", "--evidence", "evidence", "--format", "json", *DAY
    )
    assert said.code == 3
    assert [one["policy"]["id"] for one in json.loads(said.out)] == ["starter", "empty"]


def test_a_policy_without_commitments_has_nothing_to_check(tra: Shell) -> None:
    tra.write("empty.tra", "tra 1\n\npolicy empty version 1\n  developer my-lab\n\nparty my-lab\n")
    said = tra("check", "empty.tra", "--evidence", "evidence", *DAY)
    assert said.code == 4
    assert "nothing was checked" in said.err


def test_a_broken_policy_gives_one_message_a_mistake_and_exit_2(tra: Shell) -> None:
    tra.change("policy.tra", "reached when lab-suite.", "reached when lab-suit.")
    for arguments in (CHECK, ("lint", "policy.tra")):
        said = tra(*arguments)
        assert said.code == 2
        text = said.err + said.out
        assert text.count("error[") == 1
        assert "did you mean `lab-suite`?" in text
        assert re.search(r"\^{8,}", text)


def test_a_broken_record_is_told_with_its_line_and_the_others_are_still_read(tra: Shell) -> None:
    tra.change("evidence/bundle.yaml", "value: 22%", "valu: 22%")
    said = tra(*CHECK)
    assert said.code == 2
    assert said.err.count("error[") == 1
    assert re.search(r"evidence/bundle\.yaml:\d+:\d+ .*error\[TRB\d+\]", said.err)
    assert "HARM-1" in said.out
    assert "1 unread" in said.out
    assert "error[TRB" not in said.out
    found = json.loads(tra(*CHECK, "--format", "json").out)["findings"]
    assert any(one["code"].startswith("TRB") for one in found)


@pytest.mark.parametrize(
    ("bundle", "message"),
    [
        ("evidense", "there is no `evidense`"),
        ("hollow", "there is no `bundle.yaml` in `hollow`"),
    ],
)
def test_missing_evidence_gives_one_message_and_exit_2(
    bundle: str, message: str, tra: Shell
) -> None:
    (tra.folder / "hollow").mkdir()
    said = tra("check", "policy.tra", "--evidence", bundle, *DAY)
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert said.err.count("error[") == 1


def test_evidence_of_another_developer_is_an_invalid_input(tra: Shell) -> None:
    tra.change("evidence/bundle.yaml", "developer: my-lab", "developer: other-lab")
    said = tra(*CHECK)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("error[") == 1


def test_an_escape_sequence_in_evidence_reaches_no_terminal(tra: Shell) -> None:
    tra.change(
        "evidence/bundle.yaml",
        "title: Evidence for the starter policy",
        'title: "Evidence \\e[2J\\u202e [blink]x"',
    )
    for colour in ("never", "always"):
        said = tra(*CHECK, "--color", colour)
        assert "\\x1b[2J\\u202e [blink]x" in said.out
        assert "\x1b[2J" not in said.out
        assert "\u202e" not in said.out


def test_why_shows_a_short_proof_and_the_whole_one_on_request(tra: Shell) -> None:
    short = tra("why", "HARM-1", *WHY)
    assert short.code == 0
    assert short.out.startswith("HARM-1 on my-model-1: ")
    assert len(short.out.splitlines()) <= 25
    whole = tra("why", "HARM-1", *WHY, "--full").out
    hidden = re.search(r"\((\d+) more steps?: --full shows all\)", short.out)
    assert len(whole.splitlines()) >= len(short.out.splitlines()) + (
        int(hidden[1]) - 1 if hidden else 0
    )


def test_why_lists_what_is_missing(tra: Shell) -> None:
    report = json.loads(tra(*CHECK, "--format", "json").out)
    item = next(one for one in report["items"] if one["open"])
    said = tra("why", item["id"], *WHY, "--missing")
    assert said.code == 0
    words = " ".join(said.out.split())
    for want in item["open"]:
        assert " ".join(want["what"].split()) in words


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("TRE201", "it is a code: `tra explain TRE201`"),
        ("uplift-trial", "it is a benchmark; proofs that rest on it: CBRN-3, SAFE-CBRN-3.1"),
        ("uplift-trial-ratio", "it is a record; proofs that rest on it: CBRN-3, SAFE-CBRN-3.1"),
        ("expert-red-teaming", "it is a record, and no proof rests on it"),
    ],
)
def test_why_says_what_else_a_name_stands_for(name: str, help: str, tra: Shell) -> None:
    story = Path(__file__).parents[2] / "examples/claude-opus-4"
    asked = ["-p", f"{story}/policy.tra", "-e", f"{story}/evidence", "--as-of", "2026-01-01"]
    said = tra("why", name, *asked)
    assert said.code == 2
    assert help in said.err


def test_why_answers_an_unknown_name_with_the_nearest(tra: Shell) -> None:
    said = tra("why", "HARM1", *WHY)
    assert (said.code, said.out) == (2, "")
    assert "did you mean `HARM-1" in said.err


def test_fmt_writes_shows_or_only_tells(tra: Shell) -> None:
    tra("fmt", "policy.tra")
    laid_out = (tra.folder / "policy.tra").read_text()
    tra.change("policy.tra", "policy starter", "policy    starter")
    untidy = (tra.folder / "policy.tra").read_text()
    assert tra("fmt", "--check", "policy.tra") == Said(1, "would change policy.tra\n", "")
    said = tra("fmt", "--diff", "policy.tra")
    assert said.code == 1
    assert re.search(r"^-policy    starter .*\n\+policy starter ", said.out, re.MULTILINE)
    assert (tra.folder / "policy.tra").read_text() == untidy
    assert tra("fmt", "policy.tra") == Said(0, "", "laid out policy.tra\n")
    assert (tra.folder / "policy.tra").read_text() == laid_out


def test_the_fences_of_a_markdown_file_are_linted_and_laid_out_where_they_stand(tra: Shell) -> None:
    policy = (tra.folder / "policy.tra").read_text()
    untidy = policy.replace("  developer", "   developer  ", 1)
    prose = "# Our   policy\n\nWords  as we like them.\n\n"
    (tra.folder / "framework.md").write_text(f"{prose}```tra\n{untidy}```\n")
    found = tra("lint", "framework.md", "--format", "json")
    lines = [one["line"] for one in json.loads(found.out)["findings"] if one["line"]]
    alone = json.loads(tra("lint", "policy.tra", "--format", "json").out)["findings"]
    assert lines == [one["line"] + 5 for one in alone if one["line"]]
    assert tra("fmt", "framework.md") == Said(0, "", "laid out framework.md\n")
    assert (tra.folder / "framework.md").read_text() == f"{prose}```tra\n{policy}```\n"


def test_fmt_leaves_a_text_alone_that_it_cannot_read(tra: Shell) -> None:
    tra.change("policy.tra", "  developer", "  devloper")
    before = (tra.folder / "policy.tra").read_text()
    said = tra("fmt", "policy.tra")
    assert said.code == 2
    assert said.err.count("error[") == 1
    assert (tra.folder / "policy.tra").read_text() == before


def test_lint_can_be_narrowed_and_refuses_a_code_that_is_none(tra: Shell) -> None:
    whole = json.loads(tra("lint", "policy.tra", "--format", "json").out)
    jsonschema.Draft202012Validator(schema("lint")).validate(whole)
    codes = {one["code"] for one in whole["findings"]}
    assert codes
    chosen = sorted(codes)[0]
    only = json.loads(tra("lint", "policy.tra", "--format", "json", "--select", chosen).out)
    assert {one["code"] for one in only["findings"]} == {chosen}
    rest = json.loads(tra("lint", "policy.tra", "--format", "json", "--ignore", chosen).out)
    assert {one["code"] for one in rest["findings"]} == codes - {chosen}
    said = tra("lint", "policy.tra", "--select", "TRAX")
    assert (said.code, said.out) == (2, "")
    assert "no code is or begins with `TRAX`" in said.err


def test_lint_fails_at_the_level_that_was_asked_for(tra: Shell) -> None:
    findings = json.loads(tra("lint", "policy.tra", "--format", "json").out)["findings"]
    order = ("info", "warning", "error")
    worst = max((order.index(one["severity"]) for one in findings), default=-1)
    for place, level in enumerate(order):
        assert tra("lint", "policy.tra", "--fail-on", level).code == int(worst >= place)
        assert tra("lint", "policy.tra", "--fail-on", level, "--exit-zero").code == 0


def test_settings_stand_in_for_options_and_the_command_line_goes_before_them(tra: Shell) -> None:
    tra.write("tra.toml", "evidence = 'evidence'\nas-of = 2026-06-01\nunknown = 'fail'\n")
    assert tra("check", "policy.tra").code == 1
    assert tra("check", "policy.tra", "--unknown", "warn").code == 0


def test_colour_is_asked_for_by_option_first_then_by_the_environment(
    tra: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" not in tra(*CHECK).out
    assert "\x1b[" in tra(*CHECK, "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in tra(*CHECK).out
    assert "\x1b[" not in tra(*CHECK, "--color", "never").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in tra(*CHECK).out


def test_a_terminal_that_knows_only_ascii_gets_only_ascii(tra: Shell) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tra_policy.cli.main", *CHECK],
        capture_output=True,
        cwd=tra.folder,
        env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout.isascii()
    assert done.stderr.isascii()


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("fmt", "--check", "policy.tra"), set()),
        # Looking into the folder of the rules.
        (("lint", "--format", "json", "policy.tra"), {"pkgutil"}),
        ((*CHECK, "--format", "json"), set()),
        # What rich itself loads of the others.
        (CHECK, {"rich", "random", "dataclasses", "fractions"}),
    ],
)
def test_a_command_loads_no_library_that_is_not_in_its_budget(
    arguments: tuple[str, ...], allowed: set[str], tra: Shell
) -> None:
    program = (
        "import sys; from tra_policy.cli.main import run; run(sys.argv[1:]);"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.splitlines()[-1].split())
    heavy = {"lark", "pydantic", "pydantic_core", "jsonschema", "rich", "yaml"}
    # Of Python itself, what takes long and is for a few cases.
    heavy |= {
        "hashlib",
        "tempfile",
        "shutil",
        "random",
        "tomllib",
        "fractions",
        "base64",
        "difflib",
    }
    heavy |= {"dataclasses", "pkgutil", "zipfile", "traceback"}
    assert loaded & heavy <= allowed


def test_a_check_loads_of_the_house_what_its_bundle_asks_for(tra: Shell) -> None:
    program = (
        "import sys; from tra_policy.cli.main import run; run(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *CHECK, "--format", "json"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stderr.splitlines()[-1].split())
    for spare in (
        *("sealing", "lint", "request", "engine", "evaluate.drift", "evaluate.checks.every"),
        *("readers.tables", "readers.json_text", "readers.custody", "readers.yaml12"),
        *("syntax.slips", "syntax.explaining", "evaluate.ground.aggregates", "evaluate.checker"),
    ):
        assert f"tra_policy.{spare}" not in loaded
    checks = {name for name in loaded if name.startswith("tra_policy.evaluate.checks.rules.")}
    assert 0 < len(checks) < 40


def test_a_library_that_is_not_there_is_told_once(tra: Shell) -> None:
    tra.change("policy.tra", "\nparty my-lab", "  use tra-cor\n\nparty my-lab")
    said = tra(*CHECK)
    assert said.code == 2
    assert said.err.count("error[") == 1
    assert "the library `tra-cor` is not found" in said.err
