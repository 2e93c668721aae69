"""The small cases that the meaning must get right, one test a row: duties, needs, exceptions, waivers."""

from __future__ import annotations

import hashlib

import pytest

from tra_policy.cli.exits import Exit, Switches, of_report

from .pipeline import HEAD, PARTIES, PLAIN, Fields, case, decided, measured, on_file

DUTY = (
    HEAD
    + PARTIES
    + """\
party board
  controlled by lab
document report
commitment SAFE
  lab must publish report by 2026-05-01
"""
)


def test_row_21_a_duty_that_is_due_and_nothing_filed() -> None:
    silent = case(DUTY).item("SAFE.1")
    assert silent.outcome == "unknown"
    assert "no-representation" in silent.reasons
    assert case(DUTY, on_file("2026-04-30")).item("SAFE.1").outcome == "unknown"
    assert case(DUTY, on_file("2026-05-15")).item("SAFE.1").outcome == "not-met"


HALTED: Fields = {
    "kind": "action",
    "id": "halting",
    "party": "lab",
    "verb": "halt",
    "object": "training",
    "done": "2026-05-10",
}


def test_row_22_a_breach_and_its_remedy() -> None:
    text = DUTY + "    otherwise lab must halt training by 2026-05-20\n"
    got = case(text, on_file("2026-06-01"), HALTED)
    assert got.item("SAFE.1").outcome == "not-met"
    assert got.item("SAFE.1").remedied
    assert got.item("SAFE.otherwise-1").outcome == "met"


EXCEPTION = DUTY + '  unless board judges "others passed it"\n'


def excused(on: str) -> Fields:
    return {
        "kind": "judgement",
        "id": "excuse",
        "judges": ["board"],
        "about": "SAFE",
        "question": "others passed it",
        "outcome": "affirmed",
        "judged": on,
        "recorded": on,
        "author": "board",
    }


def test_row_23_an_exception_that_was_found_too_late() -> None:
    assert case(EXCEPTION, on_file("2026-06-01"), excused("2026-05-20")).item("SAFE.1").outcome == (
        "not-met"
    )
    early = case(EXCEPTION, on_file("2026-06-01"), excused("2026-04-20"))
    assert early.item("SAFE.1").outcome == "waived"


def rollout(name: str, environment: str, *flags: str) -> Fields:
    return {
        "kind": "rollout",
        "id": name,
        "environment": environment,
        "flags": list(flags),
        "recorded": "2026-04-01",
    }


def population(of: str, *ids: str, count: int | None = None) -> Fields:
    digest = hashlib.sha256("".join(f"{i}\n" for i in sorted(ids)).encode()).hexdigest()
    return {
        "kind": "population",
        "id": f"all-{of}",
        "of": of,
        "basis": "auditor-query",
        "count": len(ids) if count is None else count,
        "digest": digest,
        "made": "2026-05-01",
    }


WAIVED = (
    HEAD
    + PARTIES
    + """\
requirement ROLL
  needs no rollouts where flags has hacking per environment
waiver W-1 for ROLL where environment is sandbox
  because "the environment was retired"
  approved by office on 2026-01-01
  expires 2026-12-01
"""
)


def test_row_24_a_waiver_for_one_environment() -> None:
    bad, good = rollout("r1", "sandbox", "hacking"), rollout("r2", "web")
    everything = (
        {"kind": "rl_environment", "id": "e1", "environment": "sandbox"},
        {"kind": "rl_environment", "id": "e2", "environment": "web"},
        population("rl_environment", "e1", "e2"),
        population("rollout", "r1", "r2"),
    )
    got = case(WAIVED, bad, good, *everything)
    assert got.item("ROLL").outcome == "waived"
    worse = rollout("r2", "web", "hacking")
    assert case(WAIVED, bad, worse, *everything).item("ROLL").outcome == "not-met"
    naked = case(WAIVED, bad, good, *everything, waivers=False)
    assert naked.item("ROLL").outcome == "not-met"


@pytest.mark.parametrize(
    ("approved", "expires", "outcome"),
    [("2026-05-10", "2026-12-01", "not-met"), ("2026-04-01", "2026-05-15", "waived")],
)
def test_row_25_a_waiver_counts_on_the_day_that_the_duty_was_due(
    approved: str, expires: str, outcome: str
) -> None:
    waiver = (
        f'waiver W-1 for SAFE.1\n  because "a late translation"\n'
        f"  approved by office on {approved}\n  expires {expires}\n"
    )
    assert case(DUTY + waiver, on_file("2026-06-01")).item("SAFE.1").outcome == outcome


EVERY = HEAD + PARTIES + "requirement ROLL\n  needs every rollout where reviewed_by is stated\n"


def test_row_26_every_of_nothing() -> None:
    assert case(EVERY).item("ROLL").outcome == "unknown"


def test_row_27_a_population_with_one_id_exchanged() -> None:
    told = [rollout("r1", "web") | {"reviewed_by": "office"}]
    told.append(rollout("r2", "web") | {"reviewed_by": "office"})
    right = case(EVERY, *told, population("rollout", "r1", "r2"))
    wrong = case(EVERY, *told, population("rollout", "r1", "r3"))
    assert right.item("ROLL").outcome == "met"
    assert wrong.item("ROLL").outcome == "unknown"
    assert wrong.findings("all-rollout")


SHARE = (
    HEAD + PARTIES + "requirement ROLL\n  needs at most 1% of rollouts where flags has hacking\n"
)


def test_row_28_flagged_rollouts_removed() -> None:
    kept = [rollout(f"r{n}", "web") for n in range(50)]
    flagged = [rollout(f"x{n}", "web", "hacking") for n in range(10)]
    assert case(SHARE, *kept, *flagged).item("ROLL").outcome == "unknown"
    assert case(SHARE, *kept).item("ROLL").outcome == "unknown"
    ids = [r["id"] for r in kept]
    assert case(SHARE, *kept, population("rollout", *ids)).item("ROLL").outcome == "met"


TOLD = (
    HEAD
    + PARTIES
    + """\
commitment TELL
  for every incident
  lab must notify office within 24 hours of aware
"""
)


@pytest.mark.parametrize(
    ("aware", "sent", "outcome"),
    [
        ("2026-03-01", "2026-03-02", "unknown"),
        ("2026-03-01T10:00Z", "2026-03-02T09:00Z", "met"),
        ("2026-03-01T10:00Z", "2026-03-02T11:00Z", "not-met"),
    ],
)
def test_row_29_a_duty_in_hours_on_days_without_a_time(aware: str, sent: str, outcome: str) -> None:
    incident = {"kind": "incident", "id": "i1", "aware": aware}
    told = {
        "kind": "notification",
        "id": "n1",
        "party": "lab",
        "to": ["office"],
        "about": "i1",
        "sent": sent,
    }
    everything = population("incident", "i1")
    got = case(TOLD, incident, told, everything, on_file("2026-05-01"))
    assert got.item("TELL.1").outcome == outcome


def test_row_30_a_model_that_reaches_nothing() -> None:
    text = PLAIN + DUTY.split(PARTIES)[1].replace("SAFE\n", "SAFE\n  when CBRN-3 is reached\n")
    got = case(text, measured("own", "15%", "lab"), decided("not-reached", "own"))
    assert got.threshold().state == "not_reached"
    assert got.item("SAFE.1").outcome == "not-applicable"
    assert not got.item("SAFE.1").by_scope
    assert of_report(got.report, Switches()) == Exit.FINE


def test_row_31_two_conditions_met_by_two_records() -> None:
    text = (
        PLAIN
        + "benchmark own-quiz\n  designed by lab\n  measures accuracy as percent\n"
        + "requirement BOTH\n"
        + "  needs measurement where designed by independent, run by independent\n"
    )
    designed = measured("a", "15%", "lab")
    ran = measured("b", "15%", "tester", benchmark="own-quiz")
    assert case(text, designed, ran).item("BOTH").outcome in {"unknown", "not-met"}
    both = measured("c", "15%", "tester")
    assert case(text, designed, ran, both).item("BOTH").outcome == "met"
