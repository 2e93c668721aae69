"""Whether what a record says can be so: its counts, its days, and what it says of the record behind it.

Of two statements that exclude each other nobody can tell which one is wrong. Such a record supports
nothing, and keeps its power to prevent.
"""

from __future__ import annotations

from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import Representation
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Checkpoint, Retest, Rollout, TrainingRun
from tra_policy.model.moment import Moment
from tra_policy.model.proof import Reason

# A statement about days to come is a promise (see `representing`); a run is declared when it begins.
_AHEAD = (Representation, TrainingRun)


def impossible(world: World, record: Record) -> tuple[Reason, ...]:
    """Return what stands against a record that cannot be as it says: `suspect-counts` for its counts,
    `missing` for the rest, since a day or a name that cannot be is as good as none.
    """
    reasons: list[Reason] = []
    if isinstance(record, Rollout) and miscounted(record):
        reasons.append("suspect-counts")
    unlike = isinstance(record, Retest) and _not_shown_alike(world, record)
    if written_before(world, record) or made_after(world, record) or unlike:
        reasons.append("missing")
    return tuple(reasons)


def miscounted(sample: Rollout) -> str:
    """Return in which way the counts of a sample exclude each other; empty where they do not."""
    sampled, population, flagged = sample.sampled, sample.population, sample.flagged
    if sampled is not None and population is not None and sampled > population:
        return f"{sampled:,} were sampled of {population:,}"
    whole = sampled if sampled is not None else population
    for flag, count in sorted((flagged or {}).items()):
        if whole is not None and count > whole:
            return f"`{flag}` is counted {count:,} times in {whole:,}"
    for flag in sample.flags or ():
        if flagged is not None and not flagged.get(flag):
            return f"`flags` names `{flag}`, and `flagged` counts none"
    return ""


def written_before(world: World, record: Record) -> Moment | None:
    """Return when a record was written, if that was before what it tells of; else None."""
    happened = record.happened
    written = record.recorded or world.evidence.manifest.date
    if happened is None or written.latest >= happened.earliest:
        return None
    return written if not isinstance(record, _AHEAD) else None


def made_after(world: World, record: Record) -> Checkpoint | None:
    """Return the checkpoint that a test was made on before there was one; else None."""
    if isinstance(record, Measurement):
        name: str | None = record.subject
    elif isinstance(record, Retest):
        name = record.checkpoint
    else:
        return None
    return _not_there_yet(world, name, record.happened) if name is not None else None


def _not_there_yet(world: World, name: str, done: Moment | None) -> Checkpoint | None:
    """Return the first checkpoint of a name, if all of that name were made later."""
    found = world.models.get(name, ())
    if done is None or not found:
        return None
    for checkpoint in found:
        if checkpoint.made is None or checkpoint.made.earliest <= done.latest:
            return None
    return found[0]


def _not_shown_alike(world: World, retest: Retest) -> bool:
    """Whether a re-test says otherwise than its measurement, or may: leaving that one out must not
    settle it.
    """
    if retest.measurement is None:
        return False
    return _measured(world, retest) is None or bool(otherwise_measured(world, retest))


def _measured(world: World, retest: Retest) -> Measurement | None:
    filed = world.by_id.get(retest.measurement or "")
    return filed.record if filed is not None and isinstance(filed.record, Measurement) else None


def otherwise_measured(world: World, retest: Retest) -> str:
    """Return what a re-test says otherwise than the measurement that it names; empty where it does not,
    and where that one is not on file.
    """
    measured = _measured(world, retest)
    if measured is None:
        return ""
    if retest.checkpoint is not None and not _one_model(world, retest.checkpoint, measured.subject):
        return f"it is of `{retest.checkpoint}`, and `{measured.id}` of `{measured.subject}`"
    runners = measured.roles.run
    others = [name for name in retest.run_by if not _ran(world, name, runners)]
    if runners and others:
        ran = " and ".join(f"`{name}`" for name in runners)
        return f"it was run by `{others[0]}`, and `{measured.id}` by {ran}"
    return ""


def _one_model(world: World, one: str, other: str) -> bool:
    """Whether two names may be of one model: a name of which no checkpoint is on file may be of any."""
    if one == other:
        return True
    first, second = ({c.id for c in world.models.get(name, ())} for name in (one, other))
    return not first or not second or bool(first & second)


def _ran(world: World, name: str, runners: tuple[str, ...]) -> bool:
    """Whether a party is one of those who ran something, or acts for one, or has one act for it."""
    if name in runners:
        return True
    bonds = ((b.party, b.other) for b in world.parties.bonds if b.kind == "employed by")
    acting = {party for bond in bonds if name in bond for party in bond}
    return not acting.isdisjoint(runners)
