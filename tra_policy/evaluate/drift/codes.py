"""The codes of what moved between two policies or two bundles."""

from __future__ import annotations

from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.explained import Explained
from tra_policy.words.source import Place, Span

WARNING, INFO = Severity.WARNING, Severity.INFO
_SIDE_BY_SIDE = "read the two texts side by side; a clause may have come back under another name"
_QUIET = "A promise that is taken back in silence looks as if it had been kept."

CODES: tuple[Explained, ...] = (
    Explained(
        "TRE401",
        "clause-gone",
        WARNING,
        "the newer policy has no clause of this name, or no such duty",
        f"{_QUIET} That a clause is not there under its name does not show that nothing took its place.",
        _SIDE_BY_SIDE,
    ),
    Explained(
        "TRE402",
        "limit-lost",
        WARNING,
        "a threshold had a number, and has none any more",
        "Whether a number is met can be checked by anybody; whether words are met is for whoever reads "
        "them. Precedent: fewer than 1 in 20 restricted queries, and dishonest in fewer than 1 in 2 cases, "
        "in xAI's framework of August 2025, are not in that of 2026.",
        "state the number, or say in `changes since` why it went",
    ),
    Explained(
        "TRE403",
        "line-gone",
        WARNING,
        "a clause of the same name asks for less than it did",
        _QUIET,
        "put the line back, or say in `changes since` why it went",
    ),
    Explained(
        "TRE404",
        "words-changed",
        INFO,
        "a clause of the same name is about something else, in a way that has no direction by itself",
        "Whether other words ask for more or for less is for a reader to judge.",
        _SIDE_BY_SIDE,
    ),
    Explained(
        "TRE405",
        "default-lost",
        WARNING,
        "what is unknown counted as reached, or blocked, and does so no more",
        "Without such a line, not looking is the easiest way through.",
        "keep `if unknown treat as reached` or `if unknown block`",
    ),
    Explained(
        "TRE406",
        "modal-weakened",
        WARNING,
        "a duty binds less than it did: from `must` towards `may`",
        "The same sentence with another verb is another promise.",
        "keep the verb, or say in `changes since` why it changed",
    ),
    Explained(
        "TRE407",
        "time-lengthened",
        WARNING,
        "a duty has more time than it had, or has no date any more",
        "A duty without a date is never overdue.",
        "keep the time, or say in `changes since` why it changed",
    ),
    Explained(
        "TRE408",
        "exception-added",
        WARNING,
        "a clause has an exception that it did not have, or a safeguard leaves out more",
        "Who may use the exception, and who decides so, is what the clause is worth from there on.",
        "say who may invoke it and who confirms that it applies",
    ),
    Explained(
        "TRE409",
        "limit-loosened",
        WARNING,
        "the number of a condition moved so that it takes more to meet it, or less to rule it out; or a "
        "line asks for fewer records, or for less of them",
        "A limit that moves with the models never stops one.",
        "say in `changes since` on what evidence it moved",
    ),
    Explained(
        "TRE410",
        "strengthened",
        INFO,
        "a clause asks for more, or for it sooner, than it did",
        "It is shown so that a reader sees both directions.",
    ),
    Explained(
        "TRE411",
        "added",
        INFO,
        "the newer policy has a clause or a duty that the older has not",
        "It may be new, or it may be what took the place of something that is gone.",
    ),
    Explained(
        "TRE421",
        "two-values",
        WARNING,
        "the same evaluation of the same model has two values",
        "Only one of them can be what came out. Precedent: a trial that one card gives with 5.8 "
        "failures is given with 5.6 in the card of the next model. Source: Claude Opus 4.5 and Opus 4.6 "
        "system cards.",
        "record which one holds: a retraction with its reason, or a measurement that supersedes",
    ),
    Explained(
        "TRE422",
        "same-value",
        INFO,
        "two models have exactly the same value on an evaluation",
        "It may be so; it may also be a number that was carried over. Precedent: one card printed the "
        "value of an earlier model, 16.53x, and it was later corrected to 22.33x. Source: Claude "
        "Sonnet 4.6 system card, as corrected in that of Fable 5.",
        "look the value up in the log of the run",
    ),
    Explained(
        "TRE423",
        "stated-limit-moved",
        WARNING,
        "the limit that is stated beside an evaluation has other numbers than it had",
        "A limit that is chosen with results at hand can be chosen to be missed. Precedent: fewer than "
        "4.5 of 18 failures in one card, and fewer than 1.8 of 18 in the next. Source: Claude Opus 4.5 and "
        "Opus 4.6 system cards.",
        "read the newer result beside the older limit as well, and say why it moved",
    ),
    Explained(
        "TRE424",
        "stated-limit-lost",
        WARNING,
        "an evaluation had a limit with a number beside it, and has none any more",
        "Without a limit the result leads to nothing.",
        "state the limit, or say that there is none and why",
    ),
    Explained(
        "TRE425",
        "denominator-changed",
        WARNING,
        "the counts of an evaluation are out of another total than they were",
        "Shares of different totals may be of different tests. Precedent: a hard subset of 42 tasks has 45 "
        "in later cards. Source: Claude 4 and later system cards.",
        "say what was added or left out, or name it as another version of the benchmark",
    ),
    Explained(
        "TRE426",
        "not-measured-again",
        INFO,
        "evaluations that bore on a threshold are not in the newer bundle",
        "What is saturated is rightly retired. Where nothing takes its place, nothing can rule the threshold "
        "out. That they are not in the bundle does not show that they were not made.",
        "name what took their place, or say why nothing had to",
    ),
    Explained(
        "TRE427",
        "limits-in-one-line",
        INFO,
        "the limit beside an evaluation has other numbers, in a line that prints those of several tests",
        "Which of the numbers is for this test is not said, so a reader has to look.",
        "state the limit of each test beside its own result",
    ),
)
_KNOWN = {one.code: one for one in CODES}


def moved(
    code: str,
    message: str,
    *,
    span: Span | None = None,
    place: Place | None = None,
    subject: str = "",
) -> Diagnostic:
    """Return a finding, with the severity and the advice of its code."""
    about = _KNOWN[code]
    return Diagnostic(
        code,
        message,
        span=span,
        place=place,
        severity=about.severity,
        help=about.remedy,
        subject=subject,
    )
