"""A duty to show a safeguard that nobody has specified."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA312",
    name="action-undefined",
    severity=Severity.WARNING,
    family="obligations",
    absence=True,
    summary="a duty asks for a safeguard that is not yet specified",
    why="A safeguard whose content is decided once the threshold is reached can be fitted to what is "
    "at hand on that day. Precedent: mitigations that may be determined when a tier is reached, and "
    "higher standards announced without content. Source: Anthropic Frontier Compliance Framework 2; "
    "Anthropic RSP 2.2, §2 on ASL-4.",
    remedy="Specify the safeguard, or forbid going on until it is specified and shown.",
    bad="""\
commitment SAFE-4
  example-lab must show fortress before deployment #! TRA312
""",
    good="""\
commitment SAFE-4
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the `must` duties whose object is not yet specified; to specify it is another matter."""
    unspecified = {s.name for s in policy.safeguards if s.specified is False}
    for _, duty in duties_in(policy):
        if duty.modal != "must" or duty.verb in ("develop", "document", "publish"):
            continue
        for name in duty.objects:
            if name in unspecified:
                yield Finding(
                    duty.span,
                    f"`{duty.id}` asks for `{name}`, which is not yet specified",
                    "specify it, or write `must not deploy … until … is specified`",
                    duty.id,
                )
