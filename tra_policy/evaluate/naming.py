"""Benchmarks of the evidence under the names that the policy has for them.

A log names a test as its harness does. Where the policy declares no test of that very name, the registry
tells which of its own is meant; a name that it does not know stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tra_policy.evaluate.between import BETWEEN
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS, Evidence, Filed
from tra_policy.model.evidence.links import LINKS
from tra_policy.model.policy import Policy
from tra_policy.model.registry import Registry
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import replace

_CODE = next(code for code in BETWEEN if code.code == "TRE116")
_FIELDS: dict[str, tuple[str, ...]] = {
    kind: tuple(link.field for link in LINKS if link.kind == kind and link.by == "benchmark")
    for kind in KINDS
} | {"benchmark": ("benchmark",)}


def named(
    policy: Policy, evidence: Evidence, registry: Registry, as_of: date
) -> tuple[Evidence, tuple[Diagnostic, ...]]:
    """Return the evidence with its benchmarks under the policy's names, and which were renamed.

    Nothing is said of a record that is not seen on the day that is asked about.
    """
    if not registry.benchmarks:
        return evidence, ()
    said: dict[tuple[str, str], Diagnostic] = {}
    default = evidence.manifest.date
    names = _Names(policy, registry)

    def renamed(filed: Filed) -> Filed:
        changes: dict[str, Any] = {}
        for field, old, new in _changes(filed.record, names):
            changes[field] = new
            days = [(filed.record.recorded or default).day]
            days += [filed.record.happened.day] if filed.record.happened else []
            for before, after in _pairs(old, new) if max(days) <= as_of else ():
                message = f"`{before}` is taken for `{after}`, by the registry"
                one = Diagnostic(
                    _CODE.code,
                    message,
                    place=filed.place,
                    severity=_CODE.severity,
                    help=_CODE.remedy,
                    subject=before,
                )
                said.setdefault((before, after), one)
        if not changes:
            return filed
        return replace(filed, record=filed.record.model_copy(update=changes))

    filed = tuple([renamed(one) for one in evidence.filed])
    return replace(evidence, filed=filed), tuple(said.values())


class _Names(dict[str, str]):
    """What the benchmarks that records name are called; the same few stand in most of them."""

    def __init__(self, policy: Policy, registry: Registry) -> None:
        self._of = policy, registry

    def __missing__(self, name: str) -> str:
        found = self[name] = name_for(name, *self._of)
        return found


def _changes(record: Record, names: _Names) -> Iterator[tuple[str, object, object]]:
    """The fields of a record that name benchmarks otherwise than the policy, before and after."""
    for field in _FIELDS.get(getattr(record, "kind", ""), ()):
        old = getattr(record, field)
        new: object = old
        if isinstance(old, str):
            new = names[old]
        elif isinstance(old, tuple):
            new = tuple(names[name] for name in old)
        if new != old:
            yield field, old, new


def _pairs(old: object, new: object) -> Iterator[tuple[str, str]]:
    if isinstance(old, tuple) and isinstance(new, tuple):
        yield from ((str(a), str(b)) for a, b in zip(old, new, strict=True) if a != b)
    else:
        yield str(old), str(new)


def name_for(name: str, policy: Policy, registry: Registry) -> str:
    """Return the policy's name for a benchmark, else the registry's; the name itself where unclear."""
    if policy.benchmark(name) is not None:
        return name
    row = registry.benchmark(name)
    if row is None:
        return name
    own = [b.name for b in policy.benchmarks if registry.benchmark(b.name) is row]
    if row.id in own or not own:
        return row.id
    return own[0] if len(own) == 1 else name
