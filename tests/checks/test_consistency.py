"""Checks of records against one another."""

from __future__ import annotations

import time

import pytest

from .looking import THRESHOLD, look, seen


def measured(name: str, value: str, **fields: object) -> str:
    fields = {"roles": "{run: [lab]}", "metric": "score", **fields}
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return (
        f"- {{id: {name}, kind: measurement, benchmark: own, subject: model-1, "
        f"statistic: mean, value: {value}{said}}}\n"
    )


COUNTS = "{planned: %s, scored: %s, errored: 0, excluded: 0}"


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("72.65%", "74%", True),
        ("72.65%", "73%", False),
        ("72.65%", "72.6%", False),
        ("72.4%", "73%", True),
        ("0 of 16", "5 of 16", True),
        ("33 of 42", "78.6%", False),
        ("0 of 16", "5 of 18", False),
    ],
)
def test_two_values_of_one_quantity(one: str, other: str, conflict: bool) -> None:
    mixed = " of " in one and other.endswith("%")
    total = {"counts": COUNTS % (42, 42)} if mixed else {}
    records = measured("m-1", one) + measured("m-2", other, **total)
    assert bool(seen("X1", records)) is conflict


@pytest.mark.parametrize(
    "differs",
    [
        {"roles": "{run: [outsider]}"},
        {"roles": "{}"},
        {"metric": "other"},
        {"benchmark_version": "v2"},
        {"elicitation": "{scaffold: agent}"},
        {"derived": "{how: subset, by: [lab]}"},
        {"counts": COUNTS % (50, 50)},
        {"ended": "2026-01-09"},
        {"supersedes": "[m-1]"},
        {"adjudicates": "[m-1]"},
        {"seeds": "3"},
        {"run": "run-2"},
    ],
)
def test_what_tells_two_values_apart(differs: dict[str, object]) -> None:
    first = measured("m-1", "10%", ended="2026-01-08")
    assert seen("X1", first + measured("m-2", "20%")) == ["m-2"]
    assert seen("X1", first + measured("m-2", "20%", **differs)) == []


def test_what_was_tampered_with_neither_conflicts_nor_settles() -> None:
    pair = measured("m-1", "10%") + measured("m-2", "20%")
    settled = pair + measured("m-3", "20%", metric="other", adjudicates="[m-1, m-2]")
    assert seen("X1", pair, defects={"m-1": "digest-mismatch"}) == []
    assert seen("X1", settled) == []
    assert seen("X1", settled, defects={"m-3": "digest-mismatch"}) == ["m-2"]


def test_asking_one_side_again_settles_nothing() -> None:
    again = "{adverse: 5, favourable: 0, of_adverse: 5, of_favourable: 11}"
    records = measured("m-1", "5 of 16")
    records += measured("m-2", "0 of 16", adjudicates="[m-1]", reasked=again)
    assert seen("X1", records) == ["m-2"]
    assert seen("X1", records.replace("favourable: 0", "favourable: 11")) == []


def test_thousands_of_records_of_one_quantity_are_one_finding_in_good_time() -> None:
    from tra_policy.evaluate.checks.every import LOADED

    from .looking import world

    records = "".join(measured(f"m-{n}", f"{n % 997}.{n % 7}1%") for n in range(2000))
    evidence = world(records)
    one = next(loaded for loaded in LOADED if loaded.check.id == "X1")
    begun = time.perf_counter()
    assert len(list(one.look(evidence))) == 1
    assert time.perf_counter() - begun < 2


def decision(*cited: str, ruling: str = "not-reached") -> str:
    return (
        f"- {{id: d-1, kind: decision, threshold: T-1, subject: model-1, ruling: {ruling}, "
        f"relied_on: [{', '.join(cited)}], decided: 2026-01-15}}\n"
    )


RAW, KIND = measured("raw", "5 of 16"), measured("revised", "0 of 16")


@pytest.mark.parametrize(
    ("cited", "by_ruling", "as_pair"),
    [
        (["revised"], ["d-1"], []),
        (["raw"], [], ["revised"]),
        (["raw", "revised"], [], ["revised"]),
        ([], [], ["revised"]),
    ],
)
def test_a_pair_is_told_once_and_to_the_ruling_where_it_leaves_out_the_worse(
    cited: list[str], by_ruling: list[str], as_pair: list[str]
) -> None:
    records = RAW + KIND + decision(*cited)
    assert seen("X2", records, THRESHOLD) == by_ruling
    assert seen("X1", records, THRESHOLD) == as_pair


def test_a_ruling_that_it_is_reached_leaves_nothing_out() -> None:
    assert seen("X2", RAW + KIND + decision("revised", ruling="reached"), THRESHOLD) == []


WARNED = "- {id: w-1, kind: warning, class: deceit, severity: high, checkpoint: model-1, detector: own%s}\n"


@pytest.mark.parametrize(
    ("rate", "value", "differs"),
    [
        ("2 of 2000", "7 of 2000", True),
        ("7 of 2000", "7 of 2000", False),
        ("2 of 2000", "7 of 1000", False),
        ("0.1%", "7 of 2000", False),
    ],
)
def test_the_rate_of_a_warning_is_the_one_that_was_measured(
    rate: str, value: str, differs: bool
) -> None:
    records = WARNED % f", rate: {rate}" + measured("m-1", value)
    assert bool(seen("X2", records)) is differs


LATE = measured("late", "1%", ended="2026-01-20")
CITING = [
    "- {id: a-1, kind: judgement, judges: [board], about: T-1, outcome: denied, relied_on: [late], %s}\n",
    "- {id: a-1, kind: third_party_report, party: outsider, type: evaluation, measurements: [late], %s}\n",
    "- {id: a-1, kind: investigation, warnings: [w-1], evidence: [late], %s}\n",
    "- {id: a-1, kind: retest, remediation: fix-1, measurement: late, %s}\n",
    "- {id: a-1, kind: publication, document: paper, party: lab, about: late, %s}\n",
]


@pytest.mark.parametrize(
    ("citing", "field"),
    list(zip(CITING, ["judged", "delivered", "closed", "ended", "published"], strict=True)),
)
def test_nothing_rests_on_what_came_after_it(citing: str, field: str) -> None:
    assert seen("X4", LATE + citing % f"{field}: 2026-01-19", THRESHOLD) == ["a-1"]
    assert seen("X4", LATE + citing % f"{field}: 2026-01-20", THRESHOLD) == []
    if field != "published":
        assert seen("X4", LATE + citing % "note: undated", THRESHOLD) == []
    tampered = seen(
        "X4", LATE + citing % f"{field}: 2026-01-19", THRESHOLD, defects={"late": "signature-bad"}
    )
    assert tampered == []


def test_what_a_decision_relied_on_is_asked_elsewhere() -> None:
    assert seen("X4", LATE + decision("late"), THRESHOLD) == []


@pytest.mark.parametrize(
    ("differs", "said"),
    [
        ({}, []),
        ({"metric": "other"}, ["counts `score` and not `other`"]),
        ({"benchmark": "outer"}, ["is of another benchmark, `own`"]),
        ({"statistic": "max"}, ["is a mean and not a max"]),
        ({"statistic": "unstated"}, []),
        ({"value": "3x"}, ["is a share and not a ratio"]),
    ],
)
def test_before_and_after_a_fix_the_same_is_counted(
    differs: dict[str, str], said: list[str]
) -> None:
    after = {
        "benchmark": "own",
        "metric": "score",
        "subject": "model-1",
        "statistic": "mean",
        "value": "1%",
        **differs,
    }
    records = measured("m-1", "3%")
    records += (
        f"- {{id: m-2, kind: measurement, {', '.join(f'{k}: {v}' for k, v in after.items())}}}\n"
    )
    records += "- {id: rt-1, kind: retest, remediation: fix-1, before: m-1, measurement: m-2}\n"
    found = look("X5", records)
    assert [what.message.split("which ")[1] for what in found] == said


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("rule_out: 30%", "rule_out: 10%", True),
        ("rule_out: 30%", "rule_out: 30.0%", False),
        ("rule_out: 30%, version: v1", "rule_out: 10%, version: v2", False),
        ("rule_out: 30%, prespecified: 2025-01-01", "rule_out: 10%", True),
        (
            "rule_out: 30%, prespecified: 2025-01-01",
            "rule_out: 10%, prespecified: 2026-01-01",
            False,
        ),
        ("rule_in: 30%", "rule_out: 10%", False),
    ],
)
def test_two_values_of_one_limit(one: str, other: str, conflict: bool) -> None:
    records = f"- {{id: b-1, kind: benchmark, benchmark: own, {one}}}\n"
    records += f"- {{id: b-2, kind: benchmark, benchmark: own, {other}}}\n"
    assert seen("X1", records) == (["b-2"] if conflict else [])


def act(name: str, said: str) -> str:
    return f"- {{id: {name}, kind: action, party: lab, verb: withdraw{said}}}\n"


@pytest.mark.parametrize(
    ("first", "second", "reported"),
    [
        (", done: 2026-01-19", ", done: 2026-01-20, same_as: [a-1]", ["a-2"]),
        (", done: 2026-01-19, same_as: [a-2]", ", done: 2026-01-20, same_as: [a-1]", ["a-1"]),
        (", done: 2026-01-19", ", done: 2026-01-20", []),
        (", done: 2026-01-19", ", done: 2026-01-19T23:00Z, same_as: [a-1]", []),
        (", done: 2026-01-19T22:00Z", ", done: 2026-01-19T23:00Z, same_as: [a-1]", ["a-2"]),
        (", done: 2026-01-19", ", done: 2026-01-20, same_as: [a-1], supersedes: [a-1]", []),
    ],
)
def test_two_days_of_one_act_conflict_where_a_record_says_that_it_is_one(
    first: str, second: str, reported: list[str]
) -> None:
    assert seen("X1", act("a-1", first) + act("a-2", second)) == reported


@pytest.mark.parametrize(
    ("value", "reported"), [("50.00%", ["m-2"]), ("53%", []), ("2.5x", []), ("52.9%", ["m-2"])]
)
def test_two_values_that_are_said_to_be_of_one_result_need_nothing_else_stated(
    value: str, reported: list[str]
) -> None:
    bare = "kind: measurement, benchmark: own, subject: model-1, statistic: unstated"
    pair = f"- {{id: m-1, {bare}, value: 52.96%}}\n"
    pair += f"- {{id: m-2, {bare}, value: {value}, same_as: [m-1]}}\n"
    assert seen("X1", pair) == reported
    assert seen("X1", pair.replace(", same_as: [m-1]", "")) == []
    assert seen("X1", pair, defects={"m-1": "digest-mismatch"}) == []


def test_a_conflict_that_is_seen_anyhow_is_told_once() -> None:
    again = measured("m-2", "20%").replace("id: m-2", "id: m-2, same_as: [m-1]", 1)
    assert "same_as" in again
    assert seen("X1", measured("m-1", "10%") + again) == ["m-2"]
