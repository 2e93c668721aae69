"""The last lines of a lint run as people read them: what was not listed, what can be mended, the labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tra_policy.words.noun import Noun


class Tail(Noun):
    """What stands below the findings: numbers of those that are not listed, and of those with fixes."""

    allowed: int = 0
    of_auditors: int = 0
    known: int = 0
    baseline: str = ""
    safe: int = 0
    unsafe: int = 0
    unread: tuple[str, ...] = ()


def tail(told: Tail, labels: Sequence[str]) -> str:
    """Return the lines, each with its line end."""
    return "".join(f"{line}\n" for line in _lines(told, labels))


def _lines(told: Tail, labels: Sequence[str]) -> Iterator[str]:
    if told.safe or told.unsafe:
        yield _mendable(told.safe, told.unsafe)
    if told.allowed:
        number = _findings(told.allowed)
        yield f"{number} allowed, with reasons: `--show-allowed` lists them"
    if told.known:
        yield f"{_findings(told.known)} known from the baseline `{told.baseline}`"
    if told.of_auditors:
        number = _findings(told.of_auditors)
        yield f"{number} for auditors: `--audience auditor` lists them"
    if told.unread:
        names = ", ".join(f"`{name}`" for name in told.unread)
        yield f"not at hand, so nothing was held against it: {names} (`--sources FOLDER`)"
    if labels:
        words = ("prior", "conditional", "commitment")
        counted = ", ".join(f"{labels.count(word)} {word}" for word in words)
        ending = "" if len(labels) == 1 else "s"
        yield f"by the text alone, of {len(labels)} threshold{ending}: {counted}"


def _mendable(safe: int, unsafe: int) -> str:
    if not unsafe:
        return f"`--fix` mends {safe} of them"
    if not safe:
        return f"`--unsafe-fixes` mends {unsafe} of them: look at the changes with `--unsafe-fixes --diff`"
    return f"`--fix` mends {safe} of them, `--unsafe-fixes` {unsafe} more: look with `--unsafe-fixes --diff`"


def _findings(number: int) -> str:
    return f"{number} finding{'' if number == 1 else 's'}"
