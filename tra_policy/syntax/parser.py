"""The parser: every logical line by itself, so that one damaged line costs one message and no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tra_policy.syntax.expected import expectation
from tra_policy.syntax.heads import DIRECTIVES, HEADS, LIST_HEADS, Head, head_of
from tra_policy.syntax.lines import LogicalLine, cut
from tra_policy.syntax.slips import slip_in
from tra_policy.syntax.table import parser
from tra_policy.syntax.tree import Directive, Line, Node, Tree, Word
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from lark import Token
    from lark import Tree as Branch

MAX_BULLETS = 10_000
_WORD = re.compile(r"[^\s,\"]+")
_MODALS = re.compile(r"\s(must|aims|should|may|shall|will)(\s|$)")


def parse(source: Source) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """Return the tree of a policy text, and a message for every mistake in it.

    The text of a `.tra` file, or of a Markdown file whose `tra` fences are read as one text. Never
    raises on any text.
    """
    found = cut(source)
    reading = _Reading(source, list(found.mistakes))
    reading.read(found.lines)
    damaged = bool(reading.mistakes)
    tree = Tree(source, tuple(reading.directives), found.comments, damaged)
    ordered = sorted(reading.mistakes, key=lambda d: (d.span.start if d.span else 0, d.code))
    return tree, tuple(ordered)


@dataclass
class _Reading:
    source: Source
    mistakes: list[Diagnostic]
    directives: list[Directive] = field(default_factory=list)
    open: _Open | None = None
    lost: bool = False

    def read(self, lines: Iterable[LogicalLine]) -> None:
        rest = iter(lines)
        first = next(rest, None)
        if first is None:
            if not self.mistakes:
                self.say("TRA009", "there is no policy in the text", 0, 0, _BEGIN)
            return
        if not self.version(first):
            rest = iter([first, *rest])
        for line in rest:
            if not line.indented:
                self.directive(line)
            elif self.open is None:
                if not self.lost:
                    self.say_of(line, "TRA006", "this line stands before any directive", _BELOW)
                    self.lost = True
            elif line.bullet:
                self.bullet(line, self.open)
            else:
                self.line(line, self.open)
        self.close()

    def say(self, code: str, message: str, start: int, end: int, help: str = "") -> None:
        span = self.source.span(start, end)
        self.mistakes.append(Diagnostic(code, message, span, help=help, input_error=True))

    def say_of(self, line: LogicalLine, code: str, message: str, help: str = "") -> None:
        self.say(code, message, line.start, line.start + len(line.text), help)

    def version(self, line: LogicalLine) -> bool:
        """Read the line that says which language this is; False where it is another line."""
        if not re.match(r"tra(\s|$)", line.text):
            self.say("TRA001", "the text does not begin with `tra 1`", line.start, line.end, _BEGIN)
            return False
        if line.text.split() != ["tra", "1"]:
            rest = line.text[3:].strip()
            at = line.start + len(line.text) - len(rest)
            said = f"`{rest}` is not a version of the language" if rest else "no version is given"
            self.say("TRA001", said, at, line.end, "this tool reads version 1: write `tra 1`")
        return True

    def directive(self, line: LogicalLine) -> None:
        self.close()
        word = _first_words(line.text)[:1]
        keyword = word[0] if word else ""
        if keyword in DIRECTIVES:
            node = self.node(line, f"line_{keyword}")
            head = Line(line.text, node, self.span(line))
            self.open = _Open(keyword, head)
            return
        self.open, self.lost = None, True
        if keyword == "tra":
            self.say_of(
                line, "TRA006", "`tra 1` stands here a second time", "keep the first line only"
            )
        elif line.bullet or head_of(_first_words(line.text), "") is not None:
            self.say_of(line, "TRA006", f"`{keyword}` begins in the first column", _BELOW)
        else:
            end = line.start + max(len(keyword), 1)
            help = did_you_mean(keyword, DIRECTIVES, f"directives are {', '.join(DIRECTIVES)}")
            self.say("TRA007", f"`{keyword}` is not a directive", line.start, end, help)

    def close(self) -> None:
        if self.open is not None:
            self.directives.append(self.open.closed())
        self.open = None
        self.lost = False

    def line(self, line: LogicalLine, into: _Open) -> None:
        head = head_of(_first_words(line.text), into.keyword)
        rule = self.form(line, head, into)
        if rule:
            into.lines.append(Line(line.text, self.node(line, rule), self.span(line)))
        else:
            into.lines.append(Line(line.text, None, self.span(line)))

    def form(self, line: LogicalLine, head: Head | None, into: _Open) -> str:
        """Return the form of a line; empty, with a message, where it has none here."""
        duty = into.keyword == "commitment" and _MODALS.search(line.text) is not None
        if head is not None and into.keyword in head.within:
            return head.rule
        if duty or (head is None and into.keyword == "commitment" and " " not in line.text):
            return "line_duty"
        if head is not None:
            where = " or a ".join(head.within)
            message = f"`{head.text}` has no meaning in a {into.keyword}"
            end = line.start + len(head.text)
            self.say("TRA006", message, line.start, end, f"it belongs in a {where}")
            return ""
        known = {h.text for h in HEADS if into.keyword in h.within}
        words = _first_words(line.text)
        help = ""
        for count in (3, 2, 1):
            help = help or did_you_mean(" ".join(words[:count]), known)
        if not help and into.keyword == "commitment":
            help = "a duty is written `PARTY must VERB …`"
        help = help or (f"lines of a {into.keyword} begin with {_some(known)}" if known else "")
        word = words[0] if words else line.text[:1]
        message = f"no line of a {into.keyword} begins with `{word}`"
        self.say("TRA007", message, line.start, line.start + len(word), help)
        return ""

    def bullet(self, line: LogicalLine, into: _Open) -> None:
        held = into.lines[-1] if into.lines else into.head
        if held.node is None:
            return
        if held.rule not in LIST_HEADS or not _opens_list(held):
            self.say_of(line, "TRA006", "this bullet belongs to no list", _LIST)
            return
        if len(held.bullets) >= MAX_BULLETS:
            if len(held.bullets) == MAX_BULLETS:
                message = f"a list has more than {MAX_BULLETS:,} bullets"
                self.say_of(line, "TRA008", message, "use a `define` for a part of it")
            return
        forms = {"line_contains": "bullet_words", "line_changes": "bullet_change"}
        node = self.node(line, forms.get(held.rule, "bullet_atom"))
        grown = replace(held, bullets=(*held.bullets, Line(line.text, node, self.span(line))))
        if into.lines:
            into.lines[-1] = grown
        else:
            into.head = grown

    def span(self, line: LogicalLine) -> Any:
        return self.source.span(line.start, line.end)

    def node(self, line: LogicalLine, rule: str) -> Node | None:
        from lark.exceptions import UnexpectedInput

        try:
            branch = parser().parse(line.text, start=rule)
        except UnexpectedInput as fault:
            if not self._already_said(line):
                self.explain(line, rule, fault)
            return None
        return _node(self.source, line.start, branch)

    def _already_said(self, line: LogicalLine) -> bool:
        # A quote that is not closed is blanked out: whatever it leaves behind is no second mistake.
        first = self.source.text.rfind("\n", 0, line.start) + 1
        last = self.source.text.find("\n", line.end)
        last = len(self.source.text) if last < 0 else last
        return any(
            d.span is not None and first <= d.span.start <= last and d.code in ("TRA002", "TRA003")
            for d in self.mistakes
        )

    def explain(self, line: LogicalLine, rule: str, fault: Any) -> None:
        slip = slip_in(line.text)
        if slip is not None:
            start, end = line.start + slip.start, line.start + slip.end
            self.say(slip.code, slip.message, start, end, slip.help)
            return
        at = fault.pos_in_stream if fault.pos_in_stream is not None else len(line.text)
        token = getattr(fault, "token", None)
        wanted = getattr(fault, "accepts", None) or getattr(fault, "expected", None) or ()
        if not wanted:
            wanted = getattr(fault, "allowed", None) or ()
        hope = expectation(wanted)
        help = f"expected {hope}" if hope else _form_help(rule)
        if at < 0 or at >= len(line.text) or (token is not None and token.type == "$END"):
            end = line.start + len(line.text)
            self.say("TRA002", "the line ends too early", max(end - 1, line.start), end, help)
            return
        found = _WORD.match(line.text, at)
        word = found.group() if found else line.text[at]
        if word in (")", "(", "[", "]", "{", "}"):
            help = "the language has no brackets: use a list, or a `define`"
        start = line.start + at
        self.say("TRA002", f"`{word}` is not expected here", start, start + len(word), help)


@dataclass
class _Open:
    keyword: str
    head: Line
    lines: list[Line] = field(default_factory=list)

    def closed(self) -> Directive:
        return Directive(self.keyword, self.head, tuple(self.lines))


_BEGIN = "write `tra 1` as the first line, then a `policy` line"
_BELOW = "indent it below the directive that it belongs to"
_LIST = "a list begins with `any of`, `all of`, `none of` or `at least 2 of`"


def _first_words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text[:200])[:4])


def _some(known: Iterable[str]) -> str:
    names = sorted(known)
    shown = ", ".join(f"`{n}`" for n in names[:8])
    return shown + (" …" if len(names) > 8 else "")


def _opens_list(line: Line) -> bool:
    if line.rule in ("line_contains", "line_changes"):
        return True
    node = line.node.node("condition") if line.node else None
    return node is not None and node.node("group_head") is not None


def _form_help(rule: str) -> str:
    if rule == "bullet_atom":
        return "a condition is a comparison, a judgement, a state, or a quoted sentence"
    if rule == "line_duty":
        return "a duty is written `PARTY must VERB OBJECT … TIME`"
    head = next((h for h in HEADS if h.rule == rule), None)
    return f"see how a line with `{head.text}` is written in the manual" if head else ""


def _node(source: Source, offset: int, branch: Branch[Token]) -> Node:
    parts = tuple(_parts(source, offset, branch))
    if parts:
        span = parts[0].span.to(parts[-1].span)
    else:
        meta = branch.meta
        start = getattr(meta, "start_pos", None)
        end = getattr(meta, "end_pos", None)
        span = source.span(offset + (start or 0), offset + (end or start or 0))
    return Node(str(branch.data), parts, span)


def _parts(source: Source, offset: int, branch: Branch[Token]) -> Iterator[Node | Word]:
    from lark import Token

    for part in branch.children:
        if isinstance(part, Token):
            start = offset + (part.start_pos or 0)
            yield Word(part.type, str(part), source.span(start, start + len(part)))
        else:
            yield _node(source, offset, part)
