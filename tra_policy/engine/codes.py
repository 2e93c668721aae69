"""What the codes of this room mean."""

from __future__ import annotations

from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.explained import Explained
from tra_policy.words.source import Place

_DENOMINATOR = (
    "A row that silently falls out makes every share and every rank another one. It is counted as a row "
    "of which nothing is known."
)

CODES: tuple[Explained, ...] = (
    Explained(
        "TRB072",
        "no-row",
        Severity.ERROR,
        "a line of a table is no row",
        _DENOMINATOR,
        "correct the line, or write the file again",
    ),
    Explained(
        "TRB073",
        "not-of-its-form",
        Severity.ERROR,
        "a column of a table holds something else than its field can hold",
        _DENOMINATOR,
        "correct the rows, or the column that is named in the manifest",
    ),
    Explained(
        "TRB075",
        "rows-missing",
        Severity.ERROR,
        "a table has another number of rows than its maker states",
        "A number that was written down when the table was made shows what became of it since.",
        "find out which rows were taken out or put in",
    ),
    Explained(
        "TRB076",
        "no-such-column",
        Severity.ERROR,
        "no row of a table has a column that the manifest names",
        "A misspelt column would leave its field unstated in every row.",
        "the message names the nearest column",
    ),
    Explained(
        "TRB078",
        "too-many-cells",
        Severity.ERROR,
        "the rows of a table differ too much in what is asked about to be counted in the bounds set",
        "Counting is bounded; a question that tells every row from every other would hold all of them.",
        "ask about a field with fewer values, or allow more: `--limit cells=NUMBER`, "
        "`--limit memory=SIZE`",
    ),
    Explained(
        "TRB079",
        "file-not-readable",
        Severity.ERROR,
        "a file of a table cannot be read",
        "How many rows it holds is not known, so that nothing can be said of all rows.",
        "write the file again",
    ),
)


def fault(code: str, message: str, place: Place, advice: str = "", subject: str = "") -> Diagnostic:
    """Return a mistake that makes the bundle invalid input, with a stranger's text made safe to show."""
    return Diagnostic(
        code, safe(message), help=safe(advice), place=place, input_error=True, subject=subject
    )


def safe(text: str) -> str:
    """Return a text without control characters, which could rewrite what a terminal shows."""
    return "".join(c if c.isprintable() else "�" for c in text)
