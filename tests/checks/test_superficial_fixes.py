"""What the patterns of a superficial fix assert, and what they leave open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tra_policy.evaluate.checks.every import CHECKS
from tra_policy.evaluate.checks.runner import checked
from tra_policy.evaluate.checks.runner import seen as everything
from tra_policy.model.evidence.bundle import Defect
from tra_policy.words.diagnostic import Severity

from .looking import look, seen, world

EXAMPLES = {check.id: check for check in CHECKS}

SIGN = "- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}\n"
CAUSE = """\
- id: inv-1
  kind: investigation
  warnings: [w-1]
  root_cause: rewarded by the environment
  causes: [environment]
  opened: 2026-01-06
"""
FILTER = "- {id: fix-1, kind: remediation, warnings: [w-1], type: filter, effective: 2026-01-10}\n"
RETURNED: dict[str, Defect] = {"fix-2": "digest-mismatch"}


def codes(records: str, defects: Mapping[str, Defect] | None = None) -> list[str]:
    return [found.code for found in checked(world(records, "", defects=dict(defects or {})))]


def test_one_pattern_is_no_superficial_fix() -> None:
    assert [c for c in codes(SIGN + CAUSE + FILTER) if c.startswith("TRE30")] == ["TRE304"]


def test_two_patterns_are_one_and_both_are_named() -> None:
    trained = FILTER.replace("type: filter", "type: filter, trained_on: [own]")
    test = "- {id: re-1, kind: retest, remediation: fix-1, benchmark: own, outcome: passed}\n"
    found = list(checked(world(SIGN + CAUSE + trained + test)))
    assert found[0].code == "TRE300"
    assert found[0].subject == "w-1"
    assert found[0].severity is Severity.ERROR
    assert "trained-on-the-test (R1) and symptom-fix (R4)" in found[0].message
    assert sum(one.code == "TRE300" for one in found) == 1


def test_one_pattern_on_each_of_two_signs_is_none() -> None:
    other = SIGN.replace("w-1", "w-2")
    fix = "- {id: fix-2, kind: remediation, warnings: [w-2], type: accept}\n"
    found = codes(SIGN + CAUSE + FILTER + other + fix)
    assert {"TRE304", "TRE311"} <= set(found)
    assert "TRE300" not in found


def test_a_pattern_that_was_answered_is_told_and_does_not_count() -> None:
    trained = FILTER.replace("type: filter", "type: filter, trained_on: [own]")
    test = "- {id: re-1, kind: retest, remediation: fix-1, benchmark: own, outcome: passed}\n"
    retired = "- {id: b-1, kind: benchmark, benchmark: own, status: retired}\n"
    records = SIGN + CAUSE + trained + test + retired
    assert [s.severity for s in look("R1", records)] == [Severity.INFO]
    assert "TRE300" not in codes(records)


def test_what_was_tampered_with_never_clears_a_pattern() -> None:
    real = FILTER.replace("fix-1", "fix-2").replace("filter", "environment")
    assert "TRE304" not in codes(SIGN + CAUSE + FILTER + real)
    assert "TRE304" in codes(SIGN + CAUSE + FILTER + real, RETURNED)


@pytest.mark.parametrize("spoilt", ["w-1", "inv-1", "fix-1"])
def test_spoiling_a_record_does_not_hide_a_pattern_and_the_sentence_says_so(spoilt: str) -> None:
    records = world(SIGN + CAUSE + FILTER, defects={spoilt: "digest-mismatch"})
    (found,) = (d for d in checked(records) if d.code == "TRE304")
    assert found.message.endswith(f"(`{spoilt}` does not match its digest or signature)")


def test_what_its_author_took_back_shows_nothing() -> None:
    taken = SIGN.replace(
        "detected:",
        "author: outsider, retracted: {on: 2026-01-20, by: outsider, because: false alarm}, detected:",
    )
    assert seen("R4", taken + CAUSE + FILTER) == []
    by_lab = taken.replace("by: outsider", "by: lab")
    assert seen("R4", by_lab + CAUSE + FILTER) == ["fix-1"]


LINE = """\
- {id: ck-1, kind: checkpoint, parents: []}
- {id: ck-2, kind: checkpoint, parents: [ck-1]}
- id: w-1
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-1
  detector: own
  rate: 40 of 2000
  detected: 2026-01-05
- {id: m-2, kind: measurement, benchmark: own, metric: score, subject: ck-2, statistic: mean, VALUE}
"""


def fading(value: str) -> str:
    return LINE.replace("VALUE", value)


def test_a_fall_needs_counts_on_both_sides() -> None:
    assert seen("R2", fading("value: 9 of 2000")) == ["w-1"]
    assert seen("R2", fading("value: 0.45%")) == []
    assert seen("R2", fading("value: 9 of 2000").replace("40 of 2000", "2%")) == []
    counts = "value: 0.45%, counts: {planned: 2000, scored: 2000, errored: 0, excluded: 0}"
    assert seen("R2", fading(counts)) == ["w-1"]


def test_counts_that_are_known_to_be_wrong_show_no_fall() -> None:
    records = fading("value: 9 of 2000")
    assert seen("R2", records, defects={"m-2": "suspect-counts"}) == []
    assert seen("R2", records, defects={"m-2": "digest-mismatch"}) == ["w-1"]


def test_a_rise_is_no_fall_and_neither_is_a_difference_by_chance() -> None:
    assert seen("R2", fading("value: 90 of 2000")) == []
    assert seen("R2", fading("value: 30 of 2000")) == []


def test_where_higher_is_better_a_rise_of_the_score_is_a_fall_of_the_bad() -> None:
    policy = "benchmark good\n  measures score as percent, mean, lower is worse\n"
    records = (
        fading("value: 1991 of 2000").replace("own", "good").replace("  rate: 40 of 2000\n", "")
    )
    first = "- {id: m-1, kind: measurement, benchmark: good, metric: score, subject: ck-1, "
    records += first + "statistic: mean, value: 1960 of 2000}\n"
    assert seen("R2", records, policy) == ["w-1"]
    assert seen("R2", records) == []


def test_without_a_line_or_steps_nothing_says_which_checkpoint_came_later() -> None:
    unordered = fading("value: 9 of 2000").replace(", parents: [ck-1]", "")
    assert seen("R2", unordered) == []
    stepped = unordered.replace("ck-1, kind: checkpoint", "ck-1, kind: checkpoint, step: 10")
    stepped = stepped.replace("ck-2, kind: checkpoint", "ck-2, kind: checkpoint, step: 20")
    assert seen("R2", stepped) == ["w-1"]
    two_runs = "- {id: run-1, kind: training_run}\n- {id: run-2, kind: training_run}\n"
    assert seen("R2", stepped + two_runs) == []


def test_a_change_that_may_have_been_there_explains_and_an_unlinked_one_does_not() -> None:
    records = fading("value: 9 of 2000")
    change = "- {id: c-1, kind: change, component: data, motive: [w-1]}\n"
    assert seen("R2", records + change) == []
    assert seen("R2", records + change, defects={"c-1": "digest-mismatch"}) == ["w-1"]
    assert seen("R2", records + change.replace(", motive: [w-1]", "")) == ["w-1"]


def test_a_limit_of_the_detector_has_to_lie_between_the_two_rates() -> None:
    limit = "- {id: b-1, kind: benchmark, benchmark: own, rule_out: LIMIT}\n"
    records = fading("value: 9 of 2000")
    assert seen("R2", records + limit.replace("LIMIT", "1%")) == ["w-1"]
    assert seen("R2", records + limit.replace("LIMIT", "0.1%")) == []
    assert seen("R2", records + limit.replace("LIMIT", "5%")) == []


def test_values_of_two_versions_of_a_detector_are_not_compared() -> None:
    first = "- {id: m-1, kind: measurement, benchmark: own, metric: score, subject: ck-1, "
    first += "benchmark_version: '1', statistic: mean, value: 40 of 2000}\n"
    records = fading("value: 9 of 2000, benchmark_version: '2'")
    assert seen("R2", records.replace("  rate: 40 of 2000\n", "") + first) == []
    same = records.replace("  rate: 40 of 2000\n", "").replace("'2'", "'1'")
    assert seen("R2", same + first) == ["w-1"]


def test_another_change_in_between_is_enough_that_the_detector_was_not_all() -> None:
    example = EXAMPLES["R3"].shows
    other = "- {id: c-9, kind: change, component: hyperparameter, WHEN}\n"
    inside = other.replace("WHEN", "step: 2500, effective: 2026-01-09")
    assert seen("R3", example + inside) == ["w-2"]
    assert seen("R3", example + inside, defects={"c-9": "digest-mismatch"}) == ["w-2", "w-1"]
    assert seen("R3", example + other.replace("WHEN", "step: 2500, effective: 2026-01-20")) == [
        "w-2",
        "w-1",
    ]
    undated = other.replace(", WHEN", "")
    assert seen("R3", example + undated) == []


def test_a_recurrence_with_an_unknown_cause_is_told_more_mildly() -> None:
    example = EXAMPLES["R6"].shows
    (found,) = look("R6", example)
    assert (found.record, found.warning, found.severity) == ("w-2", "w-1", None)
    (found,) = look("R6", example[: example.index("- id: inv-2")])
    assert found.severity is Severity.WARNING
    assert found.message.endswith("whether the cause is the same is not evidenced")
    assert (
        look(
            "R6",
            example.replace(
                "warnings: [w-2]\n  root_cause: the grader was shown the "
                "reasoning\n  causes: [reward]",
                "warnings: [w-2]\n  causes: [data]",
            ),
        )
        == []
    )


@pytest.mark.parametrize(
    "said", ["started: 2025-12-01", "effective: 2025-10-20", "first_seen_in: run-2"]
)
def test_a_recurrence_is_never_asserted_without_the_days(said: str) -> None:
    example = EXAMPLES["R6"].shows
    assert said in example
    assert look("R6", example.replace(f", {said}", "").replace(f"  {said}\n", "")) == []


def test_a_justified_return_is_no_reversal_and_a_mere_reason_is_a_milder_one() -> None:
    example = EXAMPLES["R8"].shows.partition("- id: c-3")[0]
    back = "  added: do not shy away  from"
    assert look("R8", example.replace(back, "  motive: [w-1]\n" + back)) == []
    (found,) = look("R8", example.replace(back, "  because: updated prompts\n" + back))
    assert found.severity is Severity.WARNING
    linked = example.replace(back, "  motive: [w-1]\n" + back)
    assert seen("R8", linked, defects={"c-2": "digest-mismatch"}) == ["c-2"]


def test_a_return_to_the_byte_is_seen_by_digest_alone() -> None:
    records = SIGN + (
        f"- {{id: c-1, kind: change, component: code, motive: [w-1], before_digest: {'a' * 64}, "
        f"after_digest: {'b' * 64}, effective: 2026-01-08}}\n"
        f"- {{id: c-2, kind: change, component: code, before_digest: {'b' * 64}, "
        f"after_digest: {'a' * 64}, effective: 2026-01-15}}\n"
    )
    assert seen("R8", records) == ["c-2"]
    assert seen("R8", records.replace("2026-01-15", "2026-01-08")) == []


def test_a_held_out_test_has_to_have_passed_and_to_be_sound() -> None:
    records = EXAMPLES["R1"].near_miss
    assert seen("R1", records) == []
    assert seen("R1", records.replace("held_out: true\n  outcome: passed", "outcome: failed")) == [
        "fix-1"
    ]
    assert seen("R1", records, defects={"re-2": "digest-mismatch"}) == ["fix-1"]


def test_an_input_that_no_reward_was_given_for_is_not_reported() -> None:
    policy = EXAMPLES["R10"].policy
    signal = "- {id: rs-1, kind: reward_signal, inputs: [cot], episodes: SHARE}\n"
    assert seen("R10", signal.replace("SHARE", "0%"), policy) == []
    assert seen("R10", signal.replace("SHARE", "0.1%"), policy) == ["rs-1"]
    assert seen("R10", signal.replace(", episodes: SHARE", ""), policy) == ["rs-1"]
    assert seen("R10", signal.replace("SHARE", "0.1%")) == []


def test_a_change_for_several_signs_is_told_once_and_counts_for_each() -> None:
    change = (
        "- {id: c-1, kind: change, component: reward, motive: [w-1, w-2], "
        "party: lab, reviewers: [lab]}\n"
    )
    records = SIGN + SIGN.replace("w-1", "w-2") + change
    (found,) = look("R9", records)
    assert found.warnings == ("w-1", "w-2")
    accepted = "- {id: fix-9, kind: remediation, warnings: [w-1, w-2], type: accept}\n"
    both = [what.record for one, what in everything(world(records + accepted)) if one.id == "R"]
    assert both == ["w-1", "w-2"]


def test_a_later_account_of_the_same_input_stands_for_the_earlier_one_and_removes_nothing() -> None:
    policy = EXAMPLES["R10"].policy
    first = "- {id: rs-1, kind: reward_signal, recorded: 2026-01-05, inputs: [cot], episodes: 1%}\n"
    later = "- {id: rs-2, kind: reward_signal, inputs: [cot], episodes: 2%, supersedes: [rs-1]}\n"
    assert seen("R10", first + later, policy) == ["rs-2"]
    assert seen("R10", first + later.replace("inputs: [cot]", "inputs: []"), policy) == ["rs-1"]
    circle = first.replace("recorded: 2026-01-05", "supersedes: [rs-2]")
    assert seen("R10", circle + later, policy) == ["rs-1", "rs-2"]


SAID = (
    "- {id: ck-1, kind: checkpoint, step: 1000, parents: []}\n"
    "- {id: ck-2, kind: checkpoint, step: 2000, parents: [ck-1]}\n"
    "- {id: w-1, kind: warning, class: deceit, severity: high, checkpoint: ck-1, "
    "faded: {checkpoint: ck-2, how: gone}}\n"
)


@pytest.mark.parametrize(
    ("change", "explained"),
    [
        ("", False),
        ("component: data, motive: [w-1], step: 1500", True),
        ("component: data, motive: [w-1]", True),
        ("component: data, motive: [w-1], step: 2500", False),
        ("component: data, step: 1500", False),
        ("component: monitor, motive: [w-1], step: 1500", False),
    ],
)
def test_a_sign_that_is_said_to_have_faded_needs_a_change_and_no_counts(
    change: str, explained: bool
) -> None:
    more = f"- {{id: c-1, kind: change, {change}}}\n" if change else ""
    assert seen("R2", SAID + more) == ([] if explained else ["w-1"])
    if explained:
        assert seen("R2", SAID + more, defects={"c-1": "digest-mismatch"}) == ["w-1"]


def test_a_sign_is_not_said_to_fade_before_it_was_seen() -> None:
    turned = SAID.replace("checkpoint: ck-2, how", "checkpoint: ck-0, how")
    turned = turned.replace("checkpoint: ck-1, faded", "checkpoint: ck-2, faded")
    assert seen("R2", turned) == ["w-1"]
    assert seen("R2", turned.replace("ck-0", "ck-1")) == []
    assert seen("R2", turned.replace("ck-0", "ck-2")) == []
