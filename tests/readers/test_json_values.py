"""JSON and NDJSON are read strictly, each mistake at its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from said import codes, placed

from tra_policy.readers.document import Limits
from tra_policy.readers.json_text import read_json
from tra_policy.readers.ndjson import read_ndjson

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc/~é", max_size=4), inner, max_size=4)
    ),
    max_leaves=15,
)


@settings(deadline=None)
@given(PLAIN, st.sampled_from([None, 1]), st.booleans())
def test_what_json_writes_is_read_back(value: object, indent: int | None, ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii)
    document, said = read_json("f.json", text)
    assert said == ()
    assert document is not None
    assert document.value == value
    assert json.dumps(document.value) == json.dumps(value)


def test_every_value_has_its_place() -> None:
    document, _ = read_json("f.json", '{"a": [1,\n  {"b/c": "x"}]}')
    assert document is not None
    assert str(document.place("/a/1/b~1c")) == "f.json:2:11 /a/1/b~1c"
    assert str(document.place("/a/1/b~1c", of_key=True)) == "f.json:2:4 /a/1/b~1c"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1,\n "a": 2}', ("TRB004", 2, 2)),
        ('{"a": 1,\n "b": NaN}', ("TRB002", 2, 7)),
        ("[1, -Infinity]", ("TRB002", 1, 5)),
        ("[1e999]", ("TRB002", 1, 2)),
        (f"[{'1' * 5000}]", ("TRB002", 1, 2)),
        ('{"a": 1,}', ("TRB002", 1, 9)),
        ("[1 2]", ("TRB002", 1, 4)),
        ("{'a': 1}", ("TRB002", 1, 2)),
        ('{"a" 1}', ("TRB002", 1, 6)),
        ('{"a": "x', ("TRB002", 1, 7)),
        ('{"a": [1,', ("TRB002", 1, 10)),
        ("", ("TRB002", 1, 1)),
        ('{"a": 1} {"b": 2}', ("TRB002", 1, 10)),
        ("[01]", ("TRB002", 1, 3)),
        ("[True]", ("TRB002", 1, 2)),
        ('["\\ud83d"]', ("TRB002", 1, 2)),
        ('{"a\\u0000": 1}', ("TRB002", 1, 2)),
        ('["a\tb"]', ("TRB002", 1, 4)),
        ('["\\x"]', ("TRB002", 1, 3)),
        ("[" * 100_000, ("TRB003", 1, 51)),
    ],
)
def test_what_is_not_json_is_one_mistake_at_its_place(
    text: str, place: tuple[str, int, int]
) -> None:
    _, said = read_json("f.json", text)
    assert placed(said) == [place]
    assert said[0].input_error


def test_too_many_values_are_refused() -> None:
    assert codes(read_json("f", "[1,2,3,4]", Limits(nodes=4))[1]) == ["TRB003"]


def test_a_bad_line_is_one_mistake_and_the_others_are_read() -> None:
    text = '{"id": "a"}\n\n{"id": }\n  \n{"id": "b", "id": "c"}\r\n{"id": "d"}\n'
    documents, unread, said = read_ndjson("f.ndjson", text)
    assert [d.value["id"] for d in documents] == ["a", "b", "d"]
    assert unread == 1
    assert placed(said) == [("TRB002", 3, 8), ("TRB004", 5, 13)]
    assert documents[2].place("/id").line == 6


def test_a_last_line_that_was_cut_off_is_a_mistake_where_it_ends() -> None:
    documents, unread, said = read_ndjson("f.ndjson", '{"id": "a"}\n{"id": "b", "x": "y')
    assert (len(documents), unread) == (1, 1)
    assert placed(said) == [("TRB002", 2, 18)]
    assert said[0].help == "was the file cut off?"


@settings(deadline=None)
@given(st.lists(st.sampled_from(['{"id": 1}', '{"id": ', "", "nonsense", "[1]", '{"a": NaN}'])))
def test_no_line_is_lost_without_a_word(lines: list[str]) -> None:
    documents, unread, said = read_ndjson("f", "\n".join(lines))
    assert len(documents) + unread == sum(1 for line in lines if line)
    assert unread <= len(said)
