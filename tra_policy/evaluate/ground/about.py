"""The records that may be about an instance of `for every`: looked up by the links that they state.

What is said here of a record is what `linked` says of it. A record that is not listed for an instance
links to others alone; that is found out once for a kind, not again for every instance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tra_policy.evaluate.ground.reaching import followed, kind_of, stated
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.links import Link, links_of, links_to
from tra_policy.words.noun import Noun

_Name = tuple[str, object]  # a field of an instance, and what it says there


class About(Noun):
    """Records that may be about an instance, ordered by id; `open` are those of which it is not sure,
    by their place among them.
    """

    filed: Sequence[Filed] = ()
    open: frozenset[int] = frozenset()


class _Index(Noun):
    """Where the records of a kind stand that name an instance, and where those that leave it open.

    `says` is false where the kind has no way of saying so: then they are about every instance.
    """

    filed: Sequence[Filed]
    named: Mapping[_Name, Sequence[int]]
    open: Sequence[int]
    fields: tuple[str, ...]
    says: bool


def about(world: World, kind: type[Record], outer: Record | None) -> About:
    """Return the visible, unmasked records of a kind that may be about an instance."""
    if outer is None:
        return _everything(world, kind)
    index = _index(world, kind, kind_of(outer))
    if not index.says:
        return _everything(world, kind)
    if index.open:
        # What is left open is open for every instance: kept for each, it would be kept many times over.
        return _looked_up(index, outer)
    key = ("about", kind.__name__, kind_of(outer), outer.id)
    if key not in world.memo:
        world.memo[key] = _looked_up(index, outer)
    found: About = world.memo[key]
    return found


def _everything(world: World, kind: type[Record]) -> About:
    key = ("about", kind.__name__)
    if key not in world.memo:
        world.memo[key] = About(world.filed(kind))
    found: About = world.memo[key]
    return found


def _looked_up(index: _Index, outer: Record) -> About:
    sure: set[int] = set()
    for field in index.fields:
        sure.update(index.named.get((field, getattr(outer, field, None)), ()))
    if not index.open:
        return About([index.filed[at] for at in sorted(sure)])
    listed = sorted(sure.union(index.open))
    unsure = frozenset(at for at, place in enumerate(listed) if place not in sure)
    return About([index.filed[at] for at in listed], unsure)


def _index(world: World, kind: type[Record], noun: str) -> _Index:
    key = ("about", kind.__name__, noun)
    if key not in world.memo:
        world.memo[key] = _indexed(world, world.filed(kind), noun)
    found: _Index = world.memo[key]
    return found


def _indexed(world: World, filed: Sequence[Filed], noun: str) -> _Index:
    named: dict[_Name, list[int]] = defaultdict(list)
    unsure: list[int] = []
    kind = kind_of(filed[0].record) if filed else ""
    direct = links_to(kind, noun)
    between = [link for link in links_of(kind) if link.about and _leads_on(link, noun)]
    for at, one in enumerate(filed):
        names, whole = _names(world, one.record, noun, direct, between)
        if kind == noun:
            names.add(("id", one.id))
        for name in names:
            named[name].append(at)
        if not whole:
            unsure.append(at)
    fields = sorted({"id", *(field for field, _ in named)})
    return _Index(filed, named, unsure, tuple(fields), bool(direct or between))


def _names(
    world: World, record: Record, noun: str, direct: Sequence[Link], between: Sequence[Link]
) -> tuple[set[_Name], bool]:
    """The names by which a record says which instances it is about, and whether there are no others."""
    named, whole = _stated_names(record, direct)
    if direct and whole:
        return named, True
    for link in between:
        further, told = _by_way(world, record, link, noun)
        named |= further
        whole = whole and told
    return named, whole and bool(between) and not direct


def _stated_names(record: Record, links: Iterable[Link]) -> tuple[set[_Name], bool]:
    named: set[_Name] = set()
    whole = True
    for link in links:
        names = stated(record, link.field)
        if names is None:
            whole = False
        else:
            named.update([(link.by, name) for name in names])
    return named, whole


def _leads_on(link: Link, noun: str) -> bool:
    return any(noun in further.to for to in link.to for further in links_to(to, noun))


def _by_way(world: World, record: Record, link: Link, noun: str) -> tuple[set[_Name], bool]:
    """The names that a link leads to by one record between, and whether there are no others."""
    named: set[_Name] = set()
    names = stated(record, link.field)
    whole = names is not None
    for name in names or ():
        others = list(followed(world, link, name)) if isinstance(name, str) else []
        whole = whole and bool(others)
        for other in others:
            if unsound(world, other):
                whole = False
                continue
            further, told = _stated_names(other.record, links_to(kind_of(other.record), noun))
            named |= further
            whole = whole and told
    return named, whole
