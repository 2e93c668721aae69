"""The registry: who designed which benchmark, by the sources that say so.

Nothing that evaluations publish says in a way that a program can read who *designed* a test, so the
project keeps rows of its own. Every statement in a row has its source. What was read only at second
hand, or stands in no source that was read, is marked `verified: false`; such a statement may lower
what a piece of work earns, and never lifts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Literal, TypeVar, overload

from tra_policy.model.evidence.base import Amount, Fact, Name, Names, Text, When
from tra_policy.model.shape import Field
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import Noun, field

RegistryRole = Literal[
    "designed",
    "co_designed",
    "curated_subset",
    "modified",
    "funded",
    "holds_items",
    "runs_grader",
]
DESIGNING: frozenset[RegistryRole] = frozenset(
    {"designed", "co_designed", "curated_subset", "modified"}
)
Row = TypeVar("Row")
Words = Annotated[str, Field(min_length=1, max_length=2000)]


class Sourced(Fact):
    """A statement, and where it stands."""

    source: Words = Field(description="The document, with its page or section.")
    verified: bool = Field(
        description="Whether it was read in that very document; `false` for what is second-hand."
    )
    missing: Words | None = Field(None, description="What it would take to verify it.")


class BenchmarkRole(Sourced):
    """Who did what for a benchmark."""

    party: Name = Field(description="An organisation of the registry.")
    role: RegistryRole


class Visibility(Sourced):
    """Who can see the items besides whoever holds them: a complete list; empty for nobody."""

    parties: Names


class RegistryAlias(Fact):
    """Another name under which a benchmark is run or reported."""

    name: Words
    harness: Words | None = Field(None, description="What uses this name, such as `inspect_evals`.")

    @property
    def names(self) -> tuple[str, ...]:
        """The name alone, and with the harness before it, as logs write it."""
        return (self.name, f"{self.harness}/{self.name}") if self.harness else (self.name,)


class RegistryMetric(Sourced):
    """A metric on which limits are set."""

    name: Name
    unit: Literal["percent", "ratio", "number", "hours"]
    direction: Literal["higher-is-worse", "lower-is-worse"]


class RegistryVersion(Sourced):
    """A version of a benchmark, as the source tells it from others."""

    version: Words
    items: Annotated[int, Field(ge=1)] | None = None


class BenchmarkRow(Fact):
    """One benchmark. A subset that a lab chose, or a version that it changed, is a row of its own."""

    id: Name
    title: Words
    aliases: tuple[RegistryAlias, ...] = ()
    roles: tuple[BenchmarkRole, ...] = ()
    designed_from: When | None = None
    items_visible_to: Visibility | None = None
    access: (
        Literal["public", "paper", "restricted", "held-out", "private", "mixed", "unpublished"]
        | None
    ) = Field(None, description="Who can get at the items, as the coding rows have it.")
    subset_of: Name | None = None
    modified_from: Name | None = None
    versions: tuple[RegistryVersion, ...] = ()
    metrics: tuple[RegistryMetric, ...] = ()
    coded: Names = Field((), description="Rows of `coding.csv` that are about it.")
    note: Text | None = None

    @property
    def designers(self) -> tuple[BenchmarkRole, ...]:
        """Everybody who had a hand in its design."""
        return tuple(role for role in self.roles if role.role in DESIGNING)


class Parent(Sourced):
    """Who stands above an organisation: without a `share`, it controls it."""

    organisation: Name
    share: Amount | None = None


class RegisteredTie(Sourced):
    """A tie between two organisations. `until` is the last day for which the source attests it."""

    kind: Literal["controlled by", "owned by", "shares leadership with", "employed by", "paid by"]
    other: Name
    share: Amount | None = None
    since: When | None = None
    until: When | None = None


class RegisteredNoTies(Sourced):
    """A statement that there are no ties: pay, ownership, control and leadership, all of them."""

    other: Name
    since: When | None = None
    as_of: When | None = None


class OrganisationRow(Sourced):
    """One organisation. Its own `source` is for its kind."""

    id: Name
    title: Words
    kind: Literal["lab", "evaluator", "academic", "authority", "contractor", "other"]
    unnamed: bool = Field(False, description="Known only as, say, external experts.")
    aliases: tuple[Words, ...] = ()
    parents: tuple[Parent, ...] = ()
    ties: tuple[RegisteredTie, ...] = ()
    no_ties: tuple[RegisteredNoTies, ...] = ()
    note: Text | None = None


class RegistryFile(Fact):
    """A file of the registry. A user's file has the same form; its rows replace those of the same id."""

    format: Literal["tra.registry/1"]
    title: Words | None = None
    benchmarks: tuple[BenchmarkRow, ...] = ()
    organisations: tuple[OrganisationRow, ...] = ()
    note: Text | None = None


class LaterRows(Sequence[BenchmarkRow]):
    """Rows that are known by their names: each is read when it is first asked for.

    `names` gives the number of the row that a name means, `read` the row of a number.
    """

    __slots__ = ("_names", "_read", "_rows")

    def __init__(self, names: Mapping[str, int], many: int, read: Callable[[int], BenchmarkRow]):
        self._names, self._read = names, read
        self._rows: list[BenchmarkRow | None] = [None] * many

    @overload
    def __getitem__(self, at: int) -> BenchmarkRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[BenchmarkRow]: ...
    def __getitem__(self, at: int | slice) -> BenchmarkRow | Sequence[BenchmarkRow]:
        if isinstance(at, slice):
            return tuple(self)[at]
        found = self._rows[at]
        if found is None:
            found = self._rows[at] = self._read(at)
        return found

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def get(self, name: str) -> BenchmarkRow | None:
        """Return the row that a name in lower case means."""
        at = self._names.get(name)
        return None if at is None else self[at]


class Registry(Noun):
    """The rows that hold, each id once. `known` is their digest, where it was worked out before."""

    benchmarks: Sequence[BenchmarkRow] = ()
    organisations: tuple[OrganisationRow, ...] = ()
    known: str = field(default="", compare=False)

    def with_rows_of(self, file: RegistryFile) -> Registry:
        """Return the registry with the rows of a file, which replace those of the same id."""
        benchmarks = {row.id: row for row in (*self.benchmarks, *file.benchmarks)}
        organisations = {row.id: row for row in (*self.organisations, *file.organisations)}
        return Registry(tuple(benchmarks.values()), tuple(organisations.values()))

    def benchmark(self, name: str) -> BenchmarkRow | None:
        """Return a benchmark by its id or an alias, in upper or lower case; None where it is unclear."""
        return self._benchmarks.get(name.casefold())

    def organisation(self, name: str) -> OrganisationRow | None:
        """Return an organisation by its id, an alias or its title; None where it is unclear."""
        return self._organisations.get(name.casefold())

    @cached_property
    def sha256(self) -> str:
        """Return the digest of all rows in their order; empty where there are none."""
        if self.known:
            return self.known
        rows = (*self.benchmarks, *self.organisations)
        text = "\n".join(row.model_dump_json(exclude_defaults=True) for row in rows)
        return sha256_of(text.encode()) if rows else ""

    @cached_property
    def _benchmarks(self) -> Mapping[str, BenchmarkRow] | LaterRows:
        return self.benchmarks if isinstance(self.benchmarks, LaterRows) else self.by_name()

    def by_name(self) -> dict[str, BenchmarkRow]:
        """Return the benchmarks by all their names in lower case."""
        return _by_name(
            (row, row.id, [name for alias in row.aliases for name in alias.names])
            for row in self.benchmarks
        )

    @cached_property
    def _organisations(self) -> dict[str, OrganisationRow]:
        return _by_name((row, row.id, [row.title, *row.aliases]) for row in self.organisations)


def _by_name(rows: Iterable[tuple[Row, str, Iterable[str]]]) -> dict[str, Row]:
    """Rows by id and by other names. An id goes before another name; a name of two rows is nobody's."""
    ids: dict[str, Row] = {}
    others: dict[str, Row | None] = {}
    for row, name, aliases in rows:
        ids[name.casefold()] = row
        for alias in {alias.casefold() for alias in aliases}:
            others[alias] = None if others.get(alias, row) is not row else row
    return {**{name: row for name, row in others.items() if row is not None}, **ids}


NO_REGISTRY = Registry()
