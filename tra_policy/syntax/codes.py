"""The codes of mistakes in the text of a policy."""

from __future__ import annotations

from tra_policy.words.diagnostic import Severity
from tra_policy.words.explained import Explained

ERROR = Severity.ERROR

CODES: tuple[Explained, ...] = (
    Explained(
        "TRA001",
        "missing-language-version",
        ERROR,
        "the text does not begin with `tra 1`",
        "The first line says which version of the language the text is written in, so that a later "
        "version of the tool does not change what it means.",
        "write `tra 1` as the first line",
    ),
    Explained(
        "TRA002",
        "unreadable-line",
        ERROR,
        "a line is not of a form that the language has",
        "Every line has a fixed head and a fixed form; what cannot be read must not be guessed.",
        "follow the form that the message names; the manual has one example for each",
    ),
    Explained(
        "TRA003",
        "confusable-text",
        ERROR,
        "a character is invisible, reverses the text or looks like another one",
        "A clause must not read differently from what it says: bidirectional controls, invisible "
        "characters and look-alike letters can hide a word or fake a name.",
        "type the character again, in plain letters",
    ),
    Explained(
        "TRA004",
        "mixed-and-or",
        ERROR,
        "`and` or `or` stands between conditions",
        "Readers disagree on what `a and b or c` means, so the language has lists instead.",
        "use `all of` or `any of` with a bullet for each condition, and `define` for what is nested",
    ),
    Explained(
        "TRA005",
        "case-only-clash",
        ERROR,
        "two names differ only by the case of their letters",
        "`CBRN-3` and `cbrn-3` are two names to the tool and one to a reader.",
        "rename one of them",
    ),
    Explained(
        "TRA006",
        "misplaced-line",
        ERROR,
        "a line stands where it has no meaning",
        "Lines belong to the directive above them, and bullets to the list above them.",
        "move the line below its directive, or indent it",
    ),
    Explained(
        "TRA007",
        "unknown-head",
        ERROR,
        "a line or directive begins with words that the language does not have",
        "A misspelt line would silently do nothing.",
        "use the head that the message suggests",
    ),
    Explained(
        "TRA008",
        "too-large",
        ERROR,
        "the text is larger than the limits",
        "The limits (2 MiB, 100,000 lines, 20,000 characters a line, 10,000 bullets a list) keep a "
        "hostile file from stalling a pipeline.",
        "split the policy into files",
    ),
    Explained(
        "TRA009",
        "empty-text",
        ERROR,
        "there is no policy in the text",
        "An empty file checks nothing, and nothing checked must not look like a pass.",
        "begin with `tra 1` and a `policy` line",
    ),
)
