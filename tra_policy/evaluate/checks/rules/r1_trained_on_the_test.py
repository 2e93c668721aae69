"""A fix was made with the very items that then test it."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import clearing, few, is_sound
from tra_policy.evaluate.checks.raising import found, raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import BenchmarkRecord
from tra_policy.model.evidence.run import Remediation, SftDataset, Warning
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE301",
    id="R1",
    name="trained-on-the-test",
    severity=Severity.ERROR,
    group="superficial fixes",
    summary="a fix was made with items of the test that finds it, and no held-out test passed",
    why="A model that was trained on the test passes the test; whether the behaviour is gone remains "
    "open. Precedent: a fix for behaviour learnt from public transcripts used prompts from the "
    "paper that had shown it; the developer says that evaluations from this paper are no longer "
    "reliable for that model, which is the fair way to handle it. Source: Claude 4 system card "
    "(2025-05), pp. 37-38.",
    remedy="test the fix with items that were kept apart from it, and retire the others",
    shows="""\
- {id: w-1, kind: warning, class: faking, severity: high, detector: own, detected: 2026-01-05}
- {id: own-1, kind: benchmark, benchmark: own, item_sources: [paper-a]}
- {id: set-1, kind: sft_dataset, sources: [paper-a]}
- {id: c-1, kind: change, component: data, changed: set-1, effective: 2026-01-09}
- id: fix-1 #! TRE301
  kind: remediation
  warnings: [w-1]
  change: c-1
  effective: 2026-01-10
- {id: re-1, kind: retest, remediation: fix-1, benchmark: own, outcome: passed, ended: 2026-01-12}
""",
    near_miss="""\
- {id: w-1, kind: warning, class: faking, severity: high, detector: own, detected: 2026-01-05}
- id: fix-1
  kind: remediation
  warnings: [w-1]
  trained_on: [own]
  effective: 2026-01-10
- {id: re-1, kind: retest, remediation: fix-1, benchmark: own, outcome: passed, ended: 2026-01-12}
- id: re-2
  kind: retest
  remediation: fix-1
  benchmark: outer
  held_out: true
  outcome: passed
  ended: 2026-01-14
- {id: fix-2, kind: remediation, warnings: [w-1], trained_on: [outer], effective: 2026-01-10}
- {id: fix-3, kind: remediation, warnings: [w-1], effective: 2026-01-10}
- {id: re-3, kind: retest, remediation: fix-3, benchmark: own, outcome: passed, ended: 2026-01-12}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield fixes whose material overlaps that of a retest or of what had found the sign."""
    tests: dict[str, list[BenchmarkRecord]] = {}
    for record in raising(world, BenchmarkRecord):
        tests.setdefault(record.benchmark, []).append(record)
    retired = {b.benchmark for b in clearing(world, BenchmarkRecord) if b.status == "retired"}
    for fix in raising(world, Remediation):
        used = _used(world, fix, tests)
        if not used:
            continue
        signs = chain.answered(world, fix)
        again: dict[str, str] = {}
        held_out = False
        for retest in chain.retests(world, fix):
            instrument = chain.instrument_of(world, retest)
            if _marks(instrument, tests) & used:
                again[retest.id] = instrument
            elif instrument and retest.outcome == "passed" and retest.held_out is not False:
                held_out = held_out or is_sound(world, retest)
        detectors = [w.detector for w in found(world, Warning, signs) if w.detector]
        finders = [name for name in detectors if _marks(name, tests) & used]
        instruments = sorted({*again.values(), *finders})
        if not instruments or held_out:
            continue
        how = f"with which `{min(again)}` tested it" if again else "which had found the sign"
        message = (
            f"the fix `{fix.id}`{f' of {few(signs)}' if signs else ''} shares material with "
            f"{few(instruments)}, {how}; that a held-out test passed is not evidenced"
        )
        mild = None
        if retired.issuperset(instruments):
            mild = Severity.INFO
            message += f"; {few(instruments)} is not used any more"
        yield Seen(
            fix.id,
            message,
            chain.first(signs),
            also=signs[1:],
            severity=mild,
            rests_on=(*signs[:1], *sorted(again)),
        )


def _used(world: World, fix: Remediation, tests: dict[str, list[BenchmarkRecord]]) -> set[str]:
    """Everything that the material of a fix goes by: names, digests, and where it comes from."""
    changes = [c for c in chain.changes_of(world, fix) if c.component == "data"]
    names = {*(fix.trained_on or ()), *(c.changed for c in changes if c.changed)}
    used = {c.after_digest for c in changes if c.after_digest}
    for name in names:
        used |= _marks(name, tests)
    for data in found(world, SftDataset, sorted(names)):
        used |= {
            *data.sources,
            *(data.overlaps_with or ()),
            *([data.digest] if data.digest else ()),
        }
    return used


def _marks(instrument: str, tests: dict[str, list[BenchmarkRecord]]) -> set[str]:
    marks = {instrument} - {""}
    for record in tests.get(instrument, ()):
        marks |= {*record.item_sources, *([record.digest] if record.digest else ())}
    return marks
