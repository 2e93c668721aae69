"""A mistake or a finding: what is said to a person about a place.

Diagnostics are values. Every stage returns them beside its output; nothing here prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Literal

from tra_policy.words.edits import Fix
from tra_policy.words.noun import Noun, replace
from tra_policy.words.source import Place, Source, Span

Confidence = Literal["certain", "likely", "possible"]
Audience = Literal["author", "auditor"]


class Severity(IntEnum):
    """How bad it is. Ordered, so that `>=` compares with a failing level."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word that users type and read."""
        return self.name.lower()


class Diagnostic(Noun):
    """One message about one place.

    `code` is stable and can be explained with `tra explain CODE`. `message` is lower case and has no
    final period; advice stands in `help`. `input_error` marks what makes an input invalid (exit 2),
    as against a finding about a valid one. `shows` is evidence, in words, under which a defect of a
    text comes to light; `fixes` are changes to the text that would end it, the best first. `fingerprint`
    is the same wherever the finding stands in its text. `allowed` is the reason that the text gives for
    letting the finding be; empty where it does not.
    """

    code: str
    message: str
    span: Span | None = None
    severity: Severity = Severity.ERROR
    help: str = ""
    place: Place | None = None
    input_error: bool = False
    subject: str = ""
    confidence: Confidence = "certain"
    audience: Audience = "author"
    shows: str = ""
    fixes: tuple[Fix, ...] = ()
    fingerprint: str = ""
    allowed: str = ""

    def placed(self, sources: dict[str, Source]) -> Diagnostic:
        """Return the same diagnostic with line and column filled in from its span."""
        if self.place is not None or self.span is None or self.span.path not in sources:
            return self
        return replace(self, place=sources[self.span.path].place(self.span.start))


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """Return the highest severity among some diagnostics, or None when there are none."""
    return max((d.severity for d in diagnostics), default=None)
