"""Decision diagrams over three-valued variables.

Expressions are nested tuples over `("v", variable, part)`; a variable takes one of a list of rows, each a
tuple with one truth for each part. A diagram is built by giving the variables values in order and
simplifying, equal rests being shared. It is exact, or it is given up (`TooLarge`).

    ("any", floor, children)     maximum of a floor and the children
    ("all", ceiling, children)   minimum
    ("least", n, true, unknown, children)
    ("not", e)
    ("state", reached, ruled_out, needs)     the truth of "is reached", see `state_truth`
    ("proceed", when, forced, unless)        true unless the duty falls due
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, at_least, negation
from tra_policy.words.noun import Noun

Expression = Any  # a nested tuple as above, or a Truth
Row = tuple[Truth, ...]


class TooLarge(Exception):
    """The diagram has more nodes than the bound allows."""


class Variable(Noun):
    """A variable: its possible rows, and the row that says nothing is known."""

    rows: tuple[Row, ...]
    unknown: Row


class Node(Noun):
    """A decision: one branch for each row of the variable. Leaves are truths."""

    variable: int
    branches: tuple[Node | Truth, ...]


def state_truth(reached: Truth, ruled_out: Truth, needs: Truth) -> Truth:
    """Return whether a threshold is reached: true, false (not reached), or unknown."""
    if reached == TRUE:
        return TRUE
    if reached == FALSE and ruled_out == TRUE and needs == TRUE:
        return FALSE
    return UNKNOWN


def assign(expression: Expression, variable: int, row: Row) -> Expression:
    """Return the expression with one variable given, simplified."""
    if expression.__class__ is Truth:
        return expression
    kind = expression[0]
    if kind == "v":
        return row[expression[2]] if expression[1] == variable else expression
    if kind == "any":
        bound = expression[1]
        parts = []
        for inner in expression[2]:
            part = assign(inner, variable, row)
            if part.__class__ is tuple:
                parts.append(part)
            elif part > bound:
                if part is TRUE:
                    return TRUE
                bound = part
        return (kind, bound, tuple(parts)) if parts and bound is not TRUE else bound
    if kind == "all":
        bound = expression[1]
        parts = []
        for inner in expression[2]:
            part = assign(inner, variable, row)
            if part.__class__ is tuple:
                parts.append(part)
            elif part < bound:
                if part is FALSE:
                    return FALSE
                bound = part
        return (kind, bound, tuple(parts)) if parts and bound is not FALSE else bound
    if kind == "least":
        _, count, true, unknown, children = expression
        return _fold_least(count, true, unknown, [assign(e, variable, row) for e in children])
    rest = [e if e.__class__ is bool else assign(e, variable, row) for e in expression[1:]]
    return _FOLDS[kind](*rest)


def simplified(expression: Expression) -> Expression:
    """Return an expression with its constants folded."""
    return assign(expression, -1, ())


def _fold_least(count: int, true: int, unknown: int, parts: Sequence[Expression]) -> Expression:
    open_parts = []
    for part in parts:
        if not isinstance(part, Truth):
            open_parts.append(part)
        elif part == TRUE:
            true += 1
        elif part == UNKNOWN:
            unknown += 1
    if true >= count:
        return TRUE
    if true + unknown + len(open_parts) < count:
        return FALSE
    if not open_parts:
        return at_least(count, [TRUE] * true + [UNKNOWN] * unknown)
    return ("least", count, true, unknown, tuple(open_parts))


def _fold_not(part: Expression) -> Expression:
    return negation(part) if isinstance(part, Truth) else ("not", part)


def _fold_state(reached: Expression, ruled_out: Expression, needs: Expression) -> Expression:
    if reached == TRUE:
        return TRUE
    parts = (reached, ruled_out, needs)
    if all(isinstance(p, Truth) for p in parts):
        return state_truth(*parts)
    never_cleared = any(isinstance(p, Truth) and p != TRUE for p in parts[1:])
    if never_cleared or reached == UNKNOWN:
        return UNKNOWN if isinstance(reached, Truth) else ("any", UNKNOWN, (reached,))
    return ("state", *parts)


def _fold_proceed(when: Expression, forced: bool, unless: Expression) -> Expression:
    if when == FALSE or unless == TRUE or (when == UNKNOWN and not forced):
        return TRUE
    due = when == TRUE or (when == UNKNOWN and forced)
    if due and isinstance(unless, Truth):
        return FALSE
    return ("proceed", when, forced, unless)


_FOLDS: dict[str, Callable[..., Expression]] = {
    "not": _fold_not,
    "state": _fold_state,
    "proceed": _fold_proceed,
}


class Diagram(Noun):
    """A reduced, ordered diagram; `order` are the variable numbers from the root down."""

    root: Node | Truth
    variables: tuple[Variable, ...]
    order: tuple[int, ...]

    def depends_on(self) -> frozenset[int]:
        """Return the variables on which the value depends: in a reduced diagram, those it holds."""
        found: set[int] = set()
        seen: set[int] = set()
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Node) and id(node) not in seen:
                seen.add(id(node))
                found.add(node.variable)
                waiting.extend(node.branches)
        return frozenset(found)

    def a_way_to(self, wanted: Truth) -> dict[int, int] | None:
        """Return the rows of the variables on one path to a value, by number; None where there is none.

        Of two rows that both lead there the later is taken. A variable that is not in the answer may
        have any row.
        """
        dead: set[int] = set()

        def walk(node: Node | Truth) -> dict[int, int] | None:
            if isinstance(node, Truth):
                return {} if node == wanted else None
            if id(node) in dead:
                return None
            for row in reversed(range(len(node.branches))):
                rest = walk(node.branches[row])
                if rest is not None:
                    return {node.variable: row, **rest}
            dead.add(id(node))
            return None

        return walk(self.root)

    def can_be_true(self, quantify: Callable[[int], str] = lambda _: "some") -> bool:
        """Whether the value can be true, read from the root down.

        `quantify` says of each variable whether `some` row must do, `every` row, or only the row in
        which it is `unknown`. With `some` above `every` this is "there are values of the first for
        which it is true whatever the others are".
        """
        memo: dict[int, bool] = {}

        def holds(node: Node | Truth) -> bool:
            if isinstance(node, Truth):
                return node == TRUE
            if id(node) not in memo:
                how = quantify(node.variable)
                if how == "unknown":
                    variable = self.variables[node.variable]
                    memo[id(node)] = holds(node.branches[variable.rows.index(variable.unknown)])
                else:
                    answers = (holds(b) for b in node.branches)
                    memo[id(node)] = any(answers) if how == "some" else all(answers)
            return memo[id(node)]

        return holds(self.root)


def build(
    expression: Expression, variables: Sequence[Variable], order: Sequence[int], bound: int = 50_000
) -> Diagram:
    """Return the diagram of an expression; raise `TooLarge` beyond `bound` nodes."""
    memo: dict[tuple[int, Expression], Node | Truth] = {}
    shared: dict[tuple[int, tuple[int, ...]], Node] = {}

    def grow(depth: int, rest: Expression) -> Node | Truth:
        if isinstance(rest, Truth):
            return rest
        key = (depth, rest)
        found = memo.get(key)
        if found is None:
            if len(memo) >= bound:
                raise TooLarge
            number = order[depth]
            rows = variables[number].rows
            branches = tuple([grow(depth + 1, assign(rest, number, row)) for row in rows])
            found = memo[key] = _shared(number, branches)
        return found

    def _shared(number: int, branches: tuple[Node | Truth, ...]) -> Node | Truth:
        if all(b is branches[0] or (isinstance(b, Truth) and b == branches[0]) for b in branches):
            return branches[0]
        name = (number, tuple(-1 - b if isinstance(b, Truth) else id(b) for b in branches))
        return shared.setdefault(name, Node(number, branches))

    return Diagram(grow(0, simplified(expression)), tuple(variables), tuple(order))
