"""A small report with something in every part of it, and hostile text where evidence has a say."""

from __future__ import annotations

from tra_policy.model.pivot import AxisPivot, Legs, Pivotality
from tra_policy.model.proof import Proof, Want
from tra_policy.model.report import (
    AxisClasses,
    BundleRef,
    CheckReport,
    Class,
    Finding,
    Headline,
    Holder,
    ItemReport,
    MeasurementReport,
    Outcome,
    PerAxisReliance,
    PerAxisStanding,
    PolicyRef,
    RolesReport,
    ThresholdReport,
    Tool,
    Totals,
)

HOSTILE = "card \x1b[31mred\x07 [bold]loud[/bold] :smile: \u202eback\u202c"
WANT = Want("measurement", "at least 1 measurement where run by independent", "lab")
OUTCOMES: tuple[Outcome, ...] = (
    "met",
    "not-met",
    "unknown",
    "not-yet-due",
    "waived",
    "not-applicable",
)


def proof(steps: int = 12) -> Proof:
    """A proof with a conclusion, one reason, and some steps below it."""
    below = tuple(
        Proof(
            "step", "true" if n % 2 else "unknown", f"step {n} of the argument", f"p.tra:{n + 1}:3"
        )
        for n in range(steps)
    )
    reason = Proof("atom", "unknown", "suite.accuracy >= 40%", evidence=("m1",), children=below)
    return Proof("needs", "unknown", "no record meets the need", "p.tra:9:3", children=(reason,))


def holder(party: str, of: Class) -> Holder:
    """A holder of a role."""
    return Holder(party=party, class_=of)


def threshold(name: str = "HARM-1") -> ThresholdReport:
    """A threshold with a ruling, a record that counts and one that does not."""
    return ThresholdReport(
        id=name,
        title="Help that matters",
        subject="model-1",
        cites=("framework §3.1",),
        state="unknown",
        treated_as="reached",
        ruling="not_reached",
        ruling_agrees=False,
        reliance_of="ruling",
        relies_on_self=PerAxisReliance(design="only", run="unattributed", grade="partly"),
        stands_on=PerAxisStanding(design="self", run="none", grade="engaged"),
        label="prior",
        label_of_text="conditional",
        legs=Legs(limit_published=True, fails_closed=True),
        pivotality=Pivotality(AxisPivot(True, True, ("suite.accuracy",)), AxisPivot(), True),
        measurements=(
            MeasurementReport(
                id="m1",
                benchmark="suite",
                metric="accuracy",
                value="19%",
                interval="15.4% to 23.1%",
                limit=">= 40%",
                truth="false",
                reading="below",
                relied_on=True,
                roles=RolesReport(
                    designed=(holder("lab", "self"),), run=(holder("helpers", "unidentified"),)
                ),
                classes=AxisClasses(design="self", run="unidentified", grade="unstated"),
                source=HOSTILE,
            ),
            MeasurementReport(
                id="m2",
                benchmark="joint",
                eligible=False,
                reasons=("withheld", "inherited"),
                flags=("result-unpublished",),
                roles=RolesReport(designed=(holder("institute", "authority"),)),
                classes=AxisClasses(design="authority", run="unstated", grade="unstated"),
            ),
        ),
        unpublished=("m2",),
        flags=("limit-unpublished",),
        open=(WANT,),
        proof=proof(),
    )


def items() -> tuple[ItemReport, ...]:
    """One item of each outcome; the last one does not gate."""
    return tuple(
        ItemReport(
            id=f"SAFE-{number}.1",
            of=f"SAFE-{number}",
            kind="commitment",
            modality="must" if number < 5 else "should",
            title="lab must show access-control before deployment",
            outcome=outcome,
            gates=number < 5,
            due="2026-05-22" if number % 2 else None,
            due_basis="15 days from the decision" if number % 2 else "",
            owner=("safety-officer",) if number % 2 else (),
            reasons=("no-representation",) if outcome == "unknown" else (),
            open=(WANT,) if outcome == "unknown" else (),
            proof=proof(2),
        )
        for number, outcome in enumerate(OUTCOMES)
    )


def report() -> CheckReport:
    """The whole report."""
    return CheckReport(
        schema_="tra.report/1",
        tool=Tool(version="0.0.0"),
        as_of="2026-05-01",
        policy=PolicyRef(id="starter", version="1.0", title="Starter policy", sha256="ab" * 32),
        bundle=BundleRef(id="bundle", title=HOSTILE, records=5, unread=1),
        headline=Headline(self_designed_only=("HARM-1",), unattributed=("AUTO-1",), of=2),
        totals=Totals(in_force=5, met=1, not_met=1, unknown=1, not_yet_due=1, waived=1),
        totals_other=Totals(in_force=1, not_applicable=1),
        thresholds=(threshold(), threshold("AUTO-1")),
        items=items(),
        findings=(
            Finding(
                code="TRE101",
                severity="warning",
                message="the decision `d1` did not rely on `m2`",
                path="evidence/bundle.yaml",
                line=12,
                column=3,
                help="say why",
            ),
        ),
    )
