"""Records of acts: what parties did, said, published and put in place."""

from __future__ import annotations

from typing import Literal

from tra_policy.model.evidence.base import (
    Amount,
    Name,
    Names,
    NonNegativeInt,
    Record,
    Sha256,
    Text,
    When,
)
from tra_policy.model.moment import Moment
from tra_policy.model.shape import Field


class Action(Record):
    """Somebody did something: the general record of a duty done, or of a declared event."""

    kind: Literal["action"] = "action"
    party: Name
    verb: Name | None = Field(None, description="A verb of the policy language, such as `halt`.")
    object: Name | None = None
    event: Name | None = Field(None, description="A declared event that this was.")
    to: Names = ()
    subject: Name | None = None
    done: When

    @property
    def happened(self) -> Moment | None:
        return self.done


class Publication(Record):
    """A document was published."""

    kind: Literal["publication"] = "publication"
    document: Name
    party: Name
    about: Name | None = Field(
        None, description="The record that it is about, such as an incident."
    )
    published: When

    @property
    def happened(self) -> Moment | None:
        return self.published


class Notification(Record):
    """Somebody was told, or was sent a document."""

    kind: Literal["notification"] = "notification"
    party: Name
    to: Names = Field(min_length=1)
    document: Name | None = None
    about: Name | None = Field(None, description="A threshold, record or item that it was about.")
    sent: When

    @property
    def happened(self) -> Moment | None:
        return self.sent


class SafeguardRecord(Record):
    """A safeguard was shown, specified or put in place."""

    kind: Literal["safeguard"] = "safeguard"
    safeguard: Name
    party: Name
    status: Literal["specified", "in-place", "shown", "approved"]
    approved_by: Names = ()
    relied_on: Names = ()
    since: When

    @property
    def happened(self) -> Moment | None:
        return self.since


class DocumentRecord(Record):
    """A document exists: who made it, when, and its digest where the file is at hand."""

    kind: Literal["document"] = "document"
    document: Name
    party: Name | None = None
    about: Name | None = Field(
        None, description="The record that it is about, such as an incident."
    )
    made: When
    approved_by: Names = ()
    sha256: Sha256 | None = None

    @property
    def happened(self) -> Moment | None:
        return self.made


class Deployment(Record):
    """A model was made available."""

    kind: Literal["deployment"] = "deployment"
    subject: Name
    scope: Literal["internal", "external"] = "external"
    variant: Name | None = Field(
        None, description="Size, effort mode or tool set, if there are several."
    )
    digest: Sha256 | None = Field(None, description="sha256 of the weights that were deployed.")
    config_digest: Sha256 | None = None
    deployed: When

    @property
    def happened(self) -> Moment | None:
        return self.deployed


class Representation(Record):
    """The duty-holder's statement that everything on file to a day is in the bundle, or that an event
    has not happened by then. Only this turns silence into a breach.
    """

    kind: Literal["representation"] = "representation"
    party: Name
    states: Literal["everything-on-file", "not-happened"]
    event: Name | None = None
    to: When
    covers: Names = Field((), description="Items that it is about; all of the party's where empty.")

    @property
    def happened(self) -> Moment | None:
        return self.to


class Population(Record):
    """A claim that the records of a kind and range are all there are, with what it can be checked by."""

    kind: Literal["population"] = "population"
    of: Name = Field(description="The record kind that it counts.")
    where: dict[str, str] = Field({}, description="Field values that bound the range.")
    basis: Literal["auditor-query", "signed-inventory", "gap-free-sequence", "reconciled-count"]
    count: NonNegativeInt
    digest: Sha256 = Field(
        description="sha256 over the sorted record ids, each followed by a newline; for the rows of "
        "tables, `sha256:` and the digest of each of their files stand in place of ids."
    )
    made: When

    @property
    def happened(self) -> Moment | None:
        return self.made


class Attestation(Record):
    """A signed statement of a person or a firm about a period."""

    kind: Literal["attestation"] = "attestation"
    party: Name
    signer: Name | None = None
    signer_role: Text | None = None
    statement: Text
    level: Literal["limited", "reasonable"] | None = None
    since: When | None = Field(None, description="The first day of the period that it is about.")
    until: When | None = None
    exceptions: tuple[Text, ...] = ()
    made: When

    @property
    def happened(self) -> Moment | None:
        return self.made


class ThirdPartyReport(Record):
    """A report by somebody else than the developer, with what they could see."""

    kind: Literal["third_party_report"] = "third_party_report"
    party: Name
    type: Literal["evaluation", "review-of-case", "compliance-review", "incident", "tra"]
    subject: Name | None = None
    thresholds: Names = ()
    measurements: Names = ()
    claims: Names = Field(
        (), description="What it speaks about: `capability`, `propensity`, `controls`."
    )
    access: Literal["card", "api", "grey-box", "weights", "training-run"] | None = None
    information: Literal["minimal", "substantial", "comprehensive"] | None = None
    scope_set: Names = ()
    scope_exclusions: tuple[Text, ...] = ()
    selected_by: Name | None = Field(None, description="Who chose this assessor.")
    business_days: NonNegativeInt | None = Field(
        None, description="Days of access as it states them; else counted from `access_from`."
    )
    access_from: When | None = None
    access_until: When | None = None
    terms_disclosed: bool | None = None
    paid_by: Names | None = Field(None, description="An empty list says that nobody paid.")
    contingent: bool | None = Field(None, description="Whether pay depends on the result.")
    fee_share: Amount | None = Field(None, description="The share of its income that it is.")
    prior_review: Literal["none", "fact-check", "security-redaction", "approval"] | None = Field(
        None, description="What the developer may do to it before it is published."
    )
    prior_roles: Names = Field(
        (),
        description="Earlier work of the assessor on the same matter: `designer`, `author`, `advisor`.",
    )
    level: Literal["limited", "reasonable"] | None = None
    version: Text | None = None
    delivered: When | None = None
    published: When | None = None

    @property
    def happened(self) -> Moment | None:
        return self.delivered
