"""What is decided about conditions holds in every world that a brute-force search can find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy import driver
from tra_policy.lint.example import whole
from tra_policy.logic.deciding import always, never, together
from tra_policy.logic.idle import idle_members
from tra_policy.logic.stretches import MOST_LIMITS
from tra_policy.logic.worlds import apart
from tra_policy.model.conditions import (
    Comparison,
    Condition,
    Group,
    Judgement,
    Operator,
    ThingIs,
    Unpublished,
)
from tra_policy.model.policy import Policy
from tra_policy.model.quantity import Quantity
from tra_policy.words.source import Source

LIMITS = ("-10", "0", "20", "50", "100", "120")
# Each limit, a point between neighbours, and the ends of what a share can be.
POINTS = [Fraction(n, 1000) for n in (0, 100, 200, 350, 500, 750, 1000)]
QUESTIONS = ("is it bad", "is it worse")
World = dict[object, Fraction | bool]


def read(text: str = "") -> Policy:
    found = driver.read(Source("example.tra", whole(text)), {})
    assert found.policy is not None
    assert not [d for d in found.diagnostics if d.input_error]
    return found.policy


POLICY = read()


def comparison(benchmark: str, operator: Operator, limit: str) -> Comparison:
    return Comparison(benchmark, "accuracy", operator, Quantity(Decimal(limit) / 100, "share"))


comparisons = st.builds(
    comparison,
    st.sampled_from(("bio-test", "lab-test")),
    st.sampled_from((">=", ">", "<=", "<", "=", "!=")),
    st.sampled_from(LIMITS),
)
atoms: st.SearchStrategy[Condition] = st.one_of(
    comparisons,
    comparisons,
    st.builds(Judgement, st.just(("outside-lab",)), st.sampled_from(QUESTIONS)),
    st.just(ThingIs("shield", "shown")),
)


def grouped(members: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    kinds = st.sampled_from(("any", "all", "none", "at least"))
    lists = st.lists(members, min_size=1, max_size=4).map(tuple)
    return st.builds(
        lambda kind, held, n: Group(kind, held, min(n, len(held))), kinds, lists, st.integers(1, 4)
    )


conditions = st.recursive(atoms, grouped, max_leaves=7)


def worlds() -> Iterator[World]:
    for bio, lab in product(POINTS, repeat=2):
        for bad, worse, shown in product((False, True), repeat=3):
            answers = zip(QUESTIONS, (bad, worse), strict=True)
            yield {"bio-test": bio, "lab-test": lab, **dict(answers), "shield": shown}


WORLDS = tuple(worlds())


def holds(condition: Condition, world: World) -> bool:
    match condition:
        case Comparison():
            assert not isinstance(condition.limit, Unpublished)
            value, limit = world[condition.benchmark], Fraction(condition.limit.value)
            assert isinstance(value, Fraction)
            sides = {
                ">=": value >= limit,
                ">": value > limit,
                "<=": value <= limit,
                "<": value < limit,
                "=": value == limit,
                "!=": value != limit,
            }
            return sides[condition.operator]
        case Judgement():
            return bool(world[condition.question])
        case ThingIs():
            return bool(world[condition.thing])
        case Group():
            met = sum(holds(member, world) for member in condition.members)
            needed = {"any": 1, "all": len(condition.members), "at least": condition.at_least}
            return met == 0 if condition.kind == "none" else met >= needed[condition.kind]
        case _:
            raise AssertionError(condition)


def fits(world: World, said: Sequence[str]) -> bool:
    return all(_fits(world, words) for words in said)


def _fits(world: World, words: str) -> bool:
    number = re.match(r"`([a-z-]+)\.accuracy` is (.*)", words)
    if number is None:
        negated = words.startswith("not ") or " is not " in words
        key = next(one for one in (*QUESTIONS, "shield") if one in words)
        return world[key] is not negated
    value = world[number[1]]
    assert isinstance(value, Fraction)
    return all(_side(value, part) for part in number[2].split(" and "))


def _side(value: Fraction, words: str) -> bool:
    if words == "anything":
        return True
    limit = Fraction(words.split(" ")[-1].removesuffix("%")) / 100
    sides = {
        "at least": value >= limit,
        "above": value > limit,
        "at most": value <= limit,
        "below": value < limit,
    }
    return sides.get(words.rpartition(" ")[0], value == limit)


@settings(max_examples=300, deadline=None)
@given(st.lists(conditions, max_size=2), st.lists(conditions, max_size=2))
def test_an_answer_is_that_of_a_search_through_all_worlds(
    holding: list[Condition], failing: list[Condition]
) -> None:
    met = [
        world
        for world in WORLDS
        if all(holds(c, world) for c in holding) and not any(holds(c, world) for c in failing)
    ]
    decided = together(POLICY, holding, failing)
    assert decided.answer == ("possible" if met else "never")
    if met:
        shown = [world for world in WORLDS if fits(world, decided.world)]
        assert shown, decided.world
        assert all(world in met for world in shown), decided.world


@settings(max_examples=200, deadline=None)
@given(conditions)
def test_never_and_always_are_what_they_say(condition: Condition) -> None:
    answers = {holds(condition, world) for world in WORLDS}
    assert never(POLICY, condition) == (answers == {False})
    assert always(POLICY, condition) == (answers == {True})


@settings(max_examples=300, deadline=None)
@given(conditions)
def test_what_is_told_apart_holds_in_some_world_and_fails_in_another(condition: Condition) -> None:
    if not apart(POLICY, condition):
        return
    assert {holds(condition, world) for world in WORLDS} == {False, True}
    if isinstance(condition, Group) and condition.kind in ("any", "all"):
        for idle in condition.members:
            rest = tuple(one for one in condition.members if one is not idle)
            without = Group(condition.kind, rest)
            changed = any(holds(condition, world) != holds(without, world) for world in WORLDS)
            assert changed or not rest


@settings(max_examples=300, deadline=None)
@given(st.lists(conditions, min_size=2, max_size=6), st.booleans())
def test_idle_members_are_those_without_which_every_world_reads_the_same(
    members: list[Condition], all_of: bool
) -> None:
    rows = [[holds(member, world) for world in WORLDS] for member in members]

    def whole(kept: Sequence[int]) -> list[bool]:
        joined = all if all_of else any
        return [joined(answers) for answers in zip(*(rows[at] for at in kept), strict=True)]

    kept = list(range(len(members)))
    if len(set(whole(kept))) == 1:
        return
    for at in reversed(range(len(members))):
        others = [one for one in kept if one != at]
        if others and whole(others) == whole(kept):
            kept = others
    found = list(idle_members(POLICY, members, all_of=all_of))
    expected = [members[at] for at in reversed(range(len(members))) if at not in kept]
    assert [id(one) for one in found] == [id(one) for one in expected]


def test_limits_beyond_what_can_be_told_apart_are_left_open() -> None:
    limits = [comparison("bio-test", ">=", str(n / 4)) for n in range(1, MOST_LIMITS + 2)]
    assert together(POLICY, limits[:-1]).answer == "possible"
    assert together(POLICY, limits).answer == "undecided"
    assert not list(idle_members(POLICY, limits, all_of=True))


def test_a_question_that_is_too_large_is_not_answered() -> None:
    many = tuple(Judgement(("outside-lab",), f"question {n}") for n in range(60))
    asked = Group("at least", many, 30)
    assert together(POLICY, (asked,), most=1000).answer == "undecided"
    large = Group("at least", tuple(Judgement(("lab",), f"question {n}") for n in range(600)), 300)
    assert not never(POLICY, large)
    assert not always(POLICY, large)


LINES = """\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  ruled out when bio-test.accuracy < 20%
define looked-into
  holds when elapsed >= 6 months since assessment
commitment C-1
  when all of
    - BIO-1 is not reached
    - bio-test.accuracy >= 30%
  example-lab must publish report within 30 days
commitment C-2
  when all of
    - compute >= 4x since assessment
    - compute < 2x since assessment
  example-lab must publish report within 30 days
commitment C-3
  when any of
    - looked-into holds
    - elapsed >= 12 months since assessment
  example-lab must publish report within 30 days
commitment C-4
  when any of
    - elapsed >= 6 months since assessment
    - elapsed >= 90 days since assessment
  example-lab must publish report within 30 days
commitment C-5
  when all of
    - bio-test.accuracy >= unpublished
    - bio-test.accuracy < 10%
  example-lab must publish report within 30 days
commitment C-6
  when all of
    - bio-test.accuracy >= 50%
    - bio-test.accuracy < 30%, run by outside-lab
  example-lab must publish report within 30 days
"""


@pytest.mark.parametrize(
    ("code", "subjects"),
    [("TRA702", ["C-1", "C-2"]), ("TRA707", ["C-3"])],
)
def test_states_counters_and_definitions_are_put_in_place(code: str, subjects: list[str]) -> None:
    # C-4 mixes months and days, C-5 a limit that nobody knows, C-6 two runs: none of these is certain.
    found = driver.lint(driver.read(Source("example.tra", whole(LINES)), {}))
    assert [d.subject for d in found if d.code == code] == subjects


HEAD = """\
benchmark other-test "Another test"
  designed by outside-lab from 2025-01-01
  measures    score as number, mean, higher is worse
"""
TREATED = """\
threshold BIO-1
  reached when bio-test.accuracy >= 20%
  ruled out when bio-test.accuracy < 10%
  if unknown treat as reached
commitment C-1
  when all of
    - BIO-1 is reached
    - bio-test.accuracy < 5%
  example-lab must publish report within 30 days
commitment C-2
  when BIO-1 is reached
  example-lab must publish report within 30 days
    unless bio-test.accuracy >= 15%
    instead example-lab must develop report within 30 days
"""
BLOCKING = """\
commitment C-1
  when all of
    - bio-test.accuracy >= 50%
    - bio-test.accuracy < 30%
  if unknown block
  example-lab must publish report within 30 days
"""
TIERS = """\
threshold BIO-1
  reached when bio-test.accuracy >= 20%
threshold BIO-2
  above BIO-1
  reached when all of
    - bio-test.accuracy >= 10%
    - other-test.score >= 2
threshold BIO-3
  warns of BIO-1
  reached when any of
    - bio-test.accuracy >= 30%
    - outside-lab judges "it begins"
"""


@pytest.mark.parametrize("text", [TREATED, BLOCKING, HEAD + TIERS])
def test_what_may_fall_due_all_the_same_is_not_called_dead_or_turned_round(text: str) -> None:
    found = driver.lint(driver.read(Source("example.tra", whole(text)), {}))
    wrong = {"TRA702", "TRA703", "TRA706", "TRA710"}
    assert [(d.code, d.message) for d in found if d.code in wrong] == []


def test_long_lists_are_linted_without_an_answer_where_there_is_none() -> None:
    judged = "".join(f'    - outside-lab judges "q{n}"\n' for n in range(2000))
    limits = "".join(f"    - bio-test.accuracy >= {n}%\n" for n in range(1, 90))
    for bullets in (judged, limits):
        text = whole(f"threshold BIO-1\n  reached when any of\n{bullets}")
        read_text = driver.read(Source("example.tra", text), {})
        assert read_text.policy is not None
        assert read_text.verdicts[0].pivotality.fail_open is None
        assert driver.lint(read_text)
