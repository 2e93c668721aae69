"""What a rule is, what it is told, and what it finds.

A rule file holds a docstring, `RULE`, and `check(policy, about)` that yields findings. The runner
adds the code, the severity, the confidence and the audience, so that a rule can be wrong about none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from tra_policy.model.pivot import TextVerdict
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Audience, Confidence, Severity
from tra_policy.words.edits import Fix
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.remarks import Remark
from tra_policy.words.source import Source, Span

FixKind = Literal["none", "safe", "unsafe"]
NO_TEXT = Source("", "")
Family = Literal[
    "form",
    "names",
    "citations",
    "obligations",
    "evidence",
    "time",
    "unknown",
    "logic",
    "independence",
    "waivers and revisions",
]


class Rule(Noun):
    """One rule: what it says, why it matters with a public precedent, and what to write instead.

    `why` ends in `Source: …`, or in `No public precedent is known.`; a source that only reports
    another is marked secondary. `bad` and `good` are pieces of a policy, put below the declarations
    of `tra_policy.lint.example`, or whole policies that begin with `tra 1`. The line of `bad` that
    is to be reported ends in `#!` and the code.

    `confidence` says how sure it is that a finding is a defect: certain, where the text says so;
    likely, where words were read; possible, where only a reader can tell. `audience` is who has use
    for it: an author before publication, or only an auditor. `cited` are texts of cited documents,
    by the policy's name for them, that the two examples are read beside. `fixes` says whether findings
    offer a fix: a safe one, only unsafe ones, or none. `absence` is for what finds that something is
    missing: it is silent on a clause of which the writer could not read the whole (`not known here`).
    """

    code: str
    name: str
    severity: Severity
    family: Family
    summary: str
    why: str
    remedy: str
    bad: str
    good: str
    confidence: Confidence = "certain"
    audience: Audience = "author"
    cited: Mapping[str, str] = field(default_factory=dict)
    fixes: FixKind = "none"
    absence: bool = False


class About(Noun):
    """What a rule is told beside the policy.

    `verdicts` are what the text alone says of each threshold. `cited` are the texts of the documents
    that the policy cites, by its own names for them; one that is not at hand is not in it. `source` is
    the text of the policy itself, for fixes, and `remarks` are its comments.
    """

    verdicts: tuple[TextVerdict, ...] = ()
    cited: Mapping[str, Source] = field(default_factory=dict)
    source: Source = NO_TEXT
    remarks: tuple[Remark, ...] = ()


class Group(Noun):
    """Findings that are said once where they are of most clauses: of how many, and in which words."""

    of: int
    said: str
    head: Span
    name: str


class Finding(Noun):
    """One thing a rule found: where, what, the advice, and the clause that it is about.

    `shows` is a piece of evidence, in words, under which the defect comes to light. `fixes` are changes
    to the text that would end it, the best first. `group` is set by `gathered`.
    """

    span: Span
    message: str
    help: str = ""
    subject: str = ""
    shows: str = ""
    fixes: tuple[Fix, ...] = ()
    group: Group | None = None


Check = Callable[[Policy, About], Iterator[Finding]]

FEW = 3
MOST = 0.75
SHOWN = 5


def gathered(found: Iterable[Finding], of: int, policy: Policy, said: str) -> Iterator[Finding]:
    """Yield findings that are one finding at the policy's head where they are of most of `of` clauses.

    What is missing nearly everywhere is one decision of the author, so it is said once. `said` goes
    on after a number: `thresholds do not say who decides`. The runner gathers them, after what is
    allowed is set aside.
    """
    group = Group(of, said, policy.span, policy.name)
    yield from (replace(one, group=group) for one in found)
