"""The gap list: a subset-minimal set of missing or failing records.

Were they all supplied and sound, the answer would be as wanted; were any one of them left out, it would
not. The set is found by leaving wishes out one by one from all that the proof has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.logic.kleene import OF_WORD, Truth, group_truth, negation
from tra_policy.model.proof import Proof, Want

_SETTLED = ("met", "not-applicable", "waived")


def gaps(proof: Proof, wanted: Iterable[str]) -> tuple[Want, ...]:
    """Return a subset-minimal set of wishes that brings a proof to one of some values, in order of
    preference; all wishes where no set does, none where the value already is one of them.
    """
    targets = tuple(wanted)
    if proof.value in targets:
        return ()
    everything = list(dict.fromkeys(w for part in proof.walk() for w in part.wants))
    for target in targets:
        if reaches(proof, target, frozenset(everything)):
            return _minimal(proof, target, everything)
    return tuple(everything)


def _minimal(proof: Proof, target: str, everything: list[Want]) -> tuple[Want, ...]:
    needed = frozenset(_needed(proof, target))
    if reaches(proof, target, needed):
        return tuple(w for w in everything if w in needed)
    kept = list(everything)
    for want in reversed(everything):
        if want in needed:
            continue
        rest = [w for w in kept if w != want]
        if reaches(proof, target, frozenset(rest)):
            kept = rest
    return tuple(kept)


def _needed(proof: Proof, target: str) -> Iterator[Want]:
    """Yield wishes without any of which a proof cannot come to a value. Of very many groups or instances
    each has its own: none of these is tried by itself.
    """
    if proof.value == target or proof.rule in _BY_PARTS:
        return
    yield from proof.wants
    if proof.rule in _WHOLES and target == "met" and not _hangs_on_trigger(proof):
        for part in _parts(proof):
            if part.value not in _SETTLED:
                yield from _needed(part, _good(proof))


def reaches(proof: Proof, target: str, given: frozenset[Want]) -> bool:
    """Whether a proof would come to a value if some wishes were granted in its favour."""
    if proof.value == target:
        return True
    if proof.rule in ("any of", "all of", "none of", "at least of"):
        return _group_reaches(proof, target, given)
    if proof.rule == "not":
        return reaches(proof.children[0], negation(OF_WORD[target]).word, given)
    if proof.rule == "threshold is":
        asked = proof.fact("asked") == "reached"
        state = "reached" if (target == "true") == asked else "not_reached"
        return reaches(proof.children[0], state, given)
    if proof.rule == "in place of":
        return target == "false" and reaches(proof.children[0], "met", given)
    if proof.rule == "state":
        return _state_reaches(proof, target, given)
    if proof.rule in _WHOLES:
        return _whole_reaches(proof, given) if target == "met" else False
    return bool(proof.wants) and given.issuperset(proof.wants)


_WHOLES = frozenset(
    {
        "duty",
        "requirement",
        "per",
        "measured on",
        "every instance",
        "population complete",
        "report",
    }
)

# What may come to a value in more than one way.
_BY_PARTS = frozenset(
    {
        "any of",
        "all of",
        "none of",
        "at least of",
        "not",
        "threshold is",
        "in place of",
        "state",
    }
)

_CONDITIONS = frozenset(
    {
        "any of",
        "all of",
        "none of",
        "at least of",
        "not",
        "comparison",
        "judgement",
        "threshold is",
        "fact",
        "elapsed",
        "grown",
        "open",
        "where",
        "in place of",
    }
)


def _group_reaches(proof: Proof, target: str, given: frozenset[Want]) -> bool:
    kind = proof.rule.removesuffix(" of")
    count = int(proof.fact("count") or 1)
    towards = negation(OF_WORD[target]) if kind == "none" else OF_WORD[target]
    truths: list[Truth] = []
    for child in proof.children:
        granted = reaches(child, towards.word, given)
        truths.append(towards if granted else OF_WORD[child.value])
    return group_truth(kind, truths, count) == OF_WORD[target]


def _state_reaches(proof: Proof, target: str, given: frozenset[Want]) -> bool:
    reached, ruled_out, *lines = proof.children
    if target == "reached":
        return reaches(reached, "true", given)
    return (
        reaches(reached, "false", given)
        and reaches(ruled_out, "true", given)
        and all(line.value == "not-applicable" or reaches(line, "met", given) for line in lines)
    )


def _whole_reaches(proof: Proof, given: frozenset[Want]) -> bool:
    if not given.issuperset(proof.wants):
        return False
    if _hangs_on_trigger(proof):
        return bool(proof.children) and reaches(proof.children[0], "false", given)
    parts = _parts(proof)
    if not parts:
        return bool(proof.wants)
    return all(p.value in _SETTLED or reaches(p, _good(proof), given) for p in parts)


def _hangs_on_trigger(proof: Proof) -> bool:
    return proof.rule in ("duty", "requirement") and proof.fact("trigger") == "unknown"


def _parts(proof: Proof) -> list[Proof]:
    return [p for p in proof.children if p.rule not in _CONDITIONS]


def _good(proof: Proof) -> str:
    return "true" if proof.rule == "measured on" else "met"
