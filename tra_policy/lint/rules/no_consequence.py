"""A threshold that no duty follows."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned, names_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA304",
    name="no-consequence",
    severity=Severity.WARNING,
    family="obligations",
    summary="no commitment reads this threshold",
    why="A threshold with no consequence is an observation: crossing it changes nothing. Precedent: "
    "the tiers of OpenAI's Frontier Governance Framework map to no action, and Google DeepMind's "
    "alert thresholds may simply be raised when they are reached. Source: OpenAI Frontier Governance "
    "Framework (May 2026); Google DeepMind FSF 3.1, §1.3.3.",
    remedy="Add a commitment with `when NAME is reached` and what must then happen.",
    bad="""\
threshold BIO-1 #! TRA304
  reached when bio-test.accuracy >= 50%
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment SAFE-1
  when BIO-1 is reached
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds that stand in no commitment, requirement or condition of another."""
    readers = (
        *policy.commitments,
        *policy.requirements,
        *policy.defines,
        *((t.name, t.reached_when, t.ruled_out_when) for t in policy.thresholds),
    )
    read = {name for reader in readers for name in names_in(_conditions(reader))}
    for threshold in conditioned(policy):
        if threshold.name in read:
            continue
        warned = f"; it warns of `{threshold.warns_of}`" if threshold.warns_of else ""
        yield Finding(
            threshold.span,
            f"nothing follows when `{threshold.name}` is reached{warned}",
            f"add a commitment with `when {threshold.name} is reached`",
            threshold.name,
        )


def _conditions(reader: object) -> object:
    return reader[1:] if isinstance(reader, tuple) else reader
