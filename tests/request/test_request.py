"""What each line of a policy asks for: which record, of whom, by when, for which clause."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from empty_bundle import LATE, MANIFEST, asked_for, understood

from tra_policy import driver
from tra_policy.logic.sampling import sample_size
from tra_policy.model.request import Wanted
from tra_policy.readers.bundle import read_bundle
from tra_policy.request import parties, share_of

OPENING = """\
tra 1
policy case version 1.0 effective 2026-01-01
  developer lab
  source rsp "rsp.txt"
party lab "the developer"
party board "its board"
  controlled by lab
party outsider "an institute without ties"
  no ties to lab "its public register of interests"
party institute "a public body"
  is a public authority
party stranger "a firm of which nothing is stated"
benchmark outer "a test that the outsider designed"
  designed by outsider
  measures score as percent, mean, higher is worse
benchmark odd "a test that the stranger designed"
  designed by stranger
  measures score as percent, max, higher is worse
document plan
document report-card
safeguard lock
event review
"""


def asked(text: str) -> tuple[Wanted, ...]:
    return asked_for(understood(OPENING + text))


def one(wanted: tuple[Wanted, ...], kind: str, item: str, what: str = "") -> Wanted:
    """The one row of a kind that an item asks for."""
    found = [
        w
        for w in wanted
        if w.kind == kind and item in {c.item for c in w.asked_by} and what in w.what
    ]
    assert len(found) == 1, [f"{w.kind}: {w.what}" for w in found or wanted]
    return found[0]


THRESHOLD = """\
threshold T-1 "A capability"
  cites        rsp §3.1 p.6
  reached when any of
    - outer.score >= 20%, run by institute
    - outsider judges "an expert panel finds the help substantial"
    - odd.score >= unpublished
  ruled out when outer.score < 10% at point estimate
  measured     every 6 months, before deployment
  measured on  every checkpoint in stage rl, the released checkpoint
  needs        at least 2 measurements where designed by independent, run by independent
  decided by   board
  report result to institute within 15 days of measured
"""


def test_a_limit_asks_for_a_measurement_with_counts_or_an_interval() -> None:
    row = one(
        asked(THRESHOLD), "measurement", "T-1", "outer.score (the mean, in percent), with its"
    )
    assert row.what.endswith(
        "its counts or a confidence interval; who ran it, who graded it, the dates"
    )
    assert row.subject == "the released checkpoint"
    assert row.supplied_by == ("institute",)
    assert row.made_by == ("designed by outsider", "run by institute")
    assert row.due == "before the decision, every 6 months, before deployment"
    assert "population claim" in row.completeness
    clause = row.asked_by[0]
    assert clause.says == "outer.score >= 20%, run by institute"
    assert clause.cites == ("rsp §3.1 p.6",)
    assert clause.place == "policy.tra:26:7"


def test_a_point_estimate_needs_no_interval() -> None:
    row = one(asked(THRESHOLD), "measurement", "T-1", "outer.score (the mean, in percent); who")
    assert row.supplied_by == ("lab",)


def test_the_statistic_is_that_of_the_benchmark_and_an_unpublished_limit_is_asked_for() -> None:
    wanted = asked(THRESHOLD)
    assert one(wanted, "measurement", "T-1", "odd.score").what.startswith(
        "a measurement of odd.score (the max, in percent)"
    )
    assert "the limit that odd.score is held against" in one(wanted, "publication", "T-1").what


def test_a_judgement_is_asked_of_its_judge_with_the_question() -> None:
    row = one(asked(THRESHOLD), "judgement", "T-1")
    assert row.supplied_by == ("outsider",)
    assert '"an expert panel finds the help substantial"' in row.what
    assert "the measurements that it relies on" in row.what
    assert "about T-1" in row.what


def test_a_needs_line_says_who_has_to_have_made_it_and_independent_of_whom() -> None:
    row = one(asked(THRESHOLD), "measurement", "T-1.needs")
    assert row.what.startswith("at least 2 measurement records where designed by independent")
    assert row.made_by == ("designed by independent", "run by independent")
    assert row.independent_of == ("lab",)
    assert row.decides == ("T-1",)


def test_measured_on_every_checkpoint_asks_for_the_checkpoints_and_that_they_are_all() -> None:
    wanted = asked(THRESHOLD)
    row = one(wanted, "measurement", "T-1.measured_on")
    assert row.subject == "every checkpoint in stage rl"
    assert row.completeness == "a population claim over the checkpoints in stage rl"
    assert (
        one(wanted, "checkpoint", "T-1.measured_on").what == "every checkpoint record in stage rl"
    )
    assert "checkpoint records in stage rl" in one(wanted, "population", "T-1.measured_on").what
    assert one(wanted, "measurement", "T-1.measured_on-2").subject == "the released checkpoint"


def test_the_decision_is_asked_of_who_decides() -> None:
    row = one(asked(THRESHOLD), "decision", "T-1")
    assert row.supplied_by == ("board",)
    assert row.made_by == ("decided by board",)


def test_a_report_line_asks_for_what_reached_the_recipient_and_for_every_result() -> None:
    wanted = asked(THRESHOLD)
    row = one(wanted, "record", "T-1.report")
    assert row.what == "a dated record that shows: lab must report result to institute"
    assert row.records == ("notification", "action")
    assert row.due == "within 15 days of measured"
    assert one(wanted, "measurement", "T-1.report").what.startswith("every measurement for T-1")


def test_a_party_of_whose_ties_nothing_is_stated_is_asked_for_them() -> None:
    wanted = asked(THRESHOLD)
    row = one(wanted, "organisation", "T-1")
    assert row.supplied_by == ("stranger",)
    assert row.independent_of == ("lab",)
    assert not [w for w in wanted if w.kind == "organisation" and "outsider" in w.supplied_by]


DUTIES = """\
threshold T-1
  reached when outer.score >= 20%
commitment C-1
  cites rsp §4
  when  T-1 is reached
  lab must show lock before deployment
    otherwise lab must halt deployment within 24 hours
  lab must publish plan within 30 days of effective
  unless board judges "another developer passed it without safeguards"
    instead lab must notify "why" to institute, outsider
  lab should send report-card to institute every 6 months
  lab must not train successor until lock is shown
"""


def test_an_act_is_asked_of_who_owes_it_by_its_deadline_when_it_is_owed() -> None:
    row = one(asked(DUTIES), "record", "C-1.1")
    assert row.what == "a dated record that shows: lab must show lock"
    assert row.records == ("safeguard", "action")
    assert (row.supplied_by, row.due) == (("lab",), "before deployment")
    assert row.only_if == "T-1 is reached"
    assert row.asked_by[0].cites == ("rsp §4",)
    assert row.decides == ("C-1.otherwise-1",)


def test_what_takes_the_place_of_a_duty_is_wanted_only_when_that_was_not_kept() -> None:
    row = one(asked(DUTIES), "record", "C-1.otherwise-1")
    assert row.only_if == "C-1.1 is not met"
    assert row.due == "within 24 hours of falling due"


def test_a_day_that_the_text_alone_gives_is_printed() -> None:
    row = one(asked(DUTIES), "record", "C-1.2", "publish")
    assert row.due == "within 30 days of effective (2026-01-31)"
    assert row.records == ("publication", "action")


def test_an_exception_asks_for_what_it_rests_on_made_before_the_duty_fell_due() -> None:
    row = one(asked(DUTIES), "judgement", "C-1.2")
    assert row.supplied_by == ("board",)
    assert row.due == "before C-1.2 fell due"
    assert row.only_if == "the exception is claimed"
    assert "C-1.instead-1" in row.decides


def test_every_recipient_has_a_row_of_its_own() -> None:
    rows = [w for w in asked(DUTIES) if "C-1.instead-1" in {c.item for c in w.asked_by}]
    told = [w.what.rpartition(" to ")[2] for w in rows if w.kind == "record"]
    assert told == ["institute", "outsider"]
    assert {w.only_if for w in rows if w.kind == "record"} == {
        "the exception from C-1.2 is in force"
    }


def test_a_recommendation_is_listed_and_gates_nothing() -> None:
    row = one(asked(DUTIES), "record", "C-1.3")
    assert row.gates is False
    assert row.due == "every 6 months"


def test_a_prohibition_asks_for_a_representation_and_for_what_lifts_it() -> None:
    wanted = asked(DUTIES)
    lifts = one(wanted, "record", "C-1.4", "lock is shown")
    assert lifts.records == ("safeguard", "action")
    assert one(wanted, "record", "C-1.4", "forbidden").records == ("action",)
    assert one(wanted, "representation", "C-1.4").supplied_by == ("lab",)


def test_one_representation_of_a_party_serves_all_its_duties() -> None:
    wanted = asked(DUTIES)
    rows = [w for w in wanted if w.records == ("representation",)]
    asking = [c.item for w in rows for c in w.asked_by]
    assert asking == ["C-1.1", "C-1.otherwise-1", "C-1.2", "C-1.3", "C-1.4"]
    assert len(rows) == 1


def test_an_event_that_a_deadline_counts_from_is_asked_for() -> None:
    row = one(asked(DUTIES), "representation", "C-1.1", "deployment")
    assert row.records == ("deployment", "representation")


def test_what_triggers_a_duty_decides_it_as_well() -> None:
    row = one(asked(DUTIES), "measurement", "T-1")
    assert set(row.decides) >= {"C-1.1", "C-1.otherwise-1", "C-1.2", "C-1.instead-1", "C-1.4"}
    assert "C-1.1" in row.items


REQUIREMENTS = """\
requirement R-1
  cites rsp §5
  for every warning where severity >= medium
  needs investigation where root_cause is stated within 7 days of detected
  needs retest where checkpoint descends from remediation.checkpoint, run by independent
  population complete
requirement R-2
  owner board
  needs enough rollouts per environment in stage rl where selected by independent\
 to see 0.05% at 95% confidence
requirement R-3
  needs at most 1% of rollouts where flags has reward-hacking
  needs no incidents where severity is critical
  needs every measurement where run by outsider
"""


def test_a_requirement_asks_for_each_record_of_for_every_with_its_time() -> None:
    wanted = asked(REQUIREMENTS)
    row = one(wanted, "investigation", "R-1")
    assert row.what == "at least 1 investigation record where root_cause is stated"
    assert row.subject == "every warning where severity >= medium"
    assert row.due == "within 7 days of detected"
    assert row.asked_by[0].cites == ("rsp §5",)
    retest = one(wanted, "retest", "R-1")
    assert "descends from remediation.checkpoint" in retest.what
    assert retest.independent_of == ("lab",)


def test_for_every_asks_for_the_records_and_for_the_claim_that_they_are_all() -> None:
    wanted = asked(REQUIREMENTS)
    assert "every warning record where severity >= medium" in one(wanted, "warning", "R-1").what
    assert "all warning records" in one(wanted, "population", "R-1").what


def test_enough_says_how_many_that_is() -> None:
    wanted = asked(REQUIREMENTS)
    row = one(wanted, "rollout", "R-2")
    assert row.what == (
        "at least 5,990 rollout records in stage rl where selected by independent, "
        "for each environment: enough to see 0.05% at 95% confidence"
    )
    assert row.supplied_by == ("board",)
    assert one(wanted, "rl_environment", "R-2").what == "every rl_environment record in stage rl"
    assert "all rl_environment records" in one(wanted, "population", "R-2").what


@pytest.mark.parametrize("rate", ["0.5", "0.01", "0.001", "0.0005", "0.33"])
@pytest.mark.parametrize("confidence", ["0.5", "0.9", "0.95", "0.999"])
def test_the_number_is_the_smallest_that_shows_it(rate: str, confidence: str) -> None:
    number = sample_size(Decimal(rate), Decimal(confidence))
    missed, wanted = 1 - Fraction(rate), 1 - Fraction(confidence)
    assert missed**number <= wanted < missed ** (number - 1)


def test_a_share_a_ban_and_every_need_all_records_and_the_claim_that_they_are_all() -> None:
    wanted = asked(REQUIREMENTS)
    assert "at most 1% of them may be where flags has" in one(wanted, "rollout", "R-3").what
    assert "there must be none where severity is critical" in one(wanted, "incident", "R-3").what
    assert "each one where run by outsider" in one(wanted, "measurement", "R-3").what
    claims = [w.what for w in wanted if w.kind == "population" and "R-3" in w.items]
    assert [c.partition(" records")[0].rpartition(" ")[2] for c in claims] == [
        "rollout",
        "incident",
        "measurement",
    ]


def test_a_number_out_of_many_records_needs_them_all() -> None:
    wanted = asked("requirement R-1\n  needs mean reward <= 0.9 over rollouts in stage rl\n")
    row = one(wanted, "rollout", "R-1")
    assert row.what == "every rollout record there is in stage rl: the mean of reward <= 0.9"
    assert "all rollout records in stage rl" in one(wanted, "population", "R-1").what


@pytest.mark.parametrize(("operator", "existing"), [(">=", True), (">", True), ("<=", False)])
def test_that_values_differ_needs_all_records_only_where_there_may_be_too_many(
    operator: str, existing: bool
) -> None:
    text = f"requirement R-1\n  needs distinct environment {operator} 20 over rollouts\n"
    wanted = asked(text)
    row = one(wanted, "rollout", "R-1")
    records = "rollout records" if existing else "every rollout record there is"
    assert row.what == f"{records}: {operator} 20 different values of environment"
    claims = [w for w in wanted if w.kind == "population" and "R-1" in w.items]
    assert (claims == [], row.completeness == "") == (existing, existing)


def test_a_test_on_independence_says_of_whom() -> None:
    text = "requirement R-1\n  needs investigation where lead is independent of board\n"
    assert one(asked(text), "investigation", "R-1").independent_of == ("board",)


def test_the_scope_asks_the_manifest_for_what_decides_it() -> None:
    text = OPENING.replace(
        '  source rsp "rsp.txt"\n',
        '  source rsp "rsp.txt"\n  applies to model where compute > 1e26 FLOP\n',
    )
    wanted = asked_for(understood(text + "requirement R-1\n  needs attestation\n"))
    assert "compute > 1e26 FLOP" in one(wanted, "manifest", "case").what


def test_words_that_the_policy_lacks_are_asked_of_the_developer() -> None:
    wanted = asked("threshold T-1\nrequirement R-1\ndefine later\n")
    assert one(wanted, "policy", "T-1").supplied_by == ("lab",)
    assert "what R-1 needs" in one(wanted, "policy", "R-1").what


def test_a_record_that_two_lines_ask_for_is_one_row_with_two_lines() -> None:
    wanted = asked(
        "commitment C-1\n  lab must publish plan by 2026-03-01\n"
        'commitment C-2\n  when board judges "it is time"\n  lab must publish plan every 1 year\n'
    )
    row = one(wanted, "record", "C-1.1")
    assert [(c.item, c.due, c.only_if) for c in row.asked_by] == [
        ("C-1.1", "by 2026-03-01", ""),
        ("C-2.1", "every 1 year", 'board judges "it is time"'),
    ]
    assert len([w for w in wanted if w.kind == "record" and "publish plan" in w.what]) == 1


def test_the_list_is_sorted_by_supplier_and_a_party_gets_its_own_with_the_same_numbers() -> None:
    wanted = asked(THRESHOLD)
    assert parties(wanted) == ("lab", "board", "institute", "outsider", "stranger")
    assert [w.number for w in wanted] == list(range(1, len(wanted) + 1))
    own = share_of(wanted, "outsider")
    assert [w.kind for w in own] == ["judgement"]
    assert own[0] in wanted
    together = [w for name in parties(wanted) for w in share_of(wanted, name)]
    assert sorted(w.number for w in together) == [w.number for w in wanted]


def test_a_define_that_is_used_often_is_walked_through_once() -> None:
    steps = 12
    lines = ["define d-0\n  holds when review is complete\n"]
    for n in range(1, steps):
        lines.append(
            f"define d-{n}\n  holds when any of\n    - d-{n - 1} holds\n    - d-{n - 1} holds\n"
        )
    text = "document review-note\n" + "".join(lines)
    text += f"commitment C-1\n  when d-{steps - 1} holds\n  lab must publish plan\n"
    text = text.replace("review is complete", "review-note is complete")
    rows = [w for w in asked(text) if "review-note" in w.what]
    assert len(rows) == 1


RECORDS = {
    "action": "{{id: r-1, kind: action, party: lab, verb: {verb}, {object} {to} done: 2026-01-10}}",
    "notification": (
        "{{id: r-1, kind: notification, party: lab, document: {thing}, {to} sent: 2026-01-10}}"
    ),
    "publication": (
        "{{id: r-1, kind: publication, party: lab, document: {thing}, published: 2026-01-10}}"
    ),
    "safeguard": (
        "{{id: r-1, kind: safeguard, party: lab, safeguard: {thing}, status: shown, since: 2026-01-10}}"
    ),
    "document": (
        "{{id: r-1, kind: document, party: lab, document: {thing}, made: 2026-01-10, "
        "approved_by: [lab]}}"
    ),
    "deployment": "{{id: r-1, kind: deployment, subject: model-1, deployed: 2026-01-10}}",
    "training_run": "{{id: r-1, kind: training_run, started: 2026-01-10}}",
    "decision": (
        "{{id: r-1, kind: decision, threshold: {thing}, subject: model-1, ruling: reached, "
        "decided: 2026-01-10}}"
    ),
    "judgement": (
        "{{id: r-1, kind: judgement, judges: [lab], about: {thing}, subject: model-1, "
        "outcome: affirmed, judged: 2026-01-10}}"
    ),
    "measurement": (
        "{{id: r-1, kind: measurement, benchmark: outer, metric: score, subject: model-1, "
        "statistic: mean, value: 3%, roles: {{run: [lab]}}, started: 2026-01-09, ended: 2026-01-10}}"
    ),
}
ACTS = (
    ("show", "lock", ""),
    ("show", "plan", ""),
    ("publish", "plan", ""),
    ("document", "plan", ""),
    ("develop", "plan", ""),
    ("review", "plan", ""),
    ("update", "plan", ""),
    ("approve", "plan", ""),
    ("send", "plan", "institute"),
    ("notify", "plan", "institute"),
    ("report", "plan", "institute"),
    ("provide", "plan", "institute"),
    ("deploy", "model", ""),
    ("train", "model", ""),
    ("halt", "deployment", ""),
    ("assess", "T-1", ""),
    ("measure", "T-1", ""),
)


@pytest.mark.parametrize(("verb", "thing", "to"), ACTS)
def test_any_kind_of_record_that_is_said_to_do_does(verb: str, thing: str, to: str) -> None:
    """What the list says would do is what the evaluator takes."""
    end = f" to {to}" if to else ""
    read = understood(
        f"{OPENING}threshold T-1\n  reached when outer.score >= 20%\n"
        f"commitment C-1\n  lab must {verb} {thing}{end}\n"
    )
    row = one(asked_for(read), "record", "C-1.1")
    assert row.records[-1] == "action"
    for kind in row.records:
        record = RECORDS[kind].format(
            verb=verb, thing=thing, object=f"object: {thing},", to=f"to: [{to}]," if to else ""
        )
        text = MANIFEST.format(developer="lab") + f"records:\n  - {record}\n"
        evidence, said = read_bundle({"bundle.yaml": text.encode()})
        assert evidence is not None
        assert len(evidence.filed) == 1, said
        report, _ = driver.check(read, evidence, LATE, {})
        assert report is not None
        outcomes = {item.id: item.outcome for item in report.items}
        assert outcomes["C-1.1"] == "met", f"{kind} does not show {verb} {thing}"
