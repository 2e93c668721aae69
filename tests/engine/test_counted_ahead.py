"""Tables that are counted while the records are read come to what they come to afterwards."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any

import pytest

from tests.engine.hostile import COLUMNS, MET, NEEDS, bundle, checked, lines, rows
from tests.engine.rows import policy_text
from tra_policy import driver, workspace
from tra_policy.cli import meanwhile
from tra_policy.cli.exits import Exit
from tra_policy.engine import Ways, counted_tables
from tra_policy.engine.database import Means
from tra_policy.engine.partial import Partial
from tra_policy.engine.plan import Plan
from tra_policy.engine.scanning import Broken, scan
from tra_policy.model.evidence.bundle import Table
from tra_policy.model.evidence.tables import Asked, TableFormat
from tra_policy.words.noun import replace
from tra_policy.words.source import Source

OF_ALL = {
    "kind": "population",
    "basis": "auditor-query",
    "made": "2026-05-20",
    "of": "rollout",
    "digest": 64 * "0",
}
PLAIN = {**OF_ALL, "id": "all", "count": 20}
OF_WEB = {**OF_ALL, "id": "web", "count": 20, "where": {"environment": "web"}}
OF_OTHERS = {**OF_ALL, "id": "others", "of": "checkpoint", "count": 1}
UNDATED = {name: column for name, column in COLUMNS.items() if name != "produced"}
# Rows with a day that is none: to look at the column is to say so.
NO_DAY = rows(10) + rows(10, at="soon")


def read(needs: Sequence[str]) -> driver.Text:
    return driver.read(Source("p.tra", policy_text(needs)), {})


OF_NO_ROW = ("every checkpoint where stage is rl",)


@pytest.mark.parametrize(
    "needs", [NEEDS, NEEDS[:1], ("every rollout where environment is web",), OF_NO_ROW]
)
@pytest.mark.parametrize("columns", [COLUMNS, UNDATED])
@pytest.mark.parametrize("claims", [[PLAIN], [PLAIN, OF_OTHERS], [], [PLAIN, OF_WEB], [OF_WEB]])
def test_what_was_counted_ahead_is_what_is_counted_afterwards(
    needs: Sequence[str],
    claims: list[dict[str, Any]],
    columns: Mapping[str, Any],
    tmp_path: Path,
) -> None:
    scans: list[Plan] = []

    def noted(
        paths: Sequence[str], form: TableFormat, plan: Plan, means: Means
    ) -> Mapping[str, Partial | Broken]:
        scans.extend([plan] if paths else [])
        return scan(paths, form, plan, means)

    files = {"rows/a.ndjson": lines(NO_DAY)}
    given = bundle(tmp_path, files, columns=columns, manifest={"records": claims})
    found: list[tuple[Sequence[Table], str]] = []
    evidence, _, _ = workspace.open_bundle(
        str(given), ahead=lambda tables, root: found.append((tables, root))
    )
    assert evidence is not None
    text = read(needs)
    ((tables, root),) = found
    ahead = driver.counted_ahead([text], tables, root, Ways(scan=noted))
    assert len(scans) == 1
    taken, said = driver.counted([text], evidence, Ways(scan=noted), ahead)
    afterwards, said_afterwards = driver.counted([text], evidence)
    assert said == said_afterwards
    assert (taken.unread, taken.filed) == (afterwards.unread, afterwards.filed)
    for one, other in zip(taken.tables, afterwards.tables, strict=True):
        assert one.shards == other.shards
        assert {asked: one.cells[asked] for asked in other.cells} == other.cells
    unforeseen = OF_WEB in claims or (not claims and needs == OF_NO_ROW)
    assert len(scans) == (2 if unforeseen else 1)


def test_a_table_that_was_told_apart_further_is_not_taken(tmp_path: Path) -> None:
    files = {"rows/a.ndjson": lines(NO_DAY)}
    evidence, _, _ = workspace.open_bundle(str(bundle(tmp_path, files)))
    assert evidence is not None
    by_web, by_day = Asked("rollout", ("environment",)), Asked("rollout", ("produced",))
    both = counted_tables(evidence.tables, [by_web, by_day], Ways(), "")
    assert both.answers([by_web, by_day]) and both.answers([by_day, by_web])
    assert not both.answers([by_web]) and not both.answers([by_day])
    assert [d.code for d in both.said] == ["TRB073"]
    assert not counted_tables(evidence.tables, [by_web], Ways(), "").said


def test_tables_are_counted_while_the_records_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, read_on = threading.Event(), threading.Event()

    def waiting(*asked: Any) -> Mapping[str, Partial | Broken]:
        begun.set()
        assert read_on.wait(10), "the records were not read meanwhile"
        return scan(*asked)

    opened = workspace.open_bundle

    def slowly(*given: Any) -> Any:
        found = opened(*given)
        assert begun.wait(10), "nothing was counted meanwhile"
        read_on.set()
        return found

    monkeypatch.setattr("tra_policy.engine.scanning.scan", waiting)
    monkeypatch.setattr("tra_policy.workspace.open_bundle", slowly)
    assert checked(bundle(tmp_path, {"rows/a.ndjson": lines(rows())})).outcomes == MET


def test_what_goes_wrong_meanwhile_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[int] = []

    def lost(*asked: Any) -> Mapping[str, Partial | Broken]:
        times.append(1)
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("tra_policy.engine.scanning.scan", lost)
    found = checked(bundle(tmp_path, {"rows/a.ndjson": lines(rows())}))
    assert (found.exit, found.outcomes) == (Exit.BUG, ())
    assert "the disk is gone" in found.said
    assert len(times) == 1


def test_nobody_waits_for_the_count_of_a_bundle_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, counted = threading.Event(), []

    def endless(*asked: Any) -> Mapping[str, Partial | Broken]:
        counted.append(over.wait(60))
        return {}

    monkeypatch.setattr("tra_policy.engine.scanning.scan", endless)
    given = bundle(tmp_path, {"rows/a.ndjson": lines(rows())}, manifest={"date": "soon"})
    found = checked(given)
    assert not counted
    over.set()
    assert (found.exit, found.outcomes) == (2, ())


def test_a_count_that_goes_on_is_watched_once_the_records_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, int]] = []
    read_on, shown = threading.Event(), threading.Event()

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    @contextmanager
    def watched() -> Iterator[Callable[[str, int, int], None]]:
        shown.set()
        yield lambda what, done, size: told.append((what, done, size))

    def slowly(paths: Any, form: Any, plan: Any, means: Any) -> Mapping[str, Partial | Broken]:
        if paths:
            means.watch(1, 10.0)
            read_on.set()
            assert shown.wait(60)
            while not told:
                means.watch(2, 50.5)
        return scan(paths, form, plan, replace(means, watch=None))

    monkeypatch.setattr("tra_policy.engine.scanning.scan", slowly)
    monkeypatch.setattr("tra_policy.cli.meanwhile.watched", watched)
    given = bundle(tmp_path, {"rows/a.ndjson": lines(rows())})
    before = sys.getswitchinterval()
    with redirect_stderr(Terminal()), meanwhile.counted([read(NEEDS)]) as count:
        evidence, _, _ = workspace.open_bundle(str(given), ahead=count.begin)
        assert read_on.wait(60) and not told
        found, said = count.finish(evidence)
    assert found is not None and found.tables[0].counted and not said
    assert told[0] == ("2 files", 50, 100)
    assert sys.getswitchinterval() == before
