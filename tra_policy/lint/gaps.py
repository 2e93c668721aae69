"""Clauses of which the writer of a text could not read the whole: nothing is held to be missing there."""

from __future__ import annotations

from collections.abc import Iterator, Set

from tra_policy.lint.reading import notes_in
from tra_policy.model.policy import Policy


def gaps_in(policy: Policy) -> Iterator[str]:
    """Yield the names of what has a `not known here` line: clauses, items, parties, the policy itself."""
    for name, notes in notes_in(policy):
        if notes.unread:
            yield name
    for party in policy.parties:
        if party.notes.unread:
            yield party.name


def within(subject: str, gaps: Set[str]) -> bool:
    """Whether something is one of the gaps, or an item of a clause that is one."""
    parts = subject.split(".")
    return any(".".join(parts[:count]) in gaps for count in range(1, len(parts) + 1))
