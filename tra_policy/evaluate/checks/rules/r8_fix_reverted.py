"""A later change brings back what a fix had taken out."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import ChangeRecord, Remediation
from tra_policy.words.diagnostic import Severity

ALIKE = 0.9
FEWEST_WORDS = 3

CHECK = Check(
    code="TRE308",
    id="R8",
    name="fix-reverted",
    severity=Severity.ERROR,
    group="superficial fixes",
    summary="a later change restores what a fix had removed, with no warning sign that justifies it",
    why="A fix that is undone was a pause. Precedent: a line was deleted from a system prompt on 8 July "
    "2025; a similar line came back on 12 July and the exact line on 15 July, each with the same "
    "message as every other change. Source: xAI, public repository of Grok prompts.",
    remedy="say what made it safe to bring it back: link the change by `motive` and test again",
    shows="""\
- {id: w-1, kind: warning, class: tone, severity: high, detected: 2026-01-05}
- id: c-1
  kind: change
  component: system-prompt
  changed: chat-prompt
  motive: [w-1]
  removed: Do not shy away from claims that are politically incorrect.
  effective: 2026-01-08
- id: c-2 #! TRE308
  kind: change
  component: system-prompt
  changed: chat-prompt
  added: do not shy away  from claims that are politically incorrect
  effective: 2026-01-15
""",
    near_miss="""\
- {id: w-1, kind: warning, class: tone, severity: high, detected: 2026-01-05}
- id: c-1
  kind: change
  component: system-prompt
  changed: chat-prompt
  motive: [w-1]
  removed: Do not shy away from claims that are politically incorrect.
  effective: 2026-01-08
- id: c-2
  kind: change
  component: system-prompt
  changed: chat-prompt
  added: Do not make claims about politics that are not in the sources.
  effective: 2026-01-15
- id: c-3
  kind: change
  component: system-prompt
  changed: chat-prompt
  motive: [w-1]
  added: Do not shy away from claims that are politically incorrect.
  effective: 2026-01-20
- id: c-4
  kind: change
  component: system-prompt
  changed: chat-prompt
  added: Do not shy away from claims that are politically incorrect.
  effective: 2025-12-20
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield changes that restore what an earlier change, made for a warning sign, had removed."""
    fixing = {name for fix in raising(world, Remediation) for name in (fix.change, *fix.changes)}
    by_thing: dict[str, list[ChangeRecord]] = {}
    for change in raising(world, ChangeRecord):
        by_thing.setdefault(change.changed or "", []).append(change)
    for name, changes in by_thing.items():
        for fix in changes:
            signs = chain.answered(world, fix)
            if not (signs or fix.id in fixing):
                continue
            for back in changes:
                how = _restores(back, fix, named=bool(name)) if _later(back, fix) else ""
                justified = (back.motive or back.id in fixing) and is_sound(world, back)
                if not how or justified:
                    continue
                reason = "" if back.because is None else "; it gives a reason, and no warning sign"
                yield Seen(
                    back.id,
                    f"`{back.id}`{_on(back)} {how} `{fix.id}`, a fix"
                    f"{f' of {few(signs)}' if signs else ''}{_on(fix)}, had taken out{reason}",
                    chain.first(signs),
                    also=signs[1:],
                    severity=Severity.WARNING if back.because else None,
                    rests_on=(fix.id, *signs[:1]),
                )


def _on(change: ChangeRecord) -> str:
    return f" of {change.effective}" if change.effective is not None else ""


def _later(one: ChangeRecord, other: ChangeRecord) -> bool:
    if one.effective is not None and other.effective is not None:
        return one.effective.earliest > other.effective.latest
    steps = one.step is not None and other.step is not None and one.run == other.run
    return steps and (one.step or 0) > (other.step or 0)


def _restores(back: ChangeRecord, fix: ChangeRecord, named: bool) -> str:
    """How a change restores what a fix took out; empty where it does not."""
    if fix.before_digest is not None and back.after_digest == fix.before_digest != fix.after_digest:
        return "brings back, to the byte, what"
    gone, added = _words(fix.removed), _words(back.added)
    if not named or len(gone) < FEWEST_WORDS or not added:
        return ""
    if " ".join(gone) in " ".join(added):
        return "brings back the words that"
    match = SequenceMatcher(None, gone, added, autojunk=False)
    close = match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE
    return "brings back nearly the words that" if close and match.ratio() >= ALIKE else ""


def _words(text: str | None) -> list[str]:
    """The words of a text, without what a rewriting of the same sentence changes."""
    return [w for w in (word.strip(".,;:!?\"'()").casefold() for word in (text or "").split()) if w]
