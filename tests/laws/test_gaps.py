"""The gap list is subset-minimal: all of it suffices, and no part of it does. Held against brute force."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tra_policy.evaluate.gaps import gaps
from tra_policy.model.proof import Proof, Want

WANTS = tuple(Want("record", f"record {n}") for n in range(5))
ORDER = ("false", "unknown", "true")
OPPOSITE = {"true": "false", "false": "true", "unknown": "unknown"}


def leaf(value: str, want: Want) -> Proof:
    return Proof("fact", value, "a leaf", wants=(want,) if value == "unknown" else ())


def joined(kind: str, children: list[Proof]) -> Proof:
    return Proof(
        f"{kind} of", truth(kind, [c.value for c in children]), kind, children=tuple(children)
    )


def truth(kind: str, values: list[str]) -> str:
    ranked = sorted(values, key=ORDER.index)
    if kind == "all":
        return ranked[0]
    return ranked[-1] if kind == "any" else OPPOSITE[ranked[-1]]


LEAVES = st.builds(leaf, st.sampled_from(ORDER), st.sampled_from(WANTS))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        joined, st.sampled_from(["any", "all", "none"]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=7,
)


def settled(proof: Proof, granted: frozenset[Want], favour: str) -> str:
    """The value of a tree when some wishes are granted, each in favour of what is hoped for at the root."""
    if not proof.children:
        return favour if set(proof.wants) & granted else proof.value
    kind = proof.rule.removesuffix(" of")
    inner = OPPOSITE[favour] if kind == "none" else favour
    return truth(kind, [settled(child, granted, inner) for child in proof.children])


@given(TREES, st.sampled_from(["true", "false"]))
def test_a_gap_list_suffices_and_no_part_of_it_does(tree: Proof, hoped: str) -> None:
    found = gaps(tree, (hoped,))
    wishes = {w for part in tree.walk() for w in part.wants}
    if tree.value == hoped:
        assert found == ()
    elif settled(tree, frozenset(wishes), hoped) != hoped:
        assert set(found) == wishes
    else:
        assert settled(tree, frozenset(found), hoped) == hoped
        for size in range(len(found)):
            for part in combinations(found, size):
                assert settled(tree, frozenset(part), hoped) != hoped
