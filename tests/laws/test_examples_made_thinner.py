"""No example of the manual comes out better when something in its evidence is taken out or spoilt.

As it stands, each is asked without one of its records; with a true claim of completeness for every kind, so
that nothing is excused by what may have been left out, without a field or with a record that is not sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from manual.pages import PAGES, Case, cases
from manual.running import read_policy, registry_of, whole_manifest
from manual.verdicts import asked

from tra_policy import driver
from tra_policy.evaluate.ground.populations import digest_of
from tra_policy.model.evidence.acts import Population
from tra_policy.model.evidence.base import Retraction
from tra_policy.model.evidence.bundle import KINDS, Evidence, Filed
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.source import Place

from .contradicting import contradicting
from .test_laws import RANK, thinner, without

pytestmark = pytest.mark.long
STATES = {"reached": 0, "unknown": 1, "not_reached": 2}
POSSIBLE = "selection-possible"
Answers = dict[str, tuple[str, bool]]


def exchanged(told: Evidence, other: Filed) -> Evidence:
    """The same bundle with another version of one record."""
    return replace(told, filed=tuple(other if f.id == other.id else f for f in told.filed))


def claimed(told: Evidence, day: date) -> Evidence:
    """The same bundle with a true claim that the records of every kind are all there are."""
    kept = [f for f in told.filed if not isinstance(f.record, Population)]
    for kind in KINDS:
        ids = [f.id for f in kept if f.record.kind == kind]  # type: ignore[attr-defined]
        claim = Population.model_validate(
            {
                "id": f"all-{kind}",
                "of": kind,
                "basis": "auditor-query",
                "count": len(ids),
                "digest": digest_of(ids),
                "made": day.isoformat(),
                "recorded": day.isoformat(),
            }
        )
        if kind != "population":
            kept.append(Filed(claim, Place("claims", 1, 1)))
    return replace(told, filed=tuple(kept))


def spoilt(told: Evidence, day: date) -> Iterator[tuple[str, Evidence]]:
    """Every bundle with one thing less, or one record that is not sound, and what was done to it."""
    against = contradicting(told)
    for filed in told.filed:
        if isinstance(filed.record, Population):
            continue
        for name, thin in thinner(filed) if filed.id not in against else ():
            yield f"{filed.id} without {name}", exchanged(told, thin)
        broken = replace(filed, defects=(*filed.defects, "digest-mismatch"))
        yield f"{filed.id} tampered with", exchanged(told, broken)
        if filed.record.retracted is None:
            said = Retraction.model_validate({"on": day.isoformat(), "by": "x", "because": "y"})
            taken = filed.record.model_copy(update={"retracted": said})
            yield (
                f"{filed.id} taken back by another",
                exchanged(told, replace(filed, record=taken)),
            )


def answers(case: Case, text: driver.Text, told: Evidence) -> Answers:
    question = asked(case.verdicts)
    sources = {text.source.path: text.source}
    report, _ = driver.check(
        text,
        told,
        question.as_of,
        sources,
        waivers=question.waivers,
        registry=registry_of(case),
    )
    if report is None:
        return {}
    found = {i.id: (i.outcome, POSSIBLE in i.proof.flags) for i in report.items}
    states = {f"state of {t.id}": (t.state, POSSIBLE in t.flags) for t in report.thresholds}
    return {**found, **states}


def better(before: Answers, after: Answers) -> Iterator[str]:
    """What came out better, and does not say that something may have been left out."""
    for name, (now, flagged) in after.items():
        was = before.get(name, (now, False))[0]
        order = STATES if name.startswith("state of ") else RANK
        if order[now] > order[was] and not flagged:
            yield f"{name}: {was} became {now}"


@pytest.mark.parametrize("page", [p.name for p in PAGES])
def test_nothing_comes_out_better_for_being_thinner(page: str) -> None:
    found: list[str] = []
    for case in cases():
        if case.page != page or case.fragment or not case.evidence or case.verdicts is None:
            continue
        text, _, _ = read_policy(case)
        files = dict(case.evidence)
        files["bundle.yaml"] = whole_manifest(files["bundle.yaml"])
        told, _ = read_bundle({name: body.encode() for name, body in files.items()})
        if text.policy is None or told is None:
            continue
        day = asked(case.verdicts).as_of
        for whole in (told, claimed(told, day)):
            before = answers(case, text, whole)
            # With claims a missing record is what the claim shows; without, only that is asked.
            thinned = list(spoilt(whole, day))
            if whole is told:
                thinned = [(f"without {f.id}", without(told, f.id)) for f in told.filed]
            for done, thin in thinned:
                after = answers(case, text, thin)
                found += [f"{case.id}: {done}: {what}" for what in better(before, after)]
    assert found == []
