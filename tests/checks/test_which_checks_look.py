"""A check that is not imported would have seen nothing, and the table that says so is fresh."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tra_policy.evaluate.assembly import world_of
from tra_policy.evaluate.checks import asked
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.every import CHECKS, LOADED
from tra_policy.evaluate.checks.kind_table import kinds_asked, table_text
from tra_policy.evaluate.checks.runner import loaded_for, seen
from tra_policy.evaluate.checks.superficial import superficial
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS, Filed
from tra_policy.model.evidence.run import Warning
from tra_policy.model.policy import Policy
from tra_policy.words.noun import replace

from .looking import world
from .test_no_check_breaks import DAYS, EMPTY, FILED, POLICIES


def test_the_table_is_fresh() -> None:
    written = Path(asked.__file__).read_text("utf-8")
    assert written == table_text(), "python -m tra_policy.evaluate.checks.kind_table"


def test_every_check_is_in_the_table_in_the_order_of_the_codes() -> None:
    assert list(asked.ASKED) == [one.file_name for one in LOADED]


def test_a_class_of_records_is_known_by_its_name() -> None:
    kinds = {kind.__name__: kind for kind in KINDS.values()}
    assert len(kinds) == len(set(KINDS.values()))
    for name, _, field in (
        one.partition(".") for some in asked.ASKED.values() for one in some or ()
    ):
        assert name in kinds and (not field or field in kinds[name].model_fields)


def test_without_records_only_checks_that_ask_for_more_look() -> None:
    assert EMPTY is not None
    nothing = world_of(POLICIES[0], EMPTY, DAYS[-1], {})
    kinds = {one.file_name: asked.ASKED[one.file_name] for one in loaded_for(nothing)}
    assert set(kinds.values()) == {None}
    assert len(kinds) < len(LOADED) / 4


def test_a_check_that_reads_the_policy_always_looks() -> None:
    def look(held: World) -> list[Seen]:
        return [] if held.policy.parties else [Seen("x", "x")]

    assert kinds_asked(look) is None  # type: ignore[arg-type]


def test_a_check_that_sees_something_in_nothing_is_refused() -> None:
    def look(held: World) -> list[Seen]:
        return [*held.records(Warning), Seen("x", "x")]  # type: ignore[list-item]

    with pytest.raises(AssertionError):
        kinds_asked(look)  # type: ignore[arg-type]


def of_all(held: World) -> list[tuple[str, Seen]]:
    """What every check sees, whether it may or not."""
    everything = [(one.check, what) for one in LOADED for what in one.look(held)]
    fixes = [("TRE300", what) for what in superficial(everything)]
    return [*fixes, *((check.code, what) for check, what in everything)]


@pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.id)
def test_what_is_seen_in_the_examples_is_what_every_check_would_see(check: Check) -> None:
    for text in (check.shows, check.near_miss):
        policy: str = check.policy
        of_some = [(one.code, what) for one, what in seen(world(text, policy))]
        assert of_some == of_all(world(text, policy))


BY_KIND: dict[type[Record], list[Filed]] = {}
for _filed in FILED:
    BY_KIND.setdefault(type(_filed.record), []).append(_filed)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sets(st.sampled_from(sorted(BY_KIND, key=lambda kind: kind.__name__)), max_size=4),
    st.data(),
    st.sampled_from(POLICIES),
    st.sampled_from(DAYS),
)
def test_records_of_a_few_kinds_show_some_checks_what_they_show_all(
    kinds: set[type[Record]], data: st.DataObject, policy: Policy, day: date
) -> None:
    of_kinds = [f for kind in sorted(kinds, key=lambda k: k.__name__) for f in BY_KIND[kind]]
    chosen = data.draw(st.lists(st.sampled_from(of_kinds), max_size=25)) if of_kinds else []
    assert EMPTY is not None
    held = {f.id: f for f in chosen}
    evidence = replace(EMPTY, filed=tuple(held.values()))
    masked = data.draw(st.sets(st.sampled_from(sorted(held)))) if held else set()
    some, every = (world_of(policy, evidence, day, {}).without(masked) for _ in range(2))
    assert [(one.code, what) for one, what in seen(some)] == of_all(every)
