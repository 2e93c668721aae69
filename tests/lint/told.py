"""Short ways to what the linter says of a text."""

from __future__ import annotations

from collections.abc import Mapping

from tra_policy import driver
from tra_policy.lint.example import whole
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source

HEAD = """\
tra 1
policy p version 1.0
  developer lab
  source doc "doc.txt"
party lab "Some Lab"
party office
  is a public authority
safeguard shield
document report
"""


def found(code: str, text: str, cited: Mapping[str, str] | None = None) -> list[Diagnostic]:
    """The findings of one rule on a text; an example goes below the declarations of examples."""
    text = text if text.startswith("tra 1") else whole(text)
    read = driver.read(Source("p.tra", text), {})
    assert not [d for d in read.diagnostics if d.input_error], read.diagnostics
    texts = {name: Source(f"{name}.txt", words) for name, words in (cited or {}).items()}
    return [one for one in driver.lint(read, texts) if one.code == code]


def said(code: str, text: str, cited: Mapping[str, str] | None = None) -> list[str]:
    """The messages of one rule on a text."""
    return [one.message for one in found(code, text, cited)]


def about(code: str, text: str, cited: Mapping[str, str] | None = None) -> list[str]:
    """The clauses that one rule reports in a text."""
    return [one.subject for one in found(code, text, cited)]
