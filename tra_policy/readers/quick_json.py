"""JSON text to plain values at the speed of the standard library, where the text is beyond doubt.

Whatever may be a mistake, or might be read otherwise than `json_text` reads it, is `Doubtful`: that
module then reads the text again, value by value, and says what is wrong and where.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from json import JSONDecoder
from typing import Any

from tra_policy.readers.document import Limits, step
from tra_policy.readers.plain import LONGEST_NUMBER
from tra_policy.readers.text import has_control
from tra_policy.words.regex import regex


class Doubtful(Exception):
    """A text that has to be read value by value. Never leaves the readers of JSON."""


# Halves of pairs, control characters that a text may hold and a name may not, and escapes for both.
_UNUSUAL = regex(r"[\x7f-\x9f\ud800-\udfff]|\\u(?:[dD][89a-fA-F]|00[0189])")
_BLANK = regex(r"[ \t\r\n]*")
_LONG = regex(f"[0-9]{{{LONGEST_NUMBER}}}")


def _float(text: str) -> float:
    found = float(text)
    if len(text) > LONGEST_NUMBER or not math.isfinite(found):
        raise Doubtful
    return found


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Doubtful
    return found


def _mapping_of_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = _mapping(pairs)
    if any(map(has_control, found)):
        raise Doubtful
    return found


def _constant(word: str) -> Any:
    raise Doubtful(word)


_PLAIN = JSONDecoder(object_pairs_hook=_mapping, parse_float=_float, parse_constant=_constant)
_ESCAPED = JSONDecoder(
    object_pairs_hook=_mapping_of_names, parse_float=_float, parse_constant=_constant
)


def decoder_for(text: str) -> JSONDecoder:
    """Return what decodes a text, or any piece of it; raise `Doubtful` for unusual characters."""
    plain = text.isascii() and "\x7f" not in text and "\\u" not in text
    if not plain and _UNUSUAL.search(text):
        raise Doubtful
    return _ESCAPED if "\\" in text else _PLAIN


def decoded(decoder: JSONDecoder, text: str, limits: Limits) -> Any:
    """Return the value of a text; raise `Doubtful` where it is not the same beyond doubt."""
    return _checked(text, limits, lambda: decoder.decode(text))


def decoded_with_places(
    decoder: JSONDecoder, text: str, limits: Limits
) -> tuple[Any, dict[str, int]]:
    """Return the value of a text, and at which character its outermost values begin, by pointer.

    Those are the whole, its members, and the members of a list in a mapping.
    """
    begun: dict[str, int] = {}
    value = _checked(text, limits, lambda: _outermost(decoder, text, begun))
    return value, begun


def _checked(text: str, limits: Limits, decode: Callable[[], Any]) -> Any:
    if len(text) > LONGEST_NUMBER and _LONG.search(text):
        raise Doubtful
    opened = text.count("{") + text.count("[")
    # No value without one of these before it, but the first.
    if opened + text.count(",") + text.count(":") >= limits.nodes:
        raise Doubtful
    try:
        value = decode()
    except (ValueError, RecursionError) as error:
        raise Doubtful from error
    if opened > limits.depth and _deeper(value, limits.depth):
        raise Doubtful
    return value


def _outermost(decoder: JSONDecoder, text: str, begun: dict[str, int]) -> Any:
    at = begun[""] = _blank(text, 0)
    found: Any
    if text.startswith("[", at):
        found, at = _list(decoder, text, at, "", begun)
    elif text.startswith("{", at):
        found, at = _members_of(decoder, text, at, begun)
    else:
        found, at = decoder.raw_decode(text, at)
    if _blank(text, at) != len(text):
        raise Doubtful
    return found


def _list(
    decoder: JSONDecoder, text: str, at: int, pointer: str, begun: dict[str, int]
) -> tuple[list[Any], int]:
    found: list[Any] = []
    at = _blank(text, at + 1)
    if text.startswith("]", at):
        return found, at + 1
    while True:
        begun[f"{pointer}/{len(found)}"] = at
        value, at = decoder.raw_decode(text, at)
        found.append(value)
        at = _blank(text, at)
        if text.startswith("]", at):
            return found, at + 1
        at = _after(text, ",", at)


def _members_of(
    decoder: JSONDecoder, text: str, at: int, begun: dict[str, int]
) -> tuple[dict[str, Any], int]:
    pairs: list[tuple[str, Any]] = []
    at = _blank(text, at + 1)
    if text.startswith("}", at):
        return {}, at + 1
    while True:
        if not text.startswith('"', at):
            raise Doubtful
        name, at = decoder.raw_decode(text, at)
        at = _after(text, ":", _blank(text, at))
        pointer = step("", name)
        begun[pointer] = at
        if text.startswith("[", at):
            value, at = _list(decoder, text, at, pointer, begun)
        else:
            value, at = decoder.raw_decode(text, at)
        pairs.append((name, value))
        at = _blank(text, at)
        if text.startswith("}", at):
            return _mapping_of_names(pairs), at + 1
        at = _after(text, ",", at)


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _after(text: str, mark: str, at: int) -> int:
    if not text.startswith(mark, at):
        raise Doubtful
    return _blank(text, at + 1)


def _deeper(value: Any, most: int) -> bool:
    """Whether lists and mappings stand in each other at more than so many levels."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(most):
        inside = (member for held in level for member in _members(held))
        level = [member for member in inside if isinstance(member, (dict, list))]
    return bool(level)


def _members(held: Any) -> Any:
    return held.values() if isinstance(held, dict) else held
