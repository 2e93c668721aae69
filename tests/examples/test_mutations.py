"""Every tampering and omission is caught with the right id, or is on the page with the reason why not.

The honest bundle is the made-up training run. What is not caught yet, though something in the bundle
does not fit, is expected to fail: as soon as it is caught, the table has to say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from manual.running import POLICY, Run, is_mistake
from manual.verdicts import faults
from sealing.bundles import line, looked, sealed, signed

from tra_policy import driver
from tra_policy.cli.exits import Exit
from tra_policy.evaluate.checker import check_proof
from tra_policy.evaluate.checks.catalogue import QUESTIONS, Question
from tra_policy.evaluate.checks.every import CHECKS
from tra_policy.model.evidence.bundle import KINDS
from tra_policy.model.evidence.custody import is_custody
from tra_policy.model.report import CheckReport
from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.tables import ROW_KINDS
from tra_policy.words.source import Source

from .mutations import MUTATIONS, Mutation
from .mutations.bundle import MANIFEST, STORY, honest
from .tampering_page import PAGE, page
from .test_stories import report_of

pytestmark = pytest.mark.long
AS_OF = date(2026, 5, 20)
Asks = tuple[tuple[str, str], ...]
OUTCOMES = {
    "not-met": 0,
    "unknown": 1,
    "not-yet-due": 2,
    "not-applicable": 2,
    "waived": 2,
    "met": 3,
}
STATES = {"reached": 0, "unknown": 1, "not_reached": 2}
POSSIBLE = "selection-possible"
SEEN = [one for one in MUTATIONS if one.seen]
HIDDEN = [one for one in MUTATIONS if one.hidden]
MISSED = [
    pytest.param(one, marks=pytest.mark.xfail(strict=True, reason=one.missed), id=one.name)
    for one in MUTATIONS
    if one.missed
]
OF_THE_TEXT = "P"
ASKED = [question for question in QUESTIONS if not question.id.startswith(OF_THE_TEXT)]


@cache
def _policy(asks: Asks, keys: bool = False) -> driver.Text:
    """The policy of the example, with some lines asked otherwise, with a key for every party."""
    text = (STORY / "policy.tra").read_text(encoding="utf-8")
    for old, new in asks:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    if keys:
        text = re.sub(r"(?m)^party (\S+).*$", lambda m: f"{m[0]}\n  key {line(m[1])}", text)
    read = driver.read(Source(POLICY, text), {})
    assert [d.message for d in read.diagnostics] == []
    return read


def _held(files: Mapping[str, bytes], text: driver.Text) -> Run:
    evidence, said = read_bundle(files)
    assert evidence is not None, said
    report, refused = driver.check(
        text, evidence, AS_OF, {text.source.path: text.source}, besides=said
    )
    assert report is not None, refused
    mistakes = tuple(d for d in said if is_mistake(d))
    return Run(mistakes, report.findings, report, Exit(0), (), 0)


@cache
def _before(asks: Asks = ()) -> Run:
    return _held(honest().written(), _policy(asks))


@cache
def _after(mutation: Mutation) -> Run:
    raw = honest()
    mutation.do(raw)
    return _held(raw.written(), _policy(mutation.asks))


def _report(run: Run) -> CheckReport:
    assert run.report is not None
    return run.report


def _is_so(fact: str, run: Run) -> bool:
    """Whether a fact in the words of the manual's `verdicts` blocks holds."""
    return not any(fault.startswith(f"`{fact}`") for fault in faults([fact], run))


def _is_new(fact: str, before: Run, after: Run) -> bool:
    if not fact.startswith("finding "):
        return _is_so(fact, after) and not _is_so(fact, before)
    head, _, words = fact.removeprefix("finding ").partition(": ")
    code, _, subject = head.partition(" ")
    known = {(f.code, f.subject, f.message if words else "", "") for f in before.findings}
    return any(
        f.code == code
        and subject in ("", f.subject)
        and words in f.message
        and (f.code, f.subject, f.message if words else "", "") not in known
        for f in after.findings
    )


def _answers(run: Run) -> dict[str, tuple[str, bool]]:
    """The outcome of every item and the state of every threshold, and whether it may be selected."""
    report = _report(run)
    items = {i.id: (i.outcome, POSSIBLE in i.flags) for i in report.items}
    return {**items, **{t.id: (t.state, POSSIBLE in t.flags) for t in report.thresholds}}


def _rank(said: str) -> int:
    return STATES[said] if said in STATES and said != "unknown" else OUTCOMES.get(said, 1)


def _better(before: Run, after: Run) -> Iterator[tuple[str, bool]]:
    """What came out better, as a fact, and whether it says that something may have been left out."""
    was = _answers(before)
    for name, (now, flagged) in _answers(after).items():
        if name in was and _rank(now) > _rank(was[name][0]):
            yield f"{name} {now}", flagged


def _worse(before: Run, after: Run) -> Iterator[str]:
    was = _answers(before)
    for name, (now, _) in _answers(after).items():
        if name in was and _rank(now) < _rank(was[name][0]):
            yield f"{name} {now}"


def test_the_honest_bundle_is_the_example() -> None:
    found, example = _report(_before()), report_of("training-run")
    assert [(i.id, i.outcome) for i in found.items] == [(i.id, i.outcome) for i in example.items]
    assert [(t.id, t.state) for t in found.thresholds] == [
        (t.id, t.state) for t in example.thresholds
    ]
    assert {(f.code, f.subject, f.message) for f in found.findings} == {
        (f.code, f.subject, f.message) for f in example.findings
    }


def test_every_mutation_has_a_name_of_its_own_and_one_answer() -> None:
    assert len({one.name for one in MUTATIONS}) == len(MUTATIONS)
    for one in MUTATIONS:
        assert sum(map(bool, (one.seen, one.hidden, one.missed))) == 1, one.name
        assert bool(one.shows) == bool(one.hidden), one.name


def test_a_record_of_every_kind_is_left_out_once() -> None:
    left_out = (one for one in MUTATIONS if one.done.startswith("a record of kind `"))
    # Rows come by the million, and go with their files: tests/engine takes them away there.
    rows = set(ROW_KINDS) - {"rollout"}
    assert {one.done.split("`")[1] for one in left_out} == set(KINDS) - rows


@pytest.mark.parametrize("question", ASKED, ids=[question.id for question in ASKED])
def test_every_question_about_the_evidence_is_asked_of_its_own_tampering(
    question: Question,
) -> None:
    """Some tampering that a question is meant for is caught by that very question."""
    own = {check.code for check in CHECKS if check.id == question.id}
    words = {*own, *question.findings, *question.reasons, *question.flags}
    facts = [fact for one in SEEN if one.plays == question.id for fact in one.seen]
    assert facts
    told_by_an_outcome = "the outcome of" in question.note
    assert told_by_an_outcome or any(words & set(re.split(r"[ :]", fact)) for fact in facts)


def _new(before: Run, after: Run) -> list[str]:
    """What is reported that was not, and what came out worse."""
    known = {(f.code, f.subject) for f in before.findings}
    new = {f"{f.code} {f.subject}" for f in after.findings if (f.code, f.subject) not in known}
    return [*sorted(new), *_worse(before, after)]


def _nothing_else(mutation: Mutation) -> None:
    """Nothing comes out better that is not on the page, and every proof still follows.

    Without the mark that something may have been left out only a lie can make an answer better: one that
    is told in the name of somebody who did not sign.
    """
    before, after = _before(mutation.asks), _after(mutation)
    lifted = dict(_better(before, after))
    assert (
        tuple(f"{one} (+)" if flagged else one for one, flagged in lifted.items()) == mutation.lifts
    )
    assert all(flagged or mutation.hidden for flagged in lifted.values())
    report = _report(after)
    proofs = [*(t.proof for t in report.thresholds), *(i.proof for i in report.items)]
    assert [fault for proof in proofs for fault in check_proof(proof)] == []


@pytest.mark.parametrize("mutation", SEEN, ids=str)
def test_it_is_caught(mutation: Mutation) -> None:
    before, after = _before(mutation.asks), _after(mutation)
    assert [fact for fact in mutation.seen if not _is_new(fact, before, after)] == []
    _nothing_else(mutation)


@pytest.mark.parametrize("mutation", HIDDEN, ids=str)
def test_what_is_said_not_to_be_detectable_is_not_detected(mutation: Mutation) -> None:
    assert _new(_before(mutation.asks), _after(mutation)) == []
    _nothing_else(mutation)


@pytest.mark.parametrize("mutation", MISSED)
def test_what_does_not_fit_is_seen(mutation: Mutation) -> None:
    assert _new(_before(mutation.asks), _after(mutation)) != []


def test_what_is_not_seen_yet_makes_nothing_better() -> None:
    for mutation in MUTATIONS:
        if mutation.missed:
            _nothing_else(mutation)


UNASKED = [one for one in MUTATIONS if not one.asks]


@settings(max_examples=30, deadline=None)
@given(pair=st.lists(st.sampled_from(UNASKED), min_size=2, max_size=2, unique=True))
def test_two_of_them_together_lift_nothing_that_neither_lifts(pair: list[Mutation]) -> None:
    raw = honest()
    try:
        for one in pair:
            one.do(raw)
    except LookupError:
        assume(False)  # the one took out what the other wants to change
    lifted = dict(_better(_before(), _held(raw.written(), _policy(()))))
    known = {fact.split()[0] for one in pair for fact in one.lifts}
    assert [f for f, flagged in lifted.items() if not flagged and f.split()[0] not in known] == []


PARTIES = tuple(re.findall(r"(?m)^party (\S+)", (STORY / "policy.tra").read_text("utf-8")))


@cache
def _signed_by_all() -> dict[str, bytes]:
    return signed(sealed(honest().written()), *PARTIES)


@cache
def _before_signed(asks: Asks) -> Run:
    return _held(_signed_by_all(), _policy(asks, keys=True))


def test_the_signed_bundle_is_answered_as_the_plain_one() -> None:
    run = _before_signed(())
    assert _report(run).bundle.sealed
    assert set(_report(run).bundle.signed_by) == set(PARTIES)
    assert _answers(run) == _answers(_before())
    assert [f.code for f in run.findings if f.code.startswith("TRS")] == []


def _tampered(mutation: Mutation) -> dict[str, bytes]:
    """The sealed bundle after somebody changed its files who can neither seal nor sign for others."""
    raw = honest()
    mutation.do(raw)
    kept = {name: data for name, data in _signed_by_all().items() if is_custody(name)}
    return {**raw.written(), **kept}


def test_a_seal_shows_every_one_of_them() -> None:
    """A seal sees files, not what was done in them: one bundle stands for all that touch the same files."""
    whole = _signed_by_all()
    kinds: dict[frozenset[str], dict[str, bytes]] = {}
    for mutation in MUTATIONS:
        files = _tampered(mutation)
        names = {*files, *whole}
        touched = frozenset(name for name in names if files.get(name) != whole.get(name))
        assert touched, mutation
        kinds.setdefault(touched, files)
    for touched, files in kinds.items():
        found, said = looked(files, *PARTIES)
        assert [d for d in said if d.code in {"TRS001", "TRS002", "TRS003", "TRS004"}] != []
        assert not found.sealed
        assert found.signed_by == ()
        for filed in found.filed:
            if filed.file in touched:
                assert "digest-mismatch" in filed.defects


@pytest.mark.parametrize("mutation", [one for one in MUTATIONS if one.lifts], ids=str)
def test_what_is_believed_without_a_seal_is_not_believed_under_one(mutation: Mutation) -> None:
    after = _held(_tampered(mutation), _policy(mutation.asks, keys=True))
    better = dict(_better(_before_signed(mutation.asks), after))
    assert all(fact.endswith(" unknown") and flagged for fact, flagged in better.items())


def test_the_page_of_tampering_is_fresh() -> None:
    """Written anew by `python -m tests.examples.tampering_page`."""
    assert PAGE.read_text(encoding="utf-8") == page()
    assert MANIFEST not in page()
