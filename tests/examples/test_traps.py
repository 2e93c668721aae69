"""What is easily read wrongly in a system card: each trap on a real row, and on a change that would lift it.

A trap that only shows that the answer is right today cannot tell a rule from luck. So most of these change
the one thing that matters in a copy of the bundle, and look at what the answer does then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tra_policy import api
from tra_policy.model.report import CheckReport, MeasurementReport, ThresholdReport

from .write_atlas import CARDS, ROOT, answers

Fields = dict[str, Any]


def told(card: str, threshold: str) -> ThresholdReport:
    """The answer of the atlas for the one threshold of this name."""
    found = [t for a in answers() if a.card == card for t in a.report.thresholds]
    return next(t for t in found if t.id == threshold)


def report_on(card: str) -> CheckReport:
    return next(a.report for a in answers() if a.card == card)


def record(of: ThresholdReport, name: str) -> MeasurementReport:
    return next(m for m in of.measurements if m.id == name)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., ThresholdReport]:
    """Hold a card with some records changed; `None` takes a field away."""

    def held(card: str, threshold: str, **edits: Fields) -> ThresholdReport:
        for path in (CARDS / card).iterdir():
            (tmp_path / path.name).write_bytes(path.read_bytes())
        unused = set(edits)
        for name in ("measurements.yaml", "decisions.yaml"):
            file = tmp_path / name
            records = yaml.safe_load(file.read_text(encoding="utf-8"))
            for one in records:
                edit = edits.get(one["id"].replace("-", "_"), {})
                unused.discard(one["id"].replace("-", "_"))
                one.update(edit)
                for key in [key for key, value in edit.items() if value is None]:
                    del one[key]
            file.write_text(yaml.safe_dump(records), encoding="utf-8")
        assert not unused
        answer = next(a for a in answers() if a.card == card)
        report = api.check(
            ROOT / "policies" / f"{answer.held.document}.tra",
            tmp_path,
            as_of=date.fromisoformat(answer.report.as_of),
        )
        return next(t for t in report.thresholds if t.id == threshold)

    return held


def test_an_outside_test_in_the_same_domain_but_not_on_the_threshold_counts_for_nothing(
    changed: Callable[..., ThresholdReport],
) -> None:
    card = "anthropic-claude-opus-4.5"
    bearing = {
        m.id
        for a in answers()
        if a.card == card
        for t in a.report.thresholds
        for m in t.measurements
    }
    assert "B048" not in bearing
    assert told(card, "AIRD-4").relies_on_self.run == "only"
    on_it = changed(
        card,
        "AIRD-4",
        B048={"thresholds": ["AIRD-4"], "withheld": None, "reading": "below"},
        ruling_aird_4={"relied_on": ["B045-time-series", "B048"]},
    )
    assert on_it.relies_on_self.run == "not"


def test_a_public_benchmark_with_a_subset_that_the_lab_chose_is_the_labs_own(
    changed: Callable[..., ThresholdReport],
) -> None:
    card, name = "anthropic-claude-opus-4", "autonomy-checkpoint"
    chosen = record(told(card, name), "B015")
    assert chosen.classes.design == "self"
    assert "swe-bench-authors" in {h.party for h in chosen.roles.designed}
    assert told(card, name).relies_on_self.design == "only"
    # The registry knows who cut the test down as well, so the whole one has another name.
    whole = changed(card, name, B015={"derived": None, "benchmark": "another-benchmark"})
    assert record(whole, "B015").classes.design == "unstated"
    assert whole.relies_on_self.design == "unattributed"


def test_an_outside_benchmark_that_the_lab_modified_is_the_labs_own(
    changed: Callable[..., ThresholdReport],
) -> None:
    card, name = "openai-gpt-5.2", "BIO-HIGH"
    modified = record(told(card, name), "B084")
    assert modified.classes.design == "self"
    assert "futurehouse" in {h.party for h in modified.roles.designed}
    as_it_was = changed(card, name, B084={"derived": None, "benchmark": "another-benchmark"})
    assert record(as_it_was, "B084").classes.design == "unstated"


def test_an_independent_test_without_a_published_result_lifts_nothing(
    changed: Callable[..., ThresholdReport],
) -> None:
    card = "anthropic-claude-opus-4"
    answer = told(card, "AIRD-4")
    assert record(answer, "B013").classes.run == "authority"
    assert answer.unpublished == ("B013",)
    assert "result-unpublished" in answer.flags
    assert (answer.relies_on_self.design, answer.relies_on_self.run) == ("only", "only")
    published = changed(
        card,
        "AIRD-4",
        B013={"withheld": None, "reading": "below"},
        ruling_aird_4={"relied_on": ["B018", "B013"]},
    )
    assert (published.relies_on_self.design, published.relies_on_self.run) == ("not", "not")
    assert published.unpublished == ()


def test_an_unnamed_tester_earns_no_credit_and_is_shown_as_unnamed(
    changed: Callable[..., ThresholdReport],
) -> None:
    card = "anthropic-claude-opus-4.5"
    unnamed = record(told(card, "CBRN-4"), "B041")
    assert (unnamed.classes.design, unnamed.classes.run) == ("unidentified", "unidentified")
    assert "unidentified-party" in unnamed.flags
    alone = changed(
        card, "CBRN-4", B041={"reading": "below"}, ruling_cbrn_4={"relied_on": ["B041"]}
    )
    assert (alone.relies_on_self.design, alone.relies_on_self.run) == (
        "unattributed",
        "unattributed",
    )
    assert alone.stands_on.run == "none"


def test_evidence_that_the_card_says_was_not_used_is_shown_and_is_held_against_the_ruling() -> None:
    answer = told("anthropic-claude-mythos-preview", "AUTO-RD")
    unused = record(answer, "B066-kernels")
    assert (unused.reading, unused.relied_on) == ("above", False)
    assert "not-relied-on" in unused.flags
    assert "B066-kernels" in answer.contradicting
    said = [f for f in report_on("anthropic-claude-mythos-preview").findings if f.code == "TRE101"]
    assert [f.subject for f in said] == ["AUTO-RD"]


def test_a_verdict_that_is_taken_from_a_sibling_brings_none_of_its_evidence_along(
    changed: Callable[..., ThresholdReport],
) -> None:
    """Mythos Preview bounds Opus 4.7 by its card; what was measured on the one says nothing of the other."""
    card = "anthropic-claude-opus-4.7"
    answer = told(card, "AUTO-RD")
    assert answer.ruling == "not_reached"
    assert [m for m in answer.measurements if m.relied_on] == []
    assert {m.subject for m in answer.measurements} == {"claude-opus-4.7"}
    siblings = changed(card, "AUTO-RD", B074_compiler={"subject": "claude-mythos-preview"})
    taken = [m for m in siblings.measurements if m.id == "B074-compiler"]
    assert [m for m in taken if m.eligible] == []


def test_a_measurement_of_an_earlier_snapshot_supports_nothing_and_is_a_finding(
    changed: Callable[..., ThresholdReport],
) -> None:
    card = "anthropic-claude-sonnet-4"
    answer = told(card, "CBRN-3")
    earlier = record(answer, "B002-uplift")
    assert (earlier.eligible, earlier.reasons) == (False, ("inherited",))
    assert "TRE223" in {f.code for f in report_on(card).findings}
    assert answer.state == "unknown"
    direct = changed(card, "CBRN-3", B002_uplift={"subject": "claude-sonnet-4"})
    assert record(direct, "B002-uplift").eligible


def test_an_evaluator_that_could_not_bound_neither_clears_nor_accuses(
    changed: Callable[..., ThresholdReport],
) -> None:
    card = "anthropic-claude-mythos-5"
    answer = told(card, "AUTO-RD")
    unbounded = record(answer, "B078")
    assert (unbounded.reading, unbounded.eligible) == ("inconclusive", False)
    assert "B078" not in answer.contradicting
    assert answer.stands_on.run == "self"
    assert answer.relies_on_self.run != "not"
    bounded = changed(card, "AUTO-RD", B078={"inconclusive": None, "reading": "above"})
    assert "B078" in bounded.contradicting


LIMIT_ON_A_MEAN = """\
tra 1

policy limit-on-a-mean version 1
  developer anthropic

party anthropic "Anthropic"

benchmark ai-research-suite-1-text-rl "Text-RL task"
  designed by anthropic
  measures score as percent, mean, higher is worse

threshold SUITE "A limit on a mean"
  reached when ai-research-suite-1-text-rl.score >= 90% at point estimate
"""
BEST_OF_RUNS = """\
format: tra.bundle/1
id: text-rl
date: 2025-11-30
developer: anthropic
subject: claude-opus-4.5
records:
- {id: text-rl, kind: measurement, benchmark: ai-research-suite-1-text-rl, metric: score,
   subject: claude-opus-4.5, statistic: STATISTIC, value: 97.5%, roles: {run: [anthropic]}}
"""


@pytest.mark.parametrize(
    ("statistic", "state", "found"),
    [
        ("max", "unknown", ["TRE104"]),
        ("best-of-n", "unknown", ["TRE104"]),
        ("pass@k", "unknown", ["TRE104"]),
        ("mean", "reached", []),
    ],
)
def test_a_best_run_is_not_compared_with_a_limit_on_a_mean(
    tmp_path: Path, statistic: str, state: str, found: list[str]
) -> None:
    """Opus 4.5's best text-RL run has 0.975, where the limit is above 0.9 and the mean is below it."""
    best = yaml.safe_load(
        (CARDS / "anthropic-claude-opus-4.5" / "measurements.yaml").read_text("utf-8")
    )
    published = next(one for one in best if one["id"] == "B044-text-rl")
    assert (published["value"], published["statistic"]) == ("0.975", "max")
    (tmp_path / "policy.tra").write_text(LIMIT_ON_A_MEAN, encoding="utf-8")
    (tmp_path / "bundle.yaml").write_text(
        BEST_OF_RUNS.replace("STATISTIC", statistic), encoding="utf-8"
    )
    report = api.check(tmp_path / "policy.tra", tmp_path / "bundle.yaml", as_of=date(2025, 11, 30))
    assert [t.state for t in report.thresholds] == [state]
    assert [f.code for f in report.findings if f.code == "TRE104"] == found


def test_a_withheld_result_has_no_reading_and_is_listed_apart() -> None:
    answer = told("anthropic-claude-opus-4", "CBRN-3")
    kept_back = record(answer, "B014")
    assert (kept_back.value, kept_back.reading, kept_back.reasons) == (None, None, ("withheld",))
    assert "B014" in answer.unpublished
    assert "B014" not in answer.contradicting
    assert answer.stands_on.run != "authority"


def test_treating_a_threshold_as_reached_below_its_limit_is_a_precaution_and_no_violation() -> None:
    report = report_on("anthropic-claude-opus-4")
    answer = told("anthropic-claude-opus-4", "CBRN-3")
    below = record(answer, "B001-uplift")
    assert (below.value, below.reading) == ("2.53x", "below")
    assert (answer.state, answer.treated_as, answer.ruling) == (
        "unknown",
        "reached",
        "cannot_rule_out",
    )
    assert answer.ruling_agrees is True
    assert [i.id for i in report.items if i.outcome == "not-met"] == []
    about = [f for f in report.findings if f.subject == "CBRN-3"]
    assert [f.code for f in about if f.severity == "error"] == []
