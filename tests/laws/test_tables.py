"""What is small enough to be tried out whole: truth tables, bounds, the order of classes."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, note

from tra_policy.resolve import resolve
from tra_policy.syntax import parse
from tra_policy.words.source import Source

from .pipeline import HEAD, VCT, case, decided, measured
from .reference import kleene
from .reference.bounds import wilson
from .reference.ties import RANK
from .reference.world import World
from .rendering import policy
from .wording import text
from .worlds import policies

SAID = {"affirmed": kleene.TRUE, "undecided": kleene.UNKNOWN, "denied": kleene.FALSE}
STATES = {kleene.TRUE: "reached", kleene.UNKNOWN: "unknown", kleene.FALSE: "not_reached"}
ROWS = list(product(SAID, repeat=3))


@pytest.mark.parametrize(
    ("head", "kind", "count"),
    [
        ("any of", "any", 1),
        ("all of", "all", 1),
        ("none of", "none", 1),
        ("at least 2 of", "at least", 2),
        ("at least 3 of", "at least", 3),
    ],
)
def test_a_headed_list_follows_the_truth_tables_on_all_27_rows(
    head: str, kind: str, count: int
) -> None:
    bullets = "".join(f'    - office judges "question {n}"\n' for n in range(3))
    policy_text = (
        f"{HEAD}party lab\nparty office\n  is a public authority\n"
        f"threshold CBRN-3\n  reached when {head}\n{bullets}"
    )
    for row in ROWS:
        records = [
            {
                "kind": "judgement",
                "id": f"j{n}",
                "judges": ["office"],
                "author": "office",
                "about": "CBRN-3",
                "question": f"question {n}",
                "outcome": outcome,
                "judged": "2026-04-01",
            }
            for n, outcome in enumerate(row)
        ]
        got = case(policy_text, *records).threshold().state
        assert got == STATES[kleene.joined(kind, [SAID[o] for o in row], count)], row


PEOPLE = {
    "self": "lab",
    "affiliated": "sister",
    "unidentified": "somebody",
    "unstated": "stranger",
    "engaged": "contractor",
    "independent": "institute",
    "authority": "office",
}
STATIONS = (
    """\
party lab
party sister
  controlled by lab
party somebody
  is unnamed
party stranger
party contractor
  paid by lab
  no ties to lab "its own site"
party institute
  no ties to lab "its own site"
party office
  is a public authority
"""
    + VCT
)


@pytest.mark.parametrize("axis", ["run", "graded"])
def test_of_two_holders_the_lower_class_counts_for_every_pair(axis: str) -> None:
    policy_text = (
        HEAD
        + STATIONS.replace("maker", "institute")
        + "threshold CBRN-3\n  reached when vct.accuracy >= 22.1%\n"
    )
    records = []
    for one, other in product(PEOPLE, repeat=2):
        roles = {axis: sorted({PEOPLE[one], PEOPLE[other]})}
        records.append(measured(f"{one}-{other}", "15%", "lab", roles=roles))
    got = case(policy_text, *records, decided("not-reached"))
    for one, other in product(PEOPLE, repeat=2):
        classes = got.record(f"{one}-{other}").classes
        found = classes.run if axis == "run" else classes.grade
        assert RANK[found] == min(RANK[one], RANK[other]), (one, other)


@pytest.mark.parametrize("planned", [1, 10, 50, 1000])
def test_lost_items_count_as_adverse_in_the_bound(planned: int) -> None:
    for lost in {0, 1, planned // 2}:
        scored = planned - lost
        if not scored:
            continue
        edge = Decimal(str(wilson(lost, planned, "upper")))
        for nudge, state in ((Decimal("0.0001"), "not_reached"), (Decimal("-0.0001"), "unknown")):
            limit = (edge + nudge) * 100
            if limit <= 0 or limit > 100:
                continue
            policy_text = (
                HEAD
                + STATIONS.replace("maker", "institute")
                + f"threshold CBRN-3\n  reached when vct.accuracy >= {limit:.4f}%\n"
            )
            counts = {"planned": planned, "scored": scored, "errored": lost, "excluded": 0}
            record = measured("own", "0%", "lab", counts=counts)
            assert case(policy_text, record).threshold().state == state, (planned, lost, limit)


@given(policies(text=True))
def test_a_policy_that_is_written_out_is_read_as_it_was_meant(world: World) -> None:
    note(text(world))
    tree, mistakes = parse(Source("small.tra", text(world)))
    assert mistakes == ()
    read, _ = resolve((tree,), {})
    assert read is not None
    meant = policy(world)
    assert read.parties == meant.parties
    assert read.benchmarks == meant.benchmarks
    for got, want in zip(read.thresholds, meant.thresholds, strict=True):
        assert got.reached_when == want.reached_when
        assert got.ruled_out_when == want.ruled_out_when
        assert [(n.count, n.where) for n in got.needs] == [(n.count, n.where) for n in want.needs]
        assert got.treat_as_reached == want.treat_as_reached
        assert [r.recipients for r in got.reports] == [r.recipients for r in want.reports]
    for one, other in zip(read.commitments, meant.commitments, strict=True):
        assert (one.when, one.unless, one.if_unknown_block) == (
            other.when,
            other.unless,
            other.if_unknown_block,
        )
        assert [(d.id, d.party, d.modal, d.verb, d.objects) for d in one.duties] == [
            (d.id, d.party, d.modal, d.verb, d.objects) for d in other.duties
        ]
