"""A policy text and records, through the real parser, the real reader and the real evaluator."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from tra_policy import driver
from tra_policy.model.report import CheckReport, ItemReport, MeasurementReport, ThresholdReport
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.source import Source

HEAD = """\
tra 1
policy small version 1 effective 2026-01-01
  developer lab
"""
PARTIES = """\
party lab
party office
  is a public authority
party maker
  no ties to lab "its own site"
party tester
  no ties to lab "its own site"
"""
VCT = """\
benchmark vct
  designed by maker
  measures accuracy as percent, mean, higher is worse
"""
CBRN = """\
threshold CBRN-3
  reached when vct.accuracy >= 22.1%
"""
PLAIN = HEAD + PARTIES + VCT + CBRN
Fields = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One report, and short ways to its parts."""

    report: CheckReport

    def threshold(self, name: str = "CBRN-3") -> ThresholdReport:
        return next(t for t in self.report.thresholds if t.id == name)

    def record(self, name: str, of: str = "CBRN-3") -> MeasurementReport:
        return next(m for m in self.threshold(of).measurements if m.id == name)

    def item(self, name: str) -> ItemReport:
        return next(i for i in self.report.items if i.id == name)

    def findings(self, words: str) -> list[str]:
        """The messages of the findings that say some words."""
        return [f.message for f in self.report.findings if words in f.message or words == f.subject]


def case(
    text: str,
    *records: Fields,
    as_of: str = "2026-07-01",
    files: dict[str, tuple[bytes, str]] | None = None,
    waivers: bool = True,
    **head: Any,
) -> Case:
    """Hold a policy text against records; `files` maps a path to its bytes and its sealed digest."""
    manifest = {
        "format": "tra.bundle/1",
        "id": "small-bundle",
        "date": "2026-06-01",
        "developer": "lab",
        "subject": "model-a",
        "files": [{"path": p, "sha256": d} for p, (_, d) in (files or {}).items()],
        "records": list(records),
        **head,
    }
    told = {p: data for p, (data, _) in (files or {}).items()}
    told["bundle.yaml"] = yaml.safe_dump(manifest).encode()
    evidence, mistakes = read_bundle(told)
    assert evidence is not None, mistakes
    assert not evidence.unread, mistakes
    source = Source("policy.tra", text)
    read = driver.read(source, {})
    assert not [d for d in read.diagnostics if d.input_error], read.diagnostics
    report, refused = driver.check(
        read,
        evidence,
        date.fromisoformat(as_of),
        {source.path: source},
        waivers=waivers,
        besides=mistakes,
    )
    assert report is not None, refused
    return Case(report)


def sealed(record: Fields) -> tuple[bytes, str]:
    """A file of one record, and its digest."""
    data = yaml.safe_dump([record]).encode()
    return data, hashlib.sha256(data).hexdigest()


def measured(name: str, value: str | None, run: str, n: int | None = 1000, **more: Any) -> Fields:
    """An eligible measurement of `vct.accuracy`, with counts unless `n` is None."""
    found: Fields = {
        "kind": "measurement",
        "id": name,
        "benchmark": "vct",
        "metric": "accuracy",
        "subject": "model-a",
        "statistic": "mean",
        "roles": {"run": [run], "graded": [run]},
        "started": "2026-04-01",
        "ended": "2026-04-02",
        "recorded": "2026-04-03",
    }
    if value is not None:
        found["value"] = value
    if n is not None:
        found["counts"] = {"planned": n, "scored": n, "errored": 0, "excluded": 0}
        found["interval"] = "from-counts"
    return found | more


def decided(ruling: str, *cited: str, of: str = "CBRN-3", on: str = "2026-05-01") -> Fields:
    """The developer's decision on a threshold."""
    return {
        "kind": "decision",
        "id": f"decision-{of}",
        "threshold": of,
        "subject": "model-a",
        "ruling": ruling,
        "decided": on,
        "relied_on": list(cited),
    }


def on_file(to: str, **more: Any) -> Fields:
    """The developer's representation that everything to a day is in the bundle."""
    return {
        "kind": "representation",
        "id": "representation",
        "party": "lab",
        "states": "everything-on-file",
        "to": to,
        **more,
    }
