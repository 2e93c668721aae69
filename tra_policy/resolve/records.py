"""Kinds of record, their fields, and the tests on them: `where severity >= medium, run by lab`."""

from __future__ import annotations

from collections.abc import Sequence

from tra_policy.model.conditions import Condition
from tra_policy.model.kinds import KINDS
from tra_policy.resolve.paths import FIELDS, SUBJECTS, Fault, typed
from tra_policy.resolve.scope import Scope
from tra_policy.syntax.tree import Node, Word
from tra_policy.words.noun import Noun
from tra_policy.words.source import Span
from tra_policy.words.suggest import did_you_mean

__all__ = ["SUBJECTS", "Records", "kind_named"]
_SHORT = {"environment": "rl_environment", "dataset": "sft_dataset"}


class Records(Noun):
    """What is read about records: with the names in scope."""

    scope: Scope

    def names(self, node: Node, *categories: str) -> tuple[str, ...]:
        """Return the names of a list, each made sure."""
        return tuple(self.scope.known(w, *categories) for w in node.words("NAME"))

    def kind(self, word: Word, subjects: Sequence[str] = ()) -> str:
        """Return a kind of record: singular or plural, with `-` or `_`; as written if unknown.

        `subjects` are names that are allowed as well.
        """
        found = kind_named(word.text, subjects)
        if found:
            return found
        known = [*subjects, *KINDS]
        help = did_you_mean(word.text, known, f"kinds are {', '.join(sorted(known))}")
        self.scope.say("TRA111", f"`{word.text}` is not a kind of record", word.span, help)
        return word.text.replace("-", "_")

    def fields(self, kind: str) -> dict[str, str]:
        """Return the fields of a kind with their type words; empty for an unknown kind."""
        return FIELDS.get(kind, {})

    def field(self, word: Word, kind: str, outer: str = "") -> tuple[tuple[str, ...], str]:
        """Return the path that a word names, with its type word, reporting a name that leads nowhere.

        A path starts at the record of `kind`, or with the noun of `for every`, which is `outer`. The
        type word is empty where it is not known.
        """
        path = tuple(part.replace("-", "_") for part in word.text.split("."))
        skipped = 1 if outer and len(path) > 1 and path[0] == outer else 0
        start = outer if skipped else kind
        if start not in FIELDS:
            return path, ""
        found = typed(start, path[skipped:])
        if isinstance(found, str):
            return path, found
        self._leads_nowhere(word, path, found, skipped, outer)
        return path, ""

    def _leads_nowhere(
        self, word: Word, path: tuple[str, ...], fault: Fault, skipped: int, outer: str
    ) -> None:
        name = path[fault.at + skipped]
        known: Sequence[str] = fault.known
        if fault.at + skipped == 0 and name in self.fields(outer):
            known = (*known, f"{outer}.{name}")
        fallback = f"its own fields are {', '.join(fault.own)}" if fault.own else ""
        if not fallback and len(fault.known) <= 12:
            fallback = f"a path goes on behind {', '.join(f'`{k}`' for k in fault.known)}"
        help = did_you_mean(name, known, fallback)
        self.scope.say("TRA112", fault.message, _part(word, fault.at + skipped), help)

    def tests(self, where: Node | None, kind: str, outer: str = "") -> tuple[Condition, ...]:
        """Return the tests of a `where`, about a record of a kind, under the noun of `for every`."""
        listed = where.node("tests") if where is not None else None
        if listed is None:
            return ()
        from tra_policy.resolve.asking import Asked

        asked = Asked(self, kind, outer)
        return tuple(asked.test(test) for test in listed.nodes("test"))


def _part(word: Word, index: int) -> Span:
    """The place of one name of a dotted path."""
    names = word.text.split(".")
    start = word.span.start + sum(len(name) + 1 for name in names[:index])
    return Span(word.span.path, start, start + len(names[index]))


def kind_named(name: str, subjects: Sequence[str] = ()) -> str:
    """Return the kind of record that a name means, or one of the subjects; empty for neither."""
    text = name.replace("-", "_")
    for candidate in (text, text.removesuffix("s"), text.removesuffix("es")):
        if candidate in KINDS or candidate in subjects:
            return candidate
    return _SHORT.get(text.removesuffix("s"), "")
