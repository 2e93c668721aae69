"""A named party of which nobody says whether it is independent."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import names_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.clearing import text_window
from tra_policy.logic.parties import parties_of
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA802",
    name="ties-unstated",
    severity=Severity.WARNING,
    family="independence",
    absence=True,
    summary="a party measures, judges or decides, and nothing covers its ties to the developer",
    why="Independence needs a positive statement; a well-known name is none. Until there is one the "
    "party counts for nothing on the day of the policy. Precedent: a benchmark presented as "
    "independent that the developer had commissioned and whose problems it owned, made known only "
    "with the result. Source: Epoch AI, clarification on FrontierMath, 23 January 2025.",
    remedy="Add the ties: `controlled by`, `employed by`, `paid by`, `owned 25% by`; or `no ties to "
    'DEVELOPER "title and page of its statement"`.',
    bad="""\
party newcomer "An evaluator" #! TRA802
threshold BIO-1
  reached when newcomer judges "the model helps novices"
""",
    good="""\
party newcomer "An evaluator"
  no ties to example-lab "statement on its site"
threshold BIO-1
  reached when newcomer judges "the model helps novices"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the parties with a role that asks for independence whose class is `unstated`."""
    if not policy.developer:
        return
    roles = set(
        names_in(
            (
                policy.benchmarks,
                tuple((t.reached_when, t.ruled_out_when, t.needs) for t in policy.thresholds),
                tuple((t.set_by, t.decided_by) for t in policy.thresholds),
                tuple(define.condition for define in policy.defines),
                policy.amendment,
                policy.interpreted_by,
            )
        )
    )
    parties, window = parties_of(policy), text_window(policy)
    for party in policy.parties:
        if party.name not in roles or party.is_anyone:
            continue
        standing = parties.standing(party.name, window)
        if standing.held == "unstated":
            yield Finding(
                party.span,
                f"`{party.name}` earns no credit as independent: {standing.because}",
                "add the ties there are: `controlled by`, `employed by`, `paid by`, `owned 25% by`; or "
                f'`no ties to {policy.developer} "title and page of its statement"`',
                party.name,
            )
