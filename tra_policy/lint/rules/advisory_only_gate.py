"""A threshold after which nothing is held back, but papers are due."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import commitments_reading
from tra_policy.model.duties import Duty
from tra_policy.model.policy import Policy, duties_of
from tra_policy.words.diagnostic import Severity

ADVISORY = frozenset(
    {"acknowledge", "assess", "consult", "document", "investigate", "measure", "notify", "obtain"}
    | {"provide", "publish", "report", "respond", "review", "send", "update"}
)
RULE = Rule(
    code="TRA323",
    name="advisory-only-gate",
    severity=Severity.WARNING,
    family="obligations",
    summary="all that must follow a threshold is to write, send, assess or consult",
    why="Such duties are met whatever the paper says and whatever the adviser answers: the developer "
    "may go on. Precedent: above the autonomy checkpoint an update is shared, and the advisory group "
    "recommends while the leadership may act without it. Source: Anthropic RSP 2.2, §2; OpenAI "
    "Preparedness Framework 2, Appendix B.",
    remedy="Add what is held back: `must show … before deployment`, `PARTY must approve … before "
    "deployment`, or `must not deploy … until …`.",
    bad="""\
threshold BIO-1 #! TRA323
  reached when bio-test.accuracy >= 50%
commitment TELL-1
  when BIO-1 is reached
  example-lab must send report to regulator before deployment
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment TELL-1
  when BIO-1 is reached
  example-lab must send report to regulator before deployment
  outside-board must approve report before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds with gating duties all of which are advisory; warnings have another task."""
    shown = {safeguard.name for safeguard in policy.safeguards}
    for threshold in conditioned(policy):
        duties = [
            duty
            for commitment in commitments_reading(policy, threshold.name)
            for duty in duties_of(commitment)
            if duty.modal in ("must", "must not")
        ]
        if threshold.warns_of or not duties or not all(_advisory(d, shown) for d in duties):
            continue
        verbs = tuple(dict.fromkeys(duty.verb for duty in duties))
        yield Finding(
            threshold.span,
            f"when `{threshold.name}` is reached the duties are only to {_listed(verbs)}: "
            "whatever comes of it, nothing is held back",
            "add `must show … before deployment`, `PARTY must approve …` or `must not deploy … until …`",
            threshold.name,
        )


def _advisory(duty: Duty, safeguards: set[str]) -> bool:
    return duty.modal == "must" and duty.verb in ADVISORY and not safeguards & set(duty.objects)


def _listed(verbs: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(verbs[:-1]), verbs[-1])))
