"""Walking through a policy: every condition with the clause and the line that state it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tra_policy.logic.conditions import atoms_of, threshold_atoms
from tra_policy.model.conditions import Atom, Condition, Holds, Said
from tra_policy.model.duties import Duty, Need, Notes, Timing
from tra_policy.model.policy import (
    Benchmark,
    Commitment,
    Define,
    Document,
    Event,
    Party,
    Policy,
    Requirement,
    Safeguard,
    Threshold,
    duties_of,
)
from tra_policy.words.noun import Noun, parts

Titled = (
    Party | Event | Benchmark | Safeguard | Document | Define | Threshold | Commitment | Requirement
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


class Stated(Noun):
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


def needs_in(policy: Policy) -> Iterator[tuple[str, Need]]:
    """Yield every need of a policy with the clause that holds it."""
    clauses: tuple[Threshold | Requirement, ...] = (*policy.thresholds, *policy.requirements)
    for clause in clauses:
        for need in clause.needs:
            yield clause.name, need


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


def cited_clauses(policy: Policy) -> Iterator[tuple[str, object, Notes]]:
    """Yield every clause that can hold numbers, by name, and the notes that explain it.

    A duty without citations of its own goes by those of its commitment, a need by those of its clause.
    """
    if policy.amendment is not None:
        yield policy.name, policy.amendment, policy.notes
    for define in policy.defines:
        yield define.name, define.condition, define.notes
    for threshold in policy.thresholds:
        own = (threshold.reached_when, threshold.ruled_out_when, threshold.measured)
        noted = tuple(need.notes for need in threshold.needs)
        whole = (*own, threshold.needs, threshold.reports)
        yield threshold.name, whole, _together((threshold.notes, *noted))
    for commitment, duty in duties_in(policy):
        stated = (duty.timings, duty.where, duty.unless)
        yield (
            duty.id,
            stated,
            duty.notes if duty.notes.cites else _together((commitment.notes, duty.notes)),
        )
    for requirement in policy.requirements:
        for need in requirement.needs:
            notes = need.notes if need.notes.cites else _together((requirement.notes, need.notes))
            yield need.id or requirement.name, need, notes


def _together(several: tuple[Notes, ...]) -> Notes:
    return Notes(
        tuple(cited for notes in several for cited in notes.cites),
        tuple(reason for notes in several for reason in notes.because),
    )


def is_library(policy: Policy) -> bool:
    """Whether a text is a library of requirements: nobody's policy by itself."""
    return not policy.thresholds and not policy.commitments


def is_own(policy: Policy) -> bool:
    """Whether a developer binds itself, other than by a law, a code or a profile of one."""
    party = policy.party(policy.developer)
    own = policy.force in ("voluntary", "contract", "") and bool(policy.developer)
    return own and not (party and party.is_anyone) and not is_library(policy)


def can_be_shown(threshold: Threshold, policy: Policy) -> bool:
    """Whether a threshold's conditions hold something that evidence could show."""
    return any(not isinstance(atom, Said | Holds) for atom in threshold_atoms(threshold, policy))


def conditioned(policy: Policy) -> Iterator[Threshold]:
    """Yield the thresholds that say when they are reached or ruled out; the others have a rule."""
    for threshold in policy.thresholds:
        if threshold.reached_when is not None or threshold.ruled_out_when is not None:
            yield threshold


def titled_in(policy: Policy) -> tuple[Titled, ...]:
    """Return everything that a policy declares with a name and a title."""
    return (
        *policy.parties,
        *policy.events,
        *policy.benchmarks,
        *policy.safeguards,
        *policy.documents,
        *policy.defines,
        *policy.thresholds,
        *policy.commitments,
        *policy.requirements,
    )


def items_in(policy: Policy) -> Iterator[str]:
    """Yield every name that a policy declares or gives to an item; also `policy` for its head."""
    yield from ("policy", policy.name)
    yield from (one.name for one in titled_in(policy))
    yield from (waiver.name for waiver in policy.waivers)
    yield from (duty.id for _, duty in duties_in(policy))


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
    elif isinstance(noun, Noun):
        for name, part in parts(noun).items():
            if name not in _WORDS:
                yield from names_in(part)
