"""Common slips, each with a message written for it.

Asked only of a line that could not be read: a slip found here replaces the general message.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from tra_policy.syntax.characters import unquoted
from tra_policy.words.noun import Noun, replace

_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|sixty|ninety"
_CONDITION = r"(?:-|reached\s+when|ruled\s+out\s+when|when|unless|holds\s+when)"
_LONGEST = 1_000
_COMPARES = {
    "at least": ">=",
    "at most": "<=",
    "more than": ">",
    "less than": "<",
    "above": ">",
    "below": "<",
    "exceeds": ">",
    "over": ">",
    "under": "<",
    "is": ">=",
}
_EVERY = {
    "daily": "every 1 day",
    "weekly": "every 1 week",
    "monthly": "every 1 month",
    "quarterly": "every 3 months",
    "annually": "every 12 months",
    "yearly": "every 12 months",
}


class Slip(Noun):
    """Where a slip is in a line (offsets), what is said, and the advice.

    `puts` are what to write instead, with offsets; empty where the author has to choose. They are `safe`
    where only signs change.
    """

    start: int
    end: int
    message: str
    help: str
    code: str = "TRA002"
    puts: tuple[tuple[int, int, str], ...] = ()
    safe: bool = True


Advice = str | Callable[[str], str]


def _slip(
    pattern: str,
    message: str,
    help: Advice,
    code: str = "TRA002",
    put: Advice | None = None,
    safe: bool = True,
) -> Callable[[str], Slip | None]:
    """Return a look at a line: the first group of the pattern, or all of it, is the wrong word.

    `put` is what to write for it, wherever it stands in the line.
    """

    def look(line: str) -> Slip | None:
        # Compiled when a line is first found wrong: most texts have none.
        form = re.compile(pattern, re.IGNORECASE)
        hit = form.search(line)
        if hit is None:
            return None
        group = 1 if form.groups else 0
        words = line[hit.start(group) : hit.end(group)]
        advice = help(words) if callable(help) else help.format(words)
        puts = tuple(
            (each.start(group), each.end(group), put(each[group]) if callable(put) else put)
            for each in (form.finditer(line) if put is not None else ())
            if put is not None
        )
        said = message.format(words)
        return Slip(hit.start(group), hit.end(group), said, advice, code, puts, safe)

    return look


def _share_of(number: str) -> str:
    value = Decimal(number)
    share = value * 100 if value < 1 else value
    return f"{format(share.normalize(), 'f')}%"


def as_share(number: str) -> str:
    """Return the advice for a bare number where a share is meant: `0.05` is 5%, and so is `5`."""
    return f"if a share is meant, write `{_share_of(number)}`"


_SPACED = _slip(
    r"(\d\s+%)", "a space stands before `%`", "", put=lambda w: "".join(w.split()), safe=False
)


def _space_before_percent(line: str) -> Slip | None:
    found = _SPACED(line)
    if found is None:
        return None
    number = re.findall(r"[\d.]+$", line[: found.start + 1])[0]
    return replace(found, help=f"write `{number}%`")


SLIPS: tuple[Callable[[str], Slip | None], ...] = (
    _slip(r"[“”„‟«»]", "`{}` is not a straight quote", 'use `"` on both sides', put='"'),
    _slip(
        r"('[^']*')",
        "single quotes do not quote",
        'use `"` on both sides',
        put=lambda w: f'"{w[1:-1]}"',
    ),
    _slip(
        r"(\d[\d.]*\s*(?:percent|per cent|pct)\b)",
        "`{}` is not a share",
        lambda w: f"write `{re.sub('[^0-9.]', '', w)}%`",
        put=lambda w: f"{re.sub('[^0-9.]', '', w)}%",
        safe=False,
    ),
    _space_before_percent,
    _slip(
        r"([<>]\s+=)",
        "a space stands in `{}`",
        lambda w: f"write `{w[0]}=`",
        put=lambda w: f"{w[0]}=",
    ),
    _slip(
        r"(=>|≥|=<|≤)",
        "`{}` is not a comparison",
        "write `>=`, `>`, `<=` or `<`",
        put=lambda w: ">=" if w in ("=>", "≥") else "<=",
    ),
    _slip(r"(==|!=|<>|≠)", "`{}` is not a comparison", "write `>=`, `>`, `<=` or `<`, or `is`"),
    _slip(
        rf"^{_CONDITION}\s+[\w.-]+\.[\w-]+\s+"
        r"(at least|at most|more than|less than|above|below|exceeds|over|under|is)\s+\$?\d",
        "`{}` does not compare numbers",
        lambda w: f"write `{_COMPARES[w.lower()]}`",
    ),
    _slip(
        rf"^{_CONDITION}\s+(\d\S*)\s*(?:>=|<=|<|>)",
        "`{}` stands before what is compared with it",
        "write `BENCHMARK.METRIC >= LIMIT`",
    ),
    _slip(
        rf"^(?:{_CONDITION})\s+((?:one|either|some) of)$", "`{}` is no list head", "write `any of`"
    ),
    _slip(
        r"^-\s*((?:any|all|none|at least \d+) of)$",
        "a list stands within a list",
        "give it a name with `define`, and write `- NAME holds`",
    ),
    _slip(
        rf"^{_CONDITION}\s+(not)\s",
        "`{}` does not stand before a condition",
        "write `is not reached`, or `none of` with bullets",
    ),
    _slip(
        rf"^{_CONDITION}\s+[\w.-]+\s+(reached|ruled out|shown|published|approved|specified|complete)$",
        "`is` is missing before `{}`",
        "write `is {}`",
    ),
    _slip(
        rf"^{_CONDITION}\s+(?:any|all|none|at least \d+) of(:)",
        "no colon is needed",
        "leave it out",
        put="",
    ),
    _slip(
        r"\s(?:must|aims to|should|may)\s.*\s(unless|except|if|provided|when)\s",
        "`{}` does not stand in the line of a duty",
        "write `unless …` on the next line, or `when …` above the duties",
    ),
    _slip(
        r"^((?:otherwise|instead))\s+(?!.*\s(?:must|aims to|should|may)\s)",
        "`{}` does not say who must do what",
        "write `{} PARTY must VERB …`",
    ),
    _slip(r"^needs\s+(\d+)\s", "`{}` does not say how many more or less", "write `at least {}`"),
    _slip(r"\swhere\s.*[^<>=!](=)[^=>]", "`{}` is not a comparison", "write `is`, or `>=`"),
    _slip(
        r"\swhere\s.*\s(and|or)\s",
        "`{}` stands between tests",
        "write a comma for `and`: all tests are about one record; for `or` write a second line",
        "TRA004",
    ),
    _slip(
        rf"^{_CONDITION}\s.*\s(and|or|and not|or not)\s",
        "`{}` stands between conditions",
        "use `all of` or `any of`, with a bullet for each condition",
        "TRA004",
    ),
    _slip(
        r"^(?:otherwise\s+|instead\s+)?[\w.-]+(?:,\s*[\w.-]+)*\s"
        r"(shall not|will not|shall|will|has to|have to|needs to|is to|can|cannot|could|would|might)\s",
        "`{}` does not say how binding this is",
        "write `must`, `must not`, `aims to`, `should` or `may`",
    ),
    _slip(
        r"\s(?:must not|must|should|may)\s+(to)\s",
        "`{}` does not follow `must`, `should` or `may`",
        "leave it out",
        put="",
    ),
    _slip(
        r"\s(mustn't|must never)\s",
        "`{}` is not one of the modal verbs",
        "write `must not`",
        put="must not",
        safe=False,
    ),
    _slip(
        rf"\b(?:within|every|least|after|most)\s+({_NUMBERS})\b",
        "`{}` is written as a word",
        "write the number in digits",
    ),
    _slip(r"\b(?:within|every|least)\s+(an?)\s", "`{}` is written as a word", "write `1`"),
    _slip(
        r"\b(daily|weekly|monthly|quarterly|annually|yearly)\b",
        "`{}` is not a time of the language",
        lambda w: f"write `{_EVERY[w.lower()]}`",
        put=lambda w: _EVERY[w.lower()],
        safe=False,
    ),
    _slip(
        r"\s(in)\s+\d+\s+(?:hour|day|business|week|month|year)",
        "`{}` does not say by when",
        "write `within`",
    ),
    _slip(
        r"\s(\d+\s+(?:hours?|(?:business )?days?|weeks?|months?|years?)\s+before)\s",
        "`{}` does not say whether more or less",
        "write `at least {}`",
    ),
    _slip(
        r"\s(\d+\s+(?:hours?|(?:business )?days?|weeks?|months?|years?)\s+after)\s",
        "`{}` does not say by when",
        lambda w: f"write `within {' '.join(w.split()[:-1])} of`",
    ),
    _slip(
        r"(?<![\w.-])(\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}/\d{1,2}/\d{1,2}|\d{4}-\d{1,2}-\d{1,2})"
        r"(?![\w-])(?<!\d{4}-\d\d-\d\d)",
        "`{}` is not a date of the language",
        "write year, month, day: `2026-05-26`",
    ),
    _slip(
        r"(\d{1,3}(?:,\d{3})+)\b",
        "commas stand within the number `{}`",
        "leave them out",
        put=lambda w: w.replace(",", ""),
        safe=False,
    ),
    _slip(
        r"\b(?:at most|owned|to see|at)\s+(\d*\.?\d+)\s+(?:of|by|at|confidence)\b",
        "`{}` has no unit",
        as_share,
        put=_share_of,
        safe=False,
    ),
    _slip(
        r"^measured\s+((?:every|the released)\s+(?:released\s+)?checkpoint)",
        "`measured` is about when; on what is `measured on`",
        "write `measured on {}`",
    ),
    _slip(
        r"(?:higher|lower)\s+is\s+(better)\b",
        "only what is worse is said: `{}` is its opposite",
        "write `higher is worse` or `lower is worse`",
    ),
    _slip(
        r"^cites\s+[\w.-]+\s+((?:section|sec\.|article|art\.|chapter)\s*\S+|\d[\w.]*)",
        "`{}` is not how a section is written",
        lambda w: f"write `§{w.split()[-1]}`",
    ),
    _slip(
        r"^cites\s.*\s((?:pages?|pp\.)\s*[\d-]+)",
        "`{}` is not how a page is written",
        lambda w: f"write `p.{re.sub('[^0-9-]', '', w)}`",
    ),
    _slip(
        r'"(,)\s*"',
        "a comma stands between two quotes",
        "adjacent quotes are one sentence: leave it out",
        put="",
    ),
    _slip(r"^-.*(,)\s*(?:-|$)", "a bullet ends in a comma", "leave it out: each bullet is a line"),
    _slip(
        r"\s(where)\s*$", "nothing follows `{}`", "say what must hold, as in `where stage is rl`"
    ),
    _slip(
        r'"\x00*"([^\s",]+)',
        "the quote ends before `{}`",
        "there are no quotes within quotes: use single ones inside",
    ),
    _slip(
        r"(?:\b(?:by|to|of|for|from|with)|,)\s+((?-i:the|an?))\s",
        "`{}` is not part of a name",
        "leave it out",
    ),
    _slip(
        r"(?:\sjudges|^because|^title|^excludes)\s+([^\"\x00]+)$",
        "`{}` stands without quotes",
        'put `"` on both sides',
    ),
    _slip(r"(;|\.)\s*$", "a line does not end in `{}`", "leave it out", put=""),
    _slip(
        r"([\[\](){}])",
        "the language has no brackets",
        "use a list of bullets, or a `define` of its own",
    ),
    _slip(
        r"(//.*|/\*.*)$",
        "a comment begins with `#`",
        "write `#` for `//`",
        put=lambda w: f"# {w[2:].removesuffix('*/').strip()}".rstrip(),
    ),
)


def slip_in(line: str) -> Slip | None:
    """Return the first common slip in a line that could not be read, or None."""
    if len(line) > _LONGEST:
        return None
    bare = unquoted(line)
    return next((found for look in SLIPS if (found := look(bare)) is not None), None)
