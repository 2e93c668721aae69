"""Common slips, each with a message written for it.

Asked only of a line that could not be read: a slip found here replaces the general message.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_NUMBER_WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
]


@dataclass(frozen=True, slots=True)
class Slip:
    """Where a slip is in a line (offsets), what is said, and the advice."""

    start: int
    end: int
    message: str
    help: str
    code: str = "TRA002"


def _found(
    pattern: str, message: str, help: str, code: str = "TRA002", flags: int = 0
) -> Callable[[str], Slip | None]:
    form = re.compile(pattern, flags)

    def look(line: str) -> Slip | None:
        hit = form.search(_unquoted(line))
        if hit is None:
            return None
        group = 1 if form.groups else 0
        words = line[hit.start(group) : hit.end(group)]
        return Slip(
            hit.start(group), hit.end(group), message.format(words), help.format(words), code
        )

    return look


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', lambda m: '"' + "\x00" * (len(m[0]) - 2) + '"', line)


SLIPS: tuple[Callable[[str], Slip | None], ...] = (
    _found(r"[“”„‟«»]", "`{}` is not a straight quote", 'use `"` on both sides'),
    _found(r"\d\s+%", "a space stands before `%`", "write the share in one word, such as `5%`"),
    _found(r"(=>|≥|=<|≤)", "`{}` is not a comparison", "write `>=`, `>`, `<=` or `<`"),
    _found(
        r"(==|!=|<>)",
        "`{}` is not a comparison of the language",
        "write `>=`, `>`, `<=` or `<`; for words write `is`",
    ),
    _found(
        r"^(?:-|reached when|ruled out when|when|unless|holds when)\s.*\s(and|or)\s",
        "`{}` stands between conditions",
        "use `all of` or `any of`, with a bullet for each condition",
        "TRA004",
    ),
    _found(
        r"^\S+(?:,\s*\S+)*\s+(shall|will|has to|have to|needs to)\s",
        "`{}` is not one of the modal verbs",
        "write `must`, `must not`, `aims to`, `should` or `may`",
    ),
    _found(
        r"\s(must not|must|should|may)\s+to\s",
        "`to` does not follow `{}`",
        "leave `to` out",
    ),
    _found(
        rf"\b(?:within|every|least|after)\s+({'|'.join(_NUMBER_WORDS)})\b",
        "`{}` is written as a word",
        "write the number in digits",
        flags=re.IGNORECASE,
    ),
    _found(
        r"\b(?:within|every|least)\s+(a|an)\s",
        "`{}` is written as a word",
        "write `1`",
    ),
    _found(
        r"\b(?:daily|weekly|monthly|quarterly|annually|yearly)\b",
        "`{}` is not a time of the language",
        "write `every 3 months`, `every 12 months` …",
    ),
    _found(
        r"\b(\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\b",
        "`{}` is not a date of the language",
        "write the date as year, month, day: `2026-05-26`",
    ),
    _found(
        r"(\d),(?=\d{3}\b)", "a comma stands within a number", "write the number without commas"
    ),
    _found(
        r"(?:>=|>|<=|<)\s*(0?\.\d+)\s*$",
        "`{}` has no unit",
        "if a share is meant, write it as a percentage",
    ),
    _found(
        r"\s(where)\s*$",
        "nothing follows `{}`",
        "say what must hold of the record, such as `where severity >= medium`",
    ),
    _found(
        r"(?:before|within\s+\d+\s+\w+|every\s+\d+\s+\w+)\s.*\s(where)\s",
        "`{}` comes too late",
        "put `where` before the time",
    ),
    _found(r"(;)\s*$", "a line does not end in `{}`", "leave it out"),
    _found(r"'([^']*)'", "single quotes do not quote", 'use `"` on both sides'),
)


def slip_in(line: str) -> Slip | None:
    """Return the first common slip in a line that could not be read, or None."""
    for look in SLIPS:
        found = look(line)
        if found is not None:
            return found
    return None
