"""Ways in which less evidence, or the developer's own choice, once earned more credit."""

from __future__ import annotations

from dataclasses import replace

from tra_policy.evaluate.checker import check_proof

from .pipeline import HEAD, PARTIES, PLAIN, case, decided, measured, sealed
from .test_laws import swapped

GOOD = measured("good", "15%", "lab")


def test_a_wide_reading_prevents_as_much_when_its_file_was_changed() -> None:
    wide = measured("wide", "21%", "tester", 50)
    data, digest = sealed(wide)
    assert case(PLAIN, GOOD, wide).threshold().state == "unknown"
    changed = {"wide.yaml": (data + b"\n", digest)}
    assert case(PLAIN, GOOD, files=changed).threshold().state == "unknown"
    unbound = measured("wide", "21%", "tester", 50, inconclusive=True)
    assert case(PLAIN, GOOD, unbound).threshold().state == "unknown"


def test_a_class_does_not_rise_when_the_start_of_the_work_is_left_out() -> None:
    text = PLAIN + "party former\n  employed by maker to 2024-01-01\n"
    dated = measured("theirs", "15%", "former")
    undated = {k: v for k, v in dated.items() if k != "started"}
    assert case(text, dated).record("theirs").classes.run == "unstated"
    assert case(text, undated).record("theirs").classes.run == "unstated"


def test_a_subset_does_not_inherit_the_final_say_over_its_parent() -> None:
    text = PLAIN.replace(
        "designed by maker",
        "designed by maker\n  final say maker\n  items held by maker\n  items visible to nobody",
    )
    part = measured("own", "15%", "tester", derived={"how": "subset", "by": ["lab"]})
    assert case(text, part).record("own").classes.design == "self"


def test_evidence_about_another_model_is_no_evidence() -> None:
    other = {"kind": "checkpoint", "id": "other-model", "parents": []}
    mine = {"kind": "checkpoint", "id": "model-a", "parents": []}
    record = measured("theirs", "15%", "tester", subject="other-model")
    got = case(PLAIN, other, mine, record).threshold()
    assert got.relies_on_self.design == "nothing"
    assert got.label == "prior"


def test_a_result_that_nobody_published_is_no_evidence() -> None:
    empty = measured("theirs", None, "tester", None)
    got = case(PLAIN, empty, decided("not-reached", "theirs")).threshold()
    assert got.relies_on_self.run == "nothing"
    assert "result-unpublished" in got.flags


def test_a_threshold_that_can_never_be_cleared_is_no_commitment() -> None:
    text = (
        HEAD
        + PARTIES
        + """\
benchmark quiz
  designed by lab
  measures score as percent, mean, higher is worse
threshold CBRN-3
  reached when any of
    - lab judges "the uplift is substantial"
    - quiz.score >= unpublished, run by office
  if unknown treat as reached
  report result to office
commitment HALT
  when CBRN-3 is reached
  lab must halt training
"""
    )
    got = case(text).threshold()
    assert got.label_of_text == "conditional"
    assert not got.legs.measured_independently_design


def test_a_proof_with_another_candidate_is_rejected() -> None:
    text = PLAIN + "  needs at least 1 measurement where run by independent\n"
    proof = case(text, measured("theirs", "15%", "tester")).item("CBRN-3.needs").proof
    assert check_proof(proof) == []
    candidate = next(n for n in proof.walk() if n.rule == "candidate")
    assert check_proof(swapped(proof, candidate, replace(candidate, value="false"))) != []
