"""JSON is the contract: valid against its schema, stable, and free of what a terminal could act on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_by_hand import HOSTILE, report

from tra_policy.api import check
from tra_policy.model.schemas import schema
from tra_policy.reports.json import render, written
from tra_policy.reports.page import Page


def test_the_report_is_valid_against_its_published_schema() -> None:
    jsonschema.Draft202012Validator(schema("report")).validate(
        json.loads(render([report()], Page()))
    )


def test_the_fields_stand_in_the_order_of_the_contract() -> None:
    value = json.loads(render([report()], Page()))
    assert list(value)[:6] == ["schema", "tool", "as_of", "policy", "bundle", "headline"]
    assert value["schema"] == "tra.report/1"
    assert value["headline"]["self_designed_only"] == ["HARM-1"]
    assert value["thresholds"][0]["measurements"][0]["roles"]["designed"] == [
        {"party": "lab", "class": "self"}
    ]


def test_text_from_evidence_is_kept_as_it_was_and_escaped_as_json_escapes() -> None:
    text = render([report()], Page(width=10, colour=True, ascii=True))
    assert json.loads(text)["bundle"]["title"] == HOSTILE
    assert "\x1b" not in text
    assert text == render([report()], Page())


def test_one_policy_is_an_object_and_several_are_an_array_in_their_order() -> None:
    assert isinstance(json.loads(render([report()], Page())), dict)
    assert len(json.loads(render([report(), report()], Page()))) == 2


EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("story", ["claude-opus-4", "sycophancy-timeline", "training-run"])
def test_a_report_is_written_as_its_plain_values_are(story: str) -> None:
    found = check(
        EXAMPLES / story / "policy.tra", EXAMPLES / story / "evidence", as_of=date(2026, 11, 1)
    )
    assert written(found) == written(found.to_json())
    assert json.loads(written(found)) == found.to_json()


PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False)


@given(
    st.recursive(
        PLAIN.filter(lambda one: one not in (float("inf"), -float("inf"))),
        lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    )
)
def test_values_are_written_as_the_standard_library_reads_them(value: Any) -> None:
    text = written(value)
    kept = json.loads(text, object_pairs_hook=list)
    assert kept == json.loads(json.dumps(value), object_pairs_hook=list)
    assert text.endswith("\n")
    # Blanks between things and nothing else: what is left without them is what was put on one line.
    lines = [line.strip(" ") for line in text.split("\n")]
    assert "".join(lines).replace(" ", "") == json.dumps(value, ensure_ascii=False).replace(" ", "")


def test_a_thing_is_one_line_and_what_holds_things_is_not() -> None:
    finding = {"code": "TRE361", "line": 7, "names": ["a", "b"]}
    assert written({"findings": [finding, finding], "of": 2}).splitlines() == [
        "{",
        '  "findings": [',
        '    {"code": "TRE361", "line": 7, "names": ["a", "b"]},',
        '    {"code": "TRE361", "line": 7, "names": ["a", "b"]}',
        "  ],",
        '  "of": 2',
        "}",
    ]
    names = [f"a name that is one of many, number {number}" for number in range(40)]
    assert written(names).count("\n") == 1
    assert written([names, names]).splitlines()[0] == "["


@pytest.mark.parametrize("odd", [float("nan"), float("inf")])
def test_what_json_has_no_word_for_is_refused(odd: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        written({"x": [odd]})


def test_a_deep_value_is_written() -> None:
    value: Any = []
    for _ in range(700):
        value = [value]
    assert written(value).count("[") == 701


def test_a_name_of_any_signs_stands_before_its_value() -> None:
    odd = {"50%": 1, "%s": "%d", "a %(b)s": ["%"], "": {"%%": None}}
    assert json.loads(written(odd)) == odd
