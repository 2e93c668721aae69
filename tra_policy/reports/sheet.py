"""Laying out on a page with rich: the only place that knows rich's console.

Everything is built from `Text` objects, never from markup: a `[bold]` in a policy or in evidence is
printed as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
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


class _Hanging:
    """Rows of a name and what it is, where there is no colour: what a grid comes to, less what it costs.

    A grid measures all that is in it before it lays it out, at every depth once more.
    """

    def __init__(self, rows: Iterable[tuple[str, RenderableType]], gap: int, indent: int) -> None:
        self.rows = list(rows)
        self.gap, self.indent = gap, indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = max((cell_len(name) for name, _ in self.rows), default=0) + self.gap
        width = options.max_width - self.indent - room
        inner = options.update(
            width=width, justify="left", overflow="fold", no_wrap=False, height=None
        )
        for name, value in self.rows:
            start = " " * self.indent + name + " " * (room - cell_len(name))
            if isinstance(value, Text) and _on_one_line(value, width):
                yield Segment(f"{start}{value.plain}\n")
                continue
            for line in console.render_lines(value, inner, pad=False) or [[]]:
                yield Segment(start)
                yield from line
                yield Segment.line()
                start = " " * (self.indent + room)


def _on_one_line(text: Text, width: int) -> bool:
    plain = text.plain
    return "\n" not in plain and "\t" not in plain and text.cell_len <= width


def fields(
    rows: Iterable[tuple[str, RenderableType]], page: Page, indent: int = 2
) -> RenderableType:
    """Return lines of a name and what it is, the second part hanging under itself."""
    if not page.colour:
        return _Hanging(rows, 2, indent)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for name, value in rows:
        grid.add_row(name, value)
    return Padding(grid, (0, 0, 0, indent))


def bullets(rows: Iterable[RenderableType], page: Page, indent: int = 2) -> RenderableType:
    """Return a list of points, their lines hanging under themselves."""
    point = "-" if page.ascii else "•"
    if not page.colour:
        return _Hanging(((point, row) for row in rows), 1, indent)
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for row in rows:
        grid.add_row(point, row)
    return Padding(grid, (0, 0, 0, indent))


def stacked(*parts: RenderableType) -> Group:
    """Return several things below each other as one."""
    return Group(*parts)
