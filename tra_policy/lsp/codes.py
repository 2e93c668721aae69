"""What the codes of findings mean, and where their pages are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from tra_policy.words.explained import Explained

_ROOMS = (
    "tra_policy.syntax.codes",
    "tra_policy.resolve.codes",
    "tra_policy.lint.codes",
    "tra_policy.workspace.codes",
)
RULES_PAGE = "docs/rules.md"
MISTAKES_PAGE = "docs/manual/mistakes.md"


@cache
def all_codes() -> Mapping[str, Explained]:
    """Return everything that can be said of a policy's text, by code."""
    found = (one for room in _ROOMS for one in import_module(room).CODES)
    return MappingProxyType({one.code: one for one in found})


def page_of(code: str) -> str:
    """Return the page about a code, from the root of the project; empty for an unknown one."""
    from tra_policy.lint import RULES

    name = next((rule.name for rule in RULES if rule.code == code), "")
    if name:
        return f"{RULES_PAGE}#{code.lower()}-{name}"
    return MISTAKES_PAGE if code in all_codes() and code.startswith("TRA") else ""


def explained(one: Explained) -> str:
    """Return what a code means, as Markdown."""
    parts = [f"**{one.code}** {one.name} ({one.severity.word})", f"{one.summary}", one.why]
    if one.remedy:
        parts.append(f"*What to do:* {one.remedy}")
    return "\n\n".join(part for part in parts if part)
