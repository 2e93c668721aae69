"""A safeguard that leaves somebody or something out."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA319",
    name="carved-out-scope",
    severity=Severity.INFO,
    family="obligations",
    confidence="possible",
    audience="auditor",
    summary="a safeguard excludes something from what it protects against, without a reason",
    why="What a safeguard leaves out decides what a met duty is worth. Precedent: sophisticated "
    "insiders were taken out of the scope of ASL-3 security on 14 May 2025, about a week before the "
    "first model that needed it was announced; the text gave its reason. "
    "Source: Anthropic RSP 2.2, §4.2.",
    remedy="Say with `because` why it is left out, and what covers it instead.",
    bad="""\
safeguard wall "Security standard" #! TRA319
  specified in rsp §4.2
  excludes "sophisticated insiders"
""",
    good="""\
safeguard wall "Security standard"
  specified in rsp §4.2
  excludes "sophisticated insiders"
  because "model theft by insiders is covered by the insider programme of §4.4"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the safeguards with exclusions and without a reason."""
    for safeguard in policy.safeguards:
        if safeguard.excludes and not safeguard.notes.because:
            yield Finding(
                safeguard.span,
                f"`{safeguard.name}` leaves out {quoted(safeguard.excludes)} without a reason",
                'add `because "…"`',
                safeguard.name,
            )
