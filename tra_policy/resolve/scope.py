"""The names that a policy declares, and the one place where an unknown one is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tra_policy.syntax.heads import DIRECTIVES
from tra_policy.syntax.tree import LOST, Directive, Tree, Word
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Span
from tra_policy.words.suggest import did_you_mean

EVENTS = (
    "deployment",
    "internal-deployment",
    "training",
    "measured",
    "decided",
    "reached",
    "assessment",
    "amendment",
    "effective",
    "triggered",
)
OBJECTS = (
    "access",
    "deployment",
    "development",
    "internal-deployment",
    "model",
    "records",
    "result",
    "successor",
    "training",
    "update",
    "weights",
)
CLASSES = ("independent", "engaged", "authority", "developer")
# `assessment` and `amendment` may be declared, to give them a title; the others have one meaning.
_RESERVED_EVENTS = frozenset(EVENTS) - {"assessment", "amendment"}
_RESERVED_PARTIES = frozenset({*CLASSES, "nobody", "anyone"})
_DATED = frozenset({"event", "document", "safeguard", "threshold", "define"})
MOST_ADVISED = 300
_DECLARING = tuple(d for d in DIRECTIVES if d not in ("policy", "changes"))


def a(noun: str) -> str:
    """Return a noun with its article."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


class Scope(Noun, frozen=False):
    """Declared names by category, and the mistakes found so far.

    `damaged` are the names of directives of which something could not be read: what they would have
    declared is not known. `open` when that is so of whole texts. `missed` were reported as undeclared.
    `keys` are the public keys that were declared, each with its party. `unions` are the names of several
    categories, with how many there were; `advised` is what was advised on names that are not declared.
    """

    declared: dict[str, dict[str, Span]] = field(default_factory=dict)
    mistakes: list[Diagnostic] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)
    missed: set[tuple[str, str]] = field(default_factory=set)
    open: bool = False
    keys: dict[bytes, str] = field(default_factory=dict)
    unions: dict[tuple[str, ...], tuple[int, frozenset[str]]] = field(default_factory=dict)
    advised: dict[tuple[str, ...], str] = field(default_factory=dict)

    def names(self, *categories: str) -> frozenset[str]:
        """Return all names of some categories."""
        many = sum(len(self.declared.get(category, ())) for category in categories)
        before, held = self.unions.get(categories, (-1, frozenset[str]()))
        if many != before:
            # Names are only ever added: as many as before are the same.
            held = frozenset(n for category in categories for n in self.declared.get(category, ()))
            self.unions[categories] = many, held
        return held

    def meant(self, name: str, *categories: str, also: Iterable[str] = ()) -> str:
        """Return the advice on a name that none of the categories declares; empty where none is near.

        After many different names none is looked for any more: each is held against every name there is.
        """
        asked = (name, *categories)
        if asked not in self.advised and len(self.advised) < MOST_ADVISED:
            self.advised[asked] = did_you_mean(name, {*self.names(*categories), *also})
        return self.advised.get(asked, "")

    def say(self, code: str, message: str, span: Span, help: str = "") -> None:
        """Report a mistake."""
        self.mistakes.append(Diagnostic(code, message, span, help=help, input_error=True))

    def known(self, word: Word, *categories: str, also: Sequence[str] = (), what: str = "") -> str:
        """Return a name, reporting it where none of the categories declares it.

        `what` says what is wanted where the categories are too many to name.
        """
        if word.text in self.names(*categories) or word.text in also:
            return word.text
        what = what or " or ".join(categories)
        elsewhere = next((c for c, held in self.declared.items() if word.text in held), "")
        if elsewhere:
            message = f"`{word.text}` is {a(elsewhere)}, and {a(what)} is wanted here"
            help = self.meant(word.text, *categories, also=also)
            self.say("TRA105", message, word.span, help)
        elif not self.open:
            # A misspelt name is a mistake wherever it stands; one that is not declared is one mistake.
            help = self.meant(word.text, *categories, also=also)
            if help or (what, word.text) not in self.missed:
                help = help or f"declare it: `{categories[0]} {word.text}`"
                self.say("TRA101", f"no {what} is called `{word.text}`", word.span, help)
            self.missed.add((what, word.text))
        return word.text

    def one_of(
        self, word: Word, allowed: Sequence[str], what: str, meant: str | None = None
    ) -> bool:
        """Whether a word is in a closed list, reporting it where it is not; `meant` is what comes near."""
        if word.text in allowed:
            return True
        listed = ", ".join(f"`{a}`" for a in allowed)
        near = f"the nearest is `{meant}`" if meant else ""
        help = near or did_you_mean(word.text, allowed, f"one of {listed}")
        self.say("TRA111", f"`{word.text}` is not {what}", word.span, help)
        return False


def collected(trees: Iterable[Tree]) -> Scope:
    """Return the scope of some texts, with duplicates and names that differ only by case reported."""
    scope = Scope()
    seen: dict[str, tuple[str, str]] = {}
    for tree in trees:
        for directive in tree.directives:
            for category, name, span in _declares(directive):
                if directive.head.node is None and category != "source":
                    scope.declared.setdefault(category, {}).setdefault(name, span)
                else:
                    _declare(scope, seen, category, name, span)
            if _is_damaged(directive):
                scope.damaged |= {name for _, name, _ in _declares(directive)}
                lost = (line.text for line in directive.lines if line.node is None)
                uses = any(text.split()[:1] == ["use"] for text in lost)
                scope.open = scope.open or uses
    return scope


def _is_damaged(directive: Directive) -> bool:
    lines = (directive.head, *directive.lines)
    return any(part.node is None for line in lines for part in (line, *line.bullets))


def _declare(
    scope: Scope, seen: dict[str, tuple[str, str]], category: str, name: str, span: Span
) -> None:
    held = scope.declared.setdefault(category, {})
    folded = name.casefold()
    if category == "source":
        if name in held:
            message = f"source `{name}` is declared a second time"
            scope.say("TRA103", message, span, "rename one of them")
        held.setdefault(name, span)
        return
    if folded in seen:
        other, other_category = seen[folded]
        if other == name:
            message = f"`{name}` is declared a second time, first as {a(other_category)}"
            scope.say("TRA103", message, span, "rename one of them")
        else:
            message = f"`{name}` differs from `{other}` only by the case of its letters"
            scope.say("TRA005", message, span, "rename one of them")
    elif category == "party" and name in _RESERVED_PARTIES:
        message = f"`{name}` has a meaning of its own where parties are named"
        scope.say("TRA107", message, span, "call the party something else")
    elif category in _DATED and name in _RESERVED_EVENTS:
        message = f"`{name}` is built in, and needs no declaration"
        scope.say("TRA107", message, span, "leave it out, or call it something else")
    seen.setdefault(folded, (name, category))
    held.setdefault(name, span)


def _declares(directive: Directive) -> Iterator[tuple[str, str, Span]]:
    """Yield what a directive declares: category, name, place.

    A damaged line still declares the name that it seems to give: one mistake, one message.
    """
    if directive.keyword == "policy":
        for line in directive.lines:
            name = line.node.word("NAME") if line.node is not None else None
            if line.rule == "line_source" and name is not None:
                yield "source", name.text, name.span
            elif line.node is None and line.text.split()[:1] == ["source"]:
                yield from (("source", n, line.span) for n in line.text.split()[1:2])
        return
    if directive.keyword == "changes":
        return
    head = directive.head
    if head.node is not None:
        name = head.node.word("NAME")
        if name is not None:
            yield directive.keyword, name.text, name.span
        return
    categories = _DECLARING if directive.keyword == LOST else (directive.keyword,)
    for name_like in (word.strip('",') for word in head.text.split()[1:2]):
        for category in categories:
            yield category, name_like, head.span
