"""The parser: every logical line by itself, so that one damaged line costs one message and no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tra_policy.syntax.automaton import automaton
from tra_policy.syntax.characters import unquoted
from tra_policy.syntax.heads import DIRECTIVES, HEADS, LIST_HEADS, Head, head_of
from tra_policy.syntax.lines import MOST_MISTAKES, Cut, LogicalLine, cut
from tra_policy.syntax.remarks import remarks
from tra_policy.syntax.tree import LOST, Directive, Line, Tree
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.edits import Edit, Fix
from tra_policy.words.noun import Noun, field
from tra_policy.words.regex import regex
from tra_policy.words.source import Source, Span
from tra_policy.words.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from tra_policy.syntax.slip import Slip

MAX_BULLETS = 10_000
_WORD = regex(r"[^\s,\"]+")
_MODALS = regex(
    r"\s(must|aims\s+to|should|may|shall|will|has\s+to|have\s+to|needs\s+to|"
    r"(?:commits|pledges|agrees|undertakes|intends|plans|expects|seeks|strives)\s+to)(\s|$)"
)
# How other languages begin a line, and how this one does.
_MEANT = {("if",): "when", ("for", "each"): "for every", ("for", "all"): "for every"}
_MEANT |= {("requires",): "needs", ("require",): "needs", ("except",): "unless", ("given",): "when"}
_BULLETS = {"line_contains": "bullet_words", "line_changes": "bullet_change"}


def parse(source: Source) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """Return the tree of a policy text, and a message for every mistake in it.

    The text of a `.tra` file, or of a Markdown file whose `tra` fences are read as one text. Never
    raises on any text.
    """
    return parse_cut(source, cut(source))


def parse_cut(source: Source, found: Cut) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """Return the same of a text that is cut into lines already."""
    reading = _Reading(source, list(found.mistakes))
    reading.read(found.lines)
    damaged = bool(reading.mistakes)
    tree = Tree(source, tuple(reading.directives), found.comments, damaged, remarks(source, found))
    ordered = sorted(reading.mistakes, key=lambda d: (d.span.start if d.span else 0, d.code))
    return tree, tuple(ordered)


class _Listed(Noun, frozen=False):
    """A line to which bullets may still be added. `damaged`: something below it could not be read."""

    line: Line
    bullets: list[Line] = field(default_factory=list)

    def closed(self) -> Line:
        held = self.line
        return Line(held.text, held.node, held.span, tuple(self.bullets)) if self.bullets else held


class _Open(Noun, frozen=False):
    """The directive that is being read."""

    keyword: str
    head: _Listed
    lines: list[_Listed] = field(default_factory=list)

    @property
    def last(self) -> _Listed:
        return self.lines[-1] if self.lines else self.head

    def closed(self) -> Directive:
        return Directive(
            self.keyword, self.head.closed(), tuple(line.closed() for line in self.lines)
        )


class _Reading(Noun, frozen=False):
    source: Source
    mistakes: list[Diagnostic]
    directives: list[Directive] = field(default_factory=list)
    open: _Open | None = None
    wrong: set[int] = field(default_factory=set)

    def read(self, lines: Iterable[LogicalLine]) -> None:
        # What is wrong with the characters of a line is said already: what it leads to is not.
        self.wrong = {self.row(d.span.start) for d in self.mistakes if d.span is not None}
        rest = iter(lines)
        first = next(rest, None)
        if first is None:
            if not self.mistakes:
                self.say("TRA009", "there is no policy in the text", 0, 0, _BEGIN)
            return
        if not self.version(first):
            rest = iter([first, *rest])
        astray = False
        for line in rest:
            if len(self.mistakes) >= MOST_MISTAKES:
                said = f"there are more than {MOST_MISTAKES} mistakes: the text below is not read"
                self.say_of(line, "TRA008", said, "correct the first of them")
                break
            if not line.indented:
                self.directive(line)
            elif self.open is None:
                if not astray:
                    self.say_of(line, "TRA006", "this line stands before any directive", _BELOW)
                astray = True
            elif line.bullet:
                self.bullet(line, self.open)
            else:
                self.line(line, self.open)
        self.close()

    def row(self, offset: int) -> int:
        return self.source.place(offset).line

    def say(
        self,
        code: str,
        message: str,
        start: int,
        end: int,
        help: str = "",
        fixes: tuple[Fix, ...] = (),
    ) -> None:
        span = self.source.span(start, end)
        said = Diagnostic(code, message, span, help=help, input_error=True, fixes=fixes)
        self.mistakes.append(said)

    def fixes(self, slip: Slip, at: int) -> tuple[Fix, ...]:
        edits = tuple(Edit(self.source.span(at + a, at + b), text) for a, b, text in slip.puts)
        return (Fix(slip.help, edits, slip.safe),) if edits else ()

    def say_of(self, line: LogicalLine, code: str, message: str, help: str = "") -> None:
        self.say(code, message, line.start, line.start + len(line.text), help)

    def version(self, line: LogicalLine) -> bool:
        """Read the line that says which language this is; False where it is another line."""
        word, _, rest = line.text.partition(" ")
        if self.row(line.start) in self.wrong:
            return word == "tra"
        if line.text.split() == ["tra", "1"] and not line.indented:
            return True
        if word.casefold() != "tra":
            end = line.start + len(_first(line.text))
            self.say("TRA001", "the text does not begin with `tra 1`", line.start, end, _BEGIN)
            return False
        if line.indented or word != "tra":
            self.say_of(line, "TRA001", "the first line is `tra 1`, in column 1", "write `tra 1`")
        elif not rest.strip():
            self.say_of(line, "TRA001", "no version of the language is given", "write `tra 1`")
        else:
            at = line.end - len(rest.strip())
            said = f"`{rest.strip()}` is not a version of the language"
            self.say("TRA001", said, at, line.end, "this tool reads version 1: write `tra 1`")
        return True

    def directive(self, line: LogicalLine) -> None:
        self.close()
        keyword = _first(line.text)
        if keyword in DIRECTIVES:
            self.open = _Open(keyword, _Listed(self.read_line(line, f"line_{keyword}")))
            return
        end = line.start + max(len(keyword), 1)
        if keyword == "tra":
            help = "keep the first line only"
            self.say_of(line, "TRA006", "`tra` stands here a second time", help)
        elif line.bullet or line.text.startswith('"'):
            what = "a bullet" if line.bullet else "a quote"
            self.say("TRA006", f"{what} begins in the first column", line.start, end, _BELOW)
        elif self.row(line.start) in self.wrong:
            pass
        elif _head_in(line.text) is not None or _MODALS.search(unquoted(line.text)):
            self.say("TRA006", f"`{keyword}` begins in the first column", line.start, end, _BELOW)
        else:
            help = did_you_mean(keyword, DIRECTIVES, f"directives are {', '.join(DIRECTIVES)}")
            self.say("TRA007", f"`{keyword}` is not a directive", line.start, end, help)
        # What stands below is read as what was probably meant, so that its names are known.
        meant = nearest(keyword, DIRECTIVES) or LOST
        self.open = _Open(meant, _Listed(Line(line.text, None, self.span(line))))

    def close(self) -> None:
        if self.open is not None:
            self.directives.append(self.open.closed())
        self.open = None

    def line(self, line: LogicalLine, into: _Open) -> None:
        if self.row(line.start) in self.wrong and _opens_list(into.last.line):
            # Probably a bullet: what is wrong with it is said, and the list is not empty.
            into.last.bullets.append(Line(line.text, None, self.span(line)))
            return
        rule = "" if into.keyword == LOST else self.form(line, into)
        if rule == "bullet_atom":
            return
        read = self.read_line(line, rule) if rule else Line(line.text, None, self.span(line))
        into.lines.append(_Listed(read))

    def form(self, line: LogicalLine, into: _Open) -> str:
        """Return the form of a line; empty, with a message, where it has none here."""
        words = _first_words(line.text)
        head = head_of(words, into.keyword)
        if head is not None and into.keyword in head.within:
            return head.rule
        if self.row(line.start) in self.wrong:
            return ""
        duty = _MODALS.search(unquoted(line.text)) is not None
        chained = into.keyword == "commitment" and duty and len(words) > 1
        chained = chained and not _MODALS.match(f" {words[1]} ")
        meant = nearest(words[0], ("otherwise", "instead")) if chained else None
        if meant:
            end = line.start + len(words[0])
            message = f"no line of a commitment begins with `{words[0]}`"
            self.say("TRA007", message, line.start, end, f"did you mean `{meant}`?")
            return ""
        if into.keyword == "commitment" and (duty or (head is None and len(words) == 1)):
            return "line_duty"
        word = words[0] if words else line.text[:1]
        end = line.start + len(word)
        if self.undashed(line, into):
            return "bullet_atom"
        if head is not None and not duty:
            message = f"`{head.text}` has no meaning in {_a(into.keyword)}"
            help = "it belongs in " + " or ".join(_a(w) for w in head.within)
            self.say("TRA006", message, line.start, line.start + len(head.text), help)
            return ""
        known = {h.text for h in HEADS if into.keyword in h.within}
        meant = _MEANT.get(words[:2]) or _MEANT.get(words[:1])
        help = f"did you mean `{meant}`?" if meant in known else ""
        for count in (3, 2, 1):
            help = help or did_you_mean(" ".join(words[:count]), known)
        if duty:
            help = "a duty stands in a `commitment`"
        elif not help and into.keyword == "commitment":
            help = "a duty is written `PARTY must VERB …`"
        help = help or (f"its lines begin with {_some(known)}" if known else "it has no lines")
        message = f"no line of {_a(into.keyword)} begins with `{word}`"
        self.say("TRA007", message, line.start, end, help)
        return ""

    def undashed(self, line: LogicalLine, into: _Open) -> bool:
        """Whether a line is a bullet without its dash; it is then said, and read as one."""
        held = into.last
        if not _opens_list(held.line) or held.line.rule in _BULLETS:
            return False
        mark = len(line.text) - len(line.text.lstrip("*+•· \t"))
        text, at = f"- {line.text[mark:]}", line.start + mark - 2
        node = automaton().node(text, "bullet_atom", self.source, at)
        if node is None:
            return False
        end = line.start + len(_first(line.text))
        help = "write `-` for it" if mark else "write `- ` before it"
        self.say("TRA002", "a bullet begins with `-`", line.start, end, help)
        held.bullets.append(Line(line.text, node, self.span(line)))
        return True

    def bullet(self, line: LogicalLine, into: _Open) -> None:
        held = into.last
        if held.line.node is None:
            return
        if not _opens_list(held.line):
            self.say("TRA006", "this bullet belongs to no list", line.start, line.start + 1, _LIST)
            return
        if len(held.bullets) >= MAX_BULLETS:
            if len(held.bullets) == MAX_BULLETS:
                message = f"a list has more than {MAX_BULLETS:,} bullets"
                self.say_of(line, "TRA008", message, "use a `define` for a part of it")
                held.bullets.append(Line(line.text, None, self.span(line)))
            return
        held.bullets.append(self.read_line(line, _BULLETS.get(held.line.rule, "bullet_atom")))

    def span(self, line: LogicalLine) -> Span:
        return self.source.span(line.start, line.end)

    def read_line(self, line: LogicalLine, rule: str) -> Line:
        node = automaton().node(line.text, rule, self.source, line.start)
        if node is None:
            rows = range(self.row(line.start), self.row(line.end) + 1)
            if self.wrong.isdisjoint(rows):
                from tra_policy.syntax.explaining import explained

                slip = explained(line.text, rule)
                start, end = line.start + slip.start, line.start + slip.end
                self.say(
                    slip.code, slip.message, start, end, slip.help, self.fixes(slip, line.start)
                )
        return Line(line.text, node, self.span(line))


_BEGIN = "write `tra 1` as the first line, then a `policy` line"
_BELOW = "indent it below the directive that it belongs to"
_LIST = "a list begins with `any of`, `all of`, `none of` or `at least 2 of`"


def _first_words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text[:200])[:4])


def _first(text: str) -> str:
    return next(iter(_first_words(text)), "")


def _head_in(text: str) -> Head | None:
    return head_of(_first_words(text), "")


def _a(noun: str) -> str:
    return noun if noun == "changes" else f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _some(known: Iterable[str]) -> str:
    names = sorted(known)
    shown = ", ".join(f"`{n}`" for n in names[:8])
    return shown + (" …" if len(names) > 8 else "")


def _opens_list(line: Line) -> bool:
    if line.node is None or line.rule not in LIST_HEADS:
        return False
    if line.rule in _BULLETS:
        return True
    condition = line.node.node("condition")
    return condition is not None and condition.node("group_head") is not None
