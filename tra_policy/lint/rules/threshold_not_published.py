"""A limit that exists and was not made public."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import threshold_atoms
from tra_policy.model.conditions import Comparison, Unpublished
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA413",
    name="threshold-not-published",
    severity=Severity.WARNING,
    family="evidence",
    summary="a limit exists and its value is unpublished",
    why="A limit that only the developer knows can be moved after the result, and no reader can tell "
    "whether a published result crossed it. Precedent: indicative thresholds and alert thresholds "
    "whose values are not given. Source: OpenAI Preparedness Framework 2; Google DeepMind FSF 3.1.",
    remedy="Publish the value; or deposit it, dated, with a named outside party, and say so.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= unpublished #! TRA413
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the comparisons with an unpublished limit."""
    for threshold in policy.thresholds:
        for atom in threshold_atoms(threshold, policy):
            if isinstance(atom, Comparison) and isinstance(atom.limit, Unpublished):
                yield Finding(
                    atom.span,
                    f"the limit on `{atom.benchmark}.{atom.metric}` is not published, "
                    f"so `{threshold.name}` can never be settled by it",
                    "publish the value, or deposit it with a named outside party",
                    threshold.name,
                )
