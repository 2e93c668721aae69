"""What the policy text alone says of a threshold: pivotality, legs and label."""

from __future__ import annotations

from typing import Literal

from tra_policy.words.noun import Noun

Label = Literal["prior", "conditional", "commitment"]


class AxisPivot(Noun):
    """Pivotality on one axis. None: not decided within the bound.

    self_sufficient       the lab can clear the threshold alone, whatever the credited atoms say
    self_only             it can be cleared, and no credited atom matters
    decorative            credited atoms that are named and do not matter
    pivotal_in_every_way  it is never cleared while all independent and authority atoms are unknown
    independent           the independent and authority atoms that are named
    """

    self_sufficient: bool | None = None
    self_only: bool | None = None
    decorative: tuple[str, ...] = ()
    pivotal_in_every_way: bool | None = None
    independent: tuple[str, ...] = ()


class Pivotality(Noun):
    """Could any independent measurement change the outcome? Asked of the policy text alone."""

    design: AxisPivot = AxisPivot()
    run: AxisPivot = AxisPivot()
    fail_open: bool | None = None


class Legs(Noun):
    """What stands besides the label."""

    measured_independently: bool = False
    measured_independently_design: bool = False
    measured_independently_run: bool = False
    limit_published: bool = False
    limit_set_by_another: bool = False
    decided_by_another: bool = False
    not_amendable_alone: bool = False
    every_result_to_outsider: bool = False
    outsider_told_on_crossing: bool = False
    fails_closed: bool = False
    consequence_follows: bool = False
    record_exists: bool = False


class TextVerdict(Noun):
    """All that the text alone says of one threshold."""

    threshold: str
    label: Label
    legs: Legs
    pivotality: Pivotality
