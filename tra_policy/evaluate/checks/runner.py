"""Running every check over the evidence of a world.

The checks are found by looking into the `rules` folder, also inside an installed wheel; a file joins by
being there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from tra_policy.evaluate.checks import rules
from tra_policy.evaluate.checks.check import Check, Look, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Loaded:
    """A check with the function that applies it."""

    check: Check
    look: Look


def _scan() -> Iterator[Loaded]:
    for found in iter_modules(rules.__path__):
        module = import_module(f"{rules.__name__}.{found.name}")
        yield Loaded(module.CHECK, module.check)


LOADED: tuple[Loaded, ...] = tuple(sorted(_scan(), key=lambda one: one.check.code))
CHECKS: tuple[Check, ...] = tuple(one.check for one in LOADED)


def seen(world: World) -> Iterator[tuple[Check, Seen]]:
    """Yield what every check sees, by code."""
    for one in LOADED:
        for what in one.look(world):
            yield one.check, what


def checked(world: World) -> Iterator[Diagnostic]:
    """Yield what every check sees as a finding at the place of its record."""
    for check, what in seen(world):
        filed = world.by_id.get(what.record)
        yield Diagnostic(
            check.code,
            what.message,
            place=filed.place if filed is not None else None,
            severity=check.severity,
            help=what.help or check.remedy,
            subject=what.warning or what.record,
        )
