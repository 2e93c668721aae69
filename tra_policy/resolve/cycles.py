"""Circles among names that refer to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tra_policy.model.conditions import Condition, Group, Holds, ThresholdIs


def names_in(conditions: Iterable[Condition | None]) -> set[str]:
    """Return the defines and thresholds that some conditions refer to."""
    found: set[str] = set()
    waiting = list(conditions)
    while waiting:
        condition = waiting.pop()
        match condition:
            case Group():
                waiting.extend(condition.members)
            case Holds():
                found.add(condition.define)
            case ThresholdIs():
                found.add(condition.threshold)
            case _:
                pass
    return found


def cycle_in(edges: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return a circle, beginning with the first of its names in order; empty where there is none."""
    done: set[str] = set()
    for start in sorted(edges):
        path: list[str] = []
        waiting = [(start, False)]
        while waiting:
            name, leaving = waiting.pop()
            if leaving:
                path.pop()
                done.add(name)
                continue
            if name in path:
                return tuple(path[path.index(name) :])
            if name in done or name not in edges:
                continue
            path.append(name)
            waiting.append((name, True))
            waiting.extend((to, False) for to in sorted(edges[name], reverse=True))
    return ()


def deeper_than(edges: Mapping[str, set[str]], most: int) -> str:
    """Return a name that rests on others to a depth of more than `most`; empty where there is none.

    Names on a circle, or that lead to one, are left out: they have no depth.
    """
    depth = dict.fromkeys(edges, 0)
    ready = [name for name, to in edges.items() if not to & depth.keys()]
    missing = {name: len(to & depth.keys()) for name, to in edges.items()}
    users: dict[str, list[str]] = {name: [] for name in edges}
    for name, to in edges.items():
        for other in to & depth.keys():
            users[other].append(name)
    while ready:
        name = ready.pop()
        for user in users[name]:
            depth[user] = max(depth[user], depth[name] + 1)
            missing[user] -= 1
            if missing[user] == 0:
                ready.append(user)
    return min((name for name in edges if depth[name] > most and not missing[name]), default="")
