"""The one table of line-heads: how a line begins, which form it then has, and where it may stand.

It drives the dispatch, the "did you mean", and the pages of the manual.
"""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.words.noun import Noun

DIRECTIVES = (
    "policy",
    "party",
    "event",
    "benchmark",
    "safeguard",
    "document",
    "define",
    "threshold",
    "commitment",
    "requirement",
    "waiver",
    "changes",
)
_CITING = (
    "policy",
    "benchmark",
    "safeguard",
    "document",
    "define",
    "threshold",
    "commitment",
    "requirement",
)
_DUTIES = ("commitment",)


class Head(Noun):
    """A line that begins with `words` has the form `rule` and may stand in the directives `within`."""

    words: tuple[str, ...]
    rule: str
    within: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words as they are typed."""
        return " ".join(self.words)


def _heads() -> Iterator[Head]:
    def head(words: str, rule: str, *within: str) -> Head:
        return Head(tuple(words.split()), f"line_{rule}", within)

    yield head("title", "title", "policy")
    yield head("developer", "developer", "policy")
    yield head("force", "force", "policy")
    yield head("status", "status", "policy")
    yield head("source", "source", "policy")
    yield head("applies to", "applies", "policy")
    yield head("amended by", "amended", "policy")
    yield head("interpreted by", "interpreted", "policy")
    yield head("use", "use", "policy")
    yield head("controlled by", "controlled", "party")
    yield head("owned", "owned", "party")
    yield head("shares leadership with", "shares", "party")
    yield head("employed by", "employed", "party")
    yield head("paid by", "paid", "party")
    yield head("no ties to", "no_ties", "party")
    yield head("is", "is", "party")
    yield head("key", "key", "party")
    yield head("designed by", "designed", "benchmark")
    yield head("design funded by", "design_funded", "benchmark")
    yield head("final say", "final_say", "benchmark")
    yield head("items held by", "items_held", "benchmark")
    yield head("items visible to", "items_visible", "benchmark")
    yield head("subset of", "subset", "benchmark")
    yield head("modified from", "modified", "benchmark")
    yield head("graded by", "graded", "benchmark")
    yield head("measures", "measures", "benchmark")
    yield head("specified in", "specified", "safeguard")
    yield head("not yet specified", "not_yet", "safeguard")
    yield head("excludes", "excludes", "safeguard")
    yield head("approved by", "approved", "safeguard", "document", "waiver")
    yield head("contains", "contains", "document")
    yield head("holds when", "holds", "define")
    yield head("domain", "domain", "threshold")
    yield head("reached when", "reached", "threshold")
    yield head("ruled out when", "ruled_out", "threshold")
    yield head("measured on", "measured_on", "threshold")
    yield head("measured", "measured", "threshold")
    yield head("needs", "needs", "threshold", "requirement")
    yield head("if unknown", "if_unknown", "threshold", "commitment", "requirement")
    yield head("set by", "set_by", "threshold")
    yield head("decided by", "decided_by", "threshold")
    yield head("advised by", "advised_by", "threshold")
    yield head("owner", "owner", "threshold", "commitment", "requirement")
    yield head("report result to", "report", "threshold")
    yield head("above", "above", "threshold")
    yield head("warns of", "warns", "threshold")
    yield head("rules out", "rules_out", "threshold")
    yield head("when", "when", "commitment", "requirement")
    yield head("for every", "for_every", "commitment", "requirement")
    yield head("otherwise", "otherwise", *_DUTIES)
    yield head("instead", "instead", *_DUTIES)
    yield head("unless", "unless", "commitment", "requirement")
    yield head("population complete", "population", "requirement")
    yield head("expires", "expires", "waiver")
    yield head("cites", "cites", *_CITING)
    yield head("because", "because", *_CITING, "waiver")
    yield head("not known here", "not_known", *_CITING, "party")


HEADS: tuple[Head, ...] = tuple(_heads())
_BY_FIRST_WORD = {
    first: tuple(head for head in HEADS if head.words[0] == first)
    for first in dict.fromkeys(head.words[0] for head in HEADS)
}
LIST_HEADS = frozenset(
    {
        "line_holds",
        "line_reached",
        "line_ruled_out",
        "line_when",
        "line_unless",
        "line_contains",
        "line_changes",
    }
)


def head_of(words: tuple[str, ...], directive: str) -> Head | None:
    """Return the head that a line's first words are, the longest that fits, or None.

    Of two heads with the same words the one that may stand in the directive wins.
    """
    alike = _BY_FIRST_WORD.get(words[0], ()) if words else ()
    fitting = [h for h in alike if words[: len(h.words)] == h.words]
    fitting.sort(key=lambda h: (directive in h.within, len(h.words)), reverse=True)
    return fitting[0] if fitting else None
