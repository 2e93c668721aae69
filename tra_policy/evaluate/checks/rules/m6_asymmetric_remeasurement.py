"""Only those who had spoken against the conclusion were asked again."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import showing
from tra_policy.evaluate.checks.quantities import one_sided
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE326",
    id="M6",
    name="asymmetric-remeasurement",
    severity=Severity.ERROR,
    group="measurement",
    summary="of all units, only adverse ones were asked or run again",
    why="Asking again moves some answers by chance alone. Where only adverse ones are asked again, they "
    "can only become fewer. Precedent: in a survey of 16 members of staff all five adverse answers "
    "were asked again and none of the eleven others; the adverse ones were revised. "
    "Source: Claude Opus 4.6 system card (2026-02), pp. 186-187.",
    remedy="ask everybody again, or as many of those who had spoken for it; report the first answers too",
    shows="""\
- id: m-1 #! TRE326
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  reasked: {adverse: 5, favourable: 0, of_adverse: 5, of_favourable: 11}
""",
    near_miss="""\
- id: everybody
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  reasked: {adverse: 5, favourable: 11, of_adverse: 5, of_favourable: 11}
- id: all-were-adverse
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  reasked: {adverse: 5, favourable: 0, of_adverse: 5, of_favourable: 0}
- {id: nobody, kind: measurement, benchmark: own, metric: score, subject: model-1, statistic: mean}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield measurements of which adverse units were taken again and no favourable ones."""
    for one in showing(world, Measurement, "reasked"):
        again = one.reasked
        if again is None or not one_sided(one):
            continue
        yield Seen(
            one.id,
            f"for `{one.id}`, {again.adverse} of {again.of_adverse} adverse units were taken again, "
            f"and none of {again.of_favourable} others",
        )
