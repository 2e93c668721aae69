"""Texts that nobody writes in good faith, and texts that are no policy at all."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.resolve import resolve
from tra_policy.syntax import characters, format_text, parse
from tra_policy.syntax.lines import MAX_CHARACTERS, MAX_LINE, MAX_LINES, MOST_MISTAKES
from tra_policy.syntax.parser import MAX_BULLETS
from tra_policy.words.source import Source

from .texts import ABOVE, EXAMPLE, below, read, shown

WORDS = [
    *sorted(set(EXAMPLE.split())),
    "\t",
    "\r",
    "\n",
    "\n  ",
    "\n    - ",
    '"',
    "#",
    ",",
    "```tra\n",
]
REFUSED = {
    "\u202e": "a character that reverses the direction of the text stands here: right-to-left override",
    "\u2066": "a character that reverses the direction of the text stands here: left-to-right isolate",
    "\u00a0": "a space that is not a plain space stands here: no-break space",
    "\u200b": "an invisible character stands here: zero width space",
    "\u00ad": "an invisible character stands here: soft hyphen",
    "\ufeff": "an invisible character stands here: zero width no-break space",
    "\x00": "an invisible character stands here: u+0000",
    "\x1b": "an invisible character stands here: u+001b",
    "\u2028": "an invisible character stands here: line separator",
}


def everything(text: str, path: str = "p.tra") -> None:
    """Read, resolve and lay out a text: nothing may raise, and every place must be in the text."""
    source = Source(path, text)
    tree, said = parse(source)
    _, more = resolve((tree,), {})
    laid, _ = format_text(source)
    for one in (*said, *more):
        assert one.input_error
        assert one.span is not None
        assert 0 <= one.span.start <= one.span.end <= len(text)
    assert isinstance(laid, str)


@given(st.text(max_size=300), st.sampled_from(["p.tra", "p.md"]))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_the_parser_raise(text: str, path: str) -> None:
    everything(text, path)


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from(["p.tra", "p.md"]))
@settings(max_examples=100, deadline=None)
def test_no_mixture_of_the_words_of_the_language_makes_the_parser_raise(
    words: list[str], path: str
) -> None:
    everything("tra 1\npolicy p version 1\n" + " ".join(words), path)


@given(st.randoms(use_true_random=False), st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_no_damage_to_a_good_text_makes_the_parser_raise(chance: random.Random, times: int) -> None:
    text = EXAMPLE
    for _ in range(times):
        at, end = sorted(chance.sample(range(len(text)), 2))
        end = min(end, at + 30)
        piece = chance.choice(
            ["", "\n", '"', ",", text[at:end] * 2, chance.choice(WORDS), "\u00e9"]
        )
        text = text[:at] + piece + text[end:]
    everything(text)


@pytest.mark.parametrize("char", REFUSED, ids=[f"{ord(c):04x}" for c in REFUSED])
@pytest.mark.parametrize("where", ["party x{}y", 'party x "a{}b"', "party x # a{}b"])
def test_a_character_that_deceives_is_refused_wherever_it_stands(char: str, where: str) -> None:
    source = below(where.format(char) + "\n")
    _, policy, said = read(source)
    assert policy is None
    assert [one.message for one in said] == [REFUSED[char]]
    assert said[0].span is not None
    assert source.text[said[0].span.start : said[0].span.end] == char


@pytest.mark.parametrize("name", ["CBRΝ-3", "pаrty", "naïve", "x‑1", "x–1", "x１"])
def test_a_name_is_of_plain_letters_digits_and_dashes(name: str) -> None:
    _, policy, said = read(below(f"party {name}\n"))
    assert policy is None
    assert [one.code for one in said] == ["TRA003"]


def test_words_in_quotes_and_comments_may_be_in_any_script() -> None:
    _, policy, said = read(below('party x "Préfecture — 日本語 “so”" # où – ça\n'))
    assert not said
    assert policy is not None and policy.parties[-1].title == "Préfecture — 日本語 “so”"


def test_a_carriage_return_alone_ends_no_line() -> None:
    _, _, said = read(Source("p.tra", "tra 1\rpolicy p version 1\r"))
    assert [one.message for one in said] == ["a line ends in a carriage return alone"]


def test_a_text_with_too_many_lines_is_refused() -> None:
    text = "tra 1\npolicy p version 1\n" + "\n" * (MAX_LINES - 2)
    assert not parse(Source("p.tra", text))[1]
    (said,) = parse(Source("p.tra", text + "\n"))[1]
    assert said.message == f"the text has more than {MAX_LINES:,} lines"


def test_after_very_many_mistakes_the_rest_is_not_read() -> None:
    _, said = parse(below("x\n" * 1_000))
    assert len(said) == MOST_MISTAKES + 1
    assert said[-1].code == "TRA008"


def test_a_text_that_is_too_long_is_refused_and_laid_out_as_it_is() -> None:
    text = "tra 1\n" + ("# " + "x" * 998 + "\n") * (MAX_CHARACTERS // 1000)
    source = Source("p.tra", text)
    assert [one.code for one in parse(source)[1]] == ["TRA008"]
    assert format_text(source)[0] == text


def test_a_line_that_is_too_long_is_refused_at_its_place() -> None:
    source = Source("p.tra", "tra 1\npolicy p version 1\n# " + "x" * MAX_LINE + "\n")
    (said,) = parse(source)[1]
    assert shown(source, said).startswith(
        f"3:1 TRA008 a line has more than {MAX_LINE:,} characters"
    )


def test_a_list_of_too_many_bullets_is_refused_once() -> None:
    bullets = '    - "a"\n' * (MAX_BULLETS + 5)
    source = below("threshold T\n  reached when any of\n" + bullets)
    _, said = parse(source)
    assert [one.message for one in said] == [f"a list has more than {MAX_BULLETS:,} bullets"]


def test_a_line_that_goes_on_for_ever_is_refused() -> None:
    source = below("party x\n" + '  "a"\n' * 3_000)
    assert [one.code for one in parse(source)[1]] == ["TRA008"]


def test_definitions_that_rest_on_each_other_too_deeply_are_refused() -> None:
    chain = "".join(f"define d{n}\n  holds when d{n + 1} holds\n" for n in range(2_000))
    _, _, said = read(below(chain + 'define d2000\n  holds when "x"\n'))
    assert [one.code for one in said] == ["TRA114"]


def test_a_chain_of_otherwise_without_end_is_refused() -> None:
    lines = "    otherwise lab must halt deployment\n" * 3_000
    _, _, said = read(below("commitment C\n  lab must show shield\n" + lines))
    assert [one.message for one in said] == ["a duty has more than 50 `otherwise` lines"]


@pytest.mark.parametrize(
    "text",
    [
        ABOVE + "threshold T\n" + "  reached when x and y\n" * 3_000,
        ABOVE + "threshold T\n  because " + '"a" ' * 4_000 + "\n",
        ABOVE + "threshold T\n  domain " + "x, " * 6_000 + "\n",
        ABOVE
        + "threshold T\n"
        + ("  needs " + "before within 3 days every 2 weeks " * 400 + "\n") * 20,
        ABOVE + "commitment C\n" + "  lab must show shield within 3 days\n" * 1_500,
        "tra 1\n" + "x\n" * 20_000,
        "tra 1\npolicy p version 1\n" + ("  " + " " * 19_000 + "x\n") * 60,
        "```tra\n```\n" * 3_000,
    ],
    ids=["wrong lines", "quotes", "names", "slips", "duties", "no directives", "spaces", "fences"],
)
def test_no_shape_of_text_takes_long(text: str) -> None:
    start = time.process_time()
    everything(text, "p.md" if text.startswith("`") else "p.tra")
    assert time.process_time() - start < 6


def test_numbers_beyond_all_measure_are_refused_or_harmless() -> None:
    huge = "9" * 4_000
    for line in (
        f"reached when vct.accuracy >= {huge}%",
        "reached when vct.accuracy >= 1e999999%",
        "reached when vct.accuracy >= 1 in 0",
        f"measured every {huge} days",
        f"needs at least {huge} measurements",
    ):
        _, policy, said = read(below(f"threshold T\n  {line}\n"))
        assert policy is None, line
        assert said


def test_a_policy_of_three_hundred_lines_is_read_at_once() -> None:
    body = EXAMPLE[EXAMPLE.index("threshold CBRN-3 ") : EXAMPLE.index("waiver W-7")]
    text = EXAMPLE
    for number in range(4):
        text += re.sub(r"(?m)^(threshold|commitment|requirement) (\S+)", rf"\1 \2-{number}", body)
    assert text.count("\n") > 300
    times = []
    for _ in range(5):
        start = time.process_time()
        _, policy, _ = read(Source("p.tra", text))
        times.append(time.process_time() - start)
        assert policy is not None
    assert min(times) < 0.12


def test_what_is_looked_for_is_what_is_refused() -> None:
    refused = {chr(n) for n in range(0x110000) if characters._SUSPECT.match(chr(n))}
    assert refused == characters._SUSPECTS
