"""Every check reports the records that its example marks, no others there, and none in its near miss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from manual.pages import the_block
from manual.running import AS_OF, POLICY, whole_manifest

from tra_policy import driver
from tra_policy.evaluate.assembly import world_of
from tra_policy.evaluate.checks.check import Check
from tra_policy.evaluate.checks.every import CHECKS
from tra_policy.evaluate.checks.runner import checked, seen
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Source

_MARKED = re.compile(r"^- \{?id: ([^,\s]+).*#! (\w+)$", re.MULTILINE)


def by_name(check: Check) -> str:
    return f"{check.id}-{check.name}"


def each(check: Check) -> Iterator[str]:
    yield from (check.shows, check.near_miss)


def evidence_of(records: str) -> tuple[Evidence, tuple[Diagnostic, ...]]:
    evidence, said = read_bundle({"bundle.yaml": whole_manifest(records).encode()})
    assert evidence is not None
    return evidence, said


def world_over(evidence: Evidence, policy: str, as_of: date = AS_OF) -> World:
    text = driver.read(Source(POLICY, the_block("tra opening") + policy), {})
    assert [d.message for d in text.diagnostics if d.severity is Severity.ERROR] == []
    assert text.policy is not None
    return world_of(text.policy, evidence, as_of, {})


def world(records: str, policy: str) -> World:
    return world_over(evidence_of(records)[0], policy)


def reported(check: Check, records: str) -> list[str]:
    """The records that the check reports, by what the whole runner says."""
    found = seen(world(records, check.policy))
    return sorted(what.record for one, what in found if one.code == check.code)


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
def test_the_marked_records_and_no_others_are_reported(check: Check) -> None:
    marked = sorted(name for name, code in _MARKED.findall(check.shows) if code == check.code)
    assert marked, "the example marks no record"
    assert check.shows.count("#!") == len(_MARKED.findall(check.shows))
    assert reported(check, check.shows) == marked


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
def test_what_only_comes_close_is_not_reported(check: Check) -> None:
    assert "#!" not in check.near_miss
    assert reported(check, check.near_miss) == []


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
def test_the_examples_are_records_without_a_mistake(check: Check) -> None:
    for records in each(check):
        said = evidence_of(records)[1]
        assert [f"{d.code}: {d.message}" for d in said if d.severity is Severity.ERROR] == []


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
def test_messages_keep_the_house_style(check: Check) -> None:
    for found in checked(world(check.shows, check.policy)):
        assert not found.message.endswith(".")
        assert found.message[0] == "`" or not found.message[0].isupper()
        assert "None" not in found.message
        assert "did not happen" not in found.message
        assert found.help
        assert not found.help.endswith(".")
        assert found.subject
        assert found.place is not None


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
def test_a_check_says_what_why_and_what_to_do(check: Check) -> None:
    assert re.fullmatch(r"TRE[2-4]\d\d", check.code)
    assert not check.summary.endswith(".")
    assert not check.remedy.endswith(".")
    named = re.search(r"Precedents?[:, ].* Source: .+\.$", check.why)
    assert bool(named) != check.why.endswith("No public precedent is known.")


def test_codes_ids_and_names_are_used_once() -> None:
    for held in ([c.code for c in CHECKS], [c.id for c in CHECKS], [c.name for c in CHECKS]):
        assert len(set(held)) == len(held)


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
def test_nothing_is_seen_before_the_records_or_with_all_of_them_masked(check: Check) -> None:
    evidence, _ = evidence_of(check.shows)
    assert list(checked(world_over(evidence, check.policy, date(2020, 1, 1)))) == []
    now = world_over(evidence, check.policy)
    assert list(checked(now.without(filed.id for filed in evidence.filed))) == []


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
def test_no_record_is_missed_so_much_that_a_check_breaks(check: Check) -> None:
    for records in each(check):
        evidence, _ = evidence_of(records)
        for left_out in range(len(evidence.filed)):
            rest = evidence.filed[:left_out] + evidence.filed[left_out + 1 :]
            list(checked(world_over(replace(evidence, filed=rest), check.policy)))


UNRELATED = """\
- {id: zz-1, kind: attestation, party: outsider, statement: nothing to do with it, made: 2026-01-20}
"""


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
def test_a_record_about_something_else_changes_nothing(check: Check) -> None:
    for records in each(check):
        assert reported(check, records + UNRELATED) == reported(check, records)
