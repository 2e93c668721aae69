"""Leaving a field or a record out never makes the outcome of a need better, unless the report says so."""

from __future__ import annotations

from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from tra_policy import driver
from tra_policy.evaluate.checker import check_proof
from tra_policy.evaluate.ground.populations import digest_of
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.words.source import Source

from .pipeline import HEAD
from .test_laws import RANK
from .test_needs_over_possible_worlds import AS_OF, told

Fields = dict[str, Any]
NEEDS = """\
requirement NONE
  needs no rollout in stage rl where flags has bad
requirement EVERY
  needs every rollout where flags has bad per stage
requirement SHARE
  needs at most 50% of rollouts where flags has bad per environment
requirement ENOUGH
  needs enough rollouts per environment in stage rl to see 50% at 70% confidence
requirement LINKED
  needs at least 2 rollouts where checkpoint.stage is rl, checkpoint descends from checkpoint.parents
requirement PER-LINK
  needs no rollout where flags is bad per checkpoint.stage
requirement APART
  needs every rollout where reviewed_by is independent of developer, reviewed_by is independent of selected_by
requirement MEAN
  needs mean reward <= 0.5 over rollouts in stage rl per environment
requirement MOST
  needs max reward <= 0.5 over rollouts where flags is not bad
requirement SUM
  needs sum step >= 5 over rollouts
requirement FIXED
  for every warning
  needs remediation where effective within 5 days of warning.detected
  needs no remediation where type is accept
requirement TESTED
  for every remediation
  needs every retest where checkpoint descends from remediation.checkpoint,
                           benchmark is not in remediation.trained_on,
                           run by independent
requirement SHARED
  for every remediation
  needs no retest where benchmark is remediation.trained_on, outcome is passed
requirement EARLIER
  needs every remediation where effective before 2026-01-05
"""
PARTIES = """\
party lab
party board
  controlled by lab
party outsider
  no ties to lab "its register"
  no ties to board "its register"
party office
  is a public authority
"""
NAMES = ("lab", "board", "outsider", "office", "stranger")
# Without these a record could not be read, or would be sound after all.
KEPT = {"id", "kind", "environment", "remediation", "class", "severity", "retracted"}


def some(of: list[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(of)


def mostly(of: list[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from([*of, *of, *of, None])


def made(kind: str, fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries(fields).map(
        lambda found: {"kind": kind, **{k: v for k, v in found.items() if v is not None}}
    )


RETRACTED = st.none() | st.none() | st.just({"on": "2026-05-01", "by": "lab", "because": "so"})
DAYS = ["2026-01-01", "2026-01-03", "2026-01-08T12:00Z", "2026-01-20"]
RECORDS = st.one_of(
    made(
        "rollout",
        {
            "environment": st.sampled_from(["shop", "web"]),
            "stage": mostly(["rl", "sft"]),
            "checkpoint": mostly(["c-1", "c-1", "c-2"]),
            "flags": mostly([[], ["bad"]]),
            "flagged": some([{"bad": 0}, {"bad": 1}]),
            "reward": mostly(["0.1", "0.1", "0.9", "90%"]),
            "step": some([0, 3, 9]),
            "reviewed_by": some([*NAMES]),
            "selected_by": some([*NAMES]),
            "retracted": RETRACTED,
        },
    ),
    made(
        "warning",
        {
            "class": st.just("c"),
            "severity": st.just("high"),
            "detected": some(DAYS),
        },
    ),
    made(
        "remediation",
        {
            "warnings": some([["w-1"], ["w-2"]]),
            "investigation": some(["i-1", "i-9"]),
            "type": some(["accept", "data"]),
            "checkpoint": some(["c-1", "c-2"]),
            "trained_on": some([[], ["quiz"]]),
            "effective": some(DAYS),
            "retracted": RETRACTED,
        },
    ),
    made(
        "retest",
        {
            "remediation": st.sampled_from(["m-1", "m-2"]),
            "checkpoint": some(["c-1", "c-2"]),
            "benchmark": some(["quiz", "exam"]),
            "run_by": some([["lab"], ["outsider"], ["stranger", "office"]]),
            "outcome": some(["passed", "failed"]),
            "ended": some(DAYS),
        },
    ),
    made("checkpoint", {"stage": mostly(["rl", "sft"]), "parents": some([[], ["c-1"]])}),
    made("investigation", {"warnings": st.just(["w-1"])}),
)
IDS = {
    "rollout": "r",
    "warning": "w",
    "remediation": "m",
    "retest": "t",
    "checkpoint": "c",
    "investigation": "i",
}
CLAIMED = ("rollout", "warning", "remediation", "retest", "rl_environment")


def named(records: list[Fields]) -> list[Fields]:
    counts: dict[str, int] = {}
    for record in records:
        kind = record["kind"]
        counts[kind] = counts.get(kind, 0) + 1
        record["id"] = f"{IDS[kind]}-{counts[kind]}"
    return records


TEXT = driver.read(Source("policy.tra", HEAD + PARTIES + NEEDS), {})


def outcomes(evidence: Evidence) -> dict[str, tuple[str, bool]]:
    report, refused = driver.check(TEXT, evidence, AS_OF, {TEXT.source.path: TEXT.source})
    assert report is not None, refused
    assert [fault for item in report.items for fault in check_proof(item.proof)] == []
    return {i.id: (i.outcome, "selection-possible" in i.flags) for i in report.items}


def bundle(records: list[Fields], claims: list[Fields]) -> Evidence:
    return told([*records, *claims], False)


def claims_of(records: list[Fields]) -> list[Fields]:
    """A true claim of completeness for each kind."""
    found = []
    for kind in CLAIMED:
        ids = [r["id"] for r in records if r["kind"] == kind]
        found.append(
            {
                "id": f"all-{kind}",
                "kind": "population",
                "of": kind,
                "basis": "auditor-query",
                "count": len(ids),
                "digest": digest_of(ids),
                "made": AS_OF.isoformat(),
            }
        )
    return found


def better(before: dict[str, tuple[str, bool]], after: dict[str, tuple[str, bool]]) -> list[str]:
    return [
        f"{name}: {before[name][0]} became {now}"
        for name, (now, flagged) in after.items()
        if RANK[now] > RANK[before[name][0]] and not flagged
    ]


@given(st.lists(RECORDS, max_size=9).map(named), st.booleans(), st.data())
def test_a_need_gains_nothing_when_something_is_left_out(
    records: list[Fields], complete: bool, data: st.DataObject
) -> None:
    claims = claims_of(records) if complete else []
    before = outcomes(bundle(records, claims))
    holes = [
        (at, field)
        for at, record in enumerate(records)
        for field in record
        if field not in KEPT and not (record["kind"] == "investigation" and field == "warnings")
    ]
    if holes:
        at, field = data.draw(st.sampled_from(holes))
        thin = [dict(r) for r in records]
        del thin[at][field]
        note(f"without {field} of {thin[at]['id']}")
        assert better(before, outcomes(bundle(thin, claims))) == []
    if records:
        at = data.draw(st.integers(0, len(records) - 1))
        note(f"without {records[at]['id']}")
        rest = [r for n, r in enumerate(records) if n != at]
        assert better(before, outcomes(bundle(rest, claims))) == []
