"""The audit opinion in a few lines: the word, why it is that one, the kind of evidence, the basis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tra_policy.reports.page import Page
from tra_policy.reports.sheet import Block, coloured, fields, heading, joined, safe
from tra_policy.reports.wording import EVIDENCE_GIVEN, OUTCOMES, SUPPORTS

if TYPE_CHECKING:
    from tra_policy.model.opinion import Basis, EvidenceGiven, Opinion, ThresholdOpinion

_SHOWN = 6


def section(opinion: Opinion | None, page: Page) -> Block:
    """Yield the opinion on the whole bundle and one word on every threshold."""
    if opinion is None:
        return
    word = coloured(opinion.opinion.upper(), opinion.opinion)
    yield heading(Text("Opinion, on the evidence supplied", style="bold"), page, word)
    yield fields(_rows(opinion, page), page)
    yield Text()


def _rows(opinion: Opinion, page: Page) -> Iterator[tuple[str, RenderableType]]:
    line = coloured(opinion.opinion, opinion.opinion)
    yield "opinion", line.append(": ").append_text(safe(opinion.sentence, page))
    yield "why", safe("; ".join(opinion.why), page)
    if opinion.basis and opinion.opinion != "unmodified":
        yield "basis", _basis(opinion.basis, page)
    if opinion.thresholds:
        yield "answers", joined((_answer(one, page) for one in opinion.thresholds), "; ")
    yield "evidence", _evidence(opinion.evidence, page)
    yield "to change it", safe(opinion.would_change, page)


def _basis(basis: Iterable[Basis], page: Page) -> Text:
    known = list(dict.fromkeys((one.matter, one.id, one.found) for one in basis))
    said = [_matter(matter, name, found, page) for matter, name, found in known[:_SHOWN]]
    if len(known) > _SHOWN:
        said.append(Text(f"{len(known) - _SHOWN} more"))
    return joined(said, "; ")


def _matter(matter: str, name: str, found: str, page: Page) -> Text:
    line = safe(name, page)
    if matter == "finding":
        return line
    return line.append(" ").append_text(
        safe(SUPPORTS.get(found) or OUTCOMES.get(found, found), page)
    )


def _answer(one: ThresholdOpinion, page: Page) -> Text:
    line = safe(one.threshold, page, "bold").append(f" {SUPPORTS[one.support]}: ")
    return line.append_text(coloured(one.opinion, one.opinion))


def _evidence(given: EvidenceGiven, page: Page) -> Text:
    days = " to ".join(dict.fromkeys(day for day in (given.since, given.until) if day))
    when = f" ({days})" if days else ""
    return safe(f"{EVIDENCE_GIVEN[given.kind]}{when}: {given.because}", page)
