"""Walking through a policy: every condition with the clause and the line that state it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

from tra_policy.logic.conditions import atoms_of
from tra_policy.model.conditions import Atom, Condition
from tra_policy.model.duties import Duty, Notes, Timing
from tra_policy.model.policy import (
    Benchmark,
    Commitment,
    Define,
    Document,
    Policy,
    Requirement,
    Safeguard,
    Threshold,
    duties_of,
)

_Explained = Benchmark | Safeguard | Document | Define | Threshold | Commitment | Requirement

Line = Literal[
    "holds when",
    "reached when",
    "ruled out when",
    "measured",
    "when",
    "where",
    "unless",
    "until",
]


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition, the clause and the line that state it, and the parties whose duty hangs on it."""

    subject: str
    line: Line
    condition: Condition
    bound: tuple[str, ...] = ()

    @property
    def atoms(self) -> Iterator[Atom]:
        """The atoms of the condition as written; a define is not put in place."""
        return atoms_of(self.condition)


def stated_in(policy: Policy) -> Iterator[Stated]:
    """Yield every condition of a policy, each once."""
    for define in policy.defines:
        yield from _one(define.name, "holds when", define.condition)
    for threshold in policy.thresholds:
        yield from _one(threshold.name, "reached when", threshold.reached_when)
        yield from _one(threshold.name, "ruled out when", threshold.ruled_out_when)
        for timing in threshold.measured:
            yield from _one(threshold.name, "measured", timing.condition)
        for need in threshold.needs:
            yield from _each(threshold.name, "where", need.where)
    for commitment in policy.commitments:
        yield from _of_commitment(commitment)
    for requirement in policy.requirements:
        yield from _one(requirement.name, "when", requirement.when)
        if requirement.for_every is not None:
            yield from _each(requirement.name, "where", requirement.for_every.where)
        for need in requirement.needs:
            yield from _each(requirement.name, "where", need.where)
        bound = (policy.developer,) if policy.developer else ()
        yield from _one(requirement.name, "unless", requirement.unless, bound)


def _of_commitment(commitment: Commitment) -> Iterator[Stated]:
    bound = tuple(dict.fromkeys(name for d in duties_of(commitment) for name in d.party))
    yield from _one(commitment.name, "when", commitment.when, bound)
    if commitment.for_every is not None:
        yield from _each(commitment.name, "where", commitment.for_every.where)
    yield from _one(commitment.name, "unless", commitment.unless, bound)
    for duty in duties_of(commitment):
        yield from _each(duty.id, "where", duty.where)
        for timing in duty.timings:
            line: Line = "until" if timing.kind == "until" else "when"
            yield from _one(duty.id, line, timing.condition, duty.party)
        yield from _one(duty.id, "unless", duty.unless, duty.party)


def _one(
    subject: str, line: Line, condition: Condition | None, bound: tuple[str, ...] = ()
) -> Iterator[Stated]:
    if condition is not None:
        yield Stated(subject, line, condition, bound)


def _each(subject: str, line: Line, conditions: tuple[Condition, ...]) -> Iterator[Stated]:
    for condition in conditions:
        yield Stated(subject, line, condition)


def duties_in(policy: Policy) -> Iterator[tuple[Commitment, Duty]]:
    """Yield every duty of a policy with the commitment that holds it."""
    for commitment in policy.commitments:
        for duty in duties_of(commitment):
            yield commitment, duty


def timings_in(policy: Policy) -> Iterator[tuple[str, Timing]]:
    """Yield every statement about time, with the item or clause that makes it."""
    for threshold in policy.thresholds:
        for timing in threshold.measured:
            yield threshold.name, timing
        for report in threshold.reports:
            for timing in report.timings:
                yield threshold.name, timing
    for _, duty in duties_in(policy):
        for timing in duty.timings:
            yield duty.id, timing


def notes_in(policy: Policy) -> Iterator[tuple[str, Notes]]:
    """Yield every set of citations and reasons, with the clause or item that they explain."""
    yield policy.name, policy.notes
    explained: tuple[_Explained, ...] = (
        *policy.benchmarks,
        *policy.safeguards,
        *policy.documents,
        *policy.defines,
        *policy.thresholds,
        *policy.commitments,
        *policy.requirements,
    )
    for one in explained:
        yield one.name, one.notes
    needing: tuple[Threshold | Requirement, ...] = (*policy.thresholds, *policy.requirements)
    for clause in needing:
        for need in clause.needs:
            yield need.id or clause.name, need.notes
    for _, duty in duties_in(policy):
        yield duty.id, duty.notes


def conditioned(policy: Policy) -> Iterator[Threshold]:
    """Yield the thresholds that say when they are reached or ruled out; the others have a rule."""
    for threshold in policy.thresholds:
        if threshold.reached_when is not None or threshold.ruled_out_when is not None:
            yield threshold


_WORDS = frozenset(
    {"title", "question", "sentence", "quote", "because", "words", "file", "force_words"}
    | {"contains", "excludes", "source", "sha256", "key", "id", "name", "span", "text"}
)


def names_in(noun: object) -> Iterator[str]:
    """Yield every name that a noun mentions, however deep; its own name and quoted words are none."""
    if isinstance(noun, str):
        yield noun
    elif isinstance(noun, tuple):
        for part in noun:
            yield from names_in(part)
    elif is_dataclass(noun):
        for field in fields(noun):
            if field.name not in _WORDS:
                yield from names_in(getattr(noun, field.name))
