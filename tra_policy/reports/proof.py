"""A proof as a tree: why an answer is what it is, from the conclusion down to the records.

By default only the lines that decide: what equals the value of the node above comes first, and what
was left out is counted. Plain text; no library is waited for.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from tra_policy.model.proof import Proof
from tra_policy.reports.page import Page, harmless

SHORT = 10


def render(proof: Proof, page: Page, *, full: bool = False) -> str:
    """Return a proof as an indented tree, with about ten nodes unless all are asked for."""
    kept = None if full else _most_telling(proof, SHORT)
    lines = list(_lines(proof, page, kept, "", ""))
    hidden = 0 if kept is None else sum(1 for _ in proof.walk()) - len(kept)
    if hidden:
        lines.append(f"({hidden} more {'step' if hidden == 1 else 'steps'}: --full shows all)")
    return "\n".join(lines) + "\n"


def _most_telling(proof: Proof, budget: int) -> frozenset[int]:
    """Choose nodes level by level; on each level first those that agree with the node above."""
    kept = [proof]
    level = [proof]
    while level:
        below = [(child.value != node.value, child) for node in level for child in node.children]
        chosen = [child for _, child in sorted(below, key=lambda pair: pair[0])]
        level = chosen[: budget - len(kept)]
        kept.extend(level)
    return frozenset(id(node) for node in kept)


def _lines(
    node: Proof, page: Page, kept: frozenset[int] | None, first: str, rest: str
) -> Iterator[str]:
    shown = [child for child in node.children if kept is None or id(child) in kept]
    stem = _stem(page) if shown else "   "
    words = wrap(_said(node, page), max(page.width - len(rest), 30), break_on_hyphens=False) or [""]
    yield first + words[0]
    for more in words[1:]:
        yield rest + stem + more if rest or shown else "   " + more
    for number, child in enumerate(shown, 1):
        last = number == len(shown)
        yield from _lines(child, page, kept, rest + _arm(page, last), rest + _trunk(page, last))


def _stem(page: Page) -> str:
    return "|  " if page.ascii else "│  "


def _arm(page: Page, last: bool) -> str:
    if page.ascii:
        return "`- " if last else "|- "
    return "└─ " if last else "├─ "


def _trunk(page: Page, last: bool) -> str:
    return "   " if last else _stem(page)


def _said(node: Proof, page: Page) -> str:
    parts = [f"{node.value}: {node.sentence}"]
    if node.evidence:
        parts.append(f"[{', '.join(node.evidence)}]")
    notes = [*node.reasons, *node.flags]
    if notes:
        parts.append(f"({', '.join(notes)})")
    if node.place:
        parts.append(f"at {node.place}")
    return harmless(" ".join(parts), page)
