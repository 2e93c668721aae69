"""Lines that are no rows, and files that are no files of rows: told, counted, never dropped."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.engine.hostile import MET, bundle, checked, good_but, lines, rows

UNKNOWN = ("unknown",) * len(MET)
BAD = {
    "a line that is cut short": (b'{"id": "r19", "env"', "not JSON"),
    "words": (b"oops", "not JSON"),
    "a comment": (b"// no row", "not JSON"),
    "a byte of zero": (b"\x00", "not JSON"),
    "single quotes": (b"{'id': 'r19'}", "not JSON"),
    "something behind the object": (b'{"id": "r19"} more', "not JSON"),
    "two objects": (b'{"id": "r19"} {"id": "r20"}', "not JSON"),
    "null": (b"null", "not a JSON object"),
    "null with blanks": (b"  null\t", "not a JSON object"),
    "a list": (b'[{"id": "r19"}]', "not a JSON object"),
    "a text": (b'"r19"', "not a JSON object"),
    "a number": (b"17", "not a JSON object"),
    "bytes that are no UTF-8": (b'{"env": "w\xffb"}', "not UTF-8"),
    "such bytes where nobody looks": (b'{"env": "web", "text": "w\xffb"}', "not UTF-8"),
    "half a character": (b'{"env": "w\\ud800b"}', "half a character"),
    "half a character where nobody looks": (b'{"env": "web", "text": "\\ud800"}', "half"),
    "a flag that stands twice": (b'{"env": "web", "hack": true, "hack": false}', "stands twice"),
}


@pytest.mark.parametrize("line", [0, 10, 19])
@pytest.mark.parametrize("what", BAD)
def test_a_line_that_is_no_row_is_told_where_it_is_and_may_be_any_row(
    what: str, line: int, tmp_path: Path
) -> None:
    bad, why = BAD[what]
    kept = lines(rows(19)).splitlines(keepends=True)
    text = b"".join([*kept[:line], bad + b"\n", *kept[line:]])
    found = checked(bundle(tmp_path, {"rows/a.ndjson": text}))
    assert found.exit == 2
    assert f"a.ndjson:{line + 1}:1: error[TRB072]: line {line + 1} of `rows/a.ndjson`" in found.said
    assert why in found.said
    assert found.outcomes == UNKNOWN


FINE = {
    "as written": lambda text: text,
    "with the line ends of Windows": lambda text: text.replace(b"\n", b"\r\n"),
    "without the last line end": lambda text: text[:-1],
    "behind a byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "with blank lines": lambda text: b"\n \n\r\n" + text.replace(b"\n", b"\n\n") + b"\n\n",
    "with line ends of other scripts in a text": lambda text: text.replace(
        b'"web"', b'"web", "x": "\xe2\x80\xa8\xc2\x85"'
    ),
}


@pytest.mark.parametrize("how", FINE)
def test_lines_may_be_written_in_any_usual_way(how: str, tmp_path: Path) -> None:
    found = checked(bundle(tmp_path, {"rows/a.ndjson": FINE[how](lines(rows()))}))
    assert (found.exit, found.outcomes) == (0, MET), found.said


def test_of_many_bad_lines_the_first_are_placed_and_the_others_counted(tmp_path: Path) -> None:
    text = lines(rows(5)) + b"oops\n" * 15
    found = checked(bundle(tmp_path, {"rows/a.ndjson": text}))
    assert found.exit == 2
    assert [f"a.ndjson:{n}:1" in found.said for n in (6, 10, 11)] == [True, True, False]
    assert "and 10 more lines of `rows/a.ndjson` that are no rows" in found.said


def test_a_bad_line_counts_in_a_share_and_keeps_a_claim_true(tmp_path: Path) -> None:
    """Left out, it would make 2 of 19 out of 2 of 20, and the claim a wrong one."""
    needs = ("at most 15% of rollouts where flags has reward-hacking",)
    text = lines(rows(17)) + lines(rows(2, hack=True)) + b"oops\n"
    found = checked(bundle(tmp_path, {"rows/a.ndjson": text}), needs=needs)
    assert (found.exit, found.outcomes) == (2, ("met",))
    text = lines(rows(16)) + lines(rows(3, hack=True)) + b"oops\n"
    found = checked(bundle(tmp_path / "more", {"rows/a.ndjson": text}), needs=needs)
    assert (found.exit, found.outcomes) == (2, ("unknown",))


def test_one_bad_file_does_not_spoil_what_others_show(tmp_path: Path) -> None:
    files = {f"rows/{n}.ndjson": lines(rows(2)) for n in range(9)}
    files["rows/4.ndjson"] = lines(rows(1, hack=True)) + b"oops\n"
    found = checked(bundle(tmp_path, files, count=18))
    assert found.exit == 2
    assert found.outcomes == ("not-met", "unknown", "unknown", "unknown")


PACKED = gzip.compress(lines(rows()))
MANY = gzip.compress(lines(rows(20_000)))
BROKEN = {
    "cut short": (PACKED[:-12], "breaks off"),
    "cut in the middle": (MANY[: len(MANY) // 2], "breaks off"),
    "damaged in the middle": (MANY[:3000] + b"\xff" * 200 + MANY[3200:], "damaged"),
    "not packed at all": (lines(rows()), "no gzip"),
    "followed by something else": (PACKED + b"garbage", "no gzip"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_of_an_archive_that_is_broken_nobody_knows_how_many_rows_it_has(
    what: str, tmp_path: Path
) -> None:
    data, why = BROKEN[what]
    files = {"rows/a.ndjson.gz": data, "rows/b.ndjson": lines(rows())}
    found = checked(bundle(tmp_path, files, count=40))
    assert found.exit == 2
    assert "a.ndjson.gz: error[TRB079]: `rows/a.ndjson.gz` cannot be read: " in found.said
    assert why in found.said
    assert found.outcomes == UNKNOWN


@pytest.mark.parametrize("name", ["rows/a.ndjson.gz", "rows/a.JSONL.GZ"])
def test_a_packed_file_is_read_also_where_it_is_two_put_together(name: str, tmp_path: Path) -> None:
    halves = [gzip.compress(lines(rows()[:7])), gzip.compress(lines(rows()[7:]))]
    found = checked(bundle(tmp_path, {name: b"".join(halves)}))
    assert (found.exit, found.outcomes) == (0, MET), found.said


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_rows_has_none(data: bytes, tmp_path: Path) -> None:
    files = {"rows/a.ndjson": data, "rows/b.ndjson": lines(rows())}
    found = checked(bundle(tmp_path, files))
    assert (found.exit, found.outcomes) == (0, MET), found.said
    found = checked(bundle(tmp_path / "alone", {"rows/a.ndjson": data}, count=0))
    assert (found.exit, found.outcomes) == (3, ("met", "unknown", "met", "met")), found.said


def test_a_small_file_that_unpacks_to_very_much_takes_no_memory(tmp_path: Path) -> None:
    def blank(path: Path) -> None:
        with gzip.open(path, "wb", 9) as file:
            for _ in range(100):
                file.write(b"\n" * 1_000_000)

    def long(path: Path) -> None:
        with gzip.open(path, "wb", 9) as file:
            file.write(b'{"id": "')
            for _ in range(100):
                file.write(b"a" * 1_000_000)
            file.write(b'"}\n')

    found = checked(bundle(tmp_path, {"rows/a.ndjson.gz": blank}, count=0), "memory=64MiB")
    assert found.exit == 3
    found = checked(bundle(tmp_path / "long", {"rows/a.ndjson.gz": long}, count=1))
    assert found.exit == 2
    assert "line 1 of `rows/a.ndjson.gz` is no row: it is longer than a line may be" in found.said
    assert found.outcomes == UNKNOWN


def test_a_file_of_nothing_but_bad_lines_is_no_file_of_rows(tmp_path: Path) -> None:
    found = checked(bundle(tmp_path, {"rows/a.ndjson": b"{\n" * 100_002}, count=100_002))
    assert found.exit == 2
    assert "more than 100,000 of its lines are no rows" in found.said
    assert found.outcomes == UNKNOWN


def test_an_object_that_goes_on_over_lines_is_no_row(tmp_path: Path) -> None:
    text = json.dumps(rows(1)[0], indent=1).encode() + b"\n"
    found = checked(bundle(tmp_path, {"rows/a.ndjson": text + lines(rows(19))}))
    assert found.exit == 2
    assert "a.ndjson:1:1: error[TRB072]" in found.said


def test_a_text_in_another_encoding_is_no_file_of_rows(tmp_path: Path) -> None:
    text = lines(rows()).decode().encode("utf-16")
    found = checked(bundle(tmp_path, {"rows/a.ndjson": text}))
    assert (found.exit, found.outcomes) == (2, UNKNOWN)
    assert "it is not UTF-8 text" in found.said


def test_what_a_path_leads_through_has_to_be_an_object(tmp_path: Path) -> None:
    columns = {"id": "id", "environment": "meta/env", "flags": {"reward-hacking": "meta/hack"}}
    inside = [{"id": f"r{n}", "meta": {"env": "web", "hack": False}} for n in range(19)]
    needs = ("no rollout where flags has reward-hacking",)
    good = lines([*inside, {"id": "r19", "meta": {"env": "web", "hack": False, "more": {}}}])
    fine = checked(bundle(tmp_path, {"rows/a.ndjson": good}, columns=columns), needs=needs)
    assert (fine.exit, fine.outcomes) == (0, ("met",)), fine.said
    bad = lines([*inside, {"id": "r19", "meta": "web"}])
    found = checked(bundle(tmp_path / "x", {"rows/a.ndjson": bad}, columns=columns), needs=needs)
    assert (found.exit, found.outcomes) == (2, ("unknown",))
    assert "line 20 of `rows/a.ndjson` is no row: `meta` is no object" in found.said
    twice = lines(inside) + b'{"id": "r19", "meta": {"hack": true, "hack": false}}\n'
    found = checked(bundle(tmp_path / "y", {"rows/a.ndjson": twice}, columns=columns), needs=needs)
    assert (found.exit, found.outcomes) == (2, ("unknown",))
    assert "a name stands twice in it" in found.said


def test_a_very_deep_value_is_no_word(tmp_path: Path) -> None:
    deep = b'{"id": "r19", "env": ' + b"[" * 100_000 + b"]" * 100_000 + b', "hack": false}'
    needs = ("no rollout where environment is terminal",)
    found = checked(bundle(tmp_path, {"rows/a.ndjson": good_but(deep)}), needs=needs)
    assert (found.exit, found.outcomes) == (2, ("unknown",))
    assert "a.ndjson:20:1: error[TRB073]: `env` of the table `t` is not a word" in found.said
