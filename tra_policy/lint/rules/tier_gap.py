"""A row of tiers with one missing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy, Threshold
from tra_policy.words.diagnostic import Severity
from tra_policy.words.regex import regex

RULE = Rule(
    code="TRA715",
    name="tier-gap",
    severity=Severity.INFO,
    family="logic",
    summary="the numbered tiers of a row skip a number",
    why="What lies between two tiers has no consequence of its own, and a number that is missing was "
    "either dropped or never written. How far two tiers lie apart in what they say is for a reader "
    "to judge. Precedent: a row that leaps from meaningful assistance with known techniques to full "
    "autonomy with novel ones. Source: Anthropic Frontier Compliance Framework 2.",
    remedy="Add the missing tier, or say with `because` where it went.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
threshold BIO-3 #! TRA715
  above BIO-1
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
_NUMBERED = regex(r"(.*\D)(\d{1,2})")


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the tier behind each gap of a numbered row, unless it gives a reason."""
    rows: dict[str, list[tuple[int, Threshold]]] = {}
    for threshold in policy.thresholds:
        if found := _NUMBERED.fullmatch(threshold.name):
            rows.setdefault(found[1].casefold(), []).append((int(found[2]), threshold))
    for row in rows.values():
        row.sort(key=lambda numbered: numbered[0])
        for (below, low), (number, high) in pairwise(row):
            if number - below > 1 and not high.notes.because:
                missing = high.name.removesuffix(str(number)) + str(number - 1)
                yield Finding(
                    high.span,
                    f"no tier stands between `{low.name}` and `{high.name}`",
                    f"add `{missing}`, or say with `because` where it went",
                    high.name,
                )
