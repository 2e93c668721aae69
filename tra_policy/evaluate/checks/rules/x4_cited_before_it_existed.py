"""A source is cited before it existed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, showing, shows
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import (
    DocumentRecord,
    Publication,
    SafeguardRecord,
    ThirdPartyReport,
)
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.measuring import Decision, JudgementRecord, Measurement
from tra_policy.model.evidence.run import Investigation, Retest
from tra_policy.model.moment import Moment
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE364",
    id="X4",
    name="cited-before-it-existed",
    severity=Severity.ERROR,
    group="cross-consistency",
    summary="a record rests on something that only came after it",
    why="One of the two days is wrong, or the record was changed after its day. Precedent: a summary "
    "says that a law and a code of practice cite a standard that is younger than both. "
    "Source: AEF-1 (December 2025), as summarised in a wiki (secondary).",
    remedy="correct the day that is wrong; if the record was changed, say when",
    shows="""\
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  ended: 2026-01-20
- id: j-1 #! TRE364
  kind: judgement
  judges: [board]
  about: T-1
  outcome: denied
  relied_on: [m-1]
  judged: 2026-01-15
""",
    near_miss="""\
- id: same-day
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  ended: 2026-01-15
- {id: undated, kind: measurement, benchmark: own, metric: score, subject: model-1, statistic: mean}
- id: j-1
  kind: judgement
  judges: [board]
  about: T-1
  outcome: denied
  relied_on: [same-day, undated]
  judged: 2026-01-15
""",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
""",
)


# The fields by which a record says on what it rests.
CITING: dict[type[Record], tuple[str, ...]] = {
    JudgementRecord: ("relied_on",),
    Decision: ("considered",),
    Measurement: ("adjudicates",),
    Investigation: ("evidence", "hypotheses"),
    Retest: ("measurement", "before"),
    ThirdPartyReport: ("measurements",),
    SafeguardRecord: ("relied_on",),
    Publication: ("about",),
    DocumentRecord: ("about",),
}


def check(world: World) -> Iterator[Seen]:
    """Yield records that cite what happened after they did."""
    for record in _all_citing(world):
        day, cited = _citing(world, record)
        if day is None:
            continue
        early = [name for name in dict.fromkeys(cited) if _after(world, name, day)]
        if early:
            verb = "is" if len(early) == 1 else "are"
            yield Seen(
                record.id, f"`{record.id}` of {day} rests on {few(early)}, which {verb} later"
            )


def _all_citing(world: World) -> Iterable[Record]:
    found: dict[str, Record] = {}
    for kind, fields in CITING.items():
        for field in fields:
            found.update((record.id, record) for record in showing(world, kind, field))
    return found.values()


def _citing(world: World, record: Record) -> tuple[Moment | None, tuple[str, ...]]:
    """The last day on which a record can have been made, and what it cites as its grounds.

    What a decision relied on is asked elsewhere: measurements by the reason `after-decision`, reports
    by T6.
    """
    match record:
        case JudgementRecord():
            return record.judged, record.relied_on
        case Decision():
            others = (name for name in record.considered if not _is_report(world, name))
            return record.decided, tuple(others)
        case Measurement():
            return record.ended, record.adjudicates
        case Investigation():
            tested = (name for h in record.hypotheses for name in h.measurements)
            return record.closed, (*record.evidence, *tested)
        case Retest():
            named = (record.measurement, record.before)
            return record.ended, tuple(name for name in named if name is not None)
        case ThirdPartyReport():
            return record.published or record.delivered, record.measurements
        case SafeguardRecord():
            return record.since, record.relied_on
        case Publication():
            return record.published, (record.about,) if record.about else ()
        case DocumentRecord():
            return record.made, (record.about,) if record.about else ()
        case _:
            return None, ()


def _after(world: World, name: str, day: Moment) -> bool:
    filed = world.by_id.get(name)
    if filed is None or not shows(filed):
        return False
    happened = filed.record.happened
    return happened is not None and happened.earliest > day.latest


def _is_report(world: World, name: str) -> bool:
    filed = world.by_id.get(name)
    on_file = filed is not None and name not in world.masked
    return on_file and filed is not None and isinstance(filed.record, ThirdPartyReport)
