"""Running every rule over a policy.

The rules are found by looking into the `rules` folder, also inside an installed wheel; a file joins
by being there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from tra_policy.lint import rules
from tra_policy.lint.rule import About, Check, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule with the function that applies it, and the file that holds both."""

    rule: Rule
    check: Check
    file_name: str


def _scan() -> Iterator[Loaded]:
    for found in iter_modules(rules.__path__):
        module = import_module(f"{rules.__name__}.{found.name}")
        yield Loaded(module.RULE, module.check, found.name)


LOADED: tuple[Loaded, ...] = tuple(sorted(_scan(), key=lambda one: one.rule.code))
RULES: tuple[Rule, ...] = tuple(one.rule for one in LOADED)


def lint(policy: Policy, about: About) -> Iterator[Diagnostic]:
    """Yield what every rule finds in a policy, sorted by place, then by code.

    What stands in another file than the policy, such as a requirement library that it uses, is that
    file's own business.
    """
    found = [
        Diagnostic(
            code=one.rule.code,
            message=finding.message,
            span=finding.span,
            severity=one.rule.severity,
            help=finding.help,
            subject=finding.subject,
            confidence=one.rule.confidence,
            audience=one.rule.audience,
            shows=finding.shows,
            fixes=finding.fixes,
        )
        for one in LOADED
        for finding in one.check(policy, about)
        if finding.span.path in ("", policy.span.path) or not policy.span.path
    ]
    yield from sorted(found, key=_order)


def _order(diagnostic: Diagnostic) -> tuple[str, int, str, str]:
    span = diagnostic.span
    assert span is not None
    return span.path, span.start, diagnostic.code, diagnostic.message
