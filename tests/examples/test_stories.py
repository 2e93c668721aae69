"""The published stories: the answer that a careful reader would give, through the whole pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tra_policy import driver
from tra_policy.evaluate.checker import check_proof
from tra_policy.model.report import CheckReport, ThresholdReport
from tra_policy.words.source import Source
from tra_policy.workspace import open_bundle, open_registry

ROOT = Path(__file__).parents[2]
POLICIES = sorted((ROOT / "policies").glob("*/*.tra"))


@dataclass(frozen=True)
class Expected:
    """What a careful reader finds for one threshold. Axes are design, run, grade."""

    state: str
    treated_as: str
    ruling: str
    agrees: bool | None
    relies_on_self: tuple[str, str, str]
    stands_on: tuple[str, str, str]
    label: str
    unpublished: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    reliance_of: str = "ruling"


@dataclass(frozen=True)
class Story:
    """One example: the day it is asked about, its thresholds, its headline and its findings."""

    name: str
    as_of: date
    thresholds: dict[str, Expected]
    self_designed_only: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    readings: dict[str, str | None] = field(default_factory=dict)


ONLY_SELF = {"relies_on_self": ("only", "only", "only"), "stands_on": ("self", "self", "self")}

STORIES = (
    Story(
        "claude-opus-4",
        date(2025, 5, 22),
        {
            "CBRN-3": Expected(
                state="unknown",
                treated_as="reached",
                ruling="cannot_rule_out",
                agrees=True,
                relies_on_self=("not", "not", "not"),
                stands_on=("independent", "engaged", "engaged"),
                label="conditional",
                unpublished=("aisi-joint-test", "nnsa-evaluation"),
                flags=frozenset({"result-unpublished", "contradicted", "unidentified-party"}),
            ),
            "AIRD-4": Expected(
                state="unknown",
                treated_as="reached",
                ruling="not_reached",
                agrees=None,
                **ONLY_SELF,
                label="prior",
                unpublished=("aisi-joint-test",),
                flags=frozenset({"result-unpublished"}),
            ),
        },
        self_designed_only=("AIRD-4",),
        codes=("TRE104", "TRE322", "TRE323"),
        readings={
            "uplift-trial-ratio": "below",
            "expert-red-teaming": "above",
            "virology-task-1": "above",
            "virology-task-2": "inconclusive",
            "vct": "above",
            "nnsa-evaluation": None,
            "suite-2": "below",
        },
    ),
    Story(
        "claude-opus-4.6",
        date(2026, 5, 8),
        {
            "AIRD-4": Expected(
                state="unknown",
                treated_as="reached",
                ruling="not_reached",
                agrees=False,
                **ONLY_SELF,
                label="prior",
            )
        },
        self_designed_only=("AIRD-4",),
        codes=(
            "TRE103",
            "TRE112",
            "TRE322",
            "TRE323",
            "TRE324",
            "TRE325",
            "TRE325",
            "TRE326",
            "TRE343",
            "TRE361",
            "TRE362",
        ),
        readings={
            "kernels-standard": "inconclusive",
            "kernels-experimental": "inconclusive",
            "suite-2": "inconclusive",
            "survey-first-answers": None,
            "survey-after-asking-again": "below",
        },
    ),
    Story(
        "gpt-5.2",
        date(2025, 12, 31),
        {
            "SELF-IMPROVEMENT-HIGH": Expected(
                state="unknown",
                treated_as="unknown",
                ruling="not_reached",
                agrees=None,
                **ONLY_SELF,
                label="prior",
                flags=frozenset({"limit-unpublished", "stated-only"}),
            ),
            "BIO-HIGH": Expected(
                state="unknown",
                treated_as="reached",
                ruling="cannot_rule_out",
                agrees=True,
                relies_on_self=("not", "only", "unattributed"),
                stands_on=("independent", "self", "none"),
                label="prior",
                flags=frozenset({"contradicted", "stated-only"}),
            ),
        },
        self_designed_only=("SELF-IMPROVEMENT-HIGH",),
        codes=("TRE322", "TRE323", "TRE330"),
        readings={
            **dict.fromkeys(("openai-prs", "mle-bench", "paperbench", "proof-qa"), "below"),
            "troubleshooting-virology": "above",
            "protocolqa-open-ended": "below",
            "tacit-knowledge": "inconclusive",
            "troubleshootingbench": None,
        },
    ),
    Story(
        "claude-haiku-4.5",
        date(2025, 10, 31),
        {
            "CBRN-3": Expected(
                state="unknown",
                treated_as="reached",
                ruling="not_reached",
                agrees=False,
                relies_on_self=("partly", "only", "unattributed"),
                stands_on=("self", "self", "none"),
                label="conditional",
            )
        },
        codes=("TRE103", "TRE112", "TRE322", "TRE323"),
        readings={"virology-task-1": "inconclusive", "virology-task-2": "below"},
    ),
    Story(
        "inspect-log",
        date(2025, 5, 13),
        {
            "SECURITY-ADVICE": Expected(
                state="unknown",
                treated_as="reached",
                ruling="none",
                agrees=None,
                relies_on_self=("unattributed", "unattributed", "only"),
                stands_on=("none", "none", "none"),
                label="conditional",
                flags=frozenset({"unidentified-party"}),
            )
        },
        codes=("TRE104", "TRE327"),
        readings={"security-guide": None},
    ),
    Story(
        "training-run",
        date(2026, 5, 20),
        {
            "CYBER-2": Expected(
                state="not_reached",
                treated_as="not_reached",
                ruling="not_reached",
                agrees=True,
                relies_on_self=("not", "not", "not"),
                stands_on=("independent", "independent", "independent"),
                label="commitment",
                reliance_of="state",
            ),
            "BIO-2": Expected(
                state="not_reached",
                treated_as="not_reached",
                ruling="not_reached",
                agrees=True,
                **ONLY_SELF,
                label="prior",
                reliance_of="state",
            ),
        },
        self_designed_only=("BIO-2",),
        codes=(
            "TRE203",
            "TRE205",
            "TRE245",
            "TRE261",
            "TRE263",
            "TRE267",
            "TRE268",
            "TRE268",
            "TRE300",
            "TRE301",
            "TRE302",
            "TRE302",
            "TRE304",
            "TRE305",
            "TRE307",
            "TRE309",
            "TRE310",
            "TRE327",
            "TRE342",
            "TRE345",
            "TRE349",
        ),
        readings={"range-12000": "below", "bio-12000": "below", "judged-cyber": "below"},
    ),
    Story(
        "opus-4-snapshot",
        date(2025, 5, 22),
        {
            "SCHEMING": Expected(
                state="unknown",
                treated_as="reached",
                ruling="none",
                agrees=None,
                relies_on_self=("unattributed", "unattributed", "unattributed"),
                stands_on=("none", "none", "none"),
                label="prior",
                flags=frozenset({"adverse-but-ineligible", "stated-only"}),
            )
        },
        codes=(
            "TRE223",
            "TRE263",
            "TRE267",
            "TRE270",
            "TRE343",
        ),
        readings={"apollo-early": "above", "apollo-advises": "above"},
    ),
    Story(
        "opus-4-omitted-dataset",
        date(2025, 5, 22),
        {},
        codes=("TRE270", "TRE270", "TRE271", "TRE271"),
    ),
    Story(
        "opus-4-alignment-faking",
        date(2026, 8, 31),
        {},
        codes=(
            "TRE263",
            "TRE270",
            "TRE270",
            "TRE271",
            "TRE301",
            "TRE302",
        ),
    ),
    Story(
        "cot-supervision",
        date(2026, 8, 31),
        {},
        codes=(
            "TRE263",
            "TRE270",
            "TRE270",
            "TRE310",
            "TRE310",
            "TRE310",
            "TRE310",
            "TRE310",
            "TRE310",
        ),
    ),
    Story(
        "prompt-reverts",
        date(2025, 11, 17),
        {},
        codes=(
            "TRE206",
            "TRE206",
            "TRE206",
            "TRE225",
            "TRE263",
            "TRE263",
            "TRE264",
            "TRE264",
            "TRE265",
            "TRE265",
            "TRE265",
            "TRE265",
            "TRE304",
            "TRE308",
        ),
    ),
    Story(
        "sycophancy-timeline",
        date(2025, 5, 2),
        {
            "BEHAVIOUR": Expected(
                state="unknown",
                treated_as="reached",
                ruling="not_reached",
                agrees=None,
                **ONLY_SELF,
                label="prior",
                flags=frozenset({"contradicted", "not-relied-on", "stated-only"}),
            )
        },
        self_designed_only=("BEHAVIOUR",),
        codes=(
            "TRE101",
            "TRE263",
            "TRE264",
            "TRE264",
            "TRE268",
            "TRE309",
            "TRE322",
            "TRE323",
            "TRE361",
        ),
        readings={"felt-off": "above", "offline-evaluations": "below", "users-liked-it": "below"},
    ),
)
NAMES = [story.name for story in STORIES]
BY_NAME = {story.name: story for story in STORIES}


@cache
def report_of(name: str) -> CheckReport:
    """Hold a story's evidence against its policy, with paths as they are from the project's root."""
    folder = f"examples/{name}"
    source = Source(
        f"{folder}/policy.tra", (ROOT / folder / "policy.tra").read_text(encoding="utf-8")
    )
    text = driver.read(source, {})
    assert text.diagnostics == ()
    evidence, texts, said = open_bundle(f"{folder}/evidence")
    assert evidence is not None
    assert said == ()
    report, refused = driver.check(
        text,
        evidence,
        BY_NAME[name].as_of,
        {source.path: source, **texts},
        registry=open_registry()[0],
        bundle_path=f"{folder}/evidence",
        besides=said,
    )
    assert refused == ()
    assert report is not None
    return report


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def _pairs() -> Iterator[tuple[str, str]]:
    for story in STORIES:
        for threshold in story.thresholds:
            yield story.name, threshold


def _threshold(name: str, threshold: str) -> ThresholdReport:
    return next(t for t in report_of(name).thresholds if t.id == threshold)


def test_every_story_is_told_here() -> None:
    told = {folder.parent.name for folder in ROOT.glob("examples/*/policy.tra")}
    assert set(NAMES) == told


@pytest.mark.parametrize(("name", "threshold"), list(_pairs()))
def test_the_answer_is_that_of_a_careful_reader(name: str, threshold: str) -> None:
    expected, found = BY_NAME[name].thresholds[threshold], _threshold(name, threshold)
    assert found.state == expected.state
    assert found.treated_as == expected.treated_as
    assert found.ruling == expected.ruling
    assert found.ruling_agrees is expected.agrees
    assert found.reliance_of == expected.reliance_of
    relies, stands = found.relies_on_self, found.stands_on
    assert (relies.design, relies.run, relies.grade) == expected.relies_on_self
    assert (stands.design, stands.run, stands.grade) == expected.stands_on
    assert found.label == expected.label
    assert found.unpublished == expected.unpublished
    assert expected.flags <= set(found.flags)


@pytest.mark.parametrize("name", NAMES)
def test_unpublished_results_are_flagged_and_nothing_else_is(name: str) -> None:
    for threshold in report_of(name).thresholds:
        flagged = {m.id for m in threshold.measurements if "result-unpublished" in m.flags}
        assert flagged == set(threshold.unpublished)


@pytest.mark.parametrize("name", NAMES)
def test_the_headline_names_what_is_only_self_designed(name: str) -> None:
    headline = report_of(name).headline
    assert headline.self_designed_only == BY_NAME[name].self_designed_only
    assert headline.of == len(BY_NAME[name].thresholds)


@pytest.mark.parametrize("name", NAMES)
def test_each_record_reads_as_the_card_says(name: str) -> None:
    found = {m.id: m.reading for t in report_of(name).thresholds for m in t.measurements}
    for record, reading in BY_NAME[name].readings.items():
        assert found[record] == reading, record


@pytest.mark.parametrize("name", NAMES)
def test_the_findings_are_the_expected_ones(name: str) -> None:
    assert tuple(sorted(f.code for f in report_of(name).findings)) == BY_NAME[name].codes


@pytest.mark.parametrize("name", NAMES)
def test_every_record_says_where_it_is_published(name: str) -> None:
    evidence, _, _ = open_bundle(f"examples/{name}/evidence")
    assert evidence is not None
    assert [f.id for f in evidence.filed if not f.record.source] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_proof_follows(name: str) -> None:
    report = report_of(name)
    proofs = [*(t.proof for t in report.thresholds), *(i.proof for i in report.items)]
    assert [fault for proof in proofs for fault in check_proof(proof)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_the_expected_one(name: str, request: pytest.FixtureRequest) -> None:
    found: dict[str, Any] = report_of(name).to_json()
    found["tool"].pop("version")
    found.pop("registry")  # rows may be added without changing any story
    path = ROOT / "examples" / name / "expected.json"
    if request.config.getoption("--update-golden"):
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == found


LIBRARIES = sorted((ROOT / "policies" / "tra").glob("*.tra"))


@pytest.mark.parametrize("path", POLICIES, ids=[p.stem for p in POLICIES])
def test_every_encoded_document_is_read_without_a_mistake(path: Path) -> None:
    source = Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    libraries = {p.stem: Source(p.name, p.read_text(encoding="utf-8")) for p in LIBRARIES}
    text = driver.read(source, libraries)
    assert text.policy is not None
    assert [d.message for d in text.diagnostics] == []


def test_an_unpublished_result_that_becomes_known_changes_what_the_ruling_relies_on(
    tmp_path: Path,
) -> None:
    found = _changed(
        tmp_path,
        "claude-opus-4",
        ("cbrn-3.yaml", "  withheld: true\n  thresholds: [CBRN-3, AIRD-4]", _PUBLISHED),
        ("decisions.yaml", "    - kernels\n", "    - kernels\n    - aisi-joint-test\n"),
    )
    aird = next(t for t in found.thresholds if t.id == "AIRD-4")
    assert aird.relies_on_self.design == aird.relies_on_self.run == "not"
    assert aird.stands_on.run == "authority"


def test_without_the_engaged_red_team_the_run_cannot_be_attributed(tmp_path: Path) -> None:
    found = _changed(
        tmp_path, "claude-opus-4", ("cbrn-3.yaml", "run: [deloitte]", "run: [signature-science]")
    )
    cbrn = next(t for t in found.thresholds if t.id == "CBRN-3")
    assert cbrn.relies_on_self.run == "unattributed"


_PUBLISHED = "  reading: below\n  reading_by: us-aisi\n  thresholds: [CBRN-3, AIRD-4]"


def _changed(tmp_path: Path, name: str, *edits: tuple[str, str, str]) -> CheckReport:
    """Return the report of a story after some edits to its evidence: file, old text, new text."""
    for path in (ROOT / "examples" / name / "evidence").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for file, old, new in edits:
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    policy = ROOT / "examples" / name / "policy.tra"
    source = Source("policy.tra", policy.read_text(encoding="utf-8"))
    evidence, texts, _ = open_bundle(str(tmp_path))
    assert evidence is not None
    text = driver.read(source, {})
    report, _ = driver.check(text, evidence, BY_NAME[name].as_of, {source.path: source, **texts})
    assert report is not None
    return report
