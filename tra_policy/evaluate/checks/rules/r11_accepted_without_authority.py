"""A risk was accepted by nobody whom the policy lets decide."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.conditions import judgements_of
from tra_policy.model.evidence.run import Remediation
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE311",
    id="R11",
    name="accepted-without-authority",
    severity=Severity.WARNING,
    group="superficial fixes",
    summary="the risk of a sign was accepted, by nobody to whom the policy gives a decision",
    why="Accepting a risk is a decision; one that nobody took is a fix that was left out. "
    "No public precedent is known.",
    remedy="name in `accepted_by` who accepted it, and in the policy who may",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
  decided by board
""",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: fix-1, kind: remediation, warnings: [w-1], type: accept, effective: 2026-01-10} #! TRE311
- id: fix-2 #! TRE311
  kind: remediation
  warnings: [w-1]
  type: accept
  accepted_by: stranger
  effective: 2026-01-10
""",
    near_miss="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- id: fix-1
  kind: remediation
  warnings: [w-1]
  type: accept
  accepted_by: board
  effective: 2026-01-10
- {id: fix-2, kind: remediation, warnings: [w-1], type: filter, effective: 2026-01-10}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield acceptances of a risk without somebody who may accept it."""
    accepting = [fix for fix in raising(world, Remediation, "type") if fix.type == "accept"]
    may_decide = _deciding(world.policy) if accepting else ()
    for fix in accepting:
        if fix.accepted_by in may_decide:
            continue
        signs = chain.answered(world, fix)
        what = f"the risk of {few(signs)}" if signs else "a risk"
        by = "who accepted it is not evidenced"
        if fix.accepted_by is not None:
            by = f"the policy gives `{fix.accepted_by}`, who accepted it, no decision"
        message = f"`{fix.id}` accepts {what}; {by}"
        yield Seen(fix.id, message, chain.first(signs), also=signs[1:], rests_on=signs[:1])


def _deciding(policy: Policy) -> frozenset[str]:
    """Everybody to whom the policy gives something to decide, approve, own or judge."""
    names: set[str] = {*policy.interpreted_by}
    names.update(policy.amendment.parties if policy.amendment is not None else ())
    for threshold in policy.thresholds:
        names.update(threshold.decided_by, threshold.owner)
    for owners in (c.owner for c in policy.commitments), (r.owner for r in policy.requirements):
        names.update(*owners)
    clauses = {
        *(t.name for t in policy.thresholds),
        *(c.name for c in policy.commitments),
        *(r.name for r in policy.requirements),
        *(d.name for d in policy.defines),
    }
    for clause in sorted(clauses):
        names.update(*(said.judges for said in judgements_of(policy, clause)))
    names.update(*(document.approved_by for document in policy.documents))
    names.update(*(safeguard.approved_by for safeguard in policy.safeguards))
    return frozenset(names)
