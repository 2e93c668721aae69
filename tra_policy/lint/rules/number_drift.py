"""A number of a clause that differs from the one in the words that it cites."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.citing import Looked, of_notes
from tra_policy.lint.numbers import Stated, numbers_in, numbers_of
from tra_policy.lint.reading import cited_clauses
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.duties import Notes
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA208",
    name="number-drift",
    severity=Severity.WARNING,
    confidence="likely",
    family="citations",
    summary="the clause has a number, and the cited words have another one, or none",
    why="A wrong number is checked as strictly as a right one. Compared are times, shares, factors, "
    "compute, money and counts; spelt numbers and words such as `annually` are read, and a month is "
    "taken for thirty days. A quote with another number of the same kind is enough; that a number "
    "stands nowhere in the cited place is said only where the document is at hand. A clause with a "
    "`because` has its explanation. Precedent: an early framework asked for evaluation at 4x the "
    "compute and every 3 months, the next at 4x and 6 months; and one card calls two different "
    "values the threshold of the same test. Source: Anthropic RSP 1.0 and 2.2; Claude Opus 4.6 "
    "system card, pp. 185 and 189.",
    remedy="Write the number of the document, cite the words that have it, or say with `because` "
    "how it was worked out.",
    bad="""\
commitment TELL-1
  example-lab must send report to regulator within 30 days of deployment #! TRA208
    cites rsp §4.1 "within 15 days of deployment"
""",
    good="""\
commitment TELL-1
  example-lab must send report to regulator within 15 days of deployment
    cites rsp §4.1 "within fifteen (15) days of deployment"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield each number of a clause once that its cited words do not have, unless a reason is given."""
    for subject, noun, notes in cited_clauses(policy):
        if not notes.cites or notes.because:
            continue
        numbers = tuple(numbers_of(noun))
        if not numbers:
            continue
        looked = tuple(of_notes(subject, notes, about.cited))
        quoted, there = _quoted(notes), _there(looked)
        seen: list[Stated] = []
        for number, span in numbers:
            if number in seen or any(number.says(other) for other in (*quoted, *there)):
                continue
            seen.append(number)
            said = _said(number, quoted, looked, there)
            if said:
                yield Finding(
                    span,
                    f"`{subject}` says `{number.text}`, and {said}",
                    "write the number of the document, or say with `because` how it was worked out",
                    subject,
                )


def _quoted(notes: Notes) -> tuple[Stated, ...]:
    return tuple(n for cited in notes.cites for n in numbers_in(cited.quote))


def _there(looked: tuple[Looked, ...]) -> tuple[Stated, ...]:
    found = {p.number: p for one in looked for p in one.covered}
    return tuple(n for paragraph in found.values() for n in numbers_in(paragraph.words))


def _said(
    number: Stated,
    quoted: tuple[Stated, ...],
    looked: tuple[Looked, ...],
    there: tuple[Stated, ...],
) -> str:
    """Return what the cited words say in its place; empty where they leave it open."""
    rivals = dict.fromkeys(one.text for one in quoted if number.rivals(one))
    if rivals:
        return f"the quoted words say {' and '.join(f'`{text}`' for text in rivals)}"
    read = [one for one in looked if one.covered]
    if not read or len(read) < len(looked):
        return ""
    named = dict.fromkeys(one.covered[0].place or one.citation.source for one in read)
    others = dict.fromkeys(one.text for one in there if number.rivals(one))
    where = " and ".join(f"`{place}`" for place in named)
    if others and number.dimension != "count":
        return f"{where} says {' and '.join(f'`{text}`' for text in list(others)[:3])}"
    return "" if number.dimension == "count" else f"{where} does not"
