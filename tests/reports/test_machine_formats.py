"""What programs read: each format is taken by a library that others use, and says the same as the report."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped
from sarif_pydantic import Sarif
from tap.parser import Parser

from tra_policy.cli.check import carry_out
from tra_policy.model.moment import parse_moment
from tra_policy.model.report import CheckReport, LintFinding, LintReport, Tool
from tra_policy.reports.formats import FORMATS, MACHINE, lint_in
from tra_policy.reports.machine.rows import Row, Run, run_of
from tra_policy.reports.machine.sarif import uri_of
from tra_policy.reports.page import Page

ROOT = Path(__file__).parents[2]
STORIES = ("claude-opus-4", "claude-opus-4.6", "training-run")
DAY = parse_moment("2026-10-01")


def reports_of(story: str) -> tuple[CheckReport, ...]:
    folder = ROOT / "examples" / story
    assert DAY is not None
    done = carry_out([str(folder / "policy.tra")], str(folder / "evidence"), DAY.day)
    assert done.reports
    return done.reports


@pytest.fixture(scope="module", params=STORIES)
def reports(request: pytest.FixtureRequest) -> tuple[CheckReport, ...]:
    return reports_of(request.param)


def shown(name: str, reports: Sequence[CheckReport]) -> str:
    return FORMATS[name]()(reports, Page())


def sarif(name: str, reports: Sequence[CheckReport]) -> Any:
    text = shown(name, reports)
    Sarif.model_validate_json(text)
    return json.loads(text)["runs"]


def test_every_format_has_the_headline_first(reports: tuple[CheckReport, ...]) -> None:
    headline = reports[0].headline.sentence
    for name in MACHINE:
        text = shown(name, reports)
        assert headline in text or "csv" in name
        named = reports[0].headline.self_designed_only
        assert all(threshold in text for threshold in named)


def test_a_full_sarif_log_has_every_item_with_its_kind(reports: tuple[CheckReport, ...]) -> None:
    report = reports[0]
    results = sarif("sarif", reports)[0]["results"]
    kinds = {found["ruleId"]: found["kind"] for found in results}
    outcomes = {
        "met": "pass",
        "not-met": "fail",
        "unknown": "open",
        "not-applicable": "notApplicable",
        "waived": "review",
        "not-yet-due": "informational",
    }
    assert {item.id: kinds[item.id] for item in report.items} == {
        item.id: outcomes[item.outcome] for item in report.items
    }
    assert all(found["level"] == "none" for found in results if found["kind"] != "fail")
    for found in results:
        rules = sarif("sarif", reports)[0]["tool"]["driver"]["rules"]
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
        break


def test_a_log_for_hosts_has_only_what_asks_for_something(reports: tuple[CheckReport, ...]) -> None:
    results = sarif("sarif-hosted", reports)[0]["results"]
    quiet = {i.id for i in reports[0].items if i.outcome in ("met", "not-applicable", "waived")}
    assert not quiet & {found["ruleId"] for found in results}
    assert {found["level"] for found in results} <= {"error", "warning"}
    assert {found["kind"] for found in results} <= {"fail"}


def test_junit_counts_as_the_report_does(reports: tuple[CheckReport, ...]) -> None:
    report = reports[0]
    whole = JUnitXml.fromstring(shown("junit", reports).encode())
    suite = next(iter(whole))
    cases = {case.name: case.result for case in suite}
    for item in report.items:
        kinds = [type(result) for result in cases[item.id]]
        failed = item.outcome == "not-met" and item.gates
        unknown = item.outcome == "unknown" and item.gates
        skipped = item.outcome in ("not-applicable", "not-yet-due", "waived")
        wanted = [Failure] if failed or (unknown and item.blocks) else [Error]
        if skipped:
            wanted = [Skipped]
        elif not (failed or unknown):
            wanted = []
        assert [k for k in kinds if k in (Failure, Error, Skipped)] in (wanted, [Error])
    assert suite.tests == len(cases)
    properties = {one.name: one.value for one in suite.properties()}
    assert properties["headline"] == report.headline.sentence


def test_tap_is_parsed_and_agrees_with_the_gates(reports: tuple[CheckReport, ...]) -> None:
    lines = list(Parser().parse_text(shown("tap", reports)))
    tests = [line for line in lines if line.category == "test"]
    points = {line.description.split(" - ")[0].lstrip("- "): line for line in tests}
    plan = [line for line in lines if line.category == "plan"]
    assert len(plan) == 1
    assert plan[0].expected_tests == len(tests)
    for item in reports[0].items:
        bad = item.gates and item.outcome in ("not-met", "unknown")
        point = points[item.id]
        assert point.ok is not bad or bool(point.todo)


def test_gitlab_issues_have_unique_fingerprints_and_places(
    reports: tuple[CheckReport, ...],
) -> None:
    issues = json.loads(shown("gitlab", reports))
    marks = [issue["fingerprint"] for issue in issues]
    assert len(marks) == len(set(marks))
    for issue in issues:
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}


def test_annotations_are_single_lines_of_three_levels(reports: tuple[CheckReport, ...]) -> None:
    lines = shown("github", reports).splitlines()
    assert lines[0].startswith("::notice title=")
    order = [line.split(" ")[0] for line in lines[1:]]
    assert order == sorted(order, key=["::error", "::warning", "::notice"].index)
    assert all(re.fullmatch(r"::(error|warning|notice) [^:]*::.*", line) for line in lines)


def test_a_table_has_a_row_for_each_thing(reports: tuple[CheckReport, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(shown("csv", reports), newline="")))
    report = reports[0]
    kinds = [row["kind"] for row in rows]
    assert kinds[0] == "headline"
    assert kinds.count("item") == len(report.items)
    assert kinds.count("threshold") == len(report.thresholds)
    assert kinds.count("finding") == len(report.findings)
    assert rows[0]["message"] == report.headline.sentence


def test_lines_of_json_are_each_an_object(reports: tuple[CheckReport, ...]) -> None:
    first, *rows = map(json.loads, shown("jsonl", reports).splitlines())
    assert (first["type"], first["headline"]) == ("run", reports[0].headline.sentence)
    assert len(rows) == sum(
        map(len, (reports[0].items, reports[0].thresholds, reports[0].findings))
    )
    assert all(row["fingerprint"] for row in rows)


def test_a_fingerprint_does_not_know_its_line() -> None:
    report = reports_of("training-run")[0]
    moved = report.model_validate_json(
        re.sub(
            r"(\.tra):(\d+):",
            lambda m: f"{m[1]}:{int(m[2]) + 7}:",
            report.model_dump_json(by_alias=True),
        )
    )
    assert moved != report
    marks = [row.fingerprint for row in run_of(report).rows]
    assert [row.fingerprint for row in run_of(moved).rows] == marks
    assert len(set(marks)) == len(marks)


NASTY = "\x1b[31m</script>|`*_\n::error::x,%0A]]>&\u202e=cmd\ud800\x00'\"\t#"
texts = st.one_of(st.just(NASTY), st.text(max_size=30), st.sampled_from(["", "a:b", "=1+1", "`"]))
rows = st.builds(
    Row,
    st.sampled_from(("item", "threshold", "finding")),
    st.sampled_from(("X-1", "TRE101", "a b")),
    texts,
    texts,
    st.sampled_from(("met", "not-met", "unknown", "waived", "not-applicable", "not-yet-due")),
    st.sampled_from(("error", "warning", "note", "none")),
    texts,
    texts,
    texts,
    st.integers(0, 9),
    st.integers(0, 9),
    st.booleans(),
    st.just(""),
    st.tuples(texts),
    texts,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, max_size=4), texts)
def test_no_text_breaks_a_format(held: list[Row], name: str) -> None:
    from tra_policy.reports.formats import of_rows

    runs = [Run(name, "1", f"headline {name}", tuple(held), (("only", (name,)),), (("f", name),))]
    said = {one: of_rows(one)(runs) for one in MACHINE}
    for one, text in said.items():
        # What leaves the tool is written as UTF-8; half a surrogate pair is shown as an escape.
        assert "\x1b" not in text or one in ("json", "jsonl", "csv"), one
    ElementTree.fromstring(said["junit"].encode("utf-8", "backslashreplace"))
    for line in said["github"].split("\n")[:-1]:
        assert line.startswith(("::error ", "::warning ", "::notice "))
    assert len(list(csv.reader(io.StringIO(said["csv"], newline="")))) == len(held) + 2
    for cells in csv.reader(io.StringIO(said["csv"], newline="")):
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    for line in said["jsonl"].splitlines():
        assert json.loads(line)["type"]
    json.loads(said["gitlab"])
    json.loads(said["sarif"])
    assert "<script" not in said["markdown"]
    for line in said["tap"].splitlines():
        assert re.match(r"(TAP|1\.\.|ok |not ok |#|  )", line), line


def test_a_path_is_a_reference_that_a_host_can_follow() -> None:
    assert uri_of("policies/rsp 2.tra") == "policies/rsp%202.tra"
    assert uri_of("./a/b.tra") == "a/b.tra"
    assert uri_of("/a/b.tra") == "file:///a/b.tra"
    assert uri_of("a:b/c.tra") == "./a:b/c.tra"
    assert uri_of("a\\b.tra") == "a/b.tra"


def test_a_lint_run_speaks_every_format() -> None:
    found = LintFinding(
        code="TRA301", severity="error", message="m", path="p.tra", line=3, column=1
    )
    allowed = LintFinding(code="TRA302", severity="warning", message="n", allowed="known")
    report = LintReport(schema_="tra.lint/1", tool=Tool(version="1"), findings=(found, allowed))
    for name in MACHINE:
        text = lint_in(name, report)
        assert "TRA301" in text
        assert "1 finding" in text
    hosted = json.loads(lint_in("sarif-hosted", report))["runs"][0]["results"]
    assert [one["ruleId"] for one in hosted] == ["TRA301"]
