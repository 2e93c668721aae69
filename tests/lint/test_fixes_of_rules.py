"""Every fix that a rule offers ends its finding, keeps the text readable, and is what the rule says it is."""

from __future__ import annotations

import pytest

from tra_policy import driver
from tra_policy.lint import RULES, Rule
from tra_policy.lint.example import PREAMBLE, whole
from tra_policy.lint.mending import mended
from tra_policy.syntax import format_text
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source


def relinted(rule: Rule, source: Source) -> list[Diagnostic]:
    """Return the mistakes in a text and what one rule finds, beside texts of all that it cites."""
    text = driver.read(source, {})
    named = text.policy.sources if text.policy is not None else ()
    texts = {one.name: "A text.\n" for one in named if not one.sha256} | dict(rule.cited)
    cited = {name: Source(f"{name}.txt", words) for name, words in texts.items()}
    found = [one.diagnostic for one in driver.found(text, cited)]
    return [*driver.mistakes(text), *(one for one in found if one.code == rule.code)]


def by_name(rule: Rule) -> str:
    return f"{rule.code}-{rule.name}"


@pytest.mark.parametrize("rule", RULES, ids=by_name)
def test_a_rule_says_whether_it_offers_fixes_and_whether_they_are_safe(rule: Rule) -> None:
    found = relinted(rule, Source("p.tra", whole(rule.bad)))
    offered = [fix for one in found for fix in one.fixes]
    safe = any(fix.safe for fix in offered)
    assert rule.fixes == ("safe" if safe else "unsafe" if offered else "none")


@pytest.mark.parametrize("rule", [r for r in RULES if r.fixes != "none"], ids=by_name)
def test_a_fix_ends_its_finding_and_the_text_stays_readable(rule: Rule) -> None:
    source = Source("p.tra", whole(rule.bad))
    done = mended(source, lambda text: relinted(rule, text), unsafe=True)
    assert done.harmful == ()
    assert done.done
    left = relinted(rule, done.source)
    assert [one for one in left if one.input_error or one.fixes] == []


@pytest.mark.parametrize("rule", [r for r in RULES if r.fixes != "none"], ids=by_name)
def test_what_a_fix_does_is_said_in_the_imperative(rule: Rule) -> None:
    found = relinted(rule, Source("p.tra", whole(rule.bad)))
    for fix in (fix for one in found for fix in one.fixes):
        assert fix.title[0].islower()
        assert not fix.title.endswith(".")
        assert all(edit.span.path == "p.tra" for edit in fix.edits)


HEAD = PREAMBLE + "threshold T\n  reached when bio-test.accuracy >= 50%\n\n"


def unknown_fixed(text: str) -> str:
    (rule,) = (one for one in RULES if one.code == "TRA601")
    return mended(Source("p.tra", text), lambda s: relinted(rule, s), unsafe=True).source.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "requirement R\n  needs investigation\n",
            "requirement R\n  if unknown block\n  needs investigation\n",
        ),
        (
            "requirement R\n    needs retest",
            "requirement R\n    if unknown block\n    needs retest",
        ),
        (
            'requirement R "a long"\n    "title"  # why\n  needs retest\n',
            'requirement R "a long"\n    "title"  # why\n  if unknown block\n  needs retest\n',
        ),
        (
            "requirement R # one,\n  # two\n  needs retest\n",
            "requirement R # one,\n  if unknown block\n  # two\n  needs retest\n",
        ),
    ],
)
def test_a_line_goes_below_the_head_with_the_indent_of_its_neighbours(
    before: str, after: str
) -> None:
    fixed = unknown_fixed(HEAD + before)
    assert fixed.removeprefix(HEAD).split() == after.split()
    assert fixed == HEAD + after


def removed(clauses: str) -> str:
    (rule,) = (one for one in RULES if one.code == "TRA102")

    def relint(source: Source) -> list[Diagnostic]:
        return [d for d in relinted(rule, source) if d.input_error or "`gone" in d.message]

    head = PREAMBLE + clauses
    return mended(Source("p.tra", head), relint, unsafe=True).source.text.removeprefix(PREAMBLE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('party gone "x"\n  is a public authority\n\nevent left\n', "event left\n"),
        (
            'party gone "x"\n  # of it\n  paid by example-lab\n# below\nevent left\n',
            "# below\nevent left\n",
        ),
        ('# above\nparty gone "x"', "# above\n"),
        ('event gone-one\nparty gone-two "x"\n', ""),
        (
            'document gone\n  contains\n    - "a"\n    # c\n    - "b"\n\n\nevent left\n',
            "\nevent left\n",
        ),
    ],
)
def test_a_declaration_goes_with_its_lines_and_nothing_else(before: str, after: str) -> None:
    assert removed(before) == after


def test_the_formatter_has_nothing_to_do_after_a_fix() -> None:
    laid_out, _ = format_text(Source("p.tra", HEAD + "requirement R\n  needs retest\n"))
    fixed = unknown_fixed(laid_out)
    assert format_text(Source("p.tra", fixed))[0] == fixed != laid_out
