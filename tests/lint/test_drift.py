"""Numbers and modals of a clause beside those of the words that it cites."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tra_policy.lint.numbers import number_of, numbers_in
from tra_policy.model.moment import Duration
from tra_policy.words.edits import applied
from tra_policy.words.source import Source

from .told import HEAD, about, found, said

DUTY = 'commitment C-1\n  lab must publish report {}\n    cites doc §1 "{}"\n'


def timed(time: str, quote: str) -> str:
    return HEAD + DUTY.format(time, quote)


@pytest.mark.parametrize(
    ("time", "quote"),
    [
        ("within 15 days", "within fifteen (15) days of the incident"),
        ("within 15 days", "not later than 15 calendar days"),
        ("within 24 hours", "within a day"),
        ("within 2 weeks", "within 14 days"),
        ("every 12 months", "at least annually"),
        ("every 1 year", "every year, or sooner"),
        ("every 3 months", "each quarter"),
        ("every 6 months", "every three to six months"),
        ("within 1 month", "ideally within about a month"),
        ("within 30 days", "within one month"),
        ("within 5 business days", "five business days"),
        ("within 15 days", "a report without any time"),
        ("within 15 days", "the 3 officers of §7 in 2025"),
    ],
)
def test_a_time_that_says_the_same_or_a_quote_without_one_is_no_drift(
    time: str, quote: str
) -> None:
    assert said("TRA208", timed(time, quote)) == []


@pytest.mark.parametrize(
    ("time", "quote", "other"),
    [
        ("within 30 days", "within 15 days", "15 days"),
        ("within 15 days", "within 15 business days", "15 business days"),
        ("every 12 months", "every three to six months", "three to six months"),
        ("within 72 hours", "within 24 hours", "24 hours"),
        ("every 2 years", "annually", "annually"),
        ("within 4 weeks", "within a month", "a month"),
    ],
)
def test_another_time_is_a_drift(time: str, quote: str, other: str) -> None:
    (message,) = said("TRA208", timed(time, quote))
    assert message.startswith(f"`C-1.1` says `{time.split(' ', 1)[1]}`, and the quoted words say")
    assert f"`{other}`" in message


def test_a_reason_explains_a_number() -> None:
    text = timed("within 30 days", "within 15 days") + '    because "the longer of two"\n'
    assert said("TRA208", text) == []


@pytest.mark.parametrize(
    ("limit", "quote", "drifts"),
    [
        (">= 50%", "half of the questions", False),
        (">= 22.1%", "22.1 percent", False),
        (">= 5%", "one in twenty", False),
        (">= 5%", "1 in 20 answers", False),
        (">= 50%", "more than 40% of the steps", True),
        (">= 50%", "4x the score", False),
    ],
)
def test_a_share_is_held_against_shares(limit: str, quote: str, drifts: bool) -> None:
    text = f'threshold T-1\n  reached when bio-test.accuracy {limit}\n  cites rsp §1 "{quote}"\n'
    assert bool(said("TRA208", text)) == drifts
    assert not (drifts and said("TRA207", text)), "one number, one finding"


def test_compute_is_read_in_every_notation() -> None:
    for quote in ("10^26 FLOP", "1e26 operations", "10²⁶ FLOP", "10**26"):
        ((number),) = (n for n in numbers_in(quote) if n.dimension == "compute")
        assert number.value == Decimal("1e26")


def test_counters_of_a_definition_are_held_against_its_quote() -> None:
    text = (
        "define due\n  holds when any of\n    - compute >= 4x since assessment\n"
        '    - elapsed >= 3 months since assessment\n  cites rsp §1 "4x or six months"\n'
    )
    assert said("TRA208", text) == ["`due` says `3 months`, and the quoted words say `six months`"]


SECTION = "1 Times\n\nWe will tell the office within 15 days of it.\n\n2 More\n\nWithin 30 days.\n"


def test_with_the_document_at_hand_a_section_is_read_too() -> None:
    clause = "commitment C-1\n  cites doc §{}\n  lab must publish report within 30 days\n"
    drifted = said("TRA208", HEAD + clause.format(1), {"doc": SECTION})
    assert drifted == ["`C-1.1` says `30 days`, and `§1` says `15 days`"]
    assert said("TRA208", HEAD + clause.format(2), {"doc": SECTION}) == []
    assert said("TRA208", HEAD + clause.format(1)) == []


def test_a_number_that_stands_nowhere_in_the_cited_place_is_said_to() -> None:
    clause = "commitment C-1\n  cites doc §1\n  lab must publish report within 30 days\n"
    cited = {"doc": "1 Times\n\nWe will tell the office in good time.\n"}
    assert said("TRA208", HEAD + clause, cited) == ["`C-1.1` says `30 days`, and `§1` does not"]


def test_of_two_citations_one_with_the_number_is_enough() -> None:
    clause = (
        "commitment C-1\n  cites doc §1\n  cites doc §2\n  lab must publish report within 30 days\n"
    )
    assert said("TRA208", HEAD + clause, {"doc": SECTION}) == []


@given(st.integers(1, 400), st.sampled_from(["hours", "days", "weeks", "months", "years"]))
def test_a_stretch_of_time_is_read_back_from_its_own_words(amount: int, unit: str) -> None:
    stretch = Duration(amount, unit)  # type: ignore[arg-type]
    (read,) = numbers_in(f"within {stretch} of it")
    assert number_of(stretch).says(read)


@given(st.text(max_size=80))
def test_any_prose_can_be_read_for_numbers(text: str) -> None:
    for number in numbers_in(text):
        assert number.value >= 0


MODAL = 'commitment C-1\n  lab {} publish report within 3 days\n    cites doc §1 "{}"\n'


@pytest.mark.parametrize(
    ("modal", "quote", "drifts"),
    [
        ("must", "we aim to publish a report", True),
        ("must", "we may publish a report", True),
        ("must", "we may not deploy before", False),
        ("must", "we will publish a report", False),
        ("must", "a report is published", False),
        ("must", "we will publish, and may redact", False),
        ("aims to", "we will publish a report", True),
        ("should", "the report must be published", True),
        ("may", "we may publish a report", False),
        ("must", "it need not wait", True),
    ],
)
def test_a_duty_is_as_strong_as_its_quote(modal: str, quote: str, drifts: bool) -> None:
    assert bool(said("TRA206", HEAD + MODAL.format(modal, quote))) == drifts


AROUND = "1 Reports\n\n{}\n"


@pytest.mark.parametrize(
    ("modal", "sentence", "drifts"),
    [
        ("must", "We aim to publish a report on each model.", True),
        ("must", "We will publish a report on each model.", False),
        ("must", "We will publish a report on each model that may cause harm.", False),
        ("must", "Models may cause harm. We publish a report on each model.", False),
        (
            "must",
            "Where a model may cause harm, somebody can publish a report on each model.",
            False,
        ),
        ("aims to", "We will publish a report on each model.", True),
        ("aims to", "We hope to publish a report on each model.", False),
    ],
)
def test_the_sentence_around_a_quote_without_a_modal_is_read(
    modal: str, sentence: str, drifts: bool
) -> None:
    text = HEAD + MODAL.format(modal, "publish a report on each model")
    cited = {"doc": AROUND.format(sentence)}
    assert said("TRA206", text) == []
    assert bool(said("TRA206", text, cited)) == drifts


def test_a_modal_is_never_changed_by_a_safe_fix_and_the_change_ends_the_finding() -> None:
    text = HEAD + MODAL.format("must", "we aim to publish a report")
    (one,) = found("TRA206", text)
    (fix,) = one.fixes
    assert not fix.safe
    mended, _ = applied(Source("p.tra", text), one.fixes)
    assert "lab aims to publish report within 3 days" in mended
    assert about("TRA206", mended) == []


def test_the_words_of_a_commitment_speak_for_its_only_duty() -> None:
    text = 'commitment C-1\n  cites doc §1 "we aim to publish"\n  lab must publish report within 3 days\n'
    assert about("TRA206", HEAD + text) == ["C-1.1"]
    assert about("TRA206", HEAD + text + "  lab must not deploy model\n") == []
