"""Whether some conditions can hold together, decided; with a world in which they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tra_policy.logic.diagram import Expression, TooLarge, build
from tra_policy.logic.kleene import TRUE
from tra_policy.logic.worlds import Worlds, apart
from tra_policy.model.conditions import Condition
from tra_policy.model.policy import Policy
from tra_policy.words.noun import Noun

# Nodes of a diagram times facts in it: what is beyond that is left open, and said to be.
MOST_WORK = 200_000


class Decision(Noun):
    """`never`: in no world. `possible`: in this one, as a list of facts. `undecided`: too large to say."""

    answer: Literal["never", "possible", "undecided"]
    world: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The world in words: a piece of evidence under which the conditions hold together."""
        return f"where {'; '.join(self.world)}" if self.world else "whatever the evidence"


def together(
    policy: Policy,
    holding: Sequence[Condition],
    failing: Sequence[Condition] = (),
    most: int = MOST_WORK,
) -> Decision:
    """Return whether all of `holding` can be true while all of `failing` are false."""
    worlds = Worlds(policy, (*holding, *failing))
    try:
        parts: list[Expression] = [worlds.truth(condition) for condition in holding]
        parts += [("not", worlds.truth(condition)) for condition in failing]
        variables = tuple(fact.variable for fact in worlds.facts)
        bound = most // max(1, len(variables))
        diagram = build(("all", TRUE, tuple(parts)), variables, range(len(variables)), bound)
    except (TooLarge, RecursionError):
        return Decision("undecided")
    found = diagram.a_way_to(TRUE)
    if found is None:
        return Decision("never")
    # A fact that the conditions ask for comes before one that they need not to be.
    said = [worlds.facts[number].words[row] for number, row in sorted(found.items())]
    return Decision("possible", tuple(said))


def never(policy: Policy, condition: Condition) -> bool:
    """Whether a condition is known to hold in no world."""
    return not apart(policy, condition) and together(policy, (condition,)).answer == "never"


def always(policy: Policy, condition: Condition) -> bool:
    """Whether a condition is known to hold in every world."""
    return not apart(policy, condition) and together(policy, (), (condition,)).answer == "never"
