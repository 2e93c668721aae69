"""What the command line names, opened and read: policies with their libraries, a bundle of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from tra_policy import driver, workspace
from tra_policy.cli.reading import limits_asked, watched
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.source import Source, Span

if TYPE_CHECKING:
    from tra_policy.model.evidence.bundle import Evidence
    from tra_policy.readers.bundle import Ahead
    from tra_policy.workspace.counted import Digests

NO_LIBRARY = "TRX006"


class Opened(Noun):
    """The texts that were read, by path, and what was said on the way; the libraries of each policy."""

    sources: dict[str, Source] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    libraries: dict[str, dict[str, Source]] = field(default_factory=dict)


def open_sources(paths: Sequence[str]) -> tuple[list[Source], Opened]:
    """Return the policy texts that paths name, without the libraries that they use."""
    policies, said = workspace.open_policies(paths)
    sources = [policy for policy, *_ in policies]
    diagnostics = tuple(found for found in said if found.code != NO_LIBRARY)
    return sources, Opened({source.path: source for source in sources}, diagnostics)


def open_policies(paths: Sequence[str]) -> tuple[list[driver.Text], Opened]:
    """Return the policies that paths name, each read with the libraries that it uses."""
    policies, said = workspace.open_policies(paths)
    missing = {found.span for found in said if found.code == NO_LIBRARY}
    texts = [
        _without(missing, driver.read(policy, _by_name(libraries)))
        for policy, *libraries in policies
    ]
    sources = {source.path: source for policy in policies for source in policy}
    used = {policy.path: _by_name(libraries) for policy, *libraries in policies}
    return texts, Opened(sources, said, used)


def _without(missing: set[Span | None], text: driver.Text) -> driver.Text:
    """Leave out what is said a second time about a library that was not found."""
    kept = tuple(found for found in text.diagnostics if found.span not in missing or not found.span)
    return replace(text, diagnostics=kept)


def _by_name(libraries: Iterable[Source]) -> dict[str, Source]:
    return {PurePath(library.path).stem: library for library in libraries}


def open_evidence(
    path: str,
    digests: Digests | None = None,
    allowed: Sequence[str] = (),
    ahead: Ahead = lambda tables, root: None,
) -> tuple[Evidence | None, Opened]:
    """Return the evidence in a bundle; None where its manifest could not be understood.

    What `digests` knows of large files is not worked out again, and the rest noted there. Addresses that
    it names are opened under `allowed` ones only. `ahead` is given its tables before its records are read.
    """
    with watched() as watch:
        evidence, sources, said = workspace.open_bundle(
            path, limits_asked(), watch, digests, allowed, ahead
        )
    if digests is not None and evidence is not None and evidence.tables:
        digests.keep()
    return evidence, Opened(dict(sources), said)
