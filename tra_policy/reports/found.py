"""The findings of a report, in the order in which a person should read them.

A superficial fix comes first, with the patterns that it is made of below it; then the others, the worst
first, what is alike together. Of many alike the first ones are shown and the rest counted: the JSON
report has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from tra_policy.reports.page import Page
from tra_policy.reports.sheet import Block, bullets, coloured, heading, safe, stacked

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tra_policy.model.report import Finding

SUPERFICIAL = "TRE300"
LAST_PATTERN = "TRE311"
MOST_ALIKE = 5
_ORDER = ("error", "warning", "info")


def section(findings: Sequence[Finding], page: Page) -> Block:
    """Return the section on findings; nothing where there are none."""
    if not findings:
        return
    yield heading(Text("Findings", style="bold"), page)
    yield bullets(_rows(findings, page), page)
    yield Text()


def _rows(findings: Sequence[Finding], page: Page) -> Iterator[RenderableType]:
    fixes = {found.subject: found for found in findings if found.code == SUPERFICIAL}
    below: dict[str, list[Finding]] = {}
    others: list[Finding] = []
    for found in findings:
        if SUPERFICIAL < found.code <= LAST_PATTERN and found.subject in fixes:
            below.setdefault(found.subject, []).append(found)
        elif found.code != SUPERFICIAL:
            others.append(found)
    for subject, found in fixes.items():
        whole = _finding(found, page)
        patterns = below.get(subject, [])
        if patterns:
            yield stacked(whole, bullets(_alike(sorted(patterns, key=_code), page), page))
        else:
            yield whole
    yield from _alike(sorted(others, key=_key), page)


def _key(found: Finding) -> tuple[int, str]:
    return _ORDER.index(found.severity), found.code


def _code(found: Finding) -> str:
    return found.code


def _alike(findings: Iterable[Finding], page: Page) -> Iterator[Text]:
    """Yield findings, the advice that several in a row share below the last of them."""
    for (_, code), group in groupby(findings, key=_key):
        held = list(group)
        shown, left = held[:MOST_ALIKE], len(held) - MOST_ALIKE
        if left == 1:
            shown, left = held, 0
        for found, following in zip(shown, (*shown[1:], None), strict=True):
            again = following is not None and following.help == found.help
            yield _finding(found, page, advise=not again)
        if left > 0:
            yield Text(f"and {left} more [{code}], which the JSON report has")


def _finding(found: Finding, page: Page, advise: bool = True) -> Text:
    line = coloured(found.severity, found.severity)
    line.append(f"[{found.code}]: ").append_text(safe(found.message, page))
    place = f"{found.path}:{found.line}:{found.column}" if found.line else found.path
    if found.pointer:
        place = f"{place} {found.pointer}".strip()
    if place:
        line.append("\n").append_text(safe(place, page, "dim" if page.colour else ""))
    if found.help and advise:
        line.append("\nhelp: ").append_text(safe(found.help, page))
    return line
