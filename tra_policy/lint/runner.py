"""Running every rule over a policy.

The rules are found by looking into the `rules` folder, also inside an installed wheel; a file joins
by being there. What the framework itself says of allowances and of cited texts joins them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from tra_policy.lint import pinned, rules
from tra_policy.lint.allowance_rules import ALLOWANCE_RULES
from tra_policy.lint.allowances import allowances_in, applied_to, unused
from tra_policy.lint.found import Found, fingerprint, marked_text, said
from tra_policy.lint.gaps import gaps_in, within
from tra_policy.lint.rule import About, Check, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.guarding import guarded
from tra_policy.words.noun import Noun


class Loaded(Noun):
    """A rule with the function that applies it, and the file that holds both."""

    rule: Rule
    check: Check
    file_name: str


def _scan() -> Iterator[Loaded]:
    for found in iter_modules(rules.__path__):
        module = import_module(f"{rules.__name__}.{found.name}")
        yield Loaded(module.RULE, module.check, found.name)


def _by_code(rule: Rule) -> str:
    return rule.code


LOADED: tuple[Loaded, ...] = tuple(sorted(_scan(), key=lambda one: one.rule.code))
RULES: tuple[Rule, ...] = tuple(
    sorted((*(one.rule for one in LOADED), pinned.CHANGED, *ALLOWANCE_RULES), key=_by_code)
)
ALLOWABLE = MappingProxyType({r.code: r for r in RULES if r not in ALLOWANCE_RULES})


def lint(policy: Policy, about: About) -> Iterator[Diagnostic]:
    """Yield what every rule finds in a policy and the text does not allow, sorted by place."""
    yield from said(one for one in found_in(policy, about) if not one.diagnostic.allowed)


def found_in(policy: Policy, about: About) -> tuple[Found, ...]:
    """Return what every rule finds, clause by clause, with what the text allows marked as such.

    What stands in another file than the policy, such as a requirement library that it uses, is that
    file's own business.
    """
    findings = list(_findings(policy, about))
    raw = (_diagnostic(policy, about, rule, finding) for rule, finding in findings)
    held, wrong = allowances_in(about.remarks, ALLOWABLE)
    marked, used = applied_to(raw, held)
    wrong += unused(held, used, about.source, silent_codes(policy, about))
    found = [
        Found(one, policy.name, finding.group)
        for one, (_, finding) in zip(marked, findings, strict=True)
    ]
    found += [Found(_diagnostic(policy, about, rule, one), policy.name) for rule, one in wrong]
    return tuple(found)


def silent_codes(policy: Policy, about: About) -> frozenset[str]:
    """Return the codes of the rules that read cited texts, where one of these is not at hand.

    That such a rule finds nothing shows nothing.
    """
    if not pinned.unread(policy, about):
        return frozenset()
    return frozenset(rule.code for rule in RULES if rule.cited)


def _findings(policy: Policy, about: About) -> Iterator[tuple[Rule, Finding]]:
    for finding in pinned.check(policy, about):
        yield pinned.CHANGED, finding
    told = pinned.without_changed(policy, about)
    gaps = frozenset(gaps_in(policy))
    for one in LOADED:
        for finding in one.check(policy, told):
            here = finding.span.path in ("", policy.span.path) or not policy.span.path
            if here and not (one.rule.absence and within(finding.subject, gaps)):
                yield one.rule, finding


def _diagnostic(policy: Policy, about: About, rule: Rule, finding: Finding) -> Diagnostic:
    subject = finding.subject or policy.name
    marked = marked_text(about.source, finding.span, finding.message)
    return Diagnostic(
        code=rule.code,
        message=finding.message,
        span=finding.span,
        severity=rule.severity,
        help=finding.help,
        subject=subject,
        confidence=rule.confidence,
        audience=rule.audience,
        shows=finding.shows,
        fixes=tuple(guarded(about.source, fix) for fix in finding.fixes),
        fingerprint=fingerprint(policy.name, rule.code, subject, marked),
    )
