"""An account of a change to a clause that the policy does not have."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import items_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.regex import regex
from tra_policy.words.suggest import nearest

# Each is held against every name that there is.
MOST_ADVISED = 300
_DOT = regex(r"\.")
HERE = frozenset({"added", "strengthened", "weakened", "clarified"})
RULE = Rule(
    code="TRA912",
    name="change-names-nothing",
    severity=Severity.WARNING,
    family="waivers and revisions",
    summary="the account of changes names a clause that is not there, or drops one that still is",
    why="Readers compare versions by the account that the publisher gives. If it does not match the "
    "text, nobody can tell which of the two is meant. Precedent: of 383 traced changes to frameworks "
    "257 stood in no account, and accounts claim what the text does not show. "
    "Source: Zhu, Silent Revision (2026).",
    remedy="Name the clause as it is named in this version; write `removed` for one that is gone.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
changes since 2.0.0
  - strengthened BIO-7 "lower limit" #! TRA912
  - removed BIO-1 "covered elsewhere" because "merged" #! TRA912
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
changes since 2.0.0
  - strengthened BIO-1.reached "lower limit"
  - removed BIO-7 "covered elsewhere" because "merged"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the lines of the account that the declared names contradict."""
    names = set(items_in(policy))
    near_to: dict[str, str | None] = {}
    for change in policy.changes:
        there = change.path in names
        part = any(change.path[: dot.start()] in names for dot in _DOT.finditer(change.path))
        if change.verb in HERE and not there and not part:
            first = change.path.split(".")[0]
            if first not in near_to and len(near_to) < MOST_ADVISED:
                near_to[first] = nearest(first, names)
            near = near_to.get(first)
            meant = f"; did you mean `{near}`?" if near else ""
            yield Finding(
                change.span,
                f"`{change.path}` was {change.verb}, and this version has no such clause{meant}",
                "name the clause as this version does",
                change.path,
            )
        if change.verb == "removed" and there:
            yield Finding(
                change.span,
                f"`{change.path}` was removed, and this version still has it",
                "say which part was removed, or take the clause out",
                change.path,
            )
