"""Running the checks over the evidence of a world.

A check is imported where a record is there that it asks for (`asked.py`): most see nothing in most bundles.
One more looks at what the others saw: whether it adds up to a superficial fix.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from tra_policy.evaluate.checks import superficial
from tra_policy.evaluate.checks.asked import ASKED
from tra_policy.evaluate.checks.check import Check, Loaded, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.raising import tampered
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Diagnostic

_RULES = "tra_policy.evaluate.checks.rules"


def loaded_for(world: World) -> Iterator[Loaded]:
    """Yield the checks that may see something in a world, by code."""
    there = {kind.__name__ for kind in world.seen}
    there.update(f"{kind.__name__}.{field}" for kind in world.seen for field in world.states(kind))
    for name, kinds in ASKED.items():
        if kinds is None or not there.isdisjoint(kinds):
            module = import_module(f"{_RULES}.{name}")
            yield Loaded(module.CHECK, module.check, name)


def seen(world: World) -> Iterator[tuple[Check, Seen]]:
    """Yield what the checks see: superficial fixes first, then the rest by code."""
    everything = [(one.check, what) for one in loaded_for(world) for what in one.look(world)]
    for what in superficial.superficial(everything):
        yield superficial.CHECK, what
    yield from everything


def checked(world: World) -> Iterator[Diagnostic]:
    """Yield what the checks see as a finding at the place of its record."""
    for check, what in seen(world):
        filed = world.by_id.get(what.record)
        yield Diagnostic(
            check.code,
            what.message + _doubt(world, what),
            place=filed.place if filed is not None else None,
            severity=check.severity if what.severity is None else what.severity,
            help=what.help or check.remedy,
            subject=what.warning or what.record,
        )


def _doubt(world: World, what: Seen) -> str:
    """What is to be known of records that a finding rests on, and that somebody may have changed."""
    spoilt = tampered(world, (what.record, *what.rests_on))
    if not spoilt:
        return ""
    its = "its digest or signature" if len(spoilt) == 1 else "their digests or signatures"
    return f" ({few(spoilt)} {'does' if len(spoilt) == 1 else 'do'} not match {its})"
