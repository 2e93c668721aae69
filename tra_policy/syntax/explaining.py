"""What is said of a line that could not be read: the smallest wrong span, and what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from tra_policy.syntax.expected import expectation
from tra_policy.syntax.heads import HEADS
from tra_policy.syntax.slip import Slip
from tra_policy.syntax.slips import slip_in
from tra_policy.syntax.table import keyword_of, parser
from tra_policy.words.regex import regex
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from lark.exceptions import UnexpectedInput

_WORD = regex(r'"[^"]*"|[^\s,"]+')
_FORMS = {
    "bullet_atom": "a condition is a comparison, a judgement, a state or a quoted sentence",
    "bullet_words": 'a bullet here is words in quotes: `- "…"`',
    "bullet_change": 'a change is written `- weakened SAFE-1 "how" because "why"`',
    "line_duty": "a duty is written `PARTY must VERB OBJECT … TIME`",
    "line_otherwise": "it is written `otherwise PARTY must VERB OBJECT … TIME`",
    "line_instead": "it is written `instead PARTY must VERB OBJECT … TIME`",
}


@cache
def keywords() -> Mapping[str, str]:
    """Return the words that are typed as they are, by the names that the grammar has for them."""
    return {t.name: word for t in parser().terminals if (word := keyword_of(t))}


def explained(line: str, rule: str) -> Slip:
    """Return what is wrong with a line that has not the form of a rule, as offsets in the line."""
    slip = slip_in(line)
    if slip is not None:
        return slip
    fault = _fault(line, rule)
    wanted = _wanted(fault)
    hope = expectation(wanted, keywords())
    help = f"expected {hope}" if hope else _form(rule)
    at = fault.pos_in_stream if fault.pos_in_stream is not None else len(line)
    token = getattr(fault, "token", None)
    found = _WORD.match(line, at) if 0 <= at < len(line) else None
    if (token is not None and token.type == "$END") or not 0 <= at < len(line):
        last = list(_WORD.finditer(line))[-1:]
        start = len(line) - 1 if line.endswith(",") or not last else last[0].start()
        return Slip(start, len(line), "the line ends too early", help)
    word = found.group() if found is not None else line[at]
    known = {keywords()[t] for t in wanted if t in keywords()} | _listed(wanted)
    help = did_you_mean(word, {k for k in known if len(k) > 2}, help)
    return Slip(at, at + len(word), f"`{word}` is not expected here", help)


def _fault(line: str, rule: str) -> UnexpectedInput:
    """Return where lark gives up on a line, and what it expected there."""
    from lark.exceptions import UnexpectedInput

    try:
        parser().parse(line, start=rule)
    except UnexpectedInput as fault:
        return fault
    raise AssertionError(f"{rule} reads what the automaton does not: {line!r}")


def _wanted(fault: Any) -> frozenset[str]:
    for name in ("accepts", "expected", "allowed"):
        found = getattr(fault, name, None)
        if found:
            return frozenset("$END" if t == "<END-OF-FILE>" else t for t in found)
    return frozenset()


def _listed(terminals: frozenset[str]) -> set[str]:
    """Return the words of the closed lists among some terminals."""
    lists = {
        "CHANGE": "added removed strengthened weakened clarified moved",
        "STATUS": "draft current superseded",
        "STATISTIC": "mean median max min best-of-n pass@k",
        "DAYS": "days",
        "HOURS": "hours",
        "WEEKS": "weeks",
        "MONTHS": "months",
        "YEARS": "years",
    }
    return {word for name, words in lists.items() if name in terminals for word in words.split()}


def _form(rule: str) -> str:
    if rule in _FORMS:
        return _FORMS[rule]
    head = next((h for h in HEADS if h.rule == rule), None)
    return f"the manual shows how a line with `{head.text}` is written" if head else ""
