"""Two proportions are told apart by Fisher's exact test, held against the sum over all tables."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tra_policy.evaluate.checks.counting import Tally, differ, out_of, probability, tally, written
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.quantity import parse_quantity

CLOSE = Fraction(1, 10**25)


def over_all_tables(one: Tally, other: Tally) -> Fraction:
    """The definition, in whole numbers: every table with these margins is looked at."""
    hits = one.hits + other.hits
    ways = {
        at: comb(one.of, at) * comb(other.of, hits - at)
        for at in range(max(0, hits - other.of), min(hits, one.of) + 1)
    }
    extreme = sum(number for number in ways.values() if number <= ways[one.hits])
    return Fraction(extreme, comb(one.of + other.of, hits))


def agrees(one: Tally, other: Tally) -> bool:
    return abs(Fraction(probability(one, other)) - over_all_tables(one, other)) < CLOSE


def test_every_small_table_agrees() -> None:
    tables = [
        (Tally(a, n), Tally(b, m))
        for n in range(1, 9)
        for m in range(1, 9)
        for a in range(n + 1)
        for b in range(m + 1)
    ]
    assert len(tables) > 1000
    assert [(str(a), str(b)) for a, b in tables if not agrees(a, b)] == []


TALLIES = st.integers(1, 400).flatmap(lambda n: st.builds(Tally, st.integers(0, n), st.just(n)))


@given(TALLIES, TALLIES)
def test_larger_tables_agree(one: Tally, other: Tally) -> None:
    assert agrees(one, other)


@given(TALLIES, TALLIES)
def test_the_order_of_the_two_does_not_matter(one: Tally, other: Tally) -> None:
    assert abs(probability(one, other) - probability(other, one)) < Decimal("1e-25")


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        # R. A. Fisher, The Design of Experiments (1935): the lady tasting tea, 3 of 4 and 1 of 4.
        (Tally(3, 4), Tally(1, 4), Fraction(34, 70)),
        (Tally(4, 4), Tally(0, 4), Fraction(2, 70)),
        (Tally(0, 5), Tally(0, 7), Fraction(1)),
        (Tally(5, 5), Tally(7, 7), Fraction(1)),
    ],
)
def test_known_tables(one: Tally, other: Tally, known: Fraction) -> None:
    assert abs(Fraction(probability(one, other)) - known) < CLOSE


def test_millions_of_items_are_counted_at_once() -> None:
    assert probability(Tally(50_000_000, 10**9), Tally(50_000_000, 10**9)) == 1
    assert probability(Tally(500_000, 1_000_000), Tally(100, 1_000_000)) == 0
    assert not differ(Tally(1000, 1_000_000), Tally(1040, 1_000_000))
    assert differ(Tally(1000, 1_000_000), Tally(1140, 1_000_000))


def test_the_level_is_shared_out_over_several_tests() -> None:
    one, other = Tally(16, 2000), Tally(5, 2000)
    assert Decimal("0.025") < probability(one, other) < Decimal("0.05")
    assert differ(one, other)
    assert not differ(one, other, tests=2)


@pytest.mark.parametrize(
    ("text", "total", "expected"),
    [
        ("7 of 2000", None, Tally(7, 2000)),
        ("7 in 2000", 2000, Tally(7, 2000)),
        ("7 of 2000", 1999, None),
        ("7.5 of 20", None, None),
        ("9 of 7", None, None),
        ("12%", None, None),
        ("12%", 0, None),
        ("12%", 50, Tally(6, 50)),
        ("12%", 7, None),
        ("22.1%", 321, Tally(71, 321)),
        ("0.35%", 2000, Tally(7, 2000)),
        ("120%", 50, None),
        ("2.8x", 50, None),
        ("0.5", 50, None),
    ],
)
def test_a_share_becomes_counts_only_if_they_fit(
    text: str, total: int | None, expected: Tally | None
) -> None:
    assert out_of(parse_quantity(text), total) == expected


def test_a_rate_without_counts_is_none() -> None:
    assert written(None) is None
    assert written(parse_quantity("12%")) is None
    assert out_of(None, 7) is None


def _measured(**more: object) -> Measurement:
    return Measurement.model_validate(
        {"id": "m-1", "benchmark": "b", "subject": "s", "statistic": "mean", "value": "12%", **more}
    )


def test_a_measurement_is_counted_over_what_was_scored() -> None:
    whole = {"planned": 60, "scored": 50, "errored": 10, "excluded": 0}
    assert tally(_measured(counts=whole)) == Tally(6, 50)
    assert tally(_measured()) is None
    assert tally(_measured(counts=whole, statistic="max")) is None
    assert tally(_measured(counts={**whole, "errored": 0})) is None
    assert tally(_measured(counts=whole, value="2x")) is None
