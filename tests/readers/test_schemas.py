"""The published schemas are those of the model, and they accept and refuse what the reader does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from write_schemas import FOLDER, text_of

from tra_policy.model.evidence.bundle import KINDS
from tra_policy.model.schemas import names, schema
from tra_policy.readers.bundle import read_bundle

HEAD = {
    "format": "tra.bundle/1",
    "id": "b-1",
    "date": "2026-05-26",
    "developer": "example-lab",
    "subject": "ckpt-9",
}
MEASUREMENT = {
    "kind": "measurement",
    "id": "m-1",
    "benchmark": "vct",
    "subject": "ckpt-9",
    "statistic": "mean",
    "value": "33 of 42",
    "counts": {"planned": 42, "scored": 42, "errored": 0, "excluded": 0},
    "interval": "from-counts",
    "roles": {"run": ["example-lab"], "items_visible_to": []},
}


def errors(name: str, value: Any) -> list[str]:
    found = schema(name)
    assert found is not None
    return [error.message for error in Draft202012Validator(found).iter_errors(value)]


@pytest.mark.parametrize("name", names())
def test_the_committed_schema_is_fresh(name: str) -> None:
    found = schema(name)
    assert found is not None
    committed = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == text_of(found), "run: python -m tests.readers.write_schemas"


def test_there_is_no_other_schema() -> None:
    assert {p.name for p in FOLDER.glob("*.json")} == {f"{name}.schema.json" for name in names()}
    assert schema("nothing") is None


@pytest.mark.parametrize("name", names())
def test_a_schema_is_a_schema_with_a_name_of_its_own(name: str) -> None:
    found = schema(name)
    assert found is not None
    Draft202012Validator.check_schema(found)
    assert found["$id"] == f"urn:tra-policy:schema:{name}:1"
    assert found["title"]
    assert found["description"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_says_its_kind(kind: str) -> None:
    assert "'kind' is a required property" in errors(kind, {"id": "x"})
    assert any("was expected" in e for e in errors(kind, {"kind": "other", "id": "x"}))


GOOD: list[Any] = [
    HEAD,
    {**HEAD, "records": [MEASUREMENT], "files": [{"path": "a.yaml", "sha256": "0" * 64}]},
    {**HEAD, "compute": 1e26, "parties": [{"party": "x", "ties": []}], "note": "words"},
    {**HEAD, "records": [{"kind": "warning", "id": "w", "class": "c", "severity": "low"}]},
]
BAD: list[Any] = [
    {**HEAD, "format": "tra.bundle/2"},
    {**HEAD, "date": "tomorrow"},
    {**HEAD, "partys": []},
    {key: held for key, held in HEAD.items() if key != "subject"},
    {**HEAD, "records": [{**MEASUREMENT, "statistic": "best"}]},
    {**HEAD, "records": [{**MEASUREMENT, "kind": "measurment"}]},
    {**HEAD, "records": [{k: v for k, v in MEASUREMENT.items() if k != "kind"}]},
    {**HEAD, "records": [{**MEASUREMENT, "counts": {"planned": "42"}}]},
    {**HEAD, "records": [{**MEASUREMENT, "interval": "counts"}]},
    {**HEAD, "records": [{"kind": "warning", "id": "w", "class_": "c", "severity": "low"}]},
    {**HEAD, "files": [{"path": "a", "sha256": "short"}]},
    {**HEAD, "id": "two words"},
]


@pytest.mark.parametrize("document", GOOD)
def test_a_good_manifest_passes_schema_and_reader(document: Any) -> None:
    assert errors("bundle", document) == []
    _, said = read_bundle({"bundle.yaml": yaml.safe_dump(document).encode(), "a.yaml": b"[]"})
    assert [one.code for one in said if one.input_error] == []


@pytest.mark.parametrize("document", BAD)
def test_a_bad_manifest_fails_schema_and_reader(document: Any) -> None:
    assert errors("bundle", document)
    _, said = read_bundle({"bundle.yaml": yaml.safe_dump(document).encode(), "a": b""})
    assert any(one.input_error for one in said)


def test_a_file_of_records_is_a_list_of_them() -> None:
    assert errors("records", [MEASUREMENT]) == []
    assert errors("records", [{**MEASUREMENT, "x": 1}])


def test_the_schemas_name_no_place_of_any_machine() -> None:
    for path in FOLDER.glob("*.json"):
        assert str(Path.cwd()) not in path.read_text(encoding="utf-8")
