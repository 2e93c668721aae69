"""Conditions and tests out of the tree, with their names and types made sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tra_policy.model.conditions import (
    Atom,
    Comparison,
    Condition,
    Counter,
    Fact,
    FieldTest,
    Group,
    GroupKind,
    Holds,
    Judgement,
    Operator,
    RoleIs,
    Said,
    ThingIs,
    ThresholdIs,
    ThresholdState,
    Unpublished,
    Value,
)
from tra_policy.model.kinds import KINDS
from tra_policy.model.moment import Duration, Moment
from tra_policy.model.policy import Metric
from tra_policy.model.quantity import Quantity, plain
from tra_policy.resolve.scope import EVENTS, Scope
from tra_policy.resolve.values import count, day, duration, quantity, sentence
from tra_policy.syntax.tree import Line, Node, Word
from tra_policy.words.suggest import did_you_mean

ROLES = ("designed", "run", "graded", "funded", "selected", "reviewed", "published")
CLASSES = ("independent", "engaged", "authority", "developer")
MODEL_FIELDS = {"compute": "quantity", "developer": "text", "id": "text", "subject": "text"}
_FACTS: dict[str, Fact] = {
    "SHOWN": "shown",
    "PUBLISHED": "published",
    "APPROVED": "approved",
    "SPECIFIED": "specified",
    "IN": "in place",
    "COMPLETE": "complete",
}
_UNIT_OF = {"percent": "share", "ratio": "ratio", "number": "number", "hours": "hours"}
_EXAMPLE = {"percent": "22.1%", "ratio": "2.8x", "number": "12", "hours": "40 hours"}


@dataclass(frozen=True)
class Reader:
    """What conditions are read with: the scope, and the metrics of each benchmark."""

    scope: Scope
    metrics: dict[str, dict[str, Metric]]

    def condition(self, line: Line, node: Node | None) -> Condition | None:
        """Return the condition of a line: one atom, or the group of its bullets."""
        if node is None:
            return None
        head = node.node("group_head")
        if head is None:
            inner = node.node("atom")
            return self.atom(inner) if inner is not None else None
        members = tuple(
            self.atom(atom)
            for bullet in line.bullets
            if bullet.node is not None and (atom := bullet.node.node("atom")) is not None
        )
        if not line.bullets:
            self.scope.say(
                "TRA113",
                "this list has no bullets",
                head.span,
                "add a line `- …` for each condition",
            )
            return None
        kind, least = self._group_kind(head, len(line.bullets))
        return Group(kind, members, least, line.span) if members else None

    def _group_kind(self, head: Node, bullets: int) -> tuple[GroupKind, int]:
        number = head.word("NUMBER")
        if number is None:
            for terminal, kind in (("ANY", "any"), ("ALL", "all"), ("NONE", "none")):
                if head.has(terminal):
                    return kind, 1  # type: ignore[return-value]
        least = count(self.scope, number)
        if least > bullets:
            message = f"the list has {bullets} bullets, fewer than {least}"
            self.scope.say("TRA114", message, head.span, "add bullets, or ask for fewer")
        return "at least", least

    def atom(self, node: Node) -> Atom:
        """Return an atom."""
        inner = node.parts[0]
        assert isinstance(inner, Node)
        match inner.rule:
            case "comparison":
                return self._comparison(inner)
            case "judgement":
                names = inner.node("names")
                judges = self.names(names, "party") if names else ()
                return Judgement(judges, sentence(inner.node("words")), inner.span)
            case "state":
                return self._state(inner)
            case "holds":
                name = _name(inner)
                return Holds(self.scope.known(name, "define"), inner.span)
            case "counter":
                return self._counter(inner)
            case _:
                return Said(sentence(inner), inner.span)

    def names(self, node: Node, *categories: str, also: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the names of a list, each made sure."""
        return tuple(self.scope.known(w, *categories, also=also) for w in node.words("NAME"))

    def _comparison(self, node: Node) -> Atom:
        word, operator = _name(node), node.word("OP")
        assert operator is not None
        benchmark, _, metric = word.text.rpartition(".")
        held = self._limit(node)
        run_by = node.node("run_by")
        by = ""
        if run_by is not None and (who := run_by.word("NAME")) is not None:
            by = self.scope.known(who, "party", also=CLASSES)
        if not benchmark:
            benchmarks = self.scope.names("benchmark")
            help = did_you_mean(
                word.text, benchmarks, "a comparison is written `BENCHMARK.METRIC >= LIMIT`"
            )
            if word.text in benchmarks:
                measured = ", ".join(f"`{word.text}.{m}`" for m in self.metrics.get(word.text, {}))
                help = (
                    f"name the metric: {measured}" if measured else "add a line `measures …` to it"
                )
            self.scope.say(
                "TRA101", f"`{word.text}` is not a metric of a benchmark", word.span, help
            )
        else:
            self._checked_metric(word, benchmark, metric, held, node)
        op: Operator = operator.text  # type: ignore[assignment]
        return Comparison(
            benchmark, metric, op, held, node.node("point") is not None, by, node.span
        )

    def _limit(self, node: Node) -> Quantity | Unpublished:
        limit = node.node("limit")
        assert limit is not None
        if limit.node("unpublished") is not None:
            return Unpublished()
        stretch = limit.node("duration")
        if stretch is not None:
            found = duration(self.scope, stretch)
            if found is not None and found.unit == "hours":
                return Quantity(Decimal(found.amount), "hours", str(found))
            self.scope.say(
                "TRA110", "a limit in time is given in hours", stretch.span, "write `40 hours`"
            )
            return Quantity(Decimal(0), "hours", "0 hours")
        return quantity(limit.node("quantity")) or Quantity(Decimal(0))

    def _checked_metric(
        self, word: Word, benchmark: str, metric: str, limit: Quantity | Unpublished, node: Node
    ) -> None:
        if benchmark not in self.scope.names("benchmark"):
            names = self.scope.names("benchmark")
            help = did_you_mean(benchmark, names, f"declare it: `benchmark {benchmark}`")
            span = type(word.span)(
                word.span.path, word.span.start, word.span.start + len(benchmark)
            )
            self.scope.say("TRA101", f"no benchmark is called `{benchmark}`", span, help)
            return
        known = self.metrics.get(benchmark, {})
        if metric not in known:
            start = word.span.start + len(benchmark) + 1
            span = type(word.span)(word.span.path, start, word.span.end)
            help = did_you_mean(
                metric, known, f"add a line `measures {metric} as …` to `{benchmark}`"
            )
            self.scope.say("TRA101", f"`{benchmark}` does not measure `{metric}`", span, help)
            return
        unit = known[metric].unit
        held = node.node("limit")
        if isinstance(limit, Quantity) and limit.unit != _UNIT_OF[unit] and held is not None:
            help = f"write it as in `{_EXAMPLE[unit]}`"
            if unit == "percent" and limit.unit == "number" and 0 < limit.value <= 1:
                help = f"write `{plain(limit.value * 100)}%`"
            message = f"`{limit}` is not a {unit}, as `{word.text}` is"
            self.scope.say("TRA110", message, held.span, help)

    def _state(self, node: Node) -> Atom:
        word, said = _name(node), node.node("state_word")
        assert said is not None
        kinds = [part.kind for part in said.parts if isinstance(part, Word)]
        states: dict[str, ThresholdState] = {
            "REACHED": "reached",
            "NOT": "not reached",
            "RULED": "ruled out",
        }
        if kinds[0] in states:
            return ThresholdIs(self.scope.known(word, "threshold"), states[kinds[0]], node.span)
        thing = self.scope.known(word, "safeguard", "document", "event")
        return ThingIs(thing, _FACTS[kinds[0]], node.span)

    def _counter(self, node: Node) -> Atom:
        operator = node.word("OP")
        assert operator is not None
        since = self.scope.known(_name(node), "event", "document", "safeguard", also=EVENTS)
        op: Operator = operator.text  # type: ignore[assignment]
        ratio = node.word("RATIO")
        if node.has("ELAPSED"):
            amount: Quantity | Duration | None = duration(self.scope, node.node("duration"))
            if ratio is not None:
                message = f"`{ratio.text}` is not a stretch of time"
                self.scope.say("TRA110", message, ratio.span, "write `elapsed >= 6 months since …`")
            return Counter("elapsed", op, amount or Duration(1, "days"), since, node.span)
        if ratio is None:
            self.scope.say(
                "TRA110", "compute grows by a ratio", node.span, "write `compute >= 4x since …`"
            )
        text = ratio.text[:-1] if ratio is not None else "1"
        held = Quantity(Decimal(text), "ratio", f"{text}x")
        return Counter("compute", op, held, since, node.span)

    def kind(self, word: Word) -> str:
        """Return a kind of record: singular or plural, with `-` or `_`; as written if unknown."""
        text = word.text.replace("-", "_")
        for candidate in (text, text.removesuffix("s"), text.removesuffix("es")):
            if candidate in KINDS:
                return candidate
        aliases = {"environment": "rl_environment", "dataset": "sft_dataset", "model": "model"}
        if text.removesuffix("s") in aliases:
            return aliases[text.removesuffix("s")]
        help = did_you_mean(text, KINDS, f"kinds are {', '.join(sorted(KINDS))}")
        self.scope.say("TRA111", f"`{word.text}` is not a kind of record", word.span, help)
        return text

    def tests(self, where: Node | None, kind: str, outer: str = "") -> tuple[Condition, ...]:
        """Return the tests of a `where`, about a record of a kind, under the noun of `for every`."""
        listed = where.node("tests") if where is not None else None
        if listed is None:
            return ()
        return tuple(self._test(test, kind, outer) for test in listed.nodes("test"))

    def _test(self, node: Node, kind: str, outer: str) -> Condition:
        inner = node.parts[0]
        assert isinstance(inner, Node)
        words = list(inner.words("NAME"))
        if inner.rule == "role_test":
            self.scope.one_of(words[0], ROLES, "a role")
            holder = self.scope.known(words[1], "party", also=CLASSES)
            return RoleIs(words[0].text, holder, inner.span)
        path = tuple(words[0].text.split("."))
        held = self._field(words[0], path, kind, outer)
        match inner.rule:
            case "field_test":
                return self._field_test(inner, path, held)
            case "stated_test":
                return FieldTest(path, "stated", None, False, inner.span)
            case "has_test":
                return FieldTest(path, "has", words[1].text, False, inner.span)
            case "in_test":
                other = tuple(words[1].text.split("."))
                self._field(words[1], other, kind, outer)
                test = "not in" if inner.has("NOT") else "in"
                return FieldTest(path, test, other, True, inner.span)  # type: ignore[arg-type]
            case "descends_test":
                other = tuple(words[1].text.split("."))
                self._field(words[1], other, kind, outer)
                return FieldTest(path, "descends from", other, True, inner.span)
            case _:
                return self._word_test(inner, words, path, held)

    def _word_test(
        self, node: Node, words: list[Word], path: tuple[str, ...], held: str
    ) -> Condition:
        quoted = node.word("STRING")
        wanted = quoted.text[1:-1] if quoted is not None else words[1].text
        if quoted is None and "|" in held:
            self.scope.one_of(words[1], held.split("|"), f"a value of `{words[0].text}`")
        test = "is not" if node.has("NOT") else "is"
        return FieldTest(path, test, wanted, False, node.span)  # type: ignore[arg-type]

    def _field_test(self, node: Node, path: tuple[str, ...], held: str) -> Condition:
        operator, value = node.word("OP"), node.node("value")
        assert operator is not None and value is not None
        found = self._value(value)
        self._checked_value(value, found, held)
        return FieldTest(path, operator.text, found, False, node.span)  # type: ignore[arg-type]

    def _value(self, node: Node) -> Value:
        stretch, amount = node.node("duration"), node.node("quantity")
        if stretch is not None:
            return duration(self.scope, stretch) or Duration(1, "days")
        if amount is not None:
            return quantity(amount) or Quantity(Decimal(0))
        dated = node.word("DATE")
        if dated is not None:
            found = day(self.scope, dated)
            return Moment(found) if found is not None else dated.text
        word = node.word("NAME")
        return word.text if word is not None else ""

    def _checked_value(self, node: Node, found: Value, held: str) -> None:
        expected = ""
        if held == "number" and not (
            isinstance(found, Quantity) and found.unit in ("number", "steps")
        ):
            expected = "a count, such as `100`"
        elif held == "moment" and not isinstance(found, Moment):
            expected = "a date, such as `2026-05-26`"
        elif held == "quantity" and not isinstance(found, Quantity):
            expected = "a number with its unit, such as `5%`"
        elif "|" in held and isinstance(found, str):
            word = node.word("NAME")
            if word is not None:
                self.scope.one_of(word, held.split("|"), "a value of this field")
            return
        elif ("|" in held or held in ("text", "names", "flag")) and not isinstance(found, str):
            expected = "a word"
        if expected:
            self.scope.say(
                "TRA110", f"this field holds {expected}", node.span, f"expected {expected}"
            )

    def fields(self, kind: str) -> dict[str, str]:
        """Return the fields of a kind with their type words; empty for an unknown kind."""
        return MODEL_FIELDS if kind == "model" else KINDS.get(kind, {})

    def field(self, word: Word, kind: str) -> str:
        """Return the type word of a field that a word names, reporting an unknown one."""
        return self._field(word, tuple(word.text.split(".")), kind, "")

    def _field(self, word: Word, path: tuple[str, ...], kind: str, outer: str) -> str:
        """Return the type word of a field, reporting one that the kind does not have."""
        names = [part.replace("-", "_") for part in path]
        if outer and len(names) > 1 and names[0] == outer:
            kind, names = outer, names[1:]
        held = ""
        for name in names:
            fields = MODEL_FIELDS if kind == "model" else KINDS.get(kind)
            if fields is None:
                return ""
            if name not in fields:
                help = did_you_mean(name, fields, f"its fields are {', '.join(sorted(fields))}")
                self.scope.say("TRA112", f"a {kind} has no field `{name}`", word.span, help)
                return ""
            held = fields[name]
            kind = name if name in KINDS else ""
        return held


def _name(node: Node) -> Word:
    word = node.word("NAME")
    assert word is not None
    return word
