"""The atlas: fresh, whole, fair, and about the documents that were in force."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from policies.pages import POLICIES

from tra_policy import api
from tra_policy.model.proof import Flag

from . import atlas_words
from .atlas_choice import HELD
from .write_atlas import ATLAS, ROOT, answers, atlas, cards, counts

PAGE = ATLAS.read_text(encoding="utf-8")


def _table(title: str) -> list[list[str]]:
    part = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return rows[1:]


def test_the_page_is_what_the_command_writes() -> None:
    assert atlas() == PAGE


def test_every_bundle_is_held_against_a_document_of_its_developer() -> None:
    assert sorted(HELD) == cards()
    for answer in answers():
        assert answer.held.document.startswith(f"{answer.developer}/"), answer.card
        assert answer.card == f"{answer.developer}-{answer.report.bundle.subject}"


def test_every_model_and_threshold_is_on_the_page_exactly_once() -> None:
    told = [tuple(row[:3]) for row in _table("The table")]
    silent = [
        (row[0], row[1], name)
        for row in _table("Thresholds without a row")
        for name in row[2].split(", ")
    ]
    every = [
        (t.subject, a.held.document.partition("/")[2], t.id)
        for a in answers()
        for t in a.report.thresholds
    ]
    assert sorted([*told, *silent]) == sorted(every)
    assert len(set(every)) == len(every)


def test_the_counts_are_those_of_the_headlines() -> None:
    heads = [a.report.headline for a in answers()]
    total = counts(answers())
    assert total.answers == sum(h.of for h in heads)
    assert total.designed == sum(len(h.self_designed_only) for h in heads)
    assert total.run == sum(len(h.self_run_only) for h in heads)
    assert total.unattributed == sum(len(h.unattributed) for h in heads)
    assert total.nothing == sum(len(h.no_evidence) for h in heads)
    assert f"Of {total.answers} answers" in PAGE


def test_a_row_says_what_the_report_says() -> None:
    rows = {tuple(row[:3]): row[3:] for row in _table("The table")}
    for answer in answers():
        for t in answer.told:
            row = rows[(t.subject, answer.held.document.partition("/")[2], t.id)]
            axes = t.relies_on_self
            assert row[0] == t.state.replace("_", " ")
            assert row[1] == t.treated_as.replace("_", " ")
            assert row[2].startswith(t.ruling.replace("_", " "))
            assert ("otherwise" in row[2]) == (t.ruling_agrees is False)
            assert row[3:7] == [axes.design, axes.run, axes.grade, t.label]
            assert set((row[7] if len(row) > 7 else "").split()) == set(t.flags)


# ---- the documents


def _from(policy: api.LoadedPolicy) -> str:
    """The day by which a policy was effective, by its text; later than any where that gives none."""
    assert policy.text.policy is not None
    return str(policy.text.policy.effective_by or date.max)


def test_what_is_called_in_force_was_effective_on_the_day_by_its_own_text() -> None:
    for answer in answers():
        if answer.held.taken_as == "in force":
            day = _from(api.load_policy(ROOT / "policies" / f"{answer.held.document}.tra"))
            assert (day > answer.report.as_of) == ("day is not in the file" in answer.held.why)


@pytest.mark.parametrize("card", cards())
def test_no_document_that_was_effective_on_the_day_is_left_out(card: str) -> None:
    """But for one of which another version, held here, has taken the place."""
    mine = [a for a in answers() if a.card == card]
    held = {a.report.policy.id for a in mine}
    for path in POLICIES:
        if path.parent.name == mine[0].developer:
            policy = api.load_policy(path)
            if _from(policy) <= mine[0].report.as_of:
                assert policy.id in held, path.stem


# ---- the words


def test_every_flag_and_every_word_of_reliance_is_explained() -> None:
    known = atlas_words.READING.lower()
    for answer in answers():
        for t in answer.told:
            words = {*t.flags, *t.relies_on_self.model_dump().values(), t.label}
            assert [w for w in words if f"*{w}*" not in known] == []


def test_an_explained_flag_is_a_flag() -> None:
    part = atlas_words.READING.partition("**flags**")[2]
    explained = {w.lower() for w in re.findall(r"\*([A-Z][a-z-]+)\*", part)}
    assert explained <= set(Flag.__args__)


def test_the_page_says_what_absence_means_and_blames_nobody() -> None:
    assert "not evidenced in the public record" in PAGE
    assert "no reproach" in PAGE
    for word in ("compliant", "did not happen", "failed to", "violated"):
        assert word not in PAGE.lower()


def test_what_the_coding_has_at_second_hand_is_listed() -> None:
    rows = {row[0]: row[1] for row in _table("What is secondary")}
    assert rows["card of grok-4"] == "B113, B114, B115"
    assert "card of claude-opus-4" not in rows


def test_every_link_of_the_page_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)", PAGE):
        assert (ATLAS.parent / Path(target)).exists(), target
