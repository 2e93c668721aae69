"""Every check of the evidence, found by looking into the `rules` folder, also inside an installed wheel.

A run does not come here: it imports the checks that may see something (`runner.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from tra_policy.evaluate.checks import rules, superficial
from tra_policy.evaluate.checks.check import Check, Loaded


def _scan() -> Iterator[Loaded]:
    for found in iter_modules(rules.__path__):
        module = import_module(f"{rules.__name__}.{found.name}")
        yield Loaded(module.CHECK, module.check, found.name)


LOADED: tuple[Loaded, ...] = tuple(sorted(_scan(), key=lambda one: one.check.code))
CHECKS: tuple[Check, ...] = tuple(
    sorted((superficial.CHECK, *(one.check for one in LOADED)), key=lambda one: one.code)
)
