"""Parties, benchmarks and other declarations out of the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tra_policy.model.duties import Citation, Notes
from tra_policy.model.policy import (
    Benchmark,
    Define,
    Document,
    Event,
    Metric,
    NoTies,
    Party,
    Safeguard,
    Tie,
    TieKind,
)
from tra_policy.model.revisions import Account, Change, Waiver
from tra_policy.resolve.conditions import Reader
from tra_policy.resolve.scope import Scope
from tra_policy.resolve.values import citation, day, key, sentence, share, title
from tra_policy.syntax.heads import HEADS
from tra_policy.syntax.tree import Directive, Line, Node, Word
from tra_policy.words.noun import Noun, replace
from tra_policy.words.suggest import did_you_mean

UNITS = ("percent", "ratio", "number", "hours")
_TIES: dict[str, TieKind] = {
    "line_controlled": "controlled by",
    "line_owned": "owned by",
    "line_shares": "shares leadership with",
    "line_employed": "employed by",
    "line_paid": "paid by",
}
_MANY = frozenset(
    {
        *_TIES,
        "line_no_ties",
        "line_is",
        "line_measures",
        "line_excludes",
        "line_cites",
        "line_because",
        "line_not_known",
        "line_applies",
        "line_needs",
        "line_report",
        "line_measured",
        "line_measured_on",
        "line_duty",
        "line_otherwise",
        "line_instead",
        "line_source",
        "line_use",
    }
)
# In a commitment these belong to the duty above them, and are counted there.
_OF_DUTIES = frozenset({"line_unless", "line_if_unknown", "line_owner"})


class Lines(Noun):
    """The readable lines of a directive, with those that may stand once made sure."""

    scope: Scope
    directive: Directive

    def __iter__(self) -> Iterator[tuple[Line, Node]]:
        seen: set[str] = set()
        for line in self.directive.lines:
            if line.node is None:
                continue
            scoped = self.directive.keyword == "commitment" and line.rule in _OF_DUTIES
            if line.rule in seen and line.rule not in _MANY and not scoped:
                head = next(h.text for h in HEADS if h.rule == line.rule)
                message = f"`{head}` stands twice in this {self.directive.keyword}"
                self.scope.say("TRA104", message, line.span, "keep one of them")
            seen.add(line.rule)
            yield line, line.node

    def of(self, rule: str) -> Iterator[Node]:
        """Yield the lines of one form."""
        for line in self.directive.lines:
            if line.node is not None and line.rule == rule:
                yield line.node

    def one(self, rule: str) -> Node | None:
        """Return the first line of a form, or None."""
        return next(self.of(rule), None)

    def words(self, rule: str) -> str:
        """Return the sentence of a line of a form; empty where there is none."""
        node = self.one(rule)
        return sentence(node.node("words")) if node is not None else ""

    def notes(self) -> Notes:
        """Return all citations, reasons and gaps of the directive."""
        cites: list[Citation] = []
        for node in self.of("line_cites"):
            found = citation(self.scope, node.node("citation"))
            if found is not None:
                cites.append(found)
        because = tuple(sentence(n.node("words")) for n in self.of("line_because"))
        unread = tuple(sentence(n.node("words")) for n in self.of("line_not_known"))
        return Notes(tuple(cites), because, unread)


def head_name(directive: Directive) -> Word | None:
    """Return the name that a directive's head gives, or None where it could not be read."""
    return directive.head.node.word("NAME") if directive.head.node is not None else None


def checked(scope: Scope, directive: Directive) -> Lines:
    """Return a directive's lines, having reported those that stand twice."""
    lines = Lines(scope, directive)
    for _ in lines:
        pass
    return lines


def party_of(reader: Reader, directive: Directive, name: Word) -> Party:
    """Return a party with its ties."""
    scope = reader.scope
    lines = checked(scope, directive)
    ties, no_ties = [], []
    for line, node in lines:
        other = node.word("NAME")
        if line.rule in _TIES and other is not None:
            ties.append(_tie(scope, _TIES[line.rule], node, other))
        elif line.rule == "line_no_ties" and other is not None:
            no_ties.append(
                NoTies(
                    scope.known(other, "party"),
                    _day_in(scope, node, "since_day"),
                    _day_in(scope, node, "as_of_day"),
                    sentence(node.node("words")),
                    node.span,
                )
            )
    said = [node for _, node in lines if node.rule == "line_is"]
    key_line = lines.one("line_key")
    key_word = key_line.word("KEY") if key_line is not None else None
    assert directive.head.node is not None
    return Party(
        name.text,
        title(directive.head.node),
        tuple(ties),
        tuple(no_ties),
        is_authority=any(n.node("authority") is not None for n in said),
        is_unnamed=any(n.node("unnamed") is not None for n in said),
        is_anyone=any(n.node("anyone") is not None for n in said),
        key=key(scope, key_word, name.text) if key_word is not None else "",
        notes=lines.notes(),
        span=name.span,
    )


def _tie(scope: Scope, kind: TieKind, node: Node, other: Word) -> Tie:
    held = share(scope, node.node("share")) if kind == "owned by" else None
    since, until = _day_in(scope, node, "from_day"), _day_in(scope, node, "to_day")
    return Tie(kind, scope.known(other, "party"), held, since, until, node.span)


def _day_in(scope: Scope, node: Node, rule: str) -> Any:
    held = node.node(rule)
    return day(scope, held.word("DATE")) if held is not None else None


def metrics_of(scope: Scope, directive: Directive) -> dict[str, Metric]:
    """Return the metrics that a benchmark measures."""
    found: dict[str, Metric] = {}
    for node in Lines(scope, directive).of("line_measures"):
        words = list(node.words("NAME"))
        unit = words[1].text if scope.one_of(words[1], UNITS, "a unit of a metric") else "number"
        statistic = node.word("STATISTIC")
        direction = node.node("direction")
        lower = direction is not None and direction.has("LOWER")
        name = words[0].text
        if name in found:
            message = f"`{name}` is measured a second time"
            scope.say("TRA104", message, words[0].span, "keep one of them")
        found[name] = Metric(
            name,
            unit,  # type: ignore[arg-type]
            statistic.text if statistic is not None else "mean",  # type: ignore[arg-type]
            not lower,
            node.span,
        )
    return found


def benchmark_of(reader: Reader, directive: Directive, name: Word) -> Benchmark:
    """Return a benchmark."""
    scope = reader.scope
    lines = checked(scope, directive)
    people = people_in(reader, lines)
    designed = lines.one("line_designed")
    visible = lines.one("line_items_visible")
    seen: tuple[str, ...] | None = None
    if visible is not None:
        listed = visible.node("names")
        seen = reader.names(listed, "party") if listed is not None else ()
    derived = lines.one("line_subset") or lines.one("line_modified")
    parent = derived.word("NAME") if derived is not None else None
    by = derived.node("names") if derived is not None else None
    assert directive.head.node is not None
    return Benchmark(
        name.text,
        title(directive.head.node),
        designed_by=people("line_designed"),
        designed_from=_day_in(scope, designed, "from_day") if designed is not None else None,
        design_funded_by=people("line_design_funded"),
        final_say=people("line_final_say"),
        items_held_by=people("line_items_held"),
        items_visible_to=seen,
        derived_from=scope.known(parent, "benchmark") if parent is not None else "",
        derived_by=reader.names(by, "party") if by is not None else (),
        graded_by=people("line_graded"),
        metrics=tuple(reader.metrics.get(name.text, {}).values()),
        notes=lines.notes(),
        span=name.span,
    )


def people_in(reader: Reader, lines: Lines) -> Callable[[str], tuple[str, ...]]:
    """Return a function from a form of line to the parties that it names."""

    def of(rule: str) -> tuple[str, ...]:
        node = lines.one(rule)
        listed = node.node("names") if node is not None else None
        return reader.names(listed, "party") if listed is not None else ()

    return of


def safeguard_of(reader: Reader, directive: Directive, name: Word) -> Safeguard:
    """Return a safeguard."""
    lines = checked(reader.scope, directive)
    where, not_yet = lines.one("line_specified"), lines.one("line_not_yet")
    cited = citation(reader.scope, where.node("citation")) if where is not None else None
    notes = lines.notes()
    if cited is not None:
        notes = replace(notes, cites=(cited, *notes.cites))
    assert directive.head.node is not None
    return Safeguard(
        name.text,
        title(directive.head.node),
        specified=False if not_yet is not None else True if where is not None else None,
        excludes=tuple(sentence(n.node("words")) for n in lines.of("line_excludes")),
        approved_by=people_in(reader, lines)("line_approved"),
        notes=notes,
        span=name.span,
    )


def document_of(reader: Reader, directive: Directive, name: Word) -> Document:
    """Return a document."""
    lines = checked(reader.scope, directive)
    contains: list[str] = []
    for line, node in lines:
        if line.rule == "line_contains":
            own = sentence(node.node("words"))
            contains += [own] if own else []
            contains += [sentence(b.node.node("words")) for b in line.bullets if b.node is not None]
    assert directive.head.node is not None
    return Document(
        name.text,
        title(directive.head.node),
        people_in(reader, lines)("line_approved"),
        tuple(contains),
        lines.notes(),
        name.span,
    )


def event_of(reader: Reader, directive: Directive, name: Word) -> Event:
    """Return a declared event."""
    checked(reader.scope, directive)
    assert directive.head.node is not None
    return Event(name.text, title(directive.head.node), name.span)


def define_of(reader: Reader, directive: Directive, name: Word) -> Define:
    """Return a named condition."""
    lines = checked(reader.scope, directive)
    condition = None
    for line, node in lines:
        if line.rule == "line_holds":
            condition = reader.condition(line, node.node("condition"))
    assert directive.head.node is not None
    return Define(name.text, title(directive.head.node), condition, lines.notes(), name.span)


def waiver_of(reader: Reader, directive: Directive, name: Word, items: dict[str, str]) -> Waiver:
    """Return a waiver; `items` maps each item to the kind of record that its instances are."""
    scope = reader.scope
    lines = checked(scope, directive)
    head = directive.head.node
    assert head is not None
    item = list(head.words("NAME"))[1]
    unsure = scope.open or any(
        item.text == name or item.text.startswith(f"{name}.") for name in scope.damaged
    )
    if item.text not in items and not unsure:
        help = did_you_mean(
            item.text, items, "items are requirements, duties and lines of thresholds"
        )
        scope.say("TRA101", f"no item is called `{item.text}`", item.span, help)
    approved, expires = lines.one("line_approved"), lines.one("line_expires")
    return Waiver(
        name.text,
        item.text,
        where=reader.tests(head.node("where"), items.get(item.text, "")),
        because=lines.notes().because,
        approved_by=people_in(reader, lines)("line_approved"),
        approved_on=day(scope, approved.word("DATE")) if approved is not None else None,
        expires=day(scope, expires.word("DATE")) if expires is not None else None,
        span=name.span,
    )


def account_of(directive: Directive) -> Account:
    """Return an account of a revision: since which version, by whom, and what changed."""
    head = directive.head.node
    version = head.word("VERSION") if head is not None else None
    teller = head.node("words") if head is not None else None
    bullets = [*directive.head.bullets, *(b for line in directive.lines for b in line.bullets)]
    found = []
    for bullet in bullets:
        if bullet.node is None:
            continue
        verb, path = bullet.node.word("CHANGE"), bullet.node.word("NAME")
        reason = bullet.node.node("reason")
        assert verb is not None and path is not None
        found.append(
            Change(
                verb.text,
                path.text,
                sentence(bullet.node.node("words")),
                sentence(reason.node("words")) if reason is not None else "",
                bullet.span,
            )
        )
    since = version.text if version is not None else ""
    return Account(since, sentence(teller), tuple(found), directive.head.span)
