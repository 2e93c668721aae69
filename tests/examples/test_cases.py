"""The worked cases: which checks of the evidence must see something in each, and which must not.

The second matters as much as the first. These are real developers, and what was not published is no
finding: a check that fires on a field that nobody published says something that nobody can know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tra_policy import driver
from tra_policy.model.report import CheckReport
from tra_policy.words.source import Source
from tra_policy.workspace import open_bundle

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Case:
    """A published case: the day it is asked about, the checks by what they are about, the reason.

    `sees` are pairs of a check's code and the record or warning sign it is about. `silent` says of each
    code why it must not appear.
    """

    name: str
    as_of: date
    sees: frozenset[tuple[str, str]]
    silent: dict[str, str]


CASES = (
    Case(
        "opus-4-snapshot",
        date(2025, 5, 22),
        frozenset(
            {
                ("TRE223", "announced"),
                ("TRE263", "w-scheming"),
                ("TRE267", "w-scheming"),
                ("TRE270", "w-scheming"),
            }
        ),
        {
            "TRE264": "what was changed is told in words, and its digest is said to be unpublished",
            "TRE268": "no ruling is published that could leave the sign out",
            "TRE300": "one account of a fix, without numbers, shows no pattern",
        },
    ),
    Case(
        "opus-4-omitted-dataset",
        date(2025, 5, 22),
        frozenset({("TRE270", "w-deference"), ("TRE271", "w-deference")}),
        {
            "TRE263": "the cause was found by looking at what the model was trained on",
            "TRE264": "what was changed is told in words, and its digest is said to be unpublished",
            "TRE267": "nobody outside is said to have reported the sign",
            "TRE261": "it was investigated",
            "TRE262": "a cause is named",
            "TRE265": "it was tested again",
            "TRE300": "nothing of it is superficial on the record",
            "TRE304": "data and training were changed, where the cause was",
            "TRE305": "more was done than the one cause that is named asks for",
        },
    ),
    Case(
        "opus-4-alignment-faking",
        date(2026, 8, 31),
        frozenset(
            {
                ("TRE301", "w-fiction"),
                ("TRE270", "w-fiction"),
                ("TRE271", "w-fiction"),
                ("TRE302", "w-fiction-again"),
            }
        ),
        {
            "TRE300": "the test that was trained on is retired, which answers the pattern",
            "TRE306": "neither the fix nor the later run is dated",
        },
    ),
    Case(
        "cot-supervision",
        date(2026, 8, 31),
        frozenset(
            ("TRE310", f"w-{model}")
            for model in ("opus-4.6", "mythos-preview", "opus-4.7", "opus-4.8", "mythos-5")
        )
        | {("TRE310", "sonnet-4.6-at-first")},
        {
            "TRE306": "no run and no fix is dated",
            "TRE361": "the later share says which earlier one it takes the place of",
        },
    ),
    Case(
        "prompt-reverts",
        date(2025, 11, 17),
        frozenset(
            {
                ("TRE308", "w-hate"),
                ("TRE225", "w-hate"),
                ("TRE206", "w-hate"),
                ("TRE264", "w-hate"),
                ("TRE265", "w-hate"),
                ("TRE304", "w-own-views"),
            }
        ),
        {
            "TRE261": "both signs were looked into",
            "TRE306": "a prompt is no training run",
        },
    ),
    Case(
        "sycophancy-timeline",
        date(2025, 5, 2),
        frozenset(
            {
                ("TRE309", "reward-added"),
                ("TRE101", "BEHAVIOUR"),
                ("TRE263", "w-sycophancy"),
                ("TRE264", "w-sycophancy"),
                ("TRE268", "w-felt-off"),
                ("TRE361", "rollback-by-others"),
            }
        ),
        {
            "TRE304": "the update was rolled back, which is more than a prompt",
        },
    ),
)
NAMES = [case.name for case in CASES]


@cache
def _report(case: str) -> CheckReport:
    folder = ROOT / "examples" / case
    source = Source("policy.tra", (folder / "policy.tra").read_text(encoding="utf-8"))
    text = driver.read(source, {})
    evidence, texts, said = open_bundle(str(folder / "evidence"))
    assert evidence is not None
    assert said == ()
    as_of = next(one.as_of for one in CASES if one.name == case)
    report, _ = driver.check(text, evidence, as_of, {source.path: source, **texts})
    assert report is not None
    return report


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_what_is_published_is_seen(case: Case) -> None:
    found = {(f.code, f.subject) for f in _report(case.name).findings}
    assert case.sees - found == set()


@pytest.mark.parametrize(
    ("case", "code"),
    [(case, code) for case in CASES for code in case.silent],
    ids=lambda value: value.name if isinstance(value, Case) else str(value),
)
def test_what_is_not_published_is_no_finding(case: Case, code: str) -> None:
    found = [f.message for f in _report(case.name).findings if f.code == code]
    assert found == [], case.silent[code]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_nothing_is_not_met_that_is_only_not_published(case: Case) -> None:
    """Nobody states in these bundles that everything is on file: silence is never a breach."""
    not_met = {i.id for i in _report(case.name).items if i.outcome == "not-met"}
    assert not_met == ({"COT-1"} if case.name == "cot-supervision" else set())


def test_the_first_sign_of_the_made_up_run_is_clear_the_second_superficial_the_third_untouched() -> (
    None
):
    """The made-up run has one sign that is handled well: nothing at all may be said of it."""
    folder = ROOT / "examples" / "training-run"
    source = Source("policy.tra", (folder / "policy.tra").read_text(encoding="utf-8"))
    evidence, texts, said = open_bundle(str(folder / "evidence"))
    assert evidence is not None
    assert said == ()
    text = driver.read(source, {})
    report, _ = driver.check(text, evidence, date(2026, 5, 20), {source.path: source, **texts})
    assert report is not None
    about: dict[str, set[str]] = {}
    for finding in report.findings:
        about.setdefault(finding.subject or "", set()).add(finding.code)
    assert "w-tests-edited" not in about
    assert {"TRE300", "TRE301", "TRE304", "TRE305", "TRE307", "TRE267"} <= about["w-flattery"]
    assert "TRE261" in about["w-effort-withheld"]
    assert "TRE300" not in about["w-effort-withheld"]
    assert any(f.code == "TRE268" and "w-effort-withheld" in f.message for f in report.findings)
