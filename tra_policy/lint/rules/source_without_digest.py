"""A source document without a digest."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.placing import behind_quote
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Cited, Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.digest import sha256_of
from tra_policy.words.edits import Fix

RULE = Rule(
    code="TRA210",
    name="source-without-digest",
    severity=Severity.WARNING,
    family="citations",
    fixes="unsafe",
    summary="a source is named without the digest of the text that was read",
    why="Published frameworks are replaced at the same address. Without a digest nobody can tell "
    "which text the clauses cite. Precedent: framework revisions without a changelog, and a version "
    "in force on the day of its publication. Source: Zhu, Silent Revision (2026); Anthropic RSP 3.4.",
    remedy="Add the sha256 digest of the file that was read.",
    bad="""\
tra 1
policy example-rsp version 1.0
  source rsp "rsp-1.0.txt" #! TRA210
""",
    good=f"""\
tra 1
policy example-rsp version 1.0
  source rsp "rsp-1.0.txt" sha256 {"0123456789abcdef" * 4}
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the sources without a digest."""
    for source in policy.sources:
        if not source.sha256:
            yield Finding(
                source.span,
                f"source `{source.name}` has no digest",
                "add `sha256 …` of the file that was read",
                source.name,
                fixes=_pinned(about, source),
            )


def _pinned(about: About, source: Cited) -> tuple[Fix, ...]:
    """Return the fix that pins the text that is at hand; whether it is the one that was read, who knows."""
    text = about.cited.get(source.name)
    if text is None:
        return ()
    digest = sha256_of(text.text.encode("utf-8", "surrogatepass"))
    edit = behind_quote(about.source, source.span, source.file, f"sha256 {digest}")
    return (Fix("pin the text that is at hand", (edit,)),) if edit is not None else ()
