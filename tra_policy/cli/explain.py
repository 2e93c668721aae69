"""`tra explain CODE`: what a code means, why it matters, what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from textwrap import fill, indent

import click

from tra_policy.cli import codes
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import refuse
from tra_policy.cli.terminal import out
from tra_policy.words.explained import Explained
from tra_policy.words.suggest import did_you_mean

ROOMS = (
    "tra_policy.syntax.codes",
    "tra_policy.resolve.codes",
    "tra_policy.lint.codes",
    "tra_policy.readers.codes",
    "tra_policy.sealing.codes",
    "tra_policy.evaluate.codes",
    "tra_policy.workspace",
    "tra_policy.cli.codes",
)


@click.command("explain", short_help="what a code means")
@click.argument("code")
def command(code: str) -> Exit:
    """Say what a code means, why it matters, and what to do about it.

    A check of the evidence also goes by the name of its pattern, such as `R1`.
    """
    known = all_codes()
    wanted = code.upper()
    ids = _check_ids()
    found = known.get(ids.get(wanted, wanted))
    found = found or next((e for e in known.values() if e.name == code.lower()), None)
    if found is None:
        names = [*known, *ids, *(e.name for e in known.values())]
        help = did_you_mean(wanted, names, "`tra rules` lists the rules of the linter")
        return refuse(codes.mistake(codes.NO_SUCH, f"there is no code `{code}`", help))
    out(explained(found))
    return Exit.FINE


def all_codes() -> Mapping[str, Explained]:
    """Return everything that the tool can say, by code."""
    return {one.code: one for room in ROOMS for one in _codes(room)}


def _codes(room: str) -> Iterator[Explained]:
    yield from import_module(room).CODES


def _check_ids() -> Mapping[str, str]:
    """The codes of the checks of the evidence, by the names of their patterns."""
    from tra_policy.evaluate.checks.runner import CHECKS

    return {check.id: check.code for check in CHECKS}


def explained(one: Explained) -> str:
    """Return the text of one code; a rule or a check also shows what it reports and what it does not."""
    parts = [f"{one.code}  {one.name}  ({one.severity.word})", _wrapped(one.summary)]
    if one.why:
        parts.append(f"Why it matters\n{_wrapped(one.why)}")
    if one.remedy:
        parts.append(f"What to do\n{_wrapped(one.remedy)}")
    parts.extend(_examples(one.code))
    return "\n\n".join(parts) + "\n"


def _examples(code: str) -> Iterator[str]:
    from tra_policy.lint import RULES

    for rule in RULES:
        if rule.code == code:
            yield f"Instead of\n{indent(rule.bad.strip(chr(10)).rstrip(), '    ')}"
            yield f"Write\n{indent(rule.good.strip(chr(10)).rstrip(), '    ')}"
    if code.startswith("TRE"):
        from tra_policy.evaluate.checks.runner import CHECKS

        for check in CHECKS:
            if check.code == code:
                if check.policy:
                    yield f"With a policy that says\n{indent(check.policy.rstrip(), '    ')}"
                yield f"Reported\n{indent(check.shows.rstrip(), '    ')}"
                yield f"Close, and not reported\n{indent(check.near_miss.rstrip(), '    ')}"


def _wrapped(text: str) -> str:
    paragraphs = text.strip().split("\n\n")
    lines = (fill(" ".join(p.split()), 88, break_on_hyphens=False) for p in paragraphs)
    return indent("\n\n".join(lines), "  ")
