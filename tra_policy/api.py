"""The Python interface: policies and bundles loaded, linted and checked, without a terminal.

Nothing here prints, reads the clock, or leaves the process. What a user got wrong raises `InvalidInput`,
which holds the same diagnostics as the command line shows. Reports are the classes of the contracts
`tra.report/1` and `tra.lint/1`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from tra_policy import __version__, driver, workspace
from tra_policy.words.diagnostic import Audience, Diagnostic
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.source import Source

if TYPE_CHECKING:
    from tra_policy.model.evidence.bundle import Evidence
    from tra_policy.model.registry import Registry
    from tra_policy.model.report import CheckReport, LintReport

__all__ = [
    "InvalidInput",
    "LoadedBundle",
    "LoadedPolicy",
    "check",
    "lint",
    "load_bundle",
    "load_policy",
    "render",
]

Path = str | os.PathLike[str]

SEVERAL = "TRX005"
FEW = 3


class InvalidInput(ValueError):
    """A policy, a bundle or a registry that cannot be used, with what is wrong in `diagnostics`.

    Its text is what the command line would show: places, messages and advice.
    """

    def __init__(
        self, diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source] | None = None
    ) -> None:
        self.sources: Mapping[str, Source] = dict(sources or {})
        self.diagnostics: tuple[Diagnostic, ...] = tuple(
            one.placed(dict(self.sources)) for one in diagnostics
        )
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        from tra_policy.reports.findings import render
        from tra_policy.reports.page import PLAIN

        return render(self.diagnostics, self.sources, PLAIN, count=False).rstrip("\n")


class LoadedPolicy(Noun):
    """A policy without mistakes, with the libraries that it uses. `sources` are all texts, by path."""

    text: driver.Text
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The name of the policy."""
        return self.text.policy.name if self.text.policy else ""

    @property
    def path(self) -> str:
        """Where it was read, as it was given."""
        return self.text.source.path


class LoadedBundle(Noun):
    """A bundle of evidence. `diagnostics` are what reading it had to say, mistakes among them."""

    evidence: Evidence
    path: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def mistakes(self) -> tuple[Diagnostic, ...]:
        """What could not be read; empty unless it was loaded with `partly`."""
        return tuple(one for one in self.diagnostics if one.input_error)


def load_policy(path: Path) -> LoadedPolicy:
    """Return the policy in a `.tra` or a `.md` file, with its libraries.

    Raise `InvalidInput` where the file, a library or the text has a mistake. `lint` takes such a file.
    """
    text, sources, said = _opened(path)
    _raise_for((*said, *text.diagnostics), sources)
    return LoadedPolicy(text, sources)


def load_bundle(path: Path, *, partly: bool = False) -> LoadedBundle:
    """Return the evidence in a folder, a manifest or an archive.

    Raise `InvalidInput` where something in it cannot be read. With `partly`, only where nothing can:
    what is left out is in `mistakes` then, and may be the very record that would change an outcome.
    """
    given = os.fspath(path)
    evidence, sources, said = workspace.open_bundle(given)
    if evidence is None or not partly:
        _raise_for(said, sources)
    if evidence is None:
        raise InvalidInput(said, sources)
    return LoadedBundle(evidence, given, dict(sources), said)


def check(
    policy: LoadedPolicy | Path,
    bundle: LoadedBundle | Path,
    *,
    as_of: date,
    registry: Registry | Iterable[Path] = (),
    waivers: bool = True,
) -> CheckReport:
    """Return the report of a policy held against evidence, as of the end of a day, UTC.

    `registry` are files with rows over those of the project's registry, or a registry that was read.
    Raise `InvalidInput` where one of them has a mistake, or where policy and bundle do not go together.
    """
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        raise TypeError(f"`as_of` is a day (datetime.date), and `{as_of}` is none")
    held = policy if isinstance(policy, LoadedPolicy) else load_policy(policy)
    against = bundle if isinstance(bundle, LoadedBundle) else load_bundle(bundle)
    sources = {**held.sources, **against.sources}
    evidence, of_rows = driver.counted([held.text], against.evidence)
    report, refused = driver.check(
        held.text,
        evidence,
        as_of,
        sources,
        waivers=waivers,
        registry=_registry(registry),
        bundle_path=against.path,
        besides=(*against.diagnostics, *of_rows),
    )
    if report is None:
        raise InvalidInput(refused or held.text.diagnostics, sources)
    return report


def lint(
    policy: LoadedPolicy | Path, *, cited: Path = "", audience: Audience = "author"
) -> LintReport:
    """Return what a policy's text should not contain; mistakes of the text are among the findings.

    `cited` is the folder of the documents that it cites; without it, that of the policy. For the
    audience `auditor` there are more findings. Raise `InvalidInput` where the file cannot be opened.
    """
    from tra_policy.lint import said as as_said
    from tra_policy.lint.choosing import Choice
    from tra_policy.reports.findings import in_order

    text, said = (policy.text, ()) if isinstance(policy, LoadedPolicy) else _text_at(policy)
    texts: Mapping[str, Source] = {}
    unread: tuple[tuple[str, str, str], ...] = ()
    if text.policy is not None and text.policy.sources:
        at_hand = workspace.open_cited(text.source.path, text.policy.sources, os.fspath(cited))
        said, texts = (*said, *at_hand.diagnostics), at_hand.texts
        files = {one.name: one.file for one in text.policy.sources}
        unread = tuple((text.policy.name, name, files[name]) for name in at_hand.absent)
    chosen = Choice(audience=audience)
    found = [one for one in driver.found(text, texts) if chosen.tells(one.diagnostic)]
    told = as_said(one for one in found if not one.diagnostic.allowed)
    allowed = (one.diagnostic for one in found if one.diagnostic.allowed)
    whole = (*in_order([*said, *driver.mistakes(text), *told]), *allowed)
    return driver.lint_report([text], whole, __version__, unread)


def render(report: CheckReport, format: str) -> str:
    """Return a report of a check in one of the formats of `tra check --format`, such as `sarif`.

    Raise `ValueError` where there is no such format.
    """
    from tra_policy.reports.formats import FORMATS
    from tra_policy.reports.page import PLAIN
    from tra_policy.words.suggest import did_you_mean

    if format not in FORMATS:
        advice = did_you_mean(format, FORMATS, f"expected one of {', '.join(FORMATS)}")
        raise ValueError(f"there is no format `{format}`; {advice}")
    return FORMATS[format]()([report], PLAIN)


def _opened(
    path: Path,
) -> tuple[driver.Text, dict[str, Source], tuple[Diagnostic, ...]]:
    """Return the one policy that a path names, all its texts, and what opening it had to say."""
    given = os.fspath(path)
    policies, said = workspace.open_policies([given])
    if len(policies) > 1:
        names = ", ".join(f"`{policy.path}`" for policy, *_ in policies[:FEW])
        message = f"`{given}` holds {len(policies)} policies, and one is loaded at a time"
        said = (Diagnostic(SEVERAL, message, help=f"name one, such as {names}", input_error=True),)
    if len(policies) != 1:
        raise InvalidInput(said)
    source, *libraries = policies[0]
    text = driver.read(source, {PurePath(one.path).stem: one for one in libraries})
    missing = {one.span for one in said if one.span is not None}
    # That a library is missing is said once, by who looked for it.
    kept = tuple(one for one in text.diagnostics if one.span is None or one.span not in missing)
    return replace(text, diagnostics=kept), {one.path: one for one in policies[0]}, said


def _text_at(path: Path) -> tuple[driver.Text, tuple[Diagnostic, ...]]:
    text, _, said = _opened(path)
    return text, said


def _registry(given: Registry | Iterable[Path]) -> Registry:
    from tra_policy.model.registry import Registry

    if isinstance(given, Registry):
        return given
    found, said = workspace.open_registry([os.fspath(path) for path in given])
    _raise_for(said, {})
    return found


def _raise_for(said: Iterable[Diagnostic], sources: Mapping[str, Source]) -> None:
    wrong = [one for one in said if one.input_error]
    if wrong:
        raise InvalidInput(wrong, sources)
