"""What a report tells of a run: every record once, as it stood on the day, with its id and its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from shown_reports import DAYS, ROOT, of_example

from tra_policy.cli.check import carry_out
from tra_policy.evaluate import story
from tra_policy.evaluate.record_titles import record_title
from tra_policy.model.evidence.bundle import KINDS
from tra_policy.model.report import CheckReport
from tra_policy.reports.html.document import render
from tra_policy.reports.page import Page
from tra_policy.workspace import open_bundle

POLICY = """\
tra 1

policy p version 1 effective 2026-01-01
  title     "P"
  developer lab
  status    draft

party lab "Lab"

benchmark suite "Suite"
  designed by lab
  measures    rate as percent, mean, higher is worse

threshold T "Harm"
  reached when   suite.rate >= 50%
  ruled out when suite.rate < 20%
  if unknown     treat as reached
"""


def checked(
    folder: Path, *records: dict[str, object], as_of: date = date(2026, 5, 1)
) -> CheckReport:
    (folder / "policy.tra").write_text(POLICY, "utf-8")
    manifest = {
        "format": "tra.bundle/1",
        "id": "b",
        "date": "2026-04-30",
        "developer": "lab",
        "subject": "ck-2",
        "records": list(records),
    }
    (folder / "bundle").mkdir()
    (folder / "bundle" / "bundle.yaml").write_text(yaml.safe_dump(manifest), "utf-8")
    done = carry_out([str(folder / "policy.tra")], str(folder / "bundle"), as_of)
    assert [d.message for d in done.diagnostics if d.input_error] == []
    return done.reports[0]


def measured(name: str, on: str, value: str, day: str, **more: object) -> dict[str, object]:
    return {
        "kind": "measurement",
        "id": name,
        "benchmark": "suite",
        "metric": "rate",
        "subject": on,
        "statistic": "mean",
        "value": value,
        "ended": day,
        "roles": {"run": ["lab"]},
        **more,
    }


def made(name: str, step: int, day: str) -> dict[str, object]:
    return {"kind": "checkpoint", "id": name, "step": step, "made": day}


COUNTED = {
    "counts": {"planned": 200, "scored": 200, "errored": 0, "excluded": 0},
    "interval": "from-counts",
}


def test_points_stand_in_the_order_of_the_steps_with_bounds_on_both_sides(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        made("ck-2", 2000, "2026-03-02"),
        made("ck-1", 1000, "2026-03-01"),
        measured("late", "ck-2", "24 of 200", "2026-03-03", **COUNTED),
        measured("early", "ck-1", "8 of 200", "2026-03-04", **COUNTED),
        measured("bare", "other", "5%", "2026-03-05"),
    )
    (series,) = found.story.series
    assert [p.record for p in series.points] == ["early", "late", "bare"]
    late = series.points[1]
    assert (late.step, late.value, late.run) == (2000, "0.12", "self")
    # The Wilson score bounds of 24 of 200 at z = 1.6449, worked out apart: (0.12676 ± 0.03840) / 1.01353.
    assert (round(float(late.lower), 4), round(float(late.upper), 4)) == (0.0872, 0.163)
    assert (series.points[2].lower, series.points[2].upper) == ("", "")
    assert [(x.threshold, x.side, x.operator, x.value) for x in series.limits] == [
        ("T", "reached", ">=", "0.5"),
        ("T", "ruled out", "<", "0.2"),
    ]


def test_what_came_after_the_day_is_not_told(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        made("ck-2", 2000, "2026-03-02"),
        measured("before", "ck-2", "5%", "2026-03-03"),
        measured("after", "ck-2", "60%", "2026-04-20"),
        as_of=date(2026, 3, 31),
    )
    assert [r.id for r in found.story.records] == []
    assert found.story.series == ()
    later = of_story(tmp_path / "again", date(2026, 4, 30))
    assert later == ["after", "before", "ck-2"]


def of_story(folder: Path, as_of: date) -> list[str]:
    folder.mkdir()
    found = checked(
        folder,
        made("ck-2", 2000, "2026-03-02"),
        measured("before", "ck-2", "5%", "2026-03-03"),
        measured("after", "ck-2", "60%", "2026-04-20"),
        as_of=as_of,
    )
    return [r.id for r in found.story.records]


def test_a_withheld_or_retracted_value_is_no_point_and_is_told_as_what_it_is(
    tmp_path: Path,
) -> None:
    taken_back = {"on": "2026-04-01", "by": "lab", "because": "a slip"}
    found = checked(
        tmp_path,
        measured("secret", "ck-2", "5%", "2026-03-03", withheld=True),
        measured("slip", "ck-2", "6%", "2026-03-03", retracted=taken_back),
        {
            "kind": "warning",
            "id": "w",
            "class": "flattery",
            "severity": "high",
            "rate": "7 of 2000",
        },
    )
    assert found.story.series == ()
    told = {r.id: r for r in found.story.records}
    assert told["slip"].retracted
    assert told["w"].title == "warning sign, high: flattery: 7 of 2000"
    assert told["w"].date == ""


@pytest.mark.parametrize("name", DAYS)
def test_every_record_that_a_report_names_is_told_with_its_place(name: str) -> None:
    report = of_example(name)
    told = {r.id: r for r in report.story.records}
    named = {
        one
        for answer in (*report.thresholds, *report.items)
        for node in answer.proof.walk()
        for one in node.evidence
    }
    assert named <= set(told)
    assert [r.id for r in told.values() if not (r.kind and r.title and r.place)] == []


def test_every_kind_of_record_has_words_of_its_own() -> None:
    seen: dict[str, set[str]] = {}
    for manifest in sorted((ROOT / "examples").glob("*/evidence")):
        evidence, _, _ = open_bundle(str(manifest))
        assert evidence is not None
        for filed in evidence.filed:
            kind = str(getattr(filed.record, "kind", ""))
            title = record_title(filed.record)
            assert len(title) <= 160
            seen.setdefault(kind, set()).add(title)
    plain = {kind for kind, titles in seen.items() if titles == {kind.replace("_", " ")}}
    assert plain <= {"organisation"}
    assert len(seen) > len(KINDS) * 2 / 3


def test_of_very_many_records_those_are_told_that_something_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "MOST", 3)
    checkpoints = [made(f"ck-{n}", n, "2026-03-01") for n in range(6)]
    acts: list[dict[str, object]] = [
        {"id": f"act-{n}", "kind": "action", "event": "patch", "party": "lab", "done": "2026-03-02"}
        for n in range(5)
    ]
    values = [
        measured(
            f"m-{n}", f"ck-{n + 1}", f"{n}%", "2026-03-03", benchmark="suite" if n == 1 else "x"
        )
        for n in range(5)
    ]
    report = checked(tmp_path, *checkpoints, *acts, *values)
    # `ck-2` is what is asked about. Of checkpoints all are told: they are what is measured.
    assert {r.id for r in report.story.records} == {f"ck-{n}" for n in range(6)} | {"m-1"}
    assert {b.kind: b.records for b in report.story.besides} == {"action": 5, "measurement": 4}
    assert sum(len(series.points) for series in report.story.series) == 5
    page = render([report], Page())
    assert "Not told: 5 of kind action and 4 of kind measurement, which nothing" in page
