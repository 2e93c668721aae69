"""The page of all rules, for `docs/rules.md`."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.example import PREAMBLE
from tra_policy.lint.rule import Rule
from tra_policy.lint.runner import RULES
from tra_policy.lint.telling import told

INTRODUCTION = """\
# What the linter says

`tra lint` reads the text of a policy, and the documents that it cites where these are at hand: no
evidence. A finding is a question to the author, not an accusation. What is missing in every one of
three or more clauses is said once, at the head of the policy. How it is run, and how a finding is let
be, is told in [the manual](manual/lint.md).

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
    yield "| code | name | level | sure | for | about | says |\n|---|---|---|---|---|---|---|"
    for rule in RULES:
        link = f"[{rule.code}](#{rule.code.lower()}-{rule.name})"
        three = f"{rule.severity.word} | {rule.confidence} | {rule.audience}"
        yield f"| {link} | {rule.name} | {three} | {rule.family} | {rule.summary} |"
    yield ""


def _section(rule: Rule) -> str:
    return "\n".join(_parts(rule))


def _parts(rule: Rule) -> Iterator[str]:
    of = told(rule)
    yield f"## {rule.code} {rule.name}\n"
    yield f"*{rule.severity.word}, {rule.family}.* {_sentence(rule.summary)}\n"
    yield f"{of.why}\n"
    if of.precedent:
        yield f"Precedent: {of.precedent} Source: {of.source}\n"
    yield "Instead of\n"
    yield _fenced(rule.bad)
    yield "write\n"
    yield _fenced(rule.good)
    yield f"{rule.remedy}\n"
    for name, text in rule.cited.items():
        yield f"Both are read beside this text of `{name}`:\n"
        yield _fenced(text)
    yield f"- Confidence: {of.sure}."
    yield f"- Audience: {of.whom}."
    yield f"- Fix: {of.fixes}."
    if of.reads:
        yield f"- Reads: {of.reads}."
    yield f"- Let be: {'; '.join(of.settings)}.\n"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _fenced(text: str) -> str:
    # Not marked as `tra`: the manual's own examples are, and those run without the declarations.
    return f"```text\n{text.strip()}\n```\n"
