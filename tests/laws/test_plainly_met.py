"""What is told without a proof is what the proof would say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manual.pages import PAGES, Case, cases
from manual.running import read_policy, registry_of, whole_manifest
from manual.verdicts import asked

from tra_policy import driver
from tra_policy.evaluate.assembly import world_of
from tra_policy.evaluate.ground import candidates
from tra_policy.evaluate.ground.events import Frame, Happening
from tra_policy.evaluate.ground.needs import need_proof
from tra_policy.evaluate.ground.plainly import is_plainly_met
from tra_policy.evaluate.items import instances, requirements
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS, Evidence
from tra_policy.model.report import CheckReport
from tra_policy.readers.bundle import read_bundle

from .test_examples_made_thinner import claimed
from .test_looked_up import MORE, TEXT, named
from .test_needs_lose_nothing import Fields
from .test_needs_over_possible_worlds import AS_OF, told


def bundle(records: list[Fields], complete: bool) -> Evidence:
    """A bundle of some records, with a true claim that they are all there are where it is complete."""
    evidence = told(named(records), False)
    return claimed(evidence, AS_OF) if complete else evidence


bundles = st.builds(bundle, st.lists(MORE, max_size=12), st.booleans())


@given(bundles)
def test_a_need_that_is_plainly_met_has_a_proof_that_says_just_that(evidence: Evidence) -> None:
    assert TEXT.policy is not None
    held = world_of(TEXT.policy, evidence, AS_OF, {})
    for requirement in TEXT.policy.requirements:
        outers: list[Record | None] = [None]
        if requirement.for_every is not None:
            outers = [f.record for f in held.filed(KINDS[requirement.for_every.kind])]
        for outer in outers:
            since = Happening(outer.happened, outer.id) if outer and outer.happened else None
            frame = Frame(outer=outer, triggered=since)
            case = candidates.Case(requirement.name, frame, AS_OF, "lab")
            for need in requirement.needs:
                proof = need_proof(held, need, case)
                plainly = is_plainly_met(held, need, case)
                assert not plainly or (proof.value, proof.flags) == ("met", ())
                met = (proof.value, proof.flags) == ("met", ())
                assert plainly or not met or need.share is not None


def both(monkeypatch: pytest.MonkeyPatch, case: Case) -> tuple[CheckReport, CheckReport] | None:
    """The report of a case, with a proof for every instance and with none for what is plainly met."""
    text, _, _ = read_policy(case)
    assert case.verdicts is not None
    question = asked(case.verdicts)
    files = dict(case.evidence)
    files["bundle.yaml"] = whole_manifest(files["bundle.yaml"])
    evidence, _ = read_bundle({name: body.encode() for name, body in files.items()})
    if text.policy is None or evidence is None:
        return None
    found = []
    for shown in (0, 1_000_000):
        monkeypatch.setattr(requirements, "fine_shown", lambda _, shown=shown: shown)
        monkeypatch.setattr(instances, "fine_shown", lambda _: 0)
        report, _ = driver.check(
            text,
            evidence,
            question.as_of,
            {text.source.path: text.source},
            waivers=question.waivers,
            registry=registry_of(case),
        )
        if report is None:
            return None
        found.append(report)
    return found[0], found[1]


@pytest.mark.parametrize("page", [p.name for p in PAGES])
def test_the_examples_of_the_manual_come_out_alike(
    monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    for case in cases():
        if case.page != page or case.fragment or not case.evidence or case.verdicts is None:
            continue
        reports = both(monkeypatch, case)
        if reports is not None:
            assert reports[0].to_json() == reports[1].to_json(), case.id


def test_what_is_plainly_met_is_met_without_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = bundle(
        [{"kind": "checkpoint", "made": "2026-01-01"} for _ in range(30)]
        + [
            {
                "kind": "measurement",
                "subject": f"c-{number}",
                "benchmark": "quiz",
                "ended": "2026-01-02",
                "statistic": "mean",
            }
            for number in range(1, 31)
        ],
        complete=True,
    )
    assert TEXT.policy is not None
    asked_: list[Any] = []
    proved = requirements._instance

    def counted(asking: Any, record: Record | None) -> Any:
        asked_.append(record)
        return proved(asking, record)

    monkeypatch.setattr(requirements, "_instance", counted)
    about = next(one for one in TEXT.policy.requirements if one.name == "ABOUT")
    item = requirements.requirement_item(world_of(TEXT.policy, evidence, AS_OF, {}), about)
    assert (item.outcome, len(asked_)) == ("met", instances.SHOWN_FINE)
    assert ("besides met", str(30 - instances.SHOWN_FINE)) in item.proof.facts


def test_records_about_something_else_are_listed_where_there_is_nothing_better() -> None:
    """Of records that say another name a few show of what there is enough; one that was looked at is
    shown alone. The counts are whole in both cases.
    """
    assert TEXT.policy is not None
    need = next(one for one in TEXT.policy.requirements if one.name == "ABOUT").needs[1]
    other = {"kind": "measurement", "subject": "c-1", "benchmark": "quiz", "statistic": "mean"}
    exam = {**other, "benchmark": "exam", "value": 0.9}
    for more, listed in (([], 3), ([exam], 1)):
        checkpoint: Fields = {"kind": "checkpoint", "made": "2026-01-01"}
        held = world_of(
            TEXT.policy,
            bundle([checkpoint, *(dict(other) for _ in range(9)), *more], True),
            AS_OF,
            {},
        )
        (outer,) = (filed.record for filed in held.filed(KINDS["checkpoint"]))
        frame = Frame(outer=outer, triggered=None)
        proof = need_proof(held, need, candidates.Case("ABOUT", frame, AS_OF, "lab"))
        assert (proof.value, len(proof.children)) == ("met", listed)
        assert ("members", str(9 + len(more))) in proof.facts
