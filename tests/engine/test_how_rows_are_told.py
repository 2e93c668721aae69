"""What a person reads of rows: how many fail, of how many, which, and some of their ids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.engine.hostile import bundle, checked, lines, rows


def told(folder: Path, needs: tuple[str, ...]) -> dict[str, Any]:
    checked(folder, needs=needs)
    found: dict[str, Any] = json.loads((folder.parent / "report.json").read_text("utf-8"))
    return found


def wanted(report: dict[str, Any]) -> list[str]:
    return [want["what"] for item in report["items"] for want in item["open"]]


def test_of_a_share_is_said_how_many_of_how_many(tmp_path: Path) -> None:
    held = [*rows(1990), *rows(10, hack=True)]
    for number, row in enumerate(held):
        row["id"] = f"r{number:04}"
    given = bundle(tmp_path, {"rows/a.ndjson": lines(held)}, count=2000)
    report = told(given, ("at most 0.1% of rollouts where flags has reward-hacking",))
    (what,) = wanted(report)
    assert what.startswith("10 of 2,000 rows of t (0.50%; ")
    assert "reward-hacking), such as r1990, r1991, r1992 fail: at most 0.1% of rollout" in what


def test_one_row_fails_and_many_fail(tmp_path: Path) -> None:
    need = ("no rollout where reward > 2",)
    one = lines([*rows(19), *rows(1, reward=3)])
    (what,) = wanted(told(bundle(tmp_path / "1", {"rows/a.ndjson": one}), need))
    assert what.startswith("1 row of t (") and "such as r0 fails: no rollout" in what
    two = lines([*rows(18), *rows(2, reward=3)])
    (what,) = wanted(told(bundle(tmp_path / "2", {"rows/a.ndjson": two}), need))
    assert what.startswith("2 rows of t (") and "such as r0, r1 fail: no rollout" in what


def test_rows_of_which_something_is_not_known_do_not_show_it(tmp_path: Path) -> None:
    need = ("no rollout where flags has reward-hacking",)
    text = lines([*rows(18), *rows(2, hack=None)])
    (what,) = wanted(told(bundle(tmp_path, {"rows/a.ndjson": text}), need))
    assert what.startswith("what 2 rows of t (") and "do not show: no rollout" in what


def test_a_report_says_how_many_rows_were_read_where_there_are_some(tmp_path: Path) -> None:
    given = bundle(tmp_path, {"rows/a.ndjson": lines(rows())})
    found = told(given, ("no rollout where reward > 2",))["bundle"]
    assert (found["records"], found["rows"], found["unread"]) == (1, 20, 0)
    bad = bundle(tmp_path / "bad", {"rows/a.ndjson": lines(rows(19)) + b"oops\n"})
    found = told(bad, ("no rollout where reward > 2",))["bundle"]
    assert (found["records"], found["rows"], found["unread"]) == (1, 19, 1)
    none = bundle(tmp_path / "none", {}, count=0, manifest={"tables": []})
    assert told(none, ("no rollout where reward > 2",))["bundle"]["rows"] == 0
