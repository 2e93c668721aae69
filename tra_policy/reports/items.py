"""The items as a table: what came of each, when it was due, who owns it.

On a narrow page every item takes lines instead of columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tra_policy.reports.page import Page, cells
from tra_policy.reports.sheet import Block, bullets, coloured, heading, safe, stacked
from tra_policy.reports.wording import OUTCOMES, REASONS, SIGNS

if TYPE_CHECKING:
    from tra_policy.model.report import ItemReport, Totals

_ORDER = {outcome: place for place, outcome in enumerate(OUTCOMES)}


SHOWN = 3  # failing records named beside an item; `tra why` has them all


def section(items: Sequence[ItemReport], page: Page) -> Block:
    """Yield the items that gate, then the others, the most pressing first."""
    for gates, title in ((True, "What gates"), (False, "What does not gate")):
        chosen = sorted((i for i in items if i.gates is gates), key=lambda i: _ORDER[i.outcome])
        if chosen:
            yield heading(Text(title, style="bold"), page)
            yield _stack(chosen, page) if page.narrow else _table(chosen, page)
            if page.narrow or page.ascii:
                yield Text()


def outcome(item: ItemReport, page: Page) -> Text:
    """Return the sign and the words of an outcome."""
    sign = SIGNS[item.outcome][1 if page.ascii else 0]
    return coloured(f"{sign} {OUTCOMES[item.outcome]}", item.outcome)


def _table(items: Iterable[ItemReport], page: Page) -> Table:
    known = list(items)
    table = Table(box=None if page.ascii else SIMPLE_HEAD, expand=True)
    table.add_column("outcome", no_wrap=True)
    table.add_column("item", overflow="fold", min_width=_longest((i.id for i in known), 20))
    table.add_column("what", ratio=1)
    table.add_column("due", no_wrap=True)
    owners = (owner for item in known for owner in item.owner)
    table.add_column("owner", overflow="fold", min_width=_longest(owners, 16))
    for item in known:
        table.add_row(
            outcome(item, page),
            safe(item.id, page),
            stacked(*_what(item, page)),
            safe(item.due or "-", page),
            safe(", ".join(item.owner) or "-", page),
        )
    return table


def _what(item: ItemReport, page: Page) -> Iterator[Text]:
    yield safe(item.title or item.kind.replace("_", " "), page)
    notes = [REASONS[reason] for reason in item.reasons] + (
        [f"flagged {', '.join(item.flags)}"] if item.flags else []
    )
    # A record that is sound and says otherwise has no reason: then it is named.
    notes += [wanted.what for wanted in item.open if not wanted.reason and wanted.record][:SHOWN]
    if item.remedied:
        notes.append("remedied by what was owed otherwise")
    if item.blocks and item.outcome == "unknown":
        notes.append("unknown counts as failing here")
    if item.due_basis and not page.narrow:
        notes.append(f"due {item.due_basis}")
    if notes:
        yield safe("; ".join(notes), page, "dim" if page.colour else "")


def _longest(words: Iterable[str], most: int) -> int:
    return min(max((cells(word) for word in words), default=0), most)


def _stack(items: Iterable[ItemReport], page: Page) -> RenderableType:
    return bullets((stacked(*_lines(item, page)) for item in items), page)


def _lines(item: ItemReport, page: Page) -> Iterator[Text]:
    yield safe(item.id, page, "bold").append("  ").append_text(outcome(item, page))
    yield from _what(item, page)
    basis = f" ({item.due_basis})" if item.due and item.due_basis else item.due_basis
    parts = [
        f"due {item.due or ''}{basis}".rstrip() if item.due or item.due_basis else "",
        f"owner {', '.join(item.owner)}" if item.owner else "",
    ]
    said = "; ".join(part for part in parts if part)
    if said:
        yield safe(said, page)


def totals(counted: Totals, name: str) -> str:
    """Return one line that adds the outcomes up."""
    numbers = [(getattr(counted, key.replace("-", "_")), OUTCOMES[key]) for key in _ORDER]
    parts = " + ".join(f"{number} {words}" for number, words in numbers)
    whole = sum(number for number, _ in numbers)
    verdict = "adds up" if whole == counted.in_force else f"does not add up: {whole}"
    return f"{counted.in_force} {name} = {parts} ({verdict})"
