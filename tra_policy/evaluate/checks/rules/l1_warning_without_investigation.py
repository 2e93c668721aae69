"""A warning sign that nobody is shown to have looked into in time."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.answer_times import due
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE261",
    id="L1",
    name="warning-without-investigation",
    severity=Severity.ERROR,
    group="links",
    summary="no investigation of a warning sign was opened in time: the policy's, else 30 days",
    why="What an alarming checkpoint means is decided by what happens next; a sign without an "
    "investigation has no next. It is an error where the policy itself states the time, else a "
    "warning. No public precedent is known.",
    remedy="supply the investigation, with the day on which it was opened",
    policy="""\
requirement WARN-1
  for every warning where severity >= high
  needs investigation within 7 days of detected
""",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05} #! TRE261
- {id: inv-1, kind: investigation, warnings: [w-1], opened: 2026-01-20}
- {id: w-2, kind: warning, class: tone, severity: low, detected: 2025-12-01} #! TRE261
""",
    near_miss="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: inv-1, kind: investigation, warnings: [w-1], opened: 2026-01-12}
- {id: w-2, kind: warning, class: tone, severity: low, detected: 2026-01-05}
- {id: w-3, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: inv-3, kind: investigation, warnings: [w-3]}
- {id: w-4, kind: warning, class: deceit, severity: high, detected: 2026-01-28}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield warning signs whose time to be investigated is over, with nothing sound opened in it."""
    for warning in chain.warnings(world):
        # A sign that does not say when it was detected had been when it was written down.
        since = warning.detected or world.recorded(warning)
        answer = due(world, warning, "investigation", since)
        if not answer.is_over(world):
            continue
        looked_into = chain.investigations(world, warning)
        sound = [one for one in looked_into if is_sound(world, one)]
        days = [one.opened for one in sound if one.opened is not None]
        if len(days) < len(sound) or any(day.earliest <= answer.at.latest for day in days):
            continue
        message = (
            f"`{warning.id}` was on record on {since}; that an investigation was opened {answer} is "
            "not evidenced"
        )
        if days:
            first = min(days, key=lambda day: day.earliest)
            message += f": the first was opened on {first}"
        elif looked_into:
            message += f": {few(one.id for one in looked_into)} cannot show it, not being sound"
        yield Seen(
            warning.id,
            message,
            warning.id,
            severity=None if answer.by_policy else Severity.WARNING,
            rests_on=tuple(one.id for one in looked_into),
        )
