"""A ruling leaves out a warning sign that was open when it was made."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.lineage import relation
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Decision
from tra_policy.model.evidence.run import Investigation, Remediation, Warning
from tra_policy.model.moment import Moment
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE268",
    id="L8",
    name="open-warning-not-weighed",
    severity=Severity.ERROR,
    group="links",
    summary="a ruling does not name a warning sign that was open on that day",
    why="A sign that is known and not weighed could not change anything. It is an error where the "
    "ruling is that the threshold is not reached, else a warning. Precedent: testers said that a "
    "model felt off, tests looked good, and it was released in April 2025 (secondary); it was taken "
    "back within days. Source: OpenAI, Expanding on what we missed with sycophancy (2025-05-02).",
    remedy="name the sign in `considered`, and say in `because` why it does not decide",
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
  decided: 2026-01-15
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield rulings with the signs, open when they were made, that they do not name."""
    signs = [w for w in chain.warnings(world) if w.detected is not None]
    for ruling in raising(world, Decision):
        named = {*ruling.considered, *ruling.relied_on} if is_sound(world, ruling) else set()
        left = [w for w in signs if not _weighed(world, w, named) and _open(world, w, ruling)]
        if not left:
            continue
        names = tuple(w.id for w in left)
        yield Seen(
            ruling.id,
            f"the ruling on `{ruling.threshold}` of {ruling.decided} does not name {few(names)}, "
            f"detected before and not evidenced to have been settled by then",
            names[0],
            also=names[1:],
            severity=None if ruling.ruling == "not-reached" else Severity.WARNING,
            rests_on=names,
        )


def _weighed(world: World, warning: Warning, named: set[str]) -> bool:
    """Whether a ruling names a sign, or what was looked into or done about it."""
    looked_into = (one.id for one in chain.investigations(world, warning))
    done = (fix.id for fix in chain.remediations(world, warning))
    return not named.isdisjoint((warning.id, *looked_into, *done))


def _open(world: World, warning: Warning, ruling: Decision) -> bool:
    """Whether a sign about the model was shown to be known, and not shown to be settled, by then."""
    if warning.detected is None or warning.detected.latest >= ruling.decided.earliest:
        return False
    if warning.checkpoint is not None and _of_another(world, warning.checkpoint, ruling.subject):
        return False
    looked_into = chain.investigations(world, warning)
    if any(_closed(one, ruling.decided) and is_sound(world, one) for one in looked_into):
        return False
    return not any(
        is_sound(world, fix) and _settles(world, fix, ruling.decided)
        for fix in chain.remediations(world, warning)
    )


def _of_another(world: World, checkpoint: str, subject: str) -> bool:
    return relation(world, checkpoint, subject) in ("unrelated", "undeclared")


def _closed(one: Investigation, by: Moment) -> bool:
    return one.closed is not None and one.closed.earliest <= by.latest


def _settles(world: World, fix: Remediation, by: Moment) -> bool:
    """Whether a fix may have been in effect and have passed its test by then; undated ones may."""
    if not _may_be_by(fix.effective, by):
        return False
    tests = chain.retests(world, fix)
    return fix.type == "accept" or any(
        test.outcome == "passed" and _may_be_by(test.ended, by) and is_sound(world, test)
        for test in tests
    )


def _may_be_by(at: Moment | None, by: Moment) -> bool:
    return at is None or at.earliest <= by.latest
