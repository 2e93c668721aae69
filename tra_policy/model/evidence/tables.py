"""Tables: records of one kind by the million, which stay in their files and come as counted cells.

A cell stands for all rows that are alike in what some question asks about. It is a record, so that it is
judged by the same rules as any other; beside it stands how many rows it is, and how their numbers spread.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from tra_policy.model.evidence.base import Fact, Name, Text
from tra_policy.model.shape import Field
from tra_policy.words.noun import Noun, field

if TYPE_CHECKING:
    from fractions import Fraction

TableFormat = Literal["ndjson", "parquet"]
FilePattern = Annotated[str, Field(min_length=1, max_length=500)]
ColumnName = Annotated[str, Field(min_length=1, max_length=500)]


class TableEntry(Fact):
    """One table of the bundle: rows of one kind in files of one form, by mapped columns.

    `defaults` holds what is so of every row; a column wins over it.
    """

    id: Name
    kind: Name
    files: Annotated[
        tuple[FilePattern, ...],
        Field(min_length=1, description="Paths in the bundle; `*`, `?` and `**` stand for others."),
    ]
    columns: dict[Name, ColumnName | dict[Name, ColumnName]] = Field(
        {},
        description="The column of each field, with `/` into its parts; of `flags` one for each flag.",
    )
    defaults: dict[str, object] = {}
    format: TableFormat | None = Field(
        None, description="Where the names of the files do not tell."
    )
    rows: Annotated[int, Field(ge=0)] | None = Field(
        None, description="How many rows there are, by whoever made the table."
    )
    note: Text | None = None


class Asked(Noun):
    """What some question looks at in the rows of a kind.

    `keys` are fields whose value counts, `flags` single flags. `cuts` are numbers that are held against
    limits: only on which side of each they lie counts. Of `sums` the sum is asked, of `ranks` a rank.
    Where `named`, some rows may turn out to be those that a person wants to look at.
    """

    kind: str
    keys: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    cuts: tuple[tuple[str, tuple[Decimal, ...]], ...] = ()
    sums: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    named: bool = False


class Spread(Noun):
    """How the numbers of some rows spread: all of them on one side of every limit that is asked about.

    `known` rows state a number, from `least` to `most`. `above` and `below` zero are two sums, None where
    they cannot be had exactly. `ranks` says of ranges of numbers, in order, how many rows lie in them: the
    two ends of each belong to it.
    """

    known: int = 0
    least: Fraction | None = None
    most: Fraction | None = None
    above: Fraction | None = None
    below: Fraction | None = None
    ranks: tuple[tuple[Fraction, Fraction, int], ...] = ()


class Rows(Noun):
    """The rows that a cell stands for. Of `unsaid` flags it is not known whether they have them: of any,
    where it is None. `words` say what they have in common, `first` are some of their ids, the smallest.
    """

    table: str
    many: int
    words: str = ""
    first: tuple[str, ...] = ()
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    unsaid: frozenset[str] | None = frozenset()


class Shard(Noun):
    """One file of a table: where it lies, its rows, and how many lines of it are none.

    `mark` is what it was known by when its digest was taken, where it is too large to look at twice: device,
    number, size, time of the last change.
    """

    path: str
    sha256: str
    address: str = ""
    form: TableFormat = "ndjson"
    rows: int = 0
    faulty: int = 0
    broken: bool = False
    mark: tuple[int, ...] = ()
