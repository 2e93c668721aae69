"""The legs and the label that a policy text earns by itself."""

from __future__ import annotations

from collections.abc import Iterable

from tra_policy.logic.classes import CREDITED
from tra_policy.logic.clearing import text_window
from tra_policy.logic.conditions import commitments_reading, threshold_atoms
from tra_policy.logic.parties import Parties, parties_of
from tra_policy.logic.pivotality import pivotality_of
from tra_policy.model.conditions import Comparison, Unpublished
from tra_policy.model.duties import Duty
from tra_policy.model.pivot import AxisPivot, Label, Legs, Pivotality, TextVerdict
from tra_policy.model.policy import Policy, Threshold, duties_of

TELLING = frozenset({"notify", "send", "report", "provide"})
GATING = frozenset({"must", "must not"})


def text_verdicts(policy: Policy) -> tuple[TextVerdict, ...]:
    """Return what the text alone says of each threshold, in the order of the text."""
    parties = parties_of(policy)
    return tuple(_verdict(policy, parties, t) for t in policy.thresholds)


def _verdict(policy: Policy, parties: Parties, threshold: Threshold) -> TextVerdict:
    pivotality = pivotality_of(policy, threshold)
    legs = _legs(policy, parties, threshold, pivotality)
    return TextVerdict(threshold.name, _label(pivotality, legs), legs, pivotality)


def _label(pivotality: Pivotality, legs: Legs) -> Label:
    if pivotality.design.self_only:
        return "prior"
    whole = (
        legs.measured_independently
        and legs.fails_closed
        and legs.consequence_follows
        and legs.every_result_to_outsider
    )
    return "commitment" if whole else "conditional"


def _legs(policy: Policy, parties: Parties, threshold: Threshold, pivotality: Pivotality) -> Legs:
    def outside(names: Iterable[str]) -> bool:
        return any(_is_named_outsider(policy, parties, name) for name in names)

    duties = [
        duty
        for commitment in commitments_reading(policy, threshold.name)
        for duty in duties_of(commitment)
        if duty.modal in GATING
    ]
    design, run = _decides(pivotality.design), _decides(pivotality.run)
    limits = [a.limit for a in threshold_atoms(threshold, policy) if isinstance(a, Comparison)]
    told = any(outside(r.recipients) for r in threshold.reports)
    return Legs(
        measured_independently=design and run,
        measured_independently_design=design,
        measured_independently_run=run,
        limit_published=bool(limits) and not any(isinstance(x, Unpublished) for x in limits),
        limit_set_by_another=_by_another(policy, parties, threshold.set_by),
        decided_by_another=_by_another(policy, parties, threshold.decided_by),
        not_amendable_alone=_not_amendable_alone(policy, parties),
        every_result_to_outsider=told,
        outsider_told_on_crossing=told or any(_tells(d) and outside(d.recipients) for d in duties),
        fails_closed=pivotality.fail_open is False,
        consequence_follows=bool(duties),
        record_exists=bool(threshold.reports or threshold.measured or threshold.needs)
        or any(_leaves_a_record(policy, d) for d in duties),
    )


def _decides(axis: AxisPivot) -> bool:
    """Whether an independent measurement decides on an axis: one must be named, and be needed always.

    Where nothing can ever be cleared every atom is needed "always"; that names nobody.
    """
    return bool(axis.pivotal_in_every_way) and bool(axis.independent)


def _is_named_outsider(policy: Policy, parties: Parties, name: str) -> bool:
    party = policy.party(name)
    if party is None or party.is_unnamed or party.is_anyone:
        return False
    return parties.standing(name, text_window(policy)).held in CREDITED


def _by_another(policy: Policy, parties: Parties, names: tuple[str, ...]) -> bool:
    window = text_window(policy)
    return bool(names) and all(parties.standing(n, window).held in CREDITED for n in names)


def _not_amendable_alone(policy: Policy, parties: Parties) -> bool:
    amendment = policy.amendment
    if amendment is None:
        return False
    window = text_window(policy)
    another = any(parties.standing(n, window).held in CREDITED for n in amendment.parties)
    return another or amendment.notice is not None


def _tells(duty: Duty) -> bool:
    return duty.verb in TELLING or duty.verb == "consult"


def _leaves_a_record(policy: Policy, duty: Duty) -> bool:
    told = duty.verb in TELLING | {"publish", "document"}
    return told or not policy.document_names.isdisjoint(duty.objects)
