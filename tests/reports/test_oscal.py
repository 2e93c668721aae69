"""OSCAL assessment results: the same rows, with what the format asks for, and nothing made up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_by_hand import report as made_by_hand

from tra_policy.cli.check import carry_out
from tra_policy.model.moment import parse_moment
from tra_policy.model.report import CheckReport
from tra_policy.reports.machine.oscal import NS, render
from tra_policy.reports.machine.rows import Row, Run, run_of

ROOT = Path(__file__).parents[2]
STORIES = ("claude-opus-4", "training-run")
STATES = {"met": ("satisfied", "pass"), "not-met": ("not-satisfied", "fail")}
# What the published schema of OSCAL 1.2.1 asks of these kinds of text.
TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
STRING = re.compile(r"\S(.*\S)?")
TIME = re.compile(r"(19|2\d)\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def report_of(story: str, day: str = "2026-10-01") -> CheckReport:
    folder = ROOT / "examples" / story
    as_of = parse_moment(day)
    assert as_of is not None
    done = carry_out([str(folder / "policy.tra")], str(folder / "evidence"), as_of.day)
    return done.reports[0]


def document(*reports: CheckReport) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render([run_of(one) for one in reports]))
    return found["assessment-results"]  # type: ignore[no-any-return]


def values(of: Any, key: str) -> Iterator[Any]:
    """Yield every value of a key, however deep."""
    if isinstance(of, dict):
        yield from (value for name, value in of.items() if name == key)
        for value in of.values():
            yield from values(value, key)
    elif isinstance(of, list):
        for one in of:
            yield from values(one, key)


def props(of: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["value"] for one in of["props"]}


def assert_well_formed(found: dict[str, Any]) -> None:
    """Hold a document against what the schema asks for in texts, names and references."""
    uuids = [str(UUID(one)) for one in values(found, "uuid")]
    assert len(uuids) == len(set(uuids))
    assert {UUID(one).version for one in uuids} == {5}
    for key in ("start", "end", "collected", "last-modified"):
        assert all(TIME.fullmatch(one) for one in values(found, key))
    for props in values(found, "props"):
        assert props
        for one in props:
            assert set(one) == {"name", "ns", "value"}
            assert one["ns"] == NS
            assert TOKEN.fullmatch(one["name"])
            assert STRING.fullmatch(one["value"])
    assert all(TOKEN.fullmatch(one) for one in values(found, "target-id"))
    for key in ("title", "description", "remarks"):
        assert all(isinstance(one, str) and one.strip() for one in values(found, key))
    assert not any("\n" in one for one in values(found, "title"))
    resources = {f"#{one['uuid']}" for one in found["back-matter"]["resources"]}
    inside = [one for one in values(found, "href") if one.startswith("#")]
    assert set(inside) <= resources


@pytest.mark.parametrize("story", STORIES)
def test_a_finding_for_each_item_and_an_observation_for_each_other_row(story: str) -> None:
    report = report_of(story)
    found = document(report)
    assert_well_formed(found)
    (result,) = found["results"]
    assert result["description"].startswith(report.headline.sentence)
    by_id = {props(one)["id"]: one for one in result["findings"]}
    assert set(by_id) == {item.id for item in report.items}
    for item in report.items:
        status = by_id[item.id]["target"]["status"]
        wanted = STATES.get(item.outcome, ("not-satisfied", "other"))
        assert (status["state"], status["reason"]) == wanted
        assert props(by_id[item.id])["outcome"] == item.outcome
        assert props(by_id[item.id])["gates"] == ("yes" if item.gates else "no")
    kinds = [one["types"][0] for one in result["observations"]]
    assert kinds.count("control-objective") == len(report.thresholds)
    assert kinds.count("finding") == len(report.findings)
    bundle = next(r for r in found["back-matter"]["resources"] if props(r)["kind"] == "bundle")
    assert props(bundle)["sha256"] == report.bundle.sha256
    for one in result["observations"]:
        assert one["relevant-evidence"][0]["href"] == f"#{bundle['uuid']}"


def test_times_are_of_the_day_that_is_asked_of_and_nothing_else_changes_them() -> None:
    report = report_of("claude-opus-4", "2025-05-22")
    assert render([run_of(report)]) == render([run_of(report)])
    found = document(report)
    times = {
        t for key in ("start", "end", "collected", "last-modified") for t in values(found, key)
    }
    assert times == {"2025-05-22T23:59:59Z"}


def test_an_item_keeps_its_uuid_from_one_day_to_the_next() -> None:
    first, second = (document(report_of("training-run", d)) for d in ("2026-09-01", "2026-10-01"))
    names = [
        {props(one)["id"]: one["uuid"] for one in found["results"][0]["findings"]}
        for found in (first, second)
    ]
    assert names[0] == names[1]
    assert first["uuid"] != second["uuid"]


def test_several_policies_are_several_results_without_a_name_that_stands_twice() -> None:
    reports = [report_of(story) for story in STORIES]
    found = document(*reports, reports[0])
    assert len(found["results"]) == 3
    assert_well_formed(found)


def test_hostile_words_of_evidence_do_no_harm() -> None:
    text = render([run_of(made_by_hand())])
    assert "\\u001b" not in text
    assert "\\u202e" not in text
    assert_well_formed(json.loads(text)["assessment-results"])


texts = st.one_of(
    st.text(max_size=20), st.sampled_from(["", " ", "\n", "\ud800", "a\u2028b", "\x00"])
)
rows = st.builds(
    Row,
    st.sampled_from(("item", "threshold", "finding")),
    texts,
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
    texts,
    st.tuples(texts),
    texts,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, max_size=4), texts, texts)
def test_no_text_breaks_it(held: list[Row], name: str, day: str) -> None:
    run = Run(name, name, f"headline {name}", tuple(held), (("only", (name,)),), (("as of", day),))
    text = render([run, run])
    text.encode()
    assert_well_formed(json.loads(text)["assessment-results"])


@pytest.mark.long
@pytest.mark.parametrize("story", STORIES)
def test_compliance_trestle_reads_it(story: str, tmp_path: Path) -> None:
    results = pytest.importorskip(
        "trestle.oscal.assessment_results",
        reason="compliance-trestle is not installed: `pip install compliance-trestle`",
    )
    file = tmp_path / "results.json"
    file.write_text(render([run_of(report_of(story))]), encoding="utf-8")
    read = results.AssessmentResults.oscal_read(file)
    assert len(read.results[0].findings) == len(report_of(story).items)
