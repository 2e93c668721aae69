"""A declared name that nothing uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tra_policy.lint.reading import names_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA102",
    name="unused-declaration",
    severity=Severity.WARNING,
    family="names",
    summary="a party, event, benchmark, safeguard, document or definition that nothing uses",
    why="A declaration that nothing uses reads like a promise: a named evaluator without a role, a "
    "benchmark without a limit, a safeguard that no duty asks for. Precedent: evaluations named "
    "without any threshold, such as VCT and WMDP in xAI's framework. "
    "Source: xAI Risk Management Framework, 20 August 2025.",
    remedy="Use the name where it matters, or remove it.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
benchmark vct "Virology test" #! TRA102
  designed by example-lab
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
benchmark vct "Virology test"
  designed by example-lab
  measures accuracy as percent, mean, higher is worse
threshold BIO-1
  reached when vct.accuracy >= 50%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the declarations whose name stands nowhere else."""
    mentioned = Counter(names_in(policy))
    for word, declared in (
        ("party", policy.parties),
        ("event", policy.events),
        ("benchmark", policy.benchmarks),
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
            )
