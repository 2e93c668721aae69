"""The report that a person reads first: complete, harmless, and good on every width of page."""

from __future__ import annotations

import re

import pytest
from made_by_hand import HOSTILE, WANT, proof, report

from tra_policy.model.report import Totals
from tra_policy.reports.formats import FORMATS
from tra_policy.reports.items import totals
from tra_policy.reports.page import Page, cells, harmless
from tra_policy.reports.proof import SHORT
from tra_policy.reports.proof import render as render_proof
from tra_policy.reports.text import render
from tra_policy.reports.wants import of_report

ANSI = re.compile(r"\x1b\[[0-9;]*m")
WIDTHS = (40, 60, 80, 100, 120)


def flowed(text: str) -> str:
    """The words alone, so that where a line breaks does not count."""
    return " ".join(ANSI.sub("", text).split())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("ascii", [False, True])
def test_no_line_is_wider_than_the_page(width: int, colour: bool, ascii: bool) -> None:
    for line in render([report()], Page(width, colour, ascii)).splitlines():
        assert cells(ANSI.sub("", line)) <= width, line


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_says_the_same_things(width: int) -> None:
    said = flowed(render([report()], Page(width)))
    for words in (
        "1 of 2 thresholds rely only on self-designed benchmarks; 0 only on self-run measurements; "
        "1 cannot be attributed; 0 have no evidence.",
        "only self-designed HARM-1",
        "cannot be attributed AUTO-1",
        "as of 2026-05-01",
        "state unknown, treated as reached",
        "ruling not reached: does not agree with the evidence supplied",
        "label prior (a prior, not a commitment); the text alone would be conditional",
        "design relies only on self-designed benchmarks; stands on the developer's own evidence; "
        "designed by lab (the developer)",
        "run cannot be attributed: who ran is not evidenced; stands on nobody's evidence alone; "
        "run by helpers (unnamed third party)",
        "m1 suite.accuracy = 19%, interval 15.4% to 23.1%, limit >= 40%, reads below",
        "cannot support the all-clear: result withheld, made on an earlier snapshot",
        "present the limit is published; missing evidence stops the developer",
        "named without effect: suite.accuracy",
        "SAFE-1.1",
        "2026-05-22",
        "warning[TRE101]: the decision `d1` did not rely on `m2`",
        "5 in force = 1 not met + 1 unknown + 1 not yet due + 1 waived + 1 met + 0 not applicable "
        "(adds up)",
        "5 read, 1 unread; not sealed; not signed",
        "met on the evidence supplied",
    ):
        assert words in said, words


def test_the_headline_stands_before_everything_but_the_title() -> None:
    lines = render([report()], Page(200)).splitlines()
    assert lines[0].startswith("Starter policy, version 1.0, held against")
    assert lines[2] == report().headline.sentence


def test_colour_adds_nothing_but_colour() -> None:
    for width in WIDTHS:
        plain = render([report()], Page(width))
        painted = render([report()], Page(width, colour=True))
        assert "\x1b" not in plain
        assert ANSI.search(painted)
        assert flowed(painted) == flowed(plain)


def test_an_ascii_page_has_only_ascii_characters() -> None:
    for width in WIDTHS:
        assert render([report()], Page(width, ascii=True)).isascii()


@pytest.mark.parametrize("colour", [False, True])
def test_text_from_evidence_can_neither_act_on_the_terminal_nor_be_read_as_markup(
    colour: bool,
) -> None:
    said = render([report()], Page(200, colour))
    assert "card \\x1b[31mred\\x07 [bold]loud[/bold] :smile: \\u202eback\\u202c" in said
    for character in "\x07\u202e\u202c":
        assert character not in said
    assert harmless(HOSTILE).isprintable()


def test_harmless_text_keeps_letters_of_every_script_and_shows_every_control_character() -> None:
    assert harmless("Zürich 東京 α") == "Zürich 東京 α"
    assert harmless("a\r\n\tb") == "a b"
    assert harmless("\x00\x7f\x9b\u200b\u2066\ud800") == "\\x00\\x7f\\x9b\\u200b\\u2066\\ud800"
    assert harmless("§ 4 — “so”", Page(ascii=True)) == 'sec. 4 -- "so"'


def test_what_is_missing_is_named_once_with_all_that_wait_for_it() -> None:
    assert of_report(report()) == {WANT: ("HARM-1", "AUTO-1", "SAFE-2.1")}
    said = flowed(render([report()], Page(100)))
    assert said.count(WANT.what) == 1
    assert f"lab • {WANT.what} (for HARM-1, AUTO-1, SAFE-2.1)" in said


def test_totals_that_do_not_add_up_say_so() -> None:
    assert totals(Totals(in_force=2, met=1, unknown=1), "in force").endswith("(adds up)")
    assert totals(Totals(in_force=3, met=1), "in force").endswith("(does not add up: 1)")


def test_a_short_proof_has_about_ten_steps_and_counts_the_rest() -> None:
    said = render_proof(proof(30), Page(100))
    assert len(said.splitlines()) == SHORT + 1
    assert said.splitlines()[-1] == "(22 more steps: --full shows all)"
    assert "true" not in said
    whole = render_proof(proof(30), Page(100), full=True)
    assert len(whole.splitlines()) == 32
    assert "step 29" in whole


def test_a_proof_is_a_tree_whose_steps_hang_under_what_they_prove() -> None:
    assert render_proof(proof(2), Page(60, ascii=True)) == (
        "unknown: no record meets the need at p.tra:9:3\n"
        "`- unknown: suite.accuracy >= 40% [m1]\n"
        "   |- unknown: step 0 of the argument at p.tra:1:3\n"
        "   `- true: step 1 of the argument at p.tra:2:3\n"
    )


def test_the_same_report_is_written_the_same_way_byte_for_byte() -> None:
    for format_ in FORMATS.values():
        assert format_()([report()], Page()) == format_()([report()], Page())


@pytest.mark.parametrize("width", (40, 60, 79))
def test_a_narrow_page_says_whose_evidence_it_is_on_every_axis(width: int) -> None:
    said = flowed(render([report()], Page(width)))
    glance = said[: said.index("Opinion") if "Opinion" in said else said.index("HARM-1 ", 400)]
    for axis in ("design", "run", "grade"):
        assert (
            len(
                re.findall(
                    rf"{axis} (?:only self|partly self|not self|unattributed|nothing)", glance
                )
            )
            == 2
        )
