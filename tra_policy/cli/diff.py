"""`tra diff`: what moved between two versions of a policy, or between two bundles."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

import click

from tra_policy import __version__, driver
from tra_policy.cli import codes, options
from tra_policy.cli.exits import Exit, Switches, forgiven, of_findings, worst
from tra_policy.cli.opening import open_evidence, open_policies
from tra_policy.cli.options import LEVELS, choice
from tra_policy.cli.telling import refuse, tell
from tra_policy.cli.terminal import PIPED, When, clashes, out, page_of, write_file
from tra_policy.reports.findings import in_order, render
from tra_policy.reports.page import Page, harmless
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun
from tra_policy.words.source import Source
from tra_policy.workspace.opening import STDIN

if TYPE_CHECKING:
    from tra_policy.model.diff_report import SideReport

FORMATS = ("text", "json")
FILE = Page(width=PIPED)
POLICIES = frozenset({".tra", ".md"})


class _Side(Noun):
    """One of the two: how it is called, whose it is, and its texts. `held` is None where it has mistakes."""

    kind: Literal["policy", "bundle"]
    path: str
    held: Any
    id: str = ""
    version: str = ""
    developer: str = ""
    sources: tuple[tuple[str, Source], ...] = ()
    said: tuple[Diagnostic, ...] = ()

    @property
    def shown(self) -> str:
        return " ".join(part for part in (self.id, self.version) if part)

    def told(self) -> SideReport:
        """What the report says of it."""
        from tra_policy.model.diff_report import SideReport

        return SideReport(kind=self.kind, id=self.id, version=self.version, path=self.path)


@click.command("diff")
@click.argument("older")
@click.argument("newer")
@options.format_as(*FORMATS)
@options.outputs_as(*FORMATS)
@choice("--fail-on", *LEVELS, default="warning", help="Fail at or above this level.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@options.colour
def command(
    older: str,
    newer: str,
    format_: str,
    output: tuple[tuple[str, str], ...],
    fail_on: str,
    exit_zero: bool,
    colour: When,
) -> Exit:
    """Say what moved from OLDER to NEWER: two policies, or two bundles of one developer.

    A file that ends in `.tra` or `.md` is a policy, and so is `-`, standard input; anything else is a bundle.
    """
    kinds = [_kind(path) for path in (older, newer)]
    if kinds[0] != kinds[1]:
        message = f"`{older}` is a {kinds[0]}, and `{newer}` is a {kinds[1]}"
        return refuse(codes.mistake(codes.USAGE, message, "give two policies, or two bundles"))
    open_one = _policy if kinds[0] == "policy" else _bundle
    sides = [open_one(older), open_one(newer)]
    sources = dict(pair for side in sides for pair in side.sources)
    wrong = [one for side in sides for one in side.said if one.input_error]
    tell(in_order(wrong), sources, colour)
    if any(side.held is None for side in sides) or wrong:
        return Exit.INVALID
    owners = {side.developer for side in sides if side.developer}
    if len(owners) > 1:
        whose = f"`{sides[0].developer}` and `{sides[1].developer}`"
        help = "clauses and tests of the same name mean different things there"
        return refuse(codes.mistake(codes.USAGE, f"the two are of {whose}", help))
    found = in_order(_moved(sides[0], sides[1]))
    told = {
        "text": lambda page: _as_text(sides, found, sources, page),
        "json": lambda page: _as_json(sides, found, sources),
    }
    out(told[format_](page_of(sys.stdout, colour)))
    unwritten = list(clashes(output, sources))
    for name, path in () if unwritten else output:
        unwritten.extend(write_file(path, told[name](FILE)))
    tell(unwritten, colour=colour)
    level = options.severity(fail_on) or Severity.WARNING
    code = forgiven(of_findings(found, level), Switches(exit_zero=exit_zero))
    return worst([code, Exit.INVALID if unwritten else Exit.FINE])


def _kind(path: str) -> Literal["policy", "bundle"]:
    return "policy" if PurePath(path).suffix in POLICIES or path == STDIN else "bundle"


def _policy(path: str) -> _Side:
    texts, opened = open_policies([path])
    said = (*opened.diagnostics, *(found for text in texts for found in text.diagnostics))
    policy = texts[0].policy if len(texts) == 1 else None
    sources = tuple(opened.sources.items())
    if policy is None:
        return _Side("policy", path, None, sources=sources, said=said)
    about = policy.name, policy.version, policy.developer
    return _Side("policy", path, policy, *about, sources, said)


def _bundle(path: str) -> _Side:
    evidence, opened = open_evidence(path)
    sources, said = tuple(opened.sources.items()), opened.diagnostics
    if evidence is None:
        return _Side("bundle", path, None, sources=sources, said=said)
    about = evidence.manifest.id, str(evidence.manifest.date), evidence.manifest.developer
    return _Side("bundle", path, evidence, *about, sources, said)


def _moved(older: _Side, newer: _Side) -> Iterable[Diagnostic]:
    from tra_policy.evaluate.drift import between_bundles, between_policies

    if older.kind == "policy":
        return between_policies(older.held, newer.held)
    return between_bundles(older.held, newer.held)


def _as_text(
    sides: list[_Side], found: list[Diagnostic], sources: dict[str, Source], page: Page
) -> str:
    head = harmless(f"from {sides[0].shown} to {sides[1].shown}", page)
    said = render(found, sources, page) or "nothing moved that can be seen here\n"
    return f"{head}\n\n{said}"


def _as_json(sides: list[_Side], found: list[Diagnostic], sources: dict[str, Source]) -> str:
    from tra_policy.model.diff_report import DiffReport
    from tra_policy.model.report import Tool
    from tra_policy.reports.json import written

    report = DiffReport(
        schema_="tra.diff/1",
        tool=Tool(version=__version__),
        older=sides[0].told(),
        newer=sides[1].told(),
        findings=tuple(driver.findings(found, sources)),
    )
    return written(report.to_json())
