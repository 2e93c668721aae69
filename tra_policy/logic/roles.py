"""The class of a piece of work, from the classes of those who hold its roles."""

from __future__ import annotations

from collections.abc import Sequence

from tra_policy.logic.classes import SELF, UNCREDITED, Class, lowest, rank
from tra_policy.logic.parties import Parties, Window
from tra_policy.words.noun import Noun


class Design(Noun):
    """Who made an instrument. `items_visible_to` is None when it is not stated."""

    designed_by: tuple[str, ...] = ()
    funded_by: tuple[str, ...] = ()
    final_say: tuple[str, ...] = ()
    items_held_by: tuple[str, ...] = ()
    items_visible_to: tuple[str, ...] | None = None


def capped(held: Class, cap: Class) -> Class:
    """Return the lower of two classes."""
    return held if rank(held) <= rank(cap) else cap


def design_class(design: Design, parties: Parties, window: Window) -> Class:
    """Return the class on the axis *design*, relative to the developer.

    Self when all designers are self or affiliated; when one is, unless another party has the final
    say and holds items that they cannot see; or when the developer paid for it and can see the items.
    """

    def held(names: Sequence[str]) -> list[Class]:
        return [parties.standing(name, window).held for name in names]

    designers = held(design.designed_by)
    if not designers:
        return "unstated"
    seen = _visible_to_developer(design, parties, window)
    result = lowest(designers)
    if result in SELF:
        others = [c for c in designers if c not in SELF]
        say = held(design.final_say)
        theirs = any(name in design.items_held_by for name in design.final_say)
        if not others or not say or any(c in SELF for c in say) or not theirs or seen is not False:
            return result
        result = lowest([*others, *say])
    if any(c in SELF for c in held(design.funded_by)):
        if seen:
            return "self"
        result = capped(result, "unstated" if seen is None else "engaged")
    return result


def _visible_to_developer(design: Design, parties: Parties, window: Window) -> bool | None:
    def developer_among(names: Sequence[str]) -> bool:
        return any(parties.is_developer_side(name, window) for name in names)

    if developer_among(design.items_held_by):
        return True
    if design.items_visible_to is None:
        return None
    return developer_among(design.items_visible_to)


def work_class(
    holders: Sequence[str], parties: Parties, window: Window, funded_by: Sequence[str] = ()
) -> Class:
    """Return the class of work done by several holders: the lowest, at most `engaged` when the
    developer paid for this work.
    """
    result = lowest(parties.standing(name, window).held for name in holders)
    if result in UNCREDITED or result in SELF:
        return result
    paid = any(parties.is_developer_side(name, window) for name in funded_by)
    return capped(result, "engaged") if paid else result
