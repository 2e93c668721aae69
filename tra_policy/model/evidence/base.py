"""What every record has, and the field types that records are made of.

They are frozen and take no other field: a misspelt field is a mistake, never silently dropped.
A field whose absence would flatter the developer is required.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal

from tra_policy.model.moment import Moment, parse_moment
from tra_policy.model.quantity import Quantity, parse_quantity
from tra_policy.model.shape import Field, Shape, Told

# The days and the numbers of evidence are often the same ones. A long text is none of either.
_LONGEST_KEPT = 40


@lru_cache(maxsize=4096)
def _kept_moment(text: str) -> Moment | None:
    return parse_moment(text)


@lru_cache(maxsize=4096)
def _kept_quantity(text: str) -> Quantity | None:
    return parse_quantity(text)


def _moment(value: Any) -> Moment:
    if isinstance(value, Moment):
        return value
    found = None
    if isinstance(value, str):
        found = (_kept_moment if len(value) <= _LONGEST_KEPT else parse_moment)(value)
    if found is None:
        raise ValueError(
            "expected a day such as `2026-05-26`, or a time such as `2026-05-26T14:00Z`"
        )
    return found


def _quantity(value: Any) -> Quantity:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool):
        raise ValueError("expected a number with its unit, such as `22.1%` or `2.8x`")
    found = None
    if isinstance(value, (str, int, float)):
        text = str(value)
        found = (_kept_quantity if len(text) <= _LONGEST_KEPT else parse_quantity)(text)
    if found is None or not found.value.is_finite():
        raise ValueError("expected a number with its unit, such as `22.1%`, `33 of 42` or `2.8x`")
    return found


When = Annotated[
    Moment,
    Told(
        _moment,
        {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$",
            "description": "A day (UTC), or an instant with its offset.",
        },
    ),
]
Amount = Annotated[
    Quantity,
    Told(
        _quantity,
        {
            "type": ["string", "number"],
            "description": "A number with its unit: `22.1%`, `33 of 42`, `2.8x`, `40 hours`; a bare "
            "number has no unit.",
        },
    ),
]
Name = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/@+-]*$")
]
Names = tuple[Name, ...]
Text = Annotated[str, Field(max_length=20_000)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
NonNegativeInt = Annotated[int, Field(ge=0)]


class Fact(Shape):
    """The base of everything that is read from evidence."""

    shows_input = False


class Retraction(Fact):
    """An author takes a record back. Without a reason it has no effect."""

    on: When
    by: Name
    because: Text = Field(min_length=1)


class Artefact(Fact):
    """The thing itself that a record tells of: a file in the bundle, or one that stays where it is."""

    path: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    sha256: Sha256 | None = None
    bytes: Annotated[int, Field(ge=0)] | None = None
    media_type: Text | None = None


class Redaction(Fact):
    """Something was taken out before the record was submitted."""

    by: Name
    because: Text = Field(min_length=1)
    material_to: Names = Field((), description="Thresholds or items that it may matter to.")


class Record(Fact):
    """The header of every record."""

    id: Name = Field(description="Unique in the bundle.")
    author: Name | None = Field(None, description="The party whose statement this record is.")
    recorded: When | None = Field(
        None, description="When it was written; where absent, the day of the manifest."
    )
    anchored: When | None = Field(
        None, description="When an outside log or time stamp first held its digest."
    )
    run: Name | None = Field(None, description="The training run that it is about.")
    method: Literal["examine", "interview", "test"] | None = Field(
        None, description="How an assessor came by it."
    )
    source_class: (
        Literal["auditor-direct", "external", "developer-system", "developer-narrative"] | None
    ) = Field(None, description="What kind of source it comes from, strongest first.")
    artefact: Artefact | None = None
    redaction: Redaction | None = None
    supersedes: Names = Field((), description="Earlier records that it takes the place of.")
    same_as: Names = Field(
        (), description="Other records that tell of the very same thing, from another place."
    )
    source: Text | None = Field(None, description="Where it is published: title, page or section.")
    note: Text | None = None
    retracted: Retraction | None = None

    @property
    def happened(self) -> Moment | None:
        """When what the record tells of happened, or None where that is not known."""
        return None


Reading = Literal["above", "below", "inconclusive"]
