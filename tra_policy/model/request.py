"""Lists of records that are wanted: what a policy asks for beforehand, what a check found missing.

The fields of `RequestReport` are the contract `tra.request/1`, those of `MissingReport` are
`tra.missing/1`; a field may be added, never changed.
"""

from __future__ import annotations

from typing import Any, Literal

from tra_policy.model.proof import Reason
from tra_policy.model.report import BundleRef, Part, PolicyRef, Tool
from tra_policy.model.shape import Field
from tra_policy.words.noun import Noun


class Clause(Noun):
    """One line of a policy that asks for a record.

    `item` is the item, threshold or clause that it belongs to; `place` is `path:line:column`. `due` and
    `only_if` are those of this line; always where empty.
    """

    item: str
    says: str = ""
    cites: tuple[str, ...] = ()
    place: str = ""
    due: str = ""
    only_if: str = ""


class Wanted(Noun):
    """One record that must exist, or one set of them.

    number          its number in the whole list, the same in every party's own list
    what            what it must be, in a sentence
    kind            the word that the gap list of a check has for it; `record` where several kinds would do
    records         the kinds of record that would do; empty where words of the policy are wanted
    subject         what it is about: the released checkpoint, every record of a kind
    supplied_by     who should supply it
    made_by         who has to have made it: `run by independent`, `designed by securebio`
    independent_of  of whom its makers have to be independent
    due             by when, for all of its lines together
    only_if         when it is wanted at all; always where empty
    completeness    the claim of completeness that it needs
    gates           whether a line that gates hangs on it
    asked_by        the lines that ask for it
    decides         the other items whose outcome hangs on it
    """

    what: str
    kind: str
    records: tuple[str, ...] = ()
    subject: str = ""
    supplied_by: tuple[str, ...] = ()
    made_by: tuple[str, ...] = ()
    independent_of: tuple[str, ...] = ()
    due: str = ""
    only_if: str = ""
    completeness: str = ""
    gates: bool = True
    asked_by: tuple[Clause, ...] = ()
    decides: tuple[str, ...] = ()
    number: int = 0

    @property
    def items(self) -> tuple[str, ...]:
        """Everything that waits for it: what asks for it first."""
        return tuple(dict.fromkeys((*(c.item for c in self.asked_by), *self.decides)))


class RequestReport(Part):
    """`tra request --format json`: the records that a policy asks for, from its text alone.

    `party` is set where the list is that of one party.
    """

    schema_: Literal["tra.request/1"] = Field("tra.request/1", spelt="schema")
    tool: Tool
    policy: PolicyRef
    party: str = ""
    wanted: tuple[Wanted, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the list as JSON values, in the order of the contract."""
        return self.model_dump(mode="json", by_alias=True)


class Missing(Noun):
    """One record that a check found missing, or one that fails.

    `reason` is empty where the record is sound and simply says otherwise; `record` is its id.
    """

    what: str
    kind: str
    supplied_by: str = ""
    items: tuple[str, ...] = ()
    reason: Reason | Literal[""] = ""
    record: str = ""


class MissingReport(Part):
    """`tra why --missing --format json`: what a check found missing.

    `asked` is the threshold or item that was asked about; empty for all of them.
    """

    schema_: Literal["tra.missing/1"] = Field("tra.missing/1", spelt="schema")
    tool: Tool
    as_of: str
    policy: PolicyRef
    bundle: BundleRef
    asked: str = ""
    wanted: tuple[Missing, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the list as JSON values, in the order of the contract."""
        return self.model_dump(mode="json", by_alias=True)
