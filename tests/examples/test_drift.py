"""`tra diff`: the cases of its page, real pairs, and input that is not two of a kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from manual.pages import MANUAL, blocks, the_block

from tra_policy.cli.main import run
from tra_policy.evaluate.drift.codes import CODES
from tra_policy.model.schemas import schema

ROOT = Path(__file__).parents[2]
PAGE = MANUAL / "diff.md"
Fields = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """Two inputs, and every line that must be said of them."""

    name: str
    kind: str
    older: str
    newer: str
    said: tuple[str, ...]


def _cases() -> Iterator[Case]:
    held: dict[str, list[tuple[str, str]]] = {}
    for block in blocks(PAGE):
        held.setdefault(block.heading, []).append((block.kind, block.text))
    for heading, parts in held.items():
        if len(parts) == 3:
            (kind, older), (same, newer), (text, said) = parts
            assert (kind, text) == (same, "text")
            yield Case(heading, kind, older, newer, tuple(said.splitlines()))


CASES = list(_cases())


DIFF = jsonschema.Draft202012Validator(schema("diff"))


def _moved(
    older: str | Path, newer: str | Path, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, list[Fields]]:
    code = run(["diff", str(older), str(newer), "--format", "json", *more])
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "tra.diff/1"
    DIFF.validate(told)
    return code, told["findings"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_says_what_is_said(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suffix = ".tra" if case.kind == "tra" else ".yaml"
    opening = the_block("tra opening") if case.kind == "tra" else ""
    paths = [tmp_path / f"1-older{suffix}", tmp_path / f"2-newer{suffix}"]
    for path, text in zip(paths, (case.older, case.newer), strict=True):
        path.write_text(opening + text, encoding="utf-8")
    code, found = _moved(*paths, capsys)
    said = [f"{f['code']} {f['subject']}: {f['message']}" for f in found]
    assert sorted(said) == sorted(case.said[:-1])
    assert f"exit {code}" == case.said[-1]
    assert all(f["line"] for f in found)


def test_every_code_has_a_case_and_a_row_of_the_table() -> None:
    shown = {line.split()[0] for case in CASES for line in case.said[:-1]}
    assert shown == {code.code for code in CODES}
    page = PAGE.read_text(encoding="utf-8")
    for code in CODES:
        kind = "bundles" if code.code >= "TRE420" else "policies"
        assert f"| {code.code} | {kind} | {code.severity.word} |" in page


WEAKER = {f"TRE40{number}" for number in (3, 5, 6, 7, 8, 9)}
ONE_WAY = [
    case
    for case in CASES
    if case.kind == "tra" and {line.split()[0] for line in case.said[:-1]} in ({c} for c in WEAKER)
]


@pytest.mark.parametrize("case", ONE_WAY, ids=lambda case: case.name)
def test_the_other_way_round_what_was_weaker_is_stronger(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / "1-older.tra", tmp_path / "2-newer.tra"]
    for path, text in zip(paths, (case.newer, case.older), strict=True):
        path.write_text(the_block("tra opening") + text, encoding="utf-8")
    code, found = _moved(*paths, capsys)
    assert code == 0
    assert {f["code"] for f in found} == {"TRE410"}


# ---- real pairs


def _policy(name: str) -> Path:
    return ROOT / "policies" / f"{name}.tra"


def _card(name: str) -> Path:
    return ROOT / "examples" / "cards" / f"anthropic-claude-{name}"


def _pairs(found: list[Fields]) -> set[tuple[str, str]]:
    return {(f["code"], f["subject"]) for f in found}


def test_the_two_numbers_of_the_xai_framework_of_2025_are_not_in_that_of_2026(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, found = _moved(_policy("xai/rmf-2025"), _policy("xai/faif-2026"), capsys)
    assert code == 1
    lost = [f for f in found if f["code"] == "TRE402"]
    assert {f["subject"] for f in lost} == {"RESTRICTED-QUERIES", "DISHONESTY"}
    assert any("mask.dishonesty >= 1 in 2" in f["message"] for f in lost)
    # The newer document's own account, as its file tells it, has the same two.
    assert "removed DISHONESTY" in _policy("xai/faif-2026").read_text(encoding="utf-8")


def test_between_versions_2_2_and_3_4_of_the_scaling_policy_the_ban_on_training_went(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, found = _moved(_policy("anthropic/rsp-2.2"), _policy("anthropic/rsp-3.4"), capsys)
    pairs = _pairs(found)
    assert code == 1
    assert {("TRE401", "PAUSE.1"), ("TRE401", "TELL"), ("TRE401", "AIRD-4")} <= pairs
    assert {("TRE411", "CB-1"), ("TRE411", "OUTSIDE-REVIEW")} <= pairs
    gone = next(f for f in found if (f["code"], f["subject"]) == ("TRE401", "PAUSE.1"))
    assert gone["path"].endswith("rsp-2.2.tra")


def test_the_virology_limit_moved_between_two_cards_and_the_restated_value_differs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, found = _moved(_card("opus-4.5"), _card("opus-4.6"), capsys)
    assert code == 1
    told = {f["code"]: f["message"] for f in found if f["severity"] == "warning"}
    assert set(told) == {"TRE421", "TRE423"}
    assert "<1.8/18" in told["TRE423"]
    assert "`claude-opus-4.5` has 5.6" in told["TRE421"]


def test_two_models_of_one_card_have_the_same_limits(capsys: pytest.CaptureFixture[str]) -> None:
    """Opus 4 and Sonnet 4 share tests, and nothing about them contradicts."""
    code, found = _moved(_card("opus-4"), _card("sonnet-4"), capsys)
    assert code == 0
    assert {f["code"] for f in found} <= {"TRE426"}


@pytest.mark.parametrize(
    "path",
    [*sorted((ROOT / "policies").glob("*/*.tra")), *sorted((ROOT / "examples/cards").glob("*/"))],
    ids=lambda path: path.name,
)
def test_nothing_moves_from_a_thing_to_itself(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if path.suffix == ".tra" or (path / "bundle.yaml").exists():
        assert _moved(path, path, capsys) == (0, [])


@pytest.mark.parametrize("folder", ["anthropic", "google-deepmind", "law", "openai", "xai", "tra"])
def test_any_two_documents_of_one_publisher_can_be_held_side_by_side(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = sorted((ROOT / "policies" / folder).glob("*.tra"))
    for older in paths:
        for newer in paths:
            code, found = _moved(older, newer, capsys)
            assert code == int(any(f["severity"] == "warning" for f in found))
            assert all(f["line"] and f["subject"] for f in found)


# ---- the door


def test_the_level_sets_the_code_and_the_format_never_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pair = [str(_policy("xai/rmf-2025")), str(_policy("xai/faif-2026"))]
    assert run(["diff", *pair]) == 1
    assert "from xai-rmf 2025 to xai-faif 2026" in capsys.readouterr().out
    assert run(["diff", *pair, "--fail-on", "error"]) == 0
    assert run(["diff", *pair, "--exit-zero"]) == 0
    notes = [str(_card("opus-4")), str(_card("sonnet-4"))]
    assert run(["diff", *notes]) == 0
    assert run(["diff", *notes, "--fail-on", "info"]) == 1


@pytest.mark.parametrize(
    ("older", "newer", "said"),
    [
        (_policy("xai/rmf-2025"), _card("opus-4"), "is a bundle"),
        (
            _policy("xai/rmf-2025"),
            _policy("anthropic/rsp-2.2"),
            "the two are of `xai` and `anthropic`",
        ),
        (
            _card("opus-4"),
            ROOT / "examples/cards/xai-grok-4",
            "the two are of `anthropic` and `xai`",
        ),
        (ROOT / "none.tra", _policy("anthropic/rsp-2.2"), "none.tra"),
        (ROOT / "none", _card("opus-4"), "none"),
    ],
)
def test_what_is_not_two_of_a_kind_is_refused(
    older: Path, newer: Path, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", str(older), str(newer)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err


def test_a_policy_with_a_mistake_is_refused_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.tra"
    broken.write_text("tra 1\npolicy x version 1\n  developr lab\n", encoding="utf-8")
    assert run(["diff", str(broken), str(_policy("anthropic/rsp-2.2"))]) == 2
    assert "broken.tra:3:" in capsys.readouterr().err


def test_a_copy_is_written_and_never_over_an_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = [str(_policy("xai/rmf-2025")), str(_policy("xai/faif-2026"))]
    copy = tmp_path / "moved.json"
    assert run(["diff", *pair, "--output", f"json={copy}"]) == 1
    capsys.readouterr()
    assert json.loads(copy.read_text(encoding="utf-8"))["older"]["id"] == "xai-rmf"
    assert run(["diff", *pair, "--output", f"json={pair[0]}"]) == 2
    assert "is read by this run" in capsys.readouterr().err
