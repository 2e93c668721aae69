"""What the checks of coverage assert of a run, and what they leave open."""

from __future__ import annotations

from datetime import date

from tra_policy.evaluate.checks.every import CHECKS
from tra_policy.evaluate.checks.runner import checked
from tra_policy.words.diagnostic import Severity

from .looking import look, seen, world

EXAMPLES = {check.id: check for check in CHECKS}

RUN = """\
- id: run-1
  kind: training_run
  stages: [{stage: rl, type: rl, start_step: 0, end_step: 300, checkpoint_interval: 100}]
  ended: 2026-01-10
"""


def at(*steps: int) -> str:
    return "".join(
        f"- {{id: ck-{step}, kind: checkpoint, stage: rl, step: {step}}}\n" for step in steps
    )


def test_one_and_a_half_intervals_are_no_gap_and_a_step_more_is_one() -> None:
    assert seen("C1", RUN + at(150, 300)) == []
    assert seen("C1", RUN + at(151, 300)) == ["run-1"]
    assert seen("C1", RUN + at(100, 251)) == ["run-1"]
    assert seen("C1", RUN + at(100, 200)) == []
    assert seen("C1", RUN + at(100)) == ["run-1"]


def test_the_end_of_a_stage_is_asked_about_once_it_is_over() -> None:
    running = RUN.replace("  ended: 2026-01-10\n", "")
    assert seen("C1", running + at(100)) == []
    assert seen("C1", running) == []
    assert seen("C1", RUN) == ["run-1"]


def test_a_checkpoint_that_does_not_say_its_stage_may_fill_the_gap() -> None:
    open_ = at(200).replace(", stage: rl", "")
    assert seen("C1", RUN + at(100) + open_) == []
    assert seen("C1", RUN + at(100) + open_.replace("step:", "run: run-9, step:")) == ["run-1"]


def test_a_checkpoint_that_was_tampered_with_fills_no_gap() -> None:
    (found,) = (
        d
        for d in checked(world(RUN + at(100, 200), defects={"ck-200": "digest-mismatch"}))
        if d.code == "TRE201"
    )
    assert found.message.endswith("(`ck-200` does not match its digest or signature)")


def test_a_deletion_covers_a_gap_if_somebody_approved_it() -> None:
    deleted = at(200).replace("step:", "deleted: 2026-01-08, step:")
    approved = deleted.replace("deleted:", "deleted_by: board, deleted:")
    assert seen("C1", RUN + at(100, 300) + approved) == []
    (found,) = look("C1", RUN + at(100, 300) + deleted)
    assert "who approved the deletion of `ck-200` is not evidenced" in found.message
    later = deleted.replace("2026-01-08", "2026-03-08")
    assert look("C1", RUN + at(100, 300) + later) == []


def test_a_deletion_after_a_sign_is_told_whoever_approved_it() -> None:
    sign = (
        "- {id: w-1, kind: warning, class: deceit, severity: high, checkpoint: ck-210, "
        "detected: 2026-01-05}\n"
    )
    deleted = at(200).replace("step:", "deleted: 2026-01-08, deleted_by: board, step:")
    records = RUN + at(100, 300) + deleted + at(210).replace("step:", "deleted: 2026-01-04, step:")
    (found,) = look("C1", records + sign)
    assert (found.record, found.warning, found.severity) == ("ck-200", "w-1", None)
    assert look("C1", records + sign.replace("2026-01-05", "2026-01-08")) == []
    assert look("C1", records + sign.replace(", detected: 2026-01-05", "")) == []
    assert look("C1", records + at(205) + sign) == []


def rollouts(number: int, more: str = "") -> str:
    stage = (
        "- {id: run-1, kind: training_run, stages: [{stage: rl, type: rl, environments: [box]}]}\n"
    )
    return stage + (
        f"- {{id: ro-1, kind: rollout, environment: box, stage: rl, sampled: {number}{more}}}\n"
    )


def test_without_a_line_of_the_policy_the_usual_rate_makes_a_warning() -> None:
    assert look("C3", rollouts(2995)) == []
    assert [s.severity for s in look("C3", rollouts(2994))] == [Severity.WARNING]


def test_rollouts_that_the_line_does_not_mean_are_not_counted() -> None:
    policy = (
        "requirement ROLL-1\n  needs enough rollouts per environment in stage rl "
        "where selected by independent to see 50% at 95% confidence\n"
    )
    assert look("C3", rollouts(5, ", selected_by: outsider"), policy) == []
    assert [s.severity for s in look("C3", rollouts(5, ", selected_by: lab"), policy)] == [None]
    assert look("C3", rollouts(5), policy) == []


def test_a_rollout_that_was_tampered_with_is_not_counted() -> None:
    assert seen("C3", rollouts(2995), defects={"ro-1": "digest-mismatch"}) == ["run-1"]


def test_an_environment_counts_by_its_own_record_too() -> None:
    other = "- {id: env-1, kind: rl_environment, environment: web, stages: [rl]}\n"
    (found,) = look("C3", rollouts(2995) + other)
    assert "0 of `web`" in found.message


def test_a_stage_that_has_not_begun_is_not_asked_about() -> None:
    planned = rollouts(0).replace("type: rl,", "type: rl, started: 2026-06-01,")
    assert look("C3", planned) == []
    assert look("C3", planned, as_of=date(2026, 6, 2)) != []


def test_measurements_of_steps_that_are_not_known_leave_it_open() -> None:
    example, policy = EXAMPLES["C4"].shows, EXAMPLES["C4"].policy
    assert seen("C4", example, policy) == ["run-1"]
    more = "- {id: m-3, kind: measurement, benchmark: outer, subject: somewhere, statistic: mean}\n"
    assert seen("C4", example + more, policy) == []
    assert seen("C4", example) == []


def test_every_rl_stage_has_to_be_looked_into() -> None:
    example, policy = EXAMPLES["C4"].near_miss, EXAMPLES["C4"].policy
    second = example.replace(
        "stages: [", "stages: [{stage: rl-2, type: rl, start_step: 1001, end_step: 1050}, "
    )
    (found,) = look("C4", second, policy)
    assert "none in stage `rl-2`" in found.message


def test_a_seed_that_may_have_been_fixed_in_time_is_not_reported() -> None:
    sample = (
        "- {id: ro-1, kind: rollout, environment: box, stage: rl, selected_by: lab, "
        "seed_committed: 2026-01-12}\n"
    )
    assert seen("C5", sample) == []
    stage = (
        "- {id: run-1, kind: training_run, stages: [{stage: rl, type: rl, ended: 2026-01-10}]}\n"
    )
    assert seen("C5", sample + stage) == ["ro-1"]


def test_of_an_only_variant_every_measurement_of_the_model_is() -> None:
    records = (
        "- {id: m-1, kind: measurement, benchmark: own, subject: model-1, statistic: mean}\n"
        "- {id: dep-1, kind: deployment, subject: model-1, variant: pro, deployed: 2026-01-20}\n"
    )
    other = (
        "- {id: dep-2, kind: deployment, subject: model-1, variant: mini, deployed: 2026-01-20}\n"
    )
    assert seen("C6", records) == []
    assert seen("C6", records + other) == ["dep-1"]


def test_a_stage_of_a_run_that_is_not_on_file_may_be_declared_there() -> None:
    example = EXAMPLES["C7"].shows
    assert seen("C7", example) == ["ck-1", "env-1"]
    no_stages = "- {id: run-2, kind: training_run}\n"
    assert seen("C7", example + no_stages) == ["ck-1"]


def test_a_claim_that_does_not_match_is_told_elsewhere() -> None:
    example = EXAMPLES["C2"].shows
    assert seen("C2", example) == ["all-warnings", "no-incidents"]
    assert seen("C2", example.replace("count: 2", "count: 3")) == ["no-incidents"]
