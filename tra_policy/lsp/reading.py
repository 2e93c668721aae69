"""A document that is being written, read with the libraries that it uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import PurePath

from tra_policy import driver
from tra_policy.lint import said
from tra_policy.lint.choosing import Choice
from tra_policy.logic import text_verdicts
from tra_policy.lsp.index import Index
from tra_policy.model.policy import Policy
from tra_policy.resolve import resolve
from tra_policy.syntax import parse
from tra_policy.syntax.lines import is_markdown
from tra_policy.syntax.tree import Tree
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.source import Source

Diagnostics = tuple[Diagnostic, ...]
NO_LIBRARY = "TRX006"


class Parsed(Noun):
    """One text with its tree, and what is wrong with its form."""

    source: Source
    tree: Tree
    diagnostics: Diagnostics


class Reading(Noun):
    """A document and its libraries, by name.

    `opening` is what was said when they were looked for; `cited` are the texts of cited documents that
    are at hand, by the policy's names for them; `choice` is which findings are wanted, by `shown`, the
    path as patterns in settings are about it.
    """

    own: Parsed
    libraries: Mapping[str, Parsed]
    text: driver.Text
    opening: Diagnostics = ()
    cited: Mapping[str, Source] = field(default_factory=dict)
    choice: Choice = Choice()
    shown: str = ""

    @property
    def source(self) -> Source:
        """The text of the document."""
        return self.own.source

    @property
    def policy(self) -> Policy | None:
        """The policy; None while something in the texts is a mistake."""
        return self.text.policy

    @cached_property
    def index(self) -> Index:
        """What is declared in the texts, and where it is named: the document's own first."""
        return Index.of((self.own.tree, *(held.tree for held in self.libraries.values())))

    @cached_property
    def found(self) -> Diagnostics:
        """All that is to be said of the document: by the parser, the resolver, the linter."""
        missing = {one.span for one in self.opening if one.code == NO_LIBRARY}
        wrong = (d for d in driver.mistakes(self.text) if d.span is None or d.span not in missing)
        found = (one for one in driver.found(self.text, self.cited) if self._wanted(one.diagnostic))
        return (*self.opening, *wrong, *said(found))

    def _wanted(self, one: Diagnostic) -> bool:
        chosen = self.choice.wants(one, self.shown or self.source.path) and self.choice.tells(one)
        return chosen and not one.allowed


def parsed(source: Source) -> Parsed:
    """Return a text with its tree."""
    tree, diagnostics = parse(source)
    return Parsed(source, tree, diagnostics)


def read(own: Parsed, libraries: Sequence[Parsed] = (), opening: Diagnostics = ()) -> Reading:
    """Return a document read with libraries that are parsed already; never raises on any text."""
    named = {PurePath(held.source.path).stem: held for held in libraries}
    trees = {name: (held.tree,) for name, held in named.items()}
    policy, mistakes = resolve((own.tree,), trees)
    verdicts = text_verdicts(policy) if policy is not None else ()
    wrong = (*own.diagnostics, *mistakes)
    text = driver.Text(own.source, policy, verdicts, wrong, own.tree.remarks)
    return Reading(own, named, text, opening)


def about(reading: Reading) -> Diagnostics:
    """Return what is to be said in the document itself.

    What is wrong in a library stands at the line that uses it, with its own place as `place`. A Markdown
    page need not hold a policy, and its fences may be excerpts: then that is all there is to say.
    """
    here = reading.source.path
    if is_markdown(here):
        if any(one.code == "TRA009" for one in reading.own.diagnostics):
            return ()
        excerpt = [one for one in reading.own.diagnostics if one.code == "TRA001"]
        if excerpt:
            return tuple(replace(one, severity=Severity.INFO) for one in excerpt)
    uses = {use.name: use.span for use in reading.index.uses if use.slot.what == "library"}
    uses = {name: span for name, span in uses.items() if span.path == here}
    sources = {held.source.path: held.source for held in reading.libraries.values()}
    names = {held.source.path: name for name, held in reading.libraries.items()}
    kept: dict[Diagnostic, None] = {}
    for one in reading.found:
        path = one.span.path if one.span is not None else here
        if path in ("", here) or path not in sources:
            kept[one] = None
            continue
        name = names[path]
        span = uses.get(name) or next(iter(uses.values()), None)
        if span is not None:
            message = f"in the library `{name}`: {one.message}"
            moved = replace(one.placed(sources), message=message, span=span, fixes=())
            kept[moved] = None
    return tuple(kept)
