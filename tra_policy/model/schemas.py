"""JSON Schemas of all that is read and written, made from the nouns themselves.

`tra schema NAME` prints one; the folder `schemas/` holds them all, for editors. The names are `bundle`
(a manifest), every kind of record, `records` (a file that holds some), `seal` and `file_signature` (what
is signed), `verdict` and `verification` (a signed result), `registry` (who designed what), `report`, `lint`,
`request`, `missing`, `bundle_report` and `diff`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from tra_policy.model.attestation import AttestationReport, VerdictStatement
from tra_policy.model.bundle_report import BundleReport
from tra_policy.model.diff_report import DiffReport
from tra_policy.model.evidence.bundle import KINDS, AnyRecord, Manifest
from tra_policy.model.evidence.custody import Seal, Signing
from tra_policy.model.registry import RegistryFile
from tra_policy.model.report import CheckReport, LintReport
from tra_policy.model.request import MissingReport, RequestReport
from tra_policy.model.shape import Shape
from tra_policy.model.twins import twin_of, twin_type

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def names() -> tuple[str, ...]:
    """Return the names of all schemas."""
    records = ("bundle", "records", *sorted(KINDS))
    signed = ("seal", "file_signature", "verdict", "verification")
    reports = ("report", "lint", "request", "missing", "bundle_report", "diff")
    return (*records, *signed, "registry", *reports)


def schema(name: str) -> Schema | None:
    """Return one schema by its name, or None when there is none of that name."""
    match name:
        case "bundle":
            return _headed(name, "A bundle of evidence: `bundle.yaml`", _read(Manifest))
        case "records":
            adapter: TypeAdapter[Any] = TypeAdapter(twin_type(tuple[AnyRecord, ...]))
            body = {"description": "A list of records of any kinds.", **adapter.json_schema()}
            return _headed(name, "A file with records", _kinds_required(body))
        case "seal":
            return _headed(name, "The seal of a bundle: `bundle.seal.json`", _read(Seal))
        case "file_signature":
            return _headed(name, "A signed statement about files of a bundle", _read(Signing))
        case "verdict":
            return _headed(name, "The verdict of a signed result", _read(VerdictStatement))
        case "verification":
            title = "What verifying a signed result came to"
            return _headed(name, title, _written(AttestationReport))
        case "registry":
            return _headed(name, "A file of the registry of benchmarks", _read(RegistryFile))
        case "bundle_report":
            return _headed(name, "What is in a bundle", _written(BundleReport))
        case "diff":
            return _headed(name, "What moved between two versions", _written(DiffReport))
        case "report":
            return _headed(name, "The report of a check", _written(CheckReport))
        case "lint":
            return _headed(name, "The report of a lint run", _written(LintReport))
        case "request":
            return _headed(name, "The evidence request list of a policy", _written(RequestReport))
        case "missing":
            return _headed(name, "What a check found missing", _written(MissingReport))
        case _ if name in KINDS:
            return _headed(name, f"A record of kind `{name}`", _read(KINDS[name]))
        case _:
            return None


def schemas() -> dict[str, Schema]:
    """Return every schema by its name."""
    return {name: found for name in names() if (found := schema(name)) is not None}


def _headed(name: str, title: str, body: Schema) -> Schema:
    head = {"$schema": DIALECT, "$id": f"urn:tra-policy:schema:{name}:1", "title": title}
    return {**head, **{key: held for key, held in body.items() if key not in head}}


def _read(cls: type[Shape]) -> Schema:
    return _kinds_required(twin_of(cls).model_json_schema(mode="validation"))


def _written(cls: type[Shape]) -> Schema:
    return twin_of(cls).model_json_schema(mode="serialization", by_alias=True)


def _kinds_required(body: Schema) -> Schema:
    """Return a schema in which every record has to say its kind: a reader cannot guess it."""
    for part in (body, *body.get("$defs", {}).values()):
        kind = part.get("properties", {}).get("kind", {})
        if "const" in kind:
            kind.pop("default", None)
            part["required"] = ["kind", *_others(part)]
    return body


def _others(part: Schema) -> Iterator[str]:
    return (name for name in part.get("required", []) if name != "kind")
