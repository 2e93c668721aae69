"""Days, amounts and plain scalars are read in short ways: what they take is what their forms say."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tra_policy.model.moment import Moment, parse_moment
from tra_policy.model.quantity import parse_quantity
from tra_policy.readers.plain import NotANumber, resolved

DAY = r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?"
NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?"
UNITS = {"%": "share", "x": "ratio", " FLOP": "FLOP", " step": "steps", " steps": "steps"}
UNITS |= {" hour": "hours", " hours": "hours", "": "number"}
INTEGER = r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
NOT_FINITE = r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"

PIECES = st.sampled_from(
    [
        *"0123456789+-.eExXoTZ:%$ _",
        *("2026", "-05", "-26", " in ", " of ", "M", "bn", "٣", "²", "W1", "inf", "nan", "FLOP"),
        *(" steps", "0x", "0o", "f", "N", "10", "00", "T14:00"),
    ]
)
TEXTS = st.lists(PIECES, max_size=7).map("".join)
DAYS = st.from_regex(DAY, fullmatch=True) | st.text("0123456789-W٣ ", min_size=10, max_size=10)


def moment_by_form(text: str) -> Moment | None:
    found = re.fullmatch(DAY, text.strip())
    try:
        if not found or (found[2] and not found[3]):
            return None
        if not found[2]:
            return Moment(date.fromisoformat(found[1]))
        stamp = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3]}").astimezone(UTC)
        return Moment(stamp.date(), stamp.time())
    except (ValueError, OverflowError):
        return None


def amount_by_form(text: str) -> tuple[Decimal, str] | None:
    text = " ".join(text.split())
    if out_of := re.fullmatch(rf"({NUMBER}) (?:in|of) ({NUMBER})", text):
        part, whole = Decimal(out_of[1]), Decimal(out_of[2])
        return (part / whole, "share") if whole else None
    if money := re.fullmatch(rf"\$({NUMBER})(M|bn)?", text):
        factor = {None: 1, "M": 10**6, "bn": 10**9}[money[2]]
        return Decimal(money[1]) * factor, "USD"
    for unit, name in UNITS.items():
        if found := re.fullmatch(f"({NUMBER}){unit}", text):
            return Decimal(found[1]) * (Decimal("0.01") if unit == "%" else 1), name
    return None


@settings(max_examples=500)
@given(TEXTS | DAYS)
@example("2026-W1-01")
@example("٢٠٢٦-05-26")
@example(" 2026-05-26 ")
@example("2026-02-30")
@example("2026-0\n-26")
def test_a_day_is_what_its_form_says(text: str) -> None:
    assert parse_moment(text) == moment_by_form(text)


@settings(max_examples=500)
@given(TEXTS)
@example("1 of 2 in 3")
@example("1 in 2 of 3")
@example("1 in 0")
@example("٣")
@example("$5")
@example("5²")
@example("0.6153")
def test_an_amount_is_what_its_form_says(text: str) -> None:
    found = parse_quantity(text)
    assert (found and (found.value, found.unit)) == amount_by_form(text)


@settings(max_examples=500)
@given(TEXTS.filter(bool))
@example("2026-05-26")
@example("1_000")
@example("infinity")
@example("-.inf")
@example(".NAN")
@example("+0x1")
@example("0o17")
@example("0o19")
@example("²")
@example("٣")
@example("-7")
@example("5.")
@example("nan")
def test_a_plain_scalar_is_what_its_form_says(text: str) -> None:
    if text in ("~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"):
        return
    try:
        found = resolved(text)
    except NotANumber:
        # An exponent may make it too large.
        assert re.fullmatch(NOT_FINITE, text) or "e" in text.lower()
        return
    assert not re.fullmatch(NOT_FINITE, text)
    wanted = int if re.fullmatch(INTEGER, text) else float if re.fullmatch(FLOAT, text) else str
    assert type(found) is wanted
    if wanted is str:
        assert found == text
