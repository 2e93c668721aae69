"""A benchmark that would count as another's if it were said who sees its items."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.classes import rank
from tra_policy.logic.clearing import design_of, text_window
from tra_policy.logic.parties import parties_of
from tra_policy.logic.roles import design_class
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.noun import replace

RULE = Rule(
    code="TRA805",
    name="visibility-unstated",
    severity=Severity.INFO,
    family="independence",
    absence=True,
    audience="auditor",
    summary="the developer paid for or took part in the design, and nothing says who can see the items",
    why="A developer that can see the questions can train on them, on purpose or not, so a design it "
    "paid for counts as another's only if the items are out of its sight. Precedent: a developer "
    "commissioned 300 problems, owned them and saw the solutions; fifty were held out later. "
    "Source: Epoch AI, clarification on FrontierMath, 23 January 2025.",
    remedy="Add `items held by PARTY` and `items visible to nobody`, or who does see them.",
    bad="""\
benchmark vct "Virology test" #! TRA805
  designed by      outside-lab
  design funded by example-lab
  measures accuracy as percent, mean, higher is worse
""",
    good="""\
benchmark vct "Virology test"
  designed by      outside-lab
  design funded by example-lab
  items held by    outside-lab
  items visible to nobody
  measures accuracy as percent, mean, higher is worse
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the benchmarks whose class on design would rise if the developer saw no items."""
    parties = parties_of(policy)
    for benchmark in policy.benchmarks:
        if benchmark.items_visible_to is not None or not benchmark.designed_by:
            continue
        window = text_window(policy, benchmark.designed_from)
        design = design_of(policy, benchmark)
        hidden = replace(design, items_visible_to=())
        now = design_class(design, parties, window)
        if rank(design_class(hidden, parties, window)) > rank(now):
            yield Finding(
                benchmark.span,
                f"nothing says who can see the items of `{benchmark.name}`, "
                "so the developer's part in its design decides",
                "add `items visible to nobody`, or who sees them",
                benchmark.name,
            )
