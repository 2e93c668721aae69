"""Thresholds that are numbered like tiers and not ordered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tra_policy.lint.placing import below_head
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy, Threshold
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Fix
from tra_policy.words.regex import regex

RULE = Rule(
    code="TRA709",
    name="unordered-tiers",
    severity=Severity.INFO,
    family="logic",
    absence=True,
    confidence="likely",
    fixes="unsafe",
    summary="thresholds such as `BIO-1` and `BIO-2` do not say which stands above which",
    why="Without the order a reader cannot tell whether the higher tier brings the duties of the lower "
    "one along, and no check can see that limits or safeguards are inverted. Precedent: risk tiers "
    "that are referred to and never listed. Source: xAI Frontier AI Framework, 30 June 2026.",
    remedy="Add `above NAME` to the higher one.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
threshold BIO-2 #! TRA709
  reached when bio-test.accuracy >= 80%
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
threshold BIO-2
  above BIO-1
  reached when bio-test.accuracy >= 80%
""",
)
_NUMBERED = regex(r"(.*\D)(\d+)")


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the higher of two neighbours in a numbered row that no line relates."""
    rows: dict[str, list[tuple[int, Threshold]]] = {}
    for threshold in policy.thresholds:
        if found := _NUMBERED.fullmatch(threshold.name):
            rows.setdefault(found[1].casefold(), []).append((int(found[2]), threshold))
    for row in rows.values():
        row.sort(key=lambda numbered: numbered[0])
        for (_, low), (_, high) in pairwise(row):
            if high.above or low.warns_of == high.name or high.domains != low.domains:
                continue
            yield Finding(
                high.span,
                f"`{high.name}` does not say that it stands above `{low.name}`",
                f"add `above {low.name}`",
                high.name,
                fixes=_ordered(about, high, low),
            )


def _ordered(about: About, high: Threshold, low: Threshold) -> tuple[Fix, ...]:
    edit = below_head(about.source, high.span, f"above {low.name}")
    return (Fix(f"add `above {low.name}`", (edit,)),) if edit is not None else ()
