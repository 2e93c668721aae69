"""A quote of more than twenty-five words."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import notes_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

MOST = 25
RULE = Rule(
    code="TRA212",
    name="quote-too-long",
    severity=Severity.WARNING,
    family="citations",
    summary="a citation quotes more than 25 words",
    why="A quote is there to find the place and to show the words that bind. A long one copies the "
    "document, hides the words that matter, and is not read. No public precedent is known.",
    remedy="Quote the words that carry the clause; the section and page lead to the rest.",
    bad="""\
threshold BIO-1
  cites rsp §3.1 "one two three four five six seven eight nine ten eleven twelve" #! TRA212
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    "twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six"
""",
    good="""\
threshold BIO-1
  cites rsp §3.1 "significantly help individuals with basic technical backgrounds"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the citations that quote too much."""
    for subject, notes in notes_in(policy):
        for cited in notes.cites:
            words = len(cited.quote.split())
            if words > MOST:
                yield Finding(
                    cited.span,
                    f"the quote has {words} words, and at most {MOST} are quoted",
                    "quote the words that bind; the section and page lead to the rest",
                    subject,
                )
