"""A declared name that nothing uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tra_policy.lint.placing import directive_removed
from tra_policy.lint.reading import names_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Fix
from tra_policy.words.source import Span

RULE = Rule(
    code="TRA102",
    name="unused-declaration",
    severity=Severity.WARNING,
    family="names",
    fixes="unsafe",
    summary="a party, event, safeguard, document or definition that nothing uses",
    why="A declaration that nothing uses reads like a promise: a named evaluator without a role, a "
    "safeguard that no duty asks for, a term that is defined and decides nothing. A benchmark without "
    "a limit is for TRA416 to say. Precedent: risk tiers that a framework speaks of and attaches "
    "nothing to. Source: xAI Frontier AI Framework, 30 June 2026.",
    remedy="Use the name where it matters, or remove it.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
safeguard shield #! TRA102
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
safeguard shield
commitment SAFE-1
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the declarations whose name stands nowhere else."""
    mentioned = Counter(names_in(policy))
    for word, declared in (
        ("party", policy.parties),
        ("event", policy.events),
        ("safeguard", policy.safeguards),
        ("document", policy.documents),
        ("define", policy.defines),
    ):
        for one in declared:
            own = Counter(names_in(one))
            if mentioned[one.name] > own[one.name]:
                continue
            yield Finding(
                one.span,
                f"{word} `{one.name}` is declared and never used",
                "use it where it matters, or remove it",
                one.name,
                fixes=_removed(about, one.span, one.name),
            )


def _removed(about: About, span: Span, name: str) -> tuple[Fix, ...]:
    edit = directive_removed(about.source, span)
    return (Fix(f"remove `{name}`", (edit,)),) if edit is not None else ()
