"""The names that a policy declares, and the one place where an unknown one is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tra_policy.syntax.tree import Directive, Tree, Word
from tra_policy.words.diagnostic import Diagnostic
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
    "model",
    "records",
    "result",
    "successor",
    "training",
    "update",
    "weights",
)


@dataclass
class Scope:
    """Declared names by category, and the mistakes found so far."""

    declared: dict[str, dict[str, Span]] = field(default_factory=dict)
    mistakes: list[Diagnostic] = field(default_factory=list)

    def names(self, *categories: str) -> set[str]:
        """Return all names of some categories."""
        return {name for category in categories for name in self.declared.get(category, {})}

    def say(self, code: str, message: str, span: Span, help: str = "") -> None:
        """Report a mistake."""
        self.mistakes.append(Diagnostic(code, message, span, help=help, input_error=True))

    def known(self, word: Word, *categories: str, also: Iterable[str] = ()) -> str:
        """Return a name, reporting it where none of the categories declares it."""
        names = self.names(*categories) | set(also)
        if word.text not in names:
            what = " or ".join(c for c in categories if c != "source") or "source"
            elsewhere = next((c for c, held in self.declared.items() if word.text in held), "")
            otherwise = f"declare it: `{categories[0]} {word.text}`"
            if elsewhere:
                otherwise = f"`{word.text}` is a {elsewhere}"
            help = otherwise if elsewhere else did_you_mean(word.text, names, otherwise)
            self.say("TRA101", f"no {what} is called `{word.text}`", word.span, help)
        return word.text

    def one_of(self, word: Word, allowed: Sequence[str], what: str) -> bool:
        """Whether a word is in a closed list, reporting it where it is not."""
        if word.text in allowed:
            return True
        listed = ", ".join(f"`{a}`" for a in sorted(allowed))
        help = did_you_mean(word.text, allowed, f"one of {listed}")
        self.say("TRA111", f"`{word.text}` is not {what}", word.span, help)
        return False


def collected(trees: Iterable[Tree]) -> Scope:
    """Return the scope of some texts, with duplicates and names that differ only by case reported."""
    scope = Scope()
    seen: dict[str, tuple[str, str]] = {}
    for tree in trees:
        for directive in tree.directives:
            for category, name, span in _declares(directive):
                _declare(scope, seen, category, name, span)
    return scope


def _declare(
    scope: Scope, seen: dict[str, tuple[str, str]], category: str, name: str, span: Span
) -> None:
    held = scope.declared.setdefault(category, {})
    folded = name.casefold()
    if category != "source" and folded in seen:
        other, other_category = seen[folded]
        if other == name:
            message = f"`{name}` is declared a second time, first as a {other_category}"
            scope.say("TRA103", message, span, "rename one of them")
        else:
            message = f"`{name}` differs from `{other}` only by the case of its letters"
            scope.say("TRA005", message, span, "rename one of them")
    elif category == "source" and name in held:
        scope.say(
            "TRA103", f"source `{name}` is declared a second time", span, "rename one of them"
        )
    if category != "source":
        seen.setdefault(folded, (name, category))
    held.setdefault(name, span)


def _declares(directive: Directive) -> Iterator[tuple[str, str, Span]]:
    if directive.keyword == "policy":
        for line in directive.lines:
            if line.rule == "line_source" and line.node is not None:
                name = line.node.word("NAME")
                if name is not None:
                    yield "source", name.text, name.span
        return
    if directive.keyword == "changes":
        return
    head = directive.head
    if head.node is not None:
        name = head.node.word("NAME")
        if name is not None:
            yield directive.keyword, name.text, name.span
        return
    # A damaged head still declares the name that it seems to give: one mistake, one message.
    words = head.text.split()
    if len(words) > 1 and words[1][:1].isalpha():
        yield directive.keyword, words[1].strip('",'), head.span
