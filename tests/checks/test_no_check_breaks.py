"""Whatever records come together, sound or not, no check breaks and each says it the same way twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manual.running import POLICY, whole_manifest

from tra_policy import driver
from tra_policy.evaluate.assembly import world_of
from tra_policy.evaluate.checks.every import CHECKS
from tra_policy.evaluate.checks.runner import checked
from tra_policy.model.evidence.bundle import Defect, Filed
from tra_policy.model.policy import Policy
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.source import Source

from .test_checks_on_their_own_examples import evidence_of, the_block


def _everything() -> list[Filed]:
    """Each record of each example; two of one id are two choices."""
    return [
        f for c in CHECKS for text in (c.shows, c.near_miss) for f in evidence_of(text)[0].filed
    ]


def _policies() -> list[Policy]:
    texts = sorted({check.policy for check in CHECKS})
    read = (driver.read(Source(POLICY, the_block("tra opening") + text), {}) for text in texts)
    return [text.policy for text in read if text.policy is not None]


FILED = _everything()
POLICIES = _policies()
EMPTY, _ = read_bundle({"bundle.yaml": whole_manifest("").encode()})
DEFECTS: tuple[tuple[Defect, ...], ...] = (
    (),
    (),
    (),
    ("digest-mismatch",),
    ("signature-bad",),
    ("suspect-counts",),
)
DAYS = (date(2025, 11, 1), date(2026, 1, 10), date(2026, 2, 1), date(2027, 1, 1))


def test_there_is_enough_to_choose_from() -> None:
    assert len(FILED) > 300
    assert len(POLICIES) > 4


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(FILED), max_size=40),
    st.sampled_from(POLICIES),
    st.sampled_from(DAYS),
    st.randoms(use_true_random=False),
)
def test_any_records_can_be_looked_at(
    chosen: list[Filed], policy: Policy, day: date, chance: object
) -> None:
    assert EMPTY is not None
    pick = getattr(chance, "choice")  # noqa: B009
    held = {f.id: replace(f, defects=pick(DEFECTS)) for f in chosen}
    evidence = replace(EMPTY, filed=tuple(held.values()))
    world = world_of(policy, evidence, day, {})
    found = list(checked(world))
    assert [d.message for d in found] == [
        d.message for d in checked(world_of(policy, evidence, day, {}))
    ]
    for one in found:
        assert one.subject in held
        assert one.place is not None
        assert not one.message.endswith(".")
