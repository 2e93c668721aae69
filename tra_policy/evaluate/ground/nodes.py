"""Making proof nodes: one function for each shape, so that rule names and facts stand in one room.

The checker (`checker.py`) knows the same rule names and nothing else of this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from tra_policy.logic.kleene import OF_WORD, Truth
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.proof import Flag, Proof, Reason, Want


def truth_of(proof: Proof) -> Truth:
    """Return the truth that a node states."""
    return OF_WORD[proof.value]


def yes(value: bool) -> str:
    """Return a fact's word for a truth."""
    return "yes" if value else "no"


def merged_flags(*groups: Iterable[Flag]) -> tuple[Flag, ...]:
    """Return all flags once, in alphabetical order."""
    return tuple(sorted({flag for group in groups for flag in group}))


def merged_reasons(*groups: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return all reasons once, in alphabetical order."""
    return tuple(sorted({reason for group in groups for reason in group}))


def node(
    rule: str,
    value: str | Truth,
    sentence: str,
    children: Sequence[Proof] = (),
    *,
    place: str = "",
    evidence: Iterable[str] = (),
    facts: Sequence[tuple[str, str]] = (),
    reasons: Iterable[Reason] = (),
    flags: Iterable[Flag] = (),
    wants: Sequence[Want] = (),
) -> Proof:
    """Return a node. Its flags are its own and its children's: what is possible below is possible above."""
    return Proof(
        rule=rule,
        value=value.word if isinstance(value, Truth) else value,
        sentence=sentence,
        place=place,
        evidence=tuple(sorted(set(evidence))),
        facts=tuple(facts),
        reasons=merged_reasons(reasons),
        flags=merged_flags(flags, *(child.flags for child in children)),
        wants=tuple(wants),
        children=tuple(children),
    )


def called(filed: Filed, whole: int = 0) -> str:
    """Return what a record is called in a sentence: its id, or of the rows of a table how many, which,
    and some of their ids. With a `whole` that they are held against, it says of how many they are.
    """
    rows = filed.rows
    if rows is None:
        return filed.id
    such = f", such as {', '.join(rows.first)}" if rows.first else ""
    share = f"{Decimal(rows.many) / whole:.2%}" if whole else ""
    which = "; ".join(part for part in (share, rows.words) if part)
    many = f"{rows.many:,}{f' of {whole:,}' if whole else ''}"
    plural = "" if (whole or rows.many) == 1 else "s"
    return f"{many} row{plural} of {rows.table}{f' ({which})' if which else ''}{such}"


def verb(filed: Filed, one: str, many: str) -> str:
    """Return a verb as it goes with what a record is called: it stands for one, or for many rows."""
    return many if filed.rows is not None and filed.rows.many != 1 else one
