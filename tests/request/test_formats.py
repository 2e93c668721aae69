"""The lists as they leave the tool: Markdown, a table, JSON, and what a spreadsheet must not run."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tra_policy.cli.main import run
from tra_policy.model.schemas import schema
from tra_policy.reports.cells import cell, markdown, point, table
from tra_policy.reports.page import Page

HOSTILE = '=cmd|"/c calc"!A0'
POLICY = f"""\
tra 1
policy p version 1 effective 2026-01-01
  title "A policy with *stars* and <b>tags</b>"
  developer lab
party lab
party judge
benchmark b
  designed by lab
  measures score as percent
threshold T-1
  reached when any of
    - b.score >= 20%
    - judge judges "@SUM(1) and _more_ [of](it)"
commitment C-1
  lab must halt deployment by 2026-03-01
  lab should notify {HOSTILE.replace('"', "").join('""')} to judge
"""
BUNDLE = """\
format: tra.bundle/1
id: b
date: 2026-05-01
developer: lab
subject: model-1
"""


class Shell:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        said = self.capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err


@pytest.fixture
def tra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TRA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    Path("p.tra").write_text(POLICY)
    Path("evidence").mkdir()
    Path("evidence/bundle.yaml").write_text(BUNDLE)
    return Shell(capsys)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def valid(name: str, text: str) -> Any:
    found = schema(name)
    assert found is not None
    value = json.loads(text)
    jsonschema.validate(value, found)
    return value


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "\r=", "\n+"])
def test_a_cell_that_a_spreadsheet_would_run_is_marked_as_text(start: str) -> None:
    assert cell(f"{start}1+1").startswith("'")


def test_no_cell_of_any_table_begins_like_a_formula(tra: Shell) -> None:
    for command in (
        ("request", "p.tra", "--format", "csv"),
        ("why", "--missing", "-p", "p.tra", "-e", "evidence", "--format", "csv"),
    ):
        _, out, _ = tra(*command)
        cells = [held for row in csv.reader(io.StringIO(out)) for held in row]
        assert len(cells) > 20
        assert [held for held in cells if held[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


def test_a_table_keeps_commas_quotes_and_line_ends_in_their_cells() -> None:
    text = table([["a,b", 'say "x"', "two\nlines", "\x1b[31m"]])
    assert next(csv.reader(io.StringIO(text))) == ["a,b", 'say "x"', "two lines", "\\x1b[31m"]


def test_words_of_a_policy_mean_nothing_in_markdown() -> None:
    said = markdown("*a* `b` _c_ d_e [f](g) <img src=x> a < b &lt; ~~h~~ | i", Page())
    assert said == (r"\*a\* \`b\` \_c\_ d_e \[f\](g) \<img src=x> a < b \&lt; \~~h\~~ \| i")


@pytest.mark.parametrize("word", ["-", "+", "*", "#", ">=", "=", "1.", "2)", "-----", "##"])
def test_no_wrapped_line_begins_a_list_a_quotation_or_a_heading(word: str) -> None:
    for width in range(40, 70):
        lines = point(f"{'x' * 30} yyy {word} zzz " * 4, Page(width=width)).splitlines()
        assert lines[0].startswith("- ")
        assert [line for line in lines[1:] if line.strip().startswith(word)] == []


def test_the_list_reads_well_in_a_narrow_window(
    tra: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    code, out, err = tra("request", "p.tra")
    assert (code, err) == (0, "")
    assert out.startswith("# Evidence request: A policy with \\*stars\\* and \\<b>tags\\</b>")
    assert "## From lab" in out
    assert "## From judge" in out
    assert max(len(line) for line in out.splitlines() if not line.startswith("#")) <= 60


def test_the_json_is_what_its_schema_says(tra: Shell) -> None:
    _, out, _ = tra("request", "p.tra", "--format", "json")
    value = valid("request", out)
    assert value["schema"] == "tra.request/1"
    row = next(w for w in value["wanted"] if w["kind"] == "measurement")
    assert row["supplied_by"] == ["lab"]
    assert row["asked_by"][0]["item"] == "T-1"
    assert row["asked_by"][0]["place"] == "p.tra:12:7"


def test_several_policies_give_an_array_of_lists_and_one_table(tra: Shell) -> None:
    Path("q.tra").write_text(POLICY.replace("policy p", "policy q"))
    _, out, _ = tra("request", "p.tra", "q.tra", "--format", "json")
    assert [one["policy"]["id"] for one in json.loads(out)] == ["p", "q"]
    _, out, _ = tra("request", "p.tra", "q.tra", "--format", "csv")
    assert {row["policy"] for row in rows(out)} == {"p 1", "q 1"}


def test_the_same_list_goes_to_every_output_at_once(tra: Shell) -> None:
    code, out, _ = tra("request", "p.tra", "--output", "csv=list.csv", "--output", "json=list.json")
    assert code == 0
    numbers = [row["number"] for row in rows(Path("list.csv").read_text())]
    value = valid("request", Path("list.json").read_text())
    assert numbers == [str(w["number"]) for w in value["wanted"]]
    assert all(f"**{number}.**" in out for number in numbers)


def test_an_output_does_not_replace_the_policy(tra: Shell) -> None:
    code, _, err = tra("request", "p.tra", "--output", "md=p.tra")
    assert code == 2
    assert "`p.tra` is read by this run" in err
    assert Path("p.tra").read_text() == POLICY


def test_a_party_gets_its_own_list(tra: Shell) -> None:
    _, out, _ = tra("request", "p.tra", "--for", "judge", "--format", "json")
    value = valid("request", out)
    assert value["party"] == "judge"
    assert {tuple(w["supplied_by"]) for w in value["wanted"]} == {("judge",)}
    _, whole, _ = tra("request", "p.tra", "--format", "json")
    assert [w for w in json.loads(whole)["wanted"] if "judge" in w["supplied_by"]] == value[
        "wanted"
    ]


def test_a_party_that_nobody_knows_is_answered_with_the_nearest(tra: Shell) -> None:
    code, out, err = tra("request", "p.tra", "--for", "juge")
    assert (code, out) == (2, "")
    assert "no party is called `juge`" in err
    assert "did you mean `judge`?" in err


def test_a_party_of_whom_nothing_is_wanted_gets_an_empty_list(tra: Shell) -> None:
    Path("p.tra").write_text(POLICY + "party reader\n")
    code, out, _ = tra("request", "p.tra", "--for", "reader")
    assert code == 0
    assert "Nothing is asked of reader." in out


def test_a_policy_with_a_mistake_gives_no_list(tra: Shell) -> None:
    Path("p.tra").write_text(POLICY.replace("b.score", "bb.score"))
    code, out, err = tra("request", "p.tra")
    assert (code, out) == (2, "")
    assert "TRA101" in err


def test_the_policy_may_come_from_standard_input(
    tra: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Standard:
        buffer = io.BytesIO(POLICY.encode())

    monkeypatch.setattr("sys.stdin", Standard())
    code, out, _ = tra("request", "-", "--format", "json")
    assert code == 0
    assert valid("request", out)["wanted"][0]["asked_by"][0]["place"].startswith("-:")


WHY = ("-p", "p.tra", "-e", "evidence", "--as-of", "2026-05-01")


def test_what_is_missing_has_the_same_columns_in_every_format(tra: Shell) -> None:
    _, out, _ = tra("why", "C-1.1", "--missing", *WHY, "--format", "csv")
    (row,) = rows(out)
    assert row == {
        "policy": "p 1",
        "from": "lab",
        "kind": "representation",
        "what": "that everything on file for C-1.1 is in the bundle",
        "for": "C-1.1",
        "reason": "no-representation",
        "record": "",
    }
    _, out, _ = tra("why", "C-1.1", "--missing", *WHY, "--format", "json")
    value = valid("missing", out)
    assert value["schema"] == "tra.missing/1"
    assert value["asked"] == "C-1.1"
    (want,) = value["wanted"]
    assert (want["supplied_by"], want["items"]) == ("lab", ["C-1.1"])
    assert (want["kind"], want["reason"]) == (row["kind"], row["reason"])
    _, out, _ = tra("why", "C-1.1", "--missing", *WHY, "--format", "md")
    assert "## From lab" in out
    assert "- reason: no-representation" in out


def test_without_a_name_everything_that_is_missing_is_listed_once(tra: Shell) -> None:
    for name in ("text", "md", "csv", "json"):
        code, out, _ = tra("why", "--missing", *WHY, "--format", name)
        assert code == 0
        assert "that everything on file for C-1.1 is in the bundle" in out
        assert "a measurement of b.score" in out
    wanted = json.loads(out)["wanted"]
    assert len({json.dumps({**w, "items": []}) for w in wanted}) == len(wanted)


def test_a_name_is_needed_for_a_proof_and_a_format_for_a_list(tra: Shell) -> None:
    code, _, err = tra("why", *WHY)
    assert code == 2
    assert "`ID` is missing" in err
    code, _, err = tra("why", "C-1.1", *WHY, "--format", "csv")
    assert code == 2
    assert "`--format csv` goes with `--missing`" in err
