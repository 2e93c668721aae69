"""A threshold that lets the developer proceed when nothing is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tra_policy.lint.placing import below_head
from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.policy import Policy, Threshold
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Fix

RULE = Rule(
    code="TRA814",
    name="fail-open",
    severity=Severity.WARNING,
    family="unknown",
    fixes="unsafe",
    summary="when nothing is measured, the developer may proceed",
    why="If an unknown threshold has no effect, not measuring is the cheapest way of clearing it. "
    "Nearly every published framework has thresholds of this kind. "
    "Precedent: RSP 2.2 says the opposite outright, that a failed showing means to act as though the "
    "threshold had been passed; the frameworks of Google DeepMind, xAI and Meta have no such rule. "
    "Source: Anthropic RSP 2.2, §3.3; Google DeepMind FSF 3.1; Meta Advanced AI Scaling Framework 2.",
    remedy="Write `if unknown treat as reached` in the threshold, or `if unknown block` in every "
    "commitment that it triggers.",
    bad="""\
threshold BIO-1 #! TRA814
  reached when bio-test.accuracy >= 50%
commitment SAFE-1
  when BIO-1 is reached
  example-lab must show shield before deployment
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  if unknown treat as reached
commitment SAFE-1
  when BIO-1 is reached
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds on which all-unknown means that the developer may proceed.

    Not those that fail closed and have no `must` duty behind them: TRA304 and TRA308 say that.
    """
    asked = list(conditioned(policy))
    yield from gathered(
        _open(asked, about),
        len(asked),
        policy,
        "thresholds let the developer proceed while nothing is known",
    )


def _open(asked: Sequence[Threshold], about: About) -> Iterator[Finding]:
    said = {v.threshold: v.pivotality for v in about.verdicts}
    consequence = {v.threshold: v.legs.consequence_follows for v in about.verdicts}
    for threshold in asked:
        pivotality = said.get(threshold.name)
        if pivotality is None or not pivotality.fail_open:
            continue
        if not threshold.treat_as_reached:
            advice = "add `if unknown treat as reached`"
        elif consequence[threshold.name]:
            advice = "see what still lets it pass: an exception, or a trigger that asks for more"
        else:
            continue
        yield Finding(
            threshold.span,
            f"while nothing is known, `{threshold.name}` lets the developer proceed",
            advice,
            threshold.name,
            fixes=() if threshold.treat_as_reached else _closed(about, threshold),
        )


def _closed(about: About, threshold: Threshold) -> tuple[Fix, ...]:
    edit = below_head(about.source, threshold.span, "if unknown treat as reached")
    return (Fix("add `if unknown treat as reached`", (edit,)),) if edit is not None else ()
