"""A later change brings back what a fix had taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import ChangeRecord, Remediation, RewardSignal, RlEnvironment
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
- id: c-3
  kind: change
  component: environment
  changed: env-2
  motive: [w-1]
  before_digest: 95de383cc9ca1a902ec39d6c375c59286b82f81d3bdf42e878e57665651c68ee
  after_digest: 07b1168a302285e62a896d973ca335077acb647ee6e32947b5ebd0be39813000
  effective: 2026-01-10
- id: env-2 #! TRE308
  kind: rl_environment
  environment: sandbox
  changes: [c-3]
  since: 2026-01-10
  digest: 95de383cc9ca1a902ec39d6c375c59286b82f81d3bdf42e878e57665651c68ee
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
- id: c-5
  kind: change
  component: environment
  changed: env-1
  motive: [w-1]
  before_digest: 95de383cc9ca1a902ec39d6c375c59286b82f81d3bdf42e878e57665651c68ee
  after_digest: 07b1168a302285e62a896d973ca335077acb647ee6e32947b5ebd0be39813000
  effective: 2026-01-10
- id: env-1
  kind: rl_environment
  environment: sandbox
  changes: [c-5]
  since: 2026-01-02
  digest: 95de383cc9ca1a902ec39d6c375c59286b82f81d3bdf42e878e57665651c68ee
- id: env-2
  kind: rl_environment
  environment: sandbox
  changes: [c-5]
  since: 2026-01-10
  digest: 07b1168a302285e62a896d973ca335077acb647ee6e32947b5ebd0be39813000
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield changes that restore what an earlier change, made for a warning sign, had removed, and
    environments and rewards that are used as they were before it.
    """
    fixing = {name for fix in raising(world, Remediation) for name in (fix.change, *fix.changes)}
    changes = list(raising(world, ChangeRecord))
    removed = _Removed([c for c in changes if c.id in fixing or chain.answered(world, c)])
    for back in changes:
        justified = (back.motive or back.id in fixing) and is_sound(world, back)
        restored = [] if justified else list(removed.restored_by(back))
        if not restored:
            continue
        fixes = [fix for fix, _ in restored]
        first, how = restored[0]
        signs = tuple(sorted({w for fix in fixes for w in chain.answered(world, fix)}))
        reason = "" if back.because is None else "; it gives a reason, and no warning sign"
        several = len(fixes) > 1
        yield Seen(
            back.id,
            f"`{back.id}`{_on(back)} {how} {few(fix.id for fix in fixes)}, "
            f"{'fixes' if several else 'a fix'}{f' of {few(signs)}' if signs else ''}"
            f"{'' if several else _on(first)}, had taken out{reason}",
            chain.first(signs),
            also=signs[1:],
            severity=Severity.WARNING if back.because else None,
            rests_on=(*(fix.id for fix in fixes), *signs[:1]),
        )
    known = {change.id: change for change in changes}
    parts: list[RlEnvironment | RewardSignal] = [*raising(world, RlEnvironment)]
    for part in (*parts, *raising(world, RewardSignal)):
        yield from _unchanged(
            world, part, [known[n] for n in sorted({*part.changes} & known.keys())]
        )


def _unchanged(
    world: World, part: RlEnvironment | RewardSignal, changes: list[ChangeRecord]
) -> Iterator[Seen]:
    """Yield a part of the run whose digest is the one from before a fix that it is said to have."""
    if part.digest is None or part.since is None:
        return
    if part.digest in {c.after_digest for c in changes}:
        return
    for fix in changes:
        signs = chain.answered(world, fix)
        # A version from before the fix may name the change that ended it.
        begun = fix.effective is not None and part.since.earliest >= fix.effective.earliest
        if signs and begun and part.digest == fix.before_digest:
            message = (
                f"`{part.id}`, in use since {part.since}, is to the byte what it was before `{fix.id}`, "
                f"a fix of {few(signs)}{_on(fix)}"
            )
            yield Seen(part.id, message, signs[0], also=signs[1:], rests_on=(fix.id, signs[0]))


class _Removed:
    """What fixes took out, found again by its digest or by its rarest words.

    Of two texts that are nine tenths alike, the one taken out has at most 0.55 - 0.45 * 0.9 / 1.1 of its
    words, less than a fifth, for itself: one of its rarest fifth, and one more, stands in the other.
    """

    def __init__(self, fixes: list[ChangeRecord]) -> None:
        self.by_digest: dict[str, list[ChangeRecord]] = {}
        self.by_word: dict[tuple[str, str], list[ChangeRecord]] = {}
        self.words = {fix.id: _words(fix.removed) for fix in fixes}
        common = Counter(word for words in self.words.values() for word in set(words))
        for fix in fixes:
            words = self.words[fix.id]
            if fix.before_digest is not None and fix.before_digest != fix.after_digest:
                self.by_digest.setdefault(fix.before_digest, []).append(fix)
            if fix.changed and len(words) >= FEWEST_WORDS:
                rarest = sorted(words, key=lambda word: (common[word], word))
                for word in dict.fromkeys(rarest[: len(words) // 5 + 1]):
                    self.by_word.setdefault((fix.changed, word), []).append(fix)

    def restored_by(self, back: ChangeRecord) -> Iterator[tuple[ChangeRecord, str]]:
        """Yield the earlier fixes whose removed content a change brings back, and how it does."""
        added = _words(back.added)
        near = {
            fix.id: fix
            for word in dict.fromkeys(added)
            for fix in self.by_word.get((back.changed or "", word), ())
        }
        exact = self.by_digest.get(back.after_digest or "", ())
        for fix in exact:
            if fix.changed == back.changed and _later(back, fix):
                near.pop(fix.id, None)
                yield fix, "brings back, to the byte, what"
        for _, fix in sorted(near.items()):
            how = _alike(self.words[fix.id], added) if _later(back, fix) else ""
            if how:
                yield fix, how


def _on(change: ChangeRecord) -> str:
    return f" of {change.effective}" if change.effective is not None else ""


def _later(one: ChangeRecord, other: ChangeRecord) -> bool:
    if one.effective is not None and other.effective is not None:
        return one.effective.earliest > other.effective.latest
    steps = one.step is not None and other.step is not None and one.run == other.run
    return steps and (one.step or 0) > (other.step or 0)


def _alike(gone: list[str], added: list[str]) -> str:
    """How a text holds another one that had been taken out; empty where it does not."""
    if f" {' '.join(gone)} " in f" {' '.join(added)} ":
        return "brings back the words that"
    match = SequenceMatcher(None, gone, added, autojunk=False)
    close = match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE
    return "brings back nearly the words that" if close and match.ratio() >= ALIKE else ""


def _words(text: str | None) -> list[str]:
    """The words of a text, without what a rewriting of the same sentence changes."""
    return [w for w in (word.strip(".,;:!?\"'()").casefold() for word in (text or "").split()) if w]
