"""All thresholds at a glance: the label, the answer, and whose evidence it relies on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tra_policy.reports.page import Page
from tra_policy.reports.sheet import Block, bullets, coloured, joined, safe, stacked
from tra_policy.reports.wording import AXES, RULINGS, STATES

if TYPE_CHECKING:
    from tra_policy.model.report import ThresholdReport

_MIDDLING = 96
_WIDE = 110
_RELIES = {
    "only": "only self",
    "partly": "partly self",
    "not": "not self",
    "unattributed": "unattributed",
    "nothing": "nothing",
}


def section(answers: Sequence[ThresholdReport], page: Page) -> Block:
    """Yield a table with one line a threshold; the narrower the page, the fewer columns.

    On a narrow page, where columns would be cut off, every threshold has lines of its own.
    """
    if not answers:
        return
    subjects = {answer.subject for answer in answers}
    names = [a.id if len(subjects) == 1 else f"{a.id} ({a.subject})" for a in answers]
    if page.narrow:
        rows = (
            stacked(safe(name, page, "bold"), Padding(_in_words(answer), (0, 0, 0, 2)))
            for name, answer in zip(names, answers, strict=True)
        )
        yield bullets(rows, page)
        yield Text()
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="underline" if page.colour else "")
    table.add_column("threshold", overflow="fold", min_width=9)
    table.add_column("label", no_wrap=True)
    if page.width >= _MIDDLING:
        table.add_column("state", no_wrap=True)
    if page.width >= _WIDE:
        table.add_column("ruling", no_wrap=True)
    for axis in AXES:
        table.add_column(axis, no_wrap=True)
    for name, answer in zip(names, answers, strict=True):
        table.add_row(
            safe(name, page, "bold"),
            coloured(answer.label, answer.label),
            *((_state(answer),) if page.width >= _MIDDLING else ()),
            *((Text(RULINGS[answer.ruling]),) if page.width >= _WIDE else ()),
            *(_relies(answer, axis) for axis in AXES),
        )
    yield Padding(table, (0, 0, 0, 2))
    yield Text()


def _in_words(answer: ThresholdReport) -> Text:
    """Return what the columns say as one sentence."""
    parts = [coloured(answer.label, answer.label), _state(answer)]
    parts += [Text(f"{axis} ").append_text(_relies(answer, axis)) for axis in AXES]
    return joined(parts, "; ")


def _state(answer: ThresholdReport) -> Text:
    state = STATES[answer.state]
    if answer.treated_as == answer.state:
        return Text(state)
    return Text(f"{state}: as {STATES[answer.treated_as]}")


def _relies(answer: ThresholdReport, axis: str) -> Text:
    reliance = str(getattr(answer.relies_on_self, axis))
    return coloured(_RELIES[reliance], reliance)
