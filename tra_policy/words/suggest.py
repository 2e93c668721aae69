"""The nearest known name to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable

CLOSE = 0.66


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was most likely meant, or None when nothing is close.

    Case and the choice between `-` and `_` do not count as a difference.
    """

    from difflib import SequenceMatcher

    def folded(text: str) -> str:
        return text.casefold().replace("_", "-")

    wanted = folded(name)
    letters = {letter: wanted.count(letter) for letter in wanted}
    best: tuple[float, str] | None = None
    for candidate in sorted(set(known)):
        if candidate == name:
            continue
        other = folded(candidate)
        least, size = best[0] if best else CLOSE, len(wanted) + len(other)
        # No ratio is above what all common letters would give: most names are not near by that alone.
        if 2.0 * min(len(wanted), len(other)) / size < least:
            continue
        common = sum([min(many, other.count(letter)) for letter, many in letters.items()])
        if 2.0 * common / size < least:
            continue
        ratio = SequenceMatcher(None, wanted, other).ratio()
        if ratio >= CLOSE and (best is None or ratio > best[0]):
            best = (ratio, candidate)
    return best[1] if best else None


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the help sentence for an unknown name; `otherwise` when nothing is close."""
    found = nearest(name, known)
    return f"did you mean `{found}`?" if found else otherwise
