"""One quantity, or one limit, with two values; one act with two days."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import pairwise

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, showing
from tra_policy.evaluate.checks.quantities import (
    agree,
    conflicts,
    denominator,
    quantity,
    raw_left_out,
)
from tra_policy.evaluate.checks.same_thing import differing
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import BenchmarkRecord
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE361",
    id="X1",
    name="two-values",
    severity=Severity.WARNING,
    group="cross-consistency",
    summary="one quantity, limit or act is given twice and differently, and nothing tells them apart",
    why="One of the two is wrong, or they are not of one quantity; a reader cannot tell which. "
    "Precedents: a card gives one speed-up as about 74x in its summary and as 72.65x in its detail; "
    "another calls 300x the limit of a suite on one page and 100x on another; a rollback is dated 28 "
    "April 2025 by its developer and 29 April by others (secondary). Source: Claude 4 system "
    "card (2025-05), section 7.3.3.1; Claude Opus 4.6 system card (2026-02), pp. 185 and 189.",
    remedy="correct one of them, say what differs (day, elicitation, counts), or name both in the "
    "`adjudicates` of the measurement that settles it",
    shows="""\
- id: detail
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 50.00%
  roles: {run: [lab]}
- id: summary #! TRE361
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 52.96%
  roles: {run: [lab]}
- {id: page-185, kind: benchmark, benchmark: outer, rule_out: 30%}
- {id: page-189, kind: benchmark, benchmark: outer, rule_out: 10%} #! TRE361
- {id: by-itself, kind: action, party: lab, verb: withdraw, done: 2026-01-19}
- {id: by-others, kind: action, party: lab, verb: withdraw, done: 2026-01-20, same_as: [by-itself]} #! TRE361
""",
    near_miss="""\
- id: detail
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 52.96%
  roles: {run: [lab]}
- id: rounded
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 53%
  roles: {run: [lab]}
- id: run-by-others
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 40%
  roles: {run: [outsider]}
- id: over-fewer-items
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 8 of 20
  roles: {run: [lab]}
- {id: limits-1, kind: benchmark, benchmark: outer, rule_out: 30%}
- {id: limits-2, kind: benchmark, benchmark: outer, rule_out: 10%, supersedes: [limits-1]}
- {id: limits-3, kind: benchmark, benchmark: outer, rule_in: 50%}
- {id: by-itself, kind: action, party: lab, verb: withdraw, done: 2026-01-20T10:00Z}
- {id: by-others, kind: action, party: lab, verb: withdraw, done: 2026-01-20, same_as: [by-itself]}
- {id: another-one, kind: action, party: lab, verb: withdraw, done: 2026-01-21}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield, once for each quantity, limit or act, the record that differs from an earlier one."""
    told: set[Hashable] = set()
    seen: set[frozenset[str]] = set()
    for pair in conflicts(world):
        first, second = pair
        if quantity(first) in told or raw_left_out(world, pair) is not None:
            continue
        told.add(quantity(first))
        seen.add(frozenset({first.id, second.id}))
        total = denominator(second)
        over = f" over {total} items" if total is not None else ""
        yield Seen(
            second.id,
            f"{few((first.id, second.id))} give {first.value} and {second.value} for one quantity{over}; "
            "nothing on record tells them apart",
        )
    yield from _limits(world)
    for one in differing(world):
        if one.what == "value" and frozenset({one.told, one.retold}) in seen:
            continue
        yield Seen(
            one.retold,
            f"{few((one.told, one.retold))} are said to tell of one thing, and give {one.first} and "
            f"{one.second} as its {one.what}; nothing on record tells them apart",
            rests_on=(one.told,),
        )


def _limits(world: World) -> Iterator[Seen]:
    """Limits of one version of a test that differ; where both are dated, it is a limit that moved."""
    tests: dict[tuple[str, str | None], list[BenchmarkRecord]] = {}
    for record in showing(world, BenchmarkRecord):
        tests.setdefault((record.benchmark, record.version), []).append(record)
    for (benchmark, _), records in tests.items():
        for name in ("rule_in", "rule_out"):
            stated = [r for r in records if getattr(r, name) is not None]
            for first, second in pairwise(stated):
                one, other = getattr(first, name), getattr(second, name)
                if agree(one, other) or _ordered(first, second):
                    continue
                word = name.replace("_", "-")
                yield Seen(
                    second.id,
                    f"{few((first.id, second.id))} give {one} and {other} as the {word} limit of "
                    f"`{benchmark}`; nothing on record tells them apart",
                )
                break


def _ordered(first: BenchmarkRecord, second: BenchmarkRecord) -> bool:
    dated = first.prespecified is not None and second.prespecified is not None
    return dated or first.id in second.supersedes or second.id in first.supersedes
