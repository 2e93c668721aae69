"""What a need is called in proofs, and the wishes that it leaves, for one group of `per` or for none."""

from __future__ import annotations

from collections.abc import Mapping

from tra_policy.evaluate.ground.nodes import called, verb
from tra_policy.model.duties import Need
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.proof import Reason, Want
from tra_policy.model.wording import worded_need


def called_for(need: Need, group: Mapping[str, str]) -> str:
    """Return a need as a proof says it, behind the name of its group."""
    text = worded_need(need)
    return f"{_named(group)}: {text}" if group else text


def wished(need: Need, group: Mapping[str, str]) -> str:
    """Return what a need asks for, before the name of its group."""
    text = worded_need(need).removeprefix("needs ")
    return f"{text} ({_named(group)})" if group else text


def not_shown(need: Need, text: str, owner: str, filed: Filed, why: Reason) -> Want:
    """Return the wish for what a record leaves open of a need."""
    does = verb(filed, "does", "do")
    return Want(need.kind, f"what {called(filed)} {does} not show: {text}", owner, why, filed.id)


def all_claimed(need: Need, owner: str) -> Want:
    """Return the wish for a claim that the records of a need are all there are."""
    return Want("population", f"a population claim over all {need.kind} records", owner)


def _named(group: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in group.items())
