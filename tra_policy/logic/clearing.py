"""The question of F, "so proceed": the expression and the variables that a policy text gives it.

F holds on a row if no `must` duty of a commitment that reads the threshold falls due on it; without any
such commitment, if the threshold is not treated as reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from tra_policy.logic.classes import SELF, UNCREDITED, Class, lowest
from tra_policy.logic.conditions import adverse_form, atoms_of, commitments_reading, expanded
from tra_policy.logic.diagram import Expression, Variable
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN
from tra_policy.logic.limits import metric_variable
from tra_policy.logic.parties import Parties, Window, parties_of
from tra_policy.logic.roles import Design, design_class
from tra_policy.model.conditions import (
    Atom,
    Comparison,
    Condition,
    Counter,
    FieldTest,
    Group,
    Holds,
    Judgement,
    RoleIs,
    Said,
    ThingIs,
    ThresholdIs,
    Unpublished,
)
from tra_policy.model.duties import Need
from tra_policy.model.policy import Benchmark, Commitment, Metric, Policy, Threshold
from tra_policy.words.noun import Noun, field


class Weight(Noun):
    """An atom's name, and its class on design and on run. What the text leaves open is `self`."""

    name: str
    design: Class
    run: Class


class Question(Noun):
    """F of one threshold: an expression over variables, each with its weight."""

    expression: Expression
    variables: tuple[Variable, ...]
    weights: tuple[Weight, ...]


# A limit that is not published: the atom is never definite.
_NEVER = Variable(((UNKNOWN,),), (UNKNOWN,))
_FREE = Variable(((FALSE,), (UNKNOWN,), (TRUE,)), (UNKNOWN,))


def question_of(policy: Policy, threshold: Threshold) -> Question:
    """Return F of a threshold on the policy text alone."""
    asking = _Asking(policy, parties_of(policy))
    asking.collect_limits(threshold)
    parts: list[Expression] = []
    with_commitments = list(commitments_reading(policy, threshold.name))
    for commitment in with_commitments:
        parts.extend(asking.proceeds(commitment, threshold))
    if not with_commitments:
        state = asking.state(threshold, ())
        parts.append(("proceed", state, threshold.treat_as_reached, FALSE))
    return Question(("all", TRUE, tuple(parts)), tuple(asking.variables), tuple(asking.weights))


def text_window(policy: Policy, start: date | None = None) -> Window:
    """Return the days on which a text asks about its parties: its effective date."""
    end = policy.effective_by or policy.effective or date.max
    return Window(start if start is not None else end, end)


def benchmark_class(policy: Policy, parties: Parties, benchmark: Benchmark) -> Class:
    """Return the class of a benchmark's design on the policy text alone."""
    window = text_window(policy, benchmark.designed_from)
    return design_class(design_of(policy, benchmark), parties, window)


def design_of(policy: Policy, benchmark: Benchmark) -> Design:
    """Return who designed a benchmark. Of one derived from another, the designers of that one and who
    derived it.
    """
    designers = benchmark.designed_by
    seen = {benchmark.name}
    parent = policy.benchmark(benchmark.derived_from)
    while parent is not None and not designers and parent.name not in seen:
        designers = parent.designed_by
        seen.add(parent.name)
        parent = policy.benchmark(parent.derived_from)
    return Design(
        tuple(dict.fromkeys((*designers, *benchmark.derived_by))),
        benchmark.design_funded_by,
        benchmark.final_say,
        benchmark.items_held_by,
        benchmark.items_visible_to,
    )


def _left_open(held: Class) -> Class:
    return "self" if held in SELF or held in UNCREDITED else held


class _Asking(Noun, frozen=False):
    policy: Policy
    parties: Parties
    variables: list[Variable] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)
    numbers: dict[object, int] = field(default_factory=dict)
    limits: dict[tuple[str, str, str], dict[tuple[object, ...], int]] = field(default_factory=dict)

    def party_class(self, names: Iterable[str]) -> Class:
        window = text_window(self.policy)
        return _left_open(lowest(self.parties.standing(n, window).held for n in names))

    def variable(self, key: object, weight: Weight, variable: Variable = _FREE) -> int:
        if key not in self.numbers:
            self.numbers[key] = len(self.variables)
            self.variables.append(variable)
            self.weights.append(weight)
        return self.numbers[key]

    # Comparisons of one metric share a variable, so that impossible rows never arise: all limits on
    # it must be known before the first is turned into an expression.
    def collect_limits(self, threshold: Threshold) -> None:
        waiting: list[Condition | None] = [threshold.reached_when, threshold.ruled_out_when]
        for commitment in commitments_reading(self.policy, threshold.name):
            waiting += [commitment.when, commitment.unless]
            waiting += [duty.unless for duty in commitment.duties]
        seen = {threshold.name}
        while waiting:
            condition = waiting.pop()
            for atom in atoms_of(expanded(condition, self.policy) if condition else None):
                self._collect(atom)
                other = isinstance(atom, ThresholdIs) and self.policy.threshold(atom.threshold)
                if other and other.name not in seen:
                    seen.add(other.name)
                    waiting += [other.reached_when, other.ruled_out_when]

    def _collect(self, condition: Atom) -> None:
        if isinstance(condition, Comparison) and not isinstance(condition.limit, Unpublished):
            key, part = self._stream(condition), self._part(condition)
            parts = self.limits.setdefault(key, {})
            parts.setdefault(part, len(parts))

    def _metric(self, comparison: Comparison) -> Metric:
        benchmark = self.policy.benchmark(comparison.benchmark)
        found = benchmark.metric(comparison.metric) if benchmark else None
        return found or Metric(comparison.metric)

    def _stream(self, comparison: Comparison) -> tuple[str, str, str]:
        return comparison.benchmark, comparison.metric, comparison.run_by

    def _part(self, comparison: Comparison) -> tuple[object, ...]:
        assert not isinstance(comparison.limit, Unpublished)
        higher = self._metric(comparison).higher_is_worse
        operator, _ = adverse_form(comparison, higher)
        value = comparison.limit.value if higher else -comparison.limit.value
        strict = operator in (">", "<")
        return value, strict, comparison.at_point_estimate

    def comparison(self, comparison: Comparison) -> Expression:
        key = self._stream(comparison)
        if isinstance(comparison.limit, Unpublished):
            weight = self._comparison_weight(comparison)
            return ("v", self.variable((*key, "unpublished"), weight, _NEVER), 0)
        parts = self.limits[key]
        number = self.variable(
            key, self._comparison_weight(comparison), metric_variable(list(parts))
        )
        atom: Expression = ("v", number, parts[self._part(comparison)])
        _, negated = adverse_form(comparison, self._metric(comparison).higher_is_worse)
        return ("not", atom) if negated else atom

    def _comparison_weight(self, comparison: Comparison) -> Weight:
        benchmark = self.policy.benchmark(comparison.benchmark)
        design: Class = "self"
        if benchmark is not None:
            design = _left_open(benchmark_class(self.policy, self.parties, benchmark))
        run: Class = "self"
        if comparison.run_by:
            run = self._holder_class(comparison.run_by)
        return Weight(f"{comparison.benchmark}.{comparison.metric}", design, run)

    def _holder_class(self, holder: str) -> Class:
        match holder:
            case "independent" | "engaged" | "authority":
                return holder
            case "developer":
                return "self"
            case _:
                return self.party_class((holder,))

    def need(self, need: Need, of: str) -> Expression:
        design: Class = "self"
        run: Class = "self"
        for test in need.where:
            if isinstance(test, RoleIs) and test.role == "designed":
                design = self._holder_class(test.holder)
            if isinstance(test, RoleIs) and test.role == "run":
                run = self._holder_class(test.holder)
            if isinstance(test, FieldTest) and self._keeps_developer_out(test):
                run = "independent"
        number = self.variable(("need", of, need), Weight(need.id or f"{of}.needs", design, run))
        return ("v", number, 0)

    def _keeps_developer_out(self, test: FieldTest) -> bool:
        """Whether a test asks that everybody who ran something is independent of the developer.

        Of the design it can say nothing: who designed a test is not read from a measurement of it.
        """
        asked = test.test == "independent of" and test.path == ("roles", "run")
        return (
            asked and not test.against_path and test.value in ("developer", self.policy.developer)
        )

    def state(self, threshold: Threshold, within: tuple[str, ...]) -> Expression:
        within = (*within, threshold.name)
        reached: Expression = UNKNOWN
        if threshold.reached_when is not None:
            reached = self.truth(expanded(threshold.reached_when, self.policy), within)
        ruled_out: Expression = ("not", reached)
        if threshold.ruled_out_when is not None:
            ruled_out = self.truth(expanded(threshold.ruled_out_when, self.policy), within)
        lines = [self.need(n, threshold.name) for n in threshold.needs]
        for line in threshold.measured_on:
            weight = Weight(f"{threshold.name}.measured_on", "self", "self")
            lines.append(("v", self.variable(("on", threshold.name, line), weight), 0))
        return ("state", reached, ruled_out, ("all", TRUE, tuple(lines)))

    def truth(self, condition: Condition, within: tuple[str, ...]) -> Expression:
        match condition:
            case Group():
                parts = tuple(self.truth(m, within) for m in condition.members)
                return _group(condition, parts)
            case Comparison():
                return self.comparison(condition)
            case Judgement():
                held = self.party_class(condition.judges)
                name = f"{', '.join(condition.judges)} judges"
                return ("v", self.variable(condition, Weight(name, held, held)), 0)
            case ThresholdIs():
                return self._threshold_is(condition, within)
            case Holds() | Said() | ThingIs() | Counter() | FieldTest() | RoleIs():
                return ("v", self.variable(condition, Weight("", "self", "self")), 0)
            case _:
                assert_never(condition)

    def _threshold_is(self, condition: ThresholdIs, within: tuple[str, ...]) -> Expression:
        other = self.policy.threshold(condition.threshold)
        if other is None or condition.threshold in within:
            return UNKNOWN
        state = self.state(other, within)
        return state if condition.state == "reached" else ("not", state)

    def proceeds(self, commitment: Commitment, threshold: Threshold) -> Iterable[Expression]:
        assert commitment.when is not None
        alone = _alone(expanded(commitment.when, self.policy), threshold.name)
        when = UNKNOWN if alone is None else self._asked_of(alone, threshold)
        forced = threshold.treat_as_reached or commitment.if_unknown_block
        for duty in commitment.duties:
            if duty.modal not in ("must", "must not"):
                continue
            escapes = [
                self.truth(expanded(c, self.policy), (threshold.name,))
                for c in (commitment.unless, duty.unless)
                if c is not None
            ]
            forced_here = forced or duty.if_unknown_block
            yield ("proceed", when, forced_here, ("any", FALSE, tuple(escapes)))

    def _asked_of(self, condition: Condition, threshold: Threshold) -> Expression:
        match condition:
            case Group():
                parts = tuple(self._asked_of(m, threshold) for m in condition.members)
                return _group(condition, parts)
            case ThresholdIs():
                state = self.state(threshold, ())
                return state if condition.state == "reached" else ("not", state)
            case _:
                return self.truth(condition, (threshold.name,))


def _alone(condition: Condition, threshold: str) -> Condition | None:
    """The condition without what it asks of other thresholds; None when nothing is left."""
    if isinstance(condition, ThresholdIs):
        return condition if condition.threshold == threshold else None
    if not isinstance(condition, Group):
        return condition
    members = [m for m in (_alone(m, threshold) for m in condition.members) if m is not None]
    if not members:
        return None
    dropped = len(condition.members) - len(members)
    least = max(1, condition.at_least - dropped)
    return Group(condition.kind, tuple(members), least, condition.span)


def _group(group: Group, parts: tuple[Expression, ...]) -> Expression:
    match group.kind:
        case "any":
            return ("any", FALSE, parts)
        case "all":
            return ("all", TRUE, parts)
        case "none":
            return ("not", ("any", FALSE, parts))
        case "at least":
            return ("least", group.at_least, 0, 0, parts)
