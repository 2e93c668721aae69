"""A lint run: policies and what they cite opened, rules applied, findings chosen and compared."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tra_policy import driver, workspace
from tra_policy.cli import codes
from tra_policy.cli.opening import Opened, open_policies
from tra_policy.lint import Found, said
from tra_policy.lint.baseline import Baseline, NoBaseline, compared, read
from tra_policy.lint.choosing import Choice
from tra_policy.lint.runner import silent_codes
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Place, Source
from tra_policy.workspace.cited import CitedTexts, open_cited
from tra_policy.workspace.opening import STDIN

LARGEST_BASELINE = 64 * 1024 * 1024
FEW = 5


class Asked(Noun):
    """What a run was asked: what it is about, where cited texts lie, and what is known already.

    `folder` is that of the settings: patterns for paths are about what lies below it.
    """

    choice: Choice = Choice()
    sources: str = ""
    known: Baseline = field(default_factory=Counter)
    folder: str = ""

    def wants(self, found: Found) -> bool:
        """Whether a finding is chosen and for this audience."""
        one = found.diagnostic
        path = self.shown(one.span.path if one.span else "")
        return self.choice.wants(one, path) and self.choice.tells(one)

    def shown(self, path: str) -> str:
        """Return a path as patterns are about it: from the folder of the settings on."""
        if not self.folder or path in ("", STDIN):
            return path
        whole = Path(os.path.abspath(path))  # noqa: PTH100 - a link stays where it lies
        folder = Path(self.folder)
        below = whole.relative_to(folder) if whole.is_relative_to(folder) else whole
        return below.as_posix()


class Run(Noun):
    """What a lint run came to.

    `told` are the findings and the mistakes, as they are said; `allowed` those that a text allows.
    `of_auditors` and `known` count what is not told; `stale` is what the baseline has and no text.
    `unread` are the cited documents that are not at hand: of which policy, their name, their file; and
    `silent` the codes that could not speak without them, by path.
    """

    texts: Sequence[driver.Text]
    opened: Opened
    told: tuple[Diagnostic, ...]
    raw: tuple[Found, ...]
    allowed: tuple[Diagnostic, ...]
    of_auditors: int
    known: int
    stale: Baseline
    unread: tuple[tuple[str, str, str], ...]
    silent: Mapping[str, frozenset[str]]


def lint_paths(paths: Sequence[str], asked: Asked) -> Run:
    """Return what a run over paths comes to."""
    return lint_texts(*open_policies(paths), asked)


def lint_texts(texts: Sequence[driver.Text], opened: Opened, asked: Asked) -> Run:
    """Return what a run over texts that are read comes to."""
    mistakes = list(opened.diagnostics)
    raw: list[Found] = []
    silent: dict[str, frozenset[str]] = {}
    unread: list[tuple[str, str, str]] = []
    for text in texts:
        cited = cited_of(text, asked)
        mistakes += (*driver.mistakes(text), *cited.diagnostics)
        raw += driver.found(text, cited.texts)
        if text.policy is not None:
            about = driver.about(text, cited.texts)
            silent[text.source.path] = silent_codes(text.policy, about)
            absent = {one.name: one.file for one in text.policy.sources}
            unread += [(text.policy.name, name, absent[name]) for name in cited.absent]
    policies = {text.policy.name for text in texts if text.policy is not None}
    mute = frozenset[str]().union(*silent.values())
    held = compared(raw, asked.known, policies, mute)
    open_ones = [one for one in held.new if not one.diagnostic.allowed]
    return Run(
        texts=texts,
        opened=opened,
        told=(*mistakes, *said(one for one in open_ones if asked.wants(one))),
        raw=tuple(raw),
        allowed=tuple(o.diagnostic for o in held.new if o.diagnostic.allowed and asked.wants(o)),
        of_auditors=sum(_hidden(one, asked) for one in open_ones),
        known=sum(asked.wants(one) for one in held.known),
        stale=held.stale,
        unread=tuple(unread),
        silent=silent,
    )


def cited_of(text: driver.Text, asked: Asked) -> CitedTexts:
    """Return the texts of the documents that a policy cites, as far as they are at hand."""
    if text.policy is None or not text.policy.sources:
        return CitedTexts()
    return open_cited(text.source.path, text.policy.sources, asked.sources)


def _hidden(found: Found, asked: Asked) -> bool:
    one = found.diagnostic
    path = asked.shown(one.span.path if one.span else "")
    return asked.choice.wants(one, path) and not asked.choice.tells(one)


def open_baseline(path: str) -> tuple[Baseline, tuple[Diagnostic, ...]]:
    """Return the baseline in a file, or an empty one and why."""
    data, mistakes = workspace.read_bytes(path, LARGEST_BASELINE)
    if data is None:
        return Counter(), mistakes
    try:
        return read(data.decode("utf-8-sig")), ()
    except (UnicodeDecodeError, NoBaseline) as error:
        why = str(error) if isinstance(error, NoBaseline) else "it is not UTF-8"
        message = f"`{path}` is no baseline: {why}"
        wrong = codes.mistake(codes.NO_BASELINE, message, codes.NO_BASELINE.remedy, Place(path))
        return Counter(), (wrong,)


def stale_of(path: str, stale: Baseline) -> tuple[Diagnostic, ...]:
    """Return what is to be said of entries of a baseline that nothing needs any more."""
    number = sum(stale.values())
    if not number:
        return ()
    names = [f"{entry.code} of `{entry.clause}`" for entry in sorted(stale)]
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    entries = "1 entry" if number == 1 else f"{number} entries"
    stands = "stands" if number == 1 else "stand"
    message = f"{entries} of the baseline {stands} for no finding any more: "
    message += ", ".join(names[:FEW]) + more
    one = codes.STALE
    return (
        Diagnostic(one.code, message, severity=one.severity, help=one.remedy, place=Place(path)),
    )


def reread(text: driver.Text, source: Source, opened: Opened) -> driver.Text:
    """Return a text read anew from another state of its source."""
    return driver.read(source, opened.libraries.get(text.source.path, {}))
