"""Running every check over the evidence of a world.

The checks are found by looking into the `rules` folder, also inside an installed wheel; a file joins by
being there. One more looks at what the others saw: whether it adds up to a superficial fix.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from tra_policy.evaluate.checks import rules, superficial
from tra_policy.evaluate.checks.check import Check, Look, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.raising import tampered
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun


class Loaded(Noun):
    """A check with the function that applies it."""

    check: Check
    look: Look


def _scan() -> Iterator[Loaded]:
    for found in iter_modules(rules.__path__):
        module = import_module(f"{rules.__name__}.{found.name}")
        yield Loaded(module.CHECK, module.check)


LOADED: tuple[Loaded, ...] = tuple(sorted(_scan(), key=lambda one: one.check.code))
CHECKS: tuple[Check, ...] = tuple(
    sorted((superficial.CHECK, *(one.check for one in LOADED)), key=lambda one: one.code)
)


def seen(world: World) -> Iterator[tuple[Check, Seen]]:
    """Yield what every check sees: superficial fixes first, then the rest by code."""
    everything = [(one.check, what) for one in LOADED for what in one.look(world)]
    for what in superficial.superficial(everything):
        yield superficial.CHECK, what
    yield from everything


def checked(world: World) -> Iterator[Diagnostic]:
    """Yield what every check sees as a finding at the place of its record."""
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
