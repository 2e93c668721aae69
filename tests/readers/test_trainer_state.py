"""A trainer's state gives a run and its checkpoints, and no measurement."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from foreign_files import read, sample
from said import codes

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.run import Checkpoint, TrainingRun
from tra_policy.words.diagnostic import Diagnostic

NAME = "trainer_state.json"
STATE: dict[str, Any] = json.loads(sample(f"trainer_state/{NAME}"))
STATED = {"id": "run-7", "type": "rl", "stage": "rl-1"}


def told(change: Any = lambda state: None, **defaults: Any) -> tuple[Evidence, list[Diagnostic]]:
    state = copy.deepcopy(STATE)
    change(state)
    return read("trainer-state", NAME, json.dumps(state).encode(), **{**STATED, **defaults})


def test_a_run_and_its_checkpoints_are_records() -> None:
    evidence, said = told()
    run, last, best = (filed.record for filed in evidence.filed)
    assert isinstance(run, TrainingRun)
    (stage,) = run.stages
    assert (run.id, stage.stage, stage.type) == ("run-7", "rl-1", "rl")
    assert (stage.start_step, stage.end_step) == (0, STATE["global_step"])
    assert stage.reward_components == ("accuracy_reward", "format_reward")
    assert isinstance(last, Checkpoint) and isinstance(best, Checkpoint)
    assert (last.id, last.step, last.run, last.stage) == ("run-7.step-50", 50, "run-7", "rl-1")
    assert best.step == STATE["best_global_step"]
    assert codes(said) == []


def test_what_a_trainer_counts_is_noted_and_is_no_compute() -> None:
    run = told()[0].filed[0].record
    assert isinstance(run, TrainingRun)
    assert run.compute is None
    assert "total_flos 2100000000000000.0, as this trainer counts" in (run.note or "")
    assert {filed.record.kind for filed in told()[0].filed} == {"training_run", "checkpoint"}  # type: ignore[attr-defined]


def test_without_a_type_there_is_no_stage() -> None:
    evidence, said = read("trainer-state", NAME, sample(f"trainer_state/{NAME}"), id="run-7")
    run = evidence.filed[0].record
    assert isinstance(run, TrainingRun)
    assert run.stages == ()
    assert codes(said) == ["TRB066"]


def test_steps_are_counted_within_the_run() -> None:
    evidence, _ = told(offset=1000)
    steps = [getattr(filed.record, "step", None) for filed in evidence.filed]
    assert steps == [None, 1050, 1040]


def test_what_is_stated_of_every_record_stands_on_each() -> None:
    evidence, _ = told(author="example-lab", base_model="base-1", note="the second try")
    assert {filed.record.author for filed in evidence.filed} == {"example-lab"}
    assert all((f.record.note or "").startswith("the second try; ") for f in evidence.filed)
    assert getattr(evidence.filed[0].record, "base_model") == "base-1"  # noqa: B009


def without_rows(state: dict[str, Any]) -> None:
    state["log_history"] = [r for r in state["log_history"] if r["step"] not in (20, 30)]


def repeated(state: dict[str, Any]) -> None:
    state["log_history"].insert(2, dict(state["log_history"][0]))


def beyond(state: dict[str, Any]) -> None:
    state["global_step"] = 40


def other_best(state: dict[str, Any]) -> None:
    state["best_global_step"] = 30


def no_step(state: dict[str, Any]) -> None:
    state["log_history"].append({"loss": 1.0})


def no_number(state: dict[str, Any]) -> None:
    state["log_history"][0]["loss"] = float("nan")


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (
            without_rows,
            "TRB065",
            "2 of 5 rows that its log should have are not there: of steps `20`",
        ),
        (repeated, "TRB065", "goes back, or stands still, 1 times"),
        (beyond, "TRB065", "its log goes on to step 50, its state is of step 40"),
        (other_best, "TRB065", "`best_global_step` is 30"),
        (no_step, "TRB065", "1 rows of its log have no step"),
        (no_number, "TRB050", "1 rows of its log have a loss that is no number"),
    ],
)
def test_a_log_that_does_not_add_up_is_a_finding(change: Any, code: str, words: str) -> None:
    _, said = told(change)
    assert codes(said) == [code]
    assert words in said[0].message


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", b'{"global_step": -1, "log_history": []}', b'{"global_step": 1}']
)
def test_what_is_no_state_is_one_mistake(data: bytes) -> None:
    evidence, said = read("trainer-state", NAME, data)
    assert codes(said) == ["TRB040"]
    assert (evidence.filed, evidence.unread) == ((), 1)


def test_a_stage_needs_its_type_and_an_offset_is_a_number() -> None:
    assert codes(read("trainer-state", NAME, b"{}", stage="x")[1]) == ["TRB055"]
    assert codes(told(offset="ten")[1]) == ["TRB055"]
