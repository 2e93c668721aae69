"""Writes `docs/atlas.md`: `python -m tests.examples.write_atlas`; `--counts` prints its numbers.

Every bundle of a system card is held against the documents of its developer, as of the day of the
bundle, and each answer becomes a row.
"""

from __future__ import annotations

import argparse
import csv
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

from tra_policy import api
from tra_policy.model.report import CheckReport, ThresholdReport
from tra_policy.workspace import open_registry

from . import atlas_words as words
from .atlas_choice import HELD, Held

ROOT = Path(__file__).parents[2]
CARDS = ROOT / "examples" / "cards"
ATLAS = ROOT / "docs" / "atlas.md"
_SECONDARY = re.compile(r"^\s*# secondary:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one document says of one model: the report of a check, with why that document was taken."""

    card: str
    held: Held
    report: CheckReport

    @property
    def developer(self) -> str:
        return self.report.policy.developer

    @property
    def told(self) -> tuple[ThresholdReport, ...]:
        """The thresholds on which something bears, or on which there is a ruling."""
        return tuple(t for t in self.report.thresholds if t.measurements or t.ruling != "none")

    @property
    def silent(self) -> tuple[str, ...]:
        """The thresholds of which the record that was read says nothing."""
        told = {t.id for t in self.told}
        return tuple(t.id for t in self.report.thresholds if t.id not in told)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many answers there are, and how many of them rely on what."""

    answers: int
    told: int
    designed: int
    run: int
    graded: int
    every_axis: int
    unattributed: int
    nothing: int
    definite: int


@cache
def answers() -> tuple[Answer, ...]:
    """Every bundle held against its documents, in the order of the folders."""
    registry, _ = open_registry()
    found = []
    for card in cards():
        bundle = api.load_bundle(CARDS / card)
        day = date.fromisoformat(str(bundle.evidence.manifest.date))
        for held in HELD[card]:
            report = api.check(_policy(held.document), bundle, as_of=day, registry=registry)
            found.append(Answer(card, held, report))
    return tuple(found)


@cache
def _policy(document: str) -> api.LoadedPolicy:
    return api.load_policy(ROOT / "policies" / f"{document}.tra")


def cards() -> list[str]:
    """The names of the bundles."""
    return sorted(path.parent.name for path in CARDS.glob("*/bundle.yaml"))


def counts(chosen: Iterable[Answer]) -> Counts:
    """Return what is to be counted of some answers."""
    every = [t for answer in chosen for t in answer.report.thresholds]

    def many(holds: Callable[[ThresholdReport], bool]) -> int:
        return sum(1 for t in every if holds(t))

    return Counts(
        answers=len(every),
        told=many(lambda t: bool(t.measurements) or t.ruling != "none"),
        designed=many(lambda t: t.relies_on_self.design == "only"),
        run=many(lambda t: t.relies_on_self.run == "only"),
        graded=many(lambda t: t.relies_on_self.grade == "only"),
        every_axis=many(lambda t: set(t.relies_on_self.model_dump().values()) == {"only"}),
        unattributed=many(lambda t: t.relies_on_self.design == "unattributed"),
        nothing=many(lambda t: t.relies_on_self.design == "nothing"),
        definite=many(lambda t: t.state != "unknown"),
    )


# ---- the page


def atlas() -> str:
    """Return the page."""
    every = answers()
    parts = (
        words.HEAD,
        _sentence(counts(every)),
        _counted(every),
        words.READING,
        _table(every),
        words.SILENT,
        _silent(every),
        words.CHOICE,
        _choice(every),
        words.LIMITS,
        words.SECOND_HAND,
        _second_hand(every),
        words.END,
    )
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _sentence(total: Counts) -> str:
    return textwrap.fill(
        f"Of {total.answers} answers (one for each model and threshold), {total.designed} rely only on "
        f"self-designed measurements, {total.run} only on self-run ones, {total.graded} only on "
        f"self-graded ones, and {total.every_axis} on the developer's own work alone on all three axes. For "
        f"{total.unattributed} it cannot be told from the record whose designs they rely on, and "
        f"{total.nothing} rest on nothing that is evidenced in it. {total.told} have a record or a ruling. "
        f"In {total.definite} the published evidence decides the state.",
        width=108,
    )


_COUNTED = (
    "answers",
    "with a record or a ruling",
    "only self-designed",
    "only self-run",
    "only self-graded",
    "only self on all three",
    "design unattributed",
    "nothing",
    "state decided",
)


def _counted(every: tuple[Answer, ...]) -> str:
    assert len(_COUNTED) == len(fields(Counts))
    lines = [_row("developer", *_COUNTED), "|---|" + "---:|" * len(_COUNTED)]
    for developer in sorted({a.developer for a in every}):
        mine = [a for a in every if a.developer == developer]
        lines.append(_row(developer, *astuple(counts(mine))))
    lines.append(_row(f"{len(cards())} models", *astuple(counts(every))))
    return "\n".join(lines)


_COLUMNS = (
    "model",
    "document",
    "threshold",
    "state",
    "treated as",
    "ruling",
    "design",
    "run",
    "grade",
    "label",
    "flags",
)


def _table(every: tuple[Answer, ...]) -> str:
    lines = [_row(*_COLUMNS), "|---" * len(_COLUMNS) + "|"]
    for answer in every:
        for t in sorted(answer.told, key=lambda t: t.id):
            axes = t.relies_on_self
            lines.append(
                _row(
                    t.subject,
                    _name(answer.held.document),
                    t.id,
                    _plain(t.state),
                    _plain(t.treated_as),
                    _ruling(t),
                    axes.design,
                    axes.run,
                    axes.grade,
                    t.label,
                    " ".join(sorted(t.flags)),
                )
            )
    return "\n".join(lines)


def _silent(every: tuple[Answer, ...]) -> str:
    lines = [_row("model", "document", "thresholds"), "|---|---|---|"]
    lines += [
        _row(
            answer.report.bundle.subject,
            _name(answer.held.document),
            ", ".join(sorted(answer.silent)),
        )
        for answer in every
        if answer.silent
    ]
    return "\n".join(lines)


def _choice(every: tuple[Answer, ...]) -> str:
    lines = [_row("model", "as of", "document", "taken as", "why"), "|---" * 5 + "|"]
    for answer in every:
        held, report = answer.held, answer.report
        document = f"[{_name(held.document)}](policies/{_page(held.document)})"
        lines.append(_row(report.bundle.subject, report.as_of, document, held.taken_as, held.why))
    return "\n".join(lines)


def _second_hand(every: tuple[Answer, ...]) -> str:
    lines = ["| what | read at second hand |", "|---|---|"]
    for card in cards():
        told = _coded_at_second_hand(card)
        if told:
            lines.append(_row(f"card of {_subject(card, every)}", ", ".join(told)))
    for document in sorted({a.held.document for a in every}):
        path = ROOT / "policies" / f"{document}.tra"
        many = len(_SECONDARY.findall(path.read_text(encoding="utf-8")))
        if many:
            page = f"[its page](policies/{_page(document)})"
            facts = "fact" if many == 1 else "facts"
            lines.append(_row(_name(document), f"{many} {facts}, listed on {page}"))
    return "\n".join(lines)


def _coded_at_second_hand(card: str) -> list[str]:
    with (CARDS / card / "coding.csv").open(encoding="utf-8", newline="") as file:
        return [row["id"] for row in csv.DictReader(file) if row["verif"] != "P"]


def _subject(card: str, every: tuple[Answer, ...]) -> str:
    return next(a.report.bundle.subject for a in every if a.card == card)


def _ruling(t: ThresholdReport) -> str:
    said = _plain(t.ruling)
    return f"{said} (the limits say otherwise)" if t.ruling_agrees is False else said


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _name(document: str) -> str:
    return document.partition("/")[2]


def _page(document: str) -> str:
    return f"{document.replace('/', '-')}.md"


def _row(*told: object) -> str:
    return f"| {' | '.join(str(cell) for cell in told)} |"


def numbers() -> str:
    """Return the counts for a terminal."""
    pairs = zip(_COUNTED, astuple(counts(answers())), strict=True)
    return "\n".join(f"{number:>4}  {name}" for name, number in pairs)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Write docs/atlas.md.")
    options.add_argument("--counts", action="store_true", help="print the numbers instead")
    if options.parse_args().counts:
        print(numbers())
    else:
        ATLAS.write_text(atlas(), encoding="utf-8")
