"""What is measured of a process, how its growth is fitted, and how it is shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import common
import pytest
from growth import exponent, grown
from hypothesis import given
from hypothesis import strategies as st
from measuring import run


def python(text: str, **limits: Any) -> Any:
    """Measure a piece of Python."""
    return run([sys.executable, "-c", text], **limits)


def test_a_run_has_its_output_its_exit_code_and_the_end_of_what_it_said(tmp_path: Path) -> None:
    into = tmp_path / "out"
    done = python("import sys; print('found'); sys.exit('no')", into=into)
    assert (into.read_text(), done.code, done.said, done.stopped) == ("found\n", 1, "no", "")


def test_the_peak_counts_what_was_given_back() -> None:
    small = python("pass")
    large = python("held = b'x' * 100_000_000; del held")
    assert large.megabytes - small.megabytes == pytest.approx(95, abs=10)


def test_what_cannot_be_started_has_failed(tmp_path: Path) -> None:
    done = run([str(tmp_path / "nothing")])
    assert done.code == 127
    assert "nothing" in done.said


def test_a_run_that_takes_too_long_is_stopped() -> None:
    done = python("import time; time.sleep(60)", timeout=0.2)
    assert done.stopped == "more than 0.2 s"
    assert done.seconds < 30


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not say")
def test_a_run_that_takes_too_much_is_stopped() -> None:
    done = python("import time; held = b'x' * 300_000_000; time.sleep(60)", most=200)
    assert done.stopped == "more than 200 MB"


@given(
    st.lists(st.integers(1, 10**7), min_size=3, max_size=8, unique=True).map(sorted),
    st.floats(0, 10),
    st.floats(0.01, 10),
)
def test_what_grows_in_proportion_has_exponent_one_whatever_starting_costs(
    sizes: list[int], start: float, each: float
) -> None:
    assert exponent(sizes, [start + each * size for size in sizes]) == pytest.approx(1, abs=1e-3)


def test_what_grows_with_the_square_is_told() -> None:
    sizes = [10, 100, 1000, 10_000]
    assert exponent(sizes, [0.3 + size**2 for size in sizes]) == pytest.approx(2, abs=0.1)


def test_what_does_not_grow_has_no_exponent() -> None:
    assert exponent([1, 10, 100], [0.5, 0.49, 0.501]) is None


@pytest.mark.parametrize("kind", ["clauses", "shards", "records"])
def test_every_growth_can_be_measured(kind: str) -> None:
    lines = "\n".join(grown(kind, (1, 3), 1, 120))
    assert lines.count("exponent: ") == (2 if kind == "shards" else 1)


def test_an_engine_that_gave_up_stands_last_and_has_no_ratio() -> None:
    row = {"size": "1e2", "runs": 1, "megabytes": 10.0, "same": True, "failed": ""}
    told = common.table(
        [
            {**row, "engine": "x", "reads": "document", "seconds": 1, "fastest": 1, "failed": "no"},
            {**row, "engine": "y", "reads": "ndjson", "seconds": 9, "fastest": 8, "same": False},
            {**row, "engine": "tra, ndjson", "reads": "ndjson", "seconds": 3, "fastest": 2},
        ]
    )
    assert told.splitlines()[4:] == [
        "| tra, ndjson | 3.000 | 2.000 | 10 |  | 1.00 | the same |",
        "| y | 9.000 | 8.000 | 10 |  | 3.00 | **another** |",
        "| x | 1.000 | 1.000 | 10 |  |  | no |",
    ]


def test_only_what_can_be_imported_takes_part() -> None:
    names = [one.name for one in common.engines(sys.executable, (), False)]
    assert {"tra, parquet", "tra, ndjson", "DuckDB SQL, ndjson", "Python, json"} <= set(names)
    assert [one.name for one in common.engines("", (), False)] == ["tra, parquet", "tra, ndjson"]
