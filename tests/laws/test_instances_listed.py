"""Of very many instances a proof lists all with which something is wrong, and counts the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tra_policy.evaluate.checker import check_proof
from tra_policy.evaluate.ground.outcomes import together
from tra_policy.evaluate.items.instances import SHOWN, SHOWN_FINE, Instances
from tra_policy.model.proof import Proof
from tra_policy.words.noun import replace

WORDS = ("met", "met", "met", "waived", "not-applicable", "not-met", "unknown", "not-yet-due")
WORLD: Any = type("Nobody", (), {"parties": type("Parties", (), {"developer": "lab"})})()


def part(number: int, word: str) -> Proof:
    """The proof of one instance. What becomes of its parts is the business of other tests."""
    flags = ("selection-possible",) if number % 7 == 0 else ()
    return Proof("waived", word, f"R for r{number}", flags=flags)


@given(st.lists(st.sampled_from(WORDS), max_size=120))
def test_what_is_wrong_is_listed_and_the_rest_is_counted(words: list[Any]) -> None:
    parts = [part(number, word) for number, word in enumerate(words)]
    instances = Instances((), of_records=True, kind="warning", text="for every warning")
    outcome, _ = instances.outcome(together(words) if words else "not-applicable", len(words))
    proof = instances.proof(WORLD, "R", parts, outcome)
    kept = [child.value for child in proof.children]
    counted = {
        name.removeprefix("besides "): int(count)
        for name, count in proof.facts
        if name.startswith("besides ")
    }
    fine = ("met", "waived", "not-applicable")
    for word in set(WORDS):
        assert kept.count(word) + counted.get(word, 0) == words.count(word)
        assert word in fine or word not in counted
    most = SHOWN if len(words) <= SHOWN else SHOWN_FINE
    assert sum(value in fine for value in kept) == min(most, sum(w in fine for w in words))
    assert [c.sentence for c in proof.children] == [
        p.sentence for p in parts if p in proof.children
    ]
    assert set(proof.flags) == {flag for one in parts for flag in one.flags}
    mine = [said for said in check_proof(proof) if "every instance" in said]
    assert mine == []


@pytest.mark.parametrize("word", ["not-met", "unknown"])
def test_what_is_wrong_cannot_be_hidden_among_what_is_counted(word: str) -> None:
    instances = Instances((), of_records=True, kind="warning", text="for every warning")
    proof = instances.proof(WORLD, "R", [part(n, "met") for n in range(60)], "met")
    assert not [said for said in check_proof(proof) if "every instance" in said]
    hidden = replace_facts(proof, (*proof.facts, (f"besides {word}", "1")))
    assert [said for said in check_proof(hidden) if "every instance" in said]


def replace_facts(proof: Proof, facts: tuple[tuple[str, str], ...]) -> Proof:
    """The same proof with other facts."""
    return replace(proof, facts=facts)
