"""Where a number stands against a limit: the estimate, the bound, the comparison.

Wilson's score bound in its textbook form, one-sided 95%.
"""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from statistics import NormalDist

from .kleene import FALSE, NOT, TRUE, UNKNOWN
from .world import Benchmark, Comparison, Counts, Measurement

Z = NormalDist().inv_cdf(0.95)


def wilson(adverse: float, planned: int, side: str) -> float:
    """The one-sided 95% bound of a share: `adverse` items out of `planned`."""
    share = adverse / planned
    centre = share + Z * Z / (2 * planned)
    spread = Z * sqrt(share * (1 - share) / planned + Z * Z / (4 * planned * planned))
    factor = 1 + Z * Z / planned
    return (centre + spread) / factor if side == "upper" else (centre - spread) / factor


def add_up(counts: Counts) -> bool:
    """Whether nothing is missing from the counts."""
    return counts.scored > 0 and counts.planned == counts.scored + counts.errored + counts.excluded


def bound(record: Measurement, benchmark: Benchmark) -> float | None:
    """The bound in the adverse direction, or None where nothing supports one."""
    side = "upper" if benchmark.higher_is_worse else "lower"
    if record.from_counts:
        counts = record.counts
        if counts is None or not add_up(counts) or record.value is None:
            return None
        lost = counts.errored + counts.excluded
        hits = float(record.value) * counts.scored
        return wilson(hits + lost if side == "upper" else hits, counts.planned, side)
    if record.interval is not None:
        level = record.interval.level
        one_sided = level if record.interval.sides == "one" else (1 + level) / 2
        if one_sided < Decimal("0.95"):
            return None
        return float(record.interval.upper if side == "upper" else record.interval.lower)
    return None


def adverse_form(atom: Comparison, benchmark: Benchmark) -> tuple[Comparison, bool]:
    """The adverse comparison that an atom is, or is the `not` of; and whether it is the `not`."""
    adverse = {">=", ">"} if benchmark.higher_is_worse else {"<=", "<"}
    if atom.op in adverse:
        return atom, False
    opposite = {">=": "<", "<": ">=", "<=": ">", ">": "<="}[atom.op]
    return Comparison(atom.benchmark, opposite, atom.limit, atom.point, atom.run_by), True


def meets(value: float | Decimal, op: str, limit: Decimal) -> bool:
    """Whether a plain number meets a plain limit."""
    if isinstance(value, float):
        number, bar = value, float(limit)
        return {
            ">=": number >= bar,
            ">": number > bar,
            "<=": number <= bar,
            "<": number < bar,
        }[op]
    return {
        ">=": value >= limit,
        ">": value > limit,
        "<=": value <= limit,
        "<": value < limit,
    }[op]


def comparison(record: Measurement, atom: Comparison, benchmark: Benchmark) -> int:
    """The truth of the adverse comparison for one record, as if the record were eligible."""
    if atom.limit is None or record.value is None or record.statistic != benchmark.statistic:
        return UNKNOWN
    if meets(record.value, atom.op, atom.limit):
        return TRUE
    if atom.point:
        return FALSE
    edge = bound(record, benchmark)
    if edge is None or meets(edge, atom.op, atom.limit):
        return UNKNOWN
    return FALSE


def truth(record: Measurement, atom: Comparison, benchmark: Benchmark) -> int:
    """The truth of an atom as written, adverse or benign, for one record."""
    primitive, negated = adverse_form(atom, benchmark)
    found = comparison(record, primitive, benchmark)
    return NOT[found] if negated else found
