"""What a text means: the policy that is made of it."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from tra_policy.model.conditions import (
    Comparison,
    Counter,
    FieldTest,
    Group,
    Judgement,
    RoleIs,
    Said,
    ThingIs,
    ThresholdIs,
    Unpublished,
)
from tra_policy.model.duties import Aggregate, Citation, Duty, Need, Timing
from tra_policy.model.moment import Duration, Moment
from tra_policy.model.policy import MeasuredOn, Metric, NoTies, Policy, ReportLine, Tie, duties_of
from tra_policy.model.quantity import Quantity
from tra_policy.model.revisions import Change
from tra_policy.model.wording import worded_need
from tra_policy.resolve import resolve
from tra_policy.syntax import parse
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source

ABOVE = """\
tra 1
policy p version 1
  developer lab
  source rsp "r.pdf"
party lab
party board
safeguard shield
document report
event audit
benchmark vct
  designed by lab
  measures accuracy as percent, mean, higher is worse
threshold LINE
"""


def meant(text: str) -> Policy:
    """Return the policy of a text below the declarations; there must be no mistake."""
    tree, said = parse(Source("p.tra", ABOVE + text))
    policy, more = resolve((tree,), {})
    assert not (*said, *more), [d.message for d in (*said, *more)]
    assert policy is not None
    return policy


def duties(text: str) -> dict[str, Duty]:
    (commitment,) = meant(f"commitment C\n{text}").commitments
    return {d.id: d for d in duties_of(commitment)}


def need(text: str, above: str = "") -> Need:
    return meant(f"requirement R\n{above}  needs {text}\n").requirements[0].needs[0]


def reached(text: str) -> object:
    return meant(f"threshold T\n  reached when {text}\n").thresholds[-1].reached_when


def test_ties_have_days_and_shares() -> None:
    party = meant(
        "party x\n  owned 1 in 4 by lab from 2025-01-01 to 2025-12-31\n"
        '  no ties to board since 2024-01-01 as of 2026-01-01 "its site"\n'
    ).parties[-1]
    assert party.ties == (
        Tie("owned by", "lab", Decimal("0.25"), date(2025, 1, 1), date(2025, 12, 31)),
    )
    assert party.no_ties == (NoTies("board", date(2024, 1, 1), date(2026, 1, 1), "its site"),)


def test_visible_to_nobody_is_not_the_same_as_not_said() -> None:
    some = meant("benchmark a\nbenchmark b\n  items visible to nobody\n").benchmarks
    assert [b.items_visible_to for b in some[-2:]] == [None, ()]


def test_a_metric_is_a_mean_and_higher_is_worse_unless_said_otherwise() -> None:
    found = meant(
        "benchmark b\n  measures a as ratio\n  measures t as hours, max, lower is worse\n"
    )
    assert found.benchmarks[-1].metrics == (
        Metric("a", "ratio", "mean", True),
        Metric("t", "hours", "max", False),
    )


@pytest.mark.parametrize(
    ("text", "atom"),
    [
        (
            "vct.accuracy >= 1 in 20 at point estimate, run by independent",
            Comparison(
                "vct", "accuracy", ">=", Quantity(Decimal("0.05"), "share"), True, "independent"
            ),
        ),
        ("vct.accuracy < unpublished", Comparison("vct", "accuracy", "<", Unpublished())),
        ('lab, board judges "it helps" "a lot"', Judgement(("lab", "board"), "it helps a lot")),
        ("LINE is ruled out", ThresholdIs("LINE", "ruled out")),
        ("shield is in place", ThingIs("shield", "in place")),
        (
            "compute > 4x since audit",
            Counter("compute", ">", Quantity(Decimal(4), "ratio"), "audit"),
        ),
        (
            "elapsed >= 6 months since assessment",
            Counter("elapsed", ">=", Duration(6, "months"), "assessment"),
        ),
        ('"so it is"', Said("so it is")),
        (
            'at least 2 of\n    - "a"\n    - "b"\n    - "c"',
            Group("at least", (Said("a"), Said("b"), Said("c")), 2),
        ),
    ],
)
def test_a_condition(text: str, atom: object) -> None:
    assert reached(text) == atom


def test_names_with_dots_join_to_metrics() -> None:
    text = "benchmark COP-9.3\n  measures a as number\nthreshold T\n  reached when COP-9.3.a >= 3\n"
    assert meant(text).thresholds[-1].reached_when == Comparison(
        "COP-9.3", "a", ">=", Quantity(Decimal(3))
    )


def test_the_lines_of_a_threshold() -> None:
    threshold = meant(
        "threshold T\n  measured when shield is shown, every 6 months, at least 2 weeks before deployment\n"
        "  measured on every checkpoint in stage rl, the released checkpoint\n"
        "  needs measurement\n  needs at least 2 rollouts\n  if unknown treat as reached\n"
        '  report result to board within 15 days of measured\n  report result to lab "soon"\n'
        "  rules out LINE\n"
    ).thresholds[-1]
    assert threshold.measured == (
        Timing("when", condition=ThingIs("shield", "shown")),
        Timing("every", Duration(6, "months")),
        Timing("before", Duration(2, "weeks"), "deployment"),
    )
    assert threshold.measured_on == (MeasuredOn(True, "rl"), MeasuredOn(False))
    assert [n.id for n in threshold.needs] == ["T.needs", "T.needs-2"]
    assert threshold.reports == (
        ReportLine(("board",), (Timing("within", Duration(15, "days"), "measured"),)),
        ReportLine(("lab",), (Timing("vague", words="soon"),)),
    )
    assert threshold.treat_as_reached and threshold.rules_out == ("LINE",)


def test_a_whole_duty() -> None:
    found = duties(
        '  lab, board must send report, shield "in full" to board where subject is m-1'
        " before deployment, within 5 business days of audit\n"
    )
    assert found["C.1"] == Duty(
        "C.1",
        ("lab", "board"),
        "must",
        "send",
        ("report", "shield"),
        "in full",
        ("board",),
        (FieldTest(("subject",), "is", "m-1"),),
        (
            Timing("before", event="deployment"),
            Timing("within", Duration(5, "business days"), "audit"),
        ),
    )


@pytest.mark.parametrize("modal", ["must", "must not", "aims to", "should", "may"])
def test_a_modal(modal: str) -> None:
    assert duties(f"  lab {modal} deploy model until shield is shown\n")["C.1"].modal == modal


def test_a_party_that_is_told_is_a_recipient() -> None:
    duty = duties("  lab must notify board within 15 days\n")["C.1"]
    assert (duty.objects, duty.recipients) == ((), ("board",))


def test_a_kind_of_record_is_an_object_in_its_own_name() -> None:
    duty = duties("  lab must obtain measurements where run by independent\n")["C.1"]
    assert (duty.objects, duty.where) == (("measurement",), (RoleIs("run", "independent"),))


def test_items_are_numbered_through_the_commitment() -> None:
    found = duties(
        "  lab must show shield\n    otherwise lab must halt deployment\n"
        "    otherwise lab must delete weights\n  lab must publish report\n"
        '  unless "so"\n  instead lab must show report\n  lab must show report\n'
        "    otherwise lab must withdraw model\n"
    )
    assert list(found) == [
        "C.1",
        "C.otherwise-1",
        "C.otherwise-2",
        "C.2",
        "C.instead-1",
        "C.3",
        "C.otherwise-3",
    ]
    assert found["C.1"].otherwise == found["C.otherwise-1"]
    assert found["C.otherwise-1"].otherwise == found["C.otherwise-2"]
    assert found["C.2"].instead == found["C.instead-1"]


def test_position_is_scope() -> None:
    (commitment,) = meant(
        'commitment C\n  cites rsp §1\n  unless "all"\n  owner board\n  if unknown block\n'
        '  lab must show shield\n  because "one"\n  owner lab\n  cites rsp §2\n'
        '  lab must publish report\n    otherwise lab must halt deployment\n  unless "two"\n'
    ).commitments
    first, second = commitment.duties
    assert (commitment.unless, commitment.owner) == (Said("all"), ("board",))
    assert commitment.if_unknown_block
    assert commitment.notes.cites == (Citation("rsp", "1"),)
    assert (first.owner, first.notes.because) == (("lab",), ("one",))
    assert first.notes.cites == (Citation("rsp", "2"),)
    assert first.unless is None and second.unless is None and not first.if_unknown_block
    assert second.otherwise is not None and second.otherwise.unless == Said("two")


def test_a_note_explains_the_need_right_above_it_and_else_the_requirement() -> None:
    (requirement,) = meant(
        'requirement R\n  needs rollout\n  because "one"\n  cites rsp §1 p.6 "words"\n'
        '  population complete\n  because "all"\n'
    ).requirements
    assert requirement.needs[0].notes.because == ("one",)
    assert requirement.needs[0].notes.cites == (Citation("rsp", "1", "6", "words"),)
    assert requirement.notes.because == ("all",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rollout", Need("some", "rollout")),
        ("at least 3 rollouts", Need("at least", "rollout", 3)),
        ("every sft-dataset", Need("every", "sft_dataset")),
        ("no reward-signals", Need("no", "reward_signal")),
        ("at most 1 in 100 of rollouts", Need("at most share", "rollout", share=Decimal("0.01"))),
        (
            "enough rollouts per environment in stage rl to see 0.05% at 95% confidence",
            Need(
                "enough",
                "rollout",
                rate=Decimal("0.0005"),
                confidence=Decimal("0.95"),
                stage="rl",
                per=("environment",),
            ),
        ),
        (
            "measurement where started >= 2026-01-01, withheld is false, value < 5%",
            Need(
                "some",
                "measurement",
                where=(
                    FieldTest(("started",), ">=", Moment(date(2026, 1, 1))),
                    FieldTest(("withheld",), "is", "false"),
                    FieldTest(("value",), "<", Quantity(Decimal("0.05"), "share")),
                ),
            ),
        ),
    ],
)
def test_a_need(text: str, found: Need) -> None:
    assert need(text) == Need(
        found.quantifier,
        found.kind,
        found.count,
        found.share,
        found.rate,
        found.confidence,
        found.where,
        found.stage,
        found.per,
        found.timing,
        "R.needs",
    )


def test_a_need_under_for_every_reaches_the_record_it_is_about() -> None:
    found = need(
        "retest where checkpoint descends from remediation.checkpoint,\n"
        "  benchmark is not in remediation.trained_on, run by independent within 7 days of effective",
        "  for every remediation\n",
    )
    assert found.where == (
        FieldTest(("checkpoint",), "descends from", ("remediation", "checkpoint"), True),
        FieldTest(("benchmark",), "not in", ("remediation", "trained_on"), True),
        RoleIs("run", "independent"),
    )
    assert found.timing == Timing("within", Duration(7, "days"), "effective")


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("lead is independent of developer", FieldTest(("lead",), "independent of", "developer")),
        ("lead is independent of board", FieldTest(("lead",), "independent of", "board")),
        (
            "lead is independent of warnings.reported_by",
            FieldTest(("lead",), "independent of", ("warnings", "reported_by"), True),
        ),
        (
            "opened within 3 days of warnings.detected",
            FieldTest(
                ("opened",), "within", ("warnings", "detected"), True, stretch=Duration(3, "days")
            ),
        ),
        (
            "opened before 2026-01-02",
            FieldTest(("opened",), "before", Moment(date(2026, 1, 2))),
        ),
        ("closed after opened", FieldTest(("closed",), "after", ("opened",), True)),
        (
            "evidence shares nothing with warnings",
            FieldTest(("evidence",), "shares nothing with", ("warnings",), True),
        ),
        ("lead is warnings.author", FieldTest(("lead",), "is", ("warnings", "author"), True)),
        ("lead is gpt-4.1", FieldTest(("lead",), "is", "gpt-4.1")),
        ("warnings >= 2", FieldTest(("warnings",), ">=", Quantity(Decimal(2)))),
        ("root-cause is stated", FieldTest(("root_cause",), "stated")),
    ],
)
def test_a_test_on_a_record(text: str, test: FieldTest) -> None:
    assert need(f"investigation where {text}").where == (test,)


@pytest.mark.parametrize(
    ("text", "aggregate"),
    [
        (
            "mean reward <= 0.9 over rollouts",
            Aggregate("mean", ("reward",), "<=", Quantity(Decimal("0.9"))),
        ),
        (
            "p99.5 checkpoint.step > 5 steps over rollouts per checkpoint.stage",
            Aggregate(
                "quantile",
                ("checkpoint", "step"),
                ">",
                Quantity(Decimal(5), "steps"),
                Decimal("0.995"),
                True,
            ),
        ),
        (
            "distinct environment >= 20 over rollouts where stage is rl per checkpoint",
            Aggregate("distinct", ("environment",), ">=", Quantity(Decimal(20))),
        ),
    ],
)
def test_one_number_out_of_many_records(text: str, aggregate: Aggregate) -> None:
    found = need(text)
    assert (found.quantifier, found.kind, found.aggregate) == ("aggregate", "rollout", aggregate)
    assert worded_need(found) == f"needs {text.replace('rollouts', 'rollout')}"


@pytest.mark.parametrize(
    "text",
    [
        "investigation where lead is independent of warnings.reported_by",
        "remediation where trained_on shares nothing with warnings.detector",
        "investigation where opened within 3 days of warnings.detected",
        "retest where ended after remediation.effective per remediation.type",
        "enough rollout in stage rl to see 0.05% at 95% confidence",
        "at most 1% of rollout where flags has x",
    ],
)
def test_a_need_is_put_back_into_its_words(text: str) -> None:
    assert worded_need(need(text)) == f"needs {text}"


def test_a_waiver_and_the_account_of_changes() -> None:
    policy = meant(
        "requirement R\n  needs rollout\nwaiver W for R where environment is web\n"
        '  because "retired"\n  approved by board on 2026-04-02\n  expires 2026-07-01\n'
        'changes since 0.9\n  - weakened LINE.measured "from 3" "to 6" because "so"\n  - added LINE\n'
    )
    (waiver,) = policy.waivers
    assert (waiver.item, waiver.where) == ("R", (FieldTest(("environment",), "is", "web"),))
    assert (waiver.approved_on, waiver.expires) == (date(2026, 4, 2), date(2026, 7, 1))
    assert policy.changes_since == "0.9"
    assert policy.changes == (
        Change("weakened", "LINE.measured", "from 3 to 6", "so"),
        Change("added", "LINE"),
    )


def test_the_digest_is_that_of_the_text() -> None:
    assert meant("").sha256 == hashlib.sha256(ABOVE.encode()).hexdigest()


def test_a_party_that_is_anyone_makes_the_policy_one_for_every_developer() -> None:
    text = "tra 1\npolicy law version 1\n  developer provider\nparty provider\n  is anyone\n"
    policy, said = resolve((parse(Source("p.tra", text))[0],), {})
    assert not said and policy is not None
    assert (policy.developer, policy.any_developer) == ("provider", True)


def test_a_place_is_that_of_the_words_meant() -> None:
    text = (
        ABOVE + "commitment C\n  when LINE is reached\n  lab must show shield before deployment\n"
    )
    policy, _ = resolve((parse(Source("p.tra", text))[0],), {})
    assert policy is not None
    (commitment,) = policy.commitments
    spans = [policy.span, policy.thresholds[0].span, commitment.duties[0].span]
    spans += [commitment.duties[0].timings[0].span, policy.benchmarks[0].metrics[0].span]
    assert [text[s.start : s.end] for s in spans] == [
        "p",
        "LINE",
        "lab must show shield before deployment",
        "before deployment",
        "measures accuracy as percent, mean, higher is worse",
    ]


def test_several_files_make_one_policy() -> None:
    trees = [
        parse(Source("a.tra", "tra 1\npolicy p version 1\n  developer lab\n"))[0],
        parse(Source("b.tra", "tra 1\nparty lab\n"))[0],
    ]
    policy, said = resolve(trees, {})
    assert not said and policy is not None
    assert [p.name for p in policy.parties] == ["lab"]


def whole(text: str) -> Policy:
    """Return the policy of a text that stands by itself; there must be no mistake."""
    tree, said = parse(Source("p.tra", text))
    assert said == ()
    policy, more = resolve((tree,))
    assert more == ()
    assert policy is not None
    return policy


def mistakes(text: str) -> list[Diagnostic]:
    tree, said = parse(Source("p.tra", text))
    return [*said, *resolve((tree,))[1]]


def test_a_month_is_known_by_its_last_day() -> None:
    policy = whole("tra 1\npolicy p version 1 effective 2024-02\n")
    assert (policy.effective, policy.effective_by) == (None, date(2024, 2, 29))
    exact = whole("tra 1\npolicy p version 1 effective 2024-02-03\n")
    assert (exact.effective, exact.effective_by) == (date(2024, 2, 3), date(2024, 2, 3))


def test_a_month_that_the_calendar_does_not_have_is_told() -> None:
    said = mistakes("tra 1\npolicy p version 1 effective 2024-13\n")
    assert [d.message for d in said] == ["there is no month `2024-13`"]


def test_each_line_of_what_a_policy_applies_to_has_to_hold() -> None:
    text = "tra 1\npolicy p version 1\n  applies to model where compute > 1e26 FLOP\n"
    policy = whole(text + "  applies to developer where revenue > $500M\n")
    assert len(policy.scope) == 2


def test_accounts_of_others_and_of_earlier_revisions_stand_beside_the_newest() -> None:
    policy = whole(
        "tra 1\npolicy p version 3\n"
        'changes since 2 according to "a reader"\n  - removed A\n'
        "changes since 2\n  - added B\n"
        "changes since 1\n  - added C\n"
    )
    assert (policy.changes_since, [c.path for c in policy.changes]) == ("2", ["B"])
    assert [(a.since, a.teller) for a in policy.accounts] == [("2", "a reader"), ("1", "")]
    said = mistakes("tra 1\npolicy p version 3\nchanges since 2\nchanges since 2\n")
    assert [d.code for d in said] == ["TRA104"]


def test_what_is_not_known_here_is_kept_with_its_clause() -> None:
    policy = whole(
        'tra 1\npolicy p version 1\n  not known here "the rest"\n'
        'party lab\n  not known here "its ties"\n'
        'threshold T\n  not known here "its limit"\n  not known here "who decides"\n'
        'commitment C\n  lab must report "it"\n    not known here "when"\n'
    )
    assert policy.notes.unread == ("the rest",)
    assert policy.parties[0].notes.unread == ("its ties",)
    assert policy.thresholds[0].notes.unread == ("its limit", "who decides")
    assert policy.commitments[0].duties[0].notes.unread == ("when",)
