"""How hard a model was tried is not stated, or it was tried harder elsewhere."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.instruments import metric_of, worse
from tra_policy.evaluate.checks.leaning import few, showing
from tra_policy.evaluate.checks.rulings import measured_for, ruled_out
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Elicitation, Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE322",
    id="M2",
    name="elicitation-unstated",
    severity=Severity.INFO,
    group="measurement",
    summary="a threshold is ruled out on results that do not say how hard it was tried, or on the "
    "weaker of two ways of trying",
    why="A low score shows a low capability only if the model was tried as hard as others would try "
    "it. Precedent: one suite of a card reads 190x with the standard scaffold and 427x with an "
    "experimental one. Source: Claude Opus 4.6 system card (2026-02), section 8.3.3.1.",
    remedy="state `elicitation`: scaffold, tools, attempts, and whether safeguards were off (a "
    "survey of people: say so as the scaffold)",
    policy="""\
threshold T-1
  reached when own.score >= 50%
""",
    shows="""\
- {id: m-1, kind: measurement, benchmark: own, metric: score, subject: model-1, statistic: mean, value: 10%}
- id: d-1 #! TRE322
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-1]
  decided: 2026-01-15
""",
    near_miss="""\
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 10%
  elicitation: {scaffold: standard, attempts: 10}
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 8%
  elicitation: {scaffold: minimal}
- {id: m-3, kind: measurement, benchmark: outer, metric: score, subject: model-1, statistic: mean, value: 8%}
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-1]
  decided: 2026-01-15
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield rulings that a threshold is not reached, once for all that they cite."""
    for ruling in ruled_out(world):
        tests = _tests(world)
        cited = measured_for(world, ruling)
        silent = [m.id for m in cited if not m.withheld and _unstated(m)]
        if silent:
            verb = "does" if len(silent) == 1 else "do"
            yield Seen(
                ruling.id,
                f"of what the ruling on `{ruling.threshold}` cites, {few(silent)} {verb} not say how "
                "the model was elicited",
            )
        for one in cited:
            harder = _harder(world, one, tests, {m.id for m in cited})
            if harder is not None:
                yield Seen(
                    ruling.id,
                    f"the ruling on `{ruling.threshold}` cites `{one.id}` ({one.value}); elicited in "
                    f"another way, `{harder.id}` reads {harder.value}",
                    help="cite the result of the stronger elicitation as well",
                )


def _tests(world: World) -> dict[Hashable, list[Measurement]]:
    key = ("tests elicited",)
    if key not in world.memo:
        tests: dict[Hashable, list[Measurement]] = {}
        for one in showing(world, Measurement, "elicitation"):
            if one.value is not None and not _unstated(one):
                tests.setdefault(_test(one), []).append(one)
        world.memo[key] = tests
    found: dict[Hashable, list[Measurement]] = world.memo[key]
    return found


def _test(one: Measurement) -> Hashable:
    return one.benchmark, one.metric, one.subject, one.statistic, one.derived


def _unstated(one: Measurement) -> bool:
    return one.elicitation is None or one.elicitation == Elicitation()


def _harder(
    world: World, one: Measurement, tests: dict[Hashable, list[Measurement]], cited: set[str]
) -> Measurement | None:
    """A result of the same test, elicited in another stated way, that reads worse and is left out."""
    if one.value is None or _unstated(one):
        return None
    metric = metric_of(world, one)
    for other in tests.get(_test(one), ()):
        if other.value is None or other.id in cited or other.elicitation == one.elicitation:
            continue
        if worse(metric, other.value, one.value):
            return other
    return None
