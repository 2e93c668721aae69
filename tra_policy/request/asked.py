"""The policy that a list is drawn from, with the texts that say where a line stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tra_policy.model.conditions import Condition, FieldTest, RoleIs
from tra_policy.model.duties import Notes, Timing
from tra_policy.model.moment import Moment, later
from tra_policy.model.policy import ForEvery, Policy
from tra_policy.model.request import Clause
from tra_policy.model.wording import worded, worded_citation, worded_timing
from tra_policy.words.noun import Noun
from tra_policy.words.source import Source, Span

RELEASED = "the released checkpoint"
OUTSIDE = frozenset({"independent", "authority"})
_CLASSES = frozenset({*OUTSIDE, "engaged", "developer"})


class Asked(Noun):
    """A policy and its texts, by path."""

    policy: Policy
    sources: Mapping[str, Source]

    @property
    def developer(self) -> str:
        """The party that answers for everything nobody else is named for."""
        return self.policy.developer or "the developer"

    def place(self, span: Span) -> str:
        """Return `path:line:column`; empty where the text is not at hand."""
        source = self.sources.get(span.path)
        return str(source.place(span.start)) if source is not None and span.path else ""

    def clause(self, item: str, says: str, span: Span, *notes: Notes) -> Clause:
        """Return a line that asks for something; the first notes that cite anything are its own."""
        cited = next((n.cites for n in notes if n.cites), ())
        cites = tuple(dict.fromkeys(worded_citation(c) for c in cited))
        return Clause(item, says, cites, self.place(span))

    def due(self, timings: Iterable[Timing]) -> str:
        """Return by when something is due, in words; with the day where the text alone gives it."""
        return ", ".join(self._due(timing) for timing in timings if timing.kind != "until")

    def _due(self, timing: Timing) -> str:
        said = worded_timing(timing)
        if timing.kind != "within" or timing.stretch is None:
            return said
        if not timing.event:
            return f"{said} of falling due"
        effective = self.policy.effective
        if timing.event == "effective" and effective is not None:
            return f"{said} ({later(Moment(effective), timing.stretch)})"
        return said


def made_by(tests: Iterable[Condition]) -> tuple[str, ...]:
    """Return the roles that some tests are about: `run by independent`."""
    return tuple(dict.fromkeys(worded(t) for t in tests if isinstance(t, RoleIs)))


def outsiders(holders: Iterable[str], developer: str) -> tuple[str, ...]:
    """Return of whom makers have to be independent, given the parties and classes that are named."""
    return (developer,) if any(holder in OUTSIDE for holder in holders) else ()


def apart_from(tests: Iterable[Condition], developer: str) -> tuple[str, ...]:
    """Return of whom makers have to be independent by some tests: also `… is independent of PARTY`."""
    known = tuple(tests)
    named = (
        ".".join(t.value) if isinstance(t.value, tuple) else str(t.value)
        for t in known
        if isinstance(t, FieldTest) and t.test == "independent of"
    )
    return tuple(dict.fromkeys((*outsiders(holders_of(known), developer), *named)))


def holders_of(tests: Iterable[Condition]) -> tuple[str, ...]:
    """Return the parties and classes that some tests name as holders of roles."""
    return tuple(t.holder for t in tests if isinstance(t, RoleIs))


def parties_in(holders: Iterable[str]) -> tuple[str, ...]:
    """Return those holders that are parties, not classes of them."""
    return tuple(h for h in holders if h not in _CLASSES)


def every(for_every: ForEvery) -> str:
    """Return the records that a clause is about: `every warning where severity >= medium`."""
    return f"every {for_every.kind}{where(for_every.where)}"


def where(tests: Iterable[Condition]) -> str:
    """Return tests as the end of a sentence; empty where there are none."""
    said = ", ".join(worded(t) for t in tests)
    return f" where {said}" if said else ""


def bounds(tests: Iterable[Condition], stage: str = "") -> str:
    """Return the range that a claim of completeness has to cover, as the end of a sentence."""
    plain = [
        t
        for t in tests
        if isinstance(t, FieldTest) and t.test == "is" and not t.against_path and len(t.path) == 1
    ]
    within = f" in stage {stage}" if stage else ""
    return within + where(plain)


def all_records(kind: str, within: str = "") -> str:
    """Return the claim that all records of a kind and range are there."""
    return f"a population claim over all {kind} records{within}"
