"""A report as rows: one for each item, each threshold and each finding, with its place and its name.

What a row is called does not depend on where it stands in a file: an item by its id, a threshold by its
id and subject, a finding by its code and by what it says of what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from tra_policy.reports.wording import FLAGS, LABELS, OUTCOMES, REASONS, RELIES, RULINGS, STATES
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import Noun, replace

if TYPE_CHECKING:
    from tra_policy.model.report import (
        CheckReport,
        Finding,
        ItemReport,
        LintReport,
        ThresholdReport,
    )

Kind = Literal["item", "threshold", "finding"]
Level = Literal["error", "warning", "note", "none"]
_LEVELS: dict[str, Level] = {"error": "error", "warning": "warning", "info": "note"}


class Row(Noun):
    """One line of a report. `name` is what it is about, `rule` what it was held against.

    `level` is `none` where there is nothing to do. `outcome` is that of an item, the label of a
    threshold, the severity of a finding. Lines and columns count from 1; 0 is unknown.
    """

    kind: Kind
    rule: str
    name: str
    title: str
    outcome: str
    level: Level
    message: str
    help: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    gates: bool = False
    due: str = ""
    owner: tuple[str, ...] = ()
    fingerprint: str = ""


class Run(Noun):
    """The rows of one policy, with what every format says of the run first."""

    name: str
    version: str
    headline: str
    rows: tuple[Row, ...]
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


def run_of(report: CheckReport) -> Run:
    """Return a check as rows: the items that gate, the other items, the thresholds, the findings."""
    items = sorted(report.items, key=lambda item: not item.gates)
    rows = [_item(item) for item in items]
    rows += [_threshold(answer) for answer in report.thresholds]
    rows += [_finding(found) for found in report.findings]
    head = report.headline
    names = (
        ("relies only on self-designed benchmarks", head.self_designed_only),
        ("relies only on self-run measurements", head.self_run_only),
        ("cannot be attributed", head.unattributed),
        ("has no evidence", head.no_evidence),
    )
    policy, bundle = report.policy, report.bundle
    facts = (
        ("as of", report.as_of),
        ("policy", f"{policy.id} {policy.version}"),
        ("policy sha256", policy.sha256),
        ("bundle", bundle.id),
        ("bundle sha256", bundle.sha256),
        ("records read", str(bundle.records)),
        *([("rows read", str(bundle.rows))] if bundle.rows else []),
        ("not read", str(bundle.unread)),
        ("opinion", report.opinion.opinion if report.opinion else ""),
    )
    name = f"{policy.id} {policy.version} on {bundle.subject or bundle.id}"
    marked = _marked(policy.id, rows)
    return Run(name, report.tool.version, head.sentence, marked, names, facts)


def run_of_lint(report: LintReport) -> Run:
    """Return a lint run as rows; what the text allows has no level."""
    found = list(report.findings)
    rows = []
    for one in found:
        row = _finding(one)
        if one.allowed:
            row = replace(row, level="none", message=f"{row.message} (allowed: {one.allowed})")
        rows.append(replace(row, fingerprint=one.fingerprint))
    number = sum(row.level != "none" for row in rows)
    labels = Counter(threshold.label_of_text for threshold in report.thresholds)
    counted = ", ".join(f"{labels[k]} {k}" for k in ("prior", "conditional", "commitment"))
    said = f"{number} finding{'' if number == 1 else 's'}"
    of_text = f"; by the text alone, of {len(report.thresholds)} thresholds: {counted}"
    headline = said + (of_text if report.thresholds else "")
    return Run("tra lint", report.tool.version, headline, _marked("lint", rows))


def _item(item: ItemReport) -> Row:
    path, line, column = _place(item.proof.place)
    why = [REASONS[reason] for reason in item.reasons]
    why += [FLAGS[flag] for flag in item.flags]
    if item.remedied:
        why.append("remedied by what was owed otherwise")
    said = f"{item.title or item.id}: {OUTCOMES[item.outcome]}"
    wanted = [f"{want.what}{f' (from {want.by})' if want.by else ''}" for want in item.open]
    return Row(
        "item",
        item.id,
        item.id,
        item.title or item.kind.replace("_", " "),
        item.outcome,
        _level(item),
        said + (f" ({'; '.join(why)})" if why else ""),
        "; ".join(wanted),
        path,
        line,
        column,
        item.gates,
        item.due or "",
        item.owner,
    )


def _level(item: ItemReport) -> Level:
    match item.outcome:
        case "not-met":
            return "error" if item.gates else "note"
        case "unknown" if item.gates:
            return "error" if item.blocks else "warning"
        case "unknown":
            return "note"
        case _:
            return "none"


def _threshold(answer: ThresholdReport) -> Row:
    path, line, column = _place(answer.proof.place)
    relies = [
        RELIES[axis, getattr(answer.relies_on_self, axis)] for axis in ("design", "run", "grade")
    ]
    state = STATES[answer.state]
    if answer.treated_as != answer.state:
        state += f", treated as {STATES[answer.treated_as]}"
    said = (
        f"{answer.id} for {answer.subject}: {state}; ruling {RULINGS[answer.ruling]}; "
        f"{'; '.join(relies)}; {answer.label} ({LABELS[answer.label]})"
    )
    only = "only" in (answer.relies_on_self.design, answer.relies_on_self.run)
    wanted = [f"{want.what}{f' (from {want.by})' if want.by else ''}" for want in answer.open]
    return Row(
        "threshold",
        answer.id,
        f"{answer.id} ({answer.subject})",
        answer.title or answer.id,
        answer.label,
        "warning" if only and answer.label == "prior" else "note",
        said,
        "; ".join(wanted),
        path,
        line,
        column,
    )


def _finding(found: Finding) -> Row:
    return Row(
        "finding",
        found.code,
        found.subject or found.code,
        found.message,
        found.severity,
        _LEVELS[found.severity],
        found.message,
        found.help,
        found.path,
        found.line,
        found.column,
    )


def _place(place: str) -> tuple[str, int, int]:
    """Return path, line and column of `path:line:column`; a path may hold colons of its own."""
    path, _, column = place.rpartition(":")
    path, _, line = path.rpartition(":")
    if not (line.isdecimal() and column.isdecimal()):
        return place, 0, 0
    return path, int(line), int(column)


def _marked(scope: str, rows: list[Row]) -> tuple[Row, ...]:
    """Give every row a fingerprint of its own that no line number is part of."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        said = row.message if row.kind == "finding" else ""
        base = row.fingerprint or _digest(scope, row.kind, row.rule, row.name, said)
        seen[base] += 1
        mark = base if seen[base] == 1 else _digest(base, str(seen[base]))
        found.append(replace(row, fingerprint=mark))
    return tuple(found)


def _digest(*parts: str) -> str:
    return sha256_of("\0".join(parts).encode("utf-8", "backslashreplace"))


def to_do(run: Run) -> Iterator[Row]:
    """Yield the rows that ask for something, the most pressing first."""
    order = {"error": 0, "warning": 1, "note": 2}
    yield from sorted(
        (row for row in run.rows if row.level != "none"), key=lambda row: order[row.level]
    )
