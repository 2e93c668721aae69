"""`tra why ID`: the proof of one outcome, or the records that it lacks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from typing import TYPE_CHECKING

import click

from tra_policy.cli import codes, counting, options, reading
from tra_policy.cli.check import Rows, carry_out
from tra_policy.cli.exits import Exit, of_input
from tra_policy.cli.options import choice
from tra_policy.cli.telling import refuse, tell
from tra_policy.cli.terminal import When, out, page_of
from tra_policy.model.proof import Proof, Want
from tra_policy.reports.missing import FORMATS, missing_of
from tra_policy.reports.page import Page, harmless
from tra_policy.reports.proof import render
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.regex import regex
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, ItemReport, ThresholdReport

    Answer = ThresholdReport | ItemReport

_MOST = 8  # names that a message lists
_CODE = regex(r"TR[A-Z]\d{3}")


@click.command("why")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--policy", "-p", "policies", multiple=True, required=True, help="The policy's file.")
@options.evidence
@options.as_of
@reading.limits
@counting.options
@options.registry
@click.option("--missing", is_flag=True, help="List the records that are wanted instead.")
@choice("--format", *FORMATS, default="text", help="How `--missing` lists.")
@click.option("--full", is_flag=True, help="Show every step of the proof.")
@click.option("--no-waivers", is_flag=True, help="Judge as if no waiver had been given.")
@options.colour
def command(
    name: str | None,
    policies: tuple[str, ...],
    evidence: str,
    as_of: date | None,
    registry: tuple[str, ...],
    no_registry: bool,
    missing: bool,
    format: str,
    full: bool,
    no_waivers: bool,
    colour: When,
) -> Exit:
    """Show why the threshold or the item ID has the outcome that it has.

    With `--missing`, what it lacks; without an ID, what everything lacks.
    """
    misused = _misused(name, missing, format)
    if misused:
        return refuse(misused)
    rows = Rows(registry, shipped=not no_registry)
    done = carry_out(policies, evidence, as_of or options.today(), rows, waivers=not no_waivers)
    wrong = [found for found in done.diagnostics if found.input_error]
    tell(wrong, done.opened.sources, colour)
    page = page_of(sys.stdout, colour)
    if name is None:
        if not done.reports:
            return Exit.INVALID
        out(FORMATS[format]([missing_of(report) for report in done.reports], page))
        return of_input(wrong)
    answers = list(_answers(name, done.reports))
    if not answers:
        known = [answer.id for report in done.reports for answer in _all(report)]
        if not known:
            return Exit.INVALID
        help = _instead(name, done.reports) or did_you_mean(name, known, _some(known))
        return refuse(
            codes.mistake(codes.NO_SUCH, f"no threshold or item is called `{name}`", help)
        )
    if missing and format != "text":
        known_there = [r for r in done.reports if any(_answers(name, [r]))]
        out(FORMATS[format]([missing_of(report, name) for report in known_there], page))
    else:
        said = (_wanted(one, page) if missing else _proved(one, page, full) for one in answers)
        out("\n".join(said))
    return of_input(wrong)


def _misused(name: str | None, missing: bool, format: str) -> Diagnostic | None:
    if name is None and not missing:
        help = "name a threshold or an item, or ask `--missing` for all of them"
        return codes.mistake(codes.MISSING, "`ID` is missing", help)
    if format != "text" and not missing:
        help = f"`tra why ID --missing --format {format}` lists what is wanted"
        return codes.mistake(codes.USAGE, f"`--format {format}` goes with `--missing`", help)
    return None


def _all(report: CheckReport) -> Iterator[Answer]:
    yield from report.thresholds
    yield from report.items


def _answers(name: str, reports: Iterable[CheckReport]) -> Iterator[Answer]:
    for report in reports:
        yield from (answer for answer in _all(report) if answer.id == name)


def _instead(name: str, reports: Sequence[CheckReport]) -> str:
    """What to ask of a name that is something else: a code, a record, a benchmark."""
    if _CODE.fullmatch(name):
        return f"it is a code: `tra explain {name}`"
    stories = [report.story for report in reports]
    points = [p for s in stories for one in s.series if one.benchmark == name for p in one.points]
    if points:
        what, records = "a benchmark", {point.record for point in points}
    elif any(told.id == name for story in stories for told in story.records):
        what, records = "a record", {name}
    else:
        return ""
    of = [answer.id for report in reports for answer in _all(report) if _names(answer, records)]
    if not of:
        return f"it is {what}, and no proof rests on it"
    more = f" and {len(of) - _MOST} more" if len(of) > _MOST else ""
    return f"it is {what}; proofs that rest on it: {', '.join(of[:_MOST])}{more}"


def _names(answer: Answer, records: Set[str]) -> bool:
    return any(not records.isdisjoint(node.evidence) for node in answer.proof.walk())


def _some(known: Sequence[str]) -> str:
    first = ", ".join(dict.fromkeys(known[:_MOST]))
    return f"there are {first}{' and more' if len(known) > _MOST else ''}"


def _head(answer: Answer, page: Page) -> str:
    from tra_policy.model.report import ThresholdReport
    from tra_policy.reports.wording import OUTCOMES, STATES

    if isinstance(answer, ThresholdReport):
        return harmless(f"{answer.id} on {answer.subject}: {STATES[answer.state]}", page)
    due = f", due {answer.due}" if answer.due else ""
    return harmless(f"{answer.id}: {OUTCOMES[answer.outcome]}{due}", page)


def _proved(answer: Answer, page: Page, full: bool) -> str:
    proof: Proof = answer.proof
    return f"{_head(answer, page)}\n\n{render(proof, page, full=full)}"


def _wanted(answer: Answer, page: Page) -> str:
    wants: tuple[Want, ...] = answer.open
    if not wants:
        return f"{_head(answer, page)}\n\nnothing is missing\n"
    from tra_policy.reports.sheet import bullets, printed
    from tra_policy.reports.wants import line

    def owed(want: Want) -> tuple[str, ...]:
        return (f"by {want.by}",) if want.by else ()

    listed = bullets((line(want, owed(want), page, of="") for want in wants), page)
    return f"{_head(answer, page)}\n\n{printed([listed], page)}"
