"""What came of one question that was asked of an attestation, with its place."""

from __future__ import annotations

from collections.abc import Mapping

from tra_policy.model.attestation import (
    SUMMARIES,
    VERDICT_TYPE,
    Attestation,
    HeldAgainst,
    SignedStatement,
)
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place


class Holding(Noun):
    """What came of one question: a line of the list, and what is said of it."""

    line: HeldAgainst
    said: tuple[Diagnostic, ...] = ()
    signers: frozenset[bytes] = frozenset()


def name_of(line: SignedStatement) -> str:
    """Return what a statement is, in words."""
    return "the verdict" if line.type == VERDICT_TYPE else SUMMARIES[line.type]


def answer(what: str, fine: bool, words: str = "") -> HeldAgainst:
    """Return a line of the list."""
    return HeldAgainst(what=what, result="holds" if fine else "differs", said=words)


def place_in(attestation: Attestation, pointer: str) -> Place:
    """Return the place of something in the verdict: its line, and the pointer inside the payload."""
    number = next(one.line for one in attestation.lines if one.type == VERDICT_TYPE)
    return Place(attestation.path, number, 1, pointer)


def unlike(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """Return the fields in which two mappings are not the same."""
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
