"""Common slips, each with a message written for it.

Asked only of a line that could not be read: a slip found here replaces the general message.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from tra_policy.syntax.characters import unquoted
from tra_policy.syntax.slip import Slip, look_for
from tra_policy.syntax.slips_of_time import TIME_SLIPS
from tra_policy.words.noun import replace

_CONDITION = r"(?:-|reached\s+when|ruled\s+out\s+when|when|unless|holds\s+when)"
_NAMED = "party|event|benchmark|safeguard|document|define|threshold|commitment|requirement"
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
    "greater than": ">",
    "higher than": ">",
    "lower than": "<",
    "smaller than": "<",
}


def _share_of(number: str) -> str:
    value = Decimal(number)
    share = value * 100 if value < 1 else value
    return f"{format(share.normalize(), 'f')}%"


def as_share(number: str) -> str:
    """Return the advice for a bare number where a share is meant: `0.05` is 5%, and so is `5`."""
    return f"if a share is meant, write `{_share_of(number)}`"


_SPACED = look_for(
    r"(\d\s+%)", "a space stands before `%`", "", put=lambda w: "".join(w.split()), safe=False
)


def _space_before_percent(line: str) -> Slip | None:
    found = _SPACED(line)
    if found is None:
        return None
    number = re.findall(r"[\d.]+$", line[: found.start + 1])[0]
    return replace(found, help=f"write `{number}%`")


SLIPS: tuple[Callable[[str], Slip | None], ...] = (
    look_for(r"[“”„‟«»]", "`{}` is not a straight quote", 'use `"` on both sides', put='"'),
    look_for(
        r"(‘[^‘’]*’)",
        "single quotes do not quote",
        'use `"` on both sides',
        put=lambda w: f'"{w[1:-1]}"',
    ),
    look_for(
        r"('[^']*')",
        "single quotes do not quote",
        'use `"` on both sides',
        put=lambda w: f'"{w[1:-1]}"',
    ),
    look_for(
        r"(\d[\d.]*\s*(?:percent|per cent|pct)\b)",
        "`{}` is not a share",
        lambda w: f"write `{re.sub('[^0-9.]', '', w)}%`",
        put=lambda w: f"{re.sub('[^0-9.]', '', w)}%",
        safe=False,
    ),
    _space_before_percent,
    look_for(
        r"([<>]\s+=)",
        "a space stands in `{}`",
        lambda w: f"write `{w[0]}=`",
        put=lambda w: f"{w[0]}=",
    ),
    look_for(
        r"(=>|≥|=<|≤)",
        "`{}` is not a comparison",
        "write `>=`, `>`, `<=` or `<`",
        put=lambda w: ">=" if w in ("=>", "≥") else "<=",
    ),
    look_for(r"(==|!=|<>|≠)", "`{}` is not a comparison", "write `>=`, `>`, `<=` or `<`, or `is`"),
    look_for(
        rf"^{_CONDITION}\s+[\w.-]+\.[\w-]+\s+"
        rf"((?:is\s+)?(?:{'|'.join(_COMPARES)})|is)\s+\$?\d",
        "`{}` does not compare numbers",
        lambda w: f"write `{_COMPARES.get(' '.join(w.lower().removeprefix('is ').split()), '>=')}`",
    ),
    look_for(
        rf"^{_CONDITION}\s+(\d\S*)\s*(?:>=|<=|<|>)",
        "`{}` stands before what is compared with it",
        "write `BENCHMARK.METRIC >= LIMIT`",
    ),
    look_for(
        rf"^(?:{_CONDITION})\s+((?:one|either|some) of)$", "`{}` is no list head", "write `any of`"
    ),
    look_for(
        r"^-\s*((?:any|all|none|at least \d+) of)$",
        "a list stands within a list",
        "give it a name with `define`, and write `- NAME holds`",
    ),
    look_for(
        rf"^{_CONDITION}\s+(not)\s",
        "`{}` does not stand before a condition",
        "write `is not reached`, or `none of` with bullets",
    ),
    look_for(
        rf"^{_CONDITION}\s+[\w.-]+\s+(reached|ruled out|shown|published|approved|specified|complete)$",
        "`is` is missing before `{}`",
        "write `is {}`",
    ),
    look_for(
        rf"^{_CONDITION}\s+(?:any|all|none|at least \d+) of(:)",
        "no colon is needed",
        "leave it out",
        put="",
    ),
    look_for(
        r"\s(?:must|aims to|should|may)\s.*\s(unless|except|if|provided|when)\s",
        "`{}` does not stand in the line of a duty",
        "write `unless …` on the next line, or `when …` above the duties",
    ),
    look_for(
        r"^((?:otherwise|instead))\s+(?!.*\s(?:must|aims to|should|may)\s)",
        "`{}` does not say who must do what",
        "write `{} PARTY must VERB …`",
    ),
    look_for(r"^needs\s+(\d+)\s", "`{}` does not say how many more or less", "write `at least {}`"),
    look_for(r"\swhere\s.*[^<>=!](=)[^=>]", "`{}` is not a comparison", "write `is`, or `>=`"),
    look_for(
        r"\swhere\s.*\s(and|or)\s",
        "`{}` stands between tests",
        "write a comma for `and`: all tests are about one record; for `or` write a second line",
        "TRA004",
    ),
    look_for(
        rf"^{_CONDITION}\s.*\s(and|or|and not|or not)\s",
        "`{}` stands between conditions",
        "use `all of` or `any of`, with a bullet for each condition",
        "TRA004",
    ),
    look_for(
        r"^(?:otherwise\s+|instead\s+)?[\w.-]+(?:,\s*[\w.-]+)*\s"
        r"(shall not|will not|shall|will|has to|have to|needs to|is to|can|cannot|could|would|might|"
        r"(?:commits|pledges|agrees|undertakes|intends|plans|expects|seeks|strives) to)\s",
        "`{}` does not say how binding this is",
        "write `must`, `must not`, `aims to`, `should` or `may`",
    ),
    look_for(
        r"\s(?:must not|must|should|may)\s+(to)\s",
        "`{}` does not follow `must`, `should` or `may`",
        "leave it out",
        put="",
    ),
    look_for(
        r"\s(mustn't|must never)\s",
        "`{}` is not one of the modal verbs",
        "write `must not`",
        put="must not",
        safe=False,
    ),
    *TIME_SLIPS,
    look_for(rf"^(?:{_NAMED})\s.*\S(:)\s*$", "no colon is needed", "leave it out", put=""),
    look_for(
        rf'^(?:{_NAMED})\s+("\x00*")', "no name stands before the title", 'write `NAME "title"`'
    ),
    look_for(
        rf"^(?:{_NAMED})\s+([a-z][\w.-]*(?:\s+[\w.-]+)+)\s*(?:\"|$)",
        "`{}` is more than one word",
        lambda w: (
            f"a name is one: write `{'-'.join(w.split())}`, and the words as a title in quotes"
        ),
    ),
    look_for(r"^if unknown\s+(then)\s", "`{}` has no place here", "leave it out"),
    look_for(
        r"(\d{1,3}(?:,\d{3})+)\b",
        "commas stand within the number `{}`",
        "leave them out",
        put=lambda w: w.replace(",", ""),
        safe=False,
    ),
    look_for(
        r"\b(?:at most|owned|to see|at)\s+(\d*\.?\d+)\s+(?:of|by|at|confidence)\b",
        "`{}` has no unit",
        as_share,
        put=_share_of,
        safe=False,
    ),
    look_for(
        r"^measured\s+((?:every|the released)\s+(?:released\s+)?checkpoint)",
        "`measured` is about when; on what is `measured on`",
        "write `measured on {}`",
    ),
    look_for(
        r"(?:higher|lower)\s+is\s+(better)\b",
        "only what is worse is said: `{}` is its opposite",
        "write `higher is worse` or `lower is worse`",
    ),
    look_for(
        r"^cites\s+[\w.-]+\s+((?:section|sec\.|article|art\.|chapter)\s*\S+|\d[\w.]*)",
        "`{}` is not how a section is written",
        lambda w: f"write `§{w.split()[-1]}`",
    ),
    look_for(
        r"^cites\s.*\s((?:pages?|pp\.)\s*[\d-]+)",
        "`{}` is not how a page is written",
        lambda w: f"write `p.{re.sub('[^0-9-]', '', w)}`",
    ),
    look_for(
        r'"(,)\s*"',
        "a comma stands between two quotes",
        "adjacent quotes are one sentence: leave it out",
        put="",
    ),
    look_for(
        r"^-.*(,)\s*(?:-|$)", "a bullet ends in a comma", "leave it out: each bullet is a line"
    ),
    look_for(
        r"\s(where)\s*$", "nothing follows `{}`", "say what must hold, as in `where stage is rl`"
    ),
    look_for(
        r'"\x00*"([^\s",]+)',
        "the quote ends before `{}`",
        "there are no quotes within quotes: use single ones inside",
    ),
    look_for(
        r"(?:\b(?:by|to|of|for|from|with)|,)\s+((?-i:the|an?))\s",
        "`{}` is not part of a name",
        "leave it out",
    ),
    look_for(
        r"(?:\sjudges|^because|^title|^excludes)\s+([^\"\x00]+)$",
        "`{}` stands without quotes",
        'put `"` on both sides',
    ),
    look_for(
        r"^(?!cites|because).*[\w-]\s+(and|&)\s+[\w-]",
        "`{}` stands between names",
        "write a comma",
    ),
    look_for(
        r"\s(?:must|must not|aims to|should|may)\s+[\w-]+\s+((?-i:the|an?|its|all))\s",
        "`{}` is not part of a name",
        "leave it out",
    ),
    look_for(r"(;|\.)\s*$", "a line does not end in `{}`", "leave it out", put=""),
    look_for(
        r"([\[\](){}])",
        "the language has no brackets",
        "use a list of bullets, or a `define` of its own",
    ),
    look_for(
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
