"""What the questions of a policy look at in the rows of a table.

Only what is looked at is read. Two rows that are alike in it get the same answer, so they are counted
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from tra_policy.model.conditions import Condition, FieldTest, RoleIs
from tra_policy.model.duties import Need
from tra_policy.model.evidence.links import links_of, links_to, stage_path
from tra_policy.model.evidence.tables import Asked
from tra_policy.model.kinds import KINDS
from tra_policy.model.policy import Policy
from tra_policy.model.quantity import Quantity

# A record is only as sound as who is said to have made it: these are always looked at.
_ALWAYS = ("author", "reviewed_by", "produced", "retracted")
_NUMBERS = ("number", "quantity")
_ORDERS = (">=", ">", "<=", "<", "=", "!=")
_BY_FLAG = ("has", "is", "is not")
# What fails by rows that are there, which a person will want to see.
_FAILING = ("no", "every", "at most share")
_RANKED = ("median", "quantile")
ROLE_FIELDS: dict[str, tuple[str, ...]] = {
    "run": ("run_by", "party", "lead"),
    "selected": ("selected_by",),
    "reviewed": ("reviewed_by", "reviewers"),
    "graded": ("graded_by",),
    "published": ("party",),
    "designed": ("designed_by",),
    "funded": ("funded_by",),
}


def asked_by(need: Need, outer: str = "") -> Asked:
    """Return what a need looks at; `outer` is the kind of `for every`, if it stands under one."""
    fields = KINDS.get(need.kind, {})
    keys: set[str] = set(_ALWAYS)
    flags: set[str] = set()
    limits: dict[str, set[Decimal]] = {}
    for test in need.where:
        _test(test, fields, outer, keys, flags, limits)
    if need.stage:
        keys.update(stage_path(need.kind)[:1])
    keys.update(name.split(".")[0] for name in need.per)
    if outer:
        keys.update(link.field for link in (*links_to(need.kind, outer), *links_of(need.kind)))
    sums: set[str] = set()
    ranks: set[str] = set()
    if need.aggregate is not None:
        name = need.aggregate.path[0]
        # Which values there are can be put together, file by file; how many differ cannot.
        by_value = need.aggregate.statistic == "distinct"
        if not by_value and len(need.aggregate.path) == 1 and fields.get(name) in _NUMBERS:
            limits.setdefault(name, set()).add(need.aggregate.limit.value)
            ranks.update([name] if need.aggregate.statistic in _RANKED else [])
            sums.update([name] if need.aggregate.statistic in ("sum", "mean") else [])
        else:
            keys.add(name)
    keys &= set(fields)
    flags = set() if "flags" in keys else flags
    cuts = {name: held for name, held in limits.items() if name not in keys}
    return Asked(
        need.kind,
        tuple(sorted(keys)),
        tuple(sorted(flags)),
        tuple((name, tuple(sorted(held))) for name, held in sorted(cuts.items())),
        tuple(sorted(sums)),
        tuple(sorted(ranks)),
        named=need.quantifier in _FAILING and bool(need.where),
    )


def asked_of_claim(kind: str, where: Iterable[str]) -> Asked:
    """Return what a claim that some rows are all there are looks at."""
    return Asked(kind, tuple(sorted({*where, "produced"} & set(KINDS.get(kind, {})))))


def asked_in(policy: Policy) -> Iterator[Asked]:
    """Yield what the needs of a policy look at, each question once."""
    needs = [(need, "") for threshold in policy.thresholds for need in threshold.needs]
    for requirement in policy.requirements:
        outer = requirement.for_every.kind if requirement.for_every else ""
        needs += [(need, outer) for need in requirement.needs]
    yield from dict.fromkeys(asked_by(need, outer) for need, outer in needs)


def _test(
    test: Condition,
    fields: dict[str, str],
    outer: str,
    keys: set[str],
    flags: set[str],
    limits: dict[str, set[Decimal]],
) -> None:
    if isinstance(test, RoleIs):
        keys.update(ROLE_FIELDS.get(test.role, ()))
    if not isinstance(test, FieldTest):
        return
    first = test.path[0]
    if test.against_path and isinstance(test.value, tuple) and test.value[0] != outer:
        keys.add(test.value[0])
    if first == outer and len(test.path) > 1:
        return
    number = fields.get(first) in _NUMBERS and len(test.path) == 1 and not test.against_path
    if number and test.test in _ORDERS and isinstance(test.value, Quantity):
        limits.setdefault(first, set()).add(test.value.value)
    elif is_flag(test):
        flags.add(str(test.value))
    else:
        keys.add(first)


def is_flag(test: Condition) -> bool:
    """Whether a test asks for one flag."""
    about = isinstance(test, FieldTest) and test.path == ("flags",) and not test.against_path
    return about and isinstance(test, FieldTest) and test.test in _BY_FLAG
