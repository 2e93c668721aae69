"""Two or more patterns of a superficial fix on one warning sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.words.diagnostic import Severity

ENOUGH = 2

CHECK = Check(
    code="TRE300",
    id="R",
    name="superficial-fix",
    severity=Severity.ERROR,
    group="superficial fixes",
    summary="two or more patterns of a superficial fix are seen on one warning sign",
    why="One alarming checkpoint is not damning. Alarming checkpoints that are followed by fixes of "
    "the symptom, of the detector or of the test are: each pattern alone may have a harmless "
    "reason, several on one sign seldom have. Precedent: a prompt line that was deleted on 8 July "
    "2025 came back word for word on 15 July, and other deployed prompts kept it. "
    "Source: xAI, public repository of Grok prompts.",
    remedy="answer the patterns one by one; each is explained under its own code",
    shows="""\
- id: w-1 #! TRE300
  kind: warning
  class: reward-hacking
  severity: high
  detected: 2026-01-05
- id: inv-1
  kind: investigation
  warnings: [w-1]
  root_cause: rewarded by the environment
  causes: [environment]
  opened: 2026-01-06
- id: fix-1
  kind: remediation
  investigation: inv-1
  type: filter
  trained_on: [own]
  effective: 2026-01-10
- {id: re-1, kind: retest, remediation: fix-1, benchmark: own, outcome: passed, ended: 2026-01-12}
""",
    near_miss="""\
- {id: w-1, kind: warning, class: reward-hacking, severity: high, detected: 2026-01-05}
- id: inv-1
  kind: investigation
  warnings: [w-1]
  root_cause: rewarded by the environment
  causes: [environment]
  opened: 2026-01-06
- {id: fix-1, kind: remediation, investigation: inv-1, type: filter, effective: 2026-01-10}
- {id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: fix-2, kind: remediation, warnings: [w-2], trained_on: [own], effective: 2026-01-10}
- {id: re-2, kind: retest, remediation: fix-2, benchmark: own, outcome: passed, ended: 2026-01-12}
""",
)


def superficial(everything: Iterable[tuple[Check, Seen]]) -> Iterator[Seen]:
    """Yield the warning signs on which several patterns were seen, ordered by id, naming these.

    What was reported for information alone, because somebody has answered it or because only a
    statement is missing, is no pattern; nor is a sign that a check sees by itself.
    """
    found: dict[str, dict[str, Check]] = {}
    behind: dict[str, set[str]] = {}
    for check, what in everything:
        if check.group != CHECK.group or not check.of_a_fix:
            continue
        if (what.severity or check.severity) < Severity.WARNING:
            continue
        for warning in what.warnings:
            found.setdefault(warning, {})[check.code] = check
            behind.setdefault(warning, set()).update((what.record, *what.rests_on))
    for warning, patterns in sorted(found.items()):
        if len(patterns) < ENOUGH:
            continue
        names = [f"{one.name} ({one.id})" for _, one in sorted(patterns.items())]
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        message = f"what was done about `{warning}` has the marks of a superficial fix: {listed}"
        yield Seen(warning, message, warning, rests_on=tuple(sorted(behind[warning])))
