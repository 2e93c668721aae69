"""A fix takes out words that the published history never held."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import clearing, showing
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import ChangeRecord, Remediation
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE225",
    id="I5",
    name="words-never-published",
    severity=Severity.WARNING,
    group="integrity",
    summary="a fix takes out words that no earlier change had put in",
    why="Where the words that are blamed for an incident never stood in the history that is shown, what "
    "ran was something else. Precedent: phrases reported for an incident of July 2025 (secondary) do "
    "not occur in the history of the public repository of prompts. Source: xAI, public repository of "
    "Grok prompts.",
    remedy="supply the version that held the words, with the change that put them in",
    shows="""\
- {id: w-1, kind: warning, class: tone, severity: high, detected: 2026-01-10}
- id: c-1
  kind: change
  component: system-prompt
  changed: prompt
  added: be brief and kind
  effective: 2026-01-02
- id: c-2 #! TRE225
  kind: change
  component: system-prompt
  changed: prompt
  motive: [w-1]
  removed: say it as it is
  effective: 2026-01-12
- id: all-changes
  kind: population
  of: change
  where: {changed: prompt}
  basis: gap-free-sequence
  count: 2
  digest: e96ed84673bc175b89fde01eb7f8ea7691f48de435e8965e0277416470e3186a
  made: 2026-01-20
""",
    near_miss="""\
- {id: w-1, kind: warning, class: tone, severity: high, detected: 2026-01-10}
- id: c-1
  kind: change
  component: system-prompt
  changed: prompt
  added: be brief, and say  it as it is
  effective: 2026-01-02
- id: c-2
  kind: change
  component: system-prompt
  changed: prompt
  motive: [w-1]
  removed: Say it as it is
  effective: 2026-01-12
- id: all-changes
  kind: population
  of: change
  where: {changed: prompt}
  basis: gap-free-sequence
  count: 2
  digest: e96ed84673bc175b89fde01eb7f8ea7691f48de435e8965e0277416470e3186a
  made: 2026-01-20
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield fixes whose words are in no earlier change, where the changes are claimed to be all."""
    history: dict[str | None, list[ChangeRecord]] = {}
    for one in clearing(world, ChangeRecord):
        history.setdefault(one.changed, []).append(one)
    fixes = {
        name
        for fix in showing(world, Remediation)
        for name in (fix.change, *fix.changes)
        if name is not None
    }
    for change in showing(world, ChangeRecord):
        if not change.removed or not change.changed or not (change.motive or change.id in fixes):
            continue
        if not covering(world, "change", {"changed": change.changed}):
            continue
        before = [c for c in history.get(change.changed, ()) if _before(c, change)]
        if before and not any(_may_hold(c, change) for c in before):
            yield Seen(
                change.id,
                f"`{change.id}` takes out words of `{change.changed}` that no earlier change on "
                "record had put in",
                warning=change.motive[0] if change.motive else "",
            )


def _before(one: ChangeRecord, other: ChangeRecord) -> bool:
    if one.effective is not None and other.effective is not None:
        return one.effective.latest < other.effective.earliest
    return one.step is not None and other.step is not None and one.step < other.step


def _may_hold(earlier: ChangeRecord, fix: ChangeRecord) -> bool:
    """Whether an earlier change put the words in, or does not say enough to tell."""
    if fix.before_digest is not None and earlier.after_digest == fix.before_digest:
        return True
    if earlier.added is None:
        return earlier.removed is None
    return _plain(fix.removed or "") in _plain(earlier.added)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
