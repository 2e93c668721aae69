"""What people type where the grammar expects something: the words for messages."""

from __future__ import annotations

from collections.abc import Iterable

TYPED: dict[str, str] = {
    "NAME": "a name",
    "STRING": "words in quotes",
    "DATE": "a date such as `2026-05-26`",
    "PERCENT": "a share such as `22.1%`",
    "RATIO": "a ratio such as `2.8x`",
    "MONEY": "a sum such as `$500M`",
    "NUMBER": "a number",
    "HEX": "a digest of 64 hexadecimal digits",
    "KEY": "a key such as `ed25519:…`",
    "SECTION": "a section such as `§3.1`",
    "PAGE": "a page such as `p.6`",
    "VERSION": "a version such as `2.1.0`",
    "OP": "`>=`, `>`, `<=` or `<`",
    "COMMA_RUN": "`, run by`",
    "AT_POINT": "`at point estimate`",
    "STATISTIC": "`mean`, `median`, `max`, `min`, `best-of-n` or `pass@k`",
    "STATUS": "`draft`, `current` or `superseded`",
    "CHANGE": "`added`, `removed`, `strengthened`, `weakened`, `clarified` or `moved`",
    "COMMA": "a comma",
    "MINUS": "`-`",
    "CODE_OF_PRACTICE": "`code-of-practice`",
    "FLOP": "`FLOP`",
    "STEPS": "`steps`",
    "HOURS": "`hours`",
    "DAYS": "`days`",
    "BUSINESS": "`business days`",
    "WEEKS": "`weeks`",
    "MONTHS": "`months`",
    "YEARS": "`years`",
    "$END": "the end of the line",
}
_TIME_UNITS = frozenset({"HOURS", "DAYS", "BUSINESS", "WEEKS", "MONTHS", "YEARS"})
_TIMES = frozenset({"BEFORE", "WITHIN", "EVERY", "BY", "AFTER", "UNTIL", "WHEN"})
_FACTS = frozenset(
    {"REACHED", "RULED", "SHOWN", "PUBLISHED", "APPROVED", "SPECIFIED", "COMPLETE", "IN", "NOT"}
)


def typed(terminal: str) -> str:
    """Return what people type for a terminal: a keyword is typed as it is."""
    return TYPED.get(terminal, f"`{terminal.lower().replace('_', '-')}`")


def expectation(terminals: Iterable[str]) -> str:
    """Return what was expected, in the reader's words; empty when there is too much to name."""
    left = set(terminals)
    said = []
    for group, words in (
        (_TIME_UNITS, "a unit of time such as `days` or `months`"),
        (_TIMES, "a time such as `before deployment` or `within 30 days`"),
        (_FACTS, "`reached`, `shown`, `published` or another state"),
    ):
        if len(group & left) >= 4:
            left -= group
            said.append(words)
    said = sorted(typed(t) for t in left) + said
    said.sort(key=lambda word: word == TYPED["$END"])
    if len(said) > 7:
        return ""
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}" if said else ""
