"""One thing that is done to a bundle, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass

from .doing import Do

LOG = "the digest of the record in an outside log at the time (`anchored`)"
QUERY = "a query of the assessor's own in the systems of the developer"
NOTHING = "nothing has to"  # it has no effect
SEAL = "an earlier seal, signed and kept by somebody else"


def signed_by(party: str) -> str:
    """What a signature of a party on its own file would show."""
    return f"the signature of `{party}` on the file, under a key that the policy declares"


@dataclass(frozen=True)
class Mutation:
    """A tampering or an omission. It is `seen`, or `hidden`, or `missed`.

    `plays` is the question of `docs/checks.md` that it is meant for; empty where it is for none alone.
    `seen` are facts in the words of the manual's `verdicts` blocks, each of which must be new; after
    `finding CODE NAME: ` may stand words of the message.
    `hidden` says why the bundle alone cannot show it, `shows` what would.
    `missed` says what in the bundle does not fit, where nothing looks at it yet.
    `lifts` are the items that come out better, with `(+)` where they carry `selection-possible`. `asks`
    are lines of the policy that are asked otherwise, before as well as after.
    """

    name: str
    plays: str
    done: str
    do: Do
    seen: tuple[str, ...] = ()
    hidden: str = ""
    shows: str = ""
    missed: str = ""
    lifts: tuple[str, ...] = ()
    asks: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Group:
    """Some mutations under one heading of the page, with what is to be said of them beforehand."""

    title: str
    mutations: tuple[Mutation, ...]
    note: str = ""
