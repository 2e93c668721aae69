"""Reports to show: those of the examples, a hostile one, and one with two thousand items."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from tra_policy.cli.check import carry_out
from tra_policy.model.proof import Proof, Want
from tra_policy.model.report import (
    BundleRef,
    CheckReport,
    Finding,
    Headline,
    ItemReport,
    PolicyRef,
    Tool,
    Totals,
)
from tra_policy.model.story import Limit, Point, RecordTold, Series, StageTold, Story
from tra_policy.reports.html import render
from tra_policy.reports.page import Page

ROOT = Path(__file__).parents[3]
DAYS = {
    "claude-opus-4": date(2026, 1, 1),
    "training-run": date(2026, 5, 20),
    "claude-opus-4.6": date(2026, 5, 8),
    "cot-supervision": date(2026, 12, 31),
    "inspect-log": date(2026, 12, 31),
    "opus-4-snapshot": date(2026, 12, 31),
}
HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)> \x1b[31mred\x07 \u202eback\u202c"
    " {{ 7 * 7 }} {% raw %} & &amp; \" ' ` --> ]]> \u2028 javascript:alert(1) http://example.com/x.js"
)
LONG = "w" * 10_000


@cache
def of_example(name: str) -> CheckReport:
    """The report of an example on its day."""
    folder = f"{ROOT}/examples/{name}"
    done = carry_out([f"{folder}/policy.tra"], f"{folder}/evidence", DAYS[name])
    (report,) = done.reports
    return report


def hostile(text: str) -> CheckReport:
    """A report in which everything that a person may have written is one text."""
    want = Want(text, text, text, "missing", text)
    deep = Proof("leaf", "unknown", text, text, (text,), wants=(want,))
    for _ in range(3):
        deep = Proof(text, "unknown", text, text, (text,), children=(deep,))
    item = ItemReport(
        id=text,
        of=text,
        kind="commitment",
        modality="must",
        title=text,
        outcome="unknown",
        gates=True,
        due="2026-05-22",
        due_basis=text,
        owner=(text,),
        reasons=("missing",),
        open=(want,),
        proof=deep,
    )
    return CheckReport(
        schema_="tra.report/1",
        tool=Tool(version=text),
        as_of="2026-05-01",
        policy=PolicyRef(id=text, version=text, title=text, developer=text, path=text),
        bundle=BundleRef(id=text, title=text, subject=text, path=text, signed_by=(text,)),
        headline=Headline(of=0),
        totals=Totals(in_force=1, unknown=1),
        totals_other=Totals(),
        items=(item,),
        findings=(
            Finding(code=text, severity="error", message=text, path=text, help=text, pointer=text),
        ),
        story=Story(
            stages=(StageTold(text, text, text, "rl", "2026-03-01", "2026-03-10"),),
            records=(
                RecordTold(
                    text, "warning", text, "2026-03-05", source=text, place=text, about=(text,)
                ),
                RecordTold(f"{text} 2", "checkpoint", text, "2026-03-05", checkpoint=text),
            ),
            series=(
                Series(
                    text,
                    text,
                    "share",
                    (
                        Point(text, text, "0.2", text, "self", "0.1", "0.3"),
                        Point(text, f"{text} 2", "0.3", text, "independent"),
                    ),
                    (Limit(text, "reached", ">=", "0.5", text),),
                ),
            ),
        ),
    )


def odd() -> CheckReport:
    """A report with numbers and days that hardly fit on an axis, and very many checkpoints."""
    values = ("0", "-5", "1e-12", "7e999", "12345678901234567890", "0.5")
    points = tuple(
        Point(
            f"m{n}", f"ck-{n}", value, value, "unstated", date=f"{n + 1:04}-01-01", step=n * 10**9
        )
        for n, value in enumerate(values)
    )
    many = (
        RecordTold(
            f"ck-{n}", "checkpoint", "checkpoint", f"{1000 + n}-01-01", step=n, checkpoint=f"ck-{n}"
        )
        for n in range(900)
    )
    limit = Limit("T", "ruled out", "<", "9e999", "9e999")
    units = ("share", "number", "FLOP", "hours", "USD", "steps", "ratio")
    series = tuple(Series(f"b-{unit}", "", unit, points, (limit,)) for unit in units)
    lone = Series("lone", "", "number", points[3:4])
    whole = hostile("x")
    return whole.model_copy(update={"story": Story(records=tuple(many), series=(*series, lone))})


def of_size(number: int) -> CheckReport:
    """The report of the training run with so many items, findings and records."""
    real = of_example("training-run")
    items = [
        real.items[n % len(real.items)].model_copy(
            update={"id": f"ITEM-{n}", "of": f"DUTY-{n // 4}"}
        )
        for n in range(number)
    ]
    findings = [
        real.findings[n % len(real.findings)].model_copy(update={"message": f"finding {n}"})
        for n in range(number // 4)
    ]
    return real.model_copy(update={"items": tuple(items), "findings": tuple(findings)})


def page(*reports: CheckReport) -> str:
    """The page of some reports."""
    return render(reports, Page())
