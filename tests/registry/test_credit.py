"""What a row earns: what is not verified lowers, and never lifts."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from checking import PARTIES, check, measured, policy, probe, record, rows, said
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tra_policy.evaluate.checker import check_proof
from tra_policy.logic.classes import rank
from tra_policy.model.registry import DESIGNING, RegistryRole

LAWS = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
Flagged = tuple[tuple[str, str, bool], ...]

roles = st.lists(
    st.tuples(st.sampled_from(PARTIES), st.sampled_from(get_args(RegistryRole)), st.booleans()),
    max_size=4,
    unique_by=lambda one: one[:2],
).map(tuple)
visible = st.one_of(st.none(), st.lists(st.sampled_from(PARTIES), max_size=2, unique=True))
told = st.lists(st.sampled_from(PARTIES), max_size=2, unique=True)
LINES = ("", "final say maker", "items visible to nobody", "design funded by lab")


def row(held: Flagged, seen: list[str] | None, verified: bool) -> dict[str, Any]:
    if seen is None:
        return probe(*held)
    return probe(*held, items_visible_to={"parties": seen, "source": "x", "verified": verified})


def design(line: str, name: str, found: dict[str, Any], designed: list[str]) -> str:
    """The class on design of a measurement on `probe`, which the policy may not declare at all."""
    text = policy(line) if name == "probe" else policy("designed by maker", name="other")
    theirs = {"run": ["maker"], "graded": ["maker"], "designed": designed}
    report = check(text, rows(benchmarks=[found]), measured(roles=theirs))
    assert [f for t in report.thresholds for f in check_proof(t.proof)] == []
    return record(report).classes.design


@LAWS
@given(st.data(), roles, visible, told, st.sampled_from(LINES), st.sampled_from(("probe", "other")))
def test_taking_verification_away_never_raises_a_class(
    data: st.DataObject,
    held: Flagged,
    seen: list[str] | None,
    designed: list[str],
    line: str,
    name: str,
) -> None:
    before = design(line, name, row(held, seen, True), designed)
    less = tuple((p, r, v and data.draw(st.booleans())) for p, r, v in held)
    after = design(line, name, row(less, seen, data.draw(st.booleans())), designed)
    assert rank(after) <= rank(before)  # type: ignore[arg-type]


@LAWS
@given(roles, told, st.sampled_from(LINES), st.sampled_from(("probe", "other")))
def test_rows_without_anything_verified_lift_nothing(
    held: Flagged, designed: list[str], line: str, name: str
) -> None:
    doubted = tuple((p, r, False) for p, r, _ in held)
    bare = design(line, name, probe(), designed)
    if name == "other" and not any(r in DESIGNING for _, r, _ in held):
        assert design(line, name, probe(*doubted), designed) == bare
    else:
        assert rank(design(line, name, probe(*doubted), designed)) <= max(rank(bare), 2)  # type: ignore[arg-type]


STATED = st.sampled_from(
    (
        {"parents": [{"organisation": "lab"}]},
        {"parents": [{"organisation": "lab", "share": "30%"}]},
        {"parents": [{"organisation": "office"}]},
        {"ties": [{"kind": "paid by", "other": "lab"}]},
        {"ties": [{"kind": "paid by", "other": "lab", "until": "2024-01-01"}]},
        {"ties": [{"kind": "employed by", "other": "maker"}]},
        {"ties": [{"kind": "employed by", "other": "lab"}]},
        {"ties": [{"kind": "shares leadership with", "other": "lab"}]},
        {"no_ties": [{"other": "lab"}]},
        {"no_ties": [{"other": "lab", "as_of": "2026-12-31"}]},
        {"kind": "authority"},
    )
)
organisations = st.lists(
    st.tuples(st.sampled_from(PARTIES[1:]), STATED, st.booleans()),
    max_size=4,
    unique_by=lambda one: one[0],
)


def classes(stated: list[tuple[str, dict[str, Any], bool]], verified: list[bool]) -> dict[str, str]:
    """The class of each party, on running, by what the registry states of them."""
    found = []
    for (party, said_of, _), sure in zip(stated, verified, strict=True):
        source = {"source": "x", "verified": sure}
        parts = {
            key: [{**one, **source} for one in held] if isinstance(held, list) else held
            for key, held in said_of.items()
        }
        found.append({"id": party, "title": f"The {party}", "kind": "other", **source, **parts})
    records = [
        measured(f"m-{at}", roles={"run": [party], "graded": [party]})
        for at, party in enumerate(PARTIES)
    ]
    report = check(policy("designed by maker"), rows(organisations=found), *records)
    return {p: record(report, f"m-{at}").classes.run for at, p in enumerate(PARTIES)}


@LAWS
@given(st.data(), organisations)
def test_taking_verification_away_never_raises_the_class_of_a_party(
    data: st.DataObject, stated: list[tuple[str, dict[str, Any], bool]]
) -> None:
    before = [sure for _, _, sure in stated]
    after = [sure and data.draw(st.booleans()) for sure in before]
    old, new = classes(stated, before), classes(stated, after)
    assert {p: (old[p], new[p]) for p in PARTIES if rank(new[p]) > rank(old[p])} == {}  # type: ignore[arg-type]


@LAWS
@given(organisations)
def test_nothing_that_is_not_verified_lifts_a_party(
    stated: list[tuple[str, dict[str, Any], bool]],
) -> None:
    bare = classes([], [])
    doubted = classes(stated, [False] * len(stated))
    assert {p: (bare[p], doubted[p]) for p in PARTIES if rank(doubted[p]) > rank(bare[p])} == {}  # type: ignore[arg-type]


@LAWS
@given(roles)
def test_where_the_policy_names_a_designer_the_registry_changes_no_answer(held: Flagged) -> None:
    text = policy("designed by maker")
    bare = check(text, None, measured()).model_copy(update={"findings": ()})
    full = check(text, rows(benchmarks=[probe(*held)]), measured())
    same = {"findings": (), "opinion": bare.opinion, "registry": bare.registry}
    assert full.model_copy(update=same) == bare


def test_a_verified_designer_earns_its_class_and_an_unverified_one_none() -> None:
    def held(*named: tuple[str, str, bool]) -> str:
        report = check(policy(), rows(benchmarks=[probe(*named)]), measured())
        return record(report).classes.design

    assert held(("maker", "designed", True)) == "independent"
    assert held(("office", "designed", True)) == "authority"
    assert held(("maker", "designed", False)) == "unidentified"
    assert held(("office", "designed", False)) == "unidentified"
    assert held(("maker", "designed", True), ("office", "co_designed", False)) == "unidentified"
    assert held(("maker", "designed", False), ("maker", "modified", True)) == "independent"
    assert held(("lab", "designed", False)) == "self"
    assert held(("sister", "designed", False)) == "affiliated"
    assert held(("maker", "funded", True)) == "unstated"
    assert held() == "unstated"


def test_an_unverified_row_leaves_the_headline_unattributed() -> None:
    report = check(policy(), rows(benchmarks=[probe(("maker", "designed", False))]), measured())
    assert report.headline.unattributed == ("T",)
    own = check(policy(), rows(benchmarks=[probe(("lab", "designed", False))]), measured())
    assert own.headline.self_designed_only == ("T",)


@pytest.mark.parametrize("line", ["designed by maker", "designed by maker, office"])
def test_a_contradiction_with_the_policys_line_is_one_finding_with_the_source(line: str) -> None:
    registry = rows(benchmarks=[probe(("lab", "designed", True), ("stranger", "modified", False))])
    report = check(policy(line), registry, measured())
    assert record(report).classes.design == "independent"
    (message,) = said(report, "TRE115")
    assert "the registry names `lab` and `stranger`" in message
    assert "not all of it verified" in message
    (found,) = [f for f in report.findings if f.code == "TRE115"]
    assert (found.line, found.subject) == (14, "probe")
    assert "by a paper" in found.help


def test_the_same_designers_under_other_names_contradict_nothing() -> None:
    orgs = [
        {"id": "the-maker", "title": "Maker", "kind": "evaluator", "source": "x", "verified": True}
        | {"aliases": ["maker"]}
    ]
    held = [probe(("the-maker", "designed", True))]
    report = check(
        policy("designed by maker"), rows(benchmarks=held, organisations=orgs), measured()
    )
    assert said(report, "TRE115") == []
    silent = check(policy(), rows(benchmarks=held, organisations=orgs), measured())
    assert record(silent).classes.design == "independent"
    assert [h.party for h in record(silent).roles.designed] == ["maker"]


def test_a_party_is_known_by_its_full_name() -> None:
    head = (
        'tra 1\npolicy p version 1\n  developer lab\nparty lab\nparty inst "UK AISI"\nparty maker\n'
    )
    orgs = [
        {"id": "uk-aisi", "title": "UK AISI", "kind": "authority", "source": "x", "verified": True}
    ]
    one = measured(roles={"run": ["inst"], "graded": ["inst"]})
    report = check(policy("designed by maker", head), rows(organisations=orgs), one)
    assert record(report).classes.run == "authority"


def test_a_party_line_that_a_tie_or_a_kind_contradicts_is_a_finding() -> None:
    source = {"source": "x", "verified": True}
    orgs = [
        {"id": "maker", "title": "M", "kind": "evaluator", **source}
        | {"ties": [{"kind": "paid by", "other": "lab", **source}]},
        {"id": "office", "title": "O", "kind": "evaluator", **source},
    ]
    report = check(policy("designed by office"), rows(organisations=orgs), measured())
    assert record(report).classes.run == "engaged"
    found = sorted(f.subject for f in report.findings if f.code == "TRE115")
    assert found == ["maker", "office"]


def test_the_registry_says_nothing_of_what_the_text_alone_decides() -> None:
    report = check(policy(), rows(benchmarks=[probe(("office", "designed", True))]), measured())
    (threshold,) = report.thresholds
    assert threshold.label_of_text == "prior"
    assert threshold.pivotality.design.self_only
    assert threshold.relies_on_self.design == "not"


def test_a_party_of_which_the_registry_only_knows_the_name_is_still_undeclared() -> None:
    source = {"source": "x", "verified": True}
    orgs = [
        {"id": "newcomer", "title": "N", "kind": "evaluator", **source},
        {"id": "bureau", "title": "B", "kind": "authority", **source},
    ]
    one = measured(roles={"run": ["newcomer", "bureau"], "graded": ["bureau"]})
    report = check(policy("designed by maker"), rows(organisations=orgs), one)
    assert [f.subject for f in report.findings if f.code == "TRE110"] == ["newcomer"]
    assert record(report).classes.run == "unstated"
    assert record(report).classes.grade == "authority"


def test_that_nobody_sees_the_items_helps_only_where_it_is_verified() -> None:
    def held(verified: bool, *seen: str) -> str:
        named = (("maker", "designed", True), ("lab", "funded", True))
        found = rows(benchmarks=[row(named, list(seen), verified)])
        return record(check(policy(), found, measured())).classes.design

    assert held(True) == "engaged"
    assert held(False) == "unstated"
    assert held(True, "lab") == held(False, "lab") == "self"


def test_who_holds_the_items_helps_only_where_it_is_verified() -> None:
    line = "final say maker\n  items visible to nobody"

    def held(verified: bool) -> str:
        named = (("maker", "designed", True), ("lab", "co_designed", True))
        found = rows(benchmarks=[probe(*named, ("maker", "holds_items", verified))])
        return record(check(policy(line), found, measured())).classes.design

    assert held(True) == "independent"
    assert held(False) == "self"
