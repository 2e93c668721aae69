"""A number with its unit, as people write it in policies and in evidence.

Shares are kept as fractions of one: `22.1%` and `221 in 1000` are both 0.221 of unit `share`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from tra_policy.words.noun import Noun, field
from tra_policy.words.regex import regex

Unit = Literal["share", "ratio", "number", "FLOP", "steps", "USD", "hours"]

_NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?"
# What stands before and after the number, the unit, and what one of these is in it.
_FORMS: tuple[tuple[str, str, Unit, Decimal], ...] = (
    ("", "%", "share", Decimal("0.01")),
    ("", "x", "ratio", Decimal(1)),
    ("", " FLOP", "FLOP", Decimal(1)),
    ("", " step", "steps", Decimal(1)),
    ("", " steps", "steps", Decimal(1)),
    ("", " hour", "hours", Decimal(1)),
    ("", " hours", "hours", Decimal(1)),
    ("$", "M", "USD", Decimal(1_000_000)),
    ("$", "bn", "USD", Decimal(1_000_000_000)),
    ("$", "", "USD", Decimal(1)),
)
_AMOUNT = regex(_NUMBER)
_OUT_OF = (" in ", " of ")


class Quantity(Noun):
    """A value and its unit. `text` is how it was written; it does not count in comparisons."""

    value: Decimal
    unit: Unit = "number"
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.text or shown(self.value, self.unit)


def plain(value: Decimal) -> str:
    """Return a decimal without an exponent and without trailing zeros."""
    text = format(value.normalize(), "f")
    return "0" if text in {"-0", "0"} else text


def shown(value: Decimal, unit: Unit, places: int = 4) -> str:
    """Return a value with its unit as people write it, rounded to some significant places."""
    scaled = value * 100 if unit == "share" else value
    if unit == "FLOP":
        return f"{scaled:.3g} FLOP"
    if scaled:
        exponent = Decimal(1).scaleb(scaled.adjusted() - places + 1)
        if exponent < 1 and scaled.adjusted() < places:
            scaled = scaled.quantize(exponent)
    text = plain(scaled)
    match unit:
        case "share":
            return f"{text}%"
        case "ratio":
            return f"{text}x"
        case "USD":
            return f"${text}"
        case "steps" | "hours":
            return f"{text} {unit}"
        case _:
            return text


def parse_quantity(text: str) -> Quantity | None:
    """Return the quantity that a text states, or None when it states none.

    Forms: `22.1%`, `1 in 20`, `33 of 42`, `2.8x`, `1e26 FLOP`, `5000 steps`, `3 hours`, `$500M`, `7`.
    """
    text = " ".join(text.split())
    try:
        if _AMOUNT.fullmatch(text):
            return Quantity(Decimal(text) * 1, "number", text)
        for word in _OUT_OF:
            part, stands, whole = text.partition(word)
            if stands and _AMOUNT.fullmatch(part) and _AMOUNT.fullmatch(whole):
                of = Decimal(whole)
                return Quantity(Decimal(part) / of, "share", text) if of else None
        for before, after, unit, factor in _FORMS:
            if not (text.startswith(before) and text.endswith(after)):
                continue
            found = _AMOUNT.fullmatch(text, len(before), len(text) - len(after))
            if found:
                return Quantity(Decimal(found[0]) * factor, unit, text)
    except ArithmeticError:
        return None
    return None
