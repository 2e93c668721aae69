"""The exit code is that of the report; the format and the outputs of a run never change it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from junitparser import JUnitXml
from sarif_pydantic import Sarif
from tap.parser import Parser

from tra_policy.model.schemas import schema
from tra_policy.reports.formats import FORMATS

from .conftest import Check
from .world import DONE, LATE, NO_WARNING, NOTIFIED, ON_FILE, POLICY, without, write

NAMES = tuple(FORMATS)
WITHOUT = {
    1: POLICY,
    3: without(POLICY, "LATE", "STRICT"),
    0: without(POLICY, "LATE", "STRICT", "OPEN"),
    4: without(POLICY, "LATE", "STRICT", "OPEN", "DONE", "AHEAD", "HOPE", "T-1"),
}


@pytest.mark.parametrize("code", sorted(WITHOUT))
def test_no_format_changes_the_code_or_the_last_words(
    code: int, folder: Path, check: Check
) -> None:
    write(folder, WITHOUT[code])
    said = {name: check("--format", name) for name in NAMES}
    assert {name: one.code for name, one in said.items()} == dict.fromkeys(NAMES, code)
    assert len({one.err for one in said.values()}) == 1
    assert all(one.out for one in said.values())


def test_a_bundle_that_is_half_read_gives_2_in_every_format(folder: Path, check: Check) -> None:
    write(folder, POLICY, LATE + "  - {id: x, kind: nothing}\n")
    assert {check("--format", name).code for name in NAMES} == {2}


def test_one_run_writes_every_format_and_each_is_what_it_would_be_alone(
    folder: Path, check: Check
) -> None:
    alone = {name: check("--format", name) for name in NAMES}
    outputs = [f"--output={name}=out/{name}.txt" for name in NAMES]
    (folder / "out").mkdir()
    assert len(outputs) >= 8
    said = check("--format", "json", *outputs)
    assert (said.code, said.out) == (alone["json"].code, alone["json"].out)
    texts = {name: (folder / f"out/{name}.txt").read_bytes().decode() for name in NAMES}
    assert {name for name in NAMES if texts[name] != alone[name].out} <= {"text", "html"}

    jsonschema.Draft202012Validator(schema("report")).validate(json.loads(texts["json"]))
    assert all(json.loads(line)["type"] for line in texts["jsonl"].splitlines())
    Sarif.model_validate_json(texts["sarif"])
    Sarif.model_validate_json(texts["sarif-hosted"])
    assert JUnitXml.fromstring(texts["junit"].encode()).tests == 8 - 1
    assert ElementTree.fromstring(texts["junit"]).tag == "testsuites"
    points = [one for one in Parser().parse_text(texts["tap"]) if one.category == "test"]
    assert len(points) >= 7
    assert texts["github"].startswith("::notice title=gate 1.0 on model-1::")
    assert {issue["check_name"] for issue in json.loads(texts["gitlab"])} >= {"LATE.1", "OPEN.1"}
    assert texts["markdown"].startswith("## gate 1.0 on model-1\n")
    assert len(list(csv.DictReader(io.StringIO(texts["csv"], newline="")))) >= 9


@pytest.mark.parametrize(
    ("outputs", "why"),
    [
        (("json=a", "csv=a"), "`a` is written twice"),
        (("json=a", "csv=./b/../a"), "`./b/../a` is written twice"),
        (("json=policy.tra",), "`policy.tra` is read by this run"),
        (("json=evidence/more.yaml",), "`evidence/more.yaml` is read by this run"),
        (("json=known.json",), "`known.json` is read by this run"),
    ],
)
def test_outputs_do_not_clash_with_each_other_or_with_what_is_read(
    outputs: tuple[str, ...], why: str, folder: Path, check: Check
) -> None:
    assert check("--write-baseline", "known.json").code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    said = check("--baseline", "known.json", *(f"--output={one}" for one in outputs))
    assert said.code == 2
    assert why in said.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_evidence_of_these_tests_can_make_the_gate_green(folder: Path, check: Check) -> None:
    policy = without(POLICY, "LATE", "STRICT", "T-1")
    write(folder, policy, DONE + NO_WARNING + NOTIFIED + ON_FILE)
    assert check().code == 0
