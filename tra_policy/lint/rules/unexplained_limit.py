"""A number that neither a quote nor a reason explains."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.numbers import number_of, numbers_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import atoms_of
from tra_policy.model.conditions import Comparison, Unpublished
from tra_policy.model.policy import Policy, Threshold
from tra_policy.model.quantity import Quantity
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA207",
    name="unexplained-limit",
    severity=Severity.INFO,
    family="citations",
    absence=True,
    audience="auditor",
    summary="a limit whose number neither stands in a quote nor has a reason",
    why="A limit that nobody explains can be moved without anybody noticing. Precedent: the limits of "
    "the virology uplift trial changed between two model generations after a result had come close "
    "to the old ones. Source: the system cards of Claude Opus 4.5 and Claude Opus 4.6.",
    remedy="Quote the number, or say with `because` where it comes from.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50% #! TRA207
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  because "the median expert scores 50%"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the limits of thresholds without a reason beside quotes that show no number of the kind.

    A quote that shows another number is for TRA208 to report.
    """
    for threshold in policy.thresholds:
        if threshold.notes.because:
            continue
        quotes = " ".join(cited.quote for cited in threshold.notes.cites)
        quoted = numbers_in(quotes) if quotes else ()
        seen = set()
        for comparison, quantity in _limits(threshold):
            limit, number = str(quantity), number_of(quantity)
            if limit in seen or any(number.rivals(other) for other in quoted):
                continue
            seen.add(limit)
            yield Finding(
                comparison.span,
                f"nothing says where the limit `{limit}` comes from",
                f'add `because "…"`, or a citation that quotes `{limit}`',
                threshold.name,
            )


def _limits(threshold: Threshold) -> Iterator[tuple[Comparison, Quantity]]:
    for condition in (threshold.reached_when, threshold.ruled_out_when):
        for atom in atoms_of(condition):
            if isinstance(atom, Comparison) and not isinstance(atom.limit, Unpublished):
                yield atom, atom.limit
