"""The laws of the meaning, held against the real evaluator over small worlds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from tra_policy.evaluate.checker import check_proof
from tra_policy.model.evidence.bundle import Evidence, Filed
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.moment import Moment
from tra_policy.model.proof import Proof
from tra_policy.model.report import CheckReport

from .contradicting import contradicting
from .reference.world import World
from .rendering import evidence
from .running import checked
from .worlds import dutiful_worlds

RANK = {
    "not-met": 0,
    "unknown": 1,
    "not-yet-due": 2,
    "not-applicable": 2,
    "waived": 2,
    "met": 3,
}
HEADERS = {"id", "kind"}
# What takes credit away: leaving it out may raise what a record earns (decisions 1 and 6).
DEFEATERS = {
    "retracted",
    "withheld",
    "inconclusive",
    "derived",
    "run_funded",
    "design_funded",
    "sampled",
}


def without(told: Evidence, gone: str) -> Evidence:
    """The same bundle with one record less."""
    return replace(told, filed=tuple(f for f in told.filed if f.id != gone))


def thinner(filed: Filed) -> Iterator[tuple[str, Filed]]:
    """The same record with one optional field less, for every field that supports something."""
    for name, field in type(filed.record).model_fields.items():
        if field.is_required() or name in HEADERS | DEFEATERS:
            continue
        blank = field.get_default()
        if getattr(filed.record, name) == blank:
            continue
        if name == "roles" and isinstance(filed.record, Measurement):
            for role, one in type(filed.record.roles).model_fields.items():
                if role in DEFEATERS or getattr(filed.record.roles, role) == one.get_default():
                    continue
                roles = filed.record.roles.model_copy(update={role: one.get_default()})
                cut = filed.record.model_copy(update={"roles": roles})
                yield f"roles.{role}", replace(filed, record=cut)
            continue
        yield name, replace(filed, record=filed.record.model_copy(update={name: blank}))


def improved(before: CheckReport, after: CheckReport) -> list[str]:
    """What came out better, and does not say that it may be a selection."""
    earlier = {i.id: i for i in before.items}
    found = [
        f"{i.id}: {earlier[i.id].outcome} -> {i.outcome}"
        for i in after.items
        if RANK[i.outcome] > RANK[earlier[i.id].outcome] and "selection-possible" not in i.flags
    ]
    states = {t.id: t for t in before.thresholds}
    found += [
        f"{t.id}: {states[t.id].state} -> {t.state}"
        for t in after.thresholds
        if t.state == "not_reached" != states[t.id].state and "selection-possible" not in t.flags
    ]
    return found


@given(dutiful_worlds, st.data())
def test_no_empty_pass_when_a_record_is_removed(world: World, data: st.DataObject) -> None:
    told = evidence(world)
    gone = data.draw(st.sampled_from([f.id for f in told.filed]))
    better = improved(checked(world, told), checked(world, without(told, gone)))
    note(f"{world}")
    assert not better, f"without {gone}: {better}"


@given(dutiful_worlds, st.data())
def test_no_empty_pass_when_an_optional_field_is_removed(world: World, data: st.DataObject) -> None:
    told = evidence(world)
    against = contradicting(told)
    choices = [(n, f) for one in told.filed if one.id not in against for n, f in thinner(one)]
    if not choices:
        return
    name, cut = data.draw(st.sampled_from(choices))
    thin = replace(told, filed=tuple(cut if f.id == cut.id else f for f in told.filed))
    better = improved(checked(world, told), checked(world, thin))
    note(f"{world}")
    assert not better, f"without {name} of {cut.id}: {better}"


@given(dutiful_worlds, st.data())
def test_no_empty_pass_when_a_record_is_spoilt(world: World, data: st.DataObject) -> None:
    told = evidence(world)
    spoilt = data.draw(st.sampled_from([f.id for f in told.filed]))
    worse = tuple(
        replace(f, defects=("digest-mismatch",)) if f.id == spoilt else f for f in told.filed
    )
    before, after = checked(world, told), checked(world, replace(told, filed=worse))
    note(f"{world}")
    states = {t.id: t.state for t in before.thresholds}
    for threshold in after.thresholds:
        lifted = threshold.state == "not_reached" and states[threshold.id] != "not_reached"
        assert not lifted, f"spoiling {spoilt}: {threshold.id}"


@given(dutiful_worlds)
def test_outcomes_add_up_to_the_items_in_force(world: World) -> None:
    report = checked(world)
    for totals, gating in ((report.totals, True), (report.totals_other, False)):
        parts = (
            totals.met,
            totals.not_met,
            totals.unknown,
            totals.not_applicable,
            totals.not_yet_due,
            totals.waived,
        )
        assert sum(parts) == totals.in_force
        assert totals.in_force == len([i for i in report.items if i.gates == gating])
    bare = checked(world, replace(evidence(world), filed=()))
    assert [i.id for i in report.items] == [i.id for i in bare.items]
    assert len({i.id for i in report.items}) == len(report.items)


@given(dutiful_worlds, st.sampled_from(("other-lab-model", "model-a")))
def test_what_must_exist_keeps_its_answer_when_more_is_filed(world: World, subject: str) -> None:
    told = evidence(world)
    more = Measurement.model_validate(
        {
            "id": "noise",
            "kind": "measurement",
            "benchmark": "an-unnamed-quiz",
            "metric": "score",
            "subject": subject,
            "statistic": "mean",
            "value": "90%",
            "domain": "poetry",
        }
    )
    filed = (*told.filed, Filed(more, told.filed[0].place))
    before, after = checked(world, told), checked(world, replace(told, filed=filed))
    definite = {i.id: i.outcome for i in before.items if i.kind == "needs" and i.outcome == "met"}
    for item in after.items:
        assert item.outcome == definite.get(item.id, item.outcome)


@given(dutiful_worlds, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(world: World, random: Any) -> None:
    told = evidence(world)
    once = checked(world, told).model_dump_json(by_alias=True)
    assert checked(world, told).model_dump_json(by_alias=True) == once
    shuffled = list(told.filed)
    random.shuffle(shuffled)
    again = checked(world, replace(told, filed=tuple(shuffled)))
    note(f"{world}")
    assert again.model_dump_json(by_alias=True) == once


@given(dutiful_worlds, st.sampled_from(("recorded", "ended")))
def test_what_is_dated_after_as_of_is_not_seen(world: World, field: str) -> None:
    told = evidence(world)
    later = Moment(world.as_of + timedelta(days=1))
    quiz = Measurement.model_validate(
        {
            "id": "late",
            "kind": "measurement",
            "benchmark": "quiz",
            "metric": "score",
            "subject": world.subject,
            "statistic": "mean",
            "value": "60%",
        }
    ).model_copy(update={field: later})
    filed = (*told.filed, Filed(quiz, told.filed[0].place))
    seen = checked(world, replace(told, filed=filed)).to_json()
    alone = checked(world, told).to_json()
    for part in ("thresholds", "items", "totals", "headline"):
        assert seen[part] == alone[part]


def proofs(report: CheckReport) -> list[Proof]:
    return [t.proof for t in report.thresholds] + [i.proof for i in report.items]


@given(dutiful_worlds)
def test_every_answer_has_a_proof_that_the_checker_confirms(world: World) -> None:
    for proof in proofs(checked(world)):
        note(f"{proof}")
        assert check_proof(proof) == []


VOCABULARIES = (
    ("true", "unknown", "false"),
    ("reached", "unknown", "not_reached"),
    ("met", "not-met", "unknown", "not-applicable", "not-yet-due", "waived"),
)


def told_otherwise(root: Proof, target: Proof) -> Iterator[Proof]:
    """The same proof with another value at one node, one for every other word that it might be."""
    for words in VOCABULARIES:
        if target.value in words:
            for word in words:
                if word != target.value:
                    yield swapped(root, target, replace(target, value=word))
            return


def swapped(node: Proof, old: Proof, new: Proof) -> Proof:
    if node is old:
        return new
    return replace(node, children=tuple(swapped(c, old, new) for c in node.children))


@given(dutiful_worlds, st.data())
def test_a_proof_with_a_changed_value_is_rejected(world: World, data: st.DataObject) -> None:
    root = data.draw(st.sampled_from(proofs(checked(world))))
    node = data.draw(st.sampled_from(list(root.walk())))
    for forged in told_otherwise(root, node):
        note(f"{node.rule}: {node.value} in {root.rule}")
        assert check_proof(forged) != []


@given(dutiful_worlds)
def test_what_is_open_says_what_is_missing_once(world: World) -> None:
    for item in checked(world).items:
        if item.outcome in {"unknown", "not-met"} and item.gates:
            assert item.open, item.id
        assert len(set(item.open)) == len(item.open), item.id
