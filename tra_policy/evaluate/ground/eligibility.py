"""Whether a record may support a benign answer, and whether it may still prevent one.

Eligibility is one-sided: a record that is stale, late, of another snapshot, unsigned or tampered with
loses its power to support *not reached* or *met*; it keeps its power to prevent them. Only three things
take that away as well: an unrelated subject, a retraction by its own author, and supersession.
"""

from __future__ import annotations

from datetime import date, timedelta

from tra_policy.evaluate.ground.lineage import relation
from tra_policy.evaluate.ground.measured import measured_alike
from tra_policy.evaluate.ground.soundness import taken_back, unsound
from tra_policy.evaluate.ground.standing import measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import rank
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import Decision, JudgementRecord, Measurement
from tra_policy.model.moment import Duration, Moment, instant_later, later
from tra_policy.model.policy import Threshold
from tra_policy.model.proof import Reason
from tra_policy.words.noun import Noun


class Eligibility(Noun):
    """`reasons` against a record; `powerless` when it cannot even prevent an answer."""

    reasons: tuple[Reason, ...] = ()
    powerless: bool = False

    @property
    def eligible(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons


class Setting(Noun):
    """What a record is asked for: a threshold's answer (or none), for a subject, by a decision."""

    threshold: Threshold | None
    subject: str
    decision: Decision | None

    @property
    def until(self) -> Moment | None:
        """The moment of the decision; None while there is none."""
        return self.decision.decided if self.decision else None

    @property
    def closed(self) -> Moment | None:
        """The moment after which work came too late: the decision's, or, where that is earlier, the one
        at which it was written down.
        """
        if self.decision is None or self.decision.recorded is None:
            return self.until
        return min(self.decision.decided, self.decision.recorded, key=lambda m: m.latest)

    def end(self, as_of: date) -> date:
        """The day to which roles are asked about."""
        return self.decision.decided.day if self.decision else as_of


def setting_of(world: World, threshold: Threshold | None) -> Setting:
    """Return the setting of a threshold's answer for the subject of the world."""
    decision = world.decision(threshold) if threshold is not None else None
    return Setting(threshold, world.subject, decision)


def eligibility(world: World, filed: Filed, setting: Setting) -> Eligibility:
    """Return what stands against a measurement or a judgement in a setting."""
    asked = setting.threshold.name if setting.threshold else ""
    decision = setting.decision.id if setting.decision else ""
    known = world.memo.setdefault(("eligibility", asked, setting.subject, decision), {})
    if filed.record.id not in known:
        known[filed.record.id] = _eligibility(world, filed, setting)
    found: Eligibility = known[filed.record.id]
    return found


def _eligibility(world: World, filed: Filed, setting: Setting) -> Eligibility:
    reasons: list[Reason] = list(dict.fromkeys(own_faults(world, filed)))
    record = filed.record
    powerless = taken_back(record)
    subject = record.subject if isinstance(record, (Measurement, JudgementRecord)) else None
    cited = setting.decision is not None and filed.id in setting.decision.relied_on
    related = relation(world, subject, setting.subject, cited) if subject else "same"
    if related == "unrelated":
        return Eligibility((*reasons, "wrong-subject"), powerless=True)
    if related != "same":
        reasons.append("inherited")
        if related == "ancestor" and _superseded(world, filed, setting):
            reasons.append("superseded")
            powerless = True
    if _after(_work_done(world, record), setting.closed):
        reasons.append("after-decision")
    if _stale(world, record, setting):
        reasons.append("stale")
    return Eligibility(tuple(reasons), powerless)


def own_faults(world: World, filed: Filed) -> list[Reason]:
    """Return what is wrong with a record in itself, whatever it is asked for."""
    record = filed.record
    reasons: list[Reason] = list(unsound(world, filed))
    if isinstance(record, Measurement):
        if record.withheld:
            reasons.append("withheld")
        if record.inconclusive or record.reading == "inconclusive":
            reasons.append("inconclusive")
    return reasons


def _work_done(world: World, record: Record) -> Moment:
    return record.happened or world.recorded(record)


def _after(done: Moment, until: Moment | None) -> bool:
    if until is None:
        return False
    if done.at is not None and until.at is not None:
        return done.latest > until.latest
    return done.day > until.day


def _stale(world: World, record: Record, setting: Setting) -> bool:
    if setting.threshold is None:
        return False
    cadences = [t.stretch for t in setting.threshold.measured if t.kind == "every" and t.stretch]
    if not cadences:
        return False
    done = record.happened
    return done is None or any(_over(world, done, cadence, setting) for cadence in cadences)


def _over(world: World, done: Moment, cadence: Duration, setting: Setting) -> bool:
    """Whether a stretch since some work may be over: hours run to the minute where a decision asks."""
    if cadence.unit != "hours":
        return later(done, cadence).day < setting.end(world.as_of)
    end = instant_later(done.earliest, timedelta(hours=cadence.amount))
    if setting.until is None:
        return end.date() < world.as_of
    return end < setting.until.latest


def _superseded(world: World, filed: Filed, setting: Setting) -> bool:
    old = filed.record
    if not isinstance(old, Measurement):
        return False
    end = setting.end(world.as_of)
    old_run = measurement_classes(world, old, end).run
    for other in measured_alike(world, old, setting.subject):
        new = other.record
        assert isinstance(new, Measurement)
        comparable = _same_test(old, new) and new.value is not None
        as_high = comparable and rank(measurement_classes(world, new, end).run) >= rank(old_run)
        if as_high and eligibility(world, other, setting).eligible:
            return True
    return False


def _same_test(old: Measurement, new: Measurement) -> bool:
    """Whether two measurements are of one benchmark version with one elicitation, both stated: what is
    not stated is not shown to be the same.
    """
    stated = None not in (old.benchmark_version, old.elicitation)
    return stated and (
        (new.benchmark, new.metric, new.benchmark_version, new.elicitation, new.derived)
        == (old.benchmark, old.metric, old.benchmark_version, old.elicitation, old.derived)
        and new.statistic == old.statistic
    )
