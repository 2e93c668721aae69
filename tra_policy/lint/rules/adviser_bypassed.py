"""An adviser whom nobody must ask."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import BYPASSING, heard, quoted
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA321",
    name="adviser-bypassed",
    severity=Severity.INFO,
    family="independence",
    confidence="likely",
    summary="an adviser is named, the developer decides, and may do so without the advice",
    why="An adviser who may be left out lends the decision a name and not a check. Precedent: the "
    "advisory group recommends, and the leadership decides and may act without it. "
    "Source: OpenAI Preparedness Framework 2, Appendix B.",
    remedy="Add `PARTY must send DOCUMENT to ADVISER before deployment`, or let the adviser decide.",
    bad="""\
threshold BIO-1 #! TRA321
  reached when bio-test.accuracy >= 50%
  decided by officer
  advised by outside-lab
commitment GOV-1
  officer may approve report "without the advice of the laboratory" #! TRA321
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  decided by officer
  advised by outside-lab
commitment GOV-1
  example-lab must send report to outside-lab before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield thresholds decided inside whose advisers nobody must ask, and permissions to go without."""
    sides = sides_of(policy)
    asked = {
        name
        for _, duty in duties_in(policy)
        if duty.modal == "must"
        for name in (*duty.objects, *duty.recipients, *duty.party)
    }
    for threshold in policy.thresholds:
        bypassed = tuple(name for name in threshold.advised_by if name not in asked)
        if bypassed and sides.inside(threshold.decided_by):
            yield Finding(
                threshold.span,
                f"nobody must ask {quoted(bypassed)} before `{threshold.name}` is decided",
                "add `PARTY must send DOCUMENT to ADVISER before deployment`",
                threshold.name,
            )
    advised = any(t.advised_by and sides.inside(t.decided_by) for t in policy.thresholds)
    for _, duty in duties_in(policy):
        words = tuple(heard(duty.words, BYPASSING))
        if advised and duty.modal == "may" and words:
            yield Finding(
                duty.span,
                f"`{duty.id}` lets {quoted(duty.party)} act {words[0]}",
                "take the permission out, or say who is told when it is used",
                duty.id,
            )
