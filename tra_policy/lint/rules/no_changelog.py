"""A later version without an account of what changed."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import is_own
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.regex import regex

FIRST = regex(r"v?(0(\..*)?|1(\.0)*)")
RULE = Rule(
    code="TRA911",
    name="no-changelog",
    severity=Severity.INFO,
    family="waivers and revisions",
    absence=True,
    summary="a version after the first has no `changes since` block",
    why="Without the publisher's own account, what was dropped can be found only by comparing two "
    "documents line by line. Precedent: four revisions without any account of changes. "
    "Source: Zhu, Silent Revision (2026), on xAI.",
    remedy="Add `changes since VERSION` with one line a change.",
    bad="""\
tra 1
policy example-rsp version 2.1 #! TRA911
  developer example-lab
party example-lab
threshold BIO-1
""",
    good="""\
tra 1
policy example-rsp version 2.1
  developer example-lab
party example-lab
threshold BIO-1
changes since 2.0
  - added BIO-1
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding for a developer's own policy of a later version."""
    if (
        is_own(policy)
        and policy.version
        and not FIRST.fullmatch(policy.version)
        and not policy.changes_since
    ):
        yield Finding(
            policy.span,
            f"version {policy.version} does not say what changed since the one before",
            "add `changes since VERSION`, with one line a change",
            policy.name,
        )
