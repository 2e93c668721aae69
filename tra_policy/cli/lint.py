"""`tra lint`: what a policy's text should not contain."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from tra_policy import __version__, driver
from tra_policy.cli import codes, options
from tra_policy.cli.exits import Exit, Switches, forgiven, of_findings, worst
from tra_policy.cli.linting import Asked, Run, lint_paths, open_baseline, stale_of
from tra_policy.cli.options import LEVELS, choice
from tra_policy.cli.telling import refuse, tell
from tra_policy.cli.terminal import PIPED, When, clashes, err, out, page_of, write_file
from tra_policy.lint.baseline import baseline_of, written
from tra_policy.lint.choosing import Choice, names, unknown, words_in
from tra_policy.reports.findings import in_order, render
from tra_policy.reports.formats import MACHINE, lint_in
from tra_policy.reports.linted import Tail, tail
from tra_policy.reports.page import Page
from tra_policy.words.diagnostic import Audience, Diagnostic, Severity
from tra_policy.words.suggest import did_you_mean
from tra_policy.workspace.opening import STDIN

FORMATS = ("text", "json", *MACHINE)


@click.command("lint")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.format_as(*FORMATS)
@options.outputs_as(*FORMATS)
@choice("--fail-on", *LEVELS, default="error", help="Fail at or above this level.")
@click.option("--select", multiple=True, help="Only these codes, names or families of rules.")
@click.option("--ignore", multiple=True, help="Not these codes, names or families of rules.")
@choice("--audience", "author", "auditor", default="author", help="Whose findings; auditor: all.")
@click.option("--show-allowed", is_flag=True, help="List what the text allows, with the reasons.")
@click.option("--baseline", metavar="FILE", help="Do not tell the findings in this file.")
@click.option(
    "--write-baseline", metavar="FILE", help="Write the findings to a file to begin with."
)
@click.option("--sources", metavar="FOLDER", help="Where the cited documents lie.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing the meaning.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend also where that may change the meaning.")
@click.option("--diff", is_flag=True, help="Write nothing; show what fixes would change.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@options.colour
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    format_: str,
    output: tuple[tuple[str, str], ...],
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    audience: Audience,
    show_allowed: bool,
    baseline: str | None,
    write_baseline: str | None,
    sources: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    exit_zero: bool,
    colour: When,
) -> Exit:
    """Say what a policy's text should not contain, before any evidence exists."""
    left_out = (ctx.default_map or {}).get("per_file_ignores", ())
    chosen = Choice(
        tuple(words_in(select)),
        tuple(words_in(ignore)),
        audience,
        tuple((pattern, tuple(words_in(words))) for _, pattern, words in left_out),
    )
    wrong = list(_unknown(chosen))
    if wrong:
        return refuse(*wrong)
    asked = Asked(chosen, sources or "", folder=left_out[0][0] if left_out else "")
    if write_baseline:
        return _begun(paths, asked, write_baseline, colour)
    if baseline:
        known, wrong_baseline = open_baseline(baseline)
        if wrong_baseline:
            return refuse(*wrong_baseline)
        asked = Asked(chosen, asked.sources, known, asked.folder)
    if diff:
        from tra_policy.cli.fixing import show

        shown = show(paths, asked, unsafe_fixes, colour)
        return forgiven(shown, Switches(exit_zero=exit_zero))
    put = Exit.FINE
    if fix or unsafe_fixes:
        from tra_policy.cli.fixing import carry_out

        run, put = carry_out(paths, asked, unsafe_fixes, colour)
    else:
        run = lint_paths(paths, asked)
    found = tuple(in_order(run.told))
    listed = (*found, *run.allowed) if show_allowed else found

    def in_format(name: str, page: Page) -> str:
        if name == "text":
            auditor = audience == "auditor"
            return as_text(listed, run, _tail_of(run, show_allowed, baseline, auditor), page)
        whole = (*found, *run.allowed)
        report = driver.lint_report(run.texts, whole, __version__, run.unread)
        if name == "json":
            from tra_policy.reports.json import render_lint

            return render_lint(report)
        return lint_in(name, report)

    mixed = STDIN in paths and (fix or unsafe_fixes)
    (err if mixed else out)(
        in_format(format_, page_of(sys.stderr if mixed else sys.stdout, colour))
    )
    unwritten = list(clashes(output, run.opened.sources))
    for name, path in () if unwritten else output:
        unwritten.extend(write_file(path, in_format(name, Page(width=PIPED))))
    tell((*unwritten, *stale_of(baseline or "", run.stale)), colour=colour)
    level = options.severity(fail_on) or Severity.ERROR
    code = worst([of_findings(found, level), of_findings(unwritten, level), put])
    return forgiven(code, Switches(exit_zero=exit_zero))


def as_text(found: Sequence[Diagnostic], run: Run, more: Tail, page: Page) -> str:
    """Return the findings, what is not among them, and the labels that the texts alone earn."""
    labels = [verdict.label for text in run.texts for verdict in text.verdicts]
    said = (
        render(found, run.opened.sources, page) or f"no findings in {_policies(len(run.texts))}\n"
    )
    return said + tail(more, labels)


def _tail_of(run: Run, show_allowed: bool, baseline: str | None, auditor: bool) -> Tail:
    safe = sum(any(fix.safe for fix in one.fixes) for one in run.told)
    return Tail(
        allowed=0 if show_allowed else len(run.allowed),
        of_auditors=run.of_auditors,
        known=run.known,
        baseline=baseline or "",
        safe=safe,
        unsafe=sum(bool(one.fixes) for one in run.told) - safe,
        unread=tuple(name for _, name, _ in run.unread) if auditor else (),
    )


def _policies(number: int) -> str:
    return f"{number} {'policy' if number == 1 else 'policies'}"


def _begun(paths: Sequence[str], asked: Asked, path: str, colour: When) -> Exit:
    """Write a baseline of what a run tells; none of a text that could not be understood."""
    run = lint_paths(paths, asked)
    wrong = [one for one in run.told if one.input_error]
    wrong += clashes([("baseline", path)], run.opened.sources)
    if wrong:
        tell(wrong, run.opened.sources, colour)
        return Exit.INVALID
    baseline = baseline_of(one for one in run.raw if asked.wants(one))
    unwritten = write_file(path, written(baseline))
    if unwritten:
        return refuse(*unwritten)
    number = sum(baseline.values())
    err(f"wrote {number} finding{'' if number == 1 else 's'} to {path}\n")
    return Exit.FINE


def _unknown(chosen: Choice) -> Iterator[Diagnostic]:
    ignored = [word for _, words in chosen.ignored_in for word in words]
    for word in dict.fromkeys(unknown([*chosen.select, *chosen.ignore, *ignored])):
        if not _is_other_code(word):
            help = did_you_mean(word, names(), "`tra rules` lists the rules")
            message = f"no code is or begins with `{word}`, and no rule or family is called so"
            yield codes.mistake(codes.NO_SUCH, message, help)


def _is_other_code(word: str) -> bool:
    """Whether a word is a code, or begins one, of what cannot be chosen away."""
    from tra_policy.cli.explain import all_codes

    return any(code.startswith(word.upper()) for code in all_codes())
