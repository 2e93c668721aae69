"""JSON is the contract: valid against its schema, stable, and free of what a terminal could act on."""

from __future__ import annotations

import json

import jsonschema
from made_by_hand import HOSTILE, report

from tra_policy.model.schemas import schema
from tra_policy.reports.json import render
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
