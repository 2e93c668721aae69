"""Slips about times: the nearest form of the language for what people write."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from tra_policy.syntax.slip import Slip, look_for

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60,
    "ninety": 90,
}  # fmt: skip
_RHYTHMS = {
    "daily": "every 1 day",
    "weekly": "every 1 week",
    "monthly": "every 1 month",
    "quarterly": "every 3 months",
    "annually": "every 12 months",
    "yearly": "every 12 months",
    "day": "every 1 day",
    "week": "every 1 week",
    "month": "every 1 month",
    "quarter": "every 3 months",
    "half year": "every 6 months",
    "year": "every 12 months",
    "other day": "every 2 days",
    "other week": "every 2 weeks",
    "other month": "every 2 months",
    "other year": "every 24 months",
}
_MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?",
    "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)})\b\.?"
_SHORT = {"h": "hours", "hr": "hours", "hrs": "hours", "d": "days", "w": "weeks", "wk": "weeks"}
_SHORT |= {"wks": "weeks", "mo": "months", "mos": "months", "mth": "months", "mths": "months"}
_SHORT |= {"y": "years", "yr": "years", "yrs": "years"}
_STRETCH = r"\d+\s+(?:hours?|(?:business )?days?|weeks?|months?|years?)"
_DAY = r"\d{4}-\d\d-\d\d"
# The line of a duty: in others a day may stand behind these words.
_DUTY = r"^(?!.*\swhere\s).*\s(?:must|aims to|should|may)\s.*"
_EVENTS = r"(?:internal-)?deployment|training|assessment|amendment|release"
_VAGUE = (
    "as soon as (?:reasonably )?(?:possible|practicable|feasible)|immediately|promptly|without undue delay|"
    "without (?:unreasonable )?delay|in a timely manner|in due course|regularly|periodically|frequently|"
    "at all times|ongoing|continuously"
)


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _rhythm(text: str) -> str:
    said = re.sub(r"^(?:every|each|once (?:every|per|an?)|per)\s+", "", _words(text))
    return _RHYTHMS[said.replace("-", " ")]


def _in_digits(text: str) -> str:
    return str(_NUMBERS[text.casefold()])


def _month_of(text: str) -> int:
    return next(n for n, form in enumerate(_MONTHS, 1) if re.search(rf"\b{form}\b", text, re.I))


def _day_of(text: str) -> str:
    """Return a written day as the language has it: `1 January 2026` is `2026-01-01`."""
    year, number = re.findall(r"\d{4}", text)[0], re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)[0]
    return f"{year}-{_month_of(text):02}-{int(number):02}"


def _last_of(text: str) -> str:
    """Return the last day of a month, a quarter or a year."""
    year = int(re.findall(r"\d{4}", text)[0])
    quarter = re.search(r"\bq([1-4])", text, re.I)
    number = re.search(r"\d{4}-(\d\d)", text)
    if quarter is not None:
        month = 3 * int(quarter[1])
    elif number is not None and 1 <= int(number[1]) <= 12:
        month = int(number[1])
    elif re.search(_MONTH, text, re.I):
        month = _month_of(text)
    else:
        month = 12
    after = date(year + month // 12, month % 12 + 1, 1) if year < 9999 else date(9999, 12, 31)
    return (after - timedelta(days=1)).isoformat()


def _before(text: str) -> str:
    """Return the advice on a duty that is owed before a day: the day before is the last in time."""
    day = text.split()[-1]
    try:
        return f"write `by {date.fromisoformat(day) - timedelta(days=1)}`: the last day in time"
    except (ValueError, OverflowError):
        return "write `by` and the last day in time"


def _spelt_out(text: str) -> str:
    number, unit = re.findall(r"\d+|[a-z]+", text.casefold())
    return f"{number} {_SHORT[unit]}"


def _no_later(text: str) -> str:
    return re.sub(r".*?(\d.*)\s(?:after|of|from)$", r"within \1 of", _words(text))


TIME_SLIPS: tuple[Callable[[str], Slip | None], ...] = (
    look_for(
        rf"(?<![\w.-])(\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}"
        rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?![\w-])",
        "`{}` is not a date of the language",
        lambda w: f"write `{_day_of(w)}`",
        put=_day_of,
        safe=False,
    ),
    look_for(
        rf"\beffective\s+({_MONTH}\s+\d{{4}})\b",
        "`{}` is not a month of the language",
        lambda w: f"write `{_last_of(w)[:7]}`",
        put=lambda w: _last_of(w)[:7],
        safe=False,
    ),
    look_for(
        r"(?:^|\s)(?:by|expires)\s+"
        rf"((?:the\s+)?(?:end\s+of\s+)?(?:{_MONTH}\s+|q[1-4]\s+)?\d{{4}}(?:-\d\d)?)(?![\w/.-])",
        "`{}` is not a day",
        lambda w: f"write the last day: `{_last_of(w)}`",
        put=_last_of,
        safe=False,
    ),
    look_for(
        rf"\b(?:within|every|least|after|most)\s+({'|'.join(_NUMBERS)})\b",
        "`{}` is written as a word",
        "write the number in digits",
        put=_in_digits,
        safe=False,
    ),
    look_for(
        rf"\b(?:within|every|least|in|after|before)\s+(\d+\s*(?:{'|'.join(_SHORT)})\b)",
        "`{}` is not a stretch of time of the language",
        lambda w: f"write `{_spelt_out(w)}`",
        put=_spelt_out,
        safe=False,
    ),
    look_for(
        r"\s\d+\s+((?:working|calendar)\s+days?)\b",
        "`{}` are not a unit of time of the language",
        lambda w: f"write `{'business days' if w[0] in 'wW' else 'days'}`",
        put=lambda w: "business days" if w[0] in "wW" else "days",
        safe=False,
    ),
    look_for(
        r"\b((?:every|each|once (?:every|per|an?)|per)\s+"
        r"(?:other\s+(?:day|week|month|year)|day|week|month|quarter|half[ -]year|year))\b",
        "`{}` does not say how long at most",
        lambda w: f"write `{_rhythm(w)}`",
        put=_rhythm,
        safe=False,
    ),
    look_for(
        r"\b(\d{1,3}\s+quarters)\b",
        "`{}` is not a stretch of time of the language",
        lambda w: f"write `{3 * int(w.split()[0])} months`",
        put=lambda w: f"{3 * int(w.split()[0])} months",
        safe=False,
    ),
    look_for(
        r"\b((?:twice|two times)\s+(?:an?|per|each|every)\s+year|biannually|semi-?annually)\b",
        "`{}` does not say how long at most",
        "write `every 6 months`",
    ),
    look_for(r"\b(?:within|every|least)\s+(an?)\s", "`{}` is written as a word", "write `1`"),
    look_for(
        r"\b(daily|weekly|monthly|quarterly|annually|yearly)\b",
        "`{}` is not a time of the language",
        lambda w: f"write `{_rhythm(w)}`",
        put=_rhythm,
        safe=False,
    ),
    look_for(
        r"\s(in)\s+\d+\s+(?:hour|day|business|week|month|year)",
        "`{}` does not say by when",
        "write `within`",
    ),
    look_for(
        rf"\s((?:no|not)\s+(?:later|more)\s+than\s+{_STRETCH}\s+(?:after|of|from))\s",
        "`{}` is no time of the language",
        lambda w: f"write `{_no_later(w)}`",
        put=_no_later,
        safe=False,
    ),
    look_for(
        rf"\s(at least {_STRETCH} after)\s",
        "`{}` says when to begin, and not by when",
        "the language has deadlines only: put it in quotes",
    ),
    look_for(
        rf"(?<!at least)\s({_STRETCH}\s+before)\s",
        "`{}` does not say whether more or less",
        "write `at least {}`",
    ),
    look_for(
        rf"\s({_STRETCH}\s+after)\s",
        "`{}` does not say by when",
        lambda w: f"write `within {' '.join(w.split()[:-1])} of`",
    ),
    look_for(
        rf"^(?!amended\b).*\s(after\s+{_STRETCH})\s*(?:$|,)",
        "`{}` does not say after what",
        lambda w: f"write `{re.sub('^after', 'within', w)} of` and an event, if it is a deadline",
    ),
    look_for(
        r"(?<![\w.-])(\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}/\d{1,2}/\d{1,2}|\d{4}-\d{1,2}-\d{1,2})"
        r"(?![\w-])(?<!\d{4}-\d\d-\d\d)",
        "`{}` is not a date of the language",
        "write year, month, day: `2026-05-26`",
    ),
    look_for(
        rf"\smust\s+not\s.*\s((?:until|before|till)\s+{_DAY})",
        "`{}`: nothing is forbidden up to a day",
        "declare `event NAME`, and write `before NAME`",
    ),
    look_for(rf"{_DUTY}\s(before\s+{_DAY})", "`before` goes with an event", _before),
    look_for(
        rf"{_DUTY}\s((?:until|till|up to|on)\s+{_DAY})",
        "`{}` does not say by when",
        lambda w: f"write `by {w.split()[-1]}`, if that is the deadline",
    ),
    look_for(
        rf"{_DUTY}\s((?:after|from|since|starting)\s+{_DAY})",
        "`{}`: no duty begins on a day",
        "declare `event NAME`, and write `after NAME`",
    ),
    look_for(
        r"\s(prior\s+to)\s",
        "`{}` is no time of the language",
        "write `before`",
        put="before",
        safe=False,
    ),
    look_for(
        rf"\s(by\s+(?:the\s+)?(?:{_EVENTS}))\b",
        "`by` goes with a day",
        lambda w: f"write `before {w.split()[-1]}`",
    ),
    look_for(
        rf"\s((?:until|till)\s+(?:the\s+)?(?:{_EVENTS}))\s*(?:$|,)",
        "`until` goes with what is to be shown",
        lambda w: f"write `before {w.split()[-1]}`",
    ),
    look_for(
        r"\b(?:before|after|every|until)\s+((?-i:the|an?))\s",
        "`{}` is not part of a name",
        "leave it out",
    ),
    look_for(
        rf"\s((?:for|during|throughout)\s+(?:{_STRETCH}|(?:the\s+)?(?:{_EVENTS})))\b",
        "`{}` says how long, and not by when",
        'put it in quotes: `"{}"`',
    ),
    look_for(
        rf"\s({_VAGUE})\s*(?:$|,)",
        "`{}` stands without quotes",
        'put `"` on both sides, or give a time such as `within 3 days`',
    ),
)
