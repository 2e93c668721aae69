"""The classes that a role-holder can have relative to the developer, and their order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Class = Literal[
    "self", "affiliated", "engaged", "independent", "authority", "unidentified", "unstated"
]

_RANK: dict[Class, int] = {
    "self": 0,
    "affiliated": 1,
    "unidentified": 2,
    "unstated": 2,
    "engaged": 3,
    "independent": 4,
    "authority": 5,
}
SELF: frozenset[Class] = frozenset({"self", "affiliated"})
CREDITED: frozenset[Class] = frozenset({"engaged", "independent", "authority"})
UNCREDITED: frozenset[Class] = frozenset({"unidentified", "unstated"})
INDEPENDENT: frozenset[Class] = frozenset({"independent", "authority"})


def rank(held: Class) -> int:
    """Return the place of a class in the order self < affiliated < uncredited < engaged < … ."""
    return _RANK[held]


def lowest(held: Iterable[Class]) -> Class:
    """Return the lowest of several classes; `unstated` when there is none at all.

    Of the two uncredited ones `unidentified` is named first, as the more definite.
    """
    return min(held, key=lambda c: (_RANK[c], c != "unidentified"), default="unstated")


def strongest(held: Iterable[Class]) -> Class | None:
    """Return the highest of several classes, or None when there is none."""
    return max(held, key=lambda c: (_RANK[c], c), default=None)


def meets(held: Class, wanted: str) -> bool:
    """Whether a class is what a policy line asks for: `independent` is met by an authority too."""
    match wanted:
        case "independent":
            return held in INDEPENDENT
        case "developer":
            return held in SELF
        case _:
            return held == wanted
