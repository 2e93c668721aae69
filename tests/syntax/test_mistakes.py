"""What is said of a mistake: once, at the smallest wrong words, in words that help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tra_policy.syntax import parse
from tra_policy.words.source import Source

from .texts import ABOVE, below, policy_of, read, shown

_CASE = re.compile(r"^```tra\n(.+?)\n^```\n```text\n(.+?)\n```$", re.M | re.S)
CASES = _CASE.findall((Path(__file__).parent / "mistakes.md").read_text(encoding="utf-8"))
FIVE = """\
tra 1
policy p version 1
  developer lab
party lab
safeguard shield
threshold ONE
  reached when "a" and "b"
  domian biology
  if unknown treat as reached
commitmnt TWO
  lab must show shield
    otherwise lab must delete weights
commitment THREE
  when ONE is reached
  lab shall show shield
    otherwise lab must halt deployment
  lab must show sheild
waiver W for TWO.otherwise-1
  expires 2026-01-01
"""


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[t.splitlines()[-1] for t, _ in CASES])
def test_a_mistake_is_said(text: str, expected: str) -> None:
    source = below(text + "\n")
    _, policy, said = read(source)
    above = ABOVE.count("\n")
    assert "\n".join(shown(source, one, above) for one in said) == expected
    assert policy is None
    assert all(one.input_error for one in said)


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[t.splitlines()[-1] for t, _ in CASES])
def test_a_message_is_lower_case_without_a_period_and_names_nothing_of_the_inside(
    text: str, expected: str
) -> None:
    _, _, said = read(below(text + "\n"))
    for one in said:
        assert one.message and not one.message.endswith(".")
        assert one.message[0] in "`" or one.message[0].islower()
        for words in (one.message, re.sub(r"`[^`]*`", "", one.help)):
            assert not re.search(
                r"\b(token|NoneType|tuple|str|int|line_\w+|[A-Z]+_[A-Z]+)\b", words
            )


def test_five_mistakes_give_five_messages() -> None:
    source = Source("p.tra", FIVE)
    _, _, said = read(source)
    assert [shown(source, one) for one in said] == [
        "7:20 TRA004 `and` stands between conditions [and] use `all of` or `any of`, with a bullet "
        "for each condition",
        "8:3 TRA007 no line of a threshold begins with `domian` [domian] did you mean `domain`?",
        "10:1 TRA007 `commitmnt` is not a directive [commitmnt] did you mean `commitment`?",
        "15:7 TRA002 `shall` does not say how binding this is [shall] write `must`, `must not`, "
        "`aims to`, `should` or `may`",
        "17:17 TRA101 no thing is called `sheild` [sheild] did you mean `shield`?",
    ]


WHOLE = [
    ("", "1:1 TRA009 there is no policy in the text []"),
    ("\n# only a comment\n", "1:1 TRA009 there is no policy in the text []"),
    ("policy p version 1\n", "1:1 TRA001 the text does not begin with `tra 1` [policy]"),
    ("tra 2\npolicy p version 1\n", "1:5 TRA001 `2` is not a version of the language [2]"),
    ("tra\npolicy p version 1\n", "1:1 TRA001 no version of the language is given [tra]"),
    ("TRA 1\npolicy p version 1\n", "1:1 TRA001 the first line is `tra 1`, in column 1 [TRA 1]"),
    ("tra 1\npolicy p version 1\ntra 1\n", "3:1 TRA006 `tra` stands here a second time [tra 1]"),
    ("tra 1\n", "1:1 TRA108 the text has no `policy` line [tra 1]"),
    ("tra 1\npolicy p\n", "2:8 TRA002 the line ends too early [p]"),
    ('tra 1\n  title "x"\n', '2:3 TRA006 this line stands before any directive [title "x"]'),
    (
        "tra 1\npolicy p version 1\npolicy q version 1\n",
        "3:1 TRA108 there is a second `policy` line",
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE, ids=[repr(t) for t, _ in WHOLE])
def test_a_text_as_a_whole_is_wrong(text: str, expected: str) -> None:
    source = Source("p.tra", text)
    _, policy, said = read(source)
    assert policy is None
    assert len(said) == 1
    assert shown(source, said[0]).startswith(expected)


def test_what_a_damaged_head_declares_is_known_all_the_same() -> None:
    _, _, said = read(below("threshold A B\n  domain x\ncommitment C\n  when A is reached\n"))
    assert [one.code for one in said] == ["TRA002"]


def test_what_a_damaged_line_would_have_measured_is_not_missed() -> None:
    text = "benchmark b\n  measures score as percent, avrage\nthreshold T\n  reached when b.score >= 5%\n"
    assert [one.code for one in read(below(text))[2]] == ["TRA002"]


def test_a_source_that_could_not_be_read_is_cited_without_a_second_message() -> None:
    text = ABOVE.replace('source rsp "r.pdf"', "source rsp r.pdf") + "threshold T\n  cites rsp §1\n"
    assert [one.code for one in parse(Source("p.tra", text))[1]] == ["TRA002"]
    assert len(read(Source("p.tra", text))[2]) == 1


def test_a_missing_library_hides_what_it_would_have_declared() -> None:
    text = ABOVE.replace("  developer lab", "  developer lab\n  use tra-core") + (
        "commitment C\n  stranger must show thing before happening\n"
    )
    _, _, said = read(Source("p.tra", text))
    assert [(one.code, one.message) for one in said] == [
        ("TRA115", "no library is called `tra-core`")
    ]


def test_a_line_is_found_in_the_fences_of_a_markdown_file() -> None:
    text = "# Title\n\n```tra\ntra 1\npolicy p version 1\n```\n\nWords.\n\n```tra\nparty x\n  is bad\n```\n"
    source = Source("p.md", text)
    _, _, said = read(source)
    assert [shown(source, one).split(" ")[0] for one in said] == ["12:6"]


def test_other_fences_and_other_files_are_not_read() -> None:
    text = "```python\nx\n```\n~~~tra\ntra 1\npolicy p version 1\n~~~\n````\n```tra\nparty\n```\n````\n"
    tree, said = parse(Source("p.markdown", text))
    assert not said
    assert [d.keyword for d in tree.directives] == ["policy"]


def test_windows_line_ends_a_mark_and_a_missing_last_line_end_change_nothing() -> None:
    plain = ABOVE + "threshold T\n  domain x"
    windows = "\ufeff" + plain.replace("\n", "\r\n")
    assert policy_of(windows) == policy_of(plain)
    broken = Source("p.tra", windows.replace("domain x", "domian x"))
    (said,) = read(broken)[2]
    assert said.span is not None
    assert broken.text[said.span.start : said.span.end] == "domian"
    assert str(broken.place(said.span.start)) == f"p.tra:{ABOVE.count(chr(10)) + 2}:3"
