"""A file of a table that is another one when its rows are counted than when its digest was taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.hostile import NEEDS, bundle, lines, parquet, rows
from tests.engine.rows import outcomes, policy
from tra_policy import driver, workspace

SMALL = 20
# Above what is held in memory.
LARGE = 20_000


@pytest.mark.parametrize("many", [SMALL, LARGE])
@pytest.mark.parametrize("how", ["other rows", "more rows", "gone"])
def test_a_file_that_was_changed_meanwhile_is_not_counted(
    many: int, how: str, tmp_path: Path
) -> None:
    given = bundle(tmp_path, {"rows/a.ndjson": lines(rows(many))}, count=many)
    text = policy(NEEDS)
    evidence, _, said = workspace.open_bundle(given.as_posix())
    assert evidence is not None, said
    assert set(outcomes(text, evidence).values()) == {"met"}
    path = given / "rows" / "a.ndjson"
    match how:
        case "other rows":
            path.write_bytes(path.read_bytes().replace(b"web", b"shp"))
        case "more rows":
            with path.open("ab") as file:
                file.write(lines(rows(1)))
        case _:
            path.unlink()
    _, wrong = driver.counted([text], evidence)
    assert [one.code for one in wrong] == ["TRB079"]
    assert "it was changed while its rows were counted" in wrong[0].message
    assert set(outcomes(text, evidence).values()) == {"unknown"}


def test_a_parquet_file_that_was_changed_meanwhile_is_not_counted(tmp_path: Path) -> None:
    given = bundle(tmp_path, {"rows/a.parquet": parquet("")})
    evidence, _, said = workspace.open_bundle(given.as_posix())
    assert evidence is not None, said
    parquet("0.5::DOUBLE AS reward")(given / "rows" / "a.parquet")
    _, wrong = driver.counted([policy(NEEDS)], evidence)
    assert [one.code for one in wrong] == ["TRB079"]
