"""One measurement held against one limit."""

from __future__ import annotations

from decimal import Decimal

from tra_policy.evaluate.ground.bounds import adverse_bound
from tra_policy.logic.conditions import adverse_form
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.model.conditions import Comparison, Operator, Unpublished
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.policy import Metric
from tra_policy.model.proof import Reason
from tra_policy.model.quantity import Unit
from tra_policy.words.noun import Noun

UNITS: dict[str, Unit] = {
    "percent": "share",
    "ratio": "ratio",
    "number": "number",
    "hours": "hours",
}


class Compared(Noun):
    """The adverse comparison of a measurement with a limit.

    `truth` is true if the estimate meets the limit, false only if the bound misses it. `adverse` is
    what the estimate alone says; None where the two cannot be compared at all.
    """

    truth: Truth
    adverse: bool | None
    operator: Operator
    estimate: Decimal | None = None
    bound: Decimal | None = None
    reasons: tuple[Reason, ...] = ()


def holds(value: Decimal, operator: Operator, limit: Decimal) -> bool:
    """Whether `value operator limit` holds."""
    match operator:
        case ">=":
            return value >= limit
        case ">":
            return value > limit
        case "<=":
            return value <= limit
        case "<":
            return value < limit
        case "=":
            return value == limit
        case "!=":
            return value != limit


def comparable(measurement: Measurement, metric: Metric) -> bool:
    """Whether a measurement measures the metric that a limit is set on: same unit, same statistic,
    and the benchmark itself rather than a subset or a modified version of it.
    """
    value = measurement.value
    return (
        value is not None
        and value.unit == UNITS[metric.unit]
        and measurement.statistic == metric.statistic
        and measurement.derived is None
    )


def compared(measurement: Measurement, comparison: Comparison, metric: Metric) -> Compared:
    """Return the adverse comparison of a measurement with the limit of a comparison."""
    operator, _ = adverse_form(comparison, metric.higher_is_worse)
    value = measurement.value
    if value is None or isinstance(comparison.limit, Unpublished):
        return Compared(UNKNOWN, None, operator)
    if not comparable(measurement, metric):
        adverse = _meets_all_the_same(measurement, metric, operator, comparison.limit.value)
        return Compared(UNKNOWN, adverse, operator, value.value, None, ("incomparable",))
    limit = comparison.limit.value
    adverse = holds(value.value, operator, limit)
    bound = adverse_bound(measurement, metric.higher_is_worse)
    if adverse:
        return Compared(TRUE, True, operator, value.value, bound)
    if comparison.at_point_estimate:
        return Compared(FALSE, False, operator, value.value, bound)
    if bound is None:
        return Compared(UNKNOWN, False, operator, value.value, None, ("no-uncertainty",))
    missed = not holds(bound, operator, limit)
    return Compared(FALSE if missed else UNKNOWN, False, operator, value.value, bound)


def _meets_all_the_same(
    measurement: Measurement, metric: Metric, operator: Operator, limit: Decimal
) -> bool | None:
    """Whether a value of another statistic meets the limit; None where it is of another thing."""
    value = measurement.value
    if value is None or value.unit != UNITS[metric.unit] or measurement.derived is not None:
        return None
    return holds(value.value, operator, limit)
