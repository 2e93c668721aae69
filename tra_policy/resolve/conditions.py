"""Conditions out of the tree, with their names and types made sure."""

from __future__ import annotations

from decimal import Decimal

from tra_policy.model.conditions import (
    Atom,
    Comparison,
    Condition,
    Counter,
    Fact,
    Group,
    GroupKind,
    Holds,
    Judgement,
    Operator,
    Said,
    ThingIs,
    ThresholdIs,
    ThresholdState,
    Unpublished,
)
from tra_policy.model.moment import Duration
from tra_policy.model.policy import Metric
from tra_policy.model.quantity import Quantity, plain
from tra_policy.resolve.records import Records
from tra_policy.resolve.scope import CLASSES, EVENTS
from tra_policy.resolve.values import count, duration, quantity, sentence
from tra_policy.syntax.tree import Line, Node, Word
from tra_policy.words.noun import field
from tra_policy.words.source import Span
from tra_policy.words.suggest import did_you_mean

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
_IS_A = {
    "share": "a share",
    "ratio": "a ratio",
    "FLOP": "an amount of compute",
    "steps": "a number of steps",
    "hours": "a stretch of time",
    "USD": "a sum of money",
    "number": "a bare number",
}


class Reader(Records):
    """What conditions are read with: beside the scope, the metrics of each benchmark."""

    metrics: dict[str, dict[str, Metric]] = field(default_factory=dict)

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
                judges = self.names(names, "party") if names is not None else ()
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

    def _comparison(self, node: Node) -> Atom:
        word, operator = _name(node), node.word("OP")
        assert operator is not None
        held = self._limit(node)
        run_by = node.node("run_by")
        by = ""
        if run_by is not None and (who := run_by.word("NAME")) is not None:
            by = self.scope.known(who, "party", also=CLASSES)
        benchmark, metric = self._metric(word)
        known = self.metrics.get(benchmark, {}).get(metric)
        if known is not None and isinstance(held, Quantity):
            self._checked_unit(word, known, held, node)
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
        if stretch is None:
            # What is no number was reported: nothing more is to be said of its unit.
            return quantity(self.scope, limit.node("quantity")) or Unpublished()
        found = duration(self.scope, stretch) or Duration(1, "hours")
        return Quantity(Decimal(found.amount), "hours", str(found))

    def _metric(self, word: Word) -> tuple[str, str]:
        """Return the benchmark and the metric that a name joins; both may have dots of their own."""
        text = word.text
        parts = text.split(".")
        known = self.scope.names("benchmark")
        splits = [(".".join(parts[:n]), ".".join(parts[n:])) for n in range(len(parts) - 1, 0, -1)]
        declared = [(b, m) for b, m in splits if b in known]
        for benchmark, metric in declared:
            if metric in self.metrics.get(benchmark, {}):
                return benchmark, metric
        if declared:
            benchmark, metric = declared[0]
            if benchmark in self.metrics and benchmark not in self.scope.damaged:
                measured = self.metrics[benchmark]
                otherwise = f"add a line `measures {metric} as …` to `{benchmark}`"
                self.scope.say(
                    "TRA101",
                    f"`{benchmark}` does not measure `{metric}`",
                    _part(word, len(benchmark) + 1, len(text)),
                    did_you_mean(metric, measured, otherwise),
                )
            return benchmark, metric
        if not splits:
            self._no_metric(word)
            return text, ""
        benchmark, metric = splits[0]
        if not self.scope.open:
            self.scope.say(
                "TRA101",
                f"no benchmark is called `{benchmark}`",
                _part(word, 0, len(benchmark)),
                self.scope.meant(benchmark, "benchmark") or f"declare it: `benchmark {benchmark}`",
            )
        return benchmark, metric

    def _no_metric(self, word: Word) -> None:
        measured = [f"`{word.text}.{m}`" for m in self.metrics.get(word.text, {})]
        if word.text not in self.scope.names("benchmark"):
            message = f"`{word.text}` is not a metric of a benchmark"
            help = "a comparison is written `BENCHMARK.METRIC >= LIMIT`"
        elif measured:
            message = f"`{word.text}` is a benchmark: one of its metrics is compared"
            help = f"write {' or '.join(measured)}"
        else:
            message = f"`{word.text}` measures nothing that could be compared"
            help = f"add a line `measures …` to `{word.text}`"
        self.scope.say("TRA101", message, word.span, help)

    def _checked_unit(self, word: Word, metric: Metric, limit: Quantity, node: Node) -> None:
        unit = metric.unit
        held = node.node("limit")
        if held is None:
            return
        stretch = held.node("duration")
        if stretch is not None and unit == "hours" and not limit.text.endswith(("hours", "hour")):
            message = "a limit in time is given in hours"
            self.scope.say("TRA110", message, held.span, "write it as in `40 hours`")
        if limit.unit == _UNIT_OF[unit]:
            return
        help = f"write it as in `{_EXAMPLE[unit]}`"
        what = "has no unit" if limit.unit == "number" else f"is {_IS_A[limit.unit]}"
        if limit.unit == "number":
            share = limit.value * 100 if limit.value < 1 else limit.value
            shown = {"percent": f"{plain(share)}%", "ratio": f"{plain(limit.value)}x"}
            help = f"write `{shown.get(unit, f'{plain(limit.value)} hours')}`"
        message = f"`{limit}` {what}, and `{word.text}` is measured as {unit}"
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
        also = EVENTS if kinds[0] == "COMPLETE" else ()
        thing = self.scope.known(word, "safeguard", "document", "event", also=also)
        return ThingIs(thing, _FACTS[kinds[0]], node.span)

    def _counter(self, node: Node) -> Atom:
        operator = node.word("OP")
        assert operator is not None
        since = self.scope.known(
            _name(node), "event", "document", "safeguard", also=EVENTS, what="event"
        )
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


def _name(node: Node) -> Word:
    word = node.word("NAME")
    assert word is not None
    return word


def _part(word: Word, start: int, end: int) -> Span:
    return Span(word.span.path, word.span.start + start, word.span.start + end)
