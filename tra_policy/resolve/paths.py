"""Where a dotted path leads: along the links between records, or into a part of one.

`checkpoint.stage` goes from a rollout to its checkpoint, `counts.scored` into a part of a measurement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tra_policy.model.evidence.links import link_of, links_of
from tra_policy.model.kinds import KINDS, PARTS
from tra_policy.words.noun import Noun

# What a policy may apply to, and what a duty may be about, beside records.
SUBJECTS: dict[str, dict[str, str]] = {
    "model": {"compute": "quantity", "developer": "text", "id": "text", "subject": "text"},
    "developer": {"revenue": "quantity"},
}
FIELDS = {**KINDS, **SUBJECTS}
HEADER = frozenset.intersection(*(frozenset(fields) for fields in KINDS.values()))
HOLDS = {
    "moment": "a date, such as `2026-05-26`",
    "number": "a count, such as `100`",
    "quantity": "a number with its unit, such as `5%`",
    "flag": "`true` or `false`",
    "names": "a list of names, asked with `has`",
    "part": "several fields of its own",
    "text": "words, asked with `is`",
}


class Fault(Noun):
    """Which name of a path leads nowhere, why, and which names would have led on."""

    at: int
    message: str
    known: tuple[str, ...]
    own: tuple[str, ...] = ()


class _Step(Noun):
    """Where one is on a path: in records of some kinds, or in a part that a field holds."""

    kinds: tuple[str, ...] = ()
    part: str = ""

    def tables(self) -> dict[str, Mapping[str, str]]:
        if self.part:
            return {self.part: PARTS.get(self.part, {})}
        return {kind: FIELDS[kind] for kind in self.kinds if kind in FIELDS}


def said_of(held: str) -> str:
    """Return what a field of a type holds, in the reader's words."""
    return HOLDS.get(held) or f"one of {', '.join(held.split('|'))}"


def typed(kind: str, names: Sequence[str]) -> str | Fault:
    """Return the type word of what a path from a record of a kind leads to; empty where links lead to
    records whose fields of that name are of different types.
    """
    step, held = _Step((kind,)), ""
    for at, name in enumerate(names):
        tables = step.tables()
        if not tables:
            return _ends(at, names, held, step)
        found = {of: fields[name] for of, fields in tables.items() if name in fields}
        if not found:
            return _unknown(at, name, step, tables)
        held = _together(found.values())
        before, step = step, _next(found, name)
        if at + 1 < len(names) and not step.tables():
            return _ends(at + 1, names, held, before)
    return held


def leads_on(kind: str, name: str) -> bool:
    """Whether a path may go on behind a field: it is a link, or holds several fields of its own."""
    held = FIELDS.get(kind, {}).get(name, "")
    return link_of(kind, name) is not None or (held == "part" and name in PARTS)


def _next(found: Mapping[str, str], name: str) -> _Step:
    if "part" in found.values():
        return _Step(part=name)
    kinds: list[str] = []
    for kind in found:
        link = link_of(kind, name)
        if link is not None:
            kinds.extend(link.to or sorted(KINDS))
    return _Step(tuple(dict.fromkeys(kinds)))


def _together(types: Iterable[str]) -> str:
    words = list(dict.fromkeys(types))
    if len(words) == 1:
        return words[0]
    if all("|" in word for word in words):
        return "|".join(dict.fromkeys(part for word in words for part in word.split("|")))
    return ""


def _unknown(at: int, name: str, step: _Step, tables: Mapping[str, Mapping[str, str]]) -> Fault:
    known = tuple(dict.fromkeys(field for fields in tables.values() for field in fields))
    own = tuple(sorted(field for field in known if field not in HEADER))
    if step.part:
        return Fault(at, f"`{step.part}` has no field `{name}`", known, own)
    if len(step.kinds) == 1 and step.kinds[0] in SUBJECTS:
        return Fault(at, f"{_a(step.kinds[0])} has no field `{name}`", known, own)
    if len(step.kinds) > 2:
        return Fault(at, f"none of the records that this leads to has a field `{name}`", known)
    shown = " or ".join(kind.replace("_", " ") for kind in step.kinds)
    return Fault(at, f"{_a(shown)} record has no field `{name}`", known, own)


def _ends(at: int, names: Sequence[str], held: str, step: _Step) -> Fault:
    last = names[at - 1]
    message = f"`{last}` holds {said_of(held).partition(',')[0]}, and leads to no other record"
    ways = [link.field for kind in step.kinds for link in links_of(kind)]
    return Fault(at, message, tuple(dict.fromkeys(ways)))


def _a(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
