"""From the text of a policy to its tree, and to its one layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tra_policy.syntax.parser import parse

if TYPE_CHECKING:
    from tra_policy.syntax.layout import format_text

__all__ = ["format_text", "parse"]


def __getattr__(name: str) -> Any:
    # A check reads policies and lays none out.
    if name != "format_text":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tra_policy.syntax import layout

    return layout.format_text
