"""Fixes put into the files that a lint run is about, or shown."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from tra_policy import driver
from tra_policy.cli import codes
from tra_policy.cli.exits import Exit, of_input, worst
from tra_policy.cli.linting import Asked, Run, cited_of, lint_paths, lint_texts, reread
from tra_policy.cli.opening import Opened, open_policies
from tra_policy.cli.putting import difference, put
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, err, out, page_of
from tra_policy.lint.baseline import compared
from tra_policy.lint.mending import Mended, mended
from tra_policy.reports.page import shown_exactly
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, replace
from tra_policy.words.source import Place, Source
from tra_policy.workspace.opening import STDIN


class _Changed(Noun):
    text: driver.Text
    mended: Mended


def show(paths: Sequence[str], asked: Asked, unsafe: bool, colour: When) -> Exit:
    """Write what fixes would change to standard output; FAILED where that is something."""
    texts, opened = open_policies(paths)
    found = [_mend(text, opened, asked, unsafe) for text in texts]
    page = page_of(sys.stdout, colour)
    shown = [difference(one.text.source, one.mended.source.text, page) for one in found]
    out("".join(shown))
    wrong = [d for one in found for d in reread(one.text, one.mended.source, opened).diagnostics]
    said = (*opened.diagnostics, *wrong, *_harmful(found))
    tell(said, opened.sources | {one.text.source.path: one.mended.source for one in found}, colour)
    return worst([of_input(said), Exit.FAILED if any(shown) else Exit.FINE])


def carry_out(paths: Sequence[str], asked: Asked, unsafe: bool, colour: When) -> tuple[Run, Exit]:
    """Put fixes into files, and return what a run over these then comes to.

    What came from standard input goes to standard output. The code is INVALID where a file could not be
    written.
    """
    texts, opened = open_policies(paths)
    found = [_mend(text, opened, asked, unsafe) for text in texts]
    said: list[Diagnostic] = []
    for one in found:
        source = one.mended.source
        if source.path == STDIN:
            out(source.text)
        elif source.text != one.text.source.text:
            unwritten = put(source.path, source.text)
            said += unwritten
            if not unwritten:
                err(
                    f"fixed {shown_exactly(source.path, page_of(sys.stderr, 'never'))}: {_told(one)}\n"
                )
    tell((*said, *_harmful(found)), opened.sources, colour)
    if STDIN not in paths:
        return lint_paths(paths, asked), of_input(said)
    again = [reread(one.text, one.mended.source, opened) for one in found]
    sources = opened.sources | {one.mended.source.path: one.mended.source for one in found}
    return lint_texts(again, replace(opened, sources=sources), asked), of_input(said)


def _mend(text: driver.Text, opened: Opened, asked: Asked, unsafe: bool) -> _Changed:
    cited = cited_of(text, asked).texts

    def relint(source: Source) -> list[Diagnostic]:
        again = reread(text, source, opened)
        policies = {again.policy.name} if again.policy is not None else set()
        new = compared(driver.found(again, cited), asked.known, policies, ()).new
        wanted = [one.diagnostic for one in new if not one.diagnostic.allowed and asked.wants(one)]
        return [*driver.mistakes(again), *wanted]

    return _Changed(text, mended(text.source, relint, unsafe=unsafe))


def _told(one: _Changed) -> str:
    counted = Counter(one.mended.done)
    return "; ".join(
        f"{title} ({code}{f', {number} times' if number > 1 else ''})"
        for (code, title), number in counted.items()
    )


def _harmful(found: Sequence[_Changed]) -> list[Diagnostic]:
    said = codes.HARMFUL_FIX
    return [
        Diagnostic(
            said.code,
            f"a fix of {code} was left out, because it would not have mended the text: {title}",
            severity=said.severity,
            help=said.remedy,
            place=Place(one.text.source.path),
        )
        for one in found
        for code, title in one.mended.harmful
    ]
