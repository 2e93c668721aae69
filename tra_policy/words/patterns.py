"""The code of the methods of a noun, by how many parts it has: written once, named for every class.

The parts are called `p0`, `p1` and so on, and `named` puts the names of a class in their stead. The code
for most classes is kept in `kept_patterns.py`, so that nothing of it is compiled at a start: a test holds
it fresh, and `python -m tra_policy.words.patterns` writes it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import CodeType

from tra_policy.words import kept_patterns

# Most classes of frozen nouns have no more parts than this.
MOST_GIVEN = 20
MOST_COMPARED = 16
# Of those that make a part, or grow, or have more parts: what a run meets, as `init_source` takes it.
MET: Sequence[tuple[int, tuple[int, ...], bool]] = (
    (2, (), False),
    (2, (1,), False),
    (2, (1,), True),
    (3, (), False),
    (3, (0,), True),
    (3, (0, 2), True),
    (3, (2,), False),
    (4, (1,), True),
    (4, (2,), True),
    (4, (3,), False),
    (5, (2, 3), True),
    (5, (2, 4), False),
    (6, (0, 1, 2, 3, 5), False),
    (6, (1,), False),
    (6, (2, 3, 4, 5), False),
    (6, (4,), True),
    (9, (4, 5, 6), False),
    (14, (11,), True),
    (31, (), True),
)


def _called(count: int, made: Sequence[int], frozen: bool) -> str:
    return "_".join(["init" if frozen else "growing", *map(str, (count, *made))])


def init_source(count: int, made: Sequence[int] = (), frozen: bool = True) -> str:
    """Return an `__init__`, where a call makes the parts in `made` that are not given.

    A frozen noun is filled through the setters of its slots, which know nothing of its being frozen.
    """
    steps = [f"p{n} = make_p{n}() if p{n} is absent else p{n}" for n in made]
    steps += (f"set_p{n}(self, p{n})" if frozen else f"self.p{n} = p{n}" for n in range(count))
    head = "".join(f", p{n}" for n in range(count))
    return f"def {_called(count, made, frozen)}(self, /{head}):\n    {'; '.join(steps) or 'pass'}\n"


def eq_source(count: int) -> str:
    """Return an `__eq__`."""
    mine = "".join(f"self.p{n}, " for n in range(count))
    its = "".join(f"other.p{n}, " for n in range(count))
    return (
        f"def eq_{count}(self, other):\n"
        "    if other.__class__ is not self.__class__: return NotImplemented\n"
        f"    return ({mine}) == ({its})\n"
    )


def hash_source(count: int) -> str:
    """Return a `__hash__`."""
    own = "".join(f"self.p{n}, " for n in range(count))
    return f"def hash_{count}(self):\n    return hash(({own}))\n"


@cache
def init_pattern(count: int, made: tuple[int, ...], frozen: bool) -> CodeType:
    """Return the code of `init_source`."""
    if frozen and not made and count <= MOST_GIVEN:
        return kept_patterns.INIT[count].__code__
    if (count, made, frozen) in kept_patterns.MET:
        return kept_patterns.MET[count, made, frozen].__code__
    return _compiled(init_source(count, made, frozen))


@cache
def eq_pattern(count: int) -> CodeType:
    """Return the code of `eq_source`."""
    if count <= MOST_COMPARED:
        return kept_patterns.EQ[count].__code__
    return _compiled(eq_source(count))


@cache
def hash_pattern(count: int) -> CodeType:
    """Return the code of `hash_source`."""
    if count <= MOST_COMPARED:
        return kept_patterns.HASH[count].__code__
    return _compiled(hash_source(count))


def _compiled(source: str) -> CodeType:
    module = compile(source, "<noun>", "exec")
    return next(const for const in module.co_consts if isinstance(const, CodeType))


def named(pattern: CodeType, name: str, parts: Sequence[str], owner: type) -> CodeType:
    """Return a pattern as the method of a class, with the names of its parts."""
    names = {f"p{number}": part for number, part in enumerate(parts)}
    if "self" in parts:
        # So that a part of this name is the only one that can be given by it.
        names["self"] = "__noun__"
    return pattern.replace(
        co_varnames=tuple([names.get(name, name) for name in pattern.co_varnames]),
        co_names=tuple([names.get(name, name) for name in pattern.co_names]),
        co_name=name,
        co_qualname=f"{owner.__qualname__}.{name}",
    )


def kept() -> str:
    """Return the text of the module of kept patterns."""
    said = [
        '"""The code of the methods of nouns: `python -m tra_policy.words.patterns` writes it."""\n'
        "# ruff: noqa\n# fmt: off\n# mypy: ignore-errors\n"
    ]
    given, compared = range(MOST_GIVEN + 1), range(MOST_COMPARED + 1)
    said += map(init_source, given)
    said += (init_source(*one) for one in MET)
    said += map(eq_source, compared)
    said += map(hash_source, compared)
    said.append(f"INIT = ({', '.join(f'init_{count}' for count in given)})\n")
    met = (f"    {one}: {_called(*one)},\n" for one in MET)
    said.append(f"MET = {{\n{''.join(met)}}}\n")
    said.append(f"EQ = ({', '.join(f'eq_{count}' for count in compared)})\n")
    said.append(f"HASH = ({', '.join(f'hash_{count}' for count in compared)})\n")
    return "\n".join(said)


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name("kept_patterns.py").write_text(kept(), "utf-8")
