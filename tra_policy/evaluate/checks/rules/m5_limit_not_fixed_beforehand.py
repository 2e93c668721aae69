"""A limit was fixed after the measurement had begun, or never, or moved without a change on record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.instruments import stated
from tra_policy.evaluate.checks.leaning import clearing, few, showing
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import BenchmarkRecord, Measurement
from tra_policy.model.evidence.run import ChangeRecord
from tra_policy.model.moment import Moment
from tra_policy.model.quantity import Quantity
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE325",
    id="M5",
    name="limit-not-fixed-beforehand",
    severity=Severity.ERROR,
    group="measurement",
    summary="a limit was fixed after its measurement began, or is said not to have been, or moved "
    "with no change on record",
    why="A limit that is chosen with the result at hand can be chosen to be missed. Precedent: the "
    "rule-out of a virology trial was below 4.5 of 18 failures in one card and below 1.8 of 18 in "
    "the next; a later model's 4.3 would have crossed the old one. For the survey of staff that a ruling "
    "rests on, no limit had been fixed, where the card before had one. Source: Claude Opus 4.5, Opus 4.6 "
    "(pp. 186-187) and Mythos Preview system cards.",
    remedy="fix the limit before the measurement starts, and record a `change` when it moves",
    shows="""\
- id: m-1 #! TRE325
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  prespecified: 2026-01-12
  started: 2026-01-10
- {id: outer-1, kind: benchmark, benchmark: outer, rule_out: 45%, prespecified: 2025-06-01}
- {id: outer-2, kind: benchmark, benchmark: outer, rule_out: 18%, prespecified: 2025-12-01} #! TRE325
- id: m-3 #! TRE325
  kind: measurement
  benchmark: survey
  metric: share
  subject: model-1
  statistic: mean
  limit_fixed_beforehand: false
- id: m-4 #! TRE325
  kind: measurement
  benchmark: interviews
  metric: share
  subject: model-1
  statistic: mean
  limit_fixed_beforehand: true
- {id: interviews-1, kind: benchmark, benchmark: interviews, limit_fixed_beforehand: false}
""",
    near_miss="""\
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  prespecified: 2026-01-10
  started: 2026-01-10
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  started: 2026-01-10
- id: m-3
  kind: measurement
  benchmark: survey
  metric: share
  subject: model-1
  statistic: mean
  limit_fixed_beforehand: true
- {id: outer-1, kind: benchmark, benchmark: outer, rule_out: 45%, prespecified: 2025-06-01}
- {id: outer-2, kind: benchmark, benchmark: outer, rule_out: 18%, prespecified: 2025-12-01}
- {id: c-1, kind: change, component: threshold, changed: outer, because: the old limit was in error}
""",
)


TELLING = ("prespecified", "limit_fixed_beforehand")


def check(world: World) -> Iterator[Seen]:
    """Yield measurements without a limit fixed beforehand, and limits that moved unrecorded."""
    for one in _told_of(world):
        fixed, begun = _fixed(world, one), one.started or one.ended
        if fixed is not None and begun is not None and fixed.earliest > begun.latest:
            verb = "began" if one.started is not None else "ended"
            message = f"`{one.id}` {verb} on {begun}; its limit was fixed on {fixed}"
            yield Seen(one.id, message)
        elif (said := _said(world, one)) is not None:
            by = "" if said == one.id else f", as `{said}` says"
            message = f"no limit of `{one.id}` had been fixed before it began{by}"
            otherwise = [one.id] if _claims(one) else []
            otherwise += [test.id for test in stated(world, one) if _claims(test)]
            if otherwise:
                say = "says" if len(otherwise) == 1 else "say"
                message += f"; {few(otherwise)} {say} that one had been"
            milder = Severity.WARNING if _claims(one) else None
            advice = "give the day on which it was fixed, with the source" if otherwise else ""
            yield Seen(one.id, message, help=advice, severity=milder, rests_on=(said,))
    yield from _moved(world)


def _told_of(world: World) -> Iterator[Measurement]:
    """Yield the measurements of which anything says whether there was a limit beforehand."""
    tests = {test.benchmark for field in TELLING for test in showing(world, BenchmarkRecord, field)}
    own = {one.id for field in TELLING for one in showing(world, Measurement, field)}
    for one in showing(world, Measurement) if tests or own else ():
        if one.id in own or one.benchmark in tests:
            yield one


def _said(world: World, one: Measurement) -> str | None:
    """Return the record that says that no limit was fixed beforehand: the measurement's own word, else
    that of its test, which no bare word to the contrary silences. A day that either gives goes before
    its own word; the day on which a test once had a limit does not say that there was one for this
    measurement.
    """
    if one.prespecified is not None:
        return None
    if one.limit_fixed_beforehand is False:
        return one.id
    if _fixed(world, one) is not None:
        return None
    return next((b.id for b in stated(world, one) if b.limit_fixed_beforehand is False), None)


def _claims(record: Measurement | BenchmarkRecord) -> bool:
    """Whether a record says, without a day, that there was a limit beforehand."""
    return record.limit_fixed_beforehand is True and record.prespecified is None


def _fixed(world: World, one: Measurement) -> Moment | None:
    if one.prespecified is not None:
        return one.prespecified
    days = [b.prespecified for b in stated(world, one) if b.prespecified is not None]
    return min(days, key=lambda day: day.earliest, default=None)


def _moved(world: World) -> Iterator[Seen]:
    versions: dict[str, list[BenchmarkRecord]] = {}
    for record in showing(world, BenchmarkRecord, "prespecified"):
        if record.prespecified is not None:
            versions.setdefault(record.benchmark, []).append(record)
    recorded = {
        change.changed
        for change in (clearing(world, ChangeRecord) if versions else ())
        if change.component in ("threshold", "grader")
    }
    for benchmark, found in versions.items():
        found.sort(key=lambda record: (_of(record.prespecified), record.id))
        for before, after in pairwise(found):
            if recorded & {benchmark, before.id, after.id}:
                continue
            for name in ("rule_in", "rule_out"):
                old, new = getattr(before, name), getattr(after, name)
                if _differ(old, new):
                    word = name.replace("_", "-")
                    message = (
                        f"the {word} limit of `{benchmark}` went from {old} to {new}; no change on "
                        "record says why"
                    )
                    yield Seen(after.id, message)
                    break


def _of(day: Moment | None) -> str:
    return str(day)


def _differ(old: Quantity | None, new: Quantity | None) -> bool:
    return old is not None and new is not None and old.unit == new.unit and old != new
