"""A policy, some records and some rows, through the real parser, reader and evaluator."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from tra_policy import driver
from tra_policy.model.registry import NO_REGISTRY, Registry
from tra_policy.model.report import CheckReport, MeasurementReport
from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.registry import read_registry
from tra_policy.words.source import Source

Fields = dict[str, Any]
HEAD = """\
tra 1
policy small version 1 effective 2026-01-01
  developer lab
party lab
party sister
  controlled by lab
party contractor
  paid by lab
party maker
  no ties to lab "its own site"
party office
  is a public authority
party stranger
"""
MEASURES = "  measures accuracy as percent, mean, higher is worse\n"
THRESHOLD = "threshold T\n  reached when probe.accuracy >= 20%\n"
PARTIES = ("lab", "sister", "contractor", "maker", "office", "stranger", "unheard-of")


def policy(line: str = "", head: str = HEAD, name: str = "probe") -> str:
    """A policy of one threshold on a benchmark, of which its line says `line`."""
    said = f"  {line}\n" if line else ""
    text = f"{head}benchmark {name}\n{said}{MEASURES}"
    return text + THRESHOLD.replace("probe", name)


def rows(**parts: Any) -> Registry:
    """A registry of some rows, as a file of it would have them."""
    value = {"format": "tra.registry/1", **parts}
    file, said = read_registry("rows.yaml", yaml.safe_dump(value).encode())
    assert file is not None, said
    return NO_REGISTRY.with_rows_of(file)


def probe(*roles: tuple[str, str, bool], **more: Any) -> Fields:
    """A row on the benchmark `probe`."""
    said = [{"party": p, "role": r, "source": "a paper", "verified": v} for p, r, v in roles]
    return {"id": "probe", "title": "Probe", "roles": said, **more}


def measured(name: str = "m", **more: Any) -> Fields:
    found: Fields = {
        "kind": "measurement",
        "id": name,
        "benchmark": "probe",
        "metric": "accuracy",
        "subject": "model-a",
        "statistic": "mean",
        "value": "15%",
        "counts": {"planned": 1000, "scored": 1000, "errored": 0, "excluded": 0},
        "interval": "from-counts",
        "roles": {"run": ["maker"], "graded": ["maker"]},
        "thresholds": ["T"],
        "started": "2026-04-01",
        "ended": "2026-04-02",
    }
    return found | more


def check(
    text: str, registry: Registry | None, *records: Fields, developer: str = "lab"
) -> CheckReport:
    """The report of a check."""
    manifest = {
        "format": "tra.bundle/1",
        "id": "small-bundle",
        "date": "2026-06-01",
        "developer": developer,
        "subject": "model-a",
        "records": list(records),
    }
    evidence, said = read_bundle({"bundle.yaml": yaml.safe_dump(manifest).encode()})
    assert evidence is not None
    assert not evidence.unread, said
    source = Source("policy.tra", text)
    read = driver.read(source, {})
    assert not [d for d in read.diagnostics if d.input_error], read.diagnostics
    day = date(2026, 7, 1)
    found, refused = driver.check(read, evidence, day, {source.path: source}, registry=registry)
    assert found is not None, refused
    return found


def record(report: CheckReport, name: str = "m") -> MeasurementReport:
    return next(m for m in report.thresholds[0].measurements if m.id == name)


def said(report: CheckReport, code: str) -> list[str]:
    return [f.message for f in report.findings if f.code == code]
