"""What may come next in a line, asked of the grammar itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tra_policy.lsp.slots import Slot, slots
from tra_policy.syntax import parse
from tra_policy.syntax.expected import TYPED
from tra_policy.syntax.explaining import keywords
from tra_policy.syntax.table import parser
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex
from tra_policy.words.source import Source

if TYPE_CHECKING:
    from lark.parsers.lalr_interactive_parser import InteractiveParser

END = "$END"
NAME = "NAME"
_HELD = "zz-here"
_DEEPEST = 7
_SAMPLES = {
    NAME: "zz",
    "STRING": '"zz"',
    "NUMBER": "1",
    "HEX": "0" * 64,
    "KEY": "ed25519:zz",
    "COMMA": ",",
    "_COMMA_TIME": ",",
    "_COMMA_RUN": ",",
    "MINUS": "-",
    "AGGREGATE": "mean",
}
# The words behind these decide what the name before them is: of `X is …` whether X is a threshold.
_TELLING = frozenset({"IS"})
_TICKED = regex(r"`([^`]+)`")


class Expected(Noun):
    """What may come next: the grammar's names for words, and what a name would stand for."""

    terminals: frozenset[str] = frozenset()
    slots: tuple[Slot, ...] = ()


def expected(written: str, rule: str, keyword: str, outer: str = "") -> Expected:
    """Return what may follow the beginning of a line; nothing where that cannot be read.

    `written` ends where a word ends. `keyword` is the directive, `outer` its noun of `for every`.
    """
    begun = _begun(written, rule)
    if begun is None:
        return Expected()
    accepted = _accepted(begun)
    if written.rstrip().endswith(",") and accepted == {"RUN"}:
        return Expected(frozenset({"_COMMA_RUN"}))
    if NAME not in accepted:
        return Expected(accepted)
    return Expected(accepted, _slots_of(written, rule, keyword, outer))


def spelt(terminal: str) -> tuple[str, ...]:
    """Return the words that are typed for a terminal; none for one that only has examples."""
    said = TYPED.get(terminal, "")
    if said.startswith("`"):
        return tuple(_TICKED.findall(said))
    word = keywords().get(terminal)
    return (word,) if word and not said else ()


def _begun(written: str, rule: str) -> InteractiveParser | None:
    """Return the parser as it stands behind the beginning of a line, or None where it cannot."""
    from lark.exceptions import UnexpectedInput

    # The lexer tells a comma before a time, or before `run by`, by the words behind it.
    for more in ("", " within 1", " run by zz"):
        if more and not written.rstrip().endswith(","):
            return None
        begun = parser().parse_interactive(f"{written}{more}", start=rule)
        try:
            tokens = list(begun.iter_parse())
        except UnexpectedInput:
            continue
        if not more:
            return begun
        left = len(written.rstrip())
        again = parser().parse_interactive("", start=rule)
        for token in tokens:
            if (token.start_pos or 0) < left:
                again.feed_token(token)
        return again
    return None


@lru_cache(maxsize=512)
def _slots_of(written: str, rule: str, keyword: str, outer: str) -> tuple[Slot, ...]:
    """Return what a name at the end of a line would stand for, in every way of going on."""
    begun = _begun(written, rule)
    assert begun is not None
    found: dict[Slot, None] = {}
    for ending in _endings(begun):
        slot = _slot_in(f"{written} {_HELD} {ending}", rule, keyword, outer)
        if slot is not None:
            found[slot] = None
    return tuple(found)


def _slot_in(line: str, rule: str, keyword: str, outer: str) -> Slot | None:
    """Return what the name that stands for the cursor is in a line, read within its directive."""
    at_head = rule == f"line_{keyword}" and not rule.startswith("bullet_")
    above = f"{keyword} zz for zz" if keyword == "waiver" else f"{keyword} zz"
    above = "changes since 1" if keyword == "changes" else above
    above = "policy zz version 1" if keyword == "policy" else above
    text = (
        line if at_head and keyword in _DIRECTIVE_HEADS else f"{above}\n{_list_for(rule, keyword)}"
    )
    if text is not line:
        text += f"  for every {outer}\n" if outer and rule != "line_for_every" else ""
        text += f"  {line}"
    tree, _ = parse(Source("", f"tra 1\n{text}\n"))
    for directive in tree.directives:
        for word, slot in slots(directive):
            if word.text == _HELD:
                return slot
    return None


_DIRECTIVE_HEADS = frozenset(
    {"policy", "party", "event", "benchmark", "safeguard", "document", "define"}
    | {"threshold", "commitment", "requirement", "waiver", "changes"}
)


_LISTS = {"define": "holds when", "threshold": "reached when"}


def _list_for(rule: str, keyword: str) -> str:
    """Return the line that opens a list, where a bullet is read."""
    return f"  {_LISTS.get(keyword, 'when')} any of\n" if rule == "bullet_atom" else ""


def _endings(begun: InteractiveParser) -> Iterator[str]:
    """Yield ways to end a line in which a name follows, one for each word that may stand behind it."""
    here = _fed(begun, NAME)
    for first in sorted(_accepted(here)):
        if first == END:
            yield ""
            continue
        after = _fed(here, first)
        second = sorted(_accepted(after)) if first in _TELLING else [""]
        for word in second:
            start = _fed(after, word) if word not in ("", END) else after
            rest = _shortest(start)
            if rest is not None:
                yield " ".join((_sample(first), *([_sample(word)] if word else []), *rest))


def _shortest(begun: InteractiveParser) -> tuple[str, ...] | None:
    """Return the fewest words that end a line, or None where that takes too many."""
    waiting: list[tuple[InteractiveParser, tuple[str, ...]]] = [(begun, ())]
    for _ in range(_DEEPEST):
        further: list[tuple[InteractiveParser, tuple[str, ...]]] = []
        for state, words in waiting:
            accepted = _accepted(state)
            if END in accepted:
                return words
            # One example of each way on is enough: forms differ by their first words.
            further.extend((_fed(state, t), (*words, _sample(t))) for t in sorted(accepted)[:4])
        waiting = further[:16]
    return None


def _accepted(begun: InteractiveParser) -> frozenset[str]:
    return frozenset(begun.accepts())  # type: ignore[no-untyped-call]


def _fed(begun: InteractiveParser, terminal: str) -> InteractiveParser:
    from lark import Token

    copy: InteractiveParser = begun.copy(deepcopy_values=False)  # type: ignore[no-untyped-call]
    copy.feed_token(Token(terminal, _sample(terminal)))
    return copy


def _sample(terminal: str) -> str:
    if terminal in _SAMPLES:
        return _SAMPLES[terminal]
    said = TYPED.get(terminal, "")
    shown = _TICKED.search(said)
    if terminal in keywords():
        return keywords()[terminal]
    return shown.group(1) if shown else terminal.lower()
