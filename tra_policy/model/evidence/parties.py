"""Parties and their ties, as a bundle states them."""

from __future__ import annotations

from typing import Literal

from tra_policy.model.evidence.base import Amount, Fact, Name, Record, Text, When
from tra_policy.model.moment import Moment


class StatedTie(Fact):
    """A tie between two parties, as somebody states it."""

    kind: Literal["controlled by", "owned by", "shares leadership with", "employed by", "paid by"]
    other: Name
    share: Amount | None = None
    since: When | None = None
    until: When | None = None


class StatedNoTies(Fact):
    """A statement that there are no ties to a party: pay, ownership, control and leadership.

    `stated_by` is who says so: only the party itself, in a file that it signed, earns more than
    `engaged`.
    """

    other: Name
    stated_by: Name
    since: When | None = None
    as_of: When | None = None
    source: Text | None = None


class BundleParty(Fact):
    """A party that the records name."""

    party: Name
    title: Text = ""
    unnamed: bool = False
    ties: tuple[StatedTie, ...] = ()
    no_ties: tuple[StatedNoTies, ...] = ()


class Organisation(Record):
    """What is stated of a party and its ties, as a record that its own key can sign."""

    kind: Literal["organisation"] = "organisation"
    organisation: Name
    title: Text | None = None
    ties: tuple[StatedTie, ...] = ()
    no_ties: tuple[StatedNoTies, ...] = ()
    stated: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.stated
