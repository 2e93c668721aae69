"""`tra rules`: the rules of the linter, one a line."""

from __future__ import annotations

from collections.abc import Iterable

import click

from tra_policy.cli.exits import Exit
from tra_policy.cli.options import choice
from tra_policy.cli.terminal import out
from tra_policy.lint.rule import Rule


@click.command("rules")
@choice("--format", "text", "json", default="text", help="How to list.")
def command(format: str) -> Exit:
    """List the rules of the linter; `tra explain CODE` tells all about one."""
    from tra_policy.lint import RULES

    out(_as_json(RULES) if format == "json" else _as_text(RULES))
    return Exit.FINE


def _as_json(rules: Iterable[Rule]) -> str:
    from tra_policy.reports.json import written

    return written(
        [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.word,
                "summary": rule.summary,
                "why": rule.why,
                "bad": rule.bad,
                "good": rule.good,
            }
            for rule in rules
        ]
    )


def _as_text(rules: Iterable[Rule]) -> str:
    known = list(rules)
    wide = max((len(rule.name) for rule in known), default=0)
    return "".join(
        f"{rule.code}  {rule.severity.word:<7}  {rule.name:<{wide}}  {rule.summary}\n"
        for rule in known
    )
