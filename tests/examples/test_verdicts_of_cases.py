"""Published cases, each with what a careful reader finds, by the names under which the readers list them.

Every verdict holds in one honest bundle: that of the card, or a story that was made by hand. Where a narrower
record alone gives another answer, a test says which. The bundles are never bent to a verdict.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from checks.looking import seen

from tra_policy import api
from tra_policy.evaluate.drift import between_bundles
from tra_policy.model.report import CheckReport, ThresholdReport
from tra_policy.workspace import open_bundle

from .test_cases import _report as case_of
from .test_stories import report_of as story_of
from .test_traps import record, told
from .write_atlas import CARDS, answers

OPUS_4, OPUS_45 = "anthropic-claude-opus-4", "anthropic-claude-opus-4.5"
SONNET_4 = "anthropic-claude-sonnet-4"
OPUS_46, MYTHOS = "anthropic-claude-opus-4.6", "anthropic-claude-mythos-preview"
GPT_52, HAIKU = "openai-gpt-5.2", "anthropic-claude-haiku-4.5"


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stories are read by paths from the root of the project."""
    monkeypatch.chdir(CARDS.parents[1])


def axes(of: ThresholdReport) -> tuple[str, str]:
    return of.relies_on_self.design, of.relies_on_self.run


def in_story(name: str, threshold: str) -> ThresholdReport:
    return next(t for t in story_of(name).thresholds if t.id == threshold)


def codes_of(report: CheckReport) -> set[str]:
    return {f.code for f in report.findings}


def moved(older: str, newer: str) -> list[tuple[str, str, str]]:
    sides = [open_bundle(str(CARDS / name))[0] for name in (older, newer)]
    assert sides[0] is not None
    assert sides[1] is not None
    return [(d.code, d.subject, d.message) for d in between_bundles(sides[0], sides[1])]


# ---- which thresholds rest only on self-designed evidence


def test_o1_opus_4_5_on_ai_rd_4_is_only_self_on_every_axis() -> None:
    found = told(OPUS_45, "AIRD-4")
    assert found.ruling == "not_reached"
    assert (*axes(found), found.relies_on_self.grade) == ("only", "only", "only")


def test_o5_opus_4_on_ai_rd_4_is_only_self_and_the_joint_test_is_unpublished() -> None:
    found = told(OPUS_4, "AIRD-4")
    assert axes(found) == ("only", "only")
    assert found.unpublished == ("B013",)
    assert "result-unpublished" in found.flags


def test_o7_opus_4_on_cbrn_3_is_treated_as_reached_and_rests_on_others_too() -> None:
    for found, unpublished in (
        (told(OPUS_4, "CBRN-3"), ("B013", "B014")),
        (in_story("claude-opus-4", "CBRN-3"), ("aisi-joint-test", "nnsa-evaluation")),
    ):
        assert (found.ruling, found.treated_as) == ("cannot_rule_out", "reached")
        assert axes(found) == ("not", "not")
        assert found.stands_on.run == "engaged"
        assert found.unpublished == unpublished
    assert in_story("claude-opus-4", "CBRN-3").stands_on.design == "independent"


def test_o7_on_the_policy_alone_the_strongest_design_that_is_credited_was_paid() -> None:
    """Nothing that a policy cites says that SecureBio has no ties: Deloitte, which was paid, remains."""
    found = told(OPUS_4, "CBRN-3")
    assert found.stands_on.design == "engaged"
    assert record(found, "B006").classes.design == "unstated"


def test_o8_haiku_4_5_on_cbrn_3_is_all_run_by_the_lab_and_its_limits_say_otherwise() -> None:
    card, story = told(HAIKU, "CBRN-3"), in_story("claude-haiku-4.5", "CBRN-3")
    for found in (card, story):
        assert found.ruling == "not_reached"
        assert found.relies_on_self.run == "only"
    assert story.ruling_agrees is False
    assert story.relies_on_self.design in ("not", "partly")
    assert record(card, "B033").value == "32%"
    assert record(card, "B032-task-1").reading == "inconclusive"


def test_o8_on_the_policy_alone_no_limit_contradicts_and_the_design_is_unattributed() -> None:
    """RSP 2.2 has no numbers: the limits are the card's, which the policy of the story has."""
    found = told(HAIKU, "CBRN-3")
    assert found.ruling_agrees is None
    assert found.relies_on_self.design == "unattributed"


def test_o10_opus_4_5_on_cbrn_4_is_not_only_self_designed_and_caisi_is_unpublished() -> None:
    found = told(OPUS_45, "CBRN-4")
    assert found.relies_on_self.design == "not"
    assert "B042" in found.unpublished
    assert record(found, "B041").classes.run == "unidentified"


def test_o10_opus_4_5_on_cbrn_4_has_an_unattributed_run() -> None:
    """What the unnamed expert found is published in words, which read neither way."""
    found = told(OPUS_45, "CBRN-4")
    assert found.relies_on_self.run == "unattributed"
    assert record(found, "B041").finding == "first credible creative ideas"
    assert record(found, "B041").reading is None
    assert found.stands_on.run == "self"


@pytest.mark.parametrize("tier", ["CYBER-1", "CYBER-2"])
def test_o13_mythos_5_on_the_cyber_tiers_rests_on_an_authority(tier: str) -> None:
    found = told("anthropic-claude-mythos-5", tier)
    assert axes(found) == ("not", "not")
    assert found.stands_on.run == "authority"
    assert "stated-only" in found.flags
    # The reader's `independent` is the wide one: an authority is independent as well, and stronger.
    assert found.stands_on.design in ("independent", "authority")


def test_o14_a_cyber_test_under_the_scaling_policy_is_evidence_without_a_threshold() -> None:
    asked = 0
    for answer in answers():
        if not answer.held.document.startswith("anthropic/rsp"):
            continue
        evidence = open_bundle(str(CARDS / answer.card))[0]
        assert evidence is not None
        domains = {getattr(f.record, "domain", None) for f in evidence.filed}
        about = {f.subject for f in answer.report.findings if f.code == "TRE105"}
        assert ("cyber" in about) == ("cyber" in domains), answer.card
        asked += "cyber" in domains
    assert asked >= 4


def test_o15_gpt_5_2_on_self_improvement_is_only_self_with_unpublished_limits() -> None:
    for found in (
        told(GPT_52, "SELF-IMPROVEMENT-HIGH"),
        in_story("gpt-5.2", "SELF-IMPROVEMENT-HIGH"),
    ):
        assert axes(found) == ("only", "only")
    assert "limit-unpublished" in in_story("gpt-5.2", "SELF-IMPROVEMENT-HIGH").flags


def test_o15_the_published_framework_has_its_unpublished_limits_on_a_threshold_of_their_own() -> (
    None
):
    report = next(a.report for a in answers() if a.card == GPT_52)
    flagged = {t.id for t in report.thresholds if "limit-unpublished" in t.flags}
    assert flagged == {"INDICATIVE"}


def test_o18_gpt_5_2_on_biology_is_run_by_the_lab_and_its_precaution_is_no_violation() -> None:
    found = told(GPT_52, "BIO-HIGH")
    assert found.relies_on_self.run == "only"
    assert (found.treated_as, found.ruling_agrees) == ("reached", True)
    report = next(a.report for a in answers() if a.card == GPT_52)
    assert [i.id for i in report.items if i.outcome == "not-met"] == []


def test_o18_gpt_5_2_on_biology_is_not_self_designed() -> None:
    found = in_story("gpt-5.2", "BIO-HIGH")
    assert axes(found) == ("not", "only")
    assert found.stands_on.design == "independent"
    assert (found.treated_as, found.ruling_agrees) == ("reached", True)


def test_o18_on_the_published_framework_alone_the_design_is_unattributed() -> None:
    """Nothing that the framework cites says that SecureBio has no ties: a gap, not the lab's own work."""
    assert told(GPT_52, "BIO-HIGH").relies_on_self.design == "unattributed"


def test_o21_gemini_3_pro_on_cyber_has_an_alert_with_an_unpublished_limit() -> None:
    found = told("google-deepmind-gemini-3-pro", "CYBER-UPLIFT-1-ALERT")
    assert "limit-unpublished" in found.flags


def test_o21_gemini_3_pro_on_cyber_is_unattributed() -> None:
    """The external testers stand in a supplement: the one row of the coding has the developer alone."""
    found = told("google-deepmind-gemini-3-pro", "CYBER-UPLIFT-1")
    assert axes(found) == ("unattributed", "unattributed")
    assert "unidentified-party" in found.flags


def test_o23_grok_4_on_mask_is_designed_by_another_and_run_by_the_lab() -> None:
    found = told("xai-grok-4", "DISHONESTY")
    assert axes(found) == ("not", "only")
    assert (found.state, found.reliance_of) == ("unknown", "ruling")


# ---- drift and consistency


def test_d1_the_limit_of_the_virology_trial_moved_after_the_result() -> None:
    for newer in (OPUS_46, MYTHOS):
        assert "TRE423" in {code for code, _, _ in moved(OPUS_45, newer)}


@pytest.mark.parametrize(("limit", "state"), [("4.5", "reached"), ("1.8", "not_reached")])
def test_d1_the_result_of_mythos_preview_crosses_the_older_limit_and_misses_the_newer(
    tmp_path: Path, limit: str, state: str
) -> None:
    policy = tmp_path / "policy.tra"
    policy.write_text(
        "tra 1\n\npolicy trial version 1\n  developer anthropic\n\nparty anthropic\n\n"
        "benchmark asl-4-virology-uplift-trial\n"
        "  measures critical-failures as number, mean, lower is worse\n\n"
        "threshold TRIAL\n  reached when asl-4-virology-uplift-trial.critical-failures"
        f" < {limit} at point estimate\n",
        encoding="utf-8",
    )
    day = date(2026, 6, 30)
    published = api.check(policy, CARDS / MYTHOS, as_of=day).thresholds[0]
    assert published.state == "unknown", "the card does not say that its 4.3 is a mean"
    bundle = tmp_path / "bundle.yaml"
    bundle.write_text(
        "format: tra.bundle/1\nid: d1\ndate: 2026-06-30\ndeveloper: anthropic\n"
        "subject: claude-mythos-preview\nrecords:\n- {id: trial, kind: measurement, statistic: mean,\n"
        "   benchmark: asl-4-virology-uplift-trial, metric: critical-failures,\n"
        f"   subject: claude-mythos-preview, value: {record_value(published)}}}\n",
        encoding="utf-8",
    )
    assert api.check(policy, bundle, as_of=day).thresholds[0].state == state


def record_value(of: ThresholdReport) -> str:
    """The value of the trial without agents, as the bundle of the card has it."""
    values = [m.value for m in of.measurements if m.id == "B062"]
    values += [m.value for m in of.measurements if m.id.startswith("B062-")]
    return next(value for value in values if value is not None)


def test_d3_the_limit_of_dna_screening_was_rewritten() -> None:
    told_ = [s for code, s, _ in moved(OPUS_4, "anthropic-claude-opus-4.7") if code == "TRE427"]
    assert "B073-dna-screening" in told_


def test_d6_a_number_of_another_model_in_a_card_is_seen() -> None:
    found = moved(OPUS_45, "anthropic-claude-sonnet-4.6")
    twice = [m for code, _, m in found if code == "TRE422"]
    assert len(twice) == 1
    assert "16.53x" in twice[0]
    assert "taken back since" in twice[0]


TWO_VALUES = """\
- {id: detail, kind: measurement, benchmark: own, metric: score, subject: model-1, statistic: mean,
   value: 72.65, roles: {run: [lab]}}
- {id: summary, kind: measurement, benchmark: own, metric: score, subject: model-1, statistic: mean,
   value: 74, roles: {run: [lab]}}
"""


def test_d8_two_values_in_one_bundle_contradict() -> None:
    assert seen("X1", TWO_VALUES) == ["summary"]


@pytest.mark.parametrize(
    ("card", "summary"), [(OPUS_4, "B017"), (SONNET_4, "S01"), (SONNET_4, "S02")]
)
def test_d8_summary_and_detail_contradict_in_the_bundle_of_the_card(
    card: str, summary: str
) -> None:
    report = next(a.report for a in answers() if a.card == card)
    found = {f.subject: f.message for f in report.findings if f.code == "TRE361"}
    assert f"`{summary}-detail`" in found[f"{summary}-summary"]


def test_d10_rule_in_tests_are_crossed_and_the_ruling_is_lower() -> None:
    found = told(OPUS_46, "CBRN-4")
    assert found.ruling == "not_reached"
    assert "B054" in found.contradicting
    assert in_story("claude-opus-4.6", "AIRD-4").ruling_agrees is False


def test_d12_rule_out_tests_that_are_gone_are_listed() -> None:
    gone = [
        m
        for code, s, m in moved(MYTHOS, "anthropic-claude-opus-4.7")
        if (code, s) == ("TRE426", "AUTO-RD")
    ]
    assert len(gone) == 1
    assert "`anthropic-suite-2`" in gone[0]


@pytest.mark.parametrize("model", ["gemini-2.5-pro", "gemini-3-pro"])
def test_d13_an_alert_whose_limit_is_unpublished_cannot_be_verified(model: str) -> None:
    found = told(f"google-deepmind-{model}", "CYBER-UPLIFT-1-ALERT")
    assert (found.ruling, found.state) == ("reached", "unknown")
    assert "limit-unpublished" in found.flags


def test_d16_uplift_below_its_bound_with_the_standard_applied_is_a_precaution() -> None:
    found = told(OPUS_4, "CBRN-3")
    assert (record(found, "B001-uplift").value, found.treated_as) == ("2.53x", "reached")
    report = next(a.report for a in answers() if a.card == OPUS_4)
    assert [i.id for i in report.items if i.outcome == "not-met"] == []


# ---- worked cases


def test_case_1_the_early_snapshot_was_tested_again_by_the_developer_alone() -> None:
    assert "TRE267" in codes_of(case_of("opus-4-snapshot"))


def test_case_1_what_was_evaluated_is_not_what_was_deployed() -> None:
    """No digest is published, and none is needed: the card calls it an early snapshot."""
    assert "TRE223" in codes_of(case_of("opus-4-snapshot"))


def test_case_2_an_omitted_dataset_was_found_mended_and_tested_again() -> None:
    found = codes_of(case_of("opus-4-omitted-dataset"))
    assert not found & {"TRE261", "TRE262", "TRE265", "TRE305", "TRE300"}


def test_case_2_every_link_of_the_chain_is_closed() -> None:
    """What was changed is told in words, and that its digest is not published is said beside it."""
    found = codes_of(case_of("opus-4-omitted-dataset"))
    assert not found & {"TRE263", "TRE264"}
    assert "TRE270" in found


def test_case_2_the_retest_is_the_developers_own() -> None:
    """The sign was the developer's own as well, which is L11: L7 is of signs that others reported."""
    assert "TRE271" in codes_of(case_of("opus-4-omitted-dataset"))


def test_case_3_training_on_the_test_is_seen_and_the_retired_test_answers_it() -> None:
    found = codes_of(case_of("opus-4-alignment-faking"))
    assert "TRE301" in found
    assert "TRE300" not in found


FADED = """\
- {id: early, kind: checkpoint, step: 1000, parents: []}
- {id: final, kind: checkpoint, step: 2000, parents: [early]}
- {id: w-1, kind: warning, class: deceit, severity: high, checkpoint: early, detector: own,
   detected: 2026-01-05RATE}
- {id: m-1, kind: measurement, benchmark: own, metric: score, subject: final, statistic: mean,
   value: 9 of 2000}
"""


def test_case_4_a_behaviour_that_faded_without_a_reason_is_seen_where_it_was_counted() -> None:
    assert seen("R2", FADED.replace("RATE", ", rate: 40 of 2000")) == ["w-1"]


def test_case_4_a_behaviour_that_faded_is_seen_where_the_developer_says_so() -> None:
    """No counts are printed: that it became rarer, and that nothing targeted it, is its own word."""
    found = case_of("opus-4-alignment-faking").findings
    (message,) = [f.message for f in found if (f.code, f.subject) == ("TRE302", "w-fiction-again")]
    assert "is said to be rarer at `claude-opus-4.6`" in message
    assert "nothing was done that was aimed at it" in message


def test_case_4_where_neither_counts_nor_words_say_so_nothing_is_asserted() -> None:
    assert seen("R2", FADED.replace("RATE", "")) == []


def test_case_5_opus_4_6_on_ai_rd_4() -> None:
    report = story_of("claude-opus-4.6")
    assert {"TRE324", "TRE326", "TRE361", "TRE362"} <= codes_of(report)
    found = in_story("claude-opus-4.6", "AIRD-4")
    assert (found.relies_on_self.design, found.label) == ("only", "prior")


def test_case_5_the_limit_was_not_fixed_beforehand() -> None:
    """No day is published, and none is needed: the card says that there was no limit beforehand."""
    assert "TRE325" in codes_of(story_of("claude-opus-4.6"))


def test_case_11_supervised_reasoning_is_seen_and_recurrence_is_not_asserted() -> None:
    found = case_of("cot-supervision")
    models = {f.subject for f in found.findings if f.code == "TRE310"}
    assert len(models) == 6
    assert "TRE306" not in codes_of(found)


def test_case_13_a_reward_went_in_without_review() -> None:
    found = case_of("sycophancy-timeline")
    assert "TRE309" in codes_of(found)
    assert [i.outcome for i in found.items if i.id == "SYCOPHANCY"] == ["unknown"]


def test_case_13_the_testers_word_was_overruled_and_nothing_answers_it() -> None:
    found = [f for f in case_of("sycophancy-timeline").findings if f.code == "TRE268"]
    assert [(f.subject, f.severity) for f in found] == [("w-felt-off", "warning")]
    assert "overruled" in found[0].message


def test_case_13_two_dates_of_one_act_conflict() -> None:
    assert "TRE361" in codes_of(case_of("sycophancy-timeline"))


def test_case_14_a_reverted_prompt() -> None:
    assert {"TRE308", "TRE206", "TRE304", "TRE264", "TRE225"} <= codes_of(case_of("prompt-reverts"))


METR = """\
- {id: report, kind: third_party_report, type: evaluation, party: outsider, prior_review: approval,
   measurements: [horizon]}
- {id: horizon, kind: measurement, benchmark: outer, metric: score, subject: model-1, statistic: mean,
   value: 11.3, flips_under: [attempts to cheat count as solved], roles: {run: [outsider]}}
"""


def test_case_17_a_report_that_needed_approval_with_a_result_that_flips() -> None:
    assert seen("N5", METR) == ["report"]
    assert seen("M10", METR) == ["horizon"]


GATE = """\
- {id: run-1, kind: training_run, stages: [{stage: rl, type: rl, environments: [web]}]}
- {id: ro-1, kind: rollout, environment: web, stage: rl, sampled: SAMPLED, reviewer_model_of: lab}
"""


def test_case_19_a_sample_too_small_and_a_reviewer_of_the_same_family() -> None:
    assert seen("C3", GATE.replace("SAMPLED", "1000")) == ["run-1"]
    assert seen("C3", GATE.replace("SAMPLED", "2995")) == []
    assert seen("M7", GATE.replace("SAMPLED", "1000")) == ["ro-1"]


FRONTIER_MATH = """\
- {id: report, kind: third_party_report, type: evaluation, party: outsider, terms_disclosed: false}
"""


def test_case_21_terms_that_were_not_disclosed_and_pay_that_was_not_stated() -> None:
    assert seen("N2", FRONTIER_MATH) == ["report"]
    assert seen("N3", FRONTIER_MATH) == ["report"]


OWN_ITEMS = """\
- {id: m-1, kind: measurement, benchmark: unheard-of, metric: score, subject: model-1, statistic: mean,
   value: 25%, thresholds: [T-1], roles: {designed: [outsider], design_funded: [lab],
   items_visible_to: [lab, outsider], run: [lab]}}
"""


def test_case_21_a_test_that_the_developer_paid_for_and_can_see_is_its_own(tmp_path: Path) -> None:
    from manual.pages import the_block

    policy = 'threshold T-1\n  reached when board judges "it is so"\n'
    (tmp_path / "policy.tra").write_text(the_block("tra opening") + policy, encoding="utf-8")
    records = "records:\n" + "".join(f"  {line}\n" for line in OWN_ITEMS.splitlines())
    (tmp_path / "bundle.yaml").write_text(the_block("yaml manifest") + records, encoding="utf-8")
    report = api.check(tmp_path / "policy.tra", tmp_path / "bundle.yaml", as_of=date(2026, 2, 1))
    assert report.thresholds[0].measurements[0].classes.design == "self"
