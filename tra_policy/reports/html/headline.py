"""What stands first: the headline with names, why each is named, and the opinion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tra_policy.reports.html.changes import relies, why, would_change
from tra_policy.reports.html.places import Link, Places
from tra_policy.reports.wording import EVIDENCE_GIVEN, OUTCOMES, SIGNS, SUPPORTS
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.opinion import Basis, Opinion
    from tra_policy.model.report import CheckReport

_NAMES = (
    ("self_designed_only", "Only self-designed benchmarks"),
    ("self_run_only", "Only self-run measurements"),
    ("unattributed", "Who designed is not evidenced"),
    ("no_evidence", "No evidence"),
)
_MATTERS = {"item": "item", "threshold": "threshold", "finding": "finding", "bundle": "evidence"}


class Named(Noun):
    """The thresholds that one count of the headline is of."""

    words: str
    links: tuple[Link, ...]


class Because(Noun):
    """Why one threshold is named, and what would change that."""

    link: Link
    title: str
    why: tuple[str, ...]
    changes: tuple[str, ...]


class Ground(Noun):
    """One matter that the opinion rests on, and what would change it."""

    kind: str
    link: Link
    found: str
    would_change: str


class Said(Noun):
    """The opinion in words."""

    word: str
    sentence: str
    why: tuple[str, ...]
    grounds: tuple[Ground, ...]
    answers: tuple[tuple[Link, str, str], ...]
    evidence: str
    would_change: str


class Head(Noun):
    """The top of a report."""

    policy: str
    version: str
    evidence: str
    subject: str
    developer: str
    as_of: str
    sentence: str
    names: tuple[Named, ...]
    because: tuple[Because, ...]
    counts: tuple[tuple[str, str, str, int], ...]
    opinion: Said | None


def headline(report: CheckReport, at: Places) -> Head:
    """Return the top of a report."""
    policy, bundle = report.policy, report.bundle
    named = [(words, getattr(report.headline, key)) for key, words in _NAMES]
    return Head(
        policy.title or policy.id,
        policy.version,
        bundle.title or bundle.id,
        bundle.subject,
        policy.developer,
        report.as_of,
        report.headline.sentence,
        tuple(Named(words, at.to_each(ids)) for words, ids in named if ids),
        tuple(_because(report, at)),
        tuple(_counts(report)),
        _opinion(report.opinion, report, at) if report.opinion else None,
    )


def _counts(report: CheckReport) -> Iterator[tuple[str, str, str, int]]:
    """Yield each outcome that an item that gates has: its key, its sign, its words, and how many."""
    for key, words in OUTCOMES.items():
        number = getattr(report.totals, key.replace("-", "_"))
        if number:
            yield key, SIGNS[key][0], words, number


def _because(report: CheckReport, at: Places) -> Iterator[Because]:
    """Yield the thresholds that rely only on the developer, or of which that cannot be told."""
    for answer in report.thresholds:
        axes = [
            axis
            for axis in ("design", "run")
            if getattr(answer.relies_on_self, axis) in ("only", "unattributed", "nothing")
        ]
        if axes:
            said = (f"{relies(answer, axis)}: {why(answer, axis)}" for axis in axes)
            told = tuple(dict.fromkeys(said))
            yield Because(at.to_named(answer.id), answer.title, told, tuple(would_change(answer)))


def _opinion(opinion: Opinion, report: CheckReport, at: Places) -> Said:
    given = opinion.evidence
    days = " to ".join(dict.fromkeys(day for day in (given.since, given.until) if day))
    when = f" ({days})" if days else ""
    because = f": {given.because}" if given.because else ""
    return Said(
        opinion.opinion,
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
