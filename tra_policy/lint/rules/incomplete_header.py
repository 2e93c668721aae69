"""A policy that does not say whose it is, since when, or with what force."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA190",
    name="incomplete-header",
    severity=Severity.WARNING,
    family="names",
    absence=True,
    summary="the developer, the force, the status or the effective date is missing",
    why="Force belongs to a document, not to a developer: the same sentence may be voluntary in one "
    "document and binding in another, and no deadline can be counted without the day on which the "
    "text takes effect. Precedent: OpenAI's if-then content stands in a voluntary document while "
    "legal force attaches to a thinner one. Source: OpenAI Preparedness Framework 2 (April 2025) and "
    "Frontier Governance Framework (May 2026).",
    remedy="Complete the lines below `policy`.",
    bad="""\
tra 1
policy example-rsp version 1.0 #! TRA190
  developer example-lab
party example-lab
threshold BIO-1
""",
    good="""\
tra 1
policy example-rsp version 1.0 effective 2026-03-01
  developer example-lab
  force     voluntary
  status    current
party example-lab
threshold BIO-1
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding that lists what is missing; a library of requirements is nobody's policy."""
    if not policy.thresholds and not policy.commitments:
        return
    missing = tuple(
        word
        for word, there in (
            ("effective", policy.effective_by is not None),
            ("developer", bool(policy.developer) or policy.any_developer),
            ("force", bool(policy.force)),
            ("status", bool(policy.status)),
        )
        if not there
    )
    if missing:
        yield Finding(
            policy.span,
            f"policy `{policy.name}` does not state {quoted(missing)}",
            "write `policy NAME version 1.0 effective 2026-03-01`, and below it `developer NAME`, "
            "`force voluntary`, `status current`",
            policy.name,
        )
