"""A duty with nothing behind it when it is not met."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA310",
    name="no-otherwise",
    severity=Severity.INFO,
    family="obligations",
    absence=True,
    summary="a duty to show safeguards does not say what happens when they are not shown",
    why="The moment that matters is the one in which the safeguard is not ready. A text that says "
    "what comes then needs no improvisation under pressure. Precedent, a good one: interim measures, "
    "else restriction, else deletion of the weights. Source: Anthropic RSP 2.2, §6.2.",
    remedy="Add `otherwise PARTY must …` below the duty.",
    bad="""\
commitment SAFE-1
  example-lab must show shield before deployment #! TRA310
""",
    good="""\
commitment SAFE-1
  example-lab must show shield before deployment
    otherwise example-lab must halt deployment within 24 hours
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield duties to show declared things without `otherwise`, unless the clause forbids something."""
    things = {s.name for s in policy.safeguards} | {d.name for d in policy.documents}
    showing = [
        (commitment, duty)
        for commitment in policy.commitments
        for duty in commitment.duties
        if duty.modal == "must" and duty.verb == "show" and things & set(duty.objects)
    ]
    found = [
        Finding(
            duty.span,
            f"nothing is said of what happens when `{duty.id}` is not met",
            "add `otherwise PARTY must …` below it",
            duty.id,
        )
        for commitment, duty in showing
        if duty.otherwise is None and not any(d.modal == "must not" for d in commitment.duties)
    ]
    yield from gathered(
        found,
        len(showing),
        policy,
        "duties to show safeguards do not say what happens when they are not met",
    )
