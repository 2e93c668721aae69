"""Records that cannot be as they say, and names that lead to nothing where all is claimed to be on file."""

from __future__ import annotations

from datetime import date

import pytest

from tra_policy.evaluate.ground.populations import digest_of

from .looking import look, seen


def claim(kind: str, *ids: str) -> str:
    return (
        f"- {{id: all-{kind}, kind: population, of: {kind}, basis: auditor-query, count: {len(ids)}, "
        f"digest: {digest_of(ids)}, made: 2026-01-31}}\n"
    )


def sample(**said: str) -> str:
    fields = "".join(f", {name}: {value}" for name, value in said.items())
    return f"- {{id: ro-1, kind: rollout, environment: sandbox{fields}}}\n"


@pytest.mark.parametrize(
    ("said", "odd"),
    [
        ({"sampled": "0", "population": "0", "flagged": "{}"}, False),
        ({"sampled": "1", "population": "0"}, True),
        ({"population": "10", "flagged": "{x: 11}"}, True),
        ({"flagged": "{x: 11}"}, False),
        ({"sampled": "20", "flagged": "{x: 11, y: 11}"}, False),
        ({"flags": "[x]", "flagged": "{}"}, True),
        ({"flags": "[x, y]", "flagged": "{x: 2}"}, True),
        ({"flags": "[]", "flagged": "{x: 0}"}, False),
        ({"flags": "[]", "flagged": "{x: 3}"}, False),
    ],
)
def test_the_numbers_of_a_sample(said: dict[str, str], odd: bool) -> None:
    assert bool(seen("C8", sample(**said))) is odd


MEASURED = "- {id: m-1, kind: measurement, benchmark: own, subject: %s, statistic: mean%s}\n"


@pytest.mark.parametrize(
    ("recorded", "ended", "early"),
    [
        ("2026-01-10", "2026-01-10T23:59Z", False),
        ("2026-01-10T12:00Z", "2026-01-10", False),
        ("2026-01-10T12:00Z", "2026-01-10T12:00Z", False),
        ("2026-01-10T12:00Z", "2026-01-10T12:01Z", True),
        ("2026-01-10", "2026-01-11T00:00Z", True),
        ("2026-01-10T23:30-02:00", "2026-01-11T01:00Z", False),
    ],
)
def test_to_the_minute_where_both_state_it(recorded: str, ended: str, early: bool) -> None:
    days = f", recorded: {recorded}, ended: {ended}"
    assert bool(seen("T8", MEASURED % ("model-1", days))) is early


def test_without_a_day_of_its_own_a_record_was_written_by_the_day_of_the_manifest() -> None:
    (found,) = look("T8", MEASURED % ("model-1", ", ended: 2026-02-01"))
    assert "manifest" in found.message
    assert seen("T8", MEASURED % ("model-1", ", ended: 2026-01-31")) == []
    assert seen("T8", MEASURED % ("model-1", "")) == []


def test_what_was_tampered_with_is_told_by_its_digest() -> None:
    records = MEASURED % ("model-1", ", recorded: 2026-01-10, ended: 2026-01-12")
    assert seen("T8", records, defects={"m-1": "digest-mismatch"}) == []


CHECKPOINT = "- {id: ck-1, kind: checkpoint, made: 2026-01-15, deployed_as: [model-1]}\n"
OLDER = "- {id: ck-0, kind: checkpoint, made: 2026-01-05, deployed_as: [model-1]}\n"


@pytest.mark.parametrize("name", ["ck-1", "model-1"])
def test_a_model_goes_by_the_names_that_it_is_deployed_under(name: str) -> None:
    test = MEASURED % (name, ", ended: 2026-01-14")
    assert seen("T9", CHECKPOINT + test) == ["m-1"]
    assert seen("T9", OLDER + CHECKPOINT + test) == (["m-1"] if name == "ck-1" else [])
    assert seen("T9", CHECKPOINT + test, as_of=date(2026, 1, 14)) == []


FIX = """\
- {id: w-1, kind: warning, class: c, severity: low}
- {id: fix-1, kind: remediation, warnings: [w-1]}
"""
STAFF = "party tester\n  employed by lab\n"


@pytest.mark.parametrize(
    ("run", "again", "differs"),
    [
        ("[lab]", "[lab]", False),
        ("[lab]", "[tester]", False),
        ("[tester]", "[lab]", False),
        ("[lab, outsider]", "[outsider]", False),
        ("[lab]", "[lab, outsider]", True),
        ("[]", "[outsider]", False),
        ("[outsider]", "[]", False),
    ],
)
def test_who_ran_a_retest(run: str, again: str, differs: bool) -> None:
    records = FIX + MEASURED % ("model-1", f", roles: {{run: {run}}}")
    records += (
        f"- {{id: re-1, kind: retest, remediation: fix-1, measurement: m-1, run_by: {again}}}\n"
    )
    assert bool(seen("L9", records, STAFF)) is differs


RUN = """\
- id: run-1
  kind: training_run
  stages: [{stage: rl, type: rl, environments: [web], reward_components: [tests]}]
"""


def test_a_name_is_missed_only_where_all_are_claimed_to_be_there() -> None:
    assert seen("I6", RUN) == []
    assert seen("I6", RUN + claim("rl_environment")) == ["run-1"]
    assert seen("I6", RUN + claim("reward_signal")) == ["run-1"]
    described = "- {id: env-1, kind: rl_environment, environment: web}\n"
    assert seen("I6", RUN + described + claim("rl_environment", "env-1")) == []
    assert seen("I6", RUN + described + claim("rl_environment", "env-2")) == []


@pytest.mark.parametrize(
    ("about", "known"),
    [("T-1", True), ("T-1.report", True), ("C-9.1", False), ("lab", True), ("inc-9", False)],
)
def test_what_a_letter_may_be_about(about: str, known: bool) -> None:
    letter = (
        f"- {{id: n-1, kind: notification, party: lab, to: [institute], about: {about}, "
        "sent: 2026-01-10}\n"
    )
    policy = "threshold T-1\n  reached when outer.score >= 50%\n"
    assert bool(seen("I6", letter, policy)) is not known


def counted(planned: int, **said: str) -> str:
    fields = "".join(f", {name}: {value}" for name, value in said.items())
    counts = f"{{planned: {planned}, scored: {planned}, errored: 0, excluded: 0}}"
    return MEASURED % ("model-1", f", counts: {counts}{fields}")


SIZE = "- {id: b-1, kind: benchmark, benchmark: own, version: v1, items: 100}\n"
OTHER_SIZE = "- {id: b-2, kind: benchmark, benchmark: own, items: 300}\n"


@pytest.mark.parametrize(
    ("one", "differs"),
    [
        (counted(100), False),
        (counted(101), True),
        (counted(99), True),
        (counted(300, seeds="3"), False),
        (counted(600, seeds="3", elicitation="{attempts: 2}"), False),
        (counted(601, seeds="3", elicitation="{attempts: 2}"), True),
        (counted(300, seeds="0"), True),
        (counted(50, derived="{how: subset, by: [lab]}"), False),
        (counted(50, benchmark_version="v2"), False),
    ],
)
def test_the_size_of_a_test(one: str, differs: bool) -> None:
    assert bool(seen("M11", SIZE + one)) is differs


def test_of_two_sizes_either_may_be_meant() -> None:
    assert seen("M11", SIZE + OTHER_SIZE + counted(300)) == []
    assert seen("M11", SIZE + OTHER_SIZE + counted(301)) == ["m-1"]


def test_a_dataset_of_another_line_contaminates_nothing() -> None:
    denied = MEASURED % ("ck-1", ", contamination: {checked: true, share: 0 of 40}")
    line = "- {id: ck-1, kind: checkpoint, run: run-1, parents: [%s]}\n"
    line += "- {id: ck-0, kind: checkpoint, run: run-0}\n"
    data = "- {id: ds-1, kind: sft_dataset, run: run-0, overlaps_with: [own]}\n"
    assert seen("M13", denied + data) == ["m-1"]
    assert seen("M13", denied + data + line % "") == []
    assert seen("M13", denied + data + line % "ck-0") == ["m-1"]
    assert seen("M13", denied.replace("checked: true", "checked: false") + data) == []
