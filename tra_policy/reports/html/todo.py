"""What to do next: what is due, what is late, what is missing and who owes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from tra_policy.reports.html.places import Link, Places, answers_of
from tra_policy.reports.wording import FLAGS, OUTCOMES, REASONS, SIGNS
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.proof import Want
    from tra_policy.model.report import CheckReport, ItemReport

_FAILING = ("not-met", "unknown")


class Due(Noun):
    """One duty with its day; `when` says how far off that is."""

    link: Link
    title: str
    day: str
    when: str
    basis: str
    owner: str
    outcome: str
    sign: str


class Wanted(Noun):
    """One record that is missing, once, with all that wait for it."""

    what: str
    kind: str
    reason: str
    record: Link | None
    waiting: tuple[Link, ...]


class Owed(Noun):
    """What one party owes; an empty name where the policy does not say who."""

    party: str
    wanted: tuple[Wanted, ...]


class Failing(Noun):
    """An item that gates and is not met or unknown, with the reason in words."""

    link: Link
    title: str
    outcome: str
    words: str
    sign: str
    because: str
    owner: str


class Todo(Noun):
    """All of it. `against` is what the records themselves say against an item."""

    as_of: str
    next: tuple[Due, ...]
    late: tuple[Due, ...]
    failing: tuple[Failing, ...]
    owed: tuple[Owed, ...]
    against: tuple[Wanted, ...]


def todo(report: CheckReport, at: Places) -> Todo:
    """Return what is to be done on a report, what is due first first."""
    dated = sorted((i for i in report.items if i.due), key=lambda i: (i.due or "", i.id))
    late = [i for i in dated if i.outcome in _FAILING and (i.due or "")[:10] < report.as_of]
    ahead = [i for i in dated if i.outcome == "not-yet-due"]
    undated = [i for i in report.items if i.outcome == "not-yet-due" and not i.due]
    coming = [i for i in dated if i.outcome in _FAILING and (i.due or "")[:10] >= report.as_of]
    together = sorted((*ahead, *coming), key=lambda i: (i.due or "", i.id))
    failing = [i for i in report.items if i.gates and i.outcome in _FAILING]
    missing, against = _wanted(report, at)
    return Todo(
        report.as_of,
        tuple(_due(item, report.as_of, at) for item in (*together, *undated)),
        tuple(_due(item, report.as_of, at) for item in late),
        tuple(_failing(item, at) for item in sorted(failing, key=lambda i: i.outcome != "not-met")),
        missing,
        against,
    )


def _due(item: ItemReport, as_of: str, at: Places) -> Due:
    return Due(
        at.to_named(item.id),
        item.title or item.kind.replace("_", " "),
        (item.due or "")[:10],
        _far(item.due or "", as_of),
        item.due_basis,
        ", ".join(item.owner),
        OUTCOMES[item.outcome],
        SIGNS[item.outcome][0],
    )


def _far(due: str, as_of: str) -> str:
    try:
        days = (date.fromisoformat(due[:10]) - date.fromisoformat(as_of)).days
    except ValueError:
        return ""
    if days == 0:
        return "on the day of this report"
    said = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{said} ago" if days < 0 else f"in {said}"


def _failing(item: ItemReport, at: Places) -> Failing:
    because = [REASONS[reason] for reason in item.reasons]
    because += [FLAGS[flag] for flag in item.flags]
    return Failing(
        at.to_named(item.id),
        item.title or item.kind.replace("_", " "),
        item.outcome,
        OUTCOMES[item.outcome],
        SIGNS[item.outcome][0],
        "; ".join(because),
        ", ".join(item.owner),
    )


def _wanted(report: CheckReport, at: Places) -> tuple[tuple[Owed, ...], tuple[Wanted, ...]]:
    held: dict[Want, dict[str, None]] = {}
    for answer in answers_of(report):
        for want in answer.open:
            held.setdefault(want, {})[answer.id] = None
    parties: dict[str, list[Wanted]] = {}
    against = []
    for want, names in held.items():
        told = _told(want, names, at)
        if want.reason:
            parties.setdefault(want.by, []).append(told)
        else:
            against.append(told)
    order = sorted(parties, key=lambda party: (not party, party))
    return tuple(Owed(party, tuple(parties[party])) for party in order), tuple(against)


def _told(want: Want, names: Iterable[str], at: Places) -> Wanted:
    return Wanted(
        want.what,
        "" if _told_of(want) else want.kind.replace("_", " "),
        REASONS[want.reason] if want.reason and want.reason != "missing" else "",
        at.to_record(want.record) if want.record else None,
        at.to_each(names),
    )


def _told_of(want: Want) -> bool:
    """Whether the words of a want name its kind themselves."""
    return not want.reason or want.kind.replace("_", " ") in want.what.replace("_", " ")
