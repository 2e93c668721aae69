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
Path = tuple[int, ...]


def render(proof: Proof, page: Page, *, full: bool = False) -> str:
    """Return a proof as an indented tree, with about ten nodes unless all are asked for."""
    kept = None if full else _most_telling(proof, SHORT)
    lines = list(_lines(proof, (), page, kept, "", ""))
    hidden = 0 if kept is None else sum(1 for _ in proof.walk()) - len(kept)
    if hidden:
        lines.append(f"({hidden} more {'step' if hidden == 1 else 'steps'}: --full shows all)")
    return "\n".join(lines) + "\n"


def _most_telling(proof: Proof, budget: int) -> frozenset[Path]:
    """Choose nodes level by level; on each level first those that agree with the node above.

    A node is told by its way from the root: one and the same node may stand in several places.
    """
    kept: list[Path] = [()]
    level: list[tuple[Path, Proof]] = [((), proof)]
    while level:
        below = [
            (child.value != node.value, (*path, number), child)
            for path, node in level
            for number, child in enumerate(node.children)
        ]
        chosen = sorted(below, key=lambda one: one[0])[: budget - len(kept)]
        level = [(path, child) for _, path, child in chosen]
        kept.extend(path for path, _ in level)
    return frozenset(kept)


def _lines(
    node: Proof, path: Path, page: Page, kept: frozenset[Path] | None, first: str, rest: str
) -> Iterator[str]:
    below = [((*path, number), child) for number, child in enumerate(node.children)]
    shown = [(way, child) for way, child in below if kept is None or way in kept]
    stem = _stem(page) if shown else "   "
    words = wrap(_said(node, page), max(page.width - len(rest) - 3, 30), break_on_hyphens=False)
    for number, line in enumerate(words or [""]):
        yield rest + stem + line if number else first + line
    for number, (way, child) in enumerate(shown, 1):
        last = number == len(shown)
        arm, trunk = rest + _arm(page, last), rest + _trunk(page, last)
        yield from _lines(child, way, page, kept, arm, trunk)


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
