"""YAML is read as YAML 1.2: plain values, each with its place, within bounds."""

from __future__ import annotations

import pytest
from said import codes, only, placed

from tra_policy.readers.document import Limits
from tra_policy.readers.text import decode
from tra_policy.readers.yaml12 import read_yaml


def value(text: str) -> object:
    document, said = read_yaml("f.yaml", text)
    assert said == ()
    assert document is not None
    return document.value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("on: no", {"on": "no"}),
        ("yes: off", {"yes": "off"}),
        ("a: 2026-05-26", {"a": "2026-05-26"}),
        ("a: 2026-05-26T14:00:00Z", {"a": "2026-05-26T14:00:00Z"}),
        ("a: 1:30", {"a": "1:30"}),
        ("a: 012", {"a": 12}),
        ("a: 0o17", {"a": 15}),
        ("a: 0x1F", {"a": 31}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 1e26", {"a": 1e26}),
        ("a: -.5", {"a": -0.5}),
        ("a: 22.1%", {"a": "22.1%"}),
        ("a: True", {"a": True}),
        ("a: 'true'", {"a": "true"}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ("<<: {b: 1}", {"<<": {"b": 1}}),
        ('a: "\\x1b[31mred"', {"a": "\x1b[31mred"}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("", None),
    ],
)
def test_a_scalar_means_what_it_looks_like(text: str, meant: object) -> None:
    assert value(text) == meant


def test_every_value_and_every_name_has_its_place() -> None:
    document, _ = read_yaml("f.yaml", "a: 1\nb:\n  - x: é\n    y: [2, {z/~: 3}]\n")
    assert document is not None
    assert str(document.place("/b/0/x")) == "f.yaml:3:8 /b/0/x"
    assert str(document.place("/b/0/y/1/z~1~0")) == "f.yaml:4:18 /b/0/y/1/z~1~0"
    assert str(document.place("/b/0/y", of_key=True)) == "f.yaml:4:5 /b/0/y"
    assert str(document.place("/b/0/missing")) == "f.yaml:3:5 /b/0/missing"


def test_a_name_that_stands_twice_is_a_mistake_at_the_second_one_and_the_first_counts() -> None:
    document, said = read_yaml("f.yaml", "a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert placed(said) == [("TRB004", 2, 11), ("TRB004", 3, 1)]
    assert said[1].help == "the first one is in line 1"
    assert document is not None
    assert document.value == {"a": 1, "b": {"c": 1}}


def test_aliases_that_grow_without_end_are_refused() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    document, said = read_yaml("f.yaml", "\n".join(rows))
    assert document is None
    assert only(said).code == "TRB003"
    assert "grows" in only(said).message


def test_aliases_that_grow_in_depth_are_refused() -> None:
    rows = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 80)]
    _, said = read_yaml("f.yaml", "\n".join(rows))
    assert codes(said) == ["TRB003"]


@pytest.mark.parametrize("text", ["a: &a [*a]", "&a {b: *a}", "a: *nobody"])
def test_an_alias_of_itself_or_of_nothing_is_refused(text: str) -> None:
    document, said = read_yaml("f.yaml", text)
    assert document is None
    assert len(said) == 1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_text_that_is_too_deep_is_refused_at_the_place(opening: str) -> None:
    _, said = read_yaml("f.yaml", opening * 5000)
    assert codes(said) == ["TRB003"]
    assert said[0].place is not None
    assert said[0].place.column == 50 * len(opening) + 1


def test_the_depth_limit_is_exact() -> None:
    assert read_yaml("f", "[" * 50 + "]" * 50)[1] == ()
    assert codes(read_yaml("f", "[" * 51 + "]" * 51)[1]) == ["TRB003"]
    assert codes(read_yaml("f", "[[[]]]", Limits(depth=2))[1]) == ["TRB003"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: !!python/object/apply:os.system [x]", ("TRB002", 1, 4)),
        ("a: !mine x", ("TRB002", 1, 4)),
        ("a: 1\n---\nb: 2\n", ("TRB002", 2, 1)),
        ("1: x", ("TRB002", 1, 1)),
        ("a:\n  null: x", ("TRB002", 2, 3)),
        ("true: x", ("TRB002", 1, 1)),
        ("? [a]\n: b", ("TRB002", 1, 3)),
        ('"a\\x00b": 1', ("TRB002", 1, 1)),
        ("a: .nan", ("TRB002", 1, 4)),
        ("a: -.inf", ("TRB002", 1, 4)),
        ("a: 1e999", ("TRB002", 1, 4)),
        (f"a: {'9' * 5000}", ("TRB002", 1, 4)),
        ("a: b: c", ("TRB002", 1, 5)),
        ("a:\n\tb: 1", ("TRB002", 2, 1)),
        ("a: 'x", ("TRB002", 1, 6)),
        ("- a\nb: 1", ("TRB002", 2, 1)),
        ("x: 1\na: @x", ("TRB002", 2, 4)),
        ("x: 1\na: \x1b[31m", ("TRB002", 2, 4)),
    ],
)
def test_what_is_not_plain_is_one_mistake_at_its_place(
    text: str, place: tuple[str, int, int]
) -> None:
    _, said = read_yaml("f.yaml", text)
    assert placed(said) == [place]
    assert said[0].input_error


def test_a_message_never_names_the_parser_s_own_terms() -> None:
    for text in ("a: b: c", "- a\nb", "[1, 2", "{a: 1", "a: 'x", "@x", "a\n b: c\n  - d", "%X\n"):
        for one in read_yaml("f.yaml", text)[1]:
            assert not {"token", "block", "flow", "scalar", "<"} & set(one.message.split())


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        ("a: 1".encode("utf-16"), (1, 1), "UTF-16"),
        ("a: 1".encode("utf-32"), (1, 1), "UTF-32"),
        (b"a: 1\nbc: \xff", (2, 5), "0xff"),
        (b"\xef\xbb\xbf\xc3", (1, 1), "0xc3"),
    ],
)
def test_another_encoding_is_named_at_its_place(
    data: bytes, place: tuple[int, int], words: str
) -> None:
    text, said = decode("f.yaml", data)
    assert text is None
    assert placed(said) == [("TRB001", *place)]
    assert words in said[0].message


def test_a_byte_order_mark_is_let_be_and_a_giant_is_not() -> None:
    assert decode("f", b"\xef\xbb\xbfa") == ("a", ())
    assert codes(decode("f", b"x" * 11, Limits(size=10))[1]) == ["TRB003"]
