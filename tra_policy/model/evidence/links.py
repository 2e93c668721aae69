"""The one table of links: which field of which kind of record names records of which kinds.

Readers find links that lead nowhere by it, paths in a policy are typed along it, and the evaluator
follows it. It is plain data, so that reading a policy does not load the evidence classes; a test holds
it against them.
"""

from __future__ import annotations

from tra_policy.model.kinds import KINDS
from tra_policy.words.noun import Noun


class Link(Noun):
    """A field of a kind of record that names records of some kinds (of any, where none is named).

    `by` is the field of those records that holds the name. `or_subject`: it may also name the subject
    of the bundle, or a model that was deployed. `checked`: a name that no record has is a finding.
    `other`: that it names its own record is a finding, though a name that no record has may be none.
    `about`: it says which record its own record is about, so that it answers for that one alone (a
    link to any kind only where the record has none to that kind).
    """

    kind: str
    field: str
    to: tuple[str, ...] = ()
    by: str = "id"
    or_subject: bool = False
    checked: bool = True
    other: bool = False
    about: bool = True


def _named(kind: str, field: str, to: str, by: str) -> Link:
    """A link to a thing that may stand under its name alone: no record of it need be there."""
    return Link(kind, field, (to,), by, checked=False)


def _loose(kind: str, field: str, *to: str) -> Link:
    """A link by id to what may also be something else than a record, such as a threshold."""
    return Link(kind, field, to, checked=False)


_READINGS = ("measurement", "judgement")
_CHAIN = ("warning", "incident", "investigation", "remediation", "retest")
_WEIGHED = (*_CHAIN, "third_party_report", *_READINGS)
LINKS: tuple[Link, ...] = (
    Link("measurement", "subject", ("checkpoint",), or_subject=True),
    _named("measurement", "benchmark", "benchmark", "benchmark"),
    Link("measurement", "adjudicates", ("measurement",)),
    Link("judgement", "subject", ("checkpoint",), or_subject=True),
    Link("judgement", "relied_on", _READINGS),
    Link("decision", "subject", ("checkpoint",), or_subject=True),
    Link("decision", "relied_on", _READINGS),
    Link("decision", "considered", _WEIGHED),
    Link("decision", "overruled", _WEIGHED),
    Link("decision", "deployments", ("deployment",)),
    Link("deployment", "subject", ("checkpoint",), or_subject=True),
    Link("incident", "subject", ("checkpoint",), or_subject=True),
    Link("incident", "warnings", ("warning",)),
    Link("safeguard", "relied_on", about=False),
    Link("checkpoint", "parents", ("checkpoint",)),
    Link("checkpoint", "sibling_of", ("checkpoint",), checked=False, about=False),
    Link("checkpoint", "snapshot_of", ("checkpoint",), checked=False, about=False),
    Link("rollout", "checkpoint", ("checkpoint",), or_subject=True),
    _named("rollout", "environment", "rl_environment", "environment"),
    Link("reward_sample", "checkpoint", ("checkpoint",), or_subject=True),
    _named("reward_sample", "component", "reward_signal", "component"),
    _named("reward_sample", "environment", "rl_environment", "environment"),
    _loose("reward_sample", "rollout", "rollout"),
    Link("dataset_row", "dataset", ("sft_dataset",)),
    _named("dataset_row", "overlaps_with", "benchmark", "benchmark"),
    Link("instance_score", "measurement", ("measurement",)),
    Link("instance_score", "subject", ("checkpoint",), or_subject=True),
    _named("instance_score", "benchmark", "benchmark", "benchmark"),
    Link("reward_signal", "changes", ("change",)),
    Link("reward_signal", "warnings", ("warning",)),
    Link("rl_environment", "changes", ("change",)),
    Link("warning", "checkpoint", ("checkpoint",), or_subject=True),
    _named("warning", "detector", "benchmark", "benchmark"),
    _loose("warning", "first_seen_in", "training_run"),
    Link("investigation", "warnings", ("warning",)),
    Link("investigation", "evidence", about=False),
    Link("remediation", "warnings", ("warning",)),
    Link("remediation", "investigation", ("investigation",)),
    Link("remediation", "change", ("change",)),
    Link("remediation", "changes", ("change",)),
    Link("remediation", "checkpoint", ("checkpoint",), or_subject=True),
    _named("remediation", "trained_on", "benchmark", "benchmark"),
    Link("retest", "remediation", ("remediation",)),
    Link("retest", "checkpoint", ("checkpoint",), or_subject=True),
    Link("retest", "measurement", ("measurement",)),
    Link("retest", "before", ("measurement",)),
    _named("retest", "benchmark", "benchmark", "benchmark"),
    Link("change", "motive", ("warning",)),
    _loose("change", "changed"),
    _named("sft_dataset", "overlaps_with", "benchmark", "benchmark"),
    _loose("third_party_report", "subject", "checkpoint"),
    Link("third_party_report", "measurements", ("measurement",)),
    _named("publication", "document", "document", "document"),
    _loose("publication", "about"),
    _named("notification", "document", "document", "document"),
    _loose("notification", "about"),
    _loose("document", "about"),
    _loose("action", "object"),
    _loose("action", "subject"),
)
# What every record has.
HEADER: tuple[Link, ...] = (Link("", "run", ("training_run",), checked=False),)
# What every record may name, and what it is not about: no path and no need follows it.
ALSO: tuple[Link, ...] = (
    Link("", "same_as", about=False),
    # What it takes the place of need not be on file any more.
    Link("", "supersedes", checked=False, other=True, about=False),
)
# What a part of a record names. It tells what its record says, and not what that is about.
IN_PARTS: tuple[Link, ...] = (
    Link("warning", "faded.checkpoint", ("checkpoint",), or_subject=True, about=False),
    Link("investigation", "hypotheses.measurements", ("measurement",), about=False),
)
_OF = {(link.kind, link.field): link for link in (*LINKS, *HEADER)}
_OF_KIND = {
    kind: tuple(k for k in LINKS if k.kind == kind) + HEADER for kind in {k.kind for k in LINKS}
}


def link_of(kind: str, field: str) -> Link | None:
    """Return the link that a field of a kind is, or None."""
    return _OF.get((kind, field)) or _OF.get(("", field))


def links_of(kind: str) -> tuple[Link, ...]:
    """Return the links that the fields of a kind are."""
    return _OF_KIND.get(kind, HEADER)


def all_links_of(kind: str) -> tuple[Link, ...]:
    """Return the links that a record of a kind may hold, also those that no path follows.

    The field of one in a part is the path to it, with a point between the names.
    """
    return (*links_of(kind), *ALSO, *(link for link in IN_PARTS if link.kind == kind))


def links_to(kind: str, other: str) -> tuple[Link, ...]:
    """Return the links by which a record of a kind says which record of another kind it is about."""
    found = tuple(link for link in links_of(kind) if link.about)
    return tuple(link for link in found if other in link.to) or tuple(
        link for link in found if not link.to
    )


def stage_path(kind: str) -> tuple[str, ...]:
    """Return the path to the stages of a run that a record of a kind belongs to; empty for none."""
    fields = KINDS.get(kind, {})
    for name in ("stage", "stages"):
        if fields.get(name) in ("text", "names"):
            return (name,)
    link = next(
        (link for link in links_of(kind) if link.to == ("checkpoint",) and link.about), None
    )
    return (link.field, "stage") if link is not None else ()
