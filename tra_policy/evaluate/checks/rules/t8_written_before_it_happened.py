"""A record was written before what it tells of."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import shows
from tra_policy.evaluate.ground.possible import written_before
from tra_policy.evaluate.ground.soundness import all_unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE248",
    id="T8",
    name="written-before-it-happened",
    severity=Severity.ERROR,
    group="time",
    summary="a record was written on an earlier day than the one that it tells of",
    why="What is written of a day to come is a plan. One of the two days is wrong, or the record was "
    "changed after it was written, and it supports nothing. No public precedent is known.",
    remedy="correct the day that is wrong; if the record was changed, state when as `recorded`",
    shows="""\
- id: m-1 #! TRE248
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  recorded: 2026-01-12
  ended: 2026-01-14
- {id: pub-1, kind: publication, document: card, party: lab, published: 2026-02-01} #! TRE248
""",
    near_miss="""\
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  recorded: 2026-01-12
  ended: 2026-01-12T18:00Z
- {id: run-1, kind: training_run, recorded: 2026-01-05, started: 2026-01-05, ended: 2026-01-20}
- {id: rep-1, kind: representation, party: lab, states: everything-on-file, to: 2026-02-01}
- {id: pub-1, kind: publication, document: card, party: lab, published: 2026-01-31}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield the records that tell of a later day than the one on which they were written."""
    # Whatever was written before it happened is not sound.
    for filed in filter(shows, all_unsound(world)):
        written = written_before(world, filed.record)
        if written is None:
            continue
        how = f"was written on {written}"
        if filed.record.recorded is None:
            how = f"states no `recorded`, so that it was written by the day of the manifest, {written}"
        yield Seen(filed.id, f"`{filed.id}` tells of {filed.record.happened} and {how}")
