"""An outside check that the developer may leave out."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import OUTSIDERS, heard
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.model.conditions import RoleIs
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA806",
    name="optional-outside-check",
    severity=Severity.WARNING,
    family="independence",
    confidence="likely",
    summary="work of an outside party is promised with `may`, `aims to` or `should`",
    why="A check that takes place when the developer wishes is missing exactly when it would hurt. "
    "Precedent: external experts that may be asked, and external testing where deemed warranted. "
    "Source: OpenAI Preparedness Framework 2, §5.2, and Frontier Governance Framework (May 2026), §5.",
    remedy="Write `must`, with a time, and say what happens if nobody suitable is found.",
    bad="""\
commitment TEST-1
  example-lab aims to obtain report where reviewed by independent before deployment #! TRA806
  example-lab may obtain "third-party evaluation, where deemed useful" #! TRA806
""",
    good="""\
commitment TEST-1
  example-lab must obtain report where reviewed by independent before deployment
""",
)
CLASSES = ("independent", "authority", "engaged")


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the developer's soft duties whose object is to be somebody else's work."""
    sides = sides_of(policy)
    for _, duty in duties_in(policy):
        if duty.modal in ("must", "must not") or not sides.inside(duty.party):
            continue
        roles = [test for test in duty.where if isinstance(test, RoleIs)]
        named = any(test.holder in CLASSES or sides.outside(test.holder) for test in roles)
        if named or (duty.verb == "obtain" and any(heard(duty.words, OUTSIDERS))):
            yield Finding(
                duty.span,
                f"the outside check of `{duty.id}` takes place only if the developer wishes: "
                f"the duty says `{duty.modal}`",
                "write `must`, and say what happens if nobody suitable is found",
                duty.id,
            )
