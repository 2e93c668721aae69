"""Who designed what a measurement was made with: by the policy, else the registry, else the bundle.

The registry earns credit by what is verified in it. A designer that is not verified counts as nobody in
particular, except that the developer's own hand in a test counts whoever tells of it.
"""

from __future__ import annotations

from datetime import date

from tra_policy.evaluate.ground.world import World
from tra_policy.logic.clearing import design_of
from tra_policy.logic.parties import Window
from tra_policy.logic.roles import Design
from tra_policy.model.evidence.measuring import BenchmarkRecord, Measurement, Roles
from tra_policy.model.registry import BenchmarkRow
from tra_policy.words.noun import Noun, replace


class Designed(Noun):
    """A design, the days on which its designers are asked about, and those whom nobody verified."""

    design: Design
    window: Window
    doubted: frozenset[str] = frozenset()


def design_behind(world: World, measurement: Measurement, end: date) -> Designed:
    """Return who designed what a measurement was made with, to a day."""
    found = _design(world, measurement, end)
    if measurement.derived is None:
        return found
    design = found.design
    derived = Design(
        (*design.designed_by, *measurement.derived.by),
        design.funded_by,
        (),  # the final say was about the whole, not about what was made of it
        design.items_held_by,
        design.items_visible_to,
    )
    return replace(found, design=derived)


def roles_in_evidence(world: World, measurement: Measurement) -> Roles:
    """Return what the bundle says of a benchmark: its own record goes before the measurement's."""
    key = ("roles of benchmarks",)
    if key not in world.memo:
        held = [(record.benchmark, record.roles) for record in world.records(BenchmarkRecord)]
        world.memo[key] = dict(reversed(held))  # of two records of one benchmark the first counts
    found: Roles | None = world.memo[key].get(measurement.benchmark)
    return measurement.roles if found is None else found


def organisation(world: World, party: str) -> str:
    """Return what a party of the registry is called here."""
    row = world.registry.organisation(party)
    return party if row is None else world.called.get(row.id, row.id)


def _design(world: World, measurement: Measurement, end: date) -> Designed:
    declared = world.policy.benchmark(measurement.benchmark)
    row = world.registry.benchmark(measurement.benchmark)
    row = row if row is not None and row.designers else None
    if declared is not None:
        own = design_of(world.policy, declared)
        if own.designed_by or row is None:
            return Designed(own, _window(declared.designed_from or end, end))
        # The policy's line leaves open who designed it; what else it says stands beside the row.
        window = _window(declared.designed_from or _start(row), end)
        known = _registered(world, row, window)
        return replace(known, design=_beside(known.design, own))
    roles = roles_in_evidence(world, measurement)
    told = Design(
        roles.designed,
        roles.design_funded,
        roles.final_say,
        roles.items_held,
        roles.items_visible_to,
    )
    if row is None:
        start = roles.designed_from.day if roles.designed_from else None
        return Designed(told, _window(start, end))
    known = _registered(world, row, _window(_start(row), end))
    return replace(known, design=_beside(known.design, _own_hand(world, told, known.window)))


def _start(row: BenchmarkRow) -> date | None:
    return row.designed_from.day if row.designed_from else None


def _window(start: date | None, end: date) -> Window:
    return Window(start, max(end, start) if start else end)


def _registered(world: World, row: BenchmarkRow, window: Window) -> Designed:
    """The design of a row. Whoever is not verified is named and earns nothing."""
    credited = {organisation(world, r.party) for r in row.designers if r.verified}
    named = tuple(dict.fromkeys(organisation(world, r.party) for r in row.designers))
    funded, held = (
        tuple(organisation(world, r.party) for r in row.roles if r.role == role and r.verified)
        for role in ("funded", "holds_items")
    )
    seen = row.items_visible_to
    visible = tuple(organisation(world, p) for p in seen.parties) if seen else None
    sure = Design(named, funded, (), held, visible if seen and seen.verified else None)
    unsure = Design(
        (),
        tuple(organisation(world, r.party) for r in row.roles if r.role == "funded"),
        (),
        tuple(organisation(world, r.party) for r in row.roles if r.role == "holds_items"),
        visible,
    )
    design = _beside(sure, _own_hand(world, unsure, window))
    return Designed(design, window, frozenset(named) - credited)


def _own_hand(world: World, told: Design, window: Window) -> Design:
    """What is told of the developer's own hand in a design, and nothing that could earn credit."""

    def own(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(n for n in names if world.parties.is_developer_side(n, window))

    visible = own(told.items_visible_to or ()) or None
    return Design(own(told.designed_by), own(told.funded_by), (), own(told.items_held_by), visible)


def _beside(first: Design, second: Design) -> Design:
    """Two accounts of one design together: what either says of somebody holds."""

    def both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*one, *other)))

    seen = (first.items_visible_to, second.items_visible_to)
    visible = None if seen == (None, None) else both(seen[0] or (), seen[1] or ())
    return Design(
        both(first.designed_by, second.designed_by),
        both(first.funded_by, second.funded_by),
        both(first.final_say, second.final_say),
        both(first.items_held_by, second.items_held_by),
        visible,
    )
