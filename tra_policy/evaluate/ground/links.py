"""Which record of `for every` another record is about, by the links that it states."""

from __future__ import annotations

from tra_policy.evaluate.ground.reaching import followed, kind_of, stated
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, disjunction, of_bool
from tra_policy.model.evidence.acts import Action, DocumentRecord, Notification, Publication
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.links import Link, links_of, links_to


def linked(world: World, record: Record, outer: Record | None) -> Truth:
    """Whether a record is about an instance: it links to it, directly or by one record between.

    A kind that has no way of saying so answers for every instance; a record that could say so, and
    does not, leaves it open. Where the direct links are stated they decide alone.
    """
    if outer is None or outer.id == record.id:
        return TRUE
    kind, noun = kind_of(record), kind_of(outer)
    direct = links_to(kind, noun)
    between = [
        link
        for link in links_of(kind)
        if link.about and any(noun in k.to for to in link.to for k in links_to(to, noun))
    ]
    if direct:
        found = disjunction(_leads(record, link, outer) for link in direct)
        if found != UNKNOWN:
            return found
    elif not between:
        return TRUE
    by_way = disjunction(_by_way(world, record, link, outer) for link in between)
    return UNKNOWN if direct and by_way == FALSE else by_way


def _leads(record: Record, link: Link, outer: Record) -> Truth:
    names = stated(record, link.field)
    wanted = outer.id if link.by == "id" else getattr(outer, link.by, None)
    return UNKNOWN if names is None else of_bool(wanted in names)


def _by_way(world: World, record: Record, link: Link, outer: Record) -> Truth:
    """Whether a link leads to a record that is about the instance."""
    names = stated(record, link.field)
    if names is None:
        return UNKNOWN
    found: list[Truth] = []
    for name in names:
        others = [] if not isinstance(name, str) else list(followed(world, link, name))
        found.extend([] if others else [UNKNOWN])
        for other in others:
            ways = links_to(kind_of(other.record), kind_of(outer))
            about = disjunction(_leads(other.record, way, outer) for way in ways)
            found.append(UNKNOWN if unsound(world, other) else about)
    return disjunction(found)


# The kinds of record that say in a field of their own which instance an act is about.
SAYS_ABOUT = frozenset[type[Record]]({Notification, Publication, DocumentRecord, Action})


def said_about(record: Record) -> tuple[str, ...]:
    """Return the names of what an act says that it is about."""
    match record:
        case Notification() | Publication() | DocumentRecord():
            names: tuple[str | None, ...] = (record.about,)
        case Action():
            names = (record.object, record.subject)
        case _:
            names = ()
    return tuple(name for name in names if name is not None)
