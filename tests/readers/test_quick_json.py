"""What is read at once is what is read value by value: values, mistakes, and every place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.readers import json_text
from tra_policy.readers.document import Document, Limits
from tra_policy.readers.json_text import read_json, read_slowly
from tra_policy.readers.ndjson import read_ndjson

NAMES = st.sampled_from(["a", "b", "records", "a/b", "~", "", "\n", "\x7f", "é", "\u009f"])
TEXTS = st.sampled_from(["", "x", "{[,:]}", "\\", '"', "\n", "\x85", "\ud800", "😀", "//"])
NUMBERS = st.sampled_from([0, -1, 1.5, -0.0, 1e300, 10**50])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
ODD = st.sampled_from(
    [
        *('{"a": 1, "a": 2}', '{"b": {"a": [1], "a": 2}}', "[NaN]", "[1e999]", "-Infinity", "[01]"),
        *(
            "[" * 60 + "]" * 60,
            "[1,]",
            "{,}",
            '{"a" 1}',
            '{"a": }',
            "[1 2]",
            "1 2",
            "",
            "nul",
            "'x'",
        ),
        *("[" + "9" * 401 + "]", "[0." + "0" * 400 + "]", '{"\\u001b": 1}', '["\\ud83d\\ude00"]'),
        *('["\\ud800"]', '{"\\n": 1}', '{"records": [{"a": 1}, {"b": 2}]', "\ufeff[]", '["\t"]'),
        *('{"a": [1, 2], "a": [3]}', '{"\x7f": 1}', "[--1]", "[1.]", "{1: 2}", '{"a": [1, 2]} x'),
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """JSON in some layout, or something near it."""
    if draw(st.integers(0, 3)) == 0:
        return draw(ODD)
    text = json.dumps(
        draw(VALUES),
        indent=draw(st.sampled_from([None, 0, 2])),
        ensure_ascii=draw(st.booleans()),
    )
    text = draw(st.sampled_from(["", " ", "\n\t"])) + text + draw(st.sampled_from(["", "\r\n"]))
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at] + draw(st.sampled_from(["", ",", "]", "{", '"', "x", "\\"])) + text[at + 1 :]
        )
    return text


def pointers(value: Any, around: str = "") -> list[str]:
    """The pointer of every value."""
    found = [around]
    if not isinstance(value, (dict, list)):
        return found
    for name, member in value.items() if isinstance(value, dict) else enumerate(value):
        found += pointers(member, json_text.step(around, name))
    return found


def same(one: Document | None, other: Document | None) -> None:
    """Assert that two documents say the same of every value and every name."""
    assert (one is None) == (other is None)
    if one is None or other is None:
        return
    assert repr(one.value) == repr(other.value)
    for pointer in [*pointers(other.value), "/nowhere", "/records/0/nowhere/1"]:
        for of_key in (False, True):
            assert one.place(pointer, of_key=of_key) == other.place(pointer, of_key=of_key)


@settings(deadline=None, max_examples=400)
@given(texts(), st.sampled_from([Limits(), Limits(nodes=6), Limits(depth=2)]))
def test_a_text_is_read_alike_either_way(text: str, limits: Limits) -> None:
    quickly, said = read_json("f.json", text, limits)
    slowly, wanted = read_slowly("f.json", text, limits)
    assert said == wanted
    same(quickly, slowly)


@settings(deadline=None)
@given(st.lists(texts().map(lambda t: t.replace("\n", " ")), max_size=4))
def test_lines_are_read_alike_either_way(lines: list[str]) -> None:
    text = "\n".join(lines)
    documents, unread, said = read_ndjson("f.ndjson", text)
    slowly = [
        (number, *read_slowly("f.ndjson", line))
        for number, line in enumerate(lines)
        if line.strip()
    ]
    wanted = [(number, document) for number, document, _ in slowly if document is not None]
    assert unread == len(slowly) - len(wanted)
    assert [d.message for d in said] == [d.message for _, _, found in slowly for d in found]
    assert len(documents) == len(wanted)
    for found, (number, document) in zip(documents, wanted, strict=True):
        for pointer in pointers(document.value):
            for of_key in (False, True):
                here = found.place(pointer, of_key=of_key)
                there = document.place(pointer, of_key=of_key)
                assert (here.line, here.column) == (there.line + number, there.column)


def test_places_are_not_looked_for_before_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    slowly = json_text.read_slowly

    def counted(path: str, text: str, *others: Any) -> Any:
        read.append(text)
        return slowly(path, text, *others)

    monkeypatch.setattr(json_text, "read_slowly", counted)
    text = '{"id": "a", "of": [1, 2]}\n{"id": "b", "of": [3]}\n'
    documents, _, _ = read_ndjson("f.ndjson", text)
    assert [str(d.place()) for d in documents] == ["f.ndjson:1:1", "f.ndjson:2:1"]
    assert not read
    assert documents[1].place("/of/0").column == 20
    assert read == ['{"id": "b", "of": [3]}']
