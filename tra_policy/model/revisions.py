"""What is said of a policy over time: dated exceptions to it, and accounts of what changed."""

from __future__ import annotations

from datetime import date

from tra_policy.model.conditions import Condition
from tra_policy.model.moment import Duration
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import NOWHERE, Span


class Amendment(Noun):
    """`amended by board after 30 days notice`."""

    parties: tuple[str, ...] = ()
    notice: Duration | None = None
    span: Span = field(default=NOWHERE, compare=False)


class Waiver(Noun):
    """A dated exception to one item, with its reason, approver and expiry."""

    name: str
    item: str
    where: tuple[Condition, ...] = ()
    because: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    approved_on: date | None = None
    expires: date | None = None
    span: Span = field(default=NOWHERE, compare=False)


class Change(Noun):
    """One line of the publisher's own account of a revision."""

    verb: str
    path: str
    words: str = ""
    because: str = ""
    span: Span = field(default=NOWHERE, compare=False)


class Account(Noun):
    """What changed since a version. `teller` is the source of an account that is not the publisher's."""

    since: str
    teller: str = ""
    changes: tuple[Change, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
