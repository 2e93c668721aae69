"""What is read at once is what is read event by event: values, mistakes, and every place."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.readers import yaml12
from tra_policy.readers.document import Document, Limits, step
from tra_policy.readers.yaml12 import read_slowly, read_yaml

NAMES = st.sampled_from(["a", "b", "records", "a/b", "~", "", "1", "true", "é", "\x85", "a\tb"])
WORDS = st.sampled_from(
    [
        "",
        "x",
        "no",
        "1",
        "1e9",
        ".inf",
        "0o7",
        "2026-05-26",
        "null",
        "a: b",
        "- c",
        "#",
        "\\",
        "é\n",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.sampled_from([0, -1, 1.5, 1e300, 10**50]) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
ODD = st.sampled_from(
    [
        *("a: 1\na: 2\n", "- &x 1\n- *x\n", "a: &x {b: *x}\n", "a: !tag 1\n", "--- 1\n--- 2\n", ""),
        *("# nothing\n", "1: 2\n", "true: 1\n", "? [a]\n: b\n", "*x\n", "a: .nan\n", "a: 1e999\n"),
        *("a: " + "9" * 401, '"a\\x1b": 1\n', '- "\\ud800"\n', "a\tb: 1\n", "%YAML 1.1\n--- a\n"),
        *(
            "[" * 60 + "]" * 60,
            "a: [1, 2\n",
            "a: 'b\n",
            "a: b: c\n",
            "\ta: 1\n",
            "a: |\n  b\n  c\n",
        ),
        *(
            "records:\n- {a: 1}\n- [2, [3]]\n",
            "- {}\n- []\n- ''\n",
            "{a: , b: }\n",
            "a:\n",
            "- - 1\n",
        ),
        *(
            "\x7f: 1\n",
            "a: \x00\n",
            "...\n",
            "--- \n",
            "a: {b: 1, b: 2}\n",
            "{1: 2}\n",
        ),
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """YAML in some layout, or something near it."""
    if draw(st.integers(0, 3)) == 0:
        return draw(ODD)
    text = str(
        yaml.safe_dump(
            draw(VALUES),
            default_flow_style=draw(st.sampled_from([None, True, False])),
            allow_unicode=draw(st.booleans()),
            sort_keys=False,
        )
    )
    text = draw(st.sampled_from(["", "# a remark\n", "---\n"])) + text
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(text)))
        other = draw(st.sampled_from(["", ",", "]", "{", '"', "x", "\\", ":", "&", "*", "!", "\n"]))
        text = text[:at] + other + text[at + 1 :]
    return text


def pointers(value: Any, around: str = "") -> list[str]:
    """The pointer of every value."""
    found = [around]
    if not isinstance(value, (dict, list)):
        return found
    for name, member in value.items() if isinstance(value, dict) else enumerate(value):
        found += pointers(member, step(around, name))
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
    quickly, said = read_yaml("f.yaml", text, limits)
    slowly, wanted = read_slowly("f.yaml", text, limits)
    assert said == wanted
    same(quickly, slowly)


def test_places_are_not_looked_for_before_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    slowly = yaml12.read_slowly

    def counted(path: str, text: str, *others: Any) -> Any:
        read.append(text)
        return slowly(path, text, *others)

    monkeypatch.setattr(yaml12, "read_slowly", counted)
    text = "records:\n- id: a\n  of: [1, 2]\n- id: b\n"
    document, _ = read_yaml("f.yaml", text)
    assert document is not None
    assert str(document.place("/records/1")) == "f.yaml:4:3 /records/1"
    assert not read
    assert document.place("/records/0/of/1").column == 11
    assert read == [text]
