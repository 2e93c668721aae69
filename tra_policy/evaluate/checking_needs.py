"""The small checker's rules for needs: what follows from the records that a node lists.

Like the rest of the checker it shares no code with the evaluator.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from tra_policy.model.proof import Proof

INCONSISTENT = "inconsistent"


def candidate(part: Proof) -> str:
    """What one record comes to, from what it may turn out to be."""
    may = set(part.fact("may").split())
    if not may & {"hit", "miss"}:
        return INCONSISTENT
    if part.fact("quantifier") == "every":
        return "false" if may == {"miss"} else "unknown" if "miss" in may else "true"
    return "true" if may == {"hit"} else "unknown" if "hit" in may else "false"


def need(part: Proof) -> str:
    """What a quantified need comes to, from its counts; the counts from the records where all are listed."""
    names = ("hits", "may hit", "misses", "may miss", "members")
    said = [int(part.fact(name)) for name in names]
    seen = _counted(part.children)
    if any(a > b for a, b in zip(seen, said, strict=True)):
        return INCONSISTENT
    if part.fact("listed") == "yes" and seen != said:
        return INCONSISTENT
    hits, may_hit, misses, may_miss, members = said
    complete = part.fact("complete") == "yes"
    required = int(part.fact("required"))
    match part.fact("quantifier"):
        case "some" | "at least" | "enough" as quantifier:
            if hits >= required:
                shown = quantifier == "enough" or seen[0] >= required
                return "met" if shown else INCONSISTENT
            if part.fact("ahead") == "yes":
                return "not-yet-due"
            closed = complete or part.fact("represented") == "yes"
            return "not-met" if closed and may_hit < required else "unknown"
        case "every":
            if misses > 0:
                return "not-met"
            return "met" if complete and may_miss == 0 else "unknown"
        case "no":
            if hits > 0:
                return "not-met"
            return "met" if complete and may_hit == 0 else "unknown"
        case "at most share":
            share = Fraction(Decimal(part.fact("share")))
            if not complete:
                return "unknown"
            if hits > share * (hits + may_miss):
                return "not-met"
            met = members > 0 and may_hit <= share * (may_hit + misses)
            return "met" if met else "unknown"
        case _:
            return INCONSISTENT


def _counted(children: Sequence[Proof]) -> list[int]:
    found = [0, 0, 0, 0, 0]
    for child in children:
        may, weight = set(child.fact("may").split()), int(child.fact("weight"))
        are = (may == {"hit"}, "hit" in may, may == {"miss"}, "miss" in may, "out" not in may)
        found = [count + (weight if is_so else 0) for count, is_so in zip(found, are, strict=True)]
    return found


def valued(part: Proof) -> str:
    """Whether one record surely counts with its value."""
    return "true" if part.fact("amount") and part.fact("out") == "no" else "unknown"


def aggregate(part: Proof) -> str:
    """What an aggregate comes to, from its bounds; the bounds from the records where all are listed."""
    lowest, highest = _end(part.fact("lowest")), _end(part.fact("highest"))
    empty = part.fact("empty") == "yes"
    if part.fact("listed") == "yes" and (lowest, highest, empty) != _bounds(part):
        return INCONSISTENT
    upward = part.fact("operator") in (">", ">=")
    surely, never = (lowest, highest) if upward else (highest, lowest)
    met = not empty and surely is not None and _meets(part, surely)
    if part.fact("ahead") == "yes":
        return "not-yet-due" if _may_come(part) and not met else INCONSISTENT
    if empty:
        return "unknown"
    if met:
        return "met"
    return "not-met" if never is not None and not _meets(part, never) else "unknown"


def _may_come(part: Proof) -> bool:
    """Whether a number waits for records: to be reached from below, or a smallest one from above."""
    upward = part.fact("operator") in (">", ">=")
    return part.fact("statistic") in ("sum", "max") if upward else part.fact("statistic") == "min"


def _closed(part: Proof) -> bool:
    """Whether no further records are reckoned with: by a claim, or, where these could only help, by a
    statement that everything is on file.
    """
    helps = _may_come(part) and (part.fact("statistic") != "sum" or part.fact("counted") == "yes")
    return part.fact("complete") == "yes" or (helps and part.fact("represented") == "yes")


def _end(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _meets(part: Proof, value: Fraction) -> bool:
    limit = Fraction(Decimal(part.fact("limit")))
    return {
        ">=": value >= limit,
        ">": value > limit,
        "<=": value <= limit,
        "<": value < limit,
    }[part.fact("operator")]


def _bounds(part: Proof) -> tuple[Fraction | None, Fraction | None, bool]:
    """The bounds worked out anew: an end is open where a value that is not known may lie beyond it."""
    inside = [c for c in part.children if c.fact("out") == "no"]
    sure = sorted(Fraction(c.fact("amount")) for c in inside if c.fact("amount"))
    outside = [c for c in part.children if c.fact("out") == "yes" and c.fact("amount")]
    maybe = sorted(Fraction(c.fact("amount")) for c in outside)
    unknown = not _closed(part) or any(not c.fact("amount") for c in part.children)
    floor = Fraction(0) if part.fact("counted") == "yes" else None
    every = sorted([*sure, *maybe])
    low: Fraction | None = None
    high: Fraction | None = None
    match part.fact("statistic"):
        case "max":
            low = sure[-1] if sure else floor
            high = every[-1] if every and not unknown else None
        case "min":
            low = floor if unknown else (every[0] if every else None)
            high = sure[0] if sure else None
        case "sum":
            if not unknown or floor is not None:
                low = sum(sure, Fraction(0)) + sum(v for v in maybe if v < 0)
            if not unknown:
                high = sum(sure, Fraction(0)) + sum(v for v in maybe if v > 0)
        case statistic if sure and not maybe and not unknown:
            low = high = _middle(statistic, part.fact("quantile"), sure)
    return low, high, not inside


def _middle(statistic: str, quantile: str, values: list[Fraction]) -> Fraction:
    if statistic == "mean":
        return sum(values, Fraction(0)) / len(values)
    if statistic == "median":
        half = len(values) // 2
        return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
    # The smallest value that at least this share of them does not exceed.
    share = Fraction(Decimal(quantile))
    return next(v for n, v in enumerate(values, 1) if n >= share * len(values))


def naming(part: Proof) -> str:
    """Whether one record surely counts, with all of its values."""
    return "true" if part.fact("out") == "no" and part.fact("more") == "0" else "unknown"


def distinct(part: Proof) -> str:
    """What a count of different values comes to, from its bounds; no value of which a record is listed may
    be left out of them, and where all records are listed they are worked out anew.
    """
    lowest, highest = int(part.fact("lowest")), part.fact("highest")
    empty, upward = part.fact("empty") == "yes", part.fact("operator") in (">", ">=")
    # That everything is on file is enough where further records could only help.
    said = upward and part.fact("represented") == "yes"
    complete = said or part.fact("complete") == "yes"
    inside = [c for c in part.children if c.fact("out") == "no"]
    sure, every = _names(inside), _names(part.children)
    more = [c.fact("more") for c in part.children]
    if len(sure) > lowest or (highest and not complete) or (inside and empty):
        return INCONSISTENT
    if part.fact("listed") == "yes":
        closed = complete and "" not in more
        whole = str(len(every) + sum(int(many) for many in more)) if closed else ""
        if (lowest, highest, empty) != (len(sure), whole, not inside):
            return INCONSISTENT
    best, worst = (str(lowest), highest) if upward else (highest, str(lowest))
    if part.fact("ahead") == "yes":
        short = empty or not _meets(part, Fraction(lowest))
        return "not-yet-due" if upward and short else INCONSISTENT
    if worst and not _meets(part, Fraction(worst)):
        # That there are too many is shown by records that have as many.
        shown = upward or not _meets(part, Fraction(len(sure)))
        return "not-met" if shown else INCONSISTENT
    if not best or not _meets(part, Fraction(best)) or empty:
        return "unknown"
    shown = not upward or _meets(part, Fraction(len(sure)))
    return "met" if shown else INCONSISTENT


def _names(parts: Sequence[Proof]) -> set[str]:
    return {name for part in parts for name in json.loads(part.fact("names"))}


def per(part: Proof, together: str) -> str:
    """What a need comes to over its groups, of which `together` is the worst."""
    value = together if part.children else "unknown"
    closed = part.fact("complete") == "yes" and part.fact("doubtful") == "0"
    return value if value in ("not-met", "unknown") or closed else "unknown"
