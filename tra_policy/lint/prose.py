"""The words of a policy that are prose: titles, questions, reasons, and what duties say in quotes."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import duties_in, stated_in, titled_in
from tra_policy.model.conditions import Judgement, Said
from tra_policy.model.policy import Document, Event, Party, Policy, Safeguard
from tra_policy.words.source import Span


def worded(policy: Policy) -> Iterator[tuple[str, str, Span]]:
    """Yield pieces of prose with the clause that they stand in; comments are none.

    The titles and reasons of a clause come with its own span, a question with that of its condition.
    """
    yield policy.name, policy.title, policy.span
    for one in titled_in(policy):
        listed: tuple[str, ...] = ()
        if isinstance(one, Safeguard):
            listed = one.excludes
        elif isinstance(one, Document):
            listed = one.contains
        elif isinstance(one, Party):
            listed = tuple(stated.source for stated in one.no_ties)
        because = () if isinstance(one, Party | Event) else one.notes.because
        yield one.name, "\n".join((one.title, *listed, *because)), one.span
    for _, duty in duties_in(policy):
        yield duty.id, "\n".join((duty.words, *duty.notes.because)), duty.span
    yield from questions_in(policy)


def questions_in(policy: Policy) -> Iterator[tuple[str, str, Span]]:
    """Yield the quoted conditions of a policy with the clause that they stand in."""
    for stated in stated_in(policy):
        for atom in stated.atoms:
            if isinstance(atom, Judgement):
                yield stated.subject, atom.question, atom.span
            elif isinstance(atom, Said):
                yield stated.subject, atom.sentence, atom.span
