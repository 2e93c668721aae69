"""The table of the project's own rows says what its files say, and nothing where these are others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tra_policy.model.registry import NO_REGISTRY, Registry
from tra_policy.readers.registry import read_registry
from tra_policy.workspace import open_registry
from tra_policy.workspace.own_rows import TABLE, rows_made_from, table_text
from tra_policy.workspace.registry import own_files

FILES = {path.name: path.read_bytes() for path in map(Path, own_files())}


def read_one_by_one() -> Registry:
    registry = NO_REGISTRY
    for name, data in FILES.items():
        file, said = read_registry(name, data)
        assert file is not None and said == ()
        registry = registry.with_rows_of(file)
    return registry


def test_the_committed_table_is_fresh() -> None:
    again = "run: python -m tra_policy.workspace.own_rows"
    assert TABLE.read_text(encoding="utf-8") == table_text(FILES), again


def test_the_table_gives_the_rows_of_the_files_and_their_digest() -> None:
    slow, quick = read_one_by_one(), rows_made_from(FILES)
    assert quick is not None
    assert (quick, quick.known) == (slow, slow.sha256)
    assert slow.known == ""
    assert [row.model_fields_set for row in quick.benchmarks] == [
        row.model_fields_set for row in slow.benchmarks
    ]
    assert open_registry()[0] == slow


def test_every_name_means_the_same_row_in_the_table_and_in_the_files() -> None:
    slow, quick = read_one_by_one(), rows_made_from(FILES)
    assert quick is not None
    names = {*slow.by_name(), *(row.id for row in slow.benchmarks), "no such test", ""}
    assert len(names) > len(slow.benchmarks)
    for name in names:
        assert quick.benchmark(name.upper()) == slow.benchmark(name)
        assert quick.benchmark(name) is quick.benchmark(name)


def test_rows_that_are_read_later_are_like_those_that_are_there() -> None:
    slow, quick = read_one_by_one().benchmarks, rows_made_from(FILES)
    assert quick is not None
    later = quick.benchmarks
    assert (len(later), later[0], later[-1]) == (len(slow), slow[0], slow[-1])
    assert (tuple(later), tuple(later[3:9])) == (slow, slow[3:9])
    assert (later == slow, later == slow[1:], hash(later)) == (True, False, hash(slow))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_changed_is_read_itself(name: str) -> None:
    assert rows_made_from({**FILES, name: FILES[name] + b"\n"}) is None
    assert rows_made_from({one: data for one, data in FILES.items() if one != name}) is None


def test_a_file_more_is_no_file_of_the_table() -> None:
    assert rows_made_from({**FILES, "more.yaml": b"format: tra.registry/1\n"}) is None


def test_rows_over_the_projects_own_have_another_digest(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("format: tra.registry/1\nbenchmarks:\n  - {id: vct, title: Mine}\n")
    over, said = open_registry([str(mine)])
    assert said == ()
    assert over.known == ""
    assert over.sha256 != open_registry()[0].sha256
