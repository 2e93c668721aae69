"""Where the chain from a warning sign to a tested fix does not close, and where nothing says so."""

from __future__ import annotations

from datetime import date

import pytest

from tra_policy.evaluate.checks.every import CHECKS
from tra_policy.words.diagnostic import Severity

from .looking import THRESHOLD, look, seen

EXAMPLES = {check.id: check for check in CHECKS}
SIGN = "- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}\n"
OPENED = "- {id: inv-1, kind: investigation, warnings: [w-1], opened: 2026-01-07}\n"


def asking(days: int) -> str:
    return (
        "requirement WARN-1\n  for every warning\n"
        f"  needs investigation within {days} days of detected\n"
    )


def test_the_time_of_the_policy_makes_an_error_and_the_usual_time_a_warning() -> None:
    assert [s.severity for s in look("L1", SIGN, asking(7))] == [None]
    assert look("L1", SIGN) == []
    assert [s.severity for s in look("L1", SIGN, as_of=date(2026, 2, 5))] == [Severity.WARNING]


def test_on_the_last_day_there_is_still_time() -> None:
    assert look("L1", SIGN, asking(7), as_of=date(2026, 1, 31)) != []
    assert look("L1", SIGN, asking(27)) == []
    assert look("L1", SIGN, asking(26)) != []


def test_a_sign_that_is_not_dated_was_known_when_it_was_written_down() -> None:
    undated = SIGN.replace("detected", "recorded")
    assert seen("L1", undated, asking(7)) == ["w-1"]
    assert seen("L1", undated.replace(", recorded: 2026-01-05", ""), asking(7)) == []


def test_only_a_sound_investigation_counts() -> None:
    assert seen("L1", SIGN + OPENED, asking(7)) == []
    (found,) = look("L1", SIGN + OPENED, asking(7), defects={"inv-1": "signature-bad"})
    assert "`inv-1` cannot show it, not being sound" in found.message


def test_signs_that_a_requirement_leaves_out_have_the_usual_time() -> None:
    policy = asking(7).replace("warning\n", "warning where severity >= critical\n")
    assert look("L1", SIGN, policy) == []


def test_a_cause_in_a_spoilt_investigation_does_not_answer_for_another() -> None:
    closed = OPENED.replace("opened:", "closed: 2026-01-20, opened:")
    named = OPENED.replace("inv-1", "inv-2").replace("opened:", "causes: [data], opened:")
    assert seen("L2", SIGN + closed) == ["inv-1"]
    assert seen("L2", SIGN + closed + named) == []
    assert seen("L2", SIGN + closed + named, defects={"inv-2": "digest-mismatch"}) == ["inv-1"]
    assert seen("L2", SIGN + closed, as_of=date(2026, 1, 31)) == ["inv-1"]


def test_names_of_records_that_are_not_there_tell_nothing_apart() -> None:
    named = OPENED.replace("opened:", "causes: [data], evidence: [m-1], opened:")
    measured = "- {id: m-1, kind: measurement, benchmark: own, subject: model-1, statistic: mean}\n"
    assert seen("L3", SIGN + named) == ["inv-1"]
    assert seen("L3", SIGN + named + measured) == []
    assert seen("L3", SIGN + named + measured, defects={"m-1": "digest-mismatch"}) == ["inv-1"]


FIX = "- {id: fix-1, kind: remediation, warnings: [w-1], type: data, effective: 2025-12-20}\n"
TEST = "- {id: re-1, kind: retest, remediation: fix-1, outcome: passed, ended: 2026-01-15}\n"


def test_a_change_of_another_fix_of_the_sign_does_not_stand_for_this_one() -> None:
    change = f"- {{id: c-1, kind: change, component: data, after_digest: {'a' * 64}}}\n"
    other = FIX.replace("fix-1", "fix-2").replace("type:", "change: c-1, type:")
    assert seen("L4", SIGN + FIX + other + change) == ["fix-1"]
    named = change.replace("component:", "motive: [w-1], component:")
    assert seen("L4", SIGN + FIX + other + named) == ["fix-1"]
    assert seen("L4", SIGN + FIX + named) == []
    spoilt = look("L4", SIGN + FIX + other + named, defects={"c-1": "digest-mismatch"})
    assert [found.record for found in spoilt] == ["fix-1", "fix-2"]


def test_a_test_that_says_nothing_or_was_spoilt_is_no_test() -> None:
    assert seen("L5", SIGN + FIX) == ["fix-1"]
    assert seen("L5", SIGN + FIX + TEST) == []
    assert seen("L5", SIGN + FIX + TEST.replace("outcome: passed, ", "")) == ["fix-1"]
    assert seen("L5", SIGN + FIX + TEST, defects={"re-1": "digest-mismatch"}) == ["fix-1"]
    assert seen("L5", SIGN + FIX.replace(", effective: 2025-12-20", "")) == []


def test_a_checkpoint_whose_line_is_not_stated_is_not_said_to_be_of_another() -> None:
    example = EXAMPLES["L6"].shows
    assert seen("L6", example) == ["re-1", "re-2", "re-3"]
    unstated = example.replace(
        "{id: other, kind: checkpoint, parents: [base]}", "{id: other, kind: checkpoint}"
    )
    assert seen("L6", unstated) == ["re-2", "re-3"]
    cut = example.replace(
        "{id: base, kind: checkpoint, parents: []}", "{id: base, kind: checkpoint}"
    )
    assert seen("L6", cut) == ["re-2", "re-3"]


def test_steps_of_one_run_tell_which_checkpoint_is_older() -> None:
    records = SIGN + (
        "- {id: a, kind: checkpoint, run: run-1, step: 10}\n"
        "- {id: b, kind: checkpoint, run: run-1, step: 20}\n"
        "- {id: fix-1, kind: remediation, warnings: [w-1], checkpoint: b}\n"
        "- {id: re-1, kind: retest, remediation: fix-1, checkpoint: a}\n"
    )
    assert seen("L6", records) == ["re-1"]
    assert (
        seen("L6", records.replace("b, kind: checkpoint, run: run-1", "b, kind: checkpoint")) == []
    )


@pytest.mark.parametrize(
    ("reporter", "reported"),
    [("outsider", True), ("institute", True), ("stranger", True), ("board", False), ("lab", False)],
)
def test_who_found_the_sign_decides_whether_somebody_outside_is_missed(
    reporter: str, reported: bool
) -> None:
    example = EXAMPLES["L7"].shows.replace("reported_by: outsider", f"reported_by: {reporter}")
    assert bool(look("L7", example)) is reported


def test_one_outside_test_is_enough_and_one_unnamed_leaves_it_open() -> None:
    example = EXAMPLES["L7"].shows
    other = "- {id: re-2, kind: retest, remediation: fix-1, run_by: [WHO], outcome: passed}\n"
    assert seen("L7", example + other.replace("WHO", "institute")) == []
    assert seen("L7", example + other.replace("run_by: [WHO], ", "")) == []
    assert seen("L7", example + other.replace("WHO", "board")) == ["re-1"]


def test_a_measurement_of_the_finder_from_before_the_fix_is_no_second_look() -> None:
    example = EXAMPLES["L7"].near_miss
    assert look("L7", example) == []
    before = example.replace("started: 2026-01-16\n  ended: 2026-01-20", "ended: 2026-01-06")
    assert seen("L7", before) == ["re-1"]
    assert seen("L7", example, defects={"m-1": "digest-mismatch"}) == ["re-1"]


RULING = """\
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: RULING
  decided: 2026-01-15
"""


def ruling(said: str = "not-reached") -> str:
    return RULING.replace("RULING", said)


def test_a_ruling_that_lets_go_on_is_told_more_severely() -> None:
    assert [s.severity for s in look("L8", SIGN + ruling(), THRESHOLD)] == [None]
    found = look("L8", SIGN + ruling("cannot-rule-out"), THRESHOLD)
    assert [s.severity for s in found] == [Severity.WARNING]


def test_a_sign_of_the_same_day_or_without_a_day_is_not_said_to_have_been_open() -> None:
    assert seen("L8", SIGN.replace("2026-01-05", "2026-01-15") + ruling(), THRESHOLD) == []
    assert seen("L8", SIGN.replace(", detected: 2026-01-05", "") + ruling(), THRESHOLD) == []


def test_a_sign_counts_as_weighed_by_way_of_its_investigation() -> None:
    weighed = ruling() + "  considered: [inv-1]\n"
    assert seen("L8", SIGN + OPENED + weighed, THRESHOLD) == []
    assert seen("L8", SIGN + OPENED + ruling(), THRESHOLD) == ["d-1"]


def test_a_sign_of_a_model_that_is_not_of_this_line_is_left_out() -> None:
    at = SIGN.replace("detected:", "checkpoint: ck-1, detected:")
    line = "- {id: ck-1, kind: checkpoint, parents: []}\n- {id: model-1, kind: checkpoint, "
    assert seen("L8", at + line + "parents: [ck-1]}\n" + ruling(), THRESHOLD) == ["d-1"]
    assert seen("L8", at + line + "parents: []}\n" + ruling(), THRESHOLD) == []


def test_several_open_signs_are_told_in_one_sentence() -> None:
    several = SIGN + SIGN.replace("w-1", "w-2")
    (found,) = look("L8", several + ruling(), THRESHOLD)
    assert found.warnings == ("w-1", "w-2")


def test_the_measurement_that_found_the_sign_is_no_second_look() -> None:
    example = EXAMPLES["L7"].shows.replace("  detector:", "  checkpoint: early\n  detector:")
    found = (
        "- {id: early, kind: checkpoint}\n"
        "- {id: m-1, kind: measurement, benchmark: outer, subject: early, statistic: mean, "
        "roles: {run: [outsider]}}\n"
    )
    assert seen("L7", example + found) == ["re-1"]
    assert seen("L7", example + found.replace("subject: early", "subject: model-1")) == []


DESCRIBED = (
    "- {id: c-1, kind: change, component: data, because: a set was put back, "
    "digest_unpublished: true}\n"
    "- {id: fix-1, kind: remediation, warnings: [w-1], change: c-1, effective: 2026-01-10}\n"
)


def test_a_change_told_in_words_is_no_missing_one_and_no_digest_either() -> None:
    records = SIGN + DESCRIBED
    assert (seen("L4", records), seen("L10", records)) == ([], ["fix-1"])
    silent = records.replace("because: a set was put back, ", "")
    assert (seen("L4", silent), seen("L10", silent)) == (["fix-1"], [])
    unsaid = records.replace(", digest_unpublished: true", "")
    assert (seen("L4", unsaid), seen("L10", unsaid)) == (["fix-1"], [])
    spoilt = {"c-1": "digest-mismatch"}
    assert (seen("L4", records, defects=spoilt), seen("L10", records, defects=spoilt)) == (
        ["fix-1"],
        [],
    )
    digest = records.replace("digest_unpublished: true", f"after_digest: {'a' * 64}")
    assert (seen("L4", digest), seen("L10", digest)) == ([], [])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{text: a set was left out, method: examine, result: supported}", True),
        ("{text: a set was left out, method: test, result: refuted}", True),
        ("{text: a set was left out, method: examine, result: inconclusive}", False),
        ("{text: a set was left out, method: examine}", False),
        ("{text: a set was left out, method: interview, result: supported}", False),
        ("{text: a set was left out, method: interview, test: asked, result: supported}", False),
        ("{text: a set was left out, test: an ablation, result: supported}", True),
        ("{text: a set was left out, test: ' ', result: supported}", False),
    ],
)
def test_looking_tells_a_cause_from_others_and_asking_alone_does_not(said: str, told: bool) -> None:
    records = SIGN + OPENED.replace("opened:", f"causes: [data], hypotheses: [{said}], opened:")
    assert seen("L3", records) == ([] if told else ["inv-1"])


RETESTED = (
    "- {id: fix-1, kind: remediation, warnings: [w-1], effective: 2026-01-10}\n"
    "- {id: re-1, kind: retest, remediation: fix-1, run_by: [lab], ended: 2026-01-15}\n"
)


@pytest.mark.parametrize(
    ("reporter", "reported"), [("lab", "L11"), ("outsider", "L7"), ("board", "L11"), (None, None)]
)
def test_who_found_the_sign_says_whose_retest_is_missing(
    reporter: str | None, reported: str | None
) -> None:
    by = f"reported_by: {reporter}, " if reporter else ""
    records = SIGN.replace("detected", f"{by}detector: own, detected") + RETESTED
    assert [one for one in ("L7", "L11") if seen(one, records)] == ([reported] if reported else [])
    again = (
        "- {id: m-1, kind: measurement, benchmark: own, subject: model-1, statistic: mean, "
        "roles: {run: [outsider]}, started: 2026-01-16, ended: 2026-01-20}\n"
    )
    assert [one for one in ("L7", "L11") if seen(one, records + again)] == []


AGAINST = (
    "- {id: d-1, kind: decision, threshold: T-1, subject: model-1, ruling: not-reached, "
    "considered: [w-1], overruled: [w-1], decided: 2026-01-15}\n"
)


@pytest.mark.parametrize("day", ["", ", detected: 2026-01-05"])
@pytest.mark.parametrize(
    ("answer", "open_"),
    [
        ("", True),
        ("- {id: inv-1, kind: investigation, warnings: [w-1], closed: 2026-01-14}\n", False),
        ("- {id: inv-1, kind: investigation, warnings: [w-1], closed: 2026-01-16}\n", True),
        ("- {id: inv-1, kind: investigation, warnings: [w-1], opened: 2026-01-14}\n", True),
        ("- {id: fix-1, kind: remediation, warnings: [w-1], type: accept}\n", False),
        (RETESTED.replace("ended:", "outcome: passed, ended:"), False),
        (RETESTED.replace("ended:", "outcome: failed, ended:"), True),
    ],
)
def test_a_sign_that_was_overruled_is_told_of_unless_something_answers_it(
    day: str, answer: str, open_: bool
) -> None:
    records = SIGN.replace(", detected: 2026-01-05", day) + answer + AGAINST
    found = look("L8", records, THRESHOLD)
    assert [(s.record, s.warning, s.severity) for s in found] == (
        [("d-1", "w-1", Severity.WARNING)] if open_ else []
    )


def test_a_sign_that_was_overruled_is_named_and_told_once() -> None:
    bare = AGAINST.replace("considered: [w-1], ", "")
    assert seen("L8", SIGN + bare, THRESHOLD) == ["d-1"]
    assert seen("L8", SIGN + bare.replace("overruled: [w-1], ", ""), THRESHOLD) == ["d-1"]
    spoilt = {"inv-1": "digest-mismatch"}
    closed = OPENED.replace("opened:", "closed: 2026-01-10, opened:")
    assert seen("L8", SIGN + closed + bare, THRESHOLD) == []
    assert seen("L8", SIGN + closed + bare, THRESHOLD, defects=spoilt) == ["d-1"]


def test_what_was_found_on_a_sign_and_overruled_is_told_of_as_the_sign_itself_would_be() -> None:
    bare = AGAINST.replace("considered: [w-1], overruled: [w-1]", "overruled: [inv-1]")
    found = look("L8", SIGN + OPENED + bare, THRESHOLD)
    assert [(s.record, s.warning, s.severity) for s in found] == [("d-1", "w-1", Severity.WARNING)]
    assert "overruled `inv-1`, of `w-1`" in found[0].message
    both = bare.replace("[inv-1]", "[w-1, inv-1]")
    assert seen("L8", SIGN + OPENED + both, THRESHOLD) == ["d-1"]
    closed = OPENED.replace("opened:", "closed: 2026-01-10, opened:")
    assert seen("L8", SIGN + closed + bare, THRESHOLD) == []
