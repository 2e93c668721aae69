"""A weakening that comes with the smallest step of the version."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA908",
    name="weakened-in-patch",
    severity=Severity.WARNING,
    family="waivers and revisions",
    summary="a clause is weakened or removed, and only the last part of the version changed",
    why="Readers take the smallest step of a version for corrections of wording, and do not read "
    "again. Precedent: minor versions that dropped a commitment or narrowed a scope. Source: Anthropic "
    "RSP 2.1 and 2.2; The Midas Project, Watchtower, secondary.",
    remedy="Raise an earlier part of the version.",
    bad="""\
tra 1
policy example-rsp version 2.1.1
changes since 2.1.0
  - removed SAFE-4 because "moved to the roadmap" #! TRA908
""",
    good="""\
tra 1
policy example-rsp version 3.0.0
changes since 2.1.0
  - removed SAFE-4 because "moved to the roadmap"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the weakenings between two versions that differ only behind the second dot."""
    new, old = policy.version.split("."), policy.changes_since.split(".")
    if len(new) < 3 or len(old) < 2 or new[:2] != old[:2]:
        return
    for change in policy.changes:
        if change.verb in ("weakened", "removed"):
            yield Finding(
                change.span,
                f"`{change.path}` was {change.verb} between versions "
                f"{policy.changes_since} and {policy.version}",
                "raise an earlier part of the version",
                change.path,
            )
