"""A policy held against a bundle that holds nothing, and what its text asks for."""

from __future__ import annotations

from datetime import date

from tra_policy import driver
from tra_policy.model.proof import Want
from tra_policy.model.report import CheckReport
from tra_policy.model.request import Wanted
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.source import Source

MANIFEST = """\
format: tra.bundle/1
id: empty
date: 2030-01-01
developer: {developer}
subject: model-1
"""
LATE = date(2030, 6, 1)


def understood(text: str, libraries: dict[str, str] | None = None) -> driver.Text:
    """A policy of which the text is valid."""
    named = {name: Source(f"{name}.tra", body) for name, body in (libraries or {}).items()}
    read = driver.read(Source("policy.tra", text), named)
    assert read.policy is not None, [f"{d.code} {d.message}" for d in read.diagnostics]
    return read


def asked_for(read: driver.Text) -> tuple[Wanted, ...]:
    """What a policy asks for."""
    found = driver.request(read, {read.source.path: read.source}, "0")
    assert found is not None
    return found.wanted


def against_nothing(read: driver.Text, as_of: date = LATE) -> CheckReport:
    """A check of an empty bundle."""
    assert read.policy is not None
    developer = "some-lab" if read.policy.any_developer else read.policy.developer or "some-lab"
    evidence, _ = read_bundle({"bundle.yaml": MANIFEST.format(developer=developer).encode()})
    assert evidence is not None
    report, _ = driver.check(read, evidence, as_of, {read.source.path: read.source})
    assert report is not None
    return report


def unasked(wanted: tuple[Wanted, ...], report: CheckReport) -> list[str]:
    """What a check finds missing and the list did not name: items without a row, kinds without one."""
    thresholds = {t.id for t in report.thresholds}
    faults = []
    open_answers = [(t.id, t.open) for t in report.thresholds if t.state == "unknown"]
    for item in report.items:
        if item.outcome not in ("unknown", "not-met"):
            continue
        whose = {item.id} | ({item.of} if item.of in thresholds else set())
        if not any(whose & set(one.items) for one in wanted):
            faults.append(f"{item.id} is {item.outcome}, and nothing is asked for it")
        open_answers.append((item.id, item.open))
    for name, wants in open_answers:
        kinds = {one.kind for one in wanted if name in one.items}
        faults += [f"{name} wants {w.kind}: {w.what}" for w in _lacking(wants, kinds)]
    return faults


def _lacking(wants: tuple[Want, ...], kinds: set[str]) -> list[Want]:
    return [want for want in wants if want.kind not in kinds]
