"""`tra explain CODE`: what a code means, why it matters, what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from textwrap import fill, indent
from typing import TYPE_CHECKING

import click

from tra_policy.cli import codes
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import refuse
from tra_policy.cli.terminal import out
from tra_policy.words.explained import Explained
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from tra_policy.lint import Rule

ROOMS = (
    "tra_policy.syntax.codes",
    "tra_policy.resolve.codes",
    "tra_policy.lint.codes",
    "tra_policy.readers.codes",
    "tra_policy.engine.codes",
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
    from tra_policy.evaluate.checks.every import CHECKS

    return {check.id: check.code for check in CHECKS}


def explained(one: Explained) -> str:
    """Return the text of one code; a rule or a check also shows what it reports and what it does not."""
    rule = _rule(one.code)
    if rule is not None:
        return "\n\n".join(_of_rule(rule)) + "\n"
    parts = [f"{one.code}  {one.name}  ({one.severity.word})", _wrapped(one.summary)]
    if one.why:
        parts.append(f"Why it matters\n{_wrapped(one.why)}")
    if one.remedy:
        parts.append(f"What to do\n{_wrapped(one.remedy)}")
    parts.extend(_examples(one.code))
    return "\n\n".join(parts) + "\n"


def _rule(code: str) -> Rule | None:
    from tra_policy.lint import RULES

    return next((rule for rule in RULES if rule.code == code), None)


def _of_rule(rule: Rule) -> Iterator[str]:
    from tra_policy.lint.telling import told

    of = told(rule)
    yield f"{rule.code}  {rule.name}  ({rule.severity.word}, {rule.family})"
    yield _wrapped(rule.summary)
    yield f"Why it matters\n{_wrapped(of.why)}"
    if of.precedent:
        yield f"Precedent\n{_wrapped(f'{of.precedent} Source: {of.source}')}"
    yield f"What to do\n{_wrapped(rule.remedy)}"
    yield f"Instead of\n{_inset(rule.bad)}"
    yield f"Write\n{_inset(rule.good)}"
    for name, text in rule.cited.items():
        yield f"Both beside this text of `{name}`\n{_inset(text)}"
    yield f"How sure\n{_wrapped(of.sure)}"
    yield f"For whom\n{_wrapped(of.whom)}"
    if of.reads:
        yield f"What it reads\n{_wrapped(of.reads)}"
    yield f"Fix\n{_wrapped(of.fixes)}"
    yield "To let it be\n" + "\n".join(_wrapped(one) for one in of.settings)


def _inset(text: str) -> str:
    return indent(text.strip("\n").rstrip(), "    ")


def _examples(code: str) -> Iterator[str]:
    if code.startswith("TRE"):
        from tra_policy.evaluate.checks.every import CHECKS

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
