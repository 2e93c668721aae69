"""A shape takes what its twin in the library takes, and the two say the same.

The reference is the library itself: by way of JSON text and in its strict mode, as mistakes are explained.
Values are good ones, good ones with something wrong put in somewhere, and hostile ones.
"""

from __future__ import annotations

import copy
import importlib
import json
import math
import pickle
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from random import Random
from types import SimpleNamespace, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

import tra_policy.model
from tra_policy.model.evidence.bundle import AnyRecord, Manifest
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.fitting import fitted
from tra_policy.model.moment import Moment
from tra_policy.model.plain import MISFIT
from tra_policy.model.proof import Proof
from tra_policy.model.quantity import Quantity
from tra_policy.model.report import CheckReport, Finding, ItemReport
from tra_policy.model.shape import Shape, meaning
from tra_policy.model.twins import shape_from, twin_of, twin_type

NAMES = ("a", "vct", "gpt-9", "x.y:z/@+_-9", "A" * 200)
TEXTS = ("", "words", "zwölf\n\t\x1b\x7f", "\u2028", "x" * 30)
MOMENTS = ("2026-05-26", "2026-05-26T14:00Z", "2026-05-26 14:00:01.5+02:00", " 2026-05-26 ")
AMOUNTS = ("22.1%", "33 of 42", "2.8x", 7, -1, 2.5, "40 hours", "1e26 FLOP", 1e26, 2**70)
HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**63, 2**64, -(2**63) - 1, 10**400, 0.0, -0.0, 1.0, 1.5, 1e308),
    *(
        math.nan,
        math.inf,
        -math.inf,
        "",
        " ",
        "a b",
        "-a",
        "a\n",
        "a" * 201,
        "a" * 501,
        "a" * 20_001,
    ),
    *(
        "é",
        "\ud800",
        "a\udfffb",
        "\x00",
        "0" * 64,
        "0" * 63 + "G",
        "0" * 64 + "\n",
        "true",
        "1",
        "null",
    ),
    *("2026-02-30", "2026-05-26T14:00", "٢٠٢٦-05-26", "1 in 0", "nan", "9" * 5000, "1e999", "5%%"),
    *([], {}, ["x"], [None], [[]], {"x": 1}, {"": 1}, {"\ud800": 1}, {"kind": "measurement"}),
    *({"kind": None}, {"id": "x"}, ["a", "a"], [1, 2], ["x", "y", "z"], {"a b": 1}, {"a": -1}),
)


def shapes() -> Iterator[type[Shape]]:
    for found in pkgutil.walk_packages(tra_policy.model.__path__, "tra_policy.model."):
        module = importlib.import_module(found.name)
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, Shape) and one.__module__ == found.name:
                yield one


SHAPES = [one for one in shapes() if one is not Shape]


def nested(depth: int) -> Any:
    value: Any = "deep"
    for at in range(depth):
        value = [value] if at % 2 else {"in": value}
    return value


class Made:
    """Plain values for a type, each of them wrong with some probability."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.wrong = self.random.choice((0.0, 0.0, 0.01, 0.05, 0.3))
        self.room = 60

    def of(self, meant: Any, bounds: dict[str, Any] | None = None) -> Any:
        if self.random.random() < self.wrong:
            return nested(self.random.choice((3, 60, 120, 250, 400))) if self.odd() else self.any()
        return self.good(meant, bounds or {})

    def odd(self) -> bool:
        return self.random.random() < 0.03

    def any(self) -> Any:
        return self.random.choice(HOSTILE)

    def good(self, meant: Any, bounds: dict[str, Any]) -> Any:
        pick = self.random.choice
        origin, inner = get_origin(meant), get_args(meant)
        if origin is Annotated:
            for note in inner[1:]:
                bounds = {**getattr(note, "bounds", {}), **bounds}
                if not hasattr(note, "bounds"):
                    return pick(MOMENTS if inner[0] is Moment else AMOUNTS)
            return self.good(inner[0], bounds)
        if origin is Literal:
            return pick(inner)
        if origin in (Union, UnionType):
            return self.of(pick(inner), bounds)
        if origin is tuple:
            if inner[-1] is not ...:
                return [self.of(one) for one in inner]
            least = bounds.get("min_length", 0)
            self.room -= 3
            return [self.of(inner[0]) for _ in range(least + pick((0, 1, 2)) * (self.room > 0))]
        if origin is dict:
            return {self.key(inner[0]): self.of(inner[1]) for _ in range(pick((0, 1, 2)))}
        if meant is str:
            return self.text(bounds)
        if meant is int:
            least = bounds.get("ge", 0)
            return pick((least, least + 1, bounds.get("le", 2**63), bounds.get("le", 2**80)))
        if meant is bool:
            return pick((True, False))
        if meant is type(None):
            return None
        if meant is object:
            return pick((self.any(), nested(3), nested(90)))
        return self.mapping(meant)

    def key(self, meant: Any) -> Any:
        found = self.of(meant)
        return found if isinstance(found, str) else "key"

    def text(self, bounds: dict[str, Any]) -> str:
        pattern = bounds.get("pattern", "")
        if "{64}" in pattern:
            return "".join(self.random.choice("0123456789abcdef") for _ in range(64))
        if "{4}" in pattern:
            return "2026-05-26"
        if pattern:
            return self.random.choice(NAMES)
        found = self.random.choice(TEXTS)
        return found or ("x" if bounds.get("min_length") else "")

    def mapping(self, cls: Any) -> dict[str, Any]:
        found = {}
        is_shape = issubclass(cls, Shape)
        rate = self.random.choice((0.1, 0.5, 0.9)) if self.room > 0 else 0.0
        for name, key, required, meant, bounds in fields_of(cls):
            self.room -= 1
            if required or name == "kind" or self.random.random() < rate:
                found[key] = self.of(meant, bounds)
            if is_shape and key != name and self.random.random() < self.wrong:
                found[name] = (
                    found.get(key, "x") if self.random.random() < 0.5 else found.pop(key, "")
                )
        if self.random.random() < self.wrong:
            found[self.random.choice(("x", "", "kind", "class_", "schema", "\ud800"))] = self.any()
        if found and self.random.random() < self.wrong:
            found.pop(self.random.choice(list(found)))
        return found


@cache
def fields_of(cls: type) -> list[tuple[str, str, bool, Any, dict[str, Any]]]:
    if issubclass(cls, Shape):
        of = cls.model_fields.items()
        return [(n, f.key, f.is_required(), f.annotation, dict(f.bounds)) for n, f in of]
    # The words of an inner noun: the library knows which of its fields are required.
    required = TypeAdapter(cls).json_schema().get("required", ())
    module, names = cls.__module__, cls.__match_args__
    return [(n, n, n in required, meaning(module, cls.__annotations__[n]), {}) for n in names]


@cache
def holds_nouns(cls: type) -> bool:
    """Whether nouns of the inside stand somewhere in a class: of these nothing is ever left out."""
    if not issubclass(cls, Shape):
        return hasattr(cls, "__match_args__") and cls not in (Moment, Quantity)
    return any(holds_nouns(one) for field in cls.model_fields.values() for one in classes_in(field))


def classes_in(field: Any) -> Iterator[type]:
    waiting = [field.annotation]
    while waiting:
        meant = waiting.pop()
        waiting.extend(get_args(meant))
        if isinstance(meant, type):
            yield meant


def told(cls: type[Shape], value: Any) -> BaseModel | None:
    """What the library makes of a value."""
    try:
        return twin_of(cls).model_validate_json(json.dumps(value), strict=True)
    except ValidationError:
        return None


def held_against_twin(cls: type[Shape], value: Any) -> bool:
    """Hold a shape against its twin; return whether they took the value."""
    found, twin = fitted(cls, value), told(cls, value)
    if twin is None:
        assert found is MISFIT, "taken, and the library refuses it"
        return False
    assert found is not MISFIT, "refused, and the library takes it"
    assert type(found) is cls
    assert found.model_fields_set == twin.model_fields_set
    for mode, by_alias, sparse in (
        ("json", True, False),
        ("json", False, True),
        ("python", False, False),
        ("python", True, True),
    ):
        if sparse and holds_nouns(cls):
            continue
        how: Any = {"mode": mode, "by_alias": by_alias, "exclude_defaults": sparse}
        assert repr(found.model_dump(**how)) == repr(twin.model_dump(**how))
    if "nan" not in repr(found) and "inf" not in repr(found):
        again = shape_from(cls, twin)
        assert again == found
        assert again.model_fields_set == found.model_fields_set
        assert found.model_dump_json(by_alias=True) == twin.model_dump_json(by_alias=True)
    return True


def test_all_of_the_border_is_held() -> None:
    assert {Measurement, Manifest, CheckReport, ItemReport} <= set(SHAPES)
    assert len(SHAPES) > 85


def told_by_typing(text: str, names: dict[str, Any]) -> Any:
    asked = SimpleNamespace(__annotations__={"it": text})
    return get_type_hints(asked, names, include_extras=True)["it"]


@pytest.mark.parametrize("cls", SHAPES, ids=lambda one: one.__name__)
def test_an_annotation_means_what_the_language_says(cls: type[Shape]) -> None:
    for field in cls.model_fields.values():
        names = vars(sys.modules[field.module])
        if "Field(" in field.text:
            continue
        found, wanted = field.annotation, told_by_typing(field.text, names)
        assert (found, repr(found), type(found)) == (wanted, repr(wanted), type(wanted))


@pytest.mark.parametrize(
    "text",
    [
        "Literal['a'] | Literal['b']",
        "Literal['a', 'b'] | None",
        "tuple[Name, ...] | tuple[Text, ...]",
        "tuple[tuple[Name, ...], ...] | None",
        "tuple[Name, Text]",
        "Literal['a', \"it's\"]",
        "Literal['a', None]",
        "Literal['a\\'b']",
        "Name | str | None",
        "dict[str, object]",
        "bool",
        "None",
    ],
)
def test_an_unusual_annotation_means_what_the_language_says(text: str) -> None:
    module = "tra_policy.model.evidence.base"
    found, wanted = meaning(module, text), told_by_typing(text, vars(sys.modules[module]))
    assert (found, repr(found), type(found)) == (wanted, repr(wanted), type(wanted))


@pytest.mark.parametrize("cls", SHAPES, ids=lambda one: one.__name__)
def test_a_shape_takes_what_its_twin_takes_and_says_the_same(cls: type[Shape]) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 2**40))
    def law(seed: int) -> None:
        held_against_twin(cls, Made(seed).mapping(cls))

    law()


@pytest.mark.parametrize("cls", SHAPES, ids=lambda one: one.__name__)
def test_both_answers_are_reached(cls: type[Shape]) -> None:
    seeds = range(60)
    taken = [held_against_twin(cls, Made(seed).mapping(cls)) for seed in seeds]
    assert any(taken)
    assert not all(taken) or not cls.model_fields


@pytest.mark.parametrize("wrong", HOSTILE, ids=lambda one: repr(one)[:20])
def test_every_field_of_a_measurement_is_held_with_every_hostile_value(wrong: Any) -> None:
    good = {
        "kind": "measurement",
        "id": "m",
        "benchmark": "vct",
        "subject": "s",
        "statistic": "mean",
    }
    assert held_against_twin(Measurement, good)
    held_against_twin(Measurement, wrong)
    for field in Measurement.model_fields.values():
        held_against_twin(Measurement, {**good, field.key: wrong})
        held_against_twin(Measurement, {**good, field.key: [wrong]})


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**40))
def test_a_list_of_records_of_any_kind_is_read_by_their_kinds(seed: int) -> None:
    records = Made(seed).of(tuple[AnyRecord, ...])
    head = {"format": "tra.bundle/1", "id": "b", "date": "2026-01-01"}
    held_against_twin(Manifest, {**head, "developer": "d", "subject": "s", "records": records})
    # The type of the schema of records is that of the manifest.
    adapter = TypeAdapter(twin_type(tuple[AnyRecord, ...]))
    assert adapter.json_schema()["items"]["discriminator"]["propertyName"] == "kind"


def test_a_proof_deeper_than_the_library_reads_is_read() -> None:
    """The one thing in which a shape takes more: what `tra check` itself has written."""
    proof: Any = {"rule": "r", "value": "true", "sentence": "s"}
    for _ in range(120):
        proof = (
            {**proof, "children": [proof]}
            if "children" not in proof
            else {
                "rule": "r",
                "value": "true",
                "sentence": "s",
                "children": [proof],
            }
        )
    item = {"id": "i", "of": "o", "kind": "needs", "modality": "must", "outcome": "met"}
    found = fitted(ItemReport, {**item, "gates": True, "proof": proof})
    assert isinstance(found.proof, Proof)
    assert sum(1 for _ in found.proof.walk()) > 100
    for _ in range(2000):
        proof = {"rule": "r", "value": "true", "sentence": "s", "children": [proof]}
    assert fitted(ItemReport, {**item, "gates": True, "proof": proof}) is MISFIT


def test_a_shape_is_a_value() -> None:
    one = Finding(code="TRE100", severity="error", message="m")
    same = Finding.model_validate({"message": "m", "code": "TRE100", "severity": "error"})
    assert one == same and hash(one) == hash(same)
    assert one != Finding(code="TRE100", severity="error", message="n")
    assert one == Finding(code="TRE100", severity="error", message="m", line=0)
    assert hash(one) == hash(Finding(line=0, message="m", severity="error", code="TRE100"))
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one
    assert list(one.model_dump()) == list(same.model_dump()) == list(Finding.model_fields)
    assert one.model_fields_set == {"code", "severity", "message"}
    changed = one.model_copy(update={"line": 3})
    assert (changed.line, one.line) == (3, 0)
    assert changed.model_fields_set == {"code", "severity", "message", "line"}
    with pytest.raises(AttributeError):
        one.line = 4  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del one.line
    with pytest.raises(TypeError, match="severity"):
        Finding(code="c", message="m")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="lines"):
        Finding(code="c", message="m", severity="error", lines=1)  # type: ignore[call-arg]


def test_some_fields_can_be_stated_with_all_others_open() -> None:
    """As for the cells of a table, of which only what was asked about is known."""
    open_ones = {name: None for name, one in Measurement.model_fields.items() if one.is_required()}
    stated = {"metric": "accuracy"}
    one = Measurement.model_construct(_fields_set=set(stated), **{**open_ones, **stated})
    assert one == Measurement.model_construct(**stated)
    assert (one.metric, one.kind, one.benchmark, one.note) == (
        "accuracy",
        "measurement",
        None,
        None,
    )
    assert one.model_fields_set == {"metric"}
    assert one.model_dump(exclude_defaults=True) == {"metric": "accuracy"}
    assert one.model_dump(include={"metric", "id"}) == {"id": None, "metric": "accuracy"}


def test_what_the_library_would_mend_is_mended_outside_of_strict_reading() -> None:
    """`model_validate` is for values of our own: what it takes is what it always took."""
    fields = {"code": "c", "severity": "error", "message": "m", "line": "7"}
    assert fitted(Finding, fields) is MISFIT
    assert Finding.model_validate(fields).line == 7
    with pytest.raises(ValidationError):
        Finding.model_validate({**fields, "line": "seven"})


def test_a_default_that_all_share_cannot_be_changed() -> None:
    file = fitted(Manifest, {**HEAD, "files": [{"path": "a"}]}).files[0]
    assert file.defaults == {} and "defaults" not in file.model_fields_set
    with pytest.raises(TypeError):
        file.defaults["x"] = 1
    assert file.model_dump() == {"path": "a", "sha256": None, "reader": None, "defaults": {}}


def test_a_value_that_comes_from_another_process_has_its_defaults() -> None:
    packed = pickle.dumps(Finding(code="TRE100", severity="error", message="m"))
    program = f"import pickle; one = pickle.loads({packed!r}); print(one.help == '', one.line)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "0"]


HEAD = {
    "format": "tra.bundle/1",
    "id": "b",
    "date": "2026-01-01",
    "developer": "d",
    "subject": "s",
}
