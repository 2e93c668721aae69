"""What is read line by line is what the library reads: every value, and every place that is noted."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_quick_yaml import same, texts

from tra_policy.readers.document import LIMITS, Limits
from tra_policy.readers.plain_yaml import DEEPEST, Doubtful, read_lines
from tra_policy.readers.quick_yaml import read_quickly
from tra_policy.readers.yaml12 import read_slowly
from tra_policy.readers.yaml_text import read_yaml

ROOT = Path(__file__).parents[2]
WRITTEN = sorted(
    path
    for folder in ("examples", "policies", "tests")
    for path in (ROOT / folder).rglob("*.y*ml")
    if path.is_file()
)
PIECES = (
    *(
        "a:",
        "b:",
        "c/d:",
        "records:",
        "- ",
        "- a:",
        "- - ",
        "-",
        " ",
        "  ",
        "",
        "null:",
        "x y:",
    ),
    *("1", "-1", "1.50", "true", "no", "~", "2026-05-26", "10:30", ".inf", "-", "- x", "--- x"),
    *(
        "word",
        "two words",
        "a, b",
        "é",
        "25% of it",
        "$5M",
        "(x)",
        "§ 3",
        "x: y",
        "x:",
        "?",
        "? x",
    ),
    *(
        '"in quotes"',
        "'it''s'",
        '"open',
        "'open",
        'close"',
        "close'",
        "'a''",
        '"a\\n"',
        "''",
        '""',
    ),
    *(
        "[a, b]",
        "[]",
        "{}",
        "{a: 1, b: [x]}",
        "[a: 1]",
        "{a: }",
        "[a,",
        "b]",
        "{a: 1, a: 2}",
        "[[x]]",
    ),
    *(
        "['a', \"b\"]",
        "{at: 10:30}",
        "[a#b]",
        "{a: b}: c",
        "[x] y",
        "|",
        ">",
        "|-",
        ">-",
        "|+",
        ">2",
    ),
    *(
        "# remark",
        "x # remark",
        "x #",
        "#",
        "a#b",
        "&x y",
        "*x",
        "!t y",
        "%x",
        "@x",
        "`x",
        "...",
        "---",
    ),
    *(
        "\t",
        "\r",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\xa0",
        "\ud800",
        "<<:",
        "=",
        "<",
        "a:b",
        "a: b",
    ),
)


NAMES = ("a:", "b:", "c/d:", "records:", "x_y:", "n:", "null:")


def scribbled(chance: Random) -> str:
    """Lines that look like YAML, more or less."""
    lines: list[str] = []
    depths = [0]
    for _ in range(chance.randint(1, 8)):
        turn = chance.random()
        if turn < 0.25:
            depths.append(depths[-1] + chance.choice((1, 2, 2, 2)))
        elif turn < 0.5 and len(depths) > 1:
            depths.pop()
        line = " " * depths[-1]
        if chance.random() < 0.4:
            line += "-" + " " * chance.choice((1, 1, 1, 2, 3))
            if chance.random() < 0.5:
                depths.append(len(line))
        turn = chance.random()
        if turn < 0.5:
            line += f"{chance.choice(NAMES)} {chance.choice(PIECES)}"
        elif turn < 0.7:
            line += chance.choice(NAMES) + chance.choice(("", " ", "  # x"))
        elif turn < 0.9:
            line += chance.choice(PIECES) + chance.choice(("", " # x", " ", "#"))
        else:
            line = chance.choice(("", "  ", "# x", "    # x", line))
        lines.append(line)
    return "\n".join(lines) + chance.choice(("\n", "\n", "", "\n\n"))


def agrees(text: str, limits: Limits = LIMITS) -> bool:
    """Whether a text was read line by line; then what the library says of it is the same."""
    try:
        value, marks = read_lines(text, limits)
    except Doubtful:
        return False
    wanted, places = read_quickly(text, limits)
    assert repr(value) == repr(wanted)
    assert marks == places
    return True


@settings(deadline=None, max_examples=400)
@given(texts(), st.sampled_from([Limits(), Limits(nodes=6), Limits(depth=2)]))
def test_what_is_dumped_is_read_as_the_library_reads_it(text: str, limits: Limits) -> None:
    agrees(text, limits)
    whole, said = read_yaml("f.yaml", text, limits)
    slowly, wanted = read_slowly("f.yaml", text, limits)
    assert said == wanted
    same(whole, slowly)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**40))
def test_what_looks_like_yaml_is_read_as_the_library_reads_it(seed: int) -> None:
    chance = Random(seed)
    for _ in range(10):
        agrees(scribbled(chance))


def test_enough_of_what_looks_like_yaml_is_read_line_by_line() -> None:
    chance = Random(0)
    assert sum(agrees(scribbled(chance)) for _ in range(2000)) > 100


LINES = st.sampled_from(
    ["one", "two  spaced", "#three", "it''s", "four:", "- five", "", "", "six #7"]
)


@settings(deadline=None, max_examples=600)
@given(
    st.sampled_from(["|", ">", "|-", ">-", '"', "'", "plain"]),
    st.lists(LINES, min_size=1, max_size=5),
    st.lists(st.integers(0, 4), min_size=5, max_size=5),
    st.sampled_from(["\n", "\nb: 1\n", "\n# end\nb: 1\n", "", "\n\n\n", "\n    b: 1\n"]),
)
def test_values_of_several_lines_are_read_as_the_library_reads_them(
    mark: str, lines: list[str], depths: list[int], after: str
) -> None:
    laid_out = [" " * deep + line for deep, line in zip(depths, lines, strict=False)]
    if mark in "|>|->-":
        body = f"{mark}\n" + "\n".join(laid_out)
    else:
        quote = "" if mark == "plain" else mark
        body = quote + "\n".join([lines[0], *laid_out[1:]]) + quote
    agrees(f"a: {body}{after}")
    agrees(f"- a: {body}{after}")


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_in_the_house_is_read_as_the_library_reads_it(path: Path) -> None:
    agrees(path.read_text("utf-8"))


def test_few_files_of_evidence_need_the_library() -> None:
    evidence = [path for path in WRITTEN if "examples" in path.parts]
    read = [path for path in evidence if agrees(path.read_text("utf-8"))]
    assert len(read) > len(evidence) * 9 / 10


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "a:\n- b\n- c\nd: 1\n",
        "- - a\n  - b\n-\n  c: 1\n",
        "a: 'it''s'  # remark\n",
        "a: >-\n  one\n  two\n\n  three\nb: |\n  four\n   five\n",
        "a: one\n  two\nb: 'one\n\n  two'\n",
        "a: {b: [c, 'd'], e: {}}\n",
        "  a: 1\n  b:\n",
    ],
)
def test_what_people_write_is_read_without_the_library(text: str) -> None:
    assert agrees(text)


def test_what_is_too_deep_is_left_to_the_library() -> None:
    deep = DEEPEST + 10
    assert not agrees("a: " + "[" * deep + "]" * deep + "\n", Limits(depth=10_000))
    assert not agrees("".join(f"{' ' * n}a:\n" for n in range(deep)), Limits(depth=10_000))
