"""Reader of `trainer_state.json` of the Hugging Face Trainer: a training run and its checkpoints.

What its log says of losses and rewards is no measurement, and none is made of it. Its `total_flos` leaves
out what the trainer did not count, such as sampling, and is noted, never taken for the compute of a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from tra_policy.model.evidence.base import Record
from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding, listed, quoted
from tra_policy.readers.given import Draft, Given, Read, Sketch
from tra_policy.readers.loose_json import document
from tra_policy.readers.numbers import exact
from tra_policy.readers.plain_values import as_name, text, whole, word
from tra_policy.readers.results import DEFAULTS, joined, noted, notes, placed, stem
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place

NAME = "trainer-state"
READS = "`trainer_state.json` of the Hugging Face Trainer"
TAKES = ("stage", "type", "offset")
MARKS = (b'"global_step"',)
ASKS = (
    "id: the name of the run; stage: NAME and type: pretraining, sft, rl or other",
    "offset: the step of the run at which this trainer began to count",
    "base_model, started, ended: what the file does not say",
)
SKELETON: dict[str, object] = {}

_FIELDS = tuple(
    re.compile(f'"{name}"\\s*:'.encode())
    for name in ("best_model_checkpoint", "global_step", "is_world_process_zero")
)
_CHECKPOINT = re.compile(r"checkpoint-(\d{1,12})/*$")
_REWARD = re.compile(r"rewards/(.+)/mean$")
_MOST_STEPS = 1_000_000
_SHOWN = ("max_steps", "num_train_epochs", "train_batch_size", "logging_steps", "save_steps")
_COUNTED = ("num_input_tokens_seen", "total_flos")


class _History(Noun):
    """The rows of a log that are about training: their steps in order, and what they hold."""

    steps: tuple[int, ...]
    without: int
    rewards: tuple[str, ...]
    odd: int


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like the state of a trainer."""
    return head.lstrip().startswith(b"{") and all(form.search(head) for form in _FIELDS)


def read(given: Given) -> Read:
    """Return the training run, the checkpoint that the file lies in, and the one that it calls the best.

    Of the defaults, `stage` names the stage, `type` says what kind it is, `offset` is the step of the run
    at which this trainer began to count.
    """
    wrong = tuple(_misused(given))
    if wrong:
        return Read(said=wrong, unread=1)
    state, said = document(given, "this state of a trainer")
    if said:
        return Read(said=said, unread=1)
    reached = whole(state.get("global_step")) if isinstance(state, dict) else None
    if reached is None or not isinstance(state.get("log_history"), list):
        message = "this is no state of a trainer: it has no `global_step` and `log_history`"
        return Read(said=(fault("TRB040", message, Place(given.name)),), unread=1)
    history = _history(state["log_history"])
    best, findings = _best(given, state)
    run = _run(given, state, reached, history)
    sketches = [run, _checkpoint(given, run, reached, "/global_step", "the file lies in it")]
    if best is not None and best != reached:
        how = "best by the trainer's own metric"
        sketches.append(_checkpoint(given, run, best, "/best_model_checkpoint", how))
    findings += (*_of_history(given, state, reached, history),)
    if "type" not in given.defaults:
        message = "the file does not say what kind of training it was, so the stage is left out"
        advice = "state in its `defaults` `type`, such as `rl`, and `stage`, its name"
        findings += (finding("TRB066", message, Place(given.name), advice, Severity.INFO),)
    return Read(tuple(_drafts(given, sketches)), findings)


def _misused(given: Given) -> Iterator[Diagnostic]:
    if whole(given.defaults.get("offset", 0)) is None:
        place = Place(given.name, pointer=f"{DEFAULTS}/offset")
        yield fault("TRB055", "`offset` is a number of steps", place)
    if "stage" in given.defaults and "type" not in given.defaults:
        place = Place(given.name, pointer=f"{DEFAULTS}/stage")
        yield fault("TRB055", "a `stage` needs its `type`", place, "such as `sft` or `rl`")


def _history(rows: Sequence[Any]) -> _History:
    steps: list[int] = []
    rewards: dict[str, None] = {}
    without = odd = 0
    for row in rows:
        at = whole(row.get("step")) if isinstance(row, dict) else None
        if at is None:
            without += 1
            continue
        if any(name.startswith("eval_") for name in row) or "train_runtime" in row:
            continue
        steps.append(at)
        odd += 1 if "loss" in row and exact(row["loss"]) is None else 0
        found = (_REWARD.fullmatch(name) for name in row)
        rewards |= dict.fromkeys(as_name(one[1]) for one in found if one)
    return _History(tuple(steps), without, tuple(rewards)[:200], odd)


def _best(given: Given, state: dict[str, Any]) -> tuple[int | None, tuple[Diagnostic, ...]]:
    found = _CHECKPOINT.search(text(state.get("best_model_checkpoint")))
    named = int(found[1]) if found else None
    stated = whole(state.get("best_global_step"))
    if named is None or stated is None or named == stated:
        return (named if named is not None else stated), ()
    message = (
        f"`best_global_step` is {stated:,}, the checkpoint that it calls the best is of {named:,}"
    )
    place = Place(given.name, pointer="/best_global_step")
    return named, (finding("TRB065", message, place, "the checkpoint's is used"),)


def _run(given: Given, state: dict[str, Any], reached: int, history: _History) -> Sketch:
    sketch = Sketch(given.name, kind="training_run", id=stem(given))
    if "id" in given.defaults:
        sketch.put("id", given.defaults["id"], f"{DEFAULTS}/id", "stated by a person")
    if "type" in given.defaults:
        offset = whole(given.defaults.get("offset", 0)) or 0
        stage: dict[str, Any] = {
            "stage": given.defaults.get("stage", given.defaults["type"]),
            "type": given.defaults["type"],
            "start_step": offset,
            "end_step": offset + reached,
        }
        if history.rewards:
            stage["reward_components"] = list(history.rewards)
        sketch.put("stages", [stage], "/global_step", "its name and type are stated by a person")
    sketch.put("note", notes(*_notes(state, reached, history)), "")
    return sketch


def _notes(state: dict[str, Any], reached: int, history: _History) -> Iterator[str]:
    yield f"state of a Hugging Face trainer at its step {reached:,}"
    yield f"{len(history.steps):,} rows of training in its log"
    for name in _SHOWN:
        if state.get(name) is not None:
            yield f"{name} {word(state[name])}"
    for name in _COUNTED:
        if exact(state.get(name)):
            yield f"{name} {word(state[name])}, as this trainer counts"


def _checkpoint(given: Given, run: Sketch, at: int, pointer: str, why: str) -> Sketch:
    offset = whole(given.defaults.get("offset", 0)) or 0
    name = run.value["id"] if isinstance(run.value["id"], str) else stem(given)
    sketch = Sketch(given.name, kind="checkpoint", id=joined(name, f"step-{offset + at}"))
    sketch.put("step", offset + at, pointer, why)
    sketch.put("run", name, "", "the training run of the same file")
    if "type" in given.defaults:
        stage = given.defaults.get("stage", given.defaults["type"])
        sketch.put("stage", stage, f"{DEFAULTS}/stage", "stated by a person")
    sketch.put("note", why, pointer)
    return sketch


def _drafts(given: Given, sketches: Sequence[Sketch]) -> Iterator[Draft]:
    """Yield the records; what a person states of every record stands on each, the rest on the run."""
    for sketch in sketches:
        is_run = sketch is sketches[0]
        for field, value in given.defaults.items():
            if field == "note":
                noted(sketch, value)
            elif field in TAKES or field in ("id", "kind"):
                continue
            elif is_run or field in Record.model_fields:
                sketch.put(field, value, step(DEFAULTS, field), "stated by a person")
        yield placed(sketch.draft())


def _of_history(
    given: Given, state: dict[str, Any], reached: int, history: _History
) -> Iterator[Diagnostic]:
    place = Place(given.name, pointer="/log_history")
    steps = history.steps
    if history.without:
        message = f"{history.without:,} rows of its log have no step"
        yield finding("TRB065", message, place)
    if history.odd:
        message = f"{history.odd:,} rows of its log have a loss that is no number"
        yield finding("TRB050", message, place)
    back = sum(1 for one, after in pairwise(steps) if after <= one)
    if back:
        message = f"its log goes back, or stands still, {back:,} times"
        yield finding("TRB065", message, place, "was a part of the run done again?")
    every = whole(state.get("logging_steps")) or 0
    if not 0 < reached // max(every, 1) <= _MOST_STEPS or not every:
        return
    there = set(steps)
    missing = [n for n in range(every, reached + 1, every) if n not in there]
    if missing:
        shown = listed([str(n) for n in missing], 3)
        message = (
            f"{len(missing):,} of {reached // every:,} rows that its log should have are not there: "
            f"of steps {shown}"
        )
        yield finding("TRB065", message, place, f"it was to be written every {quoted(every)} steps")
    if steps and max(steps) > reached:
        message = f"its log goes on to step {max(steps):,}, its state is of step {reached:,}"
        yield finding("TRB065", message, place)
