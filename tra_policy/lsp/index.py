"""What some texts declare, and where each of it is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from tra_policy.lsp.slots import DECLARING, Slot, dates_of, slots
from tra_policy.syntax.tree import LOST, Directive, Line, Tree, Word
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Span

Key = tuple[str, str]


class Declared(Noun):
    """A name with what it is a name of. `directive` holds its lines; of a metric the benchmark's.

    `name` is the whole name; of a metric that is `BENCHMARK.METRIC`, while `span` covers METRIC.
    """

    category: str
    name: str
    span: Span
    directive: Directive

    @property
    def key(self) -> Key:
        """What is the same for all uses of the name."""
        return self.category, self.name


class Use(Noun):
    """A place where something is named. `key` is None where nothing declares it."""

    name: str
    span: Span
    slot: Slot
    key: Key | None


class Index(Noun):
    """Declarations and uses of some texts, in the order of the texts."""

    trees: tuple[Tree, ...]
    declared: Mapping[Key, Declared] = field(repr=False)

    @classmethod
    def of(cls, trees: Iterable[Tree]) -> Index:
        """Return the index of some trees; where a name is declared twice, the first counts."""
        held = tuple(trees)
        declared: dict[Key, Declared] = {}
        for tree in held:
            for directive in tree.directives:
                for one in _declares(directive):
                    declared.setdefault(one.key, one)
        return cls(held, declared)

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every place where something is named, its declaration among them."""
        return tuple(use for tree in self.trees for d in tree.directives for use in self._uses(d))

    def names(self, *categories: str) -> list[str]:
        """Return the declared names of some categories, in the order of the texts."""
        return [one.name for one in self.declared.values() if one.category in categories]

    def at(self, path: str, offset: int) -> Use | None:
        """Return what is named at a place, the cursor in or right behind it; None for nothing."""
        here = [u for u in self._by_path.get(path, ()) if u.span.start <= offset <= u.span.end]
        # Of `vct.accuracy` the part that the cursor is in is meant; between two names the second.
        return max(here, key=lambda u: (u.span.start, u.key is not None), default=None)

    def places(self, key: Key) -> list[Span]:
        """Return every place where one declared thing is named, each once."""
        return list(dict.fromkeys(use.span for use in self.uses if use.key == key))

    def lost_lines(self) -> Iterator[Line]:
        """Yield the lines that could not be read: what they name is not known."""
        for tree in self.trees:
            for directive in tree.directives:
                for line in (directive.head, *directive.lines):
                    yield from (part for part in (line, *line.bullets) if part.node is None)

    @cached_property
    def _by_path(self) -> Mapping[str, list[Use]]:
        found: dict[str, list[Use]] = {}
        for use in self.uses:
            found.setdefault(use.span.path, []).append(use)
        return found

    def _uses(self, directive: Directive) -> Iterator[Use]:
        owner = _name_of(directive)
        for word, slot in slots(directive):
            if slot.what == "metric" and not slot.declares:
                yield from self._metric(word, slot)
            elif slot.what == "metric":
                yield Use(word.text, word.span, slot, ("metric", f"{owner}.{word.text}"))
            elif slot.dotted:
                yield self._dotted(word, slot)
            else:
                yield Use(word.text, word.span, slot, self._key(word.text, slot))

    def _key(self, name: str, slot: Slot) -> Key | None:
        if slot.what == "event" and name.replace("-", "_") in dates_of(slot.outer):
            return (
                None  # a date of the record that the clause is about goes before what is declared
            )
        keys = ((category, name) for category in slot.categories)
        return next((key for key in keys if key in self.declared), None)

    def _dotted(self, word: Word, slot: Slot) -> Use:
        """`SAFE-3.1` names `SAFE-3`: the longest declared name that it begins with."""
        for name, end in _beginnings(word.text):
            key = self._key(name, slot)
            if key is not None:
                return Use(name, _part(word, 0, end), slot, key)
        return Use(word.text, word.span, slot, None)

    def _metric(self, word: Word, slot: Slot) -> Iterator[Use]:
        """`vct.accuracy` names a benchmark, and one of its metrics."""
        # A benchmark that measures what is asked goes before a longer name that does not.
        split = [(n, end) for n, end in _beginnings(word.text) if ("benchmark", n) in self.declared]
        split.sort(key=lambda held: ("metric", _metric_key(word.text, held)) not in self.declared)
        if not split:
            yield Use(word.text, word.span, slot, None)
            return
        name, end = split[0]
        yield Use(name, _part(word, 0, end), slot, ("benchmark", name))
        if end < len(word.text):
            key = ("metric", word.text)
            known = key if key in self.declared else None
            yield Use(word.text[end + 1 :], _part(word, end + 1, len(word.text)), slot, known)


def _metric_key(text: str, held: tuple[str, int]) -> str:
    name, end = held
    return f"{name}.{text[end + 1 :]}"


def _beginnings(text: str) -> Iterator[tuple[str, int]]:
    """Yield the whole of a dotted name, then what is left when its last parts are taken away."""
    parts = text.split(".")
    for number in range(len(parts), 0, -1):
        name = ".".join(parts[:number])
        yield name, len(name)


def _part(word: Word, start: int, end: int) -> Span:
    return Span(word.span.path, word.span.start + start, word.span.start + end)


def _name_of(directive: Directive) -> str:
    word = directive.head.node.word("NAME") if directive.head.node is not None else None
    return word.text if word is not None else ""


def _declares(directive: Directive) -> Iterator[Declared]:
    """Yield what a directive declares; a head that could not be read seems to declare its second word."""
    head = directive.head
    if directive.keyword in DECLARING:
        word = head.node.word("NAME") if head.node is not None else _seeming(head)
        if word is not None:
            yield Declared(directive.keyword, word.text, word.span, directive)
    owner = _name_of(directive)
    for line in directive.lines:
        word = line.node.word("NAME") if line.node is not None else None
        if word is None:
            continue
        if directive.keyword == "policy" and line.rule == "line_source":
            yield Declared("source", word.text, word.span, directive)
        elif directive.keyword == "benchmark" and line.rule == "line_measures" and owner:
            yield Declared("metric", f"{owner}.{word.text}", word.span, directive)


def _seeming(head: Line) -> Word | None:
    words = head.text.split()
    if len(words) < 2 or words[0] == LOST:
        return None
    name = words[1].strip('",')
    at = head.text.find(name, len(words[0]))
    if not name or at < 0:
        return None
    start = head.span.start + at
    return Word("NAME", name, Span(head.span.path, start, start + len(name)))
