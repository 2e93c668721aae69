"""Cited texts, held against the digests that the policy names."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Cited, Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import replace
from tra_policy.words.source import Span

_TEXT = "The model must be tested before it is deployed.\n"
_DIGEST = sha256_of(_TEXT.encode())

CHANGED = Rule(
    code="TRA211",
    name="source-changed",
    severity=Severity.WARNING,
    family="citations",
    summary="the file of a cited document is not the text whose digest the policy names",
    why="The policy was written from one text, and another lies at its place: a quote may have been "
    "reworded, a section renumbered, a number changed. So nothing is read out of it. Precedent: "
    "material changes between versions of published frameworks that their own changelogs do not name, "
    "257 of 383 by one count. Source: Zhu, Silent Revision (2026).",
    remedy="Put the text that was read back, or read the new one, correct the clauses that cite it, "
    "and pin its digest.",
    bad=f"""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp.txt" sha256 {"0" * 64} #! TRA211
party example-lab
""",
    good=f"""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp.txt" sha256 {_DIGEST}
party example-lab
""",
    cited={"rsp": _TEXT},
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the documents at hand that are not those that were pinned."""
    for one in policy.sources:
        if _differs(one, about):
            at = about.source.text.find(one.sha256, one.span.end)
            span = Span(one.span.path, at, at + len(one.sha256)) if at >= 0 else one.span
            yield Finding(
                span,
                f"the file of `{one.name}` is not the text that was pinned",
                "put that text back, or pin the digest of the one that the clauses were read from",
                policy.name,
            )


def without_changed(policy: Policy, about: About) -> About:
    """Return what a rule is told, without documents that are not those that were pinned."""
    changed = {one.name for one in policy.sources if _differs(one, about)}
    if not changed:
        return about
    kept = {name: text for name, text in about.cited.items() if name not in changed}
    return replace(about, cited=kept)


def unread(policy: Policy, about: About) -> tuple[Cited, ...]:
    """Return the cited documents of which no text was at hand as it was pinned."""
    held = without_changed(policy, about).cited
    return tuple(one for one in policy.sources if one.name not in held)


def _differs(one: Cited, about: About) -> bool:
    text = about.cited.get(one.name)
    if text is None or not one.sha256:
        return False
    return sha256_of(text.text.encode("utf-8", "surrogatepass")) != one.sha256.lower()
