"""Words that were to be replaced before publication."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import UNFINISHED, heard, quoted
from tra_policy.lint.prose import worded
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA192",
    name="unfinished-words",
    severity=Severity.WARNING,
    confidence="likely",
    family="names",
    summary="a title, a question or a reason says `TBD`, `to be defined` or the like",
    why="What is still to be decided binds nobody, and a reader cannot tell whether it was forgotten "
    "or put off. A draft may have such words. Precedent: mitigation levels that a framework in force "
    "lists as to be defined. Source: G42 Frontier AI Safety Framework (February 2025), level 4.",
    remedy="Write what is meant; or `not yet specified`, and say with `because` when it will be.",
    bad="""\
threshold BIO-1 "Level 4, to be defined" #! TRA192
  reached when outside-lab judges "TBD" #! TRA192
""",
    good="""\
threshold BIO-1 "Level 4"
  reached when outside-lab judges "the model helps novices"
safeguard later
  not yet specified
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the words of a policy that is no draft, once a place."""
    if policy.status == "draft":
        return
    for subject, words, span in worded(policy):
        found = tuple(heard(words, UNFINISHED))
        if found:
            yield Finding(
                span,
                f"`{subject}` still says {quoted(found)}",
                "write what is meant, or `not yet specified`",
                subject,
            )
