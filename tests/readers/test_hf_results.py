"""Results in a Hugging Face model repository are claims: a value and nothing that bears it out."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml
from foreign_files import read, sample
from said import codes

from tra_policy.model.evidence.measuring import Measurement

HUB = sample("hf/eval_results_hub2.4.yaml")
CARD = sample("hf/model_card.md")


def test_values_are_those_of_the_file() -> None:
    evidence, said = read("hf-results", "r.yaml", HUB, subject="ckpt-9")
    by_hand = {e["dataset"]["id"]: Decimal(str(e["value"])) for e in yaml.safe_load(HUB)}
    found = {}
    for filed in evidence.filed:
        record = filed.record
        assert isinstance(record, Measurement) and record.value is not None
        assert (record.counts, record.interval, record.ended) == (None, None, None)
        assert (record.statistic, record.value.unit) == ("unstated", "number")
        found[record.benchmark.removesuffix("/gpqa_diamond")] = record.value.value
    assert found == by_hand
    assert codes(said) == ["TRB049", "TRB056"]


def test_the_older_form_of_an_entry_is_read() -> None:
    evidence, _ = read("hf-results", "r.yaml", sample("hf/hub-docs_eval_results.yaml"), subject="x")
    (one,) = evidence.filed
    assert getattr(one.record, "benchmark") == "Idavidrein/gpqa/gpqa_diamond"  # noqa: B009


def test_a_file_that_names_no_model_needs_one_to_be_stated() -> None:
    evidence, said = read("hf-results", "r.yaml", HUB)
    assert evidence.filed == ()
    assert [d.code for d in said if d.input_error] == ["TRB012", "TRB012"]


@pytest.mark.parametrize(("unit", "shown"), [("share", "41.2%"), ("percent", "0.412%")])
def test_a_unit_is_stated_and_never_guessed(unit: str, shown: str) -> None:
    evidence, _ = read("hf-results", "r.yaml", HUB, subject="ckpt-9", unit=unit)
    assert str(getattr(evidence.filed[0].record, "value")) == shown  # noqa: B009
    assert codes(read("hf-results", "r.yaml", HUB, unit="x")[1]) == ["TRB055"]


def test_the_index_above_a_model_card_is_read() -> None:
    evidence, _ = read("hf-results", "README.md", CARD)
    records = [f.record for f in evidence.filed if isinstance(f.record, Measurement)]
    assert [(r.benchmark, r.metric, r.subject, str(r.value), r.statistic) for r in records] == [
        ("cais/mmlu/all", "accuracy", "example-7b", "61.5", "unstated"),
        ("openai_humaneval", "pass@10", "example-7b", "0.71", "pass@k"),
    ]
    assert records[0].source == "an example leaderboard"


def test_an_entry_that_is_none_is_a_mistake_and_the_others_are_read() -> None:
    data = HUB + b"- dataset:\n    id: x/y\n  value: high\n- 7\n"
    evidence, said = read("hf-results", "r.yaml", data, subject="ckpt-9")
    assert (len(evidence.filed), evidence.unread) == (2, 2)
    places = [d.place and d.place.pointer for d in said if d.code == "TRB040"]
    assert places == ["/2", "/3"]


def test_a_token_of_the_hub_is_noted_and_not_believed() -> None:
    data = HUB.replace(b"  value: 0.412\n", b"  value: 0.412\n  verifyToken: abc\n")
    evidence, _ = read("hf-results", "r.yaml", data, subject="ckpt-9")
    assert "not checked" in (evidence.filed[0].record.note or "")
