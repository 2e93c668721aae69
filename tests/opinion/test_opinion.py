"""What an opinion says: of each threshold, of its basis, of the kind of evidence, of what would change it."""

from __future__ import annotations

from pathlib import Path

import pytest
from reports_by_hand import report, threshold

from tra_policy.cli.check import carry_out
from tra_policy.cli.options import day
from tra_policy.evaluate import opinion_of
from tra_policy.model.opinion import EvidenceKind, OpinionWord, Support
from tra_policy.model.proof import Reason
from tra_policy.model.report import (
    AxisClasses,
    CheckReport,
    Finding,
    MeasurementReport,
    Outcome,
    Reliance,
    Ruling,
    State,
)
from tra_policy.reports.opinion import section
from tra_policy.reports.page import Page
from tra_policy.reports.sheet import printed

ROOT = Path(__file__).parents[2]
BOTH = Finding(code="TRE102", severity="error", message="both hold", subject="T-1")


@pytest.mark.parametrize(
    ("state", "ruling", "agrees", "design", "support"),
    [
        ("reached", "reached", True, "only", "supported"),
        ("reached", "cannot_rule_out", True, "not", "supported"),
        ("reached", "none", None, "not", "supported"),
        ("not_reached", "not_reached", True, "not", "supported"),
        ("not_reached", "none", None, "only", "supported"),
        ("not_reached", "reached", False, "not", "contradicted"),
        ("reached", "not_reached", False, "not", "contradicted"),
        ("unknown", "not_reached", False, "only", "contradicted"),
        ("unknown", "not_reached", None, "only", "not-supported"),
        ("unknown", "none", None, "unattributed", "not-supported"),
        ("unknown", "cannot_rule_out", True, "partly", "supported"),
        ("unknown", "reached", None, "partly", "supported"),
        ("unknown", "cannot_rule_out", True, "nothing", "not-evidenced"),
        ("unknown", "reached", None, "nothing", "not-evidenced"),
        ("unknown", "not_reached", None, "nothing", "not-evidenced"),
        ("unknown", "none", None, "nothing", "not-evidenced"),
    ],
)
def test_whether_the_evidence_carries_an_answer(
    state: State, ruling: Ruling, agrees: bool | None, design: Reliance, support: Support
) -> None:
    made = report(thresholds=(threshold("T-1", state, ruling, agrees, design),))
    assert opinion_of(made).thresholds[0].support == support


def test_an_answer_that_is_both_ruled_in_and_out_is_contradicted() -> None:
    sound = threshold("T-1", "reached", "reached", True, "not")
    found = opinion_of(report(thresholds=(sound,), findings=(BOTH,))).thresholds[0]
    assert (found.support, found.opinion) == ("contradicted", "adverse")


@pytest.mark.parametrize(
    ("outcome", "opinion"),
    [
        ("met", "unmodified"),
        ("not-applicable", "unmodified"),
        ("not-yet-due", "unmodified"),
        ("waived", "qualified"),
        ("unknown", "qualified"),
        ("not-met", "qualified"),
    ],
)
def test_a_line_of_a_threshold_qualifies_the_opinion_on_it(
    outcome: Outcome, opinion: OpinionWord
) -> None:
    from reports_by_hand import item

    sound = threshold("T-1", "reached", "none", None, "not")
    found = opinion_of(report(thresholds=(sound,), items=[item(1, outcome, of="T-1")]))
    assert found.thresholds[0].opinion == opinion


def test_an_error_about_a_threshold_or_its_records_qualifies_the_opinion_on_it_alone() -> None:
    one = threshold("T-1", "reached", "none", None, "not", (record("m-1"),))
    other = threshold("T-2", "reached", "none", None, "not")
    said = Finding(code="TRE106", severity="error", message="words", subject="m-1")
    found = opinion_of(report(thresholds=(one, other), findings=(said,)))
    assert [t.opinion for t in found.thresholds] == ["qualified", "unmodified"]
    assert found.opinion == "qualified"
    assert found.thresholds[0].basis[-1].id == "TRE106"


def record(
    name: str,
    subject: str = "model-1",
    date: str = "",
    reasons: tuple[Reason, ...] = (),
    kind: str = "measurement",
) -> MeasurementReport:
    return MeasurementReport(
        id=name,
        kind=kind,  # type: ignore[arg-type]
        subject=subject,
        date=date,
        reasons=reasons,
        classes=AxisClasses(design="self", run="self", grade="self"),
    )


A_DAY, LATER = "2026-01-02", "2026-03-04"


@pytest.mark.parametrize(
    ("records", "claims", "kind"),
    [
        ((), (), "none"),
        ((record("m-1", date=A_DAY),), (), "design-at-a-date"),
        ((record("m-1", date=A_DAY),), ("p-1",), "design-at-a-date"),
        ((record("m-1"), record("m-2")), ("p-1",), "design-at-a-date"),
        ((record("m-1", date=A_DAY), record("m-2")), ("p-1",), "design-at-a-date"),
        ((record("m-1", date=A_DAY), record("m-2", date=LATER)), (), "design-at-a-date"),
        (
            (record("m-1", date=A_DAY), record("m-2", date=LATER)),
            ("p-1",),
            "operating-over-a-period",
        ),
        (
            (record("m-1", date=f"{A_DAY}T10:00:00Z"), record("m-2", date=f"{A_DAY}T12:00:00Z")),
            ("p-1",),
            "design-at-a-date",
        ),
        ((record("m-1"), record("m-2", "step-100")), ("p-1",), "operating-over-a-period"),
        (
            (record("m-1"), record("m-2", "step-100", reasons=("inherited",))),
            (),
            "design-at-a-date",
        ),
        (
            (record("m-1"), record("m-2", "step-100", reasons=("inherited", "superseded"))),
            ("p-1",),
            "operating-over-a-period",
        ),
        (
            (record("m-1"), record("m-2", "other", reasons=("wrong-subject",))),
            ("p-1",),
            "design-at-a-date",
        ),
        (
            (record("m-1", date=A_DAY), record("m-2", date=LATER, reasons=("digest-mismatch",))),
            ("p-1",),
            "design-at-a-date",
        ),
        ((record("m-1", reasons=("withheld",)),), ("p-1",), "none"),
        (
            (
                record("j-1", date=A_DAY, kind="judgement"),
                record("j-2", "step-100", LATER, kind="judgement"),
            ),
            ("p-1",),
            "design-at-a-date",
        ),
    ],
)
def test_evidence_of_a_period_needs_several_days_or_models_and_a_claim_that_it_is_whole(
    records: tuple[MeasurementReport, ...], claims: tuple[str, ...], kind: EvidenceKind
) -> None:
    made = threshold("T-1", "reached", "none", None, "not", records, claims)
    found = opinion_of(report(thresholds=(made,)))
    assert found.thresholds[0].evidence.kind == kind
    assert found.evidence.kind == kind


def test_the_bundle_has_the_weaker_kind_and_the_days_that_are_stated() -> None:
    wide = (record("m-1", date=A_DAY), record("m-2", date=LATER))
    one = threshold("T-1", "reached", "none", None, "not", wide, ("p-1",))
    other = threshold("T-2", "reached", "none", None, "not", (record("m-3", date="2026-02-02"),))
    none = threshold("T-3", "reached", "none", None, "nothing")
    found = opinion_of(report(thresholds=(one, other, none)))
    assert found.evidence.kind == "design-at-a-date"
    assert (found.evidence.since, found.evidence.until) == (A_DAY, LATER)
    assert (found.thresholds[0].evidence.since, found.thresholds[0].evidence.until) == (
        A_DAY,
        LATER,
    )


def test_the_basis_names_what_modifies_the_opinion_the_worst_first() -> None:
    made = report(
        ["met", "met", "met", "unknown", "not-met", "waived", "not-yet-due"],
        ["supported", "supported", "contradicted", "not-supported"],
        error=True,
    )
    found = opinion_of(made)
    assert found.opinion == "qualified"
    assert [(b.matter, b.id, b.found) for b in found.basis] == [
        ("threshold", "T-3", "contradicted"),
        ("threshold", "T-4", "not-supported"),
        ("item", "C-1.5", "not-met"),
        ("item", "C-1.4", "unknown"),
        ("item", "C-1.6", "waived"),
        ("finding", "TRE106", "a claim does not hold"),
    ]
    assert all(b.would_change for b in found.basis)
    assert found.basis[3].would_change == "population: a claim"


def test_an_unmodified_opinion_names_what_it_stands_on() -> None:
    found = opinion_of(report(["met", "not-applicable"], ["supported"]))
    assert found.opinion == "unmodified"
    assert [(b.id, b.found) for b in found.basis] == [("T-1", "supported"), ("C-1.1", "met")]


@pytest.mark.parametrize(
    ("outcomes", "put_right", "number"),
    [
        (["not-met"], "not-met", 1),
        (["not-met"] * 3 + ["met"], "not-met", 1),
        (["not-met"] * 5, "not-met", 3),
        (["unknown"] * 3, "unknown", 2),
        (["unknown"] * 4 + ["met"], "unknown", 2),
    ],
)
def test_what_would_change_it_is_just_enough(
    outcomes: list[Outcome], put_right: Outcome, number: int
) -> None:
    found = opinion_of(report(outcomes))
    assert f"{number} " in found.would_change

    def after(count: int) -> OpinionWord:
        changed = list(outcomes)
        for _ in range(count):
            changed[changed.index(put_right)] = "met"
        return opinion_of(report(changed)).opinion

    assert after(number - 1) == found.opinion
    assert after(number) != found.opinion


def test_the_headline_is_read_with_the_opinion_and_does_not_modify_it() -> None:
    own = threshold("T-1", "not_reached", "not_reached", True, "only")
    found = opinion_of(report(["met"], thresholds=(own,)))
    assert found.opinion == "unmodified"
    assert found.emphasis == ("relies only on self-designed benchmarks: T-1",)


def test_no_opinion_calls_anybody_compliant() -> None:
    for outcomes in (["met"], ["unknown"], ["not-met"], ["met", "waived"]):
        found = opinion_of(report(outcomes))  # type: ignore[arg-type]
        assert "complian" not in found.sentence
        assert "evidence supplied" in found.sentence


STORIES = ("claude-opus-4", "claude-opus-4.6", "gpt-5.2", "claude-haiku-4.5", "inspect-log")


def story(name: str) -> CheckReport:
    folder = ROOT / "examples" / name
    done = carry_out([str(folder / "policy.tra")], str(folder / "evidence"), day("2026-06-01"))
    return done.reports[0]


@pytest.mark.parametrize("name", STORIES)
def test_a_report_carries_the_opinion_that_follows_from_it(name: str) -> None:
    found = story(name)
    assert found.opinion is not None
    assert opinion_of(found) == found.opinion
    assert opinion_of(found.model_copy(update={"opinion": None})) == found.opinion


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("width", [40, 60, 100])
def test_the_opinion_fits_a_narrow_window(name: str, width: int) -> None:
    text = printed(section(story(name).opinion, Page(width=width)), Page(width=width))
    lines = text.splitlines()
    assert "Opinion, on the" in lines[0]
    assert max(len(line) for line in lines) <= width
    assert len(lines) <= (40 if width < 60 else 20)


def test_a_report_without_an_opinion_has_no_section() -> None:
    assert printed(section(None, Page()), Page()) == ""
