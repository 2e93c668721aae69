"""Several independent pieces of evidence that may come from one hand."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import needs_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.conditions import RoleIs
from tra_policy.model.duties import Need
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

CLASSES = frozenset({"independent", "engaged", "authority"})
RULE = Rule(
    code="TRA809",
    name="same-hand-twice",
    severity=Severity.INFO,
    audience="auditor",
    family="independence",
    summary="two or more records of independent work are asked for, and one party may make them all",
    why="Two results of one evaluator share its tools, its prompts and its mistakes: they are one "
    "opinion, said twice. Nothing in `at least 2 … by independent` asks for two parties. Precedent: "
    "users of another policy tool found assessments by one executor counted as independent ones. "
    "Source: gemaraproj/gemara, issue 488.",
    remedy="Write one `needs` line for each party.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  needs at least 2 measurements where run by independent #! TRA809
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  needs at least 1 measurement where run by outside-lab
  needs at least 1 measurement where run by regulator
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the needs of several records whose hand is a class of parties and not a party."""
    for name, need in needs_in(policy):
        if need.quantifier == "at least" and need.count > 1 and _of_a_class(need):
            yield Finding(
                need.span,
                f"all {need.count} of these may come from one party",
                "write one `needs` line for each party",
                name,
            )


def _of_a_class(need: Need) -> bool:
    roles = tuple(test for test in need.where if isinstance(test, RoleIs))
    return bool(roles) and all(test.holder in CLASSES for test in roles)
