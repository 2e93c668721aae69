"""Columns that hold something else than their fields: told, counted as not stated, never read as a number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.engine.hostile import (
    COLUMNS,
    MET,
    Content,
    bundle,
    checked,
    good_but,
    lines,
    parquet,
    rows,
)

# What stands in the column `reward`, `hack` … of the last row, and what is said of it.
WRONG = {
    "words": ('"reward": "high"', "`reward` of the table `t` is not a number", "high"),
    "a share": ('"reward": "5%"', "is not a number", "5%"),
    "NaN": ('"reward": NaN', "is not a number", "NaN"),
    "infinity": ('"reward": "Infinity"', "is not a number", "Infinity"),
    "more than a number can be": ('"reward": 1e400', "is not a number", "Infinity"),
    "five thousand digits": ('"reward": 1' + "0" * 5000, "is not a number", "1000"),
    "a list": ('"reward": [0.1]', "is not a number", "[0.1]"),
    "an object": ('"reward": {"a": 1}', "is not a number", '{"a": 1}'),
    "a step below zero": ('"step": -1', "is not a whole number", "-1"),
    "half a step": ('"step": 1.5', "is not a whole number", "1.5"),
    "more steps than are exact": ('"step": 9007199254740993', "a whole number", "9007199254740993"),
    "a step of a hundred digits": ('"step": 1' + "0" * 100, "is not a whole number", "1000"),
    "a flag in words": ('"hack": "yes"', "is not true or false", "yes"),
    "a flag of two": ('"hack": 2', "is not true or false", "2"),
    "a flag as a list": ('"hack": [true]', "is not true or false", "[true]"),
    "no day": ('"at": "soon"', "is not a day or a time", "soon"),
    "a day that is not": ('"at": "2026-02-30"', "is not a day or a time", "2026-02-30"),
    "a day the other way round": ('"at": "01/05/2026"', "is not a day", "01/05/2026"),
    "seconds of a clock": ('"at": 1777593600', "is not a day or a time", "1777593600"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_value_of_another_form_is_told_at_its_line_and_is_not_stated(
    what: str, tmp_path: Path
) -> None:
    text, why, shown = WRONG[what]
    field = text.partition(":")[0].strip('"')
    others = {"id": '"r19"', "env": '"web"', "step": "1", "reward": "0.25", "hack": "false"}
    body = ", ".join(f'"{name}": {value}' for name, value in others.items() if name != field)
    line = f"{{{text}, {body}}}".encode()
    found = checked(bundle(tmp_path, {"rows/a.ndjson": good_but(line)}))
    assert found.exit == 2
    assert "a.ndjson:20:1: error[TRB073]" in found.said
    assert why in found.said
    assert f"in 1 row, such as `{shown}" in found.said
    about = {"reward": ("mean", "> 2"), "step": ("step",), "hack": ("flags",), "at": ()}
    hit = about[field]
    wanted = tuple(
        "unknown" if any(word in need for word in hit) else "met"
        for need in ("flags", "mean", "step", "> 2")
    )
    assert found.outcomes == wanted


RIGHT = {
    "a number as text": '"reward": "0.25"',
    "a very small one": '"reward": 1e-400',
    "a whole number with a point": '"step": 1.0',
    "a flag as text": '"hack": "false"',
    "a flag as a digit": '"hack": 0',
    "a time with its offset": '"at": "2026-05-01T23:30:00-05:00"',
    "a time of no place, which is UTC": '"at": "2026-05-01 23:30:00"',
    "an environment that is a number": '"env": 5',
    "an environment that is SQL": '"env": "\'; DROP TABLE t; --"',
}


@pytest.mark.parametrize("what", RIGHT)
def test_a_value_of_the_right_form_may_be_written_otherwise(what: str, tmp_path: Path) -> None:
    field = RIGHT[what].partition(":")[0].strip('"')
    others = {"id": '"r19"', "env": '"web"', "step": "1", "reward": "0.25", "hack": "false"}
    body = ", ".join(f'"{name}": {value}' for name, value in others.items() if name != field)
    line = f"{{{RIGHT[what]}, {body}}}".encode()
    found = checked(bundle(tmp_path, {"rows/a.ndjson": good_but(line)}))
    assert (found.exit, found.outcomes) == (0, MET), found.said


@pytest.mark.parametrize("env", ["", "  ", "w" * 300, "a\nb", "\x1b[31mred", "a\u202eb", ["web"]])
def test_what_no_name_is_made_of_is_no_name_and_does_not_reach_the_terminal(
    env: Any, tmp_path: Path
) -> None:
    needs = ("no rollout where environment is terminal",)
    text = lines([*rows(19), *rows(1, env=env)])
    found = checked(bundle(tmp_path, {"rows/a.ndjson": text}), needs=needs)
    assert (found.exit, found.outcomes) == (2, ("unknown",))
    assert "a.ndjson:20:1: error[TRB073]: `env` of the table `t` is not a word" in found.said
    assert not {"\x1b", "\u202e"} & set(found.said)


def two(select: str) -> dict[str, Content]:
    """Ten good rows in one file, ten with another column in a second one."""
    return {"rows/a.parquet": parquet("", 0, 10), "rows/b.parquet": parquet(select, 10, 20)}


SHARDS = {
    "'x' AS reward": ("is not a number in 10 rows, such as `x`", (1, 3)),
    "[0.25] AS reward": ("is not a number in 10 rows", (1, 3)),
    "{'a': 0.25} AS reward": ("is not a number in 10 rows", (1, 3)),
    "'nan'::DOUBLE AS reward": ("is not a number in 10 rows, such as `NaN`", (1, 3)),
    "'-inf'::DOUBLE AS reward": ("is not a number in 10 rows", (1, 3)),
    "-i AS step": ("is not a whole number in 10 rows, such as `-10`", (2,)),
    "(i + 0.5)::DOUBLE AS step": ("is not a whole number in 10 rows, such as `10.5`", (2,)),
    "0.0::DOUBLE AS hack": ("is not true or false in 10 rows, such as `0.0`", (0,)),
    "'no' AS hack": ("is not true or false in 10 rows, such as `no`", (0,)),
    "1777593600 AS at": ("is not a day or a time in 10 rows, such as `1777593600`", ()),
}


@pytest.mark.parametrize("select", SHARDS)
def test_files_of_other_types_are_read_each_by_its_own(select: str, tmp_path: Path) -> None:
    why, unknown = SHARDS[select]
    found = checked(bundle(tmp_path, two(select)))
    assert found.exit == 2
    assert f"b.parquet: error[TRB073]: `{select.rpartition(' ')[2]}` of the table `t` {why}" in (
        found.said
    )
    assert found.outcomes == tuple("unknown" if n in unknown else "met" for n in range(len(MET)))


@pytest.mark.parametrize(
    "select",
    [
        "'0.25' AS reward",
        "0.25::FLOAT AS reward",
        "0.25::DECIMAL(10, 3) AS reward",
        "0 AS reward",
        "i::DOUBLE AS step",
        "i::UTINYINT AS step",
        "0 AS hack",
        "'false' AS hack",
        "DATE '2026-05-01' AS at",
        "TIMESTAMP '2026-05-01 10:00' AS at",
        "TIMESTAMPTZ '2026-05-01 10:00+00' AS at",
        "'web'::BLOB AS env",
        "'other' AS k0;'zz' AS x0;5 AS s0;1 AS c0;7 AS c3;9 AS r0;0 AS g0;4 AS d0",
    ],
)
def test_files_of_other_types_that_fit_are_read(select: str, tmp_path: Path) -> None:
    found = checked(bundle(tmp_path, two(select)))
    assert (found.exit, found.outcomes) == (0, MET), found.said


def test_a_column_that_one_file_lacks_is_told_of_that_file(tmp_path: Path) -> None:
    found = checked(bundle(tmp_path, two("- AS hack")))
    assert found.exit == 2
    assert "b.parquet: error[TRB076]: `rows/b.parquet` has no column `hack`" in found.said
    assert found.outcomes == ("unknown", "met", "met", "met")


def test_a_column_that_no_file_has_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    columns = {**COLUMNS, "flags": {"reward-hacking": "hacc"}}
    for name, content in (("a.parquet", parquet("")), ("a.ndjson", lines(rows()))):
        files: dict[str, Content] = {f"rows/{name}": content}
        found = checked(bundle(tmp_path / name[2:], files, columns=columns))
        assert found.exit == 2
        assert "error[TRB076]: no row of the table `t` has a column `hacc`" in found.said
        assert "did you mean `hack`?" in found.said
        assert found.outcomes == ("unknown", "met", "met", "met")


def test_a_path_into_a_column(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "rows/a.parquet": parquet("{'name': 'web'} AS env"),
        "rows/b.ndjson": lines(rows(20, env={"name": "web"})),
    }
    needs = ("every rollout where environment is web",)
    columns = {**COLUMNS, "environment": "env/name"}
    found = checked(bundle(tmp_path / "1", files, columns=columns, count=40), needs=needs)
    assert (found.exit, found.outcomes) == (0, ("met",)), found.said
    columns = {**COLUMNS, "environment": "env/nam"}
    found = checked(bundle(tmp_path / "2", files, columns=columns, count=40), needs=needs)
    assert (found.exit, found.outcomes) == (2, ("unknown",))
    assert "no row of the table `t` has a column `env/nam`" in found.said
    assert "did you mean `env/name`?" in found.said


@pytest.mark.parametrize(
    "name", ["e\"n;v'--", "a\nb", "env')) FROM read_csv('x.csv') --", "read_json", "SELECT"]
)
def test_a_column_may_have_any_name(name: str, tmp_path: Path) -> None:
    files: dict[str, Content] = {"rows/a.ndjson": lines(rows(20, **{name: "web"}))}
    if ";" not in name:  # which stands between the columns of `parquet`
        quoted = name.replace('"', '""')
        files["rows/b.parquet"] = parquet(f"'web' AS {quoted}")
    needs = ("every rollout where environment is web",)
    columns = {**COLUMNS, "environment": name}
    many = 20 * len(files)
    found = checked(bundle(tmp_path, files, columns=columns, count=many), needs=needs)
    assert (found.exit, found.outcomes) == (0, ("met",)), found.said


def test_a_flag_that_is_not_known_of_a_row_is_neither_there_nor_not(tmp_path: Path) -> None:
    text = lines([*rows(19), *rows(1, hack=None)])
    found = checked(bundle(tmp_path, {"rows/a.ndjson": text}))
    assert (found.exit, found.outcomes) == (3, ("unknown", "met", "met", "met"))


@pytest.mark.parametrize(
    ("flags", "exit_", "outcome"),
    [
        ([], 0, "met"),
        ("other", 0, "met"),
        ("reward-hacking", 1, "not-met"),
        (["other", "reward-hacking"], 1, "not-met"),
        ([1, 2], 2, "unknown"),
        ([None], 2, "unknown"),
        ([["reward-hacking"]], 2, "unknown"),
        ({"reward-hacking": True}, 2, "unknown"),
        (None, 3, "unknown"),
    ],
)
def test_flags_may_come_as_one_list(flags: Any, exit_: int, outcome: str, tmp_path: Path) -> None:
    text = lines([*rows(19, flags=[]), *rows(1, flags=flags)])
    columns = {**COLUMNS, "flags": "flags"}
    found = checked(
        bundle(tmp_path, {"rows/a.ndjson": text}, columns=columns),
        needs=("no rollout where flags has reward-hacking",),
    )
    assert (found.exit, found.outcomes) == (exit_, (outcome,)), found.said


YES_OR_NO = {
    "numbers beside it": '{"id": "r0", "reward": true}\n{"id": "r1", "reward": 0.25}\n',
    "words beside it": '{"id": "r0", "reward": true}\n{"id": "r1", "reward": "high"}\n',
    "as text": '{"id": "r0", "reward": "true"}\n{"id": "r1", "reward": 0.25}\n',
}


@pytest.mark.parametrize("what", YES_OR_NO)
def test_a_reward_of_yes_is_one_of_1_however_the_file_is_read(what: str, tmp_path: Path) -> None:
    needs = ("max reward >= 1 over rollouts", "no rollout where reward > 1")
    files = {"rows/a.ndjson": YES_OR_NO[what].encode()}
    found = checked(bundle(tmp_path, files, count=2), needs=needs)
    assert found.outcomes[0] == "met"


PLAIN = ("i::BIGINT", "i::UTINYINT", "-i::INTEGER", "i::UBIGINT", "i > 7")


@pytest.mark.parametrize("value", PLAIN)
def test_what_is_no_text_in_parquet_is_told_apart_as_its_text_would_be(
    value: str, tmp_path: Path
) -> None:
    needs = (
        "every rollout where environment is stated",
        "at most 10% of rollouts per environment where flags has reward-hacking",
    )
    told = []
    for name, stated in (("plain", f"({value})"), ("text", f"({value})::VARCHAR")):
        some = f"CASE WHEN i < 19 THEN {stated} END AS env; i % 5 = 1 AS hack"
        given = bundle(tmp_path / name, {"rows/a.parquet": parquet(some)})
        assert checked(given, needs=needs).outcomes == ("unknown", "not-met")
        report = json.loads((tmp_path / name / "report.json").read_text(encoding="utf-8"))
        told.append(json.dumps(report["items"]).replace(f"{tmp_path / name}", ""))
    assert told[0] == told[1]
