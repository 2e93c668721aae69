"""A policy that can be changed without warning."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA910",
    name="no-notice",
    severity=Severity.WARNING,
    family="waivers and revisions",
    absence=True,
    summary="it is said who changes the policy, and no notice is given",
    why="A change that takes effect on the day it becomes known can be fitted to the model that needs "
    "it. Precedent: changes were to be public before they took effect in one version, and on or "
    "before that day in the next. Source: Anthropic RSP 2.2 and 3.4.",
    remedy="Write `amended by PARTY after 30 days notice`.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer  example-lab
  amended by outside-board #! TRA910
party example-lab
party outside-board
  no ties to example-lab "statement on its site"
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer  example-lab
  amended by outside-board after 30 days notice
party example-lab
party outside-board
  no ties to example-lab "statement on its site"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding if the amendment line gives no notice."""
    amendment = policy.amendment
    if amendment is not None and amendment.notice is None and policy.force in ("voluntary", ""):
        yield Finding(
            amendment.span,
            "a change may take effect on the day it becomes known",
            "write `after 30 days notice` behind the parties",
            policy.name,
        )
