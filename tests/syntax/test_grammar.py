"""The grammar, its saved table, and the tables of words that go with it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tra_policy.syntax.codes import CODES
from tra_policy.syntax.expected import TYPED, expectation, typed
from tra_policy.syntax.explaining import keywords
from tra_policy.syntax.heads import DIRECTIVES, HEADS, LIST_HEADS
from tra_policy.syntax.table import built, dumped, grammar_text, parser, starts
from tra_policy.syntax.tree import Word

ROOT = Path(__file__).parents[2]
SYNTAX = ROOT / "tra_policy/syntax"


def test_the_grammar_has_no_conflict_of_any_kind() -> None:
    built(grammar_text(), strict=True)


def test_the_saved_table_is_that_of_the_grammar() -> None:
    kept = json.loads((SYNTAX / "grammar.table.json").read_text(encoding="utf-8"))
    assert kept == json.loads(dumped(built(grammar_text())))


def test_every_line_form_of_the_table_is_in_the_grammar_and_the_other_way_round() -> None:
    forms = {h.rule for h in HEADS} | {f"line_{d}" for d in DIRECTIVES}
    forms |= {"line_tra", "line_duty", "bullet_atom", "bullet_words", "bullet_change"}
    assert forms == set(starts(grammar_text()))


def test_every_head_stands_in_directives_that_there_are() -> None:
    for head in HEADS:
        assert head.within, head.text
        assert set(head.within) <= set(DIRECTIVES), head.text
    assert set(starts(grammar_text())) >= LIST_HEADS


def test_no_two_heads_of_one_directive_are_the_same() -> None:
    for directive in DIRECTIVES:
        texts = [h.text for h in HEADS if directive in h.within]
        assert len(texts) == len(set(texts)), directive


def test_every_terminal_has_words_that_a_person_types() -> None:
    names = {t.name for t in parser().terminals if not t.name.startswith("__IGNORE")}
    for name in names:
        words = typed(name, keywords())
        assert not re.search(r"[A-Z]{3,}|__|_[A-Z]", words.replace("FLOP", "")), words
    assert set(TYPED) <= names | {"$END", "COMMA"}, "a word for nothing"


def test_what_was_expected_is_said_in_words() -> None:
    assert expectation({"NAME"}, keywords()) == "a name"
    assert expectation({"NAME", "$END", "STRING"}, keywords()) == (
        "a name, words in quotes or the end of the line"
    )
    assert expectation({"HOURS", "DAYS", "BUSINESS", "WEEKS", "MONTHS", "YEARS"}, keywords()) == (
        "a unit of time such as `days` or `months`"
    )


@pytest.mark.parametrize(
    ("rule", "text", "kinds"),
    [
        ("line_expires", "expires 2026-07-01", ["DATE"]),
        ("line_measured", "measured by 2026-07-01", ["DATE"]),
        ("line_reached", "reached when a.b >= 2026", ["NAME", "OP", "NUMBER"]),
        ("line_reached", "reached when a.b >= 22.1%", ["NAME", "OP", "PERCENT"]),
        ("line_reached", "reached when a.b >= 2.8x", ["NAME", "OP", "RATIO"]),
        ("line_reached", "reached when a.b >= 1e26 FLOP", ["NAME", "OP", "NUMBER", "FLOP"]),
        ("line_reached", "reached when a.b >= $500M", ["NAME", "OP", "MONEY"]),
        ("line_reached", "reached when a.b >= $1bn", ["NAME", "OP", "MONEY"]),
        ("line_reached", "reached when a.b >= 1 in 20", ["NAME", "OP", "NUMBER", "NUMBER"]),
        ("line_above", "above COP-9.3", ["NAME"]),
        ("line_cites", "cites rsp §3.1(a) p.6-7", ["NAME", "SECTION", "PAGE"]),
        ("line_needs", "needs rollout where step >= 400 in stage rl", None),
    ],
)
def test_numbers_dates_and_names_do_not_eat_each_other(
    rule: str, text: str, kinds: list[str] | None
) -> None:
    tokens = [t.type for t in parser().parse(text, start=rule).scan_values(lambda _: True)]
    assert kinds is None or tokens == kinds


def test_reading_a_policy_starts_up_quickly_and_without_heavy_company() -> None:
    code = (
        "import sys, time; from tra_policy.syntax import parse; from tra_policy.resolve import "
        "resolve; from tra_policy.words.source import Source; "
        "resolve((parse(Source('p.tra', 'tra 1\\npolicy p version 1\\n'))[0],), {}); "
        "print(*sorted({'pydantic', 'yaml', 'jsonschema', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == ""


def test_every_code_of_the_room_is_explained_once() -> None:
    used = {
        code
        for file in SYNTAX.glob("*.py")
        if file.name != "codes.py"
        for code in re.findall(r'"(TRA0\d\d)"', file.read_text(encoding="utf-8"))
    }
    assert used | {"TRA005"} == {c.code for c in CODES}
    assert len({c.name for c in CODES}) == len(CODES)


def test_a_word_is_the_same_wherever_it_stands() -> None:
    from tra_policy.words.source import Span

    assert Word("NAME", "a", Span("x", 0, 1)) == Word("NAME", "a", Span("y", 5, 6))
