"""What readers say of a mistake, with a stranger's text made safe to show."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

LONGEST_SHOWN = 60
MOST_SAID = 200
MOST_GUESSES = 20


def fault(code: str, message: str, place: Place, advice: str = "", subject: str = "") -> Diagnostic:
    """Return a mistake that makes the bundle invalid input."""
    message, advice = printable(message), printable(advice)
    return Diagnostic(code, message, help=advice, place=place, input_error=True, subject=subject)


def finding(
    code: str,
    message: str,
    place: Place,
    advice: str = "",
    severity: Severity = Severity.WARNING,
    subject: str = "",
) -> Diagnostic:
    """Return something that a person should know about a bundle that could be read."""
    message, advice = printable(message), printable(advice)
    return Diagnostic(code, message, severity=severity, help=advice, place=place, subject=subject)


def guess(name: str, known: Iterable[str], said: int, otherwise: str = "") -> str:
    """Return the nearest known name as advice, as long as few have been asked for.

    Comparing names is slow: a file with thousands of wrong ones must not take hours.
    """
    if said >= MOST_GUESSES:
        return otherwise
    return did_you_mean(name, islice(known, 1000), otherwise)


def printable(text: str) -> str:
    """Return a text without control characters, which could rewrite what a terminal shows."""
    return "".join(c if c.isprintable() else "�" for c in text)


def quoted(value: object) -> str:
    """Return a stranger's value in backticks: on one line, without control characters, shortened."""
    match value:
        case None:
            text = "null"
        case bool():
            text = str(value).lower()
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            text = str(value)
    text = printable(text[: LONGEST_SHOWN + 1]).replace("`", "�")
    return f"`{text[:LONGEST_SHOWN]}…`" if len(text) > LONGEST_SHOWN else f"`{text}`"


def listed(names: list[str] | tuple[str, ...], limit: int = 5) -> str:
    """Return some names in backticks, and how many more there are."""
    shown = ", ".join(quoted(n) for n in names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"
