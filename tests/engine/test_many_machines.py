"""Tables counted by several processes: the same answers, also when one of them dies."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.engine.rows import Claim, as_table, outcomes, policy, policy_text
from tra_policy import driver, workspace
from tra_policy.cli.main import run
from tra_policy.engine import Means, Ways
from tra_policy.engine.counting import Scan
from tra_policy.engine.distributed import OnDask, batches, on_dask
from tra_policy.engine.partial import Partial
from tra_policy.engine.plan import Plan

TEXT = policy()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Scan]:
    with on_dask(workers=2) as scan:
        yield scan


def rows(seed: int, many: int) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    return [
        {
            "id": f"r{number}",
            "env": draw.choice(("web", "terminal", "网络", None)),
            "phase": draw.choice(("rl", "sft", None)),
            "ckpt": draw.choice(("c1", "c2", None)),
            "step": draw.choice((0, 50, 200, None)),
            "reward": draw.choice((0.0, 0.1, 0.5, 0.9, 0.95, None)),
            "at": None,
            "by": draw.choice(("aisi", "acme")),
            "hack": draw.random() < 0.1,
            "refused": draw.random() < 0.3,
        }
        for number in range(many)
    ]


@pytest.mark.parametrize("form", ["ndjson", "parquet"])
@pytest.mark.parametrize("seed", [1, 2])
def test_two_processes_answer_as_one(cluster: Scan, form: str, seed: int, tmp_path: Path) -> None:
    held, cuts = rows(seed, 200), [20, 45, 77, 100, 101, 140, 180]
    evidence = as_table(held, [Claim({})], cuts, form, tmp_path)
    assert outcomes(TEXT, evidence, Ways(scan=cluster)) == outcomes(TEXT, evidence)


def test_a_damaged_file_is_told_as_by_one_process(cluster: Scan, tmp_path: Path) -> None:
    as_table(rows(3, 60), [], [20, 40], "ndjson", tmp_path)
    with (tmp_path / "rows" / "1.ndjson").open("a") as file:
        file.write('{"id": "x", "rew\n')
    evidence, _, _ = workspace.open_bundle(tmp_path.as_posix())
    assert evidence is not None

    (one, said), (other, told) = (
        driver.counted([TEXT], evidence, ways) for ways in (Ways(), Ways(scan=cluster))
    )
    assert said == told
    assert [one.place.line for one in said if one.code == "TRB072" and one.place] == [21]
    assert one == other


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    """Every process is killed once it has begun to count; what it had is counted again."""
    held = rows(4, 400)
    evidence = as_table(held, [Claim({})], list(range(10, 400, 10)), "ndjson", tmp_path)
    marks = tmp_path / "marks"
    marks.mkdir()
    with on_dask(workers=2) as scan:

        def deadly(
            paths: Sequence[str], form: Any, plan: Plan, means: Means
        ) -> Mapping[str, Partial | str]:
            _kill_first(scan, marks)
            return scan(paths, form, plan, means)

        found = outcomes(TEXT, evidence, Ways(scan=deadly))
    assert len(list(marks.iterdir())) == 1
    assert found == outcomes(TEXT, evidence)


def _kill_first(scan: OnDask, marks: Path) -> None:
    """Have one worker of the cluster kill itself in the middle of a task."""
    scan.client.submit(_die_once, marks.as_posix(), pure=False, retries=3)


def _die_once(marks: str) -> None:
    mark = Path(marks) / "died"
    if not mark.exists():
        mark.write_text("once")
        os.kill(os.getpid(), signal.SIGKILL)


def test_batches_hold_every_file_once() -> None:
    for many in range(12):
        for most in range(1, 6):
            paths = [str(n) for n in range(many)]
            found = batches(paths, most)
            assert sorted(p for batch in found for p in batch) == sorted(paths)
            assert len(found) <= most


def test_without_dask_somebody_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_table(rows(5, 4), [], [], "ndjson", tmp_path)
    (tmp_path / "p.tra").write_text(policy_text(), encoding="utf-8")
    monkeypatch.setitem(sys.modules, "distributed", None)
    words = ["check", f"{tmp_path}/p.tra", "--evidence", tmp_path.as_posix(), "--on", "dask:2"]
    assert run([*words, "--no-cache"]) == 2
    assert "`tra-policy[distributed]`" in capsys.readouterr().err
