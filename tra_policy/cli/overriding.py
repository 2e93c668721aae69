"""What rows of one's own would change in a check: the same check twice, with and without them."""

from __future__ import annotations

import sys
from datetime import date

from tra_policy.cli.check import Rows, carry_out
from tra_policy.cli.exits import Exit, of_input
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out, page_of
from tra_policy.reports.difference import FORMATS, differences
from tra_policy.words.noun import Noun, replace


class Question(Noun):
    """A check, and the rows that hold in it before those that are tried."""

    policies: tuple[str, ...]
    evidence: str
    as_of: date
    rows: Rows


def told(asked: Question, tried: str, format: str, colour: When) -> Exit:
    """Print what the rows of the file `tried` would change; whatever that is, it is no failure."""
    more = replace(asked.rows, files=(*asked.rows.files, tried))
    done = [carry_out(asked.policies, asked.evidence, asked.as_of, r) for r in (asked.rows, more)]
    wrong = [d for d in dict.fromkeys(d for one in done for d in one.diagnostics) if d.input_error]
    tell(wrong, done[0].opened.sources, colour)
    before, after = (one.reports for one in done)
    if len(before) != len(after) or not before:
        return Exit.INVALID
    found = [d for b, a in zip(before, after, strict=True) for d in differences(b, a)]
    out(FORMATS[format](found, page_of(sys.stdout, colour)))
    return of_input(wrong)
