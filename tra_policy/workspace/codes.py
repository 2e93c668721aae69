"""What the codes of this room mean."""

from __future__ import annotations

from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.explained import Explained
from tra_policy.words.source import Place

_ASKED = "A check of something else than what was asked for would be worse than none."
_OUTSIDE = "Evidence is hostile input: a bundle must not be able to show files of the machine."


def _code(number: int, name: str, summary: str, why: str = _ASKED, remedy: str = "") -> Explained:
    return Explained(f"TRX{number:03}", name, Severity.ERROR, summary, why, remedy)


CODES: tuple[Explained, ...] = (
    _code(1, "no-such-file", "a file or folder is not there"),
    _code(2, "unreadable", "a file may not be read, or is none"),
    _code(3, "not-utf-8", "a policy is not UTF-8 text", remedy="save it as UTF-8"),
    _code(4, "too-large", "a file or a bundle is larger than what is read", _OUTSIDE),
    _code(5, "no-policies", "a folder holds no policies, or a Markdown file no `tra` fence"),
    _code(6, "no-library", "a library that a policy uses is not found"),
    _code(
        7,
        "no-manifest",
        "a folder or archive has no `bundle.yaml`",
        "The manifest says whose evidence this is, about what, and as of when.",
    ),
    _code(
        8, "link-outside", "a link in a bundle leads out of it", _OUTSIDE, "put the file itself in"
    ),
    _code(9, "stdin-twice", "standard input is asked for twice", "It can be read once."),
    _code(
        10,
        "no-registry",
        "the registry of the project is not where the package was installed",
        "A check without it could give another verdict than one with it.",
        "install the package again, or leave it out with `--no-registry`",
    ),
    _code(11, "no-reader", "no reader recognises a file that is to be imported"),
    _code(
        12,
        "changed-meanwhile",
        "a file of a bundle was changed while it was read",
        "What is read has to be what its digest was made of.",
        "check again when nobody writes to the bundle",
    ),
    Explained(
        "TRX013",
        "cited-unread",
        Severity.INFO,
        "the file of a cited document is there and cannot be read as text",
        "What a policy quotes is held against the text that it cites, where that can be read.",
        "save the document as a UTF-8 text, and name that file in the `source` line",
    ),
)


def mistake(number: int, message: str, place: Place, advice: str = "") -> Diagnostic:
    """Return what makes a run invalid: a path that cannot be opened as it was meant."""
    return Diagnostic(f"TRX{number:03}", message, help=advice, place=place, input_error=True)
