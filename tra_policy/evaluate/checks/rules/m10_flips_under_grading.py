"""A result reads the other way under another choice of grading."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import showing
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE330",
    id="M10",
    name="flips-under-grading",
    severity=Severity.WARNING,
    group="measurement",
    summary="a result reads the other way under a disclosed choice of grading",
    why="Such a result decides as much by the choice as by the model. That it is disclosed is good "
    "practice. Precedent: an estimate of a time horizon is 11.3 hours, or more than 270, depending on "
    "how attempts to cheat are counted. Source: METR on GPT-5.6 Sol, 26 June 2026.",
    remedy="report both readings, and say in the decision why one of them counts",
    shows="""\
- id: m-1 #! TRE330
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 10%
  flips_under: [attempts to cheat count as solved]
""",
    near_miss="""\
- {id: m-1, kind: measurement, benchmark: own, metric: score, subject: model-1, statistic: mean, value: 10%}
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 10%
  flips_under: []
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield measurements that name such a choice."""
    for one in showing(world, Measurement, "flips_under"):
        if one.flips_under:
            choice = one.flips_under[0]
            more = (
                f" (and under {len(one.flips_under) - 1} more)" if len(one.flips_under) > 1 else ""
            )
            yield Seen(one.id, f"`{one.id}` reads the other way if {_short(choice)}{more}")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return f"`{words[:80]}…`" if len(words) > 80 else f"`{words}`"
