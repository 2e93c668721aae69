"""Citations of a policy beside the texts that they cite, where those are at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from tra_policy.lint.passages import Paragraph, Reading, reading_of
from tra_policy.lint.reading import notes_in
from tra_policy.model.duties import Citation, Notes
from tra_policy.model.policy import Policy
from tra_policy.words.noun import Noun
from tra_policy.words.source import Source


class Looked(Noun):
    """A citation of a clause, in a document that could be looked into."""

    subject: str
    citation: Citation
    reading: Reading

    @cached_property
    def quoted_in(self) -> tuple[Paragraph, ...]:
        """The paragraphs that hold the quote; empty without a quote, or where it is not found."""
        return self.reading.holding(self.citation.quote) if self.citation.quote else ()

    @cached_property
    def covered(self) -> tuple[Paragraph, ...]:
        """The paragraphs that the citation is about: the narrowest place that it names.

        Where the quote stands; else its section and page; a citation of the document alone is
        about none in particular.
        """
        found = self.quoted_in
        if found:
            return found
        if not self.citation.section and not self.citation.page:
            return ()
        return self.reading.within(self.citation.section, self.citation.page)


def looked_up(policy: Policy, cited: Mapping[str, Source]) -> Iterator[Looked]:
    """Yield every citation of a document that is at hand, in the order of the nouns."""
    if not cited:
        return
    for subject, notes in notes_in(policy):
        yield from of_notes(subject, notes, cited)


def of_notes(subject: str, notes: Notes, cited: Mapping[str, Source]) -> Iterator[Looked]:
    """Yield the citations of one clause of documents that are at hand."""
    for one in notes.cites:
        if one.source in cited:
            yield Looked(subject, one, reading_of(cited[one.source]))


def written(citation: Citation, *, section: str, page: str) -> str:
    """Return a citation as a policy writes it, with another section and page."""
    parts = (
        citation.source,
        f"§{section}" if section else "",
        f"p.{page}" if page else "",
        f'"{citation.quote}"' if citation.quote else "",
    )
    return " ".join(filter(None, parts))
