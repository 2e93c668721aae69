"""Baselines: what was there on the first day is known, however the text is moved about; the rest is new."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy import driver
from tra_policy.lint import Found
from tra_policy.lint.baseline import NoBaseline, baseline_of, compared, read, written
from tra_policy.lint.example import PREAMBLE
from tra_policy.syntax import format_text
from tra_policy.words.source import Source

CLAUSES = (
    'threshold BIO-1 "Help for novices"\n  reached when bio-test.accuracy >= 50%\n',
    "threshold BIO-2\n  above BIO-1\n  reached when bio-test.accuracy >= 60%\n",
    "threshold BIO-3\n  reached when any of\n    - lab-test.accuracy >= 50%\n"
    '    - officer judges "a significant uplift"\n',
    "commitment SAFE-1\n  when BIO-1 is reached\n  example-lab must show shield\n"
    "    otherwise example-lab must halt deployment\n",
    "commitment SAFE-2\n  example-lab must show fortress before deployment\n"
    "  example-lab must publish report\n",
    "requirement REQ-1\n  for every warning\n  needs investigation\n",
)
HEAD, REST = PREAMBLE.split("\n\n", 2)[0:2], PREAMBLE.split("\n\n", 2)[2]
DIRECTIVES = tuple(f"{one}\n" for one in (HEAD[1], REST.strip())) + CLAUSES


def found_in(text: str, path: str = "p.tra") -> tuple[Found, ...]:
    read_text = driver.read(Source(path, text), {})
    assert not [d.message for d in read_text.diagnostics]
    return driver.found(read_text)


def prints(text: str, path: str = "p.tra") -> Counter[tuple[str, str]]:
    return Counter(
        (one.diagnostic.code, one.diagnostic.fingerprint) for one in found_in(text, path)
    )


WHOLE = "tra 1\n\n" + "\n".join(DIRECTIVES)
USUAL = prints(WHOLE)


def test_the_policy_of_these_tests_has_many_findings() -> None:
    assert sum(USUAL.values()) > 25
    assert len({code for code, _ in USUAL}) > 10
    assert all(len(one) == 16 and int(one, 16) >= 0 for _, one in USUAL)


NOISE = st.lists(
    st.sampled_from(["", "   ", "# a note", "  # 50% by 2026-01-01", "\t"]), max_size=3
)


@given(
    order=st.permutations(DIRECTIVES[1:]),
    noise=st.lists(NOISE, min_size=60, max_size=60),
    blanks=st.sampled_from(["  ", "    ", "\t"]),
    ends=st.sampled_from(["\n", "\r\n"]),
    path=st.sampled_from(["p.tra", "elsewhere/other.tra"]),
)
@settings(max_examples=80, deadline=None)
def test_where_things_stand_and_how_they_are_laid_out_does_not_count(
    order: list[str], noise: list[list[str]], blanks: str, ends: str, path: str
) -> None:
    lines = "".join(["tra 1\n", DIRECTIVES[0], *order]).splitlines()
    moved: list[str] = []
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        moved += noise[number % len(noise)]
        moved.append(blanks * (indent // 2) + line.lstrip())
    assert prints(ends.join(moved) + ends, path) == USUAL


def test_the_formatter_and_a_fence_do_not_count() -> None:
    untidy = WHOLE.replace("  reached when", "     reached   when").replace(">=", " >=  ")
    laid_out, _ = format_text(Source("p.tra", untidy))
    assert laid_out != untidy
    assert prints(untidy) == prints(laid_out) == USUAL
    assert prints(f"# Ours\n\n```tra\n{WHOLE}```\n", "p.md") == USUAL


def test_what_is_said_of_one_clause_less_leaves_the_others_known() -> None:
    less = prints("tra 1\n\n" + "\n".join(DIRECTIVES[:-1]))
    assert not less - USUAL
    assert USUAL - less


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("must show shield\n", "must show fortress\n"),
        ("significant uplift", "considerable uplift"),
        ("requirement REQ-1", "requirement REQ-9"),
    ],
)
def test_what_is_written_anew_is_new(before: str, after: str) -> None:
    assert before in WHOLE
    changed = prints(WHOLE.replace(before, after))
    assert changed - USUAL
    assert USUAL - changed


def split(text: str, known: str) -> tuple[list[str], int, int]:
    """Return the codes that are new against the baseline of another text, how many are known, are gone."""
    held = compared(found_in(text), baseline_of(found_in(known)), {"example-rsp"}, ())
    codes = sorted(one.diagnostic.code for one in held.new)
    return codes, len(held.known), sum(held.stale.values())


def test_a_policy_against_its_own_baseline_has_nothing_new_and_nothing_gone() -> None:
    assert split(WHOLE, WHOLE) == ([], sum(USUAL.values()), 0)


def test_of_several_alike_as_many_are_known_as_were_counted() -> None:
    open_ended = "  example-lab must publish report\n"
    twice = WHOLE.replace(open_ended, open_ended * 2)
    alike = [key for key, number in prints(twice).items() if number == 2 > USUAL[key]]
    assert "TRA302" in [code for code, _ in alike]
    new, known, gone = split(twice, WHOLE)
    assert new.count("TRA302") == 1
    assert (known, gone) == (sum(USUAL.values()), 0)
    assert split(WHOLE, twice)[2] == len(new)


def test_what_is_gone_is_told_only_of_policies_that_were_looked_at_and_rules_that_spoke() -> None:
    known = baseline_of(found_in(WHOLE))
    assert sum(compared([], known, {"example-rsp"}, ()).stale.values()) == sum(known.values())
    assert not compared([], known, {"another"}, ()).stale
    codes = {entry.code for entry in known}
    assert not compared([], known, {"example-rsp"}, codes).stale


def test_what_the_text_allows_is_in_no_baseline() -> None:
    allowed = WHOLE.replace(
        "must show shield\n", "must show shield # tra: allow(TRA302) because law sets it\n", 1
    )
    before, after = baseline_of(found_in(WHOLE)), baseline_of(found_in(allowed))
    assert sum((before - after).values()) == 1
    held = compared(found_in(allowed), before, {"example-rsp"}, ())
    assert [one.diagnostic.code for one in held.new] == ["TRA302"]
    assert sum(held.stale.values()) == 1


def test_a_baseline_comes_back_as_it_was_written_one_entry_a_line_and_sorted() -> None:
    baseline = baseline_of(found_in(WHOLE))
    text = written(baseline)
    assert read(text) == baseline
    assert json.loads(text)["schema"] == "tra.baseline/1"
    lines = text.splitlines()[3:-2]
    assert len(lines) == len(baseline)
    names = [list(json.loads(line.rstrip(",")).values())[:4] for line in lines]
    assert names == sorted(names)
    assert read(written(Counter())) == Counter()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "it does not say `schema` is `tra.baseline/1`"),
        ('{"schema": "tra.lint/1"}', "it does not say `schema` is `tra.baseline/1`"),
        ('{"schema": "tra.baseline/1"}', "`findings` is not a list"),
        ('{"schema": "tra.baseline/1", "findings": [1]}', "entry 1 does not have policy, code"),
        (
            '{"schema": "tra.baseline/1", "findings": [{"policy": "p", "code": "TRA302", '
            '"clause": "C", "fingerprint": "0", "count": 0}]}',
            "entry 1 does not have",
        ),
    ],
)
def test_what_is_no_baseline_is_said(text: str, said: str) -> None:
    with pytest.raises(NoBaseline, match="^" + said.replace(".", r"\.")):
        read(text)
