"""What each name in a policy is a name of: the one table behind completion, rename and search.

The grammar calls every name NAME; where it stands says whether a party, a verb or a field is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.resolve.asking import ROLES
from tra_policy.resolve.declarations import UNITS
from tra_policy.resolve.paths import FIELDS, typed
from tra_policy.resolve.records import kind_named
from tra_policy.resolve.scope import CLASSES, EVENTS, OBJECTS
from tra_policy.resolve.verbs import VERBS
from tra_policy.syntax.heads import DIRECTIVES
from tra_policy.syntax.tree import Directive, Line, Node, Word
from tra_policy.words.noun import Noun, replace

DECLARING = tuple(word for word in DIRECTIVES if word != "changes")
DATED = ("event", "document", "safeguard", "threshold", "define")
THINGS = (
    "document",
    "safeguard",
    "threshold",
    "event",
    "benchmark",
    "define",
    "requirement",
    "commitment",
    "party",
)
ITEMS = ("threshold", "commitment", "requirement")
SUBJECTS = ("model", "developer")


class Slot(Noun):
    """What a name stands for.

    what        the noun in a reader's words: `party`, `verb`, `field`
    categories  kinds of declaration that it may name
    words       words of the language that may stand here as well
    declares    the name is declared here, as one of `categories`
    dotted      something may follow the name after a dot: a metric, the line of an item
    kind        of a field: the kind of record that the path starts at
    outer       of a field: the noun of `for every`
    """

    what: str
    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    declares: bool = False
    dotted: bool = False
    kind: str = ""
    outer: str = ""


def _of(category: str, *words: str) -> Slot:
    return Slot(category, (category,), words)


PARTY = _of("party")
HOLDER = _of("party", *CLASSES)
KIND = Slot("kind of record")
EVENT = Slot("event", DATED, EVENTS)
SINCE = Slot("event", ("event", "document", "safeguard"), EVENTS)
ITEM = Slot("item", ITEMS, dotted=True)
METRIC = Slot("metric", ("benchmark",), dotted=True)
VERB = Slot("verb", words=VERBS)
THING = Slot("thing", THINGS, OBJECTS)
FREE = Slot("word")

# For the names that stand right in a line or a part, in their order.
_NAMES: dict[str, tuple[Slot, ...]] = {
    "line_developer": (PARTY,),
    "line_source": (Slot("source", ("source",), declares=True),),
    "line_applies": (replace(KIND, words=SUBJECTS),),
    "line_use": (_of("library"),),
    "line_controlled": (PARTY,),
    "line_owned": (PARTY,),
    "line_shares": (PARTY,),
    "line_employed": (PARTY,),
    "line_paid": (PARTY,),
    "line_no_ties": (PARTY,),
    "line_subset": (_of("benchmark"),),
    "line_modified": (_of("benchmark"),),
    "line_measures": (
        Slot("metric", ("metric",), declares=True),
        Slot("unit of a metric", words=UNITS),
    ),
    "line_above": (_of("threshold"),),
    "line_warns": (_of("threshold"),),
    "line_for_every": (KIND,),
    "line_waiver": (Slot("waiver", ("waiver",), declares=True), ITEM),
    "citation": (_of("source"),),
    "stage": (Slot("stage"),),
    "comparison": (METRIC,),
    "run_by": (HOLDER,),
    "holds": (_of("define"),),
    "counter": (SINCE,),
    "duty": (VERB,),
    "before": (EVENT,),
    "ahead": (EVENT,),
    "within": (EVENT,),
    "after": (EVENT,),
    "need": (KIND,),
    "role_test": (Slot("role", words=ROLES), HOLDER),
    "bullet_change": (Slot("item", DECLARING, dotted=True),),
} | {
    f"line_{word}": (Slot(word, (word,), declares=True),) for word in DECLARING if word != "waiver"
}
_LISTED: dict[str, Slot] = {
    "line_domain": Slot("domain"),
    "line_rules_out": _of("threshold"),
}
_STATES = frozenset({"REACHED", "NOT", "RULED"})
_TESTS_ON_FIELDS = frozenset(
    {"in_test", "descends_test", "shares_test", "before_test", "after_test", "within_test"}
)
# Fields of records that hold a name which a policy declares: `where party is securebio`.
_NAMED_IN_RECORDS = {
    word: word for word in ("party", "threshold", "benchmark", "safeguard", "document")
} | {
    "run_by": "party",
    "selected_by": "party",
    "reviewed_by": "party",
    "reviewers": "party",
    "author": "party",
    "lead": "party",
    "to": "party",
}


class _About(Noun):
    """The records that a part of a line is about."""

    kind: str = ""
    outer: str = ""


def slots(directive: Directive) -> Iterator[tuple[Word, Slot]]:
    """Yield every name of a directive with what it stands for, in the order of the text."""
    outer = noun_of(directive)
    for line in (directive.head, *directive.lines):
        for part in (line, *line.bullets):
            yield from slots_of_line(part, outer)


def slots_of_line(line: Line, outer: str) -> Iterator[tuple[Word, Slot]]:
    """Yield the names of one line or bullet; `outer` is the noun of `for every` above it."""
    if line.node is not None:
        yield from _slots(line.node, _About("", outer))


def noun_of(directive: Directive) -> str:
    """Return the kind of record that a clause is for every one of; empty where it is for none."""
    for line in directive.lines:
        word = line.node.word("NAME") if line.node and line.rule == "line_for_every" else None
        if word is not None:
            return kind_named(word.text) or word.text.replace("-", "_")
    return ""


def dates_of(kind: str) -> tuple[str, ...]:
    """Return the fields of a kind of record that hold a date."""
    return tuple(name for name, held in FIELDS.get(kind, {}).items() if held == "moment")


def _slots(node: Node, about: _About) -> Iterator[tuple[Word, Slot]]:
    about = _narrowed(node, about)
    place = 0
    for part in node.parts:
        if isinstance(part, Word):
            if part.kind == "NAME":
                yield part, _slot(node, place, about)
                place += 1
        elif part.rule == "names":
            slot = _listed(node, part, about)
            yield from ((word, slot) for word in part.words("NAME"))
        else:
            yield from _slots(part, about)


def _narrowed(node: Node, about: _About) -> _About:
    """What the parts of a node are about: records of the kind that it names."""
    match node.rule:
        case "need" | "line_for_every" | "line_applies":
            word = node.word("NAME")
            found = kind_named(word.text, SUBJECTS) if word is not None else ""
            return replace(about, kind=found)
        case "duty":
            listed = list(node.nodes("names"))
            objects = [w.text for w in listed[1].words("NAME")] if len(listed) > 1 else []
            kinds = (kind_named(name, ("model",)) for name in objects)
            return replace(about, kind=next(filter(None, kinds), about.outer))
        case _:
            return about


def _listed(node: Node, names: Node, about: _About) -> Slot:
    if node.rule == "duty":
        return THING if next(node.nodes("names")) is not names else PARTY
    if node.rule == "per":
        return _field(about)
    return _LISTED.get(node.rule, PARTY)


def _field(about: _About) -> Slot:
    return Slot("field", kind=about.kind, outer=about.outer)


def _slot(node: Node, place: int, about: _About) -> Slot:
    match node.rule:
        case "state":
            return _state(node)
        case "line_waiver" | "before" | "ahead" | "within" | "after":
            slot = _NAMES[node.rule][place]
            return replace(slot, outer=about.outer) if slot is EVENT else slot
        case "field_test" | "stated_test" | "aggregated":
            return _field(about)
        case "value":
            return Slot("value")
        case "word_test" | "has_test" if place:
            return _value(node, about)
        case "independent_test" if place:
            return replace(_field(about), categories=("party",), words=("developer",))
        case "word_test" | "has_test" | "independent_test":
            return _field(about)
        case rule if rule in _TESTS_ON_FIELDS:
            return _field(about)
        case _:
            known = _NAMES.get(node.rule, ())
            return known[place] if place < len(known) else FREE


def _state(node: Node) -> Slot:
    said = node.node("state_word")
    kinds = [p.kind for p in said.parts if isinstance(p, Word)] if said is not None else []
    if kinds and kinds[0] in _STATES:
        return _of("threshold")
    also = EVENTS if kinds[:1] == ["COMPLETE"] else ()
    return Slot("thing", ("safeguard", "document", "event"), also)


def _value(node: Node, about: _About) -> Slot:
    """What a test compares a field with: one of its words, a declared name, or anything."""
    word = node.word("NAME")
    assert word is not None
    path = tuple(part.replace("-", "_") for part in word.text.split("."))
    skipped = 1 if about.outer and len(path) > 1 and path[0] == about.outer else 0
    start = about.outer if skipped else about.kind
    held = typed(start, path[skipped:]) if start in FIELDS else ""
    if held == "flag":
        return Slot("value", words=("true", "false"))
    if isinstance(held, str) and "|" in held:
        return Slot("value", words=tuple(held.split("|")))
    category = _NAMED_IN_RECORDS.get(path[-1])
    return Slot("value", (category,) if category else (), kind=about.kind, outer=about.outer)
