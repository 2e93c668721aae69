"""What a declared name is, told for the one who points at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tra_policy.logic.clearing import benchmark_class, question_of, text_window
from tra_policy.logic.parties import parties_of
from tra_policy.lsp.index import Declared
from tra_policy.lsp.reading import Reading
from tra_policy.model.pivot import AxisPivot, TextVerdict
from tra_policy.model.policy import Policy
from tra_policy.words.source import Source

if TYPE_CHECKING:
    from tra_policy.model.registry import Registry

MOST_LINES = 16
_LEGS = {
    "measured_independently": "an independent measurement decides",
    "limit_published": "the limit is published",
    "limit_set_by_another": "another than the developer set the limit",
    "decided_by_another": "another than the developer decides",
    "not_amendable_alone": "the developer cannot change it alone",
    "every_result_to_outsider": "every result goes to an outsider",
    "outsider_told_on_crossing": "an outsider is told when it is reached",
    "fails_closed": "missing evidence does not clear it",
    "consequence_follows": "a `must` duty follows from it",
    "record_exists": "it leaves a record",
}


def told(declared: Declared, reading: Reading, registry: Registry | None) -> str:
    """Return Markdown about a declared name: its lines, and what the texts make of it."""
    parts = [_lines(declared, reading)]
    asked = _ABOUT.get(declared.category)
    if reading.policy is not None and asked is not None:
        parts.append("\n".join(asked(reading, reading.policy, declared.name)))
    if declared.category == "benchmark" and registry is not None:
        parts.append(registered(declared.name, registry))
    return "\n\n".join(part for part in parts if part)


def _lines(declared: Declared, reading: Reading) -> str:
    """The declaration as it is written, cut off where it is long."""
    source = source_of(declared, reading)
    if declared.category in ("metric", "source"):
        line = source.line(source.place(declared.span.start).line)
        return f"*{declared.category}*\n\n{fenced(line.strip())}"
    return fenced(written(declared, source))


def written(declared: Declared, source: Source) -> str:
    """Return the lines of a directive as they stand in its text."""
    directive = declared.directive
    ends = [directive.head.span.end]
    ends += [part.span.end for ln in directive.lines for part in (ln, *ln.bullets)]
    ends += [bullet.span.end for bullet in directive.head.bullets]
    lines = source.text[directive.head.span.start : max(ends)].replace("\r\n", "\n").split("\n")
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"  # … {len(lines) - MOST_LINES} more lines"]
    return "\n".join(lines)


def source_of(declared: Declared, reading: Reading) -> Source:
    """Return the text that a declaration stands in."""
    held = (reading.source, *(one.source for one in reading.libraries.values()))
    return next(source for source in held if source.path == declared.span.path)


def fenced(text: str) -> str:
    """Return policy text as a Markdown fence that nothing in it can close."""
    marks = "```"
    while marks in text:
        marks += "`"
    return f"{marks}tra\n{text}\n{marks}"


def _of_party(reading: Reading, policy: Policy, name: str) -> Iterator[str]:
    standing = parties_of(policy).standing(name, text_window(policy))
    because = f" ({standing.because})" if standing.because else ""
    yield f"Relative to the developer: **{standing.held}**{because}."


def _of_benchmark(reading: Reading, policy: Policy, name: str) -> Iterator[str]:
    benchmark = policy.benchmark(name)
    if benchmark is None:
        return
    held = benchmark_class(policy, parties_of(policy), benchmark)
    yield f"By the text alone its design is **{held}**, relative to the developer."
    for metric in benchmark.metrics:
        worse = "higher" if metric.higher_is_worse else "lower"
        yield f"- `{name}.{metric.name}`: {metric.unit}, {metric.statistic}, {worse} is worse"


def _of_metric(reading: Reading, policy: Policy, name: str) -> Iterator[str]:
    owner = name.rpartition(".")[0]
    for line in _of_benchmark(reading, policy, owner):
        if line.startswith(f"- `{name}`"):
            yield line[2:]


def _of_threshold(reading: Reading, policy: Policy, name: str) -> Iterator[str]:
    verdict = next((v for v in reading.text.verdicts if v.threshold == name), None)
    threshold = policy.threshold(name)
    if verdict is None or threshold is None:
        return
    yield f"By the text alone: **{verdict.label}**."
    yield ""
    yield from _pivots(verdict)
    weights = [w for w in question_of(policy, threshold).weights if w.name]
    if weights:
        yield "\nWhat decides it, and whose work that is (design, run):\n"
        seen = dict.fromkeys(f"- `{w.name}`: {w.design}, {w.run}" for w in weights)
        yield from seen
    yield f"\nLegs: {_legs(verdict)}."


def _pivots(verdict: TextVerdict) -> Iterator[str]:
    for axis, pivot in (("design", verdict.pivotality.design), ("run", verdict.pivotality.run)):
        yield f"- on {axis}: {_pivot(pivot)}"
    if verdict.pivotality.fail_open:
        yield "- with no evidence at all it is cleared: it fails open"


def _pivot(pivot: AxisPivot) -> str:
    whose = "another than the developer"
    if pivot.self_only is None:
        return "not decided, the question is too large"
    if pivot.self_only:
        said = f"self-only: nothing by {whose} can change the outcome"
    elif pivot.self_sufficient:
        said = f"the developer can clear it alone, whatever {whose} finds"
    elif pivot.pivotal_in_every_way and pivot.independent:
        said = "it is never cleared without independent work"
    else:
        said = f"work by {whose} can change the outcome"
    if pivot.decorative:
        said += f"; named, and without effect: {', '.join(f'`{n}`' for n in pivot.decorative)}"
    return said


def _legs(verdict: TextVerdict) -> str:
    there = [words for leg, words in _LEGS.items() if getattr(verdict.legs, leg)]
    missing = [words for leg, words in _LEGS.items() if not getattr(verdict.legs, leg)]
    parts = ["; ".join(there) or "none"]
    if missing:
        parts.append(f"not stated or not so: {'; '.join(missing)}")
    return ". ".join(_upper_first(part) for part in parts)


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def registered(name: str, registry: Registry) -> str:
    """Return what the registry has on a benchmark, with its sources; empty where it has nothing."""
    row = registry.benchmark(name)
    if row is None:
        return ""
    from tra_policy.reports.page import Page
    from tra_policy.reports.registry import Rows, as_text

    shown = as_text(Rows((row,), whole=True), Page(width=90)).strip()
    return f"In the registry (the policy's own lines go before it):\n\n```text\n{shown}\n```"


_About = Callable[[Reading, Policy, str], Iterator[str]]
_ABOUT: dict[str, _About] = {
    "party": _of_party,
    "benchmark": _of_benchmark,
    "metric": _of_metric,
    "threshold": _of_threshold,
}
