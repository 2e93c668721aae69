"""The gap list is subset-minimal: all of it suffices, and no part of it does. Held against brute force."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tra_policy.evaluate.gaps import gaps, reaches
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


def whole(rule: str, value: str, wants: list[Want], trigger: str, children: list[Proof]) -> Proof:
    facts = (("trigger", trigger),)
    return Proof(rule, value, rule, facts=facts, wants=tuple(wants), children=tuple(children))


OUTCOMES = st.sampled_from(["met", "not-met", "unknown", "not-applicable"])
SOME = st.lists(st.sampled_from(WANTS), max_size=2, unique=True)
NEEDS = st.builds(lambda value, wants: Proof("need", value, "", wants=tuple(wants)), OUTCOMES, SOME)


def wholes(inner: st.SearchStrategy[Proof]) -> st.SearchStrategy[Proof]:
    """What takes some parts together."""
    rule = st.sampled_from(["requirement", "duty", "per", "every instance"])
    trigger = st.sampled_from(["true", "unknown"])
    return st.builds(whole, rule, OUTCOMES, SOME, trigger, st.lists(inner, max_size=3))


WHOLES = wholes(st.recursive(st.one_of(NEEDS, TREES), wholes, max_leaves=8))


@given(WHOLES)
def test_a_gap_list_is_what_is_left_when_wishes_are_given_up_one_by_one(proof: Proof) -> None:
    kept = list(dict.fromkeys(w for part in proof.walk() for w in part.wants))
    if proof.value == "met" or not reaches(proof, "met", frozenset(kept)):
        assert gaps(proof, ("met",)) == (() if proof.value == "met" else tuple(kept))
        return
    for wish in reversed(kept.copy()):
        rest = [w for w in kept if w != wish]
        kept = rest if reaches(proof, "met", frozenset(rest)) else kept
    assert gaps(proof, ("met",)) == tuple(kept)
