"""A ruling leaves out a warning sign that was open when it was made, or goes against one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.checks.raising import found, raising
from tra_policy.evaluate.ground.lineage import relation
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Decision
from tra_policy.model.evidence.run import Remediation, Warning
from tra_policy.model.moment import Moment
from tra_policy.words.diagnostic import Severity
from tra_policy.words.noun import Noun

_ALWAYS = datetime.min.replace(tzinfo=UTC)

CHECK = Check(
    code="TRE268",
    id="L8",
    name="open-warning-not-weighed",
    severity=Severity.ERROR,
    group="links",
    summary="a ruling does not name a warning sign that was open on that day, or overruled one",
    why="A sign that is known and not weighed could not change anything; one that was weighed and "
    "overruled, with nothing on file that answers it, did not. The first is an error where the ruling "
    "is that the threshold is not reached; all else is a warning. Precedent: testers said that a "
    "model felt off, tests looked good, and it was released in April 2025 (secondary); it was taken "
    "back within days. Source: OpenAI, Expanding on what we missed with sycophancy (2025-05-02).",
    remedy="name the sign in `considered`, say in `because` why it does not decide, and record what "
    "answers it",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
""",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: inv-1, kind: investigation, warnings: [w-1], opened: 2026-01-06, closed: 2026-01-25}
- id: d-1 #! TRE268
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  decided: 2026-01-15
- {id: w-2, kind: warning, class: felt-off, severity: medium}
- id: d-2 #! TRE268
  kind: decision
  threshold: T-1
  subject: model-2
  ruling: not-reached
  considered: [w-1]
  overruled: [w-2]
  decided: 2026-01-15
""",
    near_miss="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: inv-2, kind: investigation, warnings: [w-2], opened: 2026-01-06, closed: 2026-01-10}
- {id: w-3, kind: warning, class: deceit, severity: high, detected: 2026-01-20}
- {id: w-4, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: fix-4, kind: remediation, warnings: [w-4], type: data, effective: 2026-01-08}
- {id: re-4, kind: retest, remediation: fix-4, outcome: passed, ended: 2026-01-12}
- {id: w-5, kind: warning, class: deceit, severity: high}
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  considered: [w-1]
  overruled: [w-2, w-4]
  decided: 2026-01-15
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield rulings with the signs, open when they were made, that they do not name or go against."""
    if not any(chain.warnings(world)):
        return
    signs = [_sign(world, w, w.detected) for w in chain.warnings(world) if w.detected is not None]
    for ruling in raising(world, Decision):
        yield from _overruled(world, ruling)
        told = {*ruling.considered, *ruling.relied_on, *ruling.overruled}
        named = told if is_sound(world, ruling) else set()
        by, from_ = ruling.decided.latest, ruling.decided.earliest
        left = (
            sign
            for sign in signs
            if sign.detected < from_
            and (sign.settled is None or sign.settled > by)
            and named.isdisjoint(sign.chain)
            and not _of_another(world, sign.warning.checkpoint, ruling.subject)
        )
        names = tuple(sign.warning.id for sign in left)
        if not names:
            continue
        yield Seen(
            ruling.id,
            f"the ruling on `{ruling.threshold}` of {ruling.decided} does not name {few(names)}, "
            f"detected before and not evidenced to have been settled by then",
            names[0],
            also=names[1:],
            severity=None if ruling.ruling == "not-reached" else Severity.WARNING,
            rests_on=names,
        )


def _overruled(world: World, ruling: Decision) -> Iterator[Seen]:
    """Yield a ruling with the signs that it says it went against, and that nothing had answered by then.

    That such a sign was known is the ruling's own word, so that it needs no day.
    """
    against = list(found(world, Warning, ruling.overruled))
    names = tuple(w.id for w in against if not _settled_by(world, w, ruling.decided.latest))
    if names:
        yield Seen(
            ruling.id,
            f"the ruling on `{ruling.threshold}` of {ruling.decided} overruled {few(names)}; that "
            f"{'it was' if len(names) == 1 else 'they were'} answered by then is not evidenced",
            names[0],
            also=names[1:],
            severity=Severity.WARNING,
            rests_on=names,
        )
    yield from _found_and_overruled(world, ruling, frozenset(names))


def _found_and_overruled(world: World, ruling: Decision, told: frozenset[str]) -> Iterator[Seen]:
    """Yield a ruling that went against what was looked into or done about a sign, not naming the sign."""
    named = frozenset(ruling.overruled)
    if not named:
        return
    for warning in chain.warnings(world):
        held = sorted(named & frozenset(_ids(world, warning)))
        if not held or warning.id in told or _settled_by(world, warning, ruling.decided.latest):
            continue
        yield Seen(
            ruling.id,
            f"the ruling on `{ruling.threshold}` of {ruling.decided} overruled {few(held)}, of "
            f"`{warning.id}`; that the sign was answered by then is not evidenced",
            warning.id,
            severity=Severity.WARNING,
            rests_on=(warning.id, *held),
        )


def _settled_by(world: World, warning: Warning, by: datetime) -> bool:
    settled = _settled_from(world, warning)
    return settled is not None and settled <= by


class _Sign(Noun):
    """A warning sign: what was looked into and done about it, by when it was surely detected, and from
    when it may have been settled, if it was.
    """

    warning: Warning
    chain: frozenset[str]
    detected: datetime
    settled: datetime | None


def _sign(world: World, warning: Warning, detected: Moment) -> _Sign:
    ids = frozenset(_ids(world, warning))
    return _Sign(warning, ids, detected.latest, _settled_from(world, warning))


def _ids(world: World, warning: Warning) -> Iterator[str]:
    """Yield a sign, and what was looked into and done about it."""
    yield warning.id
    yield from (one.id for one in chain.investigations(world, warning))
    yield from (fix.id for fix in chain.remediations(world, warning))


def _settled_from(world: World, warning: Warning) -> datetime | None:
    """From when a sign may have been settled by what was looked into or done; None where it was not."""
    looked_into, fixes = chain.investigations(world, warning), chain.remediations(world, warning)
    closed = [one.closed.earliest for one in looked_into if one.closed and is_sound(world, one)]
    fixed = [_settled(world, fix) for fix in fixes if is_sound(world, fix)]
    return min((at for at in (*closed, *fixed) if at is not None), default=None)


def _of_another(world: World, checkpoint: str | None, subject: str) -> bool:
    if checkpoint is None:
        return False
    return relation(world, checkpoint, subject) in ("unrelated", "undeclared")


def _settled(world: World, fix: Remediation) -> datetime | None:
    """From when a fix may have been in effect and have passed its test; None where it has not.

    One that is not dated may always have been.
    """
    if fix.type == "accept":
        return _may_be_from(fix.effective)
    passed = (
        _may_be_from(test.ended)
        for test in chain.retests(world, fix)
        if test.outcome == "passed" and is_sound(world, test)
    )
    first = min(passed, default=None)
    return None if first is None else max(_may_be_from(fix.effective), first)


def _may_be_from(at: Moment | None) -> datetime:
    return _ALWAYS if at is None else at.earliest
