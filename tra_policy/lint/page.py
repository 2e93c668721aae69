"""The page of all rules, for `docs/rules.md`."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.example import PREAMBLE
from tra_policy.lint.rule import Rule
from tra_policy.lint.runner import RULES

INTRODUCTION = """\
# What the linter says

`tra lint` reads the text of a policy alone: no evidence, no cited document. A finding is a question
to the author, not an accusation. What is missing in every one of three or more clauses is said once,
at the head of the policy.

This page is made from the rules themselves; `tra explain CODE` shows one of them. Under *Instead of*
the line that is reported ends in `#!` and the code. Examples that do not begin with `tra 1` stand
below these declarations:
"""


def page() -> str:
    """Return the whole page."""
    parts = [INTRODUCTION, _fenced(PREAMBLE), *_table()]
    parts += [_section(rule) for rule in RULES]
    return "\n".join(parts)


def _table() -> Iterator[str]:
    yield "| code | name | level | about | says |\n|---|---|---|---|---|"
    for rule in RULES:
        link = f"[{rule.code}](#{rule.code.lower()}-{rule.name})"
        level = rule.severity.word
        yield f"| {link} | {rule.name} | {level} | {rule.family} | {rule.summary} |"
    yield ""


def _section(rule: Rule) -> str:
    return "\n".join(
        (
            f"## {rule.code} {rule.name}\n",
            f"*{rule.severity.word}, {rule.family}.* {_sentence(rule.summary)}\n",
            f"{rule.why}\n",
            "Instead of\n",
            _fenced(rule.bad),
            "write\n",
            _fenced(rule.good),
            f"{rule.remedy}\n",
        )
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _fenced(text: str) -> str:
    # Not marked as `tra`: the manual's own examples are, and those run without the declarations.
    return f"```text\n{text.strip()}\n```\n"
