"""`tra rules`: the rules of the linter, one a line, or what they find in policies, counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click

from tra_policy.cli import codes, options
from tra_policy.cli.exits import Exit, of_input
from tra_policy.cli.options import choice
from tra_policy.cli.telling import refuse, tell
from tra_policy.cli.terminal import out
from tra_policy.lint.rule import Rule


@click.command("rules")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@choice("--format", "text", "json", default="text", help="How to list.")
@click.option("--counts", is_flag=True, help="Count what each rule finds in the policies of PATH.")
@click.option("--sources", metavar="FOLDER", help="Where the cited documents lie.")
@options.colour
def command(
    paths: tuple[str, ...], format: str, counts: bool, sources: str | None, colour: str
) -> Exit:
    """List the rules of the linter; `tra explain CODE` tells all about one."""
    from tra_policy.lint import RULES

    if bool(paths) != counts:
        message = (
            "`--counts` counts in policies: name some" if counts else "paths are for `--counts`"
        )
        return refuse(codes.mistake(codes.USAGE, message, "`tra rules --counts policies/`"))
    if not counts:
        out(_as_json(RULES) if format == "json" else _as_text(RULES))
        return Exit.FINE
    return _counted(paths, sources or "", format, colour)


def _counted(paths: Sequence[str], sources: str, format: str, colour: Any) -> Exit:
    from tra_policy.cli.linting import Asked, lint_paths
    from tra_policy.lint import RULES
    from tra_policy.lint.choosing import Choice
    from tra_policy.lint.counting import as_json, as_text, counted

    run = lint_paths(paths, Asked(Choice(audience="auditor"), sources))
    wrong = [one for one in run.told if one.input_error]
    tell(wrong, run.opened.sources, colour)
    read = [text.source.path for text in run.texts if text.policy is not None]
    table = counted(RULES, run.raw, read, run.silent)
    if format == "json":
        from tra_policy.reports.json import written

        out(written(as_json(table, len(read))))
    else:
        out(as_text(table, len(read)))
    return of_input(wrong)


def _as_json(rules: Iterable[Rule]) -> str:
    from tra_policy.reports.json import written

    return written(
        [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.word,
                "confidence": rule.confidence,
                "audience": rule.audience,
                "family": rule.family,
                "fixes": rule.fixes,
                "summary": rule.summary,
                "why": rule.why,
                "remedy": rule.remedy,
                "bad": rule.bad,
                "good": rule.good,
                "cited": dict(rule.cited),
            }
            for rule in rules
        ]
    )


def _as_text(rules: Iterable[Rule]) -> str:
    known = list(rules)
    wide = max((len(rule.name) for rule in known), default=0)
    return "".join(
        f"{rule.code}  {rule.severity.word:<7}  {rule.confidence:<8}  {rule.audience:<7}  "
        f"{rule.name:<{wide}}  {rule.summary}\n"
        for rule in known
    )
