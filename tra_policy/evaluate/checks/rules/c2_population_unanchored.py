"""A claim that records are complete rests on a basis that is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.populations import counted, fault_of
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.parties import Window
from tra_policy.model.evidence.acts import Population
from tra_policy.model.evidence.bundle import Filed
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE202",
    id="C2",
    name="population-unanchored",
    severity=Severity.WARNING,
    group="coverage",
    summary="nothing shows the basis on which records are claimed to be complete",
    why="Count and digest show that a claim fits the records at hand; that there were no others follows "
    "from its basis alone: a sequence without gaps, an inventory that somebody signed, a query of "
    "the auditor's own, a count from another system. No public precedent is known.",
    remedy="supply what the claim rests on: the missing numbers, the signature, the auditor's name in "
    "`author`, or the other system in `source`",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-28}
- {id: w-3, kind: warning, class: deceit, severity: high, detected: 2026-01-28}
- id: all-warnings #! TRE202
  kind: population
  of: warning
  basis: gap-free-sequence
  count: 2
  digest: 08622d26263b61a6d4431be86fcddf863de5907aae898e3174d167f5f58fac2b
  made: 2026-01-30
- id: no-incidents #! TRE202
  kind: population
  of: incident
  basis: auditor-query
  author: board
  count: 0
  digest: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
  made: 2026-01-30
""",
    near_miss="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-28}
- {id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-28}
- id: all-warnings
  kind: population
  of: warning
  basis: gap-free-sequence
  count: 2
  digest: 38924b86ca41e158cc6f752356f47ce6f44c8011212a79d3281f9f2754ad43cf
  made: 2026-01-30
- {id: ck-100, kind: checkpoint, step: 100}
- {id: ck-200, kind: checkpoint, step: 200}
- {id: ck-300, kind: checkpoint, step: 300}
- id: all-checkpoints
  kind: population
  of: checkpoint
  basis: gap-free-sequence
  count: 3
  digest: 60e64e03b8628482a8a7adb4ad69a60328468787fcbb8270ae5c42888c239539
  made: 2026-01-30
- id: none-of-these
  kind: population
  of: incident
  author: outsider
  basis: auditor-query
  count: 0
  digest: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
  made: 2026-01-30
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield claims that match the records and whose own basis is not shown."""
    for filed in world.filed(Population):
        claim = filed.record
        if not isinstance(claim, Population) or claim.retracted is not None:
            continue
        if not fault_of(world, claim):
            fault = _fault(world, filed, claim)
            if fault:
                message = f"`{claim.id}` claims that its {claim.of} records are complete; {fault}"
                yield Seen(claim.id, message)


def _fault(world: World, filed: Filed, claim: Population) -> str:
    match claim.basis:
        case "gap-free-sequence":
            return _gaps(counted(world, claim), steps=claim.of == "checkpoint")
        case "signed-inventory":
            signed = filed.signed_by or claim.artefact is not None
            return "" if signed else "who signed the inventory is not evidenced"
        case "auditor-query":
            day = claim.made.day
            if claim.author is None:
                return "whose query it was is not evidenced"
            own = world.parties.is_developer_side(claim.author, Window(day, day))
            return f"the query was run by `{claim.author}`, on the developer's side" if own else ""
        case "reconciled-count":
            shown = claim.source or claim.source_class or claim.artefact is not None
            return "" if shown else "what the count was reconciled with is not evidenced"


_NUMBERED = re.compile(r"(.*?)(\d{1,18})")


def _gaps(names: Iterable[str], steps: bool) -> str:
    """What is missing in sequences of names; checkpoints may be numbered by even steps."""
    series: dict[str, list[int]] = {}
    for name in names:
        found = _NUMBERED.fullmatch(name)
        if found is None:
            return f"`{name}` has no place in a sequence"
        series.setdefault(found[1], []).append(int(found[2]))
    for prefix, numbers in sorted(series.items()):
        ordered = sorted(numbers)
        stride = ordered[1] - ordered[0] if steps and len(ordered) > 1 else 1
        for before, after in pairwise(ordered):
            if after - before != stride:
                return f"nothing stands between `{prefix}{before}` and `{prefix}{after}`"
    return ""
