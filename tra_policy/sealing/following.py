"""Whether the statements of an attestation fit each other: a summary follows from the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tra_policy.model.attestation import (
    SUMMARIES,
    VERDICT_TYPE,
    Attestation,
    SignedStatement,
    Verdict,
)
from tra_policy.model.report import Headline, Outcome
from tra_policy.sealing.attesting import key_of, statements_of
from tra_policy.sealing.codes import said
from tra_policy.sealing.holding import Holding, answer, name_of, place_in, unlike
from tra_policy.sealing.verifying import verified
from tra_policy.words.source import Place

_COUNTED: tuple[tuple[str, Outcome], ...] = (
    ("met", "met"),
    ("not_met", "not-met"),
    ("unknown", "unknown"),
    ("not_applicable", "not-applicable"),
    ("not_yet_due", "not-yet-due"),
    ("waived", "waived"),
)


def consistency(attestation: Attestation) -> Holding:
    """Return whether each statement is the one that follows from the verdict."""
    verdict = attestation.verdict.predicate
    following = statements_of(verdict)
    seen = {line.type for line in attestation.lines}
    wrong = [
        said(66, message, place_in(attestation, pointer))
        for pointer, message in _contradictions(verdict)
    ]
    for line in attestation.lines:
        at = Place(attestation.path, line.line, 1)
        for part in _differing(following[line.type], line.value):
            message = f"{name_of(line)} does not follow from the verdict: `{part}` is another"
            if line.type == VERDICT_TYPE:
                message = f"the verdict is not about what it names: `{part}` is another"
            wrong.append(said(66, message, at))
        if not _by_its_verifier(line, verdict):
            message = f"{name_of(line)} is not signed by the verifier that it names"
            wrong.append(said(66, message, at))
    for sort, name in SUMMARIES.items():
        if sort not in seen:
            wrong.append(said(66, f"{name} is left out", Place(attestation.path)))
    words = "" if wrong else "the summaries follow from the verdict"
    return Holding(answer("its own statements", not wrong, words), tuple(wrong))


def _differing(wanted: Mapping[str, object], found: Mapping[str, object]) -> Iterator[str]:
    """Yield the fields in which a statement is not the one that is wanted."""
    for name in sorted({*wanted, *found}):
        if name == "predicate" and name in found and isinstance(found[name], Mapping):
            inner, there = wanted[name], found[name]
            assert isinstance(inner, Mapping)
            assert isinstance(there, Mapping)
            yield from (f"predicate.{part}" for part in unlike(inner, there))
        elif wanted.get(name) != found.get(name):
            yield name


def _contradictions(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Yield how a verdict contradicts itself: where, and how."""
    head = verdict.headline.model_dump()
    sentence = head.pop("sentence")
    if Headline(**head).sentence != sentence:
        yield "/predicate/headline", "the sentence of the headline is not that of its names"
    counted = Counter(one.outcome for one in verdict.items)
    totals = verdict.totals.model_dump()
    if any(totals[field] != counted[outcome] for field, outcome in _COUNTED):
        yield "/predicate/totals", "the totals are not those of the items"
    if verdict.exit == 0 and (counted["not-met"] or counted["unknown"]):
        yield "/predicate/exit", "the exit code is 0, and an item that gates is not met or unknown"


def _by_its_verifier(line: SignedStatement, verdict: Verdict) -> bool:
    """Whether the key that a verdict names made a signature; one that does not verify is told elsewhere."""
    key = key_of(verdict.verifier)
    results = list(verified(line, frozenset([key] if key else [])))
    fails = any(one.holding == "fails" for one in results)
    return fails or not results or any(one.key == key and one.holding == "holds" for one in results)
