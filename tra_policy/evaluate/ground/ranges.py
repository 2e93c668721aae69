"""The range of records that a claim of completeness has to cover for a need."""

from __future__ import annotations

from tra_policy.model.conditions import FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.links import stage_path

# Where a test only says which records are meant, a claim over those that pass it is enough.
_MEANT = ("some", "at least", "enough", "aggregate")


def range_of(need: Need, group: dict[str, str], *, tests: bool = True) -> dict[str, str]:
    """Return the field values that bound the records of a need, for one group; with those that its
    tests ask for, unless told otherwise.
    """
    bounded = dict(group)
    if need.stage:
        bounded[".".join(stage_path(need.kind))] = need.stage
    for test in need.where if tests and need.quantifier in _MEANT else ():
        if isinstance(test, FieldTest):
            plain = test.test == "is" and not test.against_path and len(test.path) == 1
            if plain and isinstance(test.value, str):
                bounded[test.path[0]] = test.value
    return bounded
