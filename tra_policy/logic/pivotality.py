"""Pivotality: could any independent measurement have changed the outcome?

Decided on the policy text alone, by building F ("so proceed") and asking it, on design and on run.
"""

from __future__ import annotations

from tra_policy.logic.classes import CREDITED, INDEPENDENT
from tra_policy.logic.clearing import Question, question_of
from tra_policy.logic.diagram import Diagram, TooLarge, build
from tra_policy.logic.kleene import TRUE
from tra_policy.model.pivot import AxisPivot, Pivotality
from tra_policy.model.policy import Policy, Threshold

_Diagrams = dict[tuple[int, ...], Diagram]


def pivotality_of(policy: Policy, threshold: Threshold) -> Pivotality:
    """Return the pivotality of a threshold; parts are None where the question is too large."""
    try:
        question = question_of(policy, threshold)
        diagrams: _Diagrams = {}
        return Pivotality(
            _axis(question, "design", diagrams),
            _axis(question, "run", diagrams),
            _fail_open(question, diagrams),
        )
    except (TooLarge, RecursionError):
        return Pivotality()


def _in_order(question: Question, order: tuple[int, ...], diagrams: _Diagrams) -> Diagram:
    """Return the diagram of a question by an order of its variables, which often is one for all."""
    if order not in diagrams:
        diagrams[order] = build(question.expression, question.variables, order)
    return diagrams[order]


def _axis(question: Question, axis: str, diagrams: _Diagrams) -> AxisPivot:
    held = [w.design if axis == "design" else w.run for w in question.weights]
    numbers = range(len(held))
    credited = [n for n in numbers if held[n] in CREDITED]
    order = (*(n for n in numbers if held[n] not in CREDITED), *credited)
    diagram = _in_order(question, order, diagrams)
    matters = diagram.depends_on()
    needed = {question.weights[n].name for n in matters}
    idle = {question.weights[n].name for n in credited} - needed
    return AxisPivot(
        self_sufficient=diagram.can_be_true(lambda n: "every" if n in credited else "some"),
        self_only=diagram.can_be_true() and not any(n in matters for n in credited),
        decorative=tuple(sorted(idle)),
        pivotal_in_every_way=not diagram.can_be_true(
            lambda n: "unknown" if held[n] in INDEPENDENT else "some"
        ),
        independent=tuple(
            sorted({question.weights[n].name for n in numbers if held[n] in INDEPENDENT})
        ),
    )


def _fail_open(question: Question, diagrams: _Diagrams) -> bool:
    diagram = _in_order(question, tuple(range(len(question.variables))), diagrams)
    return diagram.can_be_true(lambda _: "unknown") or diagram.root == TRUE
