"""`per` a field of very many values: twice the groups is twice the work, counted in calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.engine.hostile import bundle, lines
from tests.engine.rows import policy_text
from tests.laws.test_growth import calls
from tra_policy import driver
from tra_policy.words.source import Source
from tra_policy.workspace import open_bundle

AS_OF = date(2026, 6, 1)


def checking(folder: Path, groups: int, needs: tuple[str, ...]) -> Callable[[], object]:
    """Return the holding of some needs against rows of so many groups, which are counted before."""
    rows = [
        {"id": f"r{n}", "env": f"e{n // 3}", "reward": n % 30 / 20, "hack": n % 7 == 0}
        for n in range(3 * groups)
    ]
    given = bundle(folder, {"rows/a.ndjson": lines(rows)}, count=len(rows))
    text = driver.read(Source("p.tra", policy_text(needs)), {})
    evidence, _, _ = open_bundle(str(given))
    assert evidence is not None
    evidence, _ = driver.counted([text], evidence)
    return lambda: driver.check(text, evidence, AS_OF, {})


@pytest.mark.parametrize(
    "need",
    [
        "at most 50% of rollouts per environment where flags has reward-hacking",
        "no rollout per environment where reward > 1",
        "at least 2 rollouts per environment where reward > 1",
        "p90 reward <= 0.5 over rollouts per environment",
    ],
)
def test_twice_the_groups_are_twice_the_work(need: str, tmp_path: Path) -> None:
    few, many = checking(tmp_path / "few", 60, (need,)), checking(tmp_path / "many", 120, (need,))
    few()
    assert calls(many) < 2.2 * calls(few)


def test_two_needs_of_the_same_groups_do_not_stand_in_each_others_way(tmp_path: Path) -> None:
    needs = (
        "at most 50% of rollouts per environment where flags has reward-hacking",
        "max reward <= 1 over rollouts per environment",
    )
    few, many = checking(tmp_path / "few", 60, needs), checking(tmp_path / "many", 120, needs)
    few()
    assert calls(many) < 2.2 * calls(few)
