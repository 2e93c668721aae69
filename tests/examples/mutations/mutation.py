"""One thing that is done to a bundle, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .bundle import Raw


@dataclass(frozen=True)
class Mutation:
    """A tampering or an omission. It is either `seen` or `hidden`.

    `plays` is the question of `docs/checks.md` that it is meant for; empty where it is a general one.
    `seen` are facts in the words of the manual's `verdicts` blocks, each of which must be new.
    `hidden` says why the bundle alone does not show it, and `shows` what would.
    `lifts` are the answers that come out better, as facts: a lie that is believed.
    `asks` are lines of the policy that are asked otherwise, old and new, before and after.
    """

    name: str
    plays: str
    done: str
    do: Callable[[Raw], None]
    seen: tuple[str, ...] = ()
    hidden: str = ""
    shows: str = ""
    lifts: tuple[str, ...] = ()
    asks: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.name
