"""Conditions: what a policy says may hold. A closed union, matched with `match`.

`Atom`s are asked of the evidence. A `Group` joins them; nested logic goes by the name of a `define`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from tra_policy.model.moment import Duration, Moment
from tra_policy.model.quantity import Quantity
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import NOWHERE, Span

Operator = Literal[">=", ">", "<=", "<", "=", "!="]
GroupKind = Literal["any", "all", "none", "at least"]
ThresholdState = Literal["reached", "not reached", "ruled out"]
Fact = Literal["shown", "published", "approved", "specified", "in place", "complete"]
Counted = Literal["compute", "elapsed"]


class Unpublished(Noun):
    """A limit that exists and was not made public."""

    def __str__(self) -> str:
        return "unpublished"


class Comparison(Noun):
    """`vct.accuracy >= 22.1%, run by securebio`: a metric held against a limit.

    `run_by` is a party name or `independent`; empty when the text does not say who runs it.
    """

    benchmark: str
    metric: str
    operator: Operator
    limit: Quantity | Unpublished
    at_point_estimate: bool = False
    run_by: str = ""
    span: Span = field(default=NOWHERE, compare=False)


class Judgement(Noun):
    """`rso judges "an assessment is warranted"`: somebody's judgement. Several judges judge jointly."""

    judges: tuple[str, ...]
    question: str
    span: Span = field(default=NOWHERE, compare=False)


class Said(Noun):
    """A bare quoted sentence: a condition for which nobody is named who would say so."""

    sentence: str
    span: Span = field(default=NOWHERE, compare=False)


class ThresholdIs(Noun):
    """`CBRN-3 is reached`: the state of a threshold."""

    threshold: str
    state: ThresholdState
    span: Span = field(default=NOWHERE, compare=False)


class ThingIs(Noun):
    """`asl-3-security is shown`, `risk-acknowledgement is published`: a fact about a declared thing."""

    thing: str
    fact: Fact
    span: Span = field(default=NOWHERE, compare=False)


class Holds(Noun):
    """`notably-more-capable holds`: the condition of a `define`, put in its place."""

    define: str
    span: Span = field(default=NOWHERE, compare=False)


class Counter(Noun):
    """`compute >= 4x since assessment`: how much of something has passed since an event."""

    counted: Counted
    operator: Operator
    amount: Quantity | Duration
    since: str
    span: Span = field(default=NOWHERE, compare=False)


Value = Quantity | Moment | Duration | str | tuple[str, ...]
Test = Literal[
    ">=",
    ">",
    "<=",
    "<",
    "=",
    "!=",
    "is",
    "is not",
    "has",
    "stated",
    "in",
    "not in",
    "descends from",
    "shares nothing with",
    "independent of",
    "before",
    "after",
    "within",
]


class FieldTest(Noun):
    """`severity >= medium`, `root_cause is stated`: a test on one record's fields.

    `path` starts at the record that the line is about, or at the noun of `for every`. `value` is a
    literal, or a path when `against_path` is set: `benchmark is not in remediation.trained_on`. Under
    `independent of` a literal is a party. `stretch` is that of `within 7 days of warning.detected`.
    """

    path: tuple[str, ...]
    test: Test
    value: Value | None = None
    against_path: bool = False
    span: Span = field(default=NOWHERE, compare=False)
    stretch: Duration | None = None


class RoleIs(Noun):
    """`designed by independent`, `run by securebio`: who holds a role on a record.

    `holder` is a party name, or a class: `independent` (also an authority), `engaged`, `authority`,
    or `developer`.
    """

    role: str
    holder: str
    span: Span = field(default=NOWHERE, compare=False)


Atom = Comparison | Judgement | Said | ThresholdIs | ThingIs | Holds | Counter | FieldTest | RoleIs


class Group(Noun):
    """A headed list of bullets: `any of`, `all of`, `none of`, `at least 2 of`."""

    kind: GroupKind
    members: tuple[Condition, ...]
    at_least: int = 1
    span: Span = field(default=NOWHERE, compare=False)


Condition = Atom | Group


def states_asked(
    condition: Condition | None, defined: Callable[[str], Condition | None]
) -> frozenset[str]:
    """Return the thresholds for whose state a condition asks, also by the name of a define."""
    found: set[str] = set()
    entered: set[str] = set()
    waiting = [condition]
    while waiting:
        match waiting.pop():
            case ThresholdIs(threshold=threshold):
                found.add(threshold)
            case Group(members=members):
                waiting.extend(members)
            case Holds(define=define) if define not in entered:
                entered.add(define)
                waiting.append(defined(define))
    return frozenset(found)
