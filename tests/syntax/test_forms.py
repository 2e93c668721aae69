"""Every line of the language, as the manual gives it: it is read, and means something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tra_policy.syntax import parse
from tra_policy.syntax.table import grammar_text, starts
from tra_policy.words.source import Source

from .texts import ABOVE, EXAMPLE, below, policy_of, read

_CASE = re.compile(r"^## ([^\n]+)\n\n```tra\n(.+?)^```$", re.M | re.S)
CASES = _CASE.findall((Path(__file__).parent / "forms.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "text"), CASES, ids=[name for name, _ in CASES])
def test_a_line_is_read_and_resolved(name: str, text: str) -> None:
    source = below(text)
    _, policy, said = read(source)
    assert not said, [(d.message, source.text[d.span.start : d.span.end]) for d in said if d.span]
    assert policy is not None


HEADER = """\
tra 1
policy p-1.2 version 2.1.0-rc.1 effective 2026-03-01
  title "A" "title"
  developer anyone
  force law "SB 53"
  status superseded
  source rsp "r.pdf" sha256 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
  applies to developer where revenue > $500M
  amended by board, lab after 20 business days notice
  interpreted by board
  cites rsp §1
  because "it is so"
  not known here "who decides"
party lab
party board
"""


def test_every_line_of_the_header_is_read() -> None:
    policy = policy_of(HEADER)
    assert (policy.name, policy.version, str(policy.effective)) == (
        "p-1.2",
        "2.1.0-rc.1",
        "2026-03-01",
    )
    assert policy.any_developer and policy.force == "law" and policy.force_words == "SB 53"
    assert policy.amendment is not None and str(policy.amendment.notice) == "20 business days"


def test_every_form_of_line_has_a_case_above() -> None:
    rules: set[str] = {"line_tra", "line_use"}
    for text in [HEADER, EXAMPLE, *(ABOVE + text for _, text in CASES)]:
        tree, _ = parse(Source("p.tra", text))
        for directive in tree.directives:
            for line in (directive.head, *directive.lines):
                rules |= {line.rule, *(bullet.rule for bullet in line.bullets)}
    assert rules == set(starts(grammar_text()))


def test_the_example_that_uses_nearly_everything_is_read_without_a_word() -> None:
    policy = policy_of(EXAMPLE)
    assert [t.name for t in policy.thresholds] == ["CBRN-3", "CBRN-3-alert", "CBRN-4"]
    assert [d.id for d in policy.commitments[0].duties] == ["SAFE-3.1", "SAFE-3.2", "SAFE-3.3"]


def test_depth_of_indentation_and_tabs_mean_nothing() -> None:
    flat = "\n".join(
        f"\t{line.strip()}" if line[:1].isspace() else line for line in EXAMPLE.splitlines()
    )
    assert policy_of(flat) == policy_of(EXAMPLE)


def test_comments_are_kept_aside_and_not_found_in_quotes() -> None:
    text = ABOVE + 'threshold T # one\n  # two\n  because "a # b" # three\n'
    tree, said = parse(Source("p.tra", text))
    assert not said
    assert [c.text for c in tree.comments] == ["# one", "# two", "# three"]
    for comment in tree.comments:
        assert text[comment.span.start : comment.span.end] == comment.text
