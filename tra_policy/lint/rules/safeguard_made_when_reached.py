"""A safeguard whose content is worked out only once its threshold is reached."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import DECIDING_LATER, PROTECTIONS, RECORDS, heard
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import atoms_of
from tra_policy.model.conditions import ThingIs
from tra_policy.model.duties import Duty
from tra_policy.model.policy import Commitment, Policy, duties_of
from tra_policy.words.diagnostic import Severity

MAKING = frozenset({"develop", "document", "publish", "assess"})
RULE = Rule(
    code="TRA322",
    name="safeguard-made-when-reached",
    severity=Severity.WARNING,
    confidence="likely",
    family="obligations",
    summary="the safeguard is worked out only after the threshold is reached, and nothing waits for it",
    why="On the day on which a threshold is reached there is no safeguard, no time to make one, and a "
    "model that is wanted. Precedent: mitigations that may be determined when a tier is reached, a "
    "response plan that is drawn up at an alert and may raise the alert instead, and a Critical "
    "standard that is to be specified first. Source: Anthropic Frontier Compliance Framework 2; Google "
    "DeepMind FSF 3.1, §1.3.3; OpenAI Preparedness Framework 2.",
    remedy="Specify the safeguard beforehand; or forbid going on until it is specified and shown.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment SAFE-1
  when BIO-1 is reached
  example-lab must develop fortress #! TRA322
  example-lab must document "which mitigations are determined" #! TRA322
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment SAFE-1
  when BIO-1 is reached
  example-lab must develop fortress
  example-lab must not deploy model until fortress is shown
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the duties after a threshold to make or choose safeguards, where no duty waits for them."""
    unspecified = {s.name for s in policy.safeguards if s.specified is False}
    titles = {d.name: d.title for d in policy.documents}
    for commitment in policy.commitments:
        if not policy.states_asked(commitment.when):
            continue
        awaited = set(_awaited(commitment))
        for duty in duties_of(commitment):
            made = unspecified & set(duty.objects) if duty.verb in MAKING else set()
            chosen = "" if awaited else _chosen(duty, titles)
            if (made - awaited) or chosen:
                what = min(made) if made else chosen
                yield Finding(
                    duty.span,
                    f"`{what}` is worked out only when the threshold is reached, and nothing waits for it",
                    "specify it beforehand, or add `must not deploy … until … is shown`",
                    duty.id,
                )


def _awaited(commitment: Commitment) -> Iterator[str]:
    """Yield what the prohibitions of a commitment wait for."""
    for duty in duties_of(commitment):
        if duty.modal == "must not":
            for timing in duty.timings:
                for atom in atoms_of(timing.condition):
                    yield atom.thing if isinstance(atom, ThingIs) else ""


def _chosen(duty: Duty, titles: dict[str, str]) -> str:
    """Return what a duty finds out about the protections there shall be; a record of them is none."""
    if any(heard(duty.words, PROTECTIONS)):
        asked = duty.verb in ("assess", "develop") and not duty.objects
        later = asked or any(heard(duty.words, DECIDING_LATER))
        return duty.words if later else ""
    for name in duty.objects if duty.verb in ("develop", "document") else ():
        title = titles.get(name, "")
        if any(heard(title, PROTECTIONS)) and not any(heard(title, RECORDS)):
            return name
    return ""
