"""The bundles of system cards: what the rows say, all of it, once, and nothing else."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from tra_policy import driver
from tra_policy.cli.opening import open_policies
from tra_policy.model.report import CheckReport
from tra_policy.workspace import open_bundle, open_registry

ROOT = Path(__file__).parents[2]
CARDS = ROOT / "examples" / "cards"
Fields = dict[str, Any]


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cards_make", CARDS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MAKE = _loaded()
TABLE = MAKE.Cards()
ROWS: dict[str, Fields] = TABLE.rows
MODELS: list[str] = list(TABLE.models)

# Rows that are in no bundle, with the reason. There is none.
LEFT_OUT: dict[str, str] = {}

# The policies that a card is about; where a version has no file, those of the same developer that have
# its thresholds.
RSP_2, RSP_3, FCF = "anthropic/rsp-2.2", "anthropic/rsp-3.4", "anthropic/fcf-2"
POLICIES = {
    "claude-mythos-preview": (RSP_3, FCF),
    "claude-mythos-5": (RSP_3, FCF),
    "claude-fable-5": (RSP_3, FCF),
    "claude-opus-4.7": (RSP_3, FCF),
    "gemini-2.5-pro": ("google-deepmind/fsf-2.0", "google-deepmind/fsf-3.1"),
    "gemini-3-pro": ("google-deepmind/fsf-2.0", "google-deepmind/fsf-3.1"),
    "gemini-3.1-pro": ("google-deepmind/fsf-3.1",),
}
OF_LAB = {
    "anthropic": (RSP_2,),
    "openai": ("openai/preparedness-2",),
    "google-deepmind": (),
    "xai": ("xai/rmf-2025",),
    "meta": ("meta/advanced-ai-2",),
    "amazon": ("amazon/fmsf-2025",),
}
# A number that a value is not the writing of, with the words of the row that it is from.
TOLD_OTHERWISE = {
    "B047-gain-median": "median +100%",
    "B047-gain-mean": "mean +220%",
    "B058-first": "3 likely, 2 already",
    "B061-rated-4": "none 4",
    "B063": "none",
    "B096-p50": "2h17m",
    "B096-p80": "~25 min",
}
# Readings that do not come from `crossed`, with what they come from.
READ_OTHERWISE = {
    "B003": "the expert report calls the risk substantially higher in parts",
    "B049-task-1": "the card says `at` where the coding says no",
    "B058-re-contacted": "the answers as they were reported after asking again",
}


@cache
def records(model: str) -> dict[str, Fields]:
    texts = TABLE.files(model)
    found: dict[str, Fields] = {}
    for name in ("measurements.yaml", "decisions.yaml"):
        for record in yaml.safe_load(texts.get(name, "[]")):
            found[record["id"]] = record
    return found


def measured() -> list[tuple[str, str, Fields]]:
    """Every measurement, with its model and its row."""
    return [
        (model, name.partition("-")[0], record)
        for model in MODELS
        for name, record in records(model).items()
        if record["kind"] == "measurement"
    ]


MEASURED = measured()


def record_of(model: str, name: str) -> Fields:
    return records(model)[name]


# ---- the files


def test_the_script_makes_exactly_the_committed_files() -> None:
    made = MAKE.every_file(TABLE)
    there = {
        p.relative_to(CARDS).as_posix(): p.read_text(encoding="utf-8")
        for p in CARDS.glob("*/*")
        if p.parent.name != "__pycache__"
    }
    assert sorted(there) == sorted(made)
    assert [path for path, text in made.items() if there[path] != text] == []


def test_every_row_is_in_exactly_one_bundle_or_left_out_with_a_reason() -> None:
    told = Counter({row for _, row, _ in MEASURED})
    for model in MODELS:
        mine = {row for m, row, _ in MEASURED if m == model}
        assert mine <= set(TABLE.rows_of(model))
        coded = csv.DictReader(
            (CARDS / TABLE.folder_of(model) / "coding.csv").open(encoding="utf-8")
        )
        assert [row["id"] for row in coded] == TABLE.rows_of(model)
    assert Counter(name[0] for name in ROWS) == {"B": 120, "S": 3}
    assert set(told) | set(LEFT_OUT) == set(ROWS)
    assert set(told) & set(LEFT_OUT) == set()
    assert sum(len(TABLE.rows_of(model)) for model in MODELS) == len(ROWS) - len(LEFT_OUT)


# ---- what a record says is what its row says


def _numbers(text: str) -> set[float]:
    return {float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\.?\d*", text)}


@pytest.mark.parametrize(
    ("row", "record"), [(r, x) for _, r, x in MEASURED if "value" in x], ids=lambda v: str(v)[:12]
)
def test_a_value_is_a_number_of_its_row(row: str, record: Fields) -> None:
    said = " ".join(ROWS[row][c] for c in ("result", "evaluation", "lab_conclusion"))
    if record["id"] in TOLD_OTHERWISE:
        assert TOLD_OTHERWISE[record["id"]] in said
        return
    value = str(record["value"])
    wanted = _numbers(value)
    if value.endswith("%"):
        known = _numbers(said) | {round(100 * n, 6) for n in _numbers(said)}
    else:
        known = _numbers(said)
    assert wanted <= known, (value, said)


def test_the_numbers_that_are_told_otherwise_are_those_of_records() -> None:
    names = {x["id"] for _, _, x in MEASURED}
    assert set(TOLD_OTHERWISE) <= names
    assert set(READ_OTHERWISE) <= names


def test_a_reading_follows_what_was_crossed() -> None:
    allowed = {
        "no": {"below"},
        "yes": {"above", "inconclusive"},
        "n/a": set(),
        "middle zone": {"inconclusive"},
    }
    for _, row, record in MEASURED:
        crossed, reading = ROWS[row]["crossed"], record.get("reading")
        if reading is None or record["id"] in READ_OTHERWISE:
            continue
        if crossed in allowed:
            assert reading in allowed[crossed], record["id"]
        if crossed == "n/p":
            assert (reading, record.get("reading_by")) == ("below", record["author"]), record["id"]
            assert ROWS[row]["lab_conclusion"].startswith("not "), record["id"]


def test_who_designed_and_ran_is_of_the_class_that_the_row_says() -> None:
    kinds = {o.id: o.kind for o in open_registry()[0].organisations}
    for model, row, record in MEASURED:
        lab, roles = TABLE.lab_of(model), record.get("roles", {})
        for role, column in (("designed", "design_indep"), ("run", "oper_indep")):
            held, coded = set(roles.get(role, [])), ROWS[row][column]
            if not held:
                assert role == "designed", f"{record['id']} does not say who ran it"
                continue
            if coded == "lab":
                derived = (
                    set(record.get("derived", {}).get("by", [])) if role == "designed" else set()
                )
                assert lab in held | derived, record["id"]
            elif coded == "government":
                assert {kinds[p] for p in held} == {"authority"}, record["id"]
            elif coded == "independent" or coded.startswith("independent ("):
                assert lab not in held, record["id"]
            elif coded == "co-dev":
                also = lab in held or len(held) > 1
                assert also, record["id"]


def test_the_source_and_the_limit_stand_as_in_the_row() -> None:
    for _, row, record in MEASURED:
        assert f"(row {row})" in record["source"]
        section = re.search(r"§([\d.]+)", ROWS[row]["source"])
        assert section is None or section[1] in record["source"]
        assert ROWS[row]["result"] in record["note"]
        limit = ROWS[row]["published_threshold"]
        if "stated_limit" in record and limit != "as above":
            assert record["stated_limit"] == limit
        assert ("second hand" in record["note"]) == (ROWS[row]["verif"] != "P")


def test_a_statistic_is_stated_only_where_the_row_the_limit_or_the_policy_names_one() -> None:
    words = {
        "mean": r"\bmean\b|\bavg\b",
        "median": r"\bmedian\b",
        "min": r"\bmin\b|-",
        "max": r"\bmax\b|\bbest\b|in one run|-",
        "best-of-n": r"best-of-\d+",
        "pass@k": r"pass@\d+",
    }
    by_policy = {"xai-restricted-queries", "mask"}
    for _, row, record in MEASURED:
        if record["statistic"] == "unstated" or record["benchmark"] in by_policy:
            continue
        columns = ("evaluation", "result", "published_threshold")
        said = " ".join(ROWS[row][c] for c in columns)
        assert re.search(words[record["statistic"]], said), record["id"]


def test_a_ruling_cites_what_bears_on_its_threshold_and_nothing_withheld() -> None:
    for model in MODELS:
        held = records(model)
        for record in held.values():
            if record["kind"] != "decision":
                continue
            assert record["because"] in {ROWS[r]["lab_conclusion"] for r in TABLE.rows_of(model)}
            for name in record.get("relied_on", []):
                assert "withheld" not in held[name]
                assert record["threshold"] not in held[name].get("thresholds", [])


# ---- the traps


def test_the_public_benchmark_with_a_subset_that_the_lab_chose_says_so() -> None:
    for model, name in (("claude-opus-4", "B015"), ("claude-haiku-4.5", "B034")):
        assert record_of(model, name)["derived"] == {"how": "subset", "by": ["anthropic"]}


def test_the_outside_test_that_the_lab_modified_says_so() -> None:
    record = record_of("gpt-5.2", "B084")
    assert record["derived"] == {"how": "modified", "by": ["openai"]}
    assert record["roles"]["designed"] == ["futurehouse"]


def test_a_withheld_result_is_withheld_and_has_no_value() -> None:
    withheld = {x["id"]: x for _, _, x in MEASURED if x.get("withheld")}
    assert {"B013", "B014", "B042", "B048", "B059", "B069-metr", "B069-epoch"} == set(withheld)
    assert not any("value" in x or "reading" in x for x in withheld.values())


def test_what_came_out_in_words_stands_in_its_row_and_has_no_value_or_reading() -> None:
    told = {x["id"]: (row, x) for _, row, x in MEASURED if "finding" in x}
    assert len(told) >= 8
    for row, record in told.values():
        assert record["finding"] in ROWS[row]["result"]
        assert not {"value", "reading", "withheld"} & set(record)


def test_an_outside_test_that_is_not_on_the_threshold_names_none() -> None:
    for model, name in (("claude-opus-4.5", "B048"), ("claude-opus-4.6", "B059")):
        assert "thresholds" not in record_of(model, name)


def test_an_unnamed_tester_is_unnamed_in_the_bundle() -> None:
    for model, name in (("claude-opus-4", "B012"), ("claude-opus-4.5", "B041")):
        party = record_of(model, name)["roles"]["run"][0]
        evidence, _, _ = open_bundle(str(CARDS / TABLE.folder_of(model)))
        assert evidence is not None
        assert [p.unnamed for p in evidence.manifest.parties if p.party == party] == [True]


def test_what_the_card_did_not_use_is_not_relied_on() -> None:
    rulings = {
        x["threshold"]: x for x in records("claude-mythos-preview").values() if "ruling" in x
    }
    relied = rulings["AUTO-RD"]["relied_on"]
    assert [name for name in relied if name.startswith("B066")] == []
    assert record_of("claude-mythos-preview", "B066-kernels")["thresholds"] == ["AUTO-RD"]


def test_a_verdict_that_is_bounded_by_a_sibling_cites_nothing_of_its_own() -> None:
    ruling = record_of("claude-opus-4.7", "ruling-auto-rd")
    assert "relied_on" not in ruling
    assert record_of("claude-opus-4.7", "claude-opus-4.7")["sibling_of"] == [
        "claude-mythos-preview"
    ]


def test_an_earlier_snapshot_is_a_subject_of_its_own() -> None:
    assert (
        record_of("claude-sonnet-4", "B002-uplift")["subject"] == "claude-sonnet-4-earlier-snapshot"
    )
    assert record_of("claude-sonnet-4", "B005-task-1")["subject"] == "claude-sonnet-4"


def test_an_evaluator_that_could_not_bound_is_inconclusive() -> None:
    assert record_of("claude-mythos-5", "B078")["inconclusive"] is True


def test_a_best_run_is_no_mean() -> None:
    assert record_of("claude-opus-4.5", "B044-text-rl")["statistic"] == "max"
    assert record_of("gpt-5.2", "B087")["statistic"] == "pass@k"
    assert record_of("claude-opus-4", "B010-best")["statistic"] == "best-of-n"


def test_what_a_summary_gives_otherwise_says_of_which_result_it_tells() -> None:
    told = {x["id"]: x["same_as"] for _, _, x in MEASURED if "same_as" in x}
    assert told == {
        "B017-summary": ["B017-detail"],
        "S01-summary": ["S01-detail"],
        "S02-summary": ["S02-detail"],
    }


def test_testers_whom_another_reading_of_the_card_adds_are_unnamed_and_at_second_hand() -> None:
    record = record_of("gemini-3-pro", "S03")
    assert record["roles"]["run"] == record["roles"]["designed"] == ["external-testers"]
    assert "read at second hand" in record["note"]
    assert not {"value", "reading", "withheld"} & set(record)


def test_a_misprint_is_taken_back_when_it_was_corrected() -> None:
    printed = record_of("claude-sonnet-4.6", "B060-llm-training-printed")
    assert (printed["value"], printed["retracted"]["on"]) == ("16.53x", date(2026, 6, 30))
    corrected = record_of("claude-sonnet-4.6", "B060-llm-training")
    assert (corrected["value"], corrected["recorded"]) == ("22.33x", date(2026, 6, 30))


def test_a_precaution_is_not_a_ruling_that_the_threshold_is_reached() -> None:
    assert record_of("gpt-5.2", "ruling-bio-high")["ruling"] == "cannot-rule-out"
    assert record_of("claude-opus-4", "ruling-cbrn-3")["ruling"] == "cannot-rule-out"


# ---- as input of the tool


@cache
def checked(model: str, policy: str) -> CheckReport:
    texts, _ = open_policies([str(ROOT / "policies" / f"{policy}.tra")])
    evidence, files, said = open_bundle(str(CARDS / TABLE.folder_of(model)))
    assert evidence is not None
    assert said == ()
    registry, _ = open_registry()
    sources = {texts[0].source.path: texts[0].source, **files}
    report, refused = driver.check(
        texts[0], evidence, date(2026, 11, 21), sources, registry=registry
    )
    assert report is not None, refused
    return report


def _pairs() -> list[tuple[str, str]]:
    pairs = [
        (model, policy)
        for model in MODELS
        for policy in POLICIES.get(model, OF_LAB[TABLE.lab_of(model)])
    ]
    return [(m, p) for m, p in pairs if (ROOT / "policies" / f"{p}.tra").exists()]


@pytest.mark.parametrize("model", MODELS)
def test_a_bundle_reads_without_a_word(model: str) -> None:
    evidence, _, said = open_bundle(str(CARDS / TABLE.folder_of(model)))
    assert evidence is not None
    assert said == ()
    assert evidence.unread == 0
    assert evidence.manifest.developer == TABLE.lab_of(model)


# The ruling on Sonnet 4 cites a trial of an earlier snapshot.
ERRORS = {"claude-sonnet-4": ["TRE223"]}


@pytest.mark.parametrize(("model", "policy"), _pairs())
def test_a_bundle_is_held_against_the_policy_of_its_developer(model: str, policy: str) -> None:
    report = checked(model, policy)
    found = [f for f in report.findings if f.severity == "error" or f.code.startswith("TRB")]
    assert [f.code for f in found] == ERRORS.get(model, [])
    assert [i.id for i in report.items if i.outcome == "not-met"] == []
    assert [t.id for t in report.thresholds if t.state == "reached"] == []


@pytest.mark.parametrize("model", MODELS)
def test_every_ruling_is_on_a_threshold_of_some_policy_of_the_developer(model: str) -> None:
    named = {x["threshold"] for x in records(model).values() if x["kind"] == "decision"}
    known = {t.id for m, p in _pairs() if m == model for t in checked(m, p).thresholds}
    assert named <= known


SELF_ONLY = {
    ("claude-opus-4", RSP_2, "AIRD-4"),
    ("claude-opus-4.5", RSP_2, "AIRD-4"),
    ("claude-opus-4.6", RSP_2, "AIRD-4"),
    ("gpt-5.2", "openai/preparedness-2", "SELF-IMPROVEMENT-HIGH"),
}


@pytest.mark.parametrize(("model", "policy", "threshold"), sorted(SELF_ONLY))
def test_a_ruling_on_the_lab_s_own_work_alone_is_seen_as_that(
    model: str, policy: str, threshold: str
) -> None:
    found = next(t for t in checked(model, policy).thresholds if t.id == threshold)
    relies = found.relies_on_self
    assert (relies.design, relies.run, relies.grade) == ("only", "only", "only")
    assert found.ruling == "not_reached"


def test_the_trial_and_the_red_team_of_another_keep_the_bio_ruling_from_being_the_lab_s_own() -> (
    None
):
    found = next(t for t in checked("claude-opus-4", RSP_2).thresholds if t.id == "CBRN-3")
    assert (found.relies_on_self.design, found.relies_on_self.run) == ("not", "not")
    assert found.unpublished == ("B013", "B014")


def test_evidence_on_cyber_has_no_threshold_under_the_scaling_policy() -> None:
    found = [f for f in checked("claude-opus-4", RSP_2).findings if f.code == "TRE105"]
    assert [f.subject for f in found] == ["cyber"]


# ---- beside the hand-made stories

STORIES = ("claude-opus-4", "claude-opus-4.6", "claude-haiku-4.5", "gpt-5.2")


@pytest.mark.parametrize("story", STORIES)
def test_the_values_and_rulings_of_a_story_stand_in_the_bundle_of_its_card(story: str) -> None:
    told, ruled = set(), {}
    for path in (ROOT / "examples" / story / "evidence").glob("*.yaml"):
        if path.name == "bundle.yaml":
            continue
        for record in yaml.safe_load(path.read_text(encoding="utf-8")):
            if record["kind"] == "measurement" and "value" in record:
                told.add(str(record["value"]))
            if record["kind"] == "decision":
                ruled[record["threshold"]] = record["ruling"]
    mine = records(story).values()
    assert told <= {str(x["value"]) for x in mine if "value" in x}
    assert (
        ruled.items()
        <= {x["threshold"]: x["ruling"] for x in mine if x["kind"] == "decision"}.items()
    )
