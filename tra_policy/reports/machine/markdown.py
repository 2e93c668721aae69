"""Markdown for job summaries, merge requests and wikis; the headline and the names first.

Text of the evidence may hold Markdown and HTML of its own: it is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tra_policy.reports.machine.rows import Row, Run, to_do
from tra_policy.reports.wording import OUTCOMES
from tra_policy.words.regex import regex

_MARKUP = regex(r"([\\`*_{}\[\]<>#|~!&])")


def render(runs: Sequence[Run]) -> str:
    """Return a section for every run."""
    return "\n".join(line for run in runs for line in _section(run))


def _section(run: Run) -> Iterator[str]:
    yield f"## {_plain(run.name)}\n"
    yield f"**{_plain(run.headline)}**\n"
    named = [(name, ids) for name, ids in run.names if ids]
    for name, ids in named:
        yield f"- {name}: {', '.join(_code(one) for one in ids)}"
    if named:
        yield ""
    thresholds = [row for row in run.rows if row.kind == "threshold"]
    items = [row for row in run.rows if row.kind == "item"]
    findings = [row for row in to_do(run) if row.kind == "finding"]
    if thresholds:
        yield from _table(("threshold", "label", "answer"), (_answer(row) for row in thresholds))
    for gates, title in ((True, "What gates"), (False, "What does not gate")):
        chosen = [row for row in items if row.gates is gates]
        if chosen:
            yield f"### {title}\n"
            yield from _table(("outcome", "item", "what", "due", "owner"), map(_item, chosen))
    if findings:
        yield "### Findings\n"
        yield from _table(("level", "code", "what", "where"), map(_finding, findings))
    if run.facts:
        yield "<details><summary>About this run</summary>\n"
        yield from _table(("", ""), ((name, _plain(value)) for name, value in run.facts if value))
        yield "</details>\n"
    if run.names:
        yield "*Met and not met are said of the evidence supplied, and of nothing else.*\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _answer(row: Row) -> tuple[str, ...]:
    return _code(row.name), row.outcome, _plain(row.message.partition(": ")[2])


def _item(row: Row) -> tuple[str, ...]:
    what = _plain(row.message) + (f"<br>wanted: {_plain(row.help)}" if row.help else "")
    owner = ", ".join(_code(one) for one in row.owner)
    return OUTCOMES[row.outcome], _code(row.rule), what, _plain(row.due), owner


def _finding(row: Row) -> tuple[str, ...]:
    where = f"{row.path}:{row.line}" if row.line else row.path
    what = _plain(row.message) + (f"<br>{_plain(row.help)}" if row.help else "")
    return row.level, row.rule, what, _code(where) if where else ""


def _plain(text: str) -> str:
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return _MARKUP.sub(r"\\\1", flat).replace("\\&", "&amp;").replace("\\<", "&lt;")


def _code(text: str) -> str:
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    fence = "`" * (max((len(run) for run in re.findall("`+", flat)), default=0) + 1)
    pad = " " if "`" in flat else ""
    return f"{fence}{pad}{flat}{pad}{fence}".replace("|", "\\|")
