"""The same weights, measured with another configuration than they were deployed with."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, showing
from tra_policy.evaluate.checks.subjects import deployments, measured
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import Deployment
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE224",
    id="I4",
    name="config-drift",
    severity=Severity.WARNING,
    group="integrity",
    summary="a model was measured with another prompt, safeguard or scaffold than it was deployed with",
    why="Behaviour follows from the system prompt as well as from the weights. Precedent: a line of a "
    "deployed system prompt was added, deleted, put back and deleted again within six weeks. "
    "Source: xAI, public repository of Grok prompts, July and August 2025.",
    remedy="measure the deployed configuration as well, or say in `elicitation` that safeguards were off",
    shows=f"""\
- id: m-1
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  config_digest: {"c" * 64}
- id: dep-1 #! TRE224
  kind: deployment
  subject: model-1
  config_digest: {"d" * 64}
  deployed: 2026-01-20
""",
    near_miss=f"""\
- id: m-1
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  config_digest: {"c" * 64}
  elicitation: {{safeguards: helpful-only}}
- id: m-2
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
  config_digest: {"d" * 64}
- id: m-3
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
- id: dep-1
  kind: deployment
  subject: model-1
  config_digest: {"d" * 64}
  deployed: 2026-01-20
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield the first deployment of each model whose configuration some measurements did not have."""
    if not any(showing(world, Deployment, "config_digest")):
        return
    works = measured(world)
    for subject, deployed in deployments(world).items():
        if any(one.config_digest is None for one in deployed):
            continue  # one of them may have had the configuration that was measured
        other = [m.id for m in works.get(subject, []) if _drifts(m, deployed)]
        if other:
            verb = "was" if len(other) == 1 else "were"
            yield Seen(
                deployed[0].id,
                f"{few(other)} {verb} measured with another configuration than `{subject}` was "
                "deployed with",
            )


def _drifts(measurement: Measurement, deployed: list[Deployment]) -> bool:
    tried = measurement.elicitation
    if tried is not None and tried.safeguards in ("off", "helpful-only"):
        return False
    if measurement.config_digest is None or any(
        one.config_digest == measurement.config_digest for one in deployed
    ):
        return False
    # Other weights are a matter of their own, not of the configuration.
    stated = {one.digest for one in deployed if one.digest is not None}
    return measurement.digest is None or not stated or measurement.digest in stated
