"""Pivotality and the label, by writing out every row of atom values.

An atom's row values are true, unknown or false. Nothing is clever here: sets of rows are lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from . import bounds
from .answer import Answer
from .eligibility import atoms
from .kleene import FALSE, NOT, TRUE, TRUTHS, UNKNOWN, joined
from .roles import design_class
from .ties import CREDITED, RANK, party_class
from .world import Commitment, Comparison, Condition, Group, Is, Judges, Need, Said, World

Atom = Comparison | Judges | Said | Need
Row = dict[Atom, int]


def primitive(world: World, atom: Comparison) -> tuple[Comparison, bool]:
    return bounds.adverse_form(atom, world.benchmark(atom.benchmark))


def text_atoms(world: World) -> list[Atom]:
    """Every atom that the answer, or a commitment that reads it, depends on; needs lines too."""
    t = world.threshold
    told: list[Atom] = []
    places = [t.reached_when, t.ruled_out_when]
    for commitment in reading(world):
        places += [mine(world, commitment.when), commitment.unless]
    for place in places:
        for atom in atoms(place):
            if isinstance(atom, Is):
                continue
            told.append(primitive(world, atom)[0] if isinstance(atom, Comparison) else atom)
    told += t.needs
    return list(dict.fromkeys(told))


def reading(world: World) -> list[Commitment]:
    """The commitments whose `when` reads the threshold."""
    return [
        c
        for c in world.commitments
        if any(isinstance(a, Is) and a.threshold == world.threshold.name for a in atoms(c.when))
    ]


def mine(world: World, when: Condition) -> Condition:
    """A `when` without the other thresholds."""
    if not isinstance(when, Group):
        return when
    kept = tuple(
        m for m in when.members if not (isinstance(m, Is) and m.threshold != world.threshold.name)
    )
    return Group(when.kind, kept, when.count)


def harder(world: World, a: Comparison, b: Comparison) -> bool:
    """Whether meeting `a` means meeting `b`: the same metric, and `a`'s limit is no easier."""
    if a.benchmark != b.benchmark or a.run_by != b.run_by or a == b:
        return False
    if a.limit is None or b.limit is None:
        return False
    if a.limit == b.limit:
        return "=" not in a.op or "=" in b.op
    worse = world.benchmark(a.benchmark).higher_is_worse
    return (a.limit > b.limit) if worse else (a.limit < b.limit)


def possible(world: World, row: Row) -> bool:
    """Whether some evidence could give a row."""
    told = [a for a in row if isinstance(a, Comparison)]
    if any(a.limit is None and row[a] != UNKNOWN for a in told):
        return False
    for hard, easy in product(told, told):
        if not harder(world, hard, easy):
            continue
        if row[hard] == TRUE and row[easy] != TRUE:
            return False
        if row[easy] == FALSE:
            allowed = {FALSE, UNKNOWN} if easy.point and not hard.point else {FALSE}
            if row[hard] not in allowed:
                return False
    return True


def rows(world: World) -> list[Row]:
    told = text_atoms(world)
    every = [dict(zip(told, values, strict=True)) for values in product(TRUTHS, repeat=len(told))]
    return [row for row in every if possible(world, row)]


def value(world: World, condition: Condition | None, row: Row, state: int) -> int:
    """A condition on a row; `state` is what `is reached` reads."""
    match condition:
        case None:
            return UNKNOWN
        case Group():
            told = [value(world, m, row, state) for m in condition.members]
            return joined(condition.kind, told, condition.count)
        case Comparison():
            adverse, negated = primitive(world, condition)
            return NOT[row[adverse]] if negated else row[adverse]
        case Is():
            return state if condition.state == "reached" else NOT[state]
        case _:
            return row[condition]


def state_on(world: World, row: Row) -> int:
    """True: reached. False: not reached."""
    t = world.threshold
    reached = value(world, t.reached_when, row, UNKNOWN)
    if reached == TRUE:
        return TRUE
    out = NOT[reached] if t.ruled_out_when is None else value(world, t.ruled_out_when, row, UNKNOWN)
    if reached == FALSE and out == TRUE and all(row[n] == TRUE for n in t.needs):
        return FALSE
    return UNKNOWN


def proceeds(world: World, row: Row) -> bool:
    """F, "so proceed": on this row no `must` duty that reads the threshold falls due."""
    state = state_on(world, row)
    readers = reading(world)
    if not readers:
        return state == FALSE or (state == UNKNOWN and not world.threshold.treat_as_reached)
    for commitment in readers:
        if commitment.modal != "must":
            continue
        when = value(world, mine(world, commitment.when), row, state)
        holds_off = when == FALSE or (
            when == UNKNOWN and not world.threshold.treat_as_reached and not commitment.block
        )
        excused = commitment.unless is not None and (
            value(world, commitment.unless, row, state) == TRUE
        )
        if not holds_off and not excused:
            return False
    return True


def atom_class(world: World, atom: Atom, axis: str) -> str:
    """The class of an atom on design or run: what the text leaves open is left to the lab."""
    day = world.effective

    def of(name: str) -> str:
        return party_class(world, name, day, day)

    match atom:
        case Comparison():
            if axis == "design":
                found = design_class(world, world.benchmark(atom.benchmark), day)
            elif atom.run_by in {"independent", "authority"}:
                found = atom.run_by
            else:
                found = of(atom.run_by) if atom.run_by else "self"
        case Judges():
            found = of(atom.judge)
        case Said():
            found = "self"
        case Need():
            role = {"design": "designed", "run": "run"}[axis]
            named = [h for r, h in atom.where if r == role]
            classes = [h if h in {"independent", "authority", "engaged"} else of(h) for h in named]
            found = max(classes, key=lambda c: RANK[c]) if classes else "self"
    return found if found in CREDITED else "self"


@dataclass(frozen=True)
class Axis:
    self_sufficient: bool
    self_only: bool
    decorative: tuple[str, ...]
    pivotal_in_every_way: bool
    has_pivot: bool


@dataclass(frozen=True)
class Text:
    design: Axis
    run: Axis
    fail_open: bool
    label: str


def depends(world: World, told: list[Row], on: set[Atom]) -> bool:
    """Whether F differs between two rows that differ only in some atoms."""
    seen: dict[tuple[tuple[Atom, int], ...], set[bool]] = {}
    for row in told:
        rest = tuple((a, v) for a, v in row.items() if a not in on)
        seen.setdefault(rest, set()).add(proceeds(world, row))
    return any(len(results) > 1 for results in seen.values())


def axis_of(world: World, axis: str) -> Axis:
    told = rows(world)
    names = text_atoms(world)
    classes = {a: atom_class(world, a, axis) for a in names}
    credited = {a for a in names if classes[a] in CREDITED}
    strong = {a for a in names if classes[a] in {"independent", "authority"}}
    by_self: dict[tuple[tuple[Atom, int], ...], list[bool]] = {}
    for row in told:
        own = tuple((a, v) for a, v in row.items() if a not in credited)
        by_self.setdefault(own, []).append(proceeds(world, row))
    can_hold = any(any(results) for results in by_self.values())
    benchmarks = sorted({a.benchmark for a in credited if isinstance(a, Comparison)})
    decorative = []
    for name in benchmarks:
        group = {a for a in names if isinstance(a, Comparison) and a.benchmark == name}
        if not depends(world, told, group):
            decorative.append(name)
    silent = [row for row in told if all(row[a] == UNKNOWN for a in strong)]
    return Axis(
        self_sufficient=any(all(results) for results in by_self.values()),
        self_only=can_hold and not depends(world, told, credited),
        decorative=tuple(decorative),
        pivotal_in_every_way=not any(proceeds(world, row) for row in silent),
        has_pivot=bool(strong),
    )


def text(world: World) -> Text:
    """What the policy text alone says of the threshold."""
    design, run = axis_of(world, "design"), axis_of(world, "run")
    fail_open = proceeds(world, dict.fromkeys(text_atoms(world), UNKNOWN))
    day = world.effective
    outsider = any(
        party_class(world, p, day, day) in CREDITED and not world.party(p).unnamed
        for p in world.threshold.report_to
    )
    follows = any(c.modal == "must" for c in reading(world))
    label = "conditional"
    if design.self_only:
        label = "prior"
    elif (
        all(a.pivotal_in_every_way and a.has_pivot for a in (design, run))
        and not fail_open
        and follows
        and outsider
    ):
        label = "commitment"
    return Text(design, run, fail_open, label)


def label(world: World, answer: Answer, text_label: str) -> str:
    """The lower of the text's label and what the evidence supports."""
    relies, stands = answer.relies_on_self, answer.stands_on
    if relies["design"] in {"only", "nothing"}:
        earned = "prior"
    elif (
        answer.state != "unknown"
        and all(relies[a] == "not" for a in ("design", "run"))
        and all(stands[a] in {"independent", "authority"} for a in ("design", "run"))
        and answer.needs_met
    ):
        earned = "commitment"
    else:
        earned = "conditional"
    order = ["prior", "conditional", "commitment"]
    return min(text_label, earned, key=order.index)
