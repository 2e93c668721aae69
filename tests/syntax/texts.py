"""Texts that the tests of this room begin with."""

from __future__ import annotations

from pathlib import Path

from tra_policy.model.policy import Policy
from tra_policy.resolve import resolve
from tra_policy.syntax import parse
from tra_policy.syntax.tree import Tree
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source

EXAMPLE = (Path(__file__).parent / "example.tra").read_text(encoding="utf-8")

ABOVE = """\
tra 1
policy p version 1
  developer lab
  source rsp "r.pdf"
party lab
party board
safeguard shield
document report
event audit
benchmark vct
  designed by lab
  measures accuracy as percent, mean, higher is worse
  measures uplift as ratio
threshold LINE
  reached when vct.accuracy >= 50%
define ready
  holds when shield is shown
"""


def below(text: str, path: str = "p.tra") -> Source:
    """Return a text below the declarations that it may use."""
    return Source(path, ABOVE + text)


def read(source: Source) -> tuple[Tree, Policy | None, tuple[Diagnostic, ...]]:
    """Return the tree and the policy of a text, and everything said about it, in order."""
    tree, said = parse(source)
    policy, more = resolve((tree,), {})
    found = (*said, *more)
    return tree, policy, tuple(sorted(found, key=lambda d: d.span.start if d.span else 0))


def policy_of(text: str) -> Policy:
    """Return the policy of a text without mistakes."""
    _, policy, said = read(Source("p.tra", text))
    assert not said, [d.message for d in said]
    assert policy is not None
    return policy


def shown(source: Source, said: Diagnostic, lines_above: int = 0) -> str:
    """Return a message as people see it: line, column, code, message, the words, the advice."""
    assert said.span is not None
    place = source.place(said.span.start)
    words = source.text[said.span.start : said.span.end]
    at = f"{place.line - lines_above}:{place.column}"
    return f"{at} {said.code} {said.message} [{words}] {said.help}".rstrip()
