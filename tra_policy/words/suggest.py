"""The nearest known name to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was most likely meant, or None when nothing is close.

    Case and the choice between `-` and `_` do not count as a difference.
    """

    from difflib import SequenceMatcher

    def folded(text: str) -> str:
        return text.casefold().replace("_", "-")

    wanted = folded(name)
    best: tuple[float, str] | None = None
    for candidate in sorted(set(known)):
        if candidate == name:
            continue
        ratio = SequenceMatcher(None, wanted, folded(candidate)).ratio()
        if ratio >= 0.66 and (best is None or ratio > best[0]):
            best = (ratio, candidate)
    return best[1] if best else None


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the help sentence for an unknown name; `otherwise` when nothing is close."""
    found = nearest(name, known)
    return f"did you mean `{found}`?" if found else otherwise
