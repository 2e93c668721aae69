"""Rows that hang under themselves look as a grid of rich lays them out; a tab never comes to a page."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tra_policy.reports.page import Page
from tra_policy.reports.sheet import bullets, fields, printed, stacked

WORDS = st.sampled_from(
    [
        "",
        "a",
        "two words",
        "w" * 30,
        "w" * 120,
        "日本語",
        "é\u0301",
        "x\ny",
        " lead",
        "trail  ",
    ]
)
LINES = st.lists(WORDS, max_size=6).map(" ".join)
NAMES = st.sampled_from(["", "state", "relies on", "日本"])
ROWS = st.recursive(
    LINES,
    lambda inner: st.lists(st.tuples(NAMES, inner), min_size=1, max_size=3),
    max_leaves=6,
)


def grid(rows: list[tuple[str, RenderableType]], gap: int, indent: int) -> RenderableType:
    """What the rows come to where rich lays them out."""
    table = Table.grid(padding=(0, gap, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for name, value in rows:
        table.add_row(name, value)
    return Padding(table, (0, 0, 0, indent))


def built(rows: object, page: Page, by_grid: bool, as_points: bool) -> RenderableType:
    if isinstance(rows, str):
        return Text(rows)
    assert isinstance(rows, list)
    inside = [(name, built(one, page, by_grid, not as_points)) for name, one in rows]
    if as_points:
        values = [value for _, value in inside]
        points: list[tuple[str, RenderableType]] = [("•", value) for value in values]
        return stacked(grid(points, 1, 2) if by_grid else bullets(values, page))
    return grid(inside, 2, 1) if by_grid else fields(inside, page, 1)


@settings(deadline=None, max_examples=300)
@given(ROWS, st.integers(40, 130), st.booleans())
def test_rows_hang_as_in_a_grid(rows: object, width: int, as_points: bool) -> None:
    page = Page(width=width)
    wanted = printed([built(rows, page, True, as_points)], page)
    assert printed([built(rows, page, False, as_points)], page) == wanted


def test_a_word_that_is_longer_than_the_line_goes_on_below() -> None:
    place = "evidence/" + "deep/" * 20 + "file.yaml:12:3"
    for page in (Page(width=40), Page(width=40, colour=True)):
        shown = printed([bullets([Text(place)], page)], page)
        assert "".join(line.strip("• ") for line in shown.splitlines()) == place
