"""A noun behaves as the dataclass of the same declaration does."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import new_class
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.words import kept_patterns
from tra_policy.words.noun import FrozenNoun, Noun, field, parts, replace
from tra_policy.words.patterns import MOST_GIVEN, kept

# Among them what the methods of nouns are written with.
NAMES = ("a", "b", "self", "other", "p0", "p1", "p2", "absent", "set_p0", "make_p1", "cls", "noun")
VALUES = st.one_of(st.integers(0, 2), st.sampled_from(["", "x"]), st.none(), st.just((1,)))
UNLIKE_ITSELF = float("nan")


@dataclasses.dataclass(frozen=True)
class Part:
    """A part as it is declared: `how` says what its default is."""

    name: str
    how: str
    value: Any
    compare: bool
    repr: bool

    def declared(self, said: Callable[..., Any]) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if self.how == "default":
            given["default"] = self.value
        if self.how == "factory":
            given["default_factory"] = lambda: [self.value]
        if self.compare and self.repr and self.how != "factory":
            return {self.name: self.value} if self.how == "default" else {}
        return {self.name: said(**given, compare=self.compare, repr=self.repr)}


@st.composite
def declared(draw: st.DrawFn) -> list[Part]:
    names = draw(st.lists(st.sampled_from(NAMES), max_size=7, unique=True))
    kinds = draw(
        st.lists(
            st.sampled_from(["none", "default", "factory"]),
            min_size=len(names),
            max_size=len(names),
        )
    )
    if draw(st.integers(0, 9)):
        kinds.sort(key=lambda kind: kind != "none")
    flags = st.sampled_from([True, True, False])
    return [
        Part(name, kind, draw(VALUES), draw(flags), draw(flags))
        for name, kind in zip(names, kinds, strict=True)
    ]


def as_dataclass(declaration: list[Part], base: Any, frozen: bool) -> Any:
    body = {
        key: value
        for part in declaration
        for key, value in part.declared(dataclasses.field).items()
    }
    body["__annotations__"] = {part.name: "object" for part in declaration}
    body |= {"__qualname__": "Made", "__module__": __name__}
    made: Any = type("Made", (base,) if base else (), body)
    return dataclasses.dataclass(frozen=frozen, slots=True)(made)


def as_noun(declaration: list[Part], base: Any, frozen: bool) -> Any:
    def body(held: dict[str, Any]) -> None:
        for part in declaration:
            held.update(part.declared(field))
        held["__annotations__"] = {part.name: "object" for part in declaration}
        held.update(__qualname__="Made", __module__=__name__)

    return new_class("Made", (base or Noun,), {"frozen": frozen}, body)


def outcome(work: Callable[[], Any]) -> tuple[Any, str]:
    """Return what comes out, or what is said against it."""
    try:
        return work(), ""
    except (TypeError, ValueError) as error:
        return None, f"{type(error).__name__}: {error}"


def held(one: Any, names: list[str]) -> list[Any]:
    return [getattr(one, name) for name in names]


@st.composite
def twins(draw: st.DrawFn) -> tuple[Any, Any, list[str], bool]:
    """Return a dataclass and a noun of one declaration, with the names of their parts."""
    declaration = draw(declared())
    frozen = draw(st.booleans())
    cut = draw(st.integers(0, len(declaration)))
    above, below = declaration[:cut], declaration[cut:]
    if above and draw(st.booleans()):
        below = [*below, dataclasses.replace(above[0], value=draw(VALUES))]
    theirs: Any = None
    ours: Any = None
    for level in (above, below) if cut else (below,):
        theirs, refused = outcome(
            lambda level=level, base=theirs: as_dataclass(level, base, frozen)
        )
        ours, ours_refused = outcome(lambda level=level, base=ours: as_noun(level, base, frozen))
        assert bool(refused) == bool(ours_refused)
        if refused:
            # That a part without a default stands behind one with a default: both say so.
            assert refused.partition(":")[0] == ours_refused.partition(":")[0]
            theirs, ours = as_dataclass([], None, frozen), as_noun([], None, frozen)
            return theirs, ours, [], frozen
    return theirs, ours, [f.name for f in dataclasses.fields(theirs)], frozen


ARGUMENTS = st.tuples(
    st.lists(VALUES, max_size=7),
    st.dictionaries(st.sampled_from([*NAMES, "z"]), VALUES, max_size=4),
)


def made(cls: Any, names: list[str], values: list[Any]) -> Any:
    return cls(*(values * len(names))[: len(names)])


@settings(deadline=None)
@given(twins(), ARGUMENTS)
def test_it_is_made_by_place_and_by_name_and_refuses_what_does_not_fit(
    classes: tuple[Any, Any, list[str], bool], arguments: tuple[list[Any], dict[str, Any]]
) -> None:
    theirs, ours, names, _ = classes
    given_, named = arguments
    # Where no part is called so, both refuse it, each in its own words.
    named = {name: value for name, value in named.items() if name != "self" or name in names}
    for _ in range(2):
        expected, refused = outcome(lambda: theirs(*given_, **named))
        found, said = outcome(lambda: ours(*given_, **named))
        assert said == refused
        assert refused or held(found, names) == held(expected, names)
    fitting = dict(zip(names, given_ * 7, strict=False)) if given_ else {}
    assert outcome(lambda: ours(**fitting))[1] == outcome(lambda: theirs(**fitting))[1]


@settings(deadline=None)
@given(twins(), st.lists(VALUES, min_size=1, max_size=3), st.lists(VALUES, min_size=1, max_size=3))
def test_equality_hash_and_words_are_those_of_its_parts(
    classes: tuple[Any, Any, list[str], bool], some: list[Any], others: list[Any]
) -> None:
    theirs, ours, names, frozen = classes
    one, other = made(ours, names, some), made(ours, names, others)
    expected, second = made(theirs, names, some), made(theirs, names, others)
    assert (one == other) == (expected == second)
    assert (one != other) == (expected != second)
    assert one != expected
    assert (one == 1) is False
    assert repr(one) == repr(expected)
    assert outcome(lambda: hash(one))[1] == outcome(lambda: hash(expected))[1]
    if frozen:
        assert hash(one) == hash(expected)
        assert one != other or hash(one) == hash(other)
    assert ours.__match_args__ == theirs.__match_args__
    assert list(parts(one).items()) == list(zip(names, held(one, names), strict=True))


@settings(deadline=None)
@given(twins(), st.lists(VALUES, min_size=1, max_size=3), VALUES)
def test_it_is_replaced_and_never_changed(
    classes: tuple[Any, Any, list[str], bool], some: list[Any], value: Any
) -> None:
    theirs, ours, names, frozen = classes
    one, expected = made(ours, names, some), made(theirs, names, some)
    for name in [*names, "z"]:
        found, said = outcome(lambda name=name: replace(one, **{name: value}))
        wanted, refused = outcome(lambda name=name: dataclasses.replace(expected, **{name: value}))
        assert said == refused
        assert refused or held(found, names) == held(wanted, names)
    assert replace(one) == one or not names
    for name in names:
        before = getattr(one, name)
        if frozen:
            with pytest.raises(FrozenNoun, match="cannot assign"):
                setattr(one, name, value)
            with pytest.raises(FrozenNoun, match="cannot delete"):
                delattr(one, name)
            assert getattr(one, name) is before
        else:
            setattr(one, name, value)
            assert getattr(one, name) is value
    with pytest.raises(AttributeError):
        one.something_else = 1


@settings(deadline=None)
@given(twins(), st.lists(VALUES, min_size=1, max_size=3))
def test_tools_that_know_dataclasses_know_it(
    classes: tuple[Any, Any, list[str], bool], some: list[Any]
) -> None:
    theirs, ours, names, _ = classes
    one, expected = made(ours, names, some), made(theirs, names, some)
    assert dataclasses.is_dataclass(one)
    assert [f.name for f in dataclasses.fields(one)] == names
    for mine, other in zip(dataclasses.fields(one), dataclasses.fields(expected), strict=True):
        assert (mine.type, mine.compare, mine.repr) == (other.type, other.compare, other.repr)
    assert dataclasses.asdict(one) == dataclasses.asdict(expected)
    assert copy.copy(one) == one
    assert copy.deepcopy(one) == one
    if names:
        assert dataclasses.replace(one, **{names[0]: 7}) == replace(one, **{names[0]: 7})


class Point(Noun):
    """A noun as modules declare them."""

    x: int
    y: int = 0
    told: str = field(default="", compare=False)


class Measured(Point):
    """A noun of a noun, which remembers."""

    by: tuple[str, ...] = ()
    seen: list[int] = field(default_factory=list)

    @cached_property
    def total(self) -> int:
        self.seen.append(1)
        return self.x + self.y


def test_it_is_taken_apart_by_place_and_by_name() -> None:
    match Point(1, 2):
        case Point(x, y=2):
            assert x == 1
        case _:
            pytest.fail("it is a point")


def test_it_travels_to_another_process() -> None:
    one = Measured(1, 2, "somewhere", ("me",))
    there = pickle.loads(pickle.dumps(one))
    assert there == one
    assert there.told == "somewhere"


def test_it_remembers_what_was_worked_out_and_is_still_frozen() -> None:
    one = Measured(1, 2)
    assert (one.total, one.total, one.seen) == (3, 3, [1])
    with pytest.raises(FrozenNoun):
        one.x = 3  # type: ignore[misc]
    assert Measured(1).seen is not Measured(1).seen


def test_it_has_no_room_for_anything_but_its_parts() -> None:
    assert not hasattr(Point(1), "__dict__")


def test_a_noun_of_another_class_is_another() -> None:
    assert Point(1) != Measured(1)
    assert Point(1, told="here") == Point(1, told="there")


def test_what_is_the_same_value_is_equal_as_it_is_in_tuples() -> None:
    assert Point(UNLIKE_ITSELF) == Point(UNLIKE_ITSELF)  # type: ignore[arg-type]


def test_a_default_that_can_change_is_refused() -> None:
    with pytest.raises(ValueError, match="a default that can change"):

        class Wrong(Noun):
            some: list[int] = []


def test_a_default_has_one_source() -> None:
    with pytest.raises(ValueError, match="cannot specify both"):
        field(default=1, default_factory=int)  # type: ignore[call-overload]


def test_its_first_method_may_be_any() -> None:
    class Fresh(Noun):
        x: int

    one = object.__new__(Fresh)
    Fresh.x.__set__(one, 1)  # type: ignore[attr-defined]
    assert hash(one) == hash((1,))

    class Other(Noun, frozen=False):
        x: int

    with pytest.raises(TypeError, match="unhashable"):
        hash(Other(1))


def test_the_kept_code_is_what_is_written_today() -> None:
    assert Path(kept_patterns.__file__).read_text("utf-8") == kept()


def test_a_noun_may_have_more_parts_than_code_is_kept_for() -> None:
    names = [f"part{number}" for number in range(MOST_GIVEN + 3)]

    def body(held: dict[str, Any]) -> None:
        held["__annotations__"] = dict.fromkeys(names, "int")

    large: Any = new_class("Large", (Noun,), exec_body=body)
    one = large(*range(len(names)))
    assert [getattr(one, name) for name in names] == list(range(len(names)))
    assert one == large(*range(len(names)))
    assert one != replace(one, part7=0)
    assert hash(one) == hash(large(*range(len(names))))
