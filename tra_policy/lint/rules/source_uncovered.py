"""Passages of a cited document that commit somebody, and that no clause cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tra_policy.lint.citing import looked_up
from tra_policy.lint.passages import Paragraph, Reading, key_of, reading_of
from tra_policy.lint.rule import SHOWN, About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.regex import regex

SUBJECTS = ("we", "the company", "signatories", "the signatory", "the developer", "developers")
COMMITTING = regex(
    r"\b(?:must|shall|commits? to|(?:is|are) committed to|committing to|undertakes? to|"
    r"pledges? to|agrees? to|(?:is|are) required to|requires?)\b"
)
FEWEST_WORDS = 5
FIRST_WORDS = 8
RULE = Rule(
    code="TRA205",
    name="source-uncovered",
    severity=Severity.INFO,
    confidence="possible",
    audience="auditor",
    family="citations",
    summary="paragraphs of the cited document commit somebody, and no clause cites them",
    why="What an encoding leaves out is checked by nobody, and nobody notices. A paragraph is a block "
    "between blank lines, or an item of a list; its section is that of the nearest numbered heading "
    "above it, a line of its own, and a page ends with a form feed. It counts if one of its sentences "
    "says `must`, `shall`, `commit to`, `require` or the like, or says of `we`, of the developer or of "
    "another party of the policy that it `will`; headings do not count. It is cited if a clause quotes "
    "from it; a citation without a quote, or with one that is not found, cites every paragraph of its "
    "section, those of the sections below it, and its page; one that names neither cites none. "
    "Precedent: by a strict count 257 of 383 changes to published frameworks stood in no account of "
    "their publisher. Source: Zhu, Silent Revision (2026).",
    remedy="Add a clause for each, or cite the passage where a clause already says it.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp-1.0.txt" #! TRA205
party example-lab "Example Lab"
document report
commitment REPORT-1
  cites rsp §4.2
  example-lab must publish report within 30 days of deployment
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp-1.0.txt"
party example-lab "Example Lab"
document report
commitment REPORT-1
  cites rsp §4.2
  example-lab must publish report within 30 days of deployment
commitment REPORT-2
  cites rsp §5 "will not deploy"
  example-lab must not deploy model
""",
    cited={
        "rsp": "4.2 Reports\n\nWe will publish a report within 30 days of deployment.\n\n"
        "5 Pause\n\nUntil the report is out, Example Lab will not deploy the model.\n"
    },
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding a document, with the share of its committing paragraphs that are cited."""
    covered: dict[str, set[int]] = {name: set() for name in about.cited}
    for one in looked_up(policy, about.cited):
        covered[one.citation.source].update(paragraph.number for paragraph in one.covered)
    will = _will(policy)
    for source in policy.sources:
        if source.name not in about.cited:
            continue
        committing = _committing(reading_of(about.cited[source.name]), will)
        left = [p for p in committing if p.number not in covered[source.name]]
        if not left:
            continue
        share = 100 * (len(committing) - len(left)) // len(committing)
        first = "; ".join(f"`{_shown(p)}`" for p in left[:SHOWN])
        more = f"; and {len(left) - SHOWN} more" if len(left) > SHOWN else ""
        yield Finding(
            source.span,
            f"{share}% of what `{source.name}` commits to is cited: {len(left)} of "
            f"{len(committing)} paragraphs with a commitment are not: {first}{more}",
            "add a clause for each, or cite the passage where a clause already says it",
            source.name,
        )


def _committing(reading: Reading, will: re.Pattern[str]) -> list[Paragraph]:
    """Return the paragraphs with a sentence that commits somebody, in their order."""
    found = {
        paragraph.number: paragraph
        for paragraph, _, words in reading.sentences
        if not paragraph.is_heading
        and len(words.split()) >= FEWEST_WORDS
        and (COMMITTING.search(words) or will.search(words))
    }
    return list(found.values())


def _will(policy: Policy) -> re.Pattern[str]:
    """Return what finds that one of the speakers or parties `will` do something."""
    titles = (key_of(party.title.split(":")[0]) for party in policy.parties)
    who = "|".join(map(re.escape, dict.fromkeys((*SUBJECTS, *filter(None, titles)))))
    return re.compile(rf"(?<!\w)(?:{who})(?:\W+\w+){{0,3}}?\W+will\b")


def _shown(paragraph: Paragraph) -> str:
    words = paragraph.words.replace("`", "'").split()
    first = " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")
    return " ".join(filter(None, (paragraph.place, first)))
