"""What people type where the grammar expects something: the words for messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

TYPED: dict[str, str] = {
    "NAME": "a name",
    "STRING": "words in quotes",
    "DATE": "a date such as `2026-05-26`",
    "MONTH": "a month such as `2026-05`",
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
    "COMMA": "a comma",
    "_COMMA_RUN": "`, run by`",
    "AT_POINT": "`at point estimate`",
    "STATISTIC": "`mean`, `median`, `max`, `min`, `best-of-n` or `pass@k`",
    "STATUS": "`draft`, `current` or `superseded`",
    "CHANGE": "`added`, `removed`, `strengthened`, `weakened`, `clarified` or `moved`",
    "STEPS": "`steps`",
    "HOURS": "`hours`",
    "DAYS": "`days`",
    "WEEKS": "`weeks`",
    "MONTHS": "`months`",
    "YEARS": "`years`",
    "BUSINESS": "`business days`",
    "_IN_STAGE": "`in stage`",
    "_COMMA_TIME": "a comma before another time",
    "_INDEPENDENT": "`is independent of`",
    "AGGREGATE": "`mean`, `median`, `max`, `min`, `sum`, `distinct` or `p95`",
    "A": "`a public authority`",
    "AIMS": "`aims to`",
    "ALL": "`all of`",
    "ANY": "`any of`",
    "AT": "`at least`",
    "DESCENDS": "`descends from`",
    "SHARES": "`shares nothing with`",
    "NONE": "`none of`",
    "RULED": "`ruled out`",
    "TREAT": "`treat as reached`",
    "$END": "the end of the line",
}
# Words that are typed one for another: named together, by one example.
_TOGETHER: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"HOURS", "DAYS", "BUSINESS", "WEEKS", "MONTHS", "YEARS"}),
        "a unit of time such as `days` or `months`",
    ),
    (
        frozenset({"AT", "BEFORE", "WITHIN", "EVERY", "BY", "AFTER", "UNTIL", "WHEN"}),
        "a time such as `before deployment` or `within 30 days`",
    ),
    (
        frozenset({"REACHED", "RULED", "SHOWN", "PUBLISHED", "APPROVED", "SPECIFIED", "COMPLETE"}),
        "`reached`, `shown`, `published` or another state",
    ),
    (
        frozenset({"PERCENT", "RATIO", "MONEY", "NUMBER"}),
        "a value such as `22.1%`, `2.8x` or `40 hours`",
    ),
    (frozenset({"MUST", "AIMS", "SHOULD", "MAY"}), "`must`, `aims to`, `should` or `may`"),
    (frozenset({"COMPUTE", "ELAPSED"}), ""),
)
_MOST = 6


def typed(terminal: str, keywords: Mapping[str, str]) -> str:
    """Return what people type for a terminal; `keywords` are the terminals that are typed as they are."""
    return TYPED.get(terminal) or f"`{keywords[terminal]}`"


def expectation(terminals: Iterable[str], keywords: Mapping[str, str]) -> str:
    """Return what was expected, in the reader's words; empty when it is too much to name."""
    left = set(terminals) - {"_COMMA_TIME"}
    if "COMMA" in left:
        left.discard("_COMMA_RUN")
    said = []
    for group, words in _TOGETHER:
        if len(group & left) >= min(4, len(group)):
            left -= group
            if words:
                said.append(words)
    if any(words.startswith("`reached`") for words in said):
        left -= {"NOT", "IN"}
    said = sorted(typed(t, keywords) for t in left - {"$END"}) + said
    if "$END" in left:
        said.append(TYPED["$END"])
    if not said or len(said) > _MOST:
        return ""
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"
