"""Numbers, dates, stretches of time and sentences out of the tree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tra_policy.model.duties import Citation
from tra_policy.model.moment import Duration, DurationUnit, last_day
from tra_policy.model.quantity import Quantity, parse_quantity
from tra_policy.resolve.scope import Scope
from tra_policy.syntax.tree import Node, Word

_UNITS: dict[str, DurationUnit] = {
    "HOURS": "hours",
    "WEEKS": "weeks",
    "MONTHS": "months",
    "YEARS": "years",
}
MAX_AMOUNT = 10_000
MAX_EXPONENT = 100


def sentence(node: Node | None) -> str:
    """Return the sentence of adjacent quotes; empty where there is none."""
    if node is None:
        return ""
    joined = " ".join(word.text[1:-1].strip() for word in node.words("STRING"))
    return " ".join(joined.split())


def title(node: Node) -> str:
    """Return the quoted title of a directive's head."""
    return sentence(node.node("title"))


def day(scope: Scope, word: Word | None) -> date | None:
    """Return a date, reporting one that the calendar does not have."""
    if word is None:
        return None
    try:
        return date.fromisoformat(word.text)
    except ValueError:
        message = f"there is no day `{word.text}`"
        scope.say("TRA114", message, word.span, "write year, month, day: `2026-05-26`")
        return None


def month_end(scope: Scope, word: Word | None) -> date | None:
    """Return the last day of a month, reporting one that the calendar does not have."""
    if word is None:
        return None
    year, month = map(int, word.text.split("-"))
    try:
        return date(year, month, last_day(year, month))
    except ValueError:
        message = f"there is no month `{word.text}`"
        scope.say("TRA114", message, word.span, "write year and month: `2026-05`")
        return None


def duration(scope: Scope, node: Node | None) -> Duration | None:
    """Return a stretch of time, reporting one that is not a whole positive number."""
    if node is None:
        return None
    number, unit = node.word("NUMBER"), node.node("duration_unit")
    if number is None or unit is None:
        return None
    if not number.text.isdigit() or not 0 < int(number.text) <= MAX_AMOUNT:
        message = f"`{number.text[:40]}` is not a whole number from 1 to {MAX_AMOUNT:,}"
        scope.say(
            "TRA114", message, number.span, "write a whole number, in another unit if need be"
        )
        return None
    kinds = [part.kind for part in unit.parts if isinstance(part, Word)]
    if "BUSINESS" in kinds:
        return Duration(int(number.text), "business days")
    return Duration(int(number.text), _UNITS.get(kinds[0], "days"))


def quantity(scope: Scope, node: Node | None) -> Quantity | None:
    """Return a quantity with its unit, reporting one that is no number: `1 in 0`."""
    if node is None:
        return None
    words = [part for part in node.parts if isinstance(part, Word)]
    numbers = [word.text for word in words if word.kind == "NUMBER"]
    said = " ".join(word.text for word in words)
    found = parse_quantity(f"{numbers[0]} in {numbers[1]}" if len(numbers) == 2 else said)
    if found is None or found.value.adjusted() > MAX_EXPONENT:
        scope.say("TRA114", f"`{said}` is not a number that can be compared", node.span)
        return None
    return found


def share(scope: Scope, node: Node | None) -> Decimal | None:
    """Return a share as a fraction of one, reporting one above 100%."""
    found = quantity(scope, node)
    if node is None or found is None:
        return None
    if not 0 <= found.value <= 1:
        scope.say(
            "TRA114", f"`{found}` is more than the whole", node.span, "a share is at most 100%"
        )
        return None
    return found.value


def count(scope: Scope, word: Word | None) -> int:
    """Return a count of at least one; 1, with a message, where it is not."""
    if word is None:
        return 1
    if not word.text.isdigit() or not 0 < int(word.text) <= 10**9:
        message = f"`{word.text}` is not a whole number of at least 1"
        scope.say("TRA114", message, word.span, "write a whole number")
        return 1
    return int(word.text)


def citation(scope: Scope, node: Node | None) -> Citation | None:
    """Return a citation, reporting a source that the policy does not declare."""
    if node is None:
        return None
    name = node.word("NAME")
    if name is None:
        return None
    scope.known(name, "source")
    section, page = node.word("SECTION"), node.word("PAGE")
    return Citation(
        name.text,
        section.text.lstrip("§").strip() if section else "",
        page.text[2:].strip() if page else "",
        sentence(node.node("words")),
        node.span,
    )


def key(scope: Scope, word: Word, party: str) -> str:
    """Return a party's public key as it is written, reporting one that is none or another's."""
    from tra_policy.model.keys import key_fault, public_key

    held = public_key(word.text)
    if held is None:
        advice = "`tra bundle key FILE` prints the line for a key in a PEM file"
        message = f"this is not a key: {key_fault(word.text)}"
        scope.say("TRA116", message, word.span, advice)
    elif scope.keys.setdefault(held, party) != party:
        message = f"this is the key of `{scope.keys[held]}` as well"
        scope.say("TRA116", message, word.span, "a signature could not tell the two apart")
    return word.text
