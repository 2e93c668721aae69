"""Small reports with a given outcome for every item and a given answer for every threshold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from tra_policy.model.pivot import Legs, Pivotality
from tra_policy.model.proof import Proof, Want
from tra_policy.model.report import (
    BundleRef,
    CheckReport,
    Finding,
    Headline,
    ItemReport,
    MeasurementReport,
    Outcome,
    PerAxisReliance,
    PerAxisStanding,
    PolicyRef,
    Reliance,
    Ruling,
    State,
    ThresholdReport,
    Tool,
    Totals,
)

PROOF = Proof("rule", "value", "sentence")
ERROR = Finding(code="TRE106", severity="error", message="a claim does not hold", help="correct it")
# A threshold of each kind: state, ruling, whether they agree, what it relies on.
ANSWERS: dict[str, tuple[State, Ruling, bool | None, Reliance]] = {
    "supported": ("not_reached", "not_reached", True, "not"),
    "contradicted": ("reached", "not_reached", False, "not"),
    "contradicted-alone": ("reached", "not_reached", False, "only"),
    "not-supported": ("unknown", "not_reached", None, "partly"),
    "not-evidenced": ("unknown", "none", None, "nothing"),
}


@cache
def item(number: int, outcome: Outcome, of: str = "C-1", gates: bool = True) -> ItemReport:
    return ItemReport(
        id=f"{of}.{number}",
        of=of,
        kind="commitment",
        modality="must" if gates else "should",
        outcome=outcome,
        gates=gates,
        open=(Want("population", "a claim"),) if outcome == "unknown" else (),
        proof=PROOF,
    )


@cache
def threshold(
    name: str,
    state: State,
    ruling: Ruling,
    agrees: bool | None,
    design: Reliance,
    measurements: tuple[MeasurementReport, ...] = (),
    populations: tuple[str, ...] = (),
) -> ThresholdReport:
    return ThresholdReport(
        id=name,
        subject="model-1",
        state=state,
        treated_as=state,
        ruling=ruling,
        ruling_agrees=agrees,
        reliance_of="state",
        relies_on_self=PerAxisReliance(design=design, run="not", grade="not"),
        stands_on=PerAxisStanding(design="none", run="none", grade="none"),
        label="conditional",
        label_of_text="conditional",
        legs=Legs(),
        pivotality=Pivotality(),
        measurements=measurements,
        populations=populations,
        proof=PROOF,
    )


@cache
def answer(number: int, kind: str) -> ThresholdReport:
    return threshold(f"T-{number}", *ANSWERS[kind])


def report(
    outcomes: Sequence[Outcome] = (),
    answers: Sequence[str] = (),
    *,
    error: bool = False,
    unread: int = 0,
    thresholds: tuple[ThresholdReport, ...] = (),
    items: Iterable[ItemReport] = (),
    findings: tuple[Finding, ...] = (),
) -> CheckReport:
    shown = thresholds or tuple(answer(n, kind) for n, kind in enumerate(answers, 1))
    return CheckReport(
        schema_="tra.report/1",
        tool=Tool(version="0"),
        as_of="2026-05-01",
        policy=PolicyRef(id="p", version="1"),
        bundle=BundleRef(id="b", unread=unread),
        headline=Headline(
            self_designed_only=tuple(t.id for t in shown if t.relies_on_self.design == "only"),
            no_evidence=tuple(t.id for t in shown if t.relies_on_self.design == "nothing"),
            of=len(shown),
        ),
        totals=Totals(),
        totals_other=Totals(),
        thresholds=shown,
        items=(*(item(n, o) for n, o in enumerate(outcomes, 1)), *items),
        findings=findings or ((ERROR,) if error else ()),
    )
