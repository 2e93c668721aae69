"""Duties, needs and their timings out of the tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tra_policy.model.conditions import Condition
from tra_policy.model.duties import Citation, Duty, Modal, Need, Notes, Quantifier, Timing
from tra_policy.model.evidence.links import stage_path
from tra_policy.resolve.conditions import Reader
from tra_policy.resolve.records import kind_named
from tra_policy.resolve.scope import EVENTS, OBJECTS, Scope, a
from tra_policy.resolve.values import count, day, duration, sentence, share
from tra_policy.resolve.verbs import NEAR_VERBS, VERBS
from tra_policy.syntax.tree import Node, Word
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Span

_THINGS = (
    "document",
    "safeguard",
    "threshold",
    "event",
    "benchmark",
    "define",
    "requirement",
    "commitment",
    # `notify us-caisi`, `consult board`: a party named as the object is who is told.
    "party",
)


class Draft(Noun, frozen=False):
    """A duty while its lines are read: what stands below it is added."""

    node: Node
    unless: Condition | None = None
    if_unknown_block: bool = False
    owner: tuple[str, ...] = ()
    cites: list[Citation] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    otherwise: Draft | None = None
    instead: Draft | None = None

    @property
    def notes(self) -> Notes:
        """The notes gathered so far."""
        return Notes(tuple(self.cites), tuple(self.because), tuple(self.unread))


class Numbering(Noun, frozen=False):
    """Item names of one commitment: its duties, `otherwise` and `instead` lines, each in order."""

    commitment: str
    otherwise: int = 0
    instead: int = 0

    def next_otherwise(self) -> str:
        """Return the name of the next `otherwise` line."""
        self.otherwise += 1
        return f"{self.commitment}.otherwise-{self.otherwise}"

    def next_instead(self) -> str:
        """Return the name of the next `instead` line."""
        self.instead += 1
        return f"{self.commitment}.instead-{self.instead}"


def duty_of(reader: Reader, draft: Draft, name: str, numbering: Numbering, outer: str) -> Duty:
    """Return a duty with all that takes its place."""
    scope, node = reader.scope, draft.node
    modal_node = node.node("modal")
    assert modal_node is not None
    listed = list(node.nodes("names"))
    party = reader.names(listed[0], "party")
    verb = node.word("NAME")
    assert verb is not None
    scope.one_of(verb, VERBS, "a verb of the language", meant=NEAR_VERBS.get(verb.text.casefold()))
    rest = node.node("rest")
    for span, what in _twice(rest, ("recipients", "where")):
        scope.say("TRA104", f"`{what}` stands twice in this duty", span, "keep one of them")
    where = rest.node("where") if rest is not None else None
    recipients = rest.node("recipients") if rest is not None else None
    told = recipients.node("names") if recipients is not None else None
    objects = _objects(reader, listed[1]) if len(listed) > 1 else ()
    parties = scope.names("party")
    to_whom = reader.names(told, "party") if told is not None else ()
    instead = draft.instead
    otherwise = draft.otherwise
    return Duty(
        id=name,
        party=party,
        modal=_modal(modal_node),
        verb=verb.text,
        objects=tuple(o for o in objects if o not in parties),
        words=sentence(node.node("words")),
        recipients=(*(o for o in objects if o in parties), *to_whom),
        where=reader.tests(where, _about(objects, outer), outer),
        timings=tuple(timings(reader, rest, outer)) if rest is not None else (),
        instead=None
        if instead is None
        else duty_of(reader, instead, numbering.next_instead(), numbering, outer),
        otherwise=None
        if otherwise is None
        else duty_of(reader, otherwise, numbering.next_otherwise(), numbering, outer),
        unless=draft.unless,
        if_unknown_block=draft.if_unknown_block,
        owner=draft.owner,
        notes=draft.notes,
        span=node.span,
    )


def _modal(node: Node) -> Modal:
    if node.has("MUST"):
        return "must not" if node.has("NOT") else "must"
    if node.has("AIMS"):
        return "aims to"
    return "should" if node.has("SHOULD") else "may"


def _objects(reader: Reader, node: Node) -> tuple[str, ...]:
    """Return the objects of a duty: declared things, words of the language, or kinds of record."""
    found = []
    declared = reader.scope.names(*_THINGS)
    for word in node.words("NAME"):
        kind = "" if word.text in declared or word.text in OBJECTS else kind_named(word.text)
        known = reader.scope.known
        found.append(kind or known(word, *_THINGS, also=OBJECTS, what="thing"))
    return tuple(found)


def _about(objects: Sequence[str], outer: str) -> str:
    """Return which kind of record or subject the tests of a duty are about."""
    for name in objects:
        kind = kind_named(name, ("model",))
        if kind:
            return kind
    return outer


def timings(reader: Reader, node: Node, outer: str) -> Iterator[Timing]:
    """Yield the timings among the parts of a node."""
    for timing in node.nodes("timing"):
        inner = timing.parts[0]
        assert isinstance(inner, Node)
        yield _timing(reader, inner, outer)


def measured_timings(reader: Reader, node: Node) -> Iterator[Timing]:
    """Yield the timings of a `measured` line."""
    for part in node.nodes("measured_timing"):
        inner = part.parts[0]
        assert isinstance(inner, Node)
        deeper = inner if inner.rule == "vague" else inner.parts[0]
        assert isinstance(deeper, Node)
        yield _timing(reader, deeper, "")


def _timing(reader: Reader, node: Node, outer: str) -> Timing:
    scope = reader.scope
    stretch = duration(scope, node.node("duration"))
    word = node.word("NAME")
    event = _event(reader, word, outer) if word is not None else ""
    match node.rule:
        case "vague":
            return Timing("vague", words=sentence(node.node("words")), span=node.span)
        case "before":
            return Timing("before", event=event, span=node.span)
        case "ahead":
            return Timing("before", stretch, event, span=node.span)
        case "within":
            return Timing("within", stretch, event, span=node.span)
        case "each":
            return Timing("every", stretch, span=node.span)
        case "by":
            return Timing("by", day=day(scope, node.word("DATE")), span=node.span)
        case "after":
            return Timing("after", event=event, span=node.span)
        case rule:
            atom = node.node("atom")
            condition = reader.atom(atom) if atom is not None else None
            kind = "until" if rule == "until" else "when"
            return Timing(kind, condition=condition, span=node.span)  # type: ignore[arg-type]


def _event(reader: Reader, word: Word, outer: str) -> str:
    fields: Sequence[str] = ()
    if outer:
        fields = [f for f, held in reader.fields(outer).items() if held == "moment"]
    if outer and not reader.fields(outer):
        return word.text  # an unknown kind of record, which is said: its dates are not known either
    if word.text.replace("-", "_") in fields:
        return word.text.replace("-", "_")
    categories = ("event", "document", "safeguard", "threshold", "define")
    return reader.scope.known(word, *categories, also=[*EVENTS, *fields], what="event")


_QUANTIFIERS: dict[str, Quantifier] = {
    "at_least": "at least",
    "every": "every",
    "no": "no",
    "at_most": "at most share",
    "enough": "enough",
    "aggregated": "aggregate",
}


def need_of(reader: Reader, node: Node, name: str, outer: str) -> Need:
    """Return one line of evidence that must exist."""
    scope = reader.scope
    word = node.word("NAME")
    assert word is not None
    kind = reader.kind(word)
    quantifier, inner = _quantifier(node)
    to_see = node.node("to_see")
    seen = list(to_see.nodes("share")) if to_see is not None else []
    if quantifier == "enough" and len(seen) != 2:
        help = "add `to see 0.05% at 95% confidence`"
        scope.say("TRA114", "`enough` does not say to see what", node.span, help)
    if quantifier != "enough" and to_see is not None:
        scope.say("TRA114", "`to see` goes with `enough`", to_see.span, "write `needs enough …`")
    stage, per = node.node("stage"), node.node("per")
    held = per.node("names") if per is not None else None
    if stage is not None and reader.fields(kind) and not stage_path(kind):
        said = f"{a(kind.replace('_', ' '))} record belongs to no stage of a run"
        scope.say("TRA112", said, stage.span)
    found = list(timings(reader, node, outer))
    for span, what in _twice(node, ("stage", "where", "timing", "per", "to_see")):
        scope.say("TRA104", f"`{what}` stands twice in this line", span, "keep one of them")
    for timing in found:
        if timing.kind in ("every", "until", "when"):
            # Evidence is asked for once, by a time: nothing could ever show a need that returns.
            message = f"`{timing.kind}` does not bound when a record was made"
            help = "write `within … of EVENT`, `before EVENT`, `after EVENT` or `by DATE`"
            scope.say("TRA114", message, timing.span, help)
    aggregate = None
    if inner is not None:
        from tra_policy.resolve.aggregates import aggregate_of

        aggregate = aggregate_of(reader, inner, kind)
    return Need(
        quantifier=quantifier,
        kind=kind,
        count=count(scope, inner.word("NUMBER")) if inner is not None else 1,
        share=share(scope, inner.node("share")) if inner is not None else None,
        rate=_proper(scope, seen[0]) if seen else None,
        confidence=_proper(scope, seen[1]) if len(seen) > 1 else None,
        where=reader.tests(node.node("where"), kind, outer),
        stage=_text(stage),
        per=tuple(_field(reader, w, kind) for w in held.words("NAME")) if held is not None else (),
        timing=found[0] if found else None,
        id=name,
        span=node.span,
        aggregate=aggregate,
    )


def _quantifier(node: Node) -> tuple[Quantifier, Node | None]:
    held = node.node("quantifier")
    if held is None:
        return "some", None
    inner = held.parts[0]
    assert isinstance(inner, Node)
    return _QUANTIFIERS[inner.rule], inner


def _twice(node: Node | None, rules: Sequence[str]) -> Iterator[tuple[Span, str]]:
    seen: set[str] = set()
    names = {"to_see": "to see", "stage": "in stage", "timing": "a time", "recipients": "to"}
    for part in node.parts if node is not None else ():
        if isinstance(part, Node) and part.rule in rules:
            if part.rule in seen:
                yield part.span, names.get(part.rule, part.rule)
            seen.add(part.rule)


def _proper(scope: Scope, node: Node) -> Decimal | None:
    found = share(scope, node)
    if found is not None and not 0 < found < 1:
        said = "this share says nothing"
        scope.say("TRA114", said, node.span, "write one above 0% and below 100%")
        return None
    return found


def _text(node: Node | None) -> str:
    word = node.word("NAME") if node is not None else None
    return word.text if word is not None else ""


def _field(reader: Reader, word: Word, kind: str) -> str:
    path, _ = reader.field(word, kind)
    return ".".join(path)
