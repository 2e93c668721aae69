"""A citation that names a document and no place in it."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.reading import notes_in
from tra_policy.lint.rule import SHOWN, About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA213",
    name="citation-without-place",
    severity=Severity.INFO,
    family="citations",
    absence=True,
    summary="citations name neither a section nor a page, and quote nothing",
    why="Nobody can find the passage in a document of thirty pages, and no check can: such a citation "
    "counts for nothing where the coverage of the document is counted. "
    "No public precedent is known.",
    remedy="Add `§SECTION`, `p.PAGE`, or a few quoted words.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp-1.0.txt" #! TRA213
party example-lab
commitment SAFE-1
  cites rsp
  example-lab must not deploy model
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp-1.0.txt"
party example-lab
commitment SAFE-1
  cites rsp §4.1 p.6
  example-lab must not deploy model
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding a document with citations that name no place in it."""
    cited = [(subject, one) for subject, notes in notes_in(policy) for one in notes.cites]
    for source in policy.sources:
        of = [(subject, one) for subject, one in cited if one.source == source.name]
        bare = [s for s, one in of if not one.section and not one.page and not one.quote]
        if not bare:
            continue
        names = tuple(dict.fromkeys(bare))
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        listed = ", ".join(f"`{n}`" for n in names[:SHOWN]) if more else quoted(names)
        yield Finding(
            source.span,
            f"{len(bare)} of {len(of)} citations of `{source.name}` name no place in it: "
            f"{listed}{more}",
            "add `§SECTION`, `p.PAGE`, or a few quoted words",
            source.name,
        )
