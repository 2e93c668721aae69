"""The small cases that the meaning must get right, one test a row: thresholds and independence."""

from __future__ import annotations

import pytest

from .pipeline import CBRN, HEAD, PARTIES, PLAIN, VCT, Case, case, decided, measured, sealed
from .reference.bounds import wilson

LOW = measured("own", "15%", "lab")
HIGH = measured("theirs", "30%", "office")


def test_row_01_an_adverse_record_that_the_decision_left_out() -> None:
    got = case(PLAIN, HIGH, LOW, decided("not-reached", "own"))
    assert got.threshold().state == "reached"
    assert "not-relied-on" in got.record("theirs").flags
    assert got.findings("theirs")


def test_row_02_one_byte_of_the_authoritys_file_flipped() -> None:
    data, digest = sealed(HIGH)
    files = {"office.yaml": (data.replace(b"30%", b"31%"), digest)}
    got = case(PLAIN, LOW, decided("not-reached", "own"), files=files)
    assert got.threshold().state == "unknown"
    assert "digest-mismatch" in got.record("theirs").reasons
    assert "adverse-but-ineligible" in got.record("theirs").flags


def test_row_03_a_record_after_the_decision() -> None:
    late = measured("theirs", "30%", "office", ended="2026-05-20", recorded="2026-05-21")
    got = case(PLAIN, late, LOW, decided("not-reached", "own"))
    assert got.threshold().state == "unknown"
    assert "after-decision" in got.record("theirs").reasons
    assert "adverse-but-ineligible" in got.threshold().flags


def test_row_03_an_unsigned_record_of_a_party_with_a_key() -> None:
    key = f"ed25519:{'B' * 42}A="
    keyed = PLAIN.replace("is a public authority", f"is a public authority\n  key {key}")
    got = case(keyed, HIGH, LOW, decided("not-reached", "own"))
    assert got.threshold().state == "unknown"
    assert "signature-missing" in got.record("theirs").reasons


def test_row_03_a_stale_record() -> None:
    text = PLAIN + "  measured every 6 months\n"
    old = measured("theirs", "30%", "office", started="2025-01-01", ended="2025-01-02")
    got = case(text, old, LOW, decided("not-reached", "own"))
    assert got.threshold().state == "unknown"
    assert "stale" in got.record("theirs").reasons


def test_row_04_a_record_that_its_author_took_back() -> None:
    retracted = {"on": "2026-04-20", "by": "office", "because": "the harness was broken"}
    taken = measured("theirs", "30%", "office", author="office", retracted=retracted)
    got = case(PLAIN, taken, LOW, decided("not-reached", "own"))
    assert got.threshold().state == "not_reached"
    assert "selection-possible" in got.threshold().flags


def test_row_05_few_items_and_no_items_at_all() -> None:
    few = measured("own", "21%", "lab", 50)
    unsaid = measured("own", "21%", "lab", None)
    point = PLAIN.replace("22.1%", "22.1% at point estimate")
    assert case(PLAIN, few).threshold().state == "unknown"
    bare = case(PLAIN, unsaid)
    assert bare.threshold().state == "unknown"
    assert "no-uncertainty" in bare.record("own").reasons
    assert case(point, unsaid).threshold().state == "not_reached"


def test_row_06_none_of_5990_against_a_limit_of_one_in_two_thousand() -> None:
    text = PLAIN.replace("22.1%", "0.05%")
    got = case(text, measured("own", "0%", "lab", 5990))
    assert got.threshold().state == "not_reached"
    assert f"{wilson(0, 5990, 'upper'):.5%}" == "0.04515%"
    assert f"{1 - 0.05 ** (1 / 5990):.6%}" == "0.050000%"
    edge = 0.0005
    assert wilson(0, 5409, "upper") < edge < wilson(0, 5408, "upper")
    assert case(text, measured("own", "0%", "lab", 5409)).threshold().state == "not_reached"
    assert case(text, measured("own", "0%", "lab", 5408)).threshold().state == "unknown"


def test_row_07_no_evidence_at_all() -> None:
    got = case(PLAIN).threshold()
    assert got.state == "unknown"
    for axis in ("design", "run", "grade"):
        assert getattr(got.relies_on_self, axis) == "nothing"
        assert getattr(got.stands_on, axis) == "none"


def test_row_08_two_labs_below() -> None:
    got = case(PLAIN, LOW, measured("theirs", "10%", "tester")).threshold()
    assert got.state == "not_reached"
    assert got.relies_on_self.run == "not"
    assert got.stands_on.run == "independent"


TWO = (
    HEAD
    + PARTIES
    + VCT
    + """\
benchmark own-quiz
  designed by lab
  measures accuracy as percent, mean, higher is worse
threshold CBRN-3
  reached when any of
    - own-quiz.accuracy >= 22.1%
    - vct.accuracy >= 22.1%
"""
)


def test_row_09_any_of_a_self_designed_and_an_independent_benchmark() -> None:
    got = case(TWO, measured("a", "15%", "lab", benchmark="own-quiz"), LOW).threshold()
    assert got.state == "not_reached"
    assert got.relies_on_self.design == "partly"


def test_row_10_all_of_a_self_designed_and_an_independent_benchmark() -> None:
    text = TWO.replace("any of", "all of")
    got = case(text, measured("a", "15%", "lab", benchmark="own-quiz"), HIGH).threshold()
    assert got.state == "not_reached"
    assert got.relies_on_self.design == "only"
    assert got.contradicting == ("theirs",)


def test_row_11_the_labs_own_adverse_record() -> None:
    own = measured("own", "30%", "lab")
    got = case(PLAIN, own, measured("theirs", "10%", "tester")).threshold()
    assert got.state == "reached"
    assert got.relies_on_self.run == "only"
    assert got.contradicting == ("theirs",)


def test_row_12_an_unnamed_tester_and_no_published_limit() -> None:
    text = PLAIN.replace("22.1%", "unpublished") + "party somebody\n  is unnamed\n"
    unnamed = measured("theirs", "10%", "somebody")
    got = case(text, LOW, unnamed, decided("not-reached", "own", "theirs")).threshold()
    assert got.state == "unknown"
    assert got.reliance_of == "ruling"
    assert got.relies_on_self.run == "unattributed"


def test_row_13_none_of_reads_the_state_and_not_how_it_is_treated() -> None:
    text = PLAIN + "  if unknown treat as reached\nthreshold CALM\n"
    got = case(text + "  reached when none of\n    - CBRN-3 is reached\n")
    assert got.threshold().treated_as == "reached"
    assert got.threshold("CALM").state == "unknown"


BETWEEN = PLAIN.replace("22.1%", "80%") + "  ruled out when vct.accuracy < 50%\n"


def test_row_14_a_reading_between_the_two_limits() -> None:
    got = case(BETWEEN, measured("own", "76%", "lab"), decided("not-reached", "own"))
    assert got.threshold().state == "unknown"
    assert got.threshold().ruling_agrees is False
    assert got.record("own").reading == "inconclusive"


def test_row_15_both_limits_at_once() -> None:
    text = PLAIN + "  ruled out when vct.accuracy < 50%\n"
    got = case(text, measured("own", "30%", "lab"))
    assert got.threshold().state == "reached"
    assert got.findings("CBRN-3")


def test_row_16_a_need_for_somebody_else_to_run_it() -> None:
    text = PLAIN + "  needs at least 1 measurement where run by independent\n"
    got = case(text, LOW, decided("not-reached", "own"))
    assert got.threshold().state == "unknown"
    assert got.item("CBRN-3.needs").outcome in {"not-met", "unknown"}


def test_row_17_a_tie_that_is_no_longer_told() -> None:
    paid = PLAIN + "party firm\n  paid by lab\n"
    silent = PLAIN + "party firm\n"
    theirs = measured("theirs", "15%", "firm")
    assert case(paid, theirs).record("theirs").classes.run == "engaged"
    assert case(silent, theirs).record("theirs").classes.run == "unstated"


def test_row_18_stakes_along_a_path_and_through_sisters() -> None:
    said = '  no ties to lab "its own site"\n'
    chain = "party a\n  owned 20% by lab\nparty b\n  owned 20% by a\n"
    sisters = (
        "party a\n  controlled by lab\nparty c\n  controlled by lab\n"
        "party b\n  owned 15% by a\n  owned 15% by c\n"
    )
    theirs = measured("theirs", "15%", "b")
    assert case(PLAIN + chain + said, theirs).record("theirs").classes.run == "independent"
    assert case(PLAIN + sisters + said, theirs).record("theirs").classes.run == "affiliated"


def test_row_19_a_designer_bought_between_design_and_decision() -> None:
    bought = PLAIN.replace(
        "party maker\n", "party maker\n  controlled by lab from 2026-04-15\n"
    ).replace("designed by maker", "designed by maker from 2025-01-01")
    late = bought.replace("2026-04-15", "2026-05-15")
    ruling = decided("not-reached", "own")
    assert case(bought, LOW, ruling).record("own").classes.design == "affiliated"
    assert case(late, LOW, ruling).record("own").classes.design == "independent"


def test_row_20_ties_denied_by_the_lab_alone() -> None:
    theirs = measured("theirs", "15%", "firm")
    unsourced = PLAIN + "party firm\n  no ties to lab\n"
    assert case(unsourced, theirs).record("theirs").classes.run == "engaged"
    parties = [{"party": "firm", "no_ties": [{"other": "lab", "stated_by": "lab"}]}]
    text = PLAIN + "party firm\n"
    assert case(text, theirs, parties=parties).record("theirs").classes.run == "engaged"


def test_row_32_a_best_of_thirty_against_a_limit_on_a_mean() -> None:
    best = measured("own", "15%", "lab", statistic="best-of-n")
    got = case(PLAIN, best)
    assert got.threshold().state == "unknown"
    assert "incomparable" in got.record("own").reasons
    assert got.findings("own")


def sibling(value: str) -> Case:
    large = {"kind": "checkpoint", "id": "model-xl"}
    small = {"kind": "checkpoint", "id": "model-a", "sibling_of": ["model-xl"]}
    other = measured("theirs", value, "lab", subject="model-xl")
    return case(PLAIN, large, small, other, decided("not-reached", "theirs"))


def test_row_33_a_verdict_taken_over_from_a_sibling() -> None:
    below = sibling("10%")
    assert below.threshold().state == "unknown"
    assert "inherited" in below.record("theirs").reasons
    assert "adverse-but-ineligible" in sibling("30%").record("theirs").flags


@pytest.mark.parametrize("value", ["15%", "30%"])
def test_row_34_a_subset_that_the_lab_chose(value: str) -> None:
    part = measured("own", value, "tester", derived={"how": "subset", "by": ["lab"]})
    got = case(PLAIN + "  ruled out when vct.accuracy < 20%\n", part)
    assert got.threshold().state == "unknown"
    roles = {(h.party, h.class_) for h in got.record("own").roles.designed}
    assert ("lab", "self") in roles
    assert "maker" in {party for party, _ in roles}
    assert got.record("own").truth == "unknown"


def test_row_34_a_subset_that_the_policy_declares() -> None:
    text = (
        HEAD
        + PARTIES
        + VCT
        + "benchmark vct-hard\n  subset of vct by lab\n"
        + "  measures accuracy as percent, mean, higher is worse\n"
        + CBRN.replace("vct.", "vct-hard.")
    )
    got = case(text, measured("own", "15%", "tester", benchmark="vct-hard"))
    assert got.threshold().state == "not_reached"
    assert {h.party for h in got.record("own").roles.designed} >= {"lab", "maker"}
    plain = case(
        PLAIN + text.split(PARTIES + VCT)[1].split("threshold")[0], LOW | {"benchmark": "vct-hard"}
    )
    assert plain.threshold().state == "unknown"
    assert not plain.threshold().measurements
