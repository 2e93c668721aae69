"""What was counted before is not counted again, and is never believed when it should not be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.engine.rows import Claim, as_table, outcomes, policy
from tra_policy.engine import Means, Ways
from tra_policy.engine.partial import Partial, as_json, from_json
from tra_policy.engine.plan import Plan
from tra_policy.engine.scanning import scan
from tra_policy.workspace.counted import Kept

TEXT = policy(
    (
        "no rollout where reward > 0.9",
        "p50 reward >= 0.2 over rollouts",
        "mean reward <= 0.5 over rollouts",
    )
)


def row(number: int, reward: float) -> dict[str, Any]:
    left = dict.fromkeys(("env", "phase", "ckpt", "step", "at", "by"))
    return {**left, "id": f"r{number}", "reward": reward, "hack": False, "refused": False}


class Watched:
    """Counts, and notes which files it was given."""

    def __init__(self) -> None:
        self.files: list[str] = []

    def __call__(
        self, paths: Sequence[str], form: Any, plan: Plan, means: Means
    ) -> Mapping[str, Partial | str]:
        self.files += [Path(path).name for path in paths]
        return scan(paths, form, plan, means)


def ways(cache: Path) -> tuple[Ways, Watched]:
    watched = Watched()
    return Ways(Means(), watched, Kept(cache, duckdb.__version__)), watched


def bundle(folder: Path, last: float = 0.4) -> Any:
    folder.mkdir(exist_ok=True)
    held = [row(n, 0.1 * n) for n in range(5)] + [row(5, last)]
    return as_table(held, [Claim({})], [2, 4], "ndjson", folder)


def entries(cache: Path) -> list[Path]:
    return sorted(cache.glob("counted/*/*.json"))


def test_only_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    first, watched = ways(tmp_path / "cache")
    before = outcomes(TEXT, bundle(tmp_path / "b"), first)
    assert watched.files == ["0.ndjson", "1.ndjson", "2.ndjson"]
    again, watched = ways(tmp_path / "cache")
    assert outcomes(TEXT, bundle(tmp_path / "b"), again) == before
    assert watched.files == []
    changed, watched = ways(tmp_path / "cache")
    after = outcomes(TEXT, bundle(tmp_path / "b", last=0.95), changed)
    assert watched.files == ["2.ndjson"]
    assert after == outcomes(TEXT, bundle(tmp_path / "b", last=0.95))
    assert after["R0"] == "not-met" and before["R0"] == "met"


def test_another_question_is_counted_anew(tmp_path: Path) -> None:
    first, _ = ways(tmp_path / "cache")
    outcomes(TEXT, bundle(tmp_path / "b"), first)
    other, watched = ways(tmp_path / "cache")
    found = outcomes(policy(("no rollout where reward > 0.3",)), bundle(tmp_path / "b"), other)
    assert len(watched.files) == 3
    assert found == {"R0": "not-met"}


@pytest.mark.parametrize(
    "damage", ["cut", "empty", "not json", "flipped", "a lie", "nested", "list"]
)
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    first, _ = ways(tmp_path / "cache")
    wanted = outcomes(TEXT, bundle(tmp_path / "b"), first)
    for entry in entries(tmp_path / "cache"):
        text = entry.read_text()
        held = json.loads(text)
        held["partial"]["rows"] += 1
        entry.write_text(
            {
                "cut": text[: len(text) // 2],
                "empty": "",
                "not json": "{",
                "flipped": text.replace('"rows":', '"rowz":', 1),
                "a lie": json.dumps(held),
                "nested": "[" * 100_000,
                "list": "[]",
            }[damage]
        )
    again, watched = ways(tmp_path / "cache")
    assert outcomes(TEXT, bundle(tmp_path / "b"), again) == wanted
    assert len(watched.files) == 3
    # And it is put right.
    last, watched = ways(tmp_path / "cache")
    outcomes(TEXT, bundle(tmp_path / "b"), last)
    assert watched.files == []


def test_an_entry_of_another_version_is_as_good_as_none(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, _ = ways(cache)
    outcomes(TEXT, bundle(tmp_path / "b"), first)
    watched = Watched()
    outcomes(TEXT, bundle(tmp_path / "b"), Ways(Means(), watched, Kept(cache, "another")))
    assert len(watched.files) == 3


def test_an_entry_put_in_the_place_of_another_is_not_believed(tmp_path: Path) -> None:
    first, _ = ways(tmp_path / "cache")
    outcomes(TEXT, bundle(tmp_path / "b"), first)
    one, other, *_ = entries(tmp_path / "cache")
    other.write_bytes(one.read_bytes())
    again, watched = ways(tmp_path / "cache")
    outcomes(TEXT, bundle(tmp_path / "b"), again)
    assert len(watched.files) == 1


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file")
    once, _ = ways(in_the_way)
    assert outcomes(TEXT, bundle(tmp_path / "b"), once) == outcomes(TEXT, bundle(tmp_path / "b"))


def test_a_partial_survives_being_written_down(tmp_path: Path) -> None:
    seen: list[Partial] = []

    class Store:
        def get(self, sha256: str, plan: str) -> Partial | None:
            return None

        def put(self, sha256: str, plan: str, partial: Partial) -> None:
            seen.append(partial)

    outcomes(TEXT, bundle(tmp_path / "b"), Ways(store=Store()))
    assert seen and all(from_json(json.loads(json.dumps(as_json(p)))) == p for p in seen)


def test_the_same_bytes_under_a_name_that_says_otherwise_are_another_file(tmp_path: Path) -> None:
    first, _ = ways(tmp_path / "cache")
    outcomes(TEXT, bundle(tmp_path / "b"), first)
    rows_there = tmp_path / "b" / "rows"
    (rows_there / "0.ndjson").rename(rows_there / "0.ndjson.gz")
    text = (tmp_path / "b" / "bundle.yaml").read_text()
    (tmp_path / "b" / "bundle.yaml").write_text(text.replace('rows/*.ndjson"', 'rows/*.ndjson*"'))
    from tra_policy import workspace

    evidence, _, _ = workspace.open_bundle((tmp_path / "b").as_posix())
    assert evidence is not None
    again, watched = ways(tmp_path / "cache")
    outcomes(TEXT, evidence, again)
    assert watched.files == ["0.ndjson.gz"]
