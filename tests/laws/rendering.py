"""A small world, put into the nouns of `tra_policy` and into the words of the language."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from tra_policy.model import conditions as c
from tra_policy.model import policy as p
from tra_policy.model.duties import Duty, Need
from tra_policy.model.evidence.bundle import Evidence, Filed, Manifest
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.keys import key_text
from tra_policy.model.quantity import Quantity, plain
from tra_policy.words.source import Place

from .reference import world as w

METRIC = "score"


def key_of(party: str) -> str:
    """The key that a party declares: one of its own."""
    return key_text(hashlib.sha256(party.encode()).digest())


def percent(value: Decimal) -> str:
    return f"{plain(value * 100)}%"


def condition(told: w.Condition) -> c.Condition:
    """A condition of a small world as the model has it."""
    match told:
        case w.Group():
            kind: Any = told.kind
            return c.Group(kind, tuple(condition(m) for m in told.members), told.count)
        case w.Comparison():
            limit = c.Unpublished() if told.limit is None else Quantity(told.limit, "share")
            op: Any = told.op
            return c.Comparison(told.benchmark, METRIC, op, limit, told.point, told.run_by)
        case w.Judges():
            return c.Judgement((told.judge,), told.question)
        case w.Said():
            return c.Said(told.sentence)
        case w.Is():
            state: Any = told.state
            return c.ThresholdIs(told.threshold, state)


def threshold(told: w.Threshold) -> p.Threshold:
    needs = tuple(
        Need("at least", "measurement", n.count, where=tuple(c.RoleIs(r, h) for r, h in n.where))
        for n in told.needs
    )
    return p.Threshold(
        name=told.name,
        reached_when=condition(told.reached_when),
        ruled_out_when=condition(told.ruled_out_when) if told.ruled_out_when else None,
        needs=needs,
        treat_as_reached=told.treat_as_reached,
        reports=(p.ReportLine(told.report_to),) if told.report_to else (),
    )


def policy(world: w.World) -> p.Policy:
    """The policy of a small world as the model has it."""
    return p.Policy(
        name="small",
        version="1",
        effective=world.effective,
        effective_by=world.effective,
        developer=world.developer,
        parties=tuple(party(one) for one in world.parties),
        benchmarks=tuple(benchmark(one) for one in world.benchmarks),
        thresholds=tuple(threshold(t) for t in (world.threshold, *world.others)),
        commitments=tuple(commitment(world, one) for one in world.commitments),
    )


def party(told: w.Party) -> p.Party:
    ties = []
    for tie in told.ties:
        kind: Any = tie.kind
        ties.append(p.Tie(kind, tie.other, tie.share, tie.since, tie.until))
    return p.Party(
        name=told.name,
        ties=tuple(ties),
        no_ties=tuple(p.NoTies(s.other, s.since, s.as_of, s.source) for s in told.no_ties),
        is_authority=told.authority,
        is_unnamed=told.unnamed,
        key=key_of(told.name) if told.key else "",
    )


def benchmark(told: w.Benchmark) -> p.Benchmark:
    statistic: Any = told.statistic
    return p.Benchmark(
        name=told.name,
        designed_by=told.designed_by,
        designed_from=told.designed_from,
        design_funded_by=told.design_funded_by,
        final_say=told.final_say,
        items_held_by=told.items_held_by,
        items_visible_to=told.items_visible_to,
        metrics=(p.Metric(METRIC, "percent", statistic, told.higher_is_worse),),
    )


def commitment(world: w.World, told: w.Commitment) -> p.Commitment:
    modal: Any = told.modal
    return p.Commitment(
        name=told.name,
        when=condition(told.when),
        duties=(Duty(f"{told.name}.1", (world.developer,), modal, "halt", ("training",)),),
        unless=condition(told.unless) if told.unless else None,
        if_unknown_block=told.block,
    )


def dropped(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what is not given."""
    return {k: v for k, v in fields.items() if v is not None and v != [] and v != {}}


def day(told: date | None) -> str | None:
    return told.isoformat() if told else None


def records(world: w.World) -> list[dict[str, Any]]:
    """Every record of a small world as a bundle would write it."""
    subjects = {world.subject, *world.parents}
    subjects |= {m.subject for m in world.measurements}
    subjects |= {parent for parents in world.parents.values() for parent in parents}
    # An empty list is kept: it says that the line begins there.
    found: list[dict[str, Any]] = [
        {
            "kind": "checkpoint",
            "id": s,
            "parents": list(world.parents.get(s, ())),
            **({"made": day(world.made[s])} if s in world.made else {}),
        }
        for s in sorted(subjects)
    ]
    found += [measurement(m) for m in world.measurements]
    for told in world.judgements:
        found.append(
            dropped(
                {
                    "kind": "judgement",
                    "id": told.id,
                    "judges": [told.judge],
                    "about": world.threshold.name,
                    "question": told.question,
                    "outcome": told.outcome,
                    "relied_on": list(told.relied_on),
                    "judged": day(told.judged),
                    "author": told.judge,
                    "subject": world.subject,
                }
            )
        )
    if world.decision is not None:
        found.append(
            dropped(
                {
                    "kind": "decision",
                    "id": world.decision.id,
                    "threshold": world.threshold.name,
                    "subject": world.subject,
                    "ruling": world.decision.ruling,
                    "decided": day(world.decision.decided),
                    "recorded": day(world.decision.recorded),
                    "relied_on": list(world.decision.relied_on),
                }
            )
        )
    return found


def measurement(told: w.Measurement) -> dict[str, Any]:
    counts, span = told.counts, told.interval
    interval: Any = "from-counts" if told.from_counts else None
    if span is not None:
        interval = {
            "lower": percent(span.lower),
            "upper": percent(span.upper),
            "level": percent(span.level),
            "sides": span.sides,
        }
    roles = dropped(
        {"run": list(told.run), "graded": list(told.graded), "run_funded": list(told.run_funded)}
    )
    return dropped(
        {
            "kind": "measurement",
            "id": told.id,
            "benchmark": told.benchmark,
            "benchmark_version": "1",
            "elicitation": {"attempts": 1},
            "metric": METRIC,
            "subject": told.subject,
            "statistic": told.statistic,
            "value": None if told.value is None else percent(told.value),
            "counts": counts and vars(counts),
            "interval": interval,
            "reading": told.reading,
            "finding": told.finding,
            "inconclusive": told.inconclusive or None,
            "withheld": told.withheld or None,
            "derived": (told.derived_by and {"how": "subset", "by": list(told.derived_by)}) or None,
            "roles": roles,
            "started": day(told.started),
            "ended": day(told.ended),
            "recorded": day(told.recorded),
            "author": told.author,
            "retracted": told.retracted_by
            and {"on": "2026-05-20", "by": told.retracted_by, "because": "a fault in the harness"},
        }
    )


def evidence(world: w.World) -> Evidence:
    """The bundle of a small world."""
    manifest = Manifest.model_validate(
        {
            "format": "tra.bundle/1",
            "id": "small-bundle",
            "date": world.bundle_date.isoformat(),
            "developer": world.developer,
            "subject": world.subject,
            "records": records(world),
        }
    )
    told = {m.id: m for m in world.measurements}
    judged = {j.id: j for j in world.judgements}
    filed = []
    for at, record in enumerate(manifest.records):
        one, judgement = told.get(record.id), judged.get(record.id)
        defects: Any = (one.defect,) if one and one.defect else ()
        if isinstance(record, Measurement) and record.counts and not record.counts.add_up:
            defects = (*defects, "suspect-counts")  # what the reader would say
        signed: tuple[str, ...] = ()
        if one and one.signed and one.author:
            signed = (one.author,)
        if judgement and judgement.signed:
            signed = (judgement.judge,)
        place = Place("bundle.yaml", pointer=f"/records/{at}")
        filed.append(Filed(record, place, defects, signed))
    return Evidence(manifest, tuple(filed), sha256=hashlib.sha256(b"small").hexdigest())
