"""Records written long after what they tell of, or held outside too late to be a witness."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, showing
from tra_policy.evaluate.checks.rulings import rests_on, rulings
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import Notification, SafeguardRecord
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.measuring import Decision, JudgementRecord, Measurement
from tra_policy.model.evidence.run import (
    ChangeRecord,
    Investigation,
    Remediation,
    Retest,
    Warning,
)
from tra_policy.model.moment import Duration, later
from tra_policy.words.diagnostic import Severity

TOLERATED = Duration(30, "days")
KINDS: tuple[type[Record], ...] = (
    Decision,
    JudgementRecord,
    Measurement,
    Warning,
    Investigation,
    Remediation,
    Retest,
    ChangeRecord,
    SafeguardRecord,
    Notification,
)

CHECK = Check(
    code="TRE242",
    id="T2",
    name="written-late",
    severity=Severity.WARNING,
    group="time",
    summary="a record was written, or first held outside, long after what it tells of",
    why="A day that somebody writes down afterwards shows when it was written, not when it happened. A "
    "record that an outside log held before the decision cannot have been made for it afterwards. "
    "No public precedent is known.",
    remedy="anchor records in an outside log when they are made; say why one was written late",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
""",
    shows="""\
- id: inv-1 #! TRE242
  kind: investigation
  warnings: [w-1]
  opened: 2025-11-03
  recorded: 2026-01-20
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2025-11-02, recorded: 2025-11-02}
- id: m-1
  kind: measurement
  benchmark: outer
  metric: score
  subject: model-1
  statistic: mean
  ended: 2026-01-08
  recorded: 2026-01-08
  anchored: 2026-01-14
- id: d-1 #! TRE242
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-1]
  decided: 2026-01-12
""",
    near_miss="""\
- id: inv-1
  kind: investigation
  warnings: [w-1]
  opened: 2025-11-03
  recorded: 2026-01-20
  anchored: 2025-11-20
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2025-11-02}
- id: m-1
  kind: measurement
  benchmark: outer
  metric: score
  subject: model-1
  statistic: mean
  ended: 2026-01-08
  recorded: 2026-01-08
  anchored: 2026-01-12
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-1]
  decided: 2026-01-12
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield, kind by kind, the records written late, and rulings on what was anchored after them."""
    for kind in KINDS:
        late = [record for record in _dated(world, kind) if _late(record)]
        if late and kind is Measurement:
            cited = {work.id for ruling in rulings(world) for work in rests_on(world, ruling)}
            late = [record for record in late if record.id in cited]
        if late:
            yield Seen(late[0].id, _sentence(late))
    if not any(True for kind in (Measurement, JudgementRecord) for _ in _anchored(world, kind)):
        return
    for ruling in rulings(world):
        after = [
            work.id
            for work in rests_on(world, ruling)
            if work.anchored is not None and work.anchored.earliest > ruling.decided.latest
        ]
        if after:
            yield Seen(
                ruling.id,
                f"the ruling on `{ruling.threshold}` of {ruling.decided} cites {few(after)}, first "
                "held outside after it",
            )


def _dated(world: World, kind: type[Record]) -> list[Record]:
    """The records of a kind that say when they were written, or first held outside, ordered by id."""
    written = {one.id: one for one in (*showing(world, kind, "recorded"), *_anchored(world, kind))}
    return [written[name] for name in sorted(written)]


def _anchored(world: World, kind: type[Record]) -> Iterator[Record]:
    return showing(world, kind, "anchored")


def _late(record: Record) -> bool:
    shown, happened = record.anchored or record.recorded, record.happened
    if shown is None or happened is None:
        return False
    return shown.earliest > later(happened, TOLERATED).latest


def _sentence(late: list[Record]) -> str:
    if len(late) > 1:
        names = few(record.id for record in late)
        return f"{names} were written, or first held outside, more than {TOLERATED} after what they tell of"
    record = late[0]
    how = "first held outside" if record.anchored else "written"
    shown = record.anchored or record.recorded
    return f"`{record.id}` tells of {record.happened} and was {how} on {shown}"
