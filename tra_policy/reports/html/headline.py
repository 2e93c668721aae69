"""What stands first: the headline with names, why each is named, and the opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tra_policy.reports.html.changes import why
from tra_policy.reports.html.places import Link, Places
from tra_policy.reports.wording import EVIDENCE_GIVEN, OUTCOMES, SUPPORTS

if TYPE_CHECKING:
    from tra_policy.model.opinion import Basis, Opinion
    from tra_policy.model.report import CheckReport

_NAMES = (
    ("self_designed_only", "Only self-designed benchmarks"),
    ("self_run_only", "Only self-run measurements"),
    ("unattributed", "Who designed is not evidenced"),
    ("no_evidence", "No evidence"),
)
_MEANS = {
    "unmodified": "nothing has to be excepted",
    "qualified": "what is listed is excepted",
    "adverse": "the evidence does not bear out what was promised or ruled",
    "disclaimer": "there is too little evidence for an opinion",
}
_MATTERS = {"item": "item", "threshold": "threshold", "finding": "finding", "bundle": "evidence"}


@dataclass(frozen=True, slots=True)
class Named:
    """The thresholds that one count of the headline is of; `why` for each that has a reason."""

    words: str
    links: tuple[Link, ...]
    why: tuple[tuple[Link, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """One matter that the opinion rests on, and what would change it."""

    kind: str
    link: Link
    found: str
    would_change: str


@dataclass(frozen=True, slots=True)
class Said:
    """The opinion in words."""

    word: str
    means: str
    sentence: str
    why: tuple[str, ...]
    grounds: tuple[Ground, ...]
    answers: tuple[tuple[Link, str, str], ...]
    evidence: str
    would_change: str


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a report."""

    policy: str
    version: str
    evidence: str
    subject: str
    developer: str
    as_of: str
    sentence: str
    names: tuple[Named, ...]
    opinion: Said | None


def headline(report: CheckReport, at: Places) -> Head:
    """Return the top of a report."""
    policy, bundle = report.policy, report.bundle
    answers = {answer.id: answer for answer in report.thresholds}
    named = []
    for key, words in _NAMES:
        ids = getattr(report.headline, key)
        told = (
            tuple((at.to_named(name), why(answers[name], "design")) for name in ids)
            if key == "self_designed_only"
            else ()
        )
        if ids:
            named.append(Named(words, at.to_each(ids), told))
    return Head(
        policy.title or policy.id,
        policy.version,
        bundle.title or bundle.id,
        bundle.subject,
        policy.developer,
        report.as_of,
        report.headline.sentence,
        tuple(named),
        _opinion(report.opinion, report, at) if report.opinion else None,
    )


def _opinion(opinion: Opinion, report: CheckReport, at: Places) -> Said:
    given = opinion.evidence
    days = " to ".join(dict.fromkeys(day for day in (given.since, given.until) if day))
    when = f" ({days})" if days else ""
    because = f": {given.because}" if given.because else ""
    return Said(
        opinion.opinion,
        _MEANS[opinion.opinion],
        opinion.sentence,
        opinion.why,
        tuple(_ground(one, report, at) for one in dict.fromkeys(opinion.basis)),
        tuple(
            (at.to_named(one.threshold), SUPPORTS[one.support], one.opinion)
            for one in opinion.thresholds
        ),
        f"{EVIDENCE_GIVEN[given.kind]}{when}{because}",
        opinion.would_change,
    )


def _ground(basis: Basis, report: CheckReport, at: Places) -> Ground:
    link = at.to_named(basis.id)
    if basis.matter == "finding":
        link = _finding(basis, report, at)
    found = SUPPORTS.get(basis.found) or OUTCOMES.get(basis.found, basis.found)
    return Ground(_MATTERS[basis.matter], link, found, basis.would_change)


def _finding(basis: Basis, report: CheckReport, at: Places) -> Link:
    """The finding that a basis means: the same code, and the same message where several have it."""
    held = [
        (place, found.message)
        for place, found in zip(at.findings, report.findings, strict=True)
        if found.code == basis.id
    ]
    exact = [place for place, message in held if message == basis.found]
    place = next(iter(exact or [place for place, _ in held]), "")
    return Link(f"#{place}" if place else "", basis.id)
