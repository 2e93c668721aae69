"""What is shown of a rank holds the true value, closely, whatever the limit that was asked about."""

from __future__ import annotations

import json
import tempfile
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.rows import policy
from tra_policy.engine import duck
from tra_policy.engine.cells import exact, spread_of
from tra_policy.engine.partial import Numbers, together
from tra_policy.engine.plan import plan_of
from tra_policy.engine.ranks import range_of
from tra_policy.evaluate.ground.aggregates import Valued, bounds_of
from tra_policy.logic.rows_asked import asked_in
from tra_policy.model.evidence.tables import TableEntry

ENTRY = TableEntry(id="t", kind="rollout", files=("x",), columns={"reward": "reward"})
NUMBERS = st.one_of(
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: float(f"{x:.6g}")),
    st.sampled_from((0.0, 1.0, -1.0, 0.5, 1e-9, 1e300, -1e-300)),
)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(NUMBERS, min_size=1, max_size=80),
    st.lists(st.integers(0, 80), max_size=3),
    st.sampled_from((("p50", 50), ("p90", 90), ("p99", 99), ("median", 0))),
    st.sampled_from((0, 1, 3)),
)
def test_the_range_holds_the_rank(
    values: list[float], cuts: list[int], statistic: tuple[str, int], limit: int
) -> None:
    name, percent = statistic
    text = policy((f"{name} reward <= {limit} over rollouts",))
    assert text.policy is not None
    aggregate = text.policy.requirements[0].needs[0].aggregate
    assert aggregate is not None
    plan = plan_of(ENTRY, asked_in(text.policy))
    ends = sorted({0, len(values), *(cut % (len(values) + 1) for cut in cuts)})
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for first, last in pairwise(ends):
            path = Path(folder) / f"{first}.ndjson"
            path.write_text("".join(json.dumps({"reward": v}) + "\n" for v in values[first:last]))
            paths.append(path.as_posix())
        partials = duck.count(paths, "ndjson", plan, duck.Means())
    whole = together(partials.values(), len(plan.groupings))
    assert whole.rows == len(values)
    nobody = None  # a spread is judged by its numbers alone
    found = [
        Valued(nobody, None, weight=alike.many, spread=spread_of(alike.numbers["reward"]))  # type: ignore[arg-type]
        for alike in whole.counts[-1].values()
    ]
    shown = bounds_of(aggregate, found, complete=True)
    ordered = sorted(map(exact, values))
    if percent:
        true = ordered[ceil(Fraction(percent, 100) * len(ordered)) - 1]
    else:
        true = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    assert shown.lowest is not None and shown.highest is not None
    assert shown.lowest <= true <= shown.highest
    wide = max(abs(v) for v in ordered) if name == "median" else abs(true)
    tiny = Fraction(1, 10**290)
    assert shown.highest - shown.lowest <= max(Fraction(21, 1000) * wide, 2 * tiny)
    assert (shown.highest <= limit) is (true <= limit)


@pytest.mark.parametrize("name", [1_000_000, 999_000, 1_034_000, 966_000, 930_000])
def test_a_range_and_its_mirror_image(name: int) -> None:
    low, high = range_of(name)
    assert 0 <= low <= high
    assert range_of(-name) == (-high, -low)


def test_nothing_known_spreads_over_nothing() -> None:
    assert spread_of(Numbers(stated=3)).known == 0
