"""Writes `docs/policies/README.md`: `python -m tests.policies.write_index`; `--counts` prints its numbers."""

from __future__ import annotations

import argparse
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from .pages import PAGES, POLICIES, head, name_of, not_known, page, rows, said_in_comments

INDEX = PAGES / "README.md"

_HEAD = """\
# Published documents, and how much of each is encoded

Each file `policies/PUBLISHER/DOCUMENT.tra` says in clauses what one version of one published document
says. Each has a page here. A page is a list of what is known of the document, one fact a row, with the
clause that says it; below stands what no clause can say, what rests on secondary sources, and what stands
in the file without a source. The test suite holds the pages against the files: every clause that a page
names is there, and every count is counted.

A page is no review of its publisher. A row that is encoded says that the text has such a clause, and not
that anybody kept it. Facts are in own words; a quote is short and is marked as one. The texts themselves
were not at hand, so no file pins one by its digest.

"""
_BODY = """\
## What the columns say

- **facts**: the rows of the page. The list is what is known of the document here, and not the whole
  document: the head of the page says how it was read.
- **encoded**: rows that a clause says at least some of. A fact that the document leaves open counts where
  the file leaves the same thing open.
- **in part**: of these, rows where something is lost. The row says what. The strict count is *encoded*
  without *in part*.
- **not**: rows that no clause says.
- **cannot be said**: lines in the file that say what the language cannot, with the reason. One line may
  stand behind several rows, or behind a detail of a row.
- **not known**: lines `not known here "…"` in the file. What stands there may well be in the document:
  whoever wrote the file could not read it. Nothing that is missing in such a clause is held against the
  publisher. A high number here, beside a full count, means that little of the document was known and that
  this little is encoded.

## The numbers

`python -m tests.policies.write_index --counts` prints them, one document a line; `python -m
tests.policies.write_index` writes this page anew.

What several documents asked for in vain is in [decision 10](../decisions/0010-what-documents-asked.md),
with what the language took up and what it did not.
"""
_COLUMNS = ("facts", "encoded", "in part", "not", "cannot be said", "not known")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a page, or lines of its policy, there are of each sort."""

    facts: int
    encoded: int
    part: int
    unsaid: int
    unsayable: int
    unknown: int


def counts(policy: Path) -> Counts:
    """Return the counts of one document."""
    states = [row.encoded for row in rows(policy)]
    unsaid = states.count("no")
    return Counts(
        facts=len(states),
        encoded=len(states) - unsaid,
        part=states.count("part"),
        unsaid=unsaid,
        unsayable=len(said_in_comments(policy, "cannot be said")),
        unknown=not_known(policy),
    )


def summed(every: list[Counts]) -> Counts:
    """Return the counts of all documents together."""
    return Counts(**{f.name: sum(getattr(c, f.name) for c in every) for f in fields(Counts)})


def index() -> str:
    """Return the page."""
    every = [(policy, counts(policy)) for policy in POLICIES]
    lines = [
        f"| document | effective | status | {' | '.join(_COLUMNS)} |",
        f"|---|---|---|{'---:|' * len(_COLUMNS)}",
    ]
    for policy, found in every:
        said = head(policy)
        title = page(policy).partition("\n")[0].removeprefix("# ")
        first = f"[{title}]({name_of(policy)}.md)"
        lines.append(_row(first, said["effective"], said["status"], *astuple(found)))
    total = summed([found for _, found in every])
    lines.append(_row(f"{len(every)} documents", "", "", *astuple(total)))
    return _HEAD + "\n".join(lines) + "\n\n" + _BODY


def table() -> str:
    """Return the counts for a terminal, one document a line."""
    every = [(name_of(policy), counts(policy)) for policy in POLICIES]
    every.append((f"{len(every)} documents", summed([found for _, found in every])))
    wide = max(len(name) for name, _ in every)
    lines = [" " * wide + "".join(f"  {column}" for column in _COLUMNS)]
    for name, found in every:
        numbers = zip(_COLUMNS, astuple(found), strict=True)
        lines.append(name.ljust(wide) + "".join(f"  {n:>{len(c)}}" for c, n in numbers))
    return "\n".join(lines)


def _row(*told: object) -> str:
    return f"| {' | '.join(str(cell) for cell in told)} |"


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Write docs/policies/README.md.")
    options.add_argument("--counts", action="store_true", help="print the counts, write nothing")
    if options.parse_args().counts:
        print(table())
    else:
        INDEX.write_text(index(), encoding="utf-8")
