"""Reports of earlier versions are read by this one, and mean the same."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tra_policy.model.report import CheckReport, LintReport
from tra_policy.model.schemas import schema
from tra_policy.reports.formats import FORMATS
from tra_policy.reports.machine.rows import run_of
from tra_policy.reports.page import Page

from .comparing import broken

HERE = Path(__file__).parent
REPORTS = sorted(HERE.glob("*/*.report.json"))
LINTED = sorted(HERE.glob("*/*.lint.json"))
SCHEMAS = sorted(HERE.glob("*/*.schema.json"))


def named(path: Path) -> str:
    return path.relative_to(HERE).as_posix()


def lost(before: Any, after: Any, at: str = "") -> list[str]:
    """Return what of some JSON is not in another: a field that is gone, a value that is another."""
    if isinstance(before, dict) and isinstance(after, dict):
        gone = [f"{at}/{name}" for name in before if name not in after]
        both = [name for name in before if name in after]
        return gone + [x for name in both for x in lost(before[name], after[name], f"{at}/{name}")]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [x for i, (old, new) in pairs for x in lost(old, new, f"{at}/{i}")]
    return [] if before == after else [at]


def test_something_is_kept() -> None:
    assert len(REPORTS) >= 2
    assert {path.name for path in SCHEMAS} == {"report.schema.json", "lint.schema.json"}
    outcomes = {i["outcome"] for path in REPORTS for i in json.loads(path.read_text())["items"]}
    assert outcomes >= {"met", "not-met", "unknown", "not-applicable", "not-yet-due"}


@pytest.mark.parametrize("path", REPORTS, ids=named)
def test_a_report_that_was_kept_is_read_and_written_as_it_was(path: Path) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    report = CheckReport.model_validate(value)
    assert lost(value, report.to_json()) == []
    jsonschema.Draft202012Validator(schema("report")).validate(value)


@pytest.mark.parametrize("path", LINTED, ids=named)
def test_a_lint_report_that_was_kept_is_read_and_written_as_it_was(path: Path) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    assert lost(value, LintReport.model_validate(value).to_json()) == []


@pytest.mark.parametrize("path", REPORTS, ids=named)
def test_a_report_that_was_kept_can_be_written_in_every_format(path: Path) -> None:
    report = CheckReport.model_validate_json(path.read_text(encoding="utf-8"))
    assert len(run_of(report).rows) == sum(
        map(len, (report.items, report.thresholds, report.findings))
    )
    for write in FORMATS.values():
        assert report.policy.id in write()([report], Page())


@pytest.mark.parametrize("path", SCHEMAS, ids=named)
def test_what_was_published_still_holds(path: Path) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert broken(kept, schema(path.name.partition(".")[0])) == []


def changed(**edits: Any) -> dict[str, Any]:
    """Return today's schema of a report with some fields of its definitions changed."""
    value = copy.deepcopy(dict(schema("report")))
    for name, edit in edits.items():
        edit(value if name == "whole" else value["$defs"][name])
    return value


def without_due(item: Any) -> None:
    del item["properties"]["due"]


def all_gone(whole: Any) -> None:
    del whole["properties"]["totals_other"]


def narrowed(item: Any) -> None:
    item["properties"]["outcome"]["enum"].remove("waived")


def required(finding: Any) -> None:
    finding["properties"]["rank"] = {"type": "integer"}
    finding["required"].append("rank")


def retyped(finding: Any) -> None:
    finding["properties"]["line"]["type"] = "string"


def nullable(finding: Any) -> None:
    finding["properties"]["help"] = {"anyOf": [{"type": "string"}, {"type": "null"}]}


def never_null(item: Any) -> None:
    item["properties"]["due"] = {"type": "string"}


def of_others(whole: Any) -> None:
    whole["properties"]["thresholds"]["items"] = {"$ref": "#/$defs/ItemReport"}


def any_word(item: Any) -> None:
    del item["properties"]["outcome"]["enum"]


def deep(proof: Any) -> None:
    proof["properties"]["facts"]["items"]["maxItems"] = 1


@pytest.mark.parametrize(
    ("where", "edit", "said"),
    [
        ("ItemReport", without_due, "/items[]/due: is gone"),
        ("whole", all_gone, "/totals_other: is gone"),
        ("ItemReport", narrowed, "/items[]/outcome: waived may not stand there any more"),
        ("Finding", required, "/findings[]: rank is required"),
        ("Finding", retyped, "/findings[]/line: `type` was integer and is string"),
        ("Finding", nullable, "/findings[]/help: null may stand there as well"),
        ("ItemReport", never_null, "/items[]/due: null may not stand there any more"),
        ("whole", of_others, "/thresholds[]/state: is gone"),
        ("ItemReport", any_word, "/items[]/outcome: any word may stand there"),
        ("Proof", deep, "/thresholds[]/proof/facts[]: `maxItems` was 2 and is 1"),
    ],
)
def test_a_change_that_breaks_who_reads_reports_is_seen(where: str, edit: Any, said: str) -> None:
    assert said in broken(schema("report"), changed(**{where: edit}))


def one_more(item: Any) -> None:
    item["properties"]["more"] = {"type": "string", "default": ""}
    item["properties"]["outcome"]["enum"].append("excused")


def test_a_field_and_a_word_may_be_added() -> None:
    assert broken(schema("report"), changed(ItemReport=one_more)) == []
    assert broken(changed(ItemReport=one_more), schema("report")) != []
