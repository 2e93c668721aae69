"""Checks of how something was measured, and of what a ruling makes of it."""

from __future__ import annotations

import pytest

from tra_policy.words.diagnostic import Severity

from .looking import THRESHOLD, look, seen


def measured(name: str, benchmark: str = "own", **fields: object) -> str:
    fields = {"metric": "score", "subject": "model-1", "statistic": "mean", **fields}
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return f"- {{id: {name}, kind: measurement, benchmark: {benchmark}{said}}}\n"


def decision(*cited: str, ruling: str = "not-reached") -> str:
    return (
        f"- {{id: d-1, kind: decision, threshold: T-1, subject: model-1, ruling: {ruling}, "
        f"relied_on: [{', '.join(cited)}], decided: 2026-01-15}}\n"
    )


def test(benchmark: str = "own", name: str = "b-1", **fields: object) -> str:
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return f"- {{id: {name}, kind: benchmark, benchmark: {benchmark}{said}}}\n"


test.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["M2", "M3"])
def test_what_a_whole_card_leaves_out_is_said_once(name: str) -> None:
    ids = [f"m-{n}" for n in range(10, 40)]
    records = "".join(measured(i, value="3%") for i in ids) + decision(*ids)
    found = look(name, records, THRESHOLD)
    assert [what.record for what in found] == ["d-1"]
    assert "and 25 more" in found[0].message


@pytest.mark.parametrize("name", ["M2", "M3"])
def test_only_a_ruling_that_rules_out_is_asked(name: str) -> None:
    assert seen(name, measured("m-1") + decision("m-1", ruling="reached"), THRESHOLD) == []
    assert seen(name, measured("m-1", withheld="true") + decision("m-1"), THRESHOLD) == []
    assert seen(name, measured("m-1"), THRESHOLD) == []


def test_an_elicitation_that_says_nothing_is_none() -> None:
    assert seen("M2", measured("m-1", elicitation="{}") + decision("m-1"), THRESHOLD) == ["d-1"]


def test_the_stronger_elicitation_of_the_same_test_is_missed_where_it_reads_worse() -> None:
    weak = measured("m-1", value="10%", elicitation="{scaffold: standard}")
    strong = measured("m-2", value="30%", elicitation="{scaffold: agent}")
    records = weak + strong
    assert [w.message for w in look("M2", records + decision("m-1"), THRESHOLD)] == [
        "the ruling on `T-1` cites `m-1` (10%); elicited in another way, `m-2` reads 30%"
    ]
    assert seen("M2", records + decision("m-1", "m-2"), THRESHOLD) == []
    assert seen("M2", records + decision("m-2"), THRESHOLD) == []
    tampered = look("M2", records + decision("m-1"), THRESHOLD, defects={"m-2": "digest-mismatch"})
    assert tampered == []


@pytest.mark.parametrize(
    ("instrument", "value", "flagged"),
    [
        ({"ceiling": "90%"}, "90%", True),
        ({"ceiling": "90%"}, "89%", False),
        ({"ceiling": "90"}, "95%", False),
        ({"status": "saturated"}, "40%", True),
        ({"status": "saturated", "ceiling": "90%"}, "40%", False),
        ({"rule_in": "60%"}, "60%", True),
        ({"rule_in": "60%"}, "59%", False),
        ({"status": "retired", "retired": "2026-01-14"}, "40%", True),
        ({"status": "retired", "retired": "2026-01-15"}, "40%", False),
        ({"status": "retired"}, "40%", False),
    ],
)
def test_a_test_that_tells_nothing_more(
    instrument: dict[str, object], value: str, flagged: bool
) -> None:
    records = test(**instrument) + measured("m-1", value=value) + decision("m-1")
    assert bool(seen("M4", records, THRESHOLD)) is flagged


def test_a_test_of_another_version_is_another_test() -> None:
    records = test(version="v1", status="saturated") + decision("m-1")
    new = measured("m-1", benchmark_version="v2", value="40%")
    assert seen("M4", records + new, THRESHOLD) == []
    assert seen("M4", records + new.replace("v2", "v1"), THRESHOLD) == ["d-1"]


def test_where_the_policy_has_a_limit_the_ruling_is_held_against_that_one() -> None:
    records = test("outer", rule_in="40%") + measured("m-1", "outer", value="45%") + decision("m-1")
    assert seen("M4", records, THRESHOLD) == []
    other = "threshold T-1\n  reached when own.score >= 50%\n"
    assert seen("M4", records, other) == ["d-1"]


@pytest.mark.parametrize(
    ("fields", "late"),
    [
        ({"prespecified": "2026-01-11", "started": "2026-01-10"}, True),
        ({"prespecified": "2026-01-10", "started": "2026-01-10"}, False),
        ({"prespecified": "2026-01-11", "ended": "2026-01-10"}, True),
        ({"prespecified": "2026-01-11", "started": "2026-01-12", "ended": "2026-01-20"}, False),
        ({"prespecified": "2026-01-11"}, False),
        ({"started": "2026-01-10"}, False),
    ],
)
def test_a_limit_is_fixed_before_the_measurement(fields: dict[str, object], late: bool) -> None:
    assert bool(seen("M5", measured("m-1", **fields))) is late


def test_the_day_of_the_test_counts_where_the_measurement_states_none() -> None:
    begun = measured("m-1", started="2026-01-10")
    assert seen("M5", begun + test(prespecified="2026-01-11")) == ["m-1"]
    earlier = test(prespecified="2025-01-11") + test(prespecified="2026-01-11", name="b-2")
    assert seen("M5", begun + earlier) == []


def test_a_limit_may_move_with_a_sound_change_on_record() -> None:
    moved = test(rule_out="45%", prespecified="2025-01-01")
    moved += test(rule_out="10%", prespecified="2026-01-01", name="b-2")
    change = "- {id: c-1, kind: change, component: threshold, changed: own}\n"
    assert seen("M5", moved) == ["b-2"]
    assert seen("M5", moved + change) == []
    assert seen("M5", moved + change.replace("threshold,", "data,")) == ["b-2"]
    assert seen("M5", moved + change, defects={"c-1": "digest-mismatch"}) == ["b-2"]


@pytest.mark.parametrize(
    ("again", "flagged"),
    [
        ("{adverse: 5, favourable: 0, of_adverse: 5, of_favourable: 11}", True),
        ("{adverse: 1, favourable: 0, of_adverse: 5, of_favourable: 11}", True),
        ("{adverse: 5, favourable: 1, of_adverse: 5, of_favourable: 11}", False),
        ("{adverse: 0, favourable: 0, of_adverse: 5, of_favourable: 11}", False),
        ("{adverse: 5, favourable: 0, of_adverse: 5, of_favourable: 0}", False),
    ],
)
def test_asking_only_one_side_again(again: str, flagged: bool) -> None:
    assert bool(seen("M6", measured("m-1", reasked=again))) is flagged


@pytest.mark.parametrize(
    ("roles", "validated", "flagged"),
    [
        ("{grader_model_of: [lab]}", "", True),
        ("{grader_model_of: [lab]}", "false", True),
        ("{grader_model_of: [lab]}", "true", False),
        ("{grader_model_of: [board]}", "", True),
        ("{grader_model_of: [outsider]}", "", False),
        ("{graded: [model-1]}", "", True),
        ("{graded: [lab]}", "", False),
        ("{}", "", False),
    ],
)
def test_a_grader_of_the_same_family(roles: str, validated: str, flagged: bool) -> None:
    fields = {"roles": roles, **({"grader_validated": validated} if validated else {})}
    assert bool(seen("M7", measured("m-1", **fields))) is flagged


def test_checkpoints_graded_alike_are_one_finding_for_a_benchmark() -> None:
    records = "".join(
        measured(f"m-{n}", roles="{grader_model_of: [lab]}", subject=f"step-{n}") for n in range(9)
    )
    assert seen("M7", records) == ["m-0"]


def test_what_its_author_took_back_shows_nothing() -> None:
    back = "{on: 2026-01-20, by: lab, because: error}"
    fields = {"author": "lab", "environment_tampered": "true"}
    assert seen("M8", measured("m-1", **fields)) == ["m-1"]
    assert seen("M8", measured("m-1", **fields, retracted=back)) == []


def test_a_long_grading_choice_is_cut() -> None:
    records = measured("m-1", flips_under=f"[{'word ' * 60}, other]")
    (found,) = look("M10", records)
    assert found.message.endswith("…` (and under 1 more)")
    assert len(found.message) < 160


@pytest.mark.parametrize(
    ("limits", "flagged"),
    [
        ({"rule_in": "60", "rule_out": "20"}, True),
        ({"rule_in": "20", "rule_out": "60"}, False),
        ({"rule_in": "80", "rule_out": "90"}, True),
        ({"rule_in": "60"}, False),
    ],
)
def test_which_way_is_worse_is_taken_from_the_two_limits(
    limits: dict[str, object], flagged: bool
) -> None:
    records = test("unknown", **limits) + measured("m-1", "unknown", value="70") + decision("m-1")
    assert bool(seen("M4", records, THRESHOLD)) is flagged


def test_a_decision_on_a_threshold_that_the_policy_lacks_is_looked_at_all_the_same() -> None:
    records = test(rule_in="60%") + measured("m-1", value="70%") + decision("m-1")
    assert seen("M4", records) == ["d-1"]


def test_what_fails_alike_is_one_finding() -> None:
    records = test(status="saturated") + decision("m-1", "m-2")
    records += measured("m-1", value="10%") + measured("m-2", value="20%")
    assert [what.message for what in look("M4", records, THRESHOLD)] == [
        "the ruling that `T-1` is not reached cites `m-1` and `m-2`: `own` is stated to be saturated"
    ]


def test_a_measurement_of_which_only_the_end_is_known() -> None:
    found = look("M5", measured("m-1", prespecified="2026-01-11", ended="2026-01-10"))
    assert [w.message for w in found] == [
        "`m-1` ended on 2026-01-10; its limit was fixed on 2026-01-11"
    ]


def test_several_are_spoken_of_as_several() -> None:
    graded = "{grader_model_of: [lab]}"
    assert [
        look("M7", "".join(measured(f"m-{n}", roles=graded) for n in range(several)))[0].message
        for several in (1, 2)
    ] == [
        "`m-0` of `own` was graded by a model of the developer's; that it was validated is not stated",
        "`m-0` and `m-1` of `own` were graded by a model of the developer's; that it was validated "
        "is not stated",
    ]


UNDATED = "- {id: m-1, kind: measurement, benchmark: own, subject: model-1, statistic: mean%s}\n"
NEVER = ", limit_fixed_beforehand: false"
OF_THE_TEST = "- {id: b-1, kind: benchmark, benchmark: own%s}\n"


@pytest.mark.parametrize(
    ("measured", "test", "seen_in"),
    [
        ("", "", []),
        (NEVER, "", ["m-1"]),
        ("", NEVER, ["m-1"]),
        (", limit_fixed_beforehand: true", NEVER, ["m-1"]),
        (", limit_fixed_beforehand: true", "", []),
        (", prespecified: 2026-01-01, started: 2026-01-02", NEVER, []),
        (f"{NEVER}, prespecified: 2026-01-01, started: 2026-01-02", "", []),
        (NEVER, ", prespecified: 2025-06-01", ["m-1"]),
        ("", f"{NEVER}, prespecified: 2025-06-01", []),
        (f"{NEVER}, prespecified: 2026-01-03, started: 2026-01-02", "", ["m-1"]),
        ("", f"{NEVER}, version: v2", ["m-1"]),
        (", benchmark_version: v1", f"{NEVER}, version: v2", []),
    ],
)
def test_that_no_limit_was_fixed_is_said_and_needs_no_day(
    measured: str, test: str, seen_in: list[str]
) -> None:
    assert seen("M5", UNDATED % measured + OF_THE_TEST % test) == seen_in


@pytest.mark.parametrize(
    ("measured", "test", "severity", "message"),
    [
        (
            ", limit_fixed_beforehand: true",
            NEVER,
            Severity.WARNING,
            "no limit of `m-1` had been fixed before it began, as `b-1` says; `m-1` says that one "
            "had been",
        ),
        (
            NEVER,
            ", limit_fixed_beforehand: true",
            None,
            "no limit of `m-1` had been fixed before it began; `b-1` says that one had been",
        ),
    ],
)
def test_where_one_says_that_there_was_a_limit_and_another_that_there_was_none_both_are_told(
    measured: str, test: str, severity: Severity | None, message: str
) -> None:
    (found,) = look("M5", UNDATED % measured + OF_THE_TEST % test)
    assert (found.message, found.severity) == (message, severity)
