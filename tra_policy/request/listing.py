"""The whole list of a policy: every record named once, sorted by who should supply it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tra_policy.model.policy import Policy
from tra_policy.model.request import Wanted
from tra_policy.model.wording import worded
from tra_policy.request.asked import Asked
from tra_policy.request.clauses import from_commitment, from_requirement
from tra_policy.request.thresholds import from_lines, from_state
from tra_policy.words.noun import replace
from tra_policy.words.source import Source


def requested(policy: Policy, sources: Mapping[str, Source]) -> tuple[Wanted, ...]:
    """Return every record that a policy's text asks for, sorted by supplier: the developer first.

    The policy must have been read with the libraries that it uses; `sources` are its texts by path.
    """
    asked = Asked(policy, sources)
    found = _once(_all(asked))
    parties = {name: number for number, name in enumerate(_ordered(asked, found))}
    ordered = sorted(found, key=lambda wanted: [parties[name] for name in wanted.supplied_by])
    return tuple(replace(wanted, number=number) for number, wanted in enumerate(ordered, 1))


def share_of(wanted: Iterable[Wanted], party: str) -> tuple[Wanted, ...]:
    """Return what one party should supply, alone or with others; the numbers stay as they are."""
    return tuple(one for one in wanted if party in one.supplied_by)


def parties(wanted: Iterable[Wanted]) -> tuple[str, ...]:
    """Return the parties that something is wanted from, in the order of the list."""
    return tuple(dict.fromkeys(name for one in wanted for name in one.supplied_by))


def _ordered(asked: Asked, found: Iterable[Wanted]) -> list[str]:
    return sorted(parties(found), key=lambda name: (name != asked.developer, name))


def _all(asked: Asked) -> Iterator[Wanted]:
    policy = asked.policy
    yield from _scope(asked)
    for threshold in policy.thresholds:
        yield from from_state(asked, threshold)
        yield from from_lines(asked, threshold)
    for commitment in policy.commitments:
        yield from from_commitment(asked, commitment)
    for requirement in policy.requirements:
        yield from from_requirement(asked, requirement)


def _scope(asked: Asked) -> Iterator[Wanted]:
    if not asked.policy.scope:
        return
    tests = ", ".join(worded(test) for test in asked.policy.scope)
    yield Wanted(
        what=f"what decides whether the policy applies, stated in the manifest: {tests}",
        kind="manifest",
        supplied_by=(asked.developer,),
        asked_by=(
            asked.clause(asked.policy.name, f"applies to … where {tests}", asked.policy.span),
        ),
    )


def _once(found: Iterable[Wanted]) -> list[Wanted]:
    """Put wishes for one and the same record together, each line with its own time and condition."""
    whole: dict[Wanted, Wanted] = {}
    for one in found:
        lines = tuple(replace(c, due=one.due, only_if=one.only_if) for c in one.asked_by)
        own = replace(one, due="", only_if="", asked_by=lines)
        key = replace(own, asked_by=(), decides=(), gates=True)
        known = whole.get(key)
        whole[key] = own if known is None else _joined(known, own)
    return [_tidied(one) for one in whole.values()]


def _joined(one: Wanted, other: Wanted) -> Wanted:
    return replace(
        one,
        gates=one.gates or other.gates,
        asked_by=(*one.asked_by, *other.asked_by),
        decides=(*one.decides, *other.decides),
    )


def _tidied(one: Wanted) -> Wanted:
    clauses = tuple(dict.fromkeys(one.asked_by))
    asking = {clause.item for clause in clauses}
    conditions = dict.fromkeys(clause.only_if for clause in clauses)
    return replace(
        one,
        due="; ".join(dict.fromkeys(clause.due for clause in clauses if clause.due)),
        only_if="" if "" in conditions else ", or ".join(conditions),
        asked_by=clauses,
        decides=tuple(dict.fromkeys(item for item in one.decides if item not in asking)),
    )
