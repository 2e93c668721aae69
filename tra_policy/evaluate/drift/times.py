"""How much time a duty has in two versions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from tra_policy.model.duties import Timing
from tra_policy.model.moment import Duration

Change = Literal["longer", "shorter", "other", "none"]
# Months and years differ in length; for the question which of two stretches is longer their mean will do.
_DAYS = {
    "hours": Decimal(1) / 24,
    "days": Decimal(1),
    "business days": Decimal(7) / 5,
    "weeks": Decimal(7),
    "months": Decimal("30.4375"),
    "years": Decimal("365.25"),
}


def days_in(stretch: Duration) -> Decimal:
    """Return about how many days a stretch has."""
    return stretch.amount * _DAYS[stretch.unit]


def change(older: Iterable[Timing], newer: Iterable[Timing]) -> Change:
    """Return whether the newer statements about time leave more of it than the older."""
    before, after = list(older), list(newer)
    if before == after:
        return "none"
    dated = [bool([t for t in one if t.kind != "vague"]) for one in (before, after)]
    if dated == [True, False]:
        return "longer"
    if dated == [False, True]:
        return "shorter"
    if len(before) != 1 or len(after) != 1:
        return "other"
    return _of_one(before[0], after[0])


def _of_one(old: Timing, new: Timing) -> Change:
    if (old.kind, old.event) != (new.kind, new.event):
        return "other"
    if old.stretch is not None and new.stretch is not None:
        longer = days_in(new.stretch) > days_in(old.stretch)
        # `at least 2 weeks before`: there a longer stretch is the stricter one.
        return "longer" if longer == (old.kind != "before") else "shorter"
    if old.day is not None and new.day is not None:
        return "longer" if new.day > old.day else "shorter"
    return "other"
