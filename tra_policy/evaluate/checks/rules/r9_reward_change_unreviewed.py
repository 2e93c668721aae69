"""A reward was changed by somebody alone, or before it was approved."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import ChangeRecord, RewardSignal
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE309",
    id="R9",
    name="reward-change-unreviewed",
    severity=Severity.ERROR,
    group="superficial fixes",
    summary="no reviewer besides its author is on record for a reward change, or it was approved later",
    why="The reward is what the model is made of; who changes it alone changes the model alone. "
    "Precedent: an added reward from user feedback is among the changes that the developer names "
    "after a model had become sycophantic in April 2025. Source: OpenAI, Expanding on what we "
    "missed with sycophancy (2025-05-02).",
    remedy="name who reviewed it besides its author, and when it was approved",
    shows="""\
- id: c-1 #! TRE309
  kind: change
  component: reward
  party: lab
  reviewers: [lab]
  effective: 2026-01-10
- id: c-2 #! TRE309
  kind: change
  component: reward
  party: lab
  reviewers: [outsider]
  approved: 2026-01-12
  effective: 2026-01-10
- {id: c-3, kind: change, component: reward, effective: 2026-01-10} #! TRE309
- {id: rew-1, kind: reward_signal, component: preference}
- id: c-4 #! TRE309
  kind: change
  component: hyperparameter
  changed: rew-1
  party: lab
  reviewers: [lab]
  effective: 2026-01-10
""",
    near_miss="""\
- id: c-1
  kind: change
  component: reward
  party: lab
  reviewers: [lab, board]
  approved: 2026-01-10
  effective: 2026-01-10
- {id: c-2, kind: change, component: reward, reviewers: [lab], effective: 2026-01-10}
- {id: c-3, kind: change, component: hyperparameter, party: lab, effective: 2026-01-10}
- {id: rew-1, kind: reward_signal, component: preference}
- id: c-4
  kind: change
  component: code
  changed: rew-1
  party: lab
  reviewers: [board]
  effective: 2026-01-10
""",
)


UNNAMED = "a reviewer is not evidenced"


def check(world: World) -> Iterator[Seen]:
    """Yield changes of a reward without another reviewer, or in effect before their approval."""
    rewards = _rewards(world)
    for change in raising(world, ChangeRecord):
        if change.component != "reward" and rewards.isdisjoint((change.changed, change.id)):
            continue
        signs = chain.answered(world, change)
        faults = list(_faults(change))
        said = " and ".join(faults)
        if said:
            # That nobody is named as a reviewer does not show that there was none.
            silent = faults == [UNNAMED]
            made = f", made for {few(signs)}," if signs else ""
            filed = "" if change.component == "reward" else f", filed as one of {change.component}"
            message = f"`{change.id}`{made} changes a reward{filed}: {said}"
            yield Seen(
                change.id,
                message,
                chain.first(signs),
                also=signs[1:],
                severity=Severity.INFO if silent else None,
                rests_on=signs[:1],
            )


def _rewards(world: World) -> set[str | None]:
    """What a change of a reward goes by: the reward's id, its component, and the changes it names."""
    names: set[str | None] = set()
    for reward in raising(world, RewardSignal):
        names |= {reward.id, *reward.changes}
        if reward.component is not None:
            names.add(reward.component)
    return names


def _faults(change: ChangeRecord) -> Iterator[str]:
    maker = change.party or change.author
    if not change.reviewers:
        yield UNNAMED
    elif maker is not None and set(change.reviewers) == {maker}:
        yield f"`{maker}`, who made it, is its only reviewer"
    approved, effective = change.approved, change.effective
    if approved is not None and effective is not None and approved.earliest > effective.latest:
        yield f"it was approved on {approved}, after it took effect on {effective}"
