"""On whose side a party stands, on the policy text alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tra_policy.logic.classes import INDEPENDENT, SELF, Class
from tra_policy.logic.clearing import text_window
from tra_policy.logic.parties import parties_of
from tra_policy.model.policy import Policy
from tra_policy.words.noun import Noun


class Sides(Noun):
    """The class of every declared party. Where the text binds any developer, `is anyone` is it."""

    held: Mapping[str, Class]

    def inside(self, names: Iterable[str]) -> bool:
        """Whether there are parties, and all are the developer or affiliated with it."""
        held = [self.held.get(name) for name in names]
        return bool(held) and all(one in SELF for one in held)

    def outside(self, name: str) -> bool:
        """Whether a party is known to be another than the developer: independent or authority."""
        return self.held.get(name) in INDEPENDENT


def sides_of(policy: Policy) -> Sides:
    """Return the side of every party of a policy, on the day the policy takes effect."""
    parties, window = parties_of(policy), text_window(policy)
    return Sides(
        {
            p.name: "self" if p.is_anyone else parties.standing(p.name, window).held
            for p in policy.parties
        }
    )
