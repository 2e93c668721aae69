"""Records whose own words exclude each other, and those that stand against them.

Either of two statements may support something, and both together nothing. So leaving one of them out can
make an answer better, as leaving out a retraction can: the law that removal never helps is not about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tra_policy.model.evidence.bundle import Evidence


def contradicting(told: Evidence) -> frozenset[str]:
    """Return the ids of all records of which one field less may be one contradiction less."""
    records: list[Any] = [filed.record for filed in told.filed]
    return frozenset(name for pair in _pairs(records, told.manifest.date.day) for name in pair)


def _pairs(records: list[Any], bundled: date) -> Iterator[tuple[str, ...]]:
    by_id = {one.id: one for one in records}
    checkpoints = [one for one in records if one.kind == "checkpoint" and one.made is not None]
    for one in records:
        done = one.happened.day if one.happened is not None else None
        written = one.recorded.day if one.recorded is not None else bundled
        promised = one.kind in ("representation", "training_run")
        if done is not None and written < done and not promised:
            yield (one.id,)
        if one.kind == "rollout" and _odd(one):
            yield (one.id,)
        if one.kind == "retest" and one.measurement in by_id:
            test = by_id[one.measurement]
            moved = one.checkpoint is not None and one.checkpoint != test.subject
            if moved or (one.run_by and set(one.run_by) != set(test.roles.run)):
                yield one.id, test.id
        field = {"measurement": "subject", "retest": "checkpoint"}.get(one.kind)
        for other in checkpoints if field is not None and done is not None else ():
            named = getattr(one, field or "") in (other.id, *other.deployed_as)
            if named and done is not None and done < other.made.day:
                yield one.id, other.id


def _odd(sample: Any) -> bool:
    counts, sampled = sample.flagged or {}, sample.sampled
    most = sampled if sampled is not None else sample.population
    return (
        (None not in (sampled, sample.population) and sampled > sample.population)
        or (most is not None and any(count > most for count in counts.values()))
        or (sample.flagged is not None and not all(counts.get(f) for f in sample.flags or ()))
    )
