"""Every file of another tool kept here: its numbers are those of plain Python, or it is said why not."""

from __future__ import annotations

import csv
import json
import math
import re
import struct
from collections import Counter
from collections.abc import Callable
from fnmatch import fnmatchcase
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from foreign_files import DATA, HEAD, read, rows, zstd
from mlflow_stores import rows_of
from said import codes

from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.known import LOADED, recognised, recognised_part
from tra_policy.words.diagnostic import Diagnostic

ROOTS = (DATA, DATA.parent / "inspect_ai")
ALL = {
    path.relative_to(DATA.parent).as_posix(): path.read_bytes()
    for root in ROOTS
    for path in sorted(root.rglob("*"))
    if path.is_file()
}
CLAIMED = {path: reader for path, data in ALL.items() if (reader := recognised(path, data))}
# What a person has to state where the files do not say it.
STATED: dict[str, dict[str, Any]] = {
    "rollouts": {"environment": "gsm8k"},
    "hf-results": {"subject": "model-1"},
}
# Logs of versions that are not read, by the message that says so.
OTHER_VERSION = {
    "inspect_ai/log_version_3.json": "TRB042",
    "inspect_ai/log_message_deduplication.eval": "TRB042",
}
ORIGINS = ("SOURCES.md", "LICENSE", "LICENSE-every_eval_ever")


def beside(path: str) -> dict[str, bytes]:
    """The other files of a sample's folder, as somebody would list them with it."""
    folder = path.rpartition("/")[0]
    return {
        other.rpartition("/")[2]: data
        for other, data in ALL.items()
        if other != path and other.rpartition("/")[0] == folder and not other.endswith(ORIGINS)
    }


def told(path: str) -> tuple[list[Filed], list[Diagnostic], int]:
    """What comes of a sample with its folder around it."""
    reader, name = CLAIMED[path], path.rpartition("/")[2]
    evidence, said = read(reader, name, ALL[path], beside(path), **STATED.get(reader, {}))
    return list(evidence.filed), said, evidence.unread


def value_of(record: Record) -> float:
    assert isinstance(record, Measurement) and record.value is not None
    return float(record.value.value)


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


# Each of these works the numbers of one format out again, from the bytes and by itself.

LETTERS = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0}


def inspect(path: str, found: list[Filed]) -> None:
    data = ALL[path]
    if data.startswith(b"PK"):
        with zstd.ZipFile(BytesIO(data)) as held:
            names = [name for name in held.namelist() if name.startswith("samples/")]
            samples = [json.loads(held.read(name)) for name in names]
    else:
        samples = json.loads(data).get("samples") or []
    usable = []
    for one in samples:
        for score in (one.get("scores") or {}).values():
            number = (
                LETTERS.get(score["value"], score["value"])
                if isinstance(score["value"], (str, int, float))
                else None
            )
            if isinstance(number, (bool, int, float)) and not math.isnan(number):
                usable.append(float(number))
    (one_record,) = found
    record = one_record.record
    assert isinstance(record, Measurement)
    if not usable:
        assert (record.value, record.counts) == (None, None)
        return
    assert record.counts is not None
    assert close(value_of(record), sum(usable) / len(usable))
    assert record.counts.scored == len(usable)


def lm_eval(path: str, found: list[Filed]) -> None:
    results = json.loads(ALL[path])["results"]
    for filed in found:
        record = filed.record
        assert isinstance(record, Measurement)
        task, metric = filed.id.split(".", 1)[1].removeprefix("458309.").rsplit("/", 1)
        task = task.rpartition(".")[2]
        held = [d for name, d in beside(path).items() if name.startswith(f"samples_{task}_")]
        if held:
            scores = [row[metric] for row in rows(held[0])]
            assert close(value_of(record), sum(scores) / len(scores))
            assert record.counts is not None and record.counts.scored == len(scores)
        else:
            claims = [v for k, v in results[task].items() if k.startswith(f"{metric},")]
            assert close(value_of(record), claims[0])
            assert record.counts is None


def every_eval_ever(path: str, found: list[Filed]) -> None:
    document = json.loads(ALL[path])
    name = path.rpartition("/")[2].replace(".json", "_samples.jsonl")
    held = rows(beside(path)[name]) if name in beside(path) else []
    assert len(found) == len(document["evaluation_results"])
    for filed, result in zip(found, document["evaluation_results"], strict=True):
        scores = [row["evaluation"]["score"] for row in held]
        stated = result["score_details"]["score"]
        assert close(value_of(filed.record), sum(scores) / len(scores) if scores else stated)


def metr_runs(path: str, found: list[Filed]) -> None:
    held = rows(ALL[path])
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in held:
        groups.setdefault((row["alias"], row["task_id"]), []).append(row)
    assert len(found) == len(groups)
    for filed, group in zip(found, groups.values(), strict=True):
        assert isinstance(filed.record, Measurement)
        whole = [row["score_binarized"] for row in group if not row["fatal_error_from"]]
        counts = filed.record.counts
        assert counts is not None
        assert (counts.planned, counts.scored) == (len(group), len(whole))
        assert close(value_of(filed.record), sum(whole) / len(whole))


def hf_results(path: str, found: list[Filed]) -> None:
    lines = [line.strip() for line in ALL[path].decode().splitlines()]
    stated = [float(line.split()[1]) for line in lines if line.startswith("value:")]
    assert [value_of(filed.record) for filed in found] == stated


def rollouts(path: str, found: list[Filed]) -> None:
    columns = {"verl": "score", "nemo": "rewards", "skyrl": "score", "tinker": "total_reward"}
    column = next(c for name, c in columns.items() if f"/{name}" in path)
    rewards = [row[column] for row in rows(ALL[path])]
    assert sum(getattr(f.record, "sampled") for f in found) == len(rewards)  # noqa: B009
    means = [float(getattr(f.record, "reward").value) for f in found]  # noqa: B009
    assert close(means[0], sum(rewards) / len(rewards))


def trainer_state(path: str, found: list[Filed]) -> None:
    state = json.loads(ALL[path])
    steps = [getattr(f.record, "step", None) for f in found]
    best = int(state["best_model_checkpoint"].rpartition("-")[2])
    assert steps == [None, state["global_step"], best]
    kept = [row for row in state["log_history"] if "loss" in row]
    assert f"{len(kept)} rows of training" in str(getattr(found[0].record, "note"))  # noqa: B009


def tensorboard(path: str, found: list[Filed]) -> None:
    data, events, at = ALL[path], 0, 0
    while at < len(data):
        events, at = events + 1, at + 16 + struct.unpack("<Q", data[at : at + 8])[0]
    (one,) = found
    assert (one.record.note or "").startswith(f"{events:,} events of TensorBoard with 1 tags")
    assert f"steps 0 to {events - 2:,}" in (one.record.note or "")


def safetensors(path: str, found: list[Filed]) -> None:
    (one,) = found
    assert getattr(one.record, "digest") == sha256(ALL[path]).hexdigest()  # noqa: B009


def croissant(path: str, found: list[Filed]) -> None:
    held = json.loads(ALL[path])
    digests = [file["sha256"] for file in held["distribution"] if "sha256" in file]
    (one,) = found
    assert [getattr(one.record, "digest")] == digests  # noqa: B009


def mlflow(path: str, found: list[Filed]) -> None:
    counts = Counter(row["run_uuid"] for row in rows_of(ALL[path], "metrics"))
    assert len(found) == len(rows_of(ALL[path], "runs"))
    for filed in found:
        uuid = filed.id.rpartition(".")[2]
        assert f"; {counts[uuid]} values of " in (filed.record.note or "")


def wandb(path: str, found: list[Filed]) -> None:
    (one,) = found
    note = one.record.note or ""
    if path.endswith("summary.json"):
        held = json.loads(ALL[path])
        own = {k: v for k, v in held.items() if not k.startswith("_")}
        numbers = sum(len(v) if isinstance(v, dict) else 1 for v in own.values())
        assert f"a summary with {numbers} numbers" in note
        return
    if path.endswith(".wandb"):
        # The history beside it was exported from this very log.
        steps = [row["_step"] for row in rows(ALL["data/wandb/history.jsonl"])]
    elif path.endswith(".csv"):
        steps = [int(row["_step"]) for row in csv.DictReader(StringIO(ALL[path].decode()))]
    else:
        steps = [row["_step"] for row in rows(ALL[path])]
    assert f"{len(steps)} rows of a W&B history" in note
    assert f"steps {min(steps)} to {max(steps)}" in note


CHECKS: dict[str, Callable[[str, list[Filed]], None]] = {
    "croissant": croissant,
    "every-eval-ever": every_eval_ever,
    "hf-results": hf_results,
    "inspect": inspect,
    "lm-eval": lm_eval,
    "metr-runs": metr_runs,
    "mlflow": mlflow,
    "rollouts": rollouts,
    "safetensors": safetensors,
    "tensorboard": tensorboard,
    "trainer-state": trainer_state,
    "wandb": wandb,
}


def test_every_reader_has_its_numbers_worked_out_again() -> None:
    assert set(CHECKS) == set(LOADED) == set(CLAIMED.values())


@pytest.mark.parametrize("path", [p for p in CLAIMED if p not in OTHER_VERSION])
def test_a_sample_is_read_and_its_numbers_are_those_of_plain_python(path: str) -> None:
    found, said, unread = told(path)
    assert not [d.message for d in said if d.input_error]
    assert unread == 0
    CHECKS[CLAIMED[path]](path, found)


@pytest.mark.parametrize("path", OTHER_VERSION)
def test_a_log_of_another_version_gives_the_message_that_the_manual_names(path: str) -> None:
    found, said, unread = told(path)
    assert (codes(said), found, unread) == ([OTHER_VERSION[path]], [], 1)
    assert "version" in said[0].message


NOT_CLAIMED = [p for p in ALL if p not in CLAIMED and not p.endswith(ORIGINS)]


@pytest.mark.parametrize("path", NOT_CLAIMED)
def test_a_file_that_no_reader_knows_is_said_to_be_one_with_what_was_tried(path: str) -> None:
    name, data = path.rpartition("/")[2], ALL[path]
    manifest = json.dumps({**HEAD, "files": [{"path": name}]}).encode()
    evidence, said = read_bundle({"b.json": manifest, name: data}, "b.json")
    assert evidence is not None and evidence.filed == ()
    owner = recognised_part(path, data)
    if owner:
        assert codes(said) == ["TRB025"]
        assert said[0].help == "say `reader: attachment`"
        return
    if isinstance(json.loads(data) if name.endswith(".json") else {}, list):
        # A list is taken for one of records; none of its members says of what kind it is.
        assert set(codes(said)) <= {"TRB012", "TRB017"}
        assert evidence.unread == len(json.loads(data))
        return
    assert codes(said) == ["TRB024"] and evidence.unread == 1
    assert all(reader in said[0].help for reader in LOADED)


def test_the_origin_of_every_sample_is_written_down() -> None:
    for root in ROOTS:
        table = (root / "SOURCES.md").read_text("utf-8")
        forms = [
            form.replace("…", "*") for form in re.findall(r"^\| (.+?) \|", table, re.MULTILINE)
        ]
        named = [form.strip("`") for line in forms for form in line.split(", ")]
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root).as_posix()
            if path.is_file() and path.name not in ORIGINS:
                known = any(fnmatchcase(inside, form) or form == "all others" for form in named)
                assert known, inside


def test_no_sample_is_large() -> None:
    assert max(map(len, ALL.values())) < 300_000
    assert Path(DATA, "SOURCES.md").is_file()
