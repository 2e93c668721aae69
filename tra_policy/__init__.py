"""Policy as code for frontier-AI safety commitments.

`check`, `lint`, `load_policy`, `load_bundle` and `render` are the Python interface. What they need is
imported when one of them is first asked for: `import tra_policy` alone costs nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tra_policy.api import (
        InvalidInput,
        LoadedBundle,
        LoadedPolicy,
        check,
        lint,
        load_bundle,
        load_policy,
        render,
    )

__version__ = "0.1.0"
__all__ = [
    "InvalidInput",
    "LoadedBundle",
    "LoadedPolicy",
    "__version__",
    "check",
    "lint",
    "load_bundle",
    "load_policy",
    "render",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if name == "lint":
        return import_module("tra_policy.lint")
    return getattr(import_module("tra_policy.api"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Lint(ModuleType):
    """The room `lint`, which is called like the function of that name.

    Importing a room binds its name in the package. So that `from tra_policy import lint` means the same
    before and after that, the room can be called.
    """

    def __call__(self, *given: Any, **named: Any) -> Any:
        from tra_policy import api

        return api.lint(*given, **named)


class _Package(ModuleType):
    """This package, which lets its room `lint` be called as soon as it is imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "lint" and isinstance(value, ModuleType):
            value.__class__ = _Lint
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
