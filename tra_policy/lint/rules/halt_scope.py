"""A threshold that holds back deployment, and neither training nor use inside."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import commitments_reading
from tra_policy.model.duties import Duty
from tra_policy.model.policy import Policy, Threshold, duties_of
from tra_policy.words.diagnostic import Severity

OUTSIDE = frozenset({"deployment"})
INSIDE = frozenset({"internal-deployment", "training", "development", "weights"})
# A paper that is due before deployment holds nothing back: TRA323 speaks of those.
TELLING = frozenset({"consult", "document", "notify", "provide", "publish", "report", "send"})
STOPPING = frozenset({"halt", "withdraw", "delete", "restrict"})
RULE = Rule(
    code="TRA325",
    name="halt-scope",
    severity=Severity.INFO,
    family="obligations",
    summary="reaching the threshold holds back deployment, and neither training nor internal use",
    why="Weights that exist can be stolen and used inside, whether or not they are offered to the "
    "public; and the other way round, a ban on training leaves the model that there is on the "
    "market. The rule looks at each threshold; TRA320 speaks where the whole policy has such a gap. "
    "Precedent: misuse safeguards that hold back external deployment, and neither internal use nor "
    "development; a framework that speaks of deployment only; and a halt of further "
    "development under which a model was deployed two days after it was found Critical. Source: Google "
    "DeepMind FSF 3.1, §1.3.5; Amazon Frontier Model Safety Framework (February 2025), read in part; "
    "OpenAI Preparedness Framework 2, and reports on GPT-6 Astra, secondary.",
    remedy="Add `before internal-deployment`, or `must not train … until …`, to what follows it.",
    bad="""\
threshold BIO-1 #! TRA325
  reached when bio-test.accuracy >= 50%
threshold BIO-2
  above BIO-1
  reached when bio-test.accuracy >= 70%
commitment SAFE-1
  when BIO-1 is reached
  example-lab must show shield before deployment
commitment SAFE-2
  when BIO-2 is reached
  example-lab must not train model until shield is shown
  example-lab must not deploy model until shield is shown
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment SAFE-1
  when BIO-1 is reached
  example-lab must show shield before deployment
  example-lab must show shield before internal-deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds that hold back one side only, if the policy knows the other at all."""
    knows_inside = _known(policy)
    for threshold in conditioned(policy):
        held = _held_back(policy, threshold)
        if held == {"outside"} and knows_inside:
            yield _finding(threshold, "deployment, and neither training nor internal use")
        elif held == {"inside"}:
            yield _finding(threshold, "training or internal use, and not deployment")


def _finding(threshold: Threshold, what: str) -> Finding:
    return Finding(
        threshold.span,
        f"reaching `{threshold.name}` holds back {what}",
        "add `before internal-deployment`, `must not train … until …` or `must not deploy … until …`",
        threshold.name,
    )


def _known(policy: Policy) -> bool:
    """Whether any duty of the policy holds back training or internal use; else TRA320 speaks."""
    duties = (duty for c in policy.commitments for duty in duties_of(c))
    return any("inside" in _sides(duty) for duty in duties)


def _held_back(policy: Policy, threshold: Threshold) -> set[str]:
    return {
        side
        for commitment in commitments_reading(policy, threshold.name)
        for duty in duties_of(commitment)
        for side in _sides(duty)
    }


def _sides(duty: Duty) -> Iterator[str]:
    """Yield what a gating duty holds back: `outside`, `inside`, or both."""
    if duty.modal not in ("must", "must not") or duty.verb in TELLING:
        return
    before = {timing.event for timing in duty.timings if timing.kind == "before"}
    objects = set(duty.objects)
    forbidden = duty.modal == "must not"
    stopped = forbidden or duty.verb in STOPPING
    if before & OUTSIDE or (stopped and objects & OUTSIDE):
        yield "outside"
    if before & INSIDE or (stopped and objects & INSIDE):
        yield "inside"
    if forbidden and duty.verb == "deploy" and not objects & INSIDE:
        yield "outside"
    if forbidden and duty.verb in ("train", "develop"):
        yield "inside"
    if duty.verb in ("withdraw", "delete"):
        yield from ("outside", "inside") if duty.verb == "delete" else ("outside",)
