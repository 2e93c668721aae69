"""The automaton reads every line as lark does: the same tree, or none."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Token
from lark import Tree as Branch
from lark.exceptions import UnexpectedInput

from tra_policy.syntax.automaton import automaton
from tra_policy.syntax.lines import cut
from tra_policy.syntax.table import (
    AUTOMATON,
    built,
    dumped,
    flattened,
    grammar_text,
    parser,
    starts,
)
from tra_policy.syntax.tree import Node, Word
from tra_policy.words.source import Source

ROOT = Path(__file__).parents[2]
RULES = starts(grammar_text())
OFFSET = 7


def lines() -> list[str]:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "policies").rglob("*.tra"))]
    for page in [*(ROOT / "docs").rglob("*.md"), *(ROOT / "tests" / "syntax").glob("*.md")]:
        texts += re.findall(r"```tra\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    found = {line.text for text in texts for line in cut(Source("p.tra", text)).lines}
    return sorted(found)


LINES = lines()


def by_lark(line: str, rule: str) -> Node | None:
    try:
        return placed(parser().parse(line, start=rule))
    except UnexpectedInput:
        return None


def placed(branch: Branch[Token]) -> Node:
    source = Source("p.tra", "")
    parts: list[Node | Word] = []
    for part in branch.children:
        if isinstance(part, Token):
            start = OFFSET + (part.start_pos or 0)
            parts.append(Word(part.type, str(part), source.span(start, start + len(part))))
        else:
            parts.append(placed(part))
    start = getattr(branch.meta, "start_pos", None)
    end = getattr(branch.meta, "end_pos", None)
    if start is None or end is None:
        return Node(str(branch.data), tuple(parts), source.span(0, 0))
    return Node(str(branch.data), tuple(parts), source.span(OFFSET + start, OFFSET + end))


def spans(node: Node) -> list[tuple[str, int, int]]:
    found = [(node.rule, node.span.start, node.span.end)] if node.parts else []
    for part in node.parts:
        if isinstance(part, Node):
            found += spans(part)
        else:
            found.append((part.kind, part.span.start, part.span.end))
    return found


def held_against_lark(line: str, rule: str) -> None:
    ours = automaton().node(line, rule, Source("p.tra", ""), OFFSET)
    theirs = by_lark(line, rule)
    assert ours == theirs
    if ours is not None and theirs is not None:
        assert spans(ours) == spans(theirs)


def test_the_table_is_that_of_the_grammar() -> None:
    kept = (ROOT / "tra_policy" / "syntax" / AUTOMATON).read_text("utf-8")
    assert kept == flattened(dumped(built(grammar_text())))


def test_there_are_lines_to_look_at() -> None:
    assert len(LINES) > 2000


@pytest.mark.parametrize("rule", RULES)
def test_every_written_line_reads_the_same_as_any_form(rule: str) -> None:
    fitting = rule.split("_")[1]
    for line in LINES:
        # Each line as its own form and those that begin alike, and a sample of all others.
        if line.lstrip("- ").startswith(fitting[:3]) or hash_of(line, rule) % 40 == 0:
            held_against_lark(line, rule)


def hash_of(line: str, rule: str) -> int:
    return sum(map(ord, line)) * 31 + sum(map(ord, rule))


WORDS = sorted({word for line in LINES for word in re.findall(r'"[^"]*"|\S+', line)})


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(LINES), st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_damaged_lines_read_the_same(line: str, rule: str, chance: random.Random) -> None:
    words = re.findall(r'"[^"]*"|\S+|\s+', line)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(words) + 1)
        match chance.randrange(4):
            case 0:
                words.insert(at, f" {chance.choice(WORDS)} ")
            case 1 if words:
                words.pop(min(at, len(words) - 1))
            case 2:
                words.insert(
                    at, chance.choice(["\t", "  ", "", "é", "\u00a0", "-", ",", ">", "0", "is a"])
                )
            case _ if words:
                word = words[min(at, len(words) - 1)]
                words[min(at, len(words) - 1)] = word[: chance.randrange(len(word) + 1)]
    held_against_lark("".join(words), rule)
    held_against_lark("".join(words), next((r for r in RULES if line.startswith(r[5:9])), rule))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40), st.sampled_from(RULES))
def test_any_text_reads_the_same(text: str, rule: str) -> None:
    held_against_lark(text.replace("\n", " "), rule)
