"""Text from outside, put into the page where it can do no harm.

Everything that a template prints comes through `shown`, and then through the escaping of the template
library: what is printed is text, whatever it holds.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tra_policy.reports.page import harmless

if TYPE_CHECKING:
    from markupsafe import Markup

_IN_SCRIPTS = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def shown(value: object) -> object:
    """Return what a template prints: text made harmless, its own markup as it is.

    A blank at an end stays: the text may go on in another piece.
    """
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return "" if value is None else value
    flat = " ".join(value.split())
    if not flat:
        return " " if value else ""
    if not (flat.isascii() and flat.isprintable()):
        flat = harmless(flat)
    return f"{' ' * value[:1].isspace()}{flat}{' ' * value[-1:].isspace()}"


def embedded(value: object) -> Markup:
    """Return JSON that can stand in a script element: no text in it can end that or be markup."""
    from markupsafe import Markup

    return Markup(json.dumps(_harmless(value), ensure_ascii=True).translate(_IN_SCRIPTS))


def _harmless(value: object) -> object:
    match value:
        case str():
            return shown(value)
        case dict():
            return {key: _harmless(one) for key, one in value.items()}
        case list() | tuple():
            return [_harmless(one) for one in value]
        case _:
            return value
