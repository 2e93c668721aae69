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
