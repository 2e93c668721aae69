"""Laying out on a page with rich: the only place that knows rich's console.

Everything is built from `Text` objects, never from markup: a `[bold]` in a policy or in evidence is
printed as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tra_policy.reports.page import Page, harmless, in_ascii
from tra_policy.reports.wording import COLOURS

Block = Iterable[RenderableType]


def printed(block: Block, page: Page) -> str:
    """Return blocks as text, without blanks at the ends of lines."""
    paper = StringIO()
    console = Console(
        file=paper,
        width=page.width,
        force_terminal=page.colour,
        color_system="standard" if page.colour else None,
        no_color=not page.colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    for part in block:
        console.print(part)
    lines = (line.rstrip() for line in paper.getvalue().split("\n"))
    text = "\n".join(lines)
    return in_ascii(text, page)


def safe(text: str, page: Page, style: str = "") -> Text:
    """Return text from outside as a harmless piece of a line."""
    return Text(harmless(text, page), style=style)


def coloured(word: str, key: str) -> Text:
    """Return one of the report's own words in the colour of what it stands for."""
    return Text(word, style=COLOURS.get(key, ""))


def joined(parts: Iterable[Text], separator: str = ", ") -> Text:
    """Return pieces of a line with something between them."""
    return Text(separator).join(parts)


def heading(title: Text, page: Page, tail: Text | None = None) -> Text:
    """Return a heading: a rule, the words in it, and something short at its right end."""
    stroke = "-" if page.ascii else "─"
    line = Text().append(stroke * 2 + " ", style="dim")
    tail = tail or Text()
    end = tail.cell_len + 4 if tail.plain else 1
    title = title.copy()
    room = max(page.width - 4 - end, 12)
    if title.cell_len > room:
        dots = "..." if page.ascii else "…"
        title.truncate(room - len(dots))
        title.append(dots)
    line.append_text(title)
    line.append(" ")
    line.append(stroke * max(page.width - line.cell_len - end, 0), style="dim")
    if tail.plain:
        line.append(" ").append_text(tail).append(f" {stroke}", style="dim")
    line.no_wrap = True
    return line


def fields(rows: Iterable[tuple[str, RenderableType]], page: Page, indent: int = 2) -> Padding:
    """Return lines of a name and what it is, the second part hanging under itself."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim" if page.colour else "", no_wrap=True)
    grid.add_column(ratio=1)
    for name, value in rows:
        grid.add_row(name, value)
    return Padding(grid, (0, 0, 0, indent))


def bullets(rows: Iterable[RenderableType], page: Page, indent: int = 2) -> Padding:
    """Return a list of points, their lines hanging under themselves."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for row in rows:
        grid.add_row("-" if page.ascii else "•", row)
    return Padding(grid, (0, 0, 0, indent))


def stacked(*parts: RenderableType) -> Group:
    """Return several things below each other as one."""
    return Group(*parts)
