"""What is shown and offered is the whole language, and nothing beside it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import tra_policy.lsp
from tra_policy.lsp.codes import all_codes, page_of
from tra_policy.lsp.expecting import spelt
from tra_policy.lsp.meaning_of_lines import DIRECTIVES as ABOUT_DIRECTIVES
from tra_policy.lsp.meaning_of_lines import HEADS as ABOUT_HEADS
from tra_policy.lsp.meaning_of_words import WORDS
from tra_policy.lsp.slots import slots
from tra_policy.lsp.snippets import SNIPPETS, plain
from tra_policy.lsp.tokens import KINDS
from tra_policy.resolve import resolve
from tra_policy.resolve.scope import CLASSES
from tra_policy.resolve.verbs import VERBS
from tra_policy.syntax import parse
from tra_policy.syntax.heads import DIRECTIVES, HEADS
from tra_policy.syntax.table import parser
from tra_policy.words.source import Source

ROOT = Path(__file__).parents[2]
ROOM = Path(tra_policy.lsp.__file__).parent
POLICIES = sorted((ROOT / "policies").rglob("*.tra"))
LANGUAGE = " ".join((ROOT / "docs/manual/language.md").read_text("utf-8").split())
# Only these two know what an editor is.
GLUE = {"server", "features", "wire"}


def test_every_directive_and_every_head_has_a_meaning() -> None:
    assert set(ABOUT_DIRECTIVES) == set(DIRECTIVES) == set(SNIPPETS)
    assert set(ABOUT_HEADS) == {head.text for head in HEADS}


def test_every_form_that_is_shown_is_one_of_the_manual() -> None:
    for about in (*ABOUT_DIRECTIVES.values(), *ABOUT_HEADS.values()):
        assert about.form in LANGUAGE, about.form
    for word in WORDS:
        # The sentence may be wider than the manual's form; its words are those of the manual.
        for known in re.findall(r"[a-z]{2,}", word):
            assert known in LANGUAGE, word


@pytest.mark.parametrize("keyword", DIRECTIVES)
def test_a_snippet_is_a_draft_that_parses(keyword: str) -> None:
    text = f"tra 1\n{plain(SNIPPETS[keyword])}"
    text = text.replace("- condition", '- "condition"').replace("when condition", 'when "it is so"')
    tree, mistakes = parse(Source("x.tra", text))
    assert mistakes == ()
    (directive,) = tree.directives
    assert directive.keyword == keyword


def test_every_word_of_the_grammar_is_offered_or_known_to_have_only_examples() -> None:
    examples = {
        "NAME",
        "STRING",
        "DATE",
        "MONTH",
        "PERCENT",
        "RATIO",
        "MONEY",
        "NUMBER",
        "HEX",
        "KEY",
    }
    examples |= {"SECTION", "PAGE", "VERSION", "COMMA", "_COMMA_TIME", "__IGNORE_0"}
    silent = {t.name for t in parser().terminals if not spelt(t.name)}
    assert silent == examples
    assert {word for name in ("A", "BUSINESS") for word in spelt(name)} == {
        "a public authority",
        "business days",
    }


def test_every_name_in_the_policies_stands_for_something() -> None:
    """A form of line that the table of slots does not know would yield a bare word."""
    assert POLICIES
    for path in POLICIES:
        tree, _ = parse(Source(str(path), path.read_text("utf-8")))
        for directive in tree.directives:
            for word, slot in slots(directive):
                if slot.what == "verb":
                    assert word.text in VERBS
                assert slot.what != "word", (path.name, word.text)


def test_what_a_policy_declares_is_what_the_slots_say() -> None:
    """The slots and the resolver agree: a name of a slot that nothing declares is a mistake."""
    text = "tra 1\npolicy p version 1.0\n  developer {}\nparty lab\n"
    for name, fine in (("lab", True), ("lob", False)):
        policy, _ = resolve((parse(Source("x", text.format(name)))[0],), {})
        assert (policy is not None) is fine
    assert set(CLASSES) <= set(WORDS) | {"developer"}


def test_every_rule_and_every_mistake_has_a_page_that_is_there() -> None:
    pages = {page.partition("#")[0] for code in all_codes() if (page := page_of(code))}
    assert pages and all((ROOT / page).is_file() for page in pages)
    assert page_of("TRA810").endswith("#tra810-self-only-design")
    assert page_of("TRA999") == ""


def test_only_the_glue_knows_what_an_editor_is() -> None:
    for path in ROOM.glob("*.py"):
        names = {
            (node.module or "").partition(".")[0] if isinstance(node, ast.ImportFrom) else ""
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
        }
        names |= {
            alias.name.partition(".")[0]
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert bool(names & {"pygls", "lsprotocol"}) == (path.stem in GLUE), path.name
    assert len(set(KINDS)) == len(KINDS)
