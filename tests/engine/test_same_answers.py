"""Rows get the same answers in whatever form they come: as records, as files, in any number of pieces."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.rows import NEEDS, Claim, as_table, in_memory, outcomes, policy

ENVIRONMENTS = ("web", "terminal", "网络", "a b", None)
NUMBERS = (0.0, 0.1, 0.25, 0.3, 0.5, 0.50001, 0.9, 0.95, -0.5, 1e-9, None)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows with everything left out somewhere, and many that are alike."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        found.append(
            {
                "id": f"r{number}",
                "env": draw(st.sampled_from(ENVIRONMENTS)),
                "phase": draw(st.sampled_from(("rl", "rl", "sft", None))),
                "ckpt": draw(st.sampled_from(("c1", "c2", "c9", None))),
                "step": draw(st.sampled_from((0, 9, 10, 99, 100, None))),
                "reward": draw(st.sampled_from(NUMBERS)),
                "at": draw(st.sampled_from((None, "2026-05-01", "2026-07-01"))),
                "by": draw(st.sampled_from(("aisi", "aisi", "acme", None))),
                "hack": draw(st.sampled_from((False, False, True, None))),
                "refused": draw(st.sampled_from((False, True))),
            }
        )
    return found


claims = st.lists(
    st.sampled_from((Claim({}), Claim({"stage": "rl"}), Claim({"environment": "web"}))),
    max_size=2,
    unique_by=lambda one: tuple(one.where),
)
TEXT = policy()


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    rows(), claims, st.lists(st.integers(0, 14), max_size=4), st.sampled_from(("ndjson", "parquet"))
)
def test_a_table_answers_as_its_rows_would_one_by_one(
    held: list[dict[str, Any]], told: list[Claim], splits: list[int], form: str
) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        wanted = outcomes(TEXT, in_memory(held, told, Path(one)))
        found = outcomes(TEXT, as_table(held, told, splits, form, Path(other)))
    unlike = {
        NEEDS[int(name[1:])]: (wanted[name], found[name])
        for name in wanted
        if wanted[name] != found[name]
    }
    assert not unlike
