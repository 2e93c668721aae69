"""Fixes: a safe one leaves alone what binds, and what does harm is left out and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.lint.mending import mended
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.edits import Edit, Fix
from tra_policy.words.guarding import all_guarded, binding_words, guarded, uncommented
from tra_policy.words.source import Source

TEXT = """\
tra 1
policy p version 1.0  # since 2025
threshold T-1
  reached when outer.score >= 50%
  because "30 experts must agree"
commitment C-1
  lab must publish plan within 30 business days of reached # by 2026-01-01
  lab should notify institute by 2026-03-01
"""
SOURCE = Source("p.tra", TEXT)


def fix(before: str, after: str, *, safe: bool = True) -> Fix:
    at = TEXT.index(before)
    return Fix("change it", (Edit(SOURCE.span(at, at + len(before)), after),), safe)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("50%", "60%"),
        ("50%", "50"),
        (">= 50%", ">= 50.0%"),
        ("30 business days", "30 days"),
        ("30 business days", "3 weeks"),
        ("within 30 business days of reached", ""),
        ("2026-03-01", "2026-03-02"),
        ("lab must publish", "lab should publish"),
        ("lab must publish", "lab must not publish"),
        ("lab should", "lab aims to"),
        ("lab should", "lab may"),
        ("30 experts", "40 experts"),
        ("must agree", "agree"),
        (
            "lab should notify institute by 2026-03-01",
            "# lab should notify institute by 2026-03-01",
        ),
        ("# by 2026-01-01", "by 2026-01-01"),
        ("# since 2025", '"2025"'),
        ("T-1", "T-2"),
    ],
)
def test_a_fix_that_changes_what_binds_is_not_safe_whatever_it_says(
    before: str, after: str
) -> None:
    assert not guarded(SOURCE, fix(before, after)).safe


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# since 2025", ""),
        ("# by 2026-01-01", "# by 2027-01-01, or never"),
        ("  reached when", "      reached when"),
        ("30 business days", "30   business  days"),
        ("of reached", "of released"),
        ("publish plan", "publish report"),
        ("commitment C-1", "# must by 2030-01-01\ncommitment C-1"),
        ("commitment C-1", "commitment C-1\n  if unknown block"),
    ],
)
def test_a_fix_that_leaves_what_binds_alone_stays_safe(before: str, after: str) -> None:
    assert guarded(SOURCE, fix(before, after)).safe


def test_an_unsafe_fix_stays_unsafe_and_one_of_another_text_is_no_safe_one() -> None:
    assert not guarded(SOURCE, fix("of reached", "of released", safe=False)).safe
    elsewhere = Fix("change it", (Edit(Source("q.tra", TEXT).span(0, 0), "# a\n"),), True)
    assert not guarded(SOURCE, elsewhere).safe
    assert not guarded(SOURCE, Fix("do nothing", (), True)).safe


def test_numbers_that_change_places_are_not_as_they_were() -> None:
    edits = (fix("50%", "30").edits[0], fix("30 experts", "50% experts").edits[0])
    assert not guarded(SOURCE, Fix("swap", edits, True)).safe


def test_a_hash_in_quotes_begins_no_comment() -> None:
    assert uncommented('  title "no # 1" # 2\n') == '  title "no # 1" \n'
    assert binding_words('"# 5 days" # 6 days') == ["5 days"]


@given(st.text(alphabet='#"5 %\nmust-a', max_size=40), st.text(alphabet='# "5m%u\nst', max_size=6))
@settings(max_examples=300, deadline=None)
def test_a_safe_fix_never_changes_the_words_that_bind(text: str, put: str) -> None:
    source = Source("p.tra", text)
    for at in range(len(text) + 1):
        one = guarded(source, Fix("put it in", (Edit(source.span(at, at), put),), True))
        if one.safe:
            assert binding_words(text[:at] + put + text[at:]) == binding_words(text)


def found(code: str, *fixes: Fix, error: bool = False) -> Diagnostic:
    return Diagnostic(code, f"{code} is so", fixes=fixes, input_error=error)


def word_rule(
    code: str, bad: str, good: str, *, safe: bool = True
) -> Callable[..., list[Diagnostic]]:
    """Return a rule that finds a word, and offers another for it."""

    def look(source: Source) -> list[Diagnostic]:
        at = source.text.find(bad)
        if at < 0:
            return []
        edit = Edit(source.span(at, at + len(bad)), good)
        return list(all_guarded(source, [found(code, Fix(f"write {good}", (edit,), safe))]))

    return look


def test_fixes_go_on_until_none_is_left() -> None:
    chain = [word_rule("TRA1", "aa", "bb"), word_rule("TRA2", "bb", "cc")]
    done = mended(Source("p", "aa"), lambda s: [d for rule in chain for d in rule(s)])
    assert done.source.text == "cc"
    assert done.done == (("TRA1", "write bb"), ("TRA2", "write cc"))


def test_only_safe_fixes_go_in_unless_more_is_asked_for() -> None:
    rule = word_rule("TRA1", "5 days", "6 days")
    assert mended(Source("p", "5 days"), rule).source.text == "5 days"
    assert mended(Source("p", "5 days"), rule, unsafe=True).source.text == "6 days"


def test_a_fix_that_makes_a_text_unreadable_is_left_out_and_named() -> None:
    good, bad = word_rule("TRA1", "one", "eins"), word_rule("TRA2", "two", "((")

    def relint(source: Source) -> list[Diagnostic]:
        broken = [found("TRA002", error=True)] if "((" in source.text else []
        return [*broken, *good(source), *bad(source)]

    done = mended(Source("p", "one two"), relint)
    assert done.source.text == "eins two"
    assert done.done == (("TRA1", "write eins"),)
    assert done.harmful == (("TRA2", "write (("),)


def test_a_fix_that_does_not_end_its_finding_is_left_out_and_named() -> None:
    done = mended(Source("p", "one"), word_rule("TRA1", "one", "one one"))
    assert done.source.text == "one"
    assert done.harmful == (("TRA1", "write one one"),)


def test_two_fixes_that_are_harmful_only_together_do_not_stop_each_other() -> None:
    one, two = word_rule("TRA1", "aa", "("), word_rule("TRA2", "bb", ")")

    def relint(source: Source) -> list[Diagnostic]:
        both = "(" in source.text and ")" in source.text
        return [*([found("TRA002", error=True)] if both else []), *one(source), *two(source)]

    done = mended(Source("p", "aa bb"), relint)
    assert done.source.text == "( bb"
    assert [code for code, _ in done.harmful] == ["TRA2"]


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    there, back = word_rule("TRA1", "aa", "bb"), word_rule("TRA2", "bb", "aa")
    done = mended(Source("p", "aa"), lambda s: [*there(s), *back(s)])
    assert done.source.text in ("aa", "bb")


def test_a_line_that_can_be_read_again_may_show_mistakes_in_its_names() -> None:
    slip = word_rule("TRA002", "//", "#")

    def relint(source: Source) -> list[Diagnostic]:
        unread = [replace(one, input_error=True) for one in slip(source)]
        names = [] if unread else [found("TRA101", error=True), found("TRA101", error=True)]
        return [*unread, *names]

    assert mended(Source("p", "a // b"), relint).source.text == "a # b"


def test_line_ends_stay_what_they_are() -> None:
    rule = word_rule("TRA1", "one", "two\nthree")
    mixed = Source("p", "one\r\nx\ny\r\n")
    assert mended(mixed, rule).source.text == "two\r\nthree\r\nx\ny\r\n"
