"""The evidence as it stood on a day, indexed, with the policy that it is held against.

A world is a value. Masking gives another one; nothing is worked out twice for the parts they share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from tra_policy.evaluate.ground.registered import names_in_use, registered_parties
from tra_policy.evaluate.ground.stated import stated_parties
from tra_policy.logic.parties import Parties
from tra_policy.model.evidence.acts import Representation
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Evidence, Filed, Table
from tra_policy.model.evidence.measuring import Decision, JudgementRecord, Measurement
from tra_policy.model.evidence.run import Checkpoint
from tra_policy.model.evidence.tables import Asked, Rows, Shard
from tra_policy.model.moment import Moment
from tra_policy.model.policy import Policy, Threshold
from tra_policy.model.proof import Reason
from tra_policy.model.registry import NO_REGISTRY, Registry
from tra_policy.words.noun import Noun, replace
from tra_policy.words.source import Source, Span

R = TypeVar("R", bound=Record)
_HANDED_ON = (
    "visible",
    "by_id",
    "seen",
    "called",
    "parties",
    "signing",
    "checkpoints",
    "models",
    "shared",
    "faults",
)


class World(Noun):
    """A policy, the evidence visible on a day, and the subject that is asked about.

    `until` leaves out what was done or recorded at that moment or later.
    """

    policy: Policy
    evidence: Evidence
    as_of: date
    subject: str
    sources: tuple[tuple[str, Source], ...] = ()
    masked: frozenset[str] = frozenset()
    waivers: bool = True
    until: Moment | None = None
    registry: Registry = NO_REGISTRY

    @cached_property
    def visible(self) -> tuple[Filed, ...]:
        """Everything dated and recorded by the day asked about, masked or not, ordered by id."""
        shown = (filed for filed in self.evidence.filed if self._is_visible(filed))
        return tuple(sorted(shown, key=lambda f: f.record.id))

    def _is_visible(self, filed: Filed) -> bool:
        record, as_of = filed.record, self.as_of
        recorded = record.recorded or self.evidence.manifest.date
        happened = record.happened
        if recorded.day > as_of or (happened is not None and happened.day > as_of):
            return False
        if self.until is None:
            return True
        return self.until.earliest > max(recorded.latest, (happened or recorded).latest)

    def before(self, moment: Moment) -> World:
        """Return the world as it stood just before a moment: what was recorded later is not seen."""
        return replace(self, until=moment, as_of=min(self.as_of, moment.day))

    @cached_property
    def by_id(self) -> dict[str, Filed]:
        """Visible records by id, masked or not."""
        return {filed.record.id: filed for filed in self.visible}

    @cached_property
    def seen(self) -> dict[type[Record], list[Filed]]:
        """Visible records by kind, masked or not, ordered by id."""
        kinds: dict[type[Record], list[Filed]] = {}
        for filed in self.visible:
            kinds.setdefault(type(filed.record), []).append(filed)
        return kinds

    @cached_property
    def parties(self) -> Parties:
        """Who is who: what the policy, the bundle and the registry state."""
        stated = stated_parties(self.policy, self.evidence, self.visible)
        return registered_parties(stated, self.registry, self.called)

    @cached_property
    def signing(self) -> frozenset[str]:
        """The parties of the policy that have a key: what is theirs, they sign."""
        return frozenset(party.name for party in self.policy.parties if party.key)

    @cached_property
    def called(self) -> Mapping[str, str]:
        """What an organisation of the registry is called here, by its id, where it has a name here."""
        return names_in_use(self.policy, self.evidence.manifest, self.registry)

    @cached_property
    def _by_kind(self) -> dict[type[Record], tuple[Filed, ...]]:
        kinds: dict[type[Record], list[Filed]] = {}
        if not self.masked:
            return {kind: tuple(found) for kind, found in self.seen.items()}
        for filed in self.visible:
            if filed.id not in self.masked:
                kinds.setdefault(type(filed.record), []).append(filed)
        return {kind: tuple(found) for kind, found in kinds.items()}

    def filed(self, kind: type[Record], stating: str = "") -> Sequence[Filed]:
        """Return the visible, unmasked records of a kind, ordered by id: all, or those that state a field."""
        found = self._by_kind.get(kind, ())
        if not stating:
            return found
        key = ("stating", kind, stating)
        if key not in self.memo:
            alike = (places for names, places in self._forms(kind).items() if stating in names)
            self.memo[key] = [found[at] for at in sorted(chain.from_iterable(alike))]
        held: Sequence[Filed] = self.memo[key]
        return held

    def _forms(self, kind: type[Record]) -> Mapping[tuple[str, ...], list[int]]:
        """Where the records of a kind stand that state the same fields: most state the same ones."""
        key = ("forms", kind)
        held: dict[tuple[str, ...], list[int]] | None = self.memo.get(key)
        if held is None:
            self.memo[key] = held = {}
            for at, filed in enumerate(self._by_kind.get(kind, ())):
                held.setdefault(tuple(filed.record.model_fields_set), []).append(at)
        return held

    def states(self, kind: type[Record]) -> set[str]:
        """Return the fields that some visible, unmasked record of a kind states."""
        return set(chain.from_iterable(self._forms(kind)))

    def rows(self, asked: Asked) -> tuple[Filed, ...]:
        """Return the rows of tables as cells, as far as a question tells them apart, ordered by id.

        Of a table that was not counted nothing is known: it stands as one row that may be anything.
        """
        found: list[Filed] = []
        for table in self.evidence.tables:
            if table.entry.kind == asked.kind:
                cells = table.cells.get(asked)
                found += [_unknown(table)] if cells is None else cells
                found += [_unknown(table, shard) for shard in table.shards if shard.broken]
        return tuple(filed for filed in found if self._is_visible(filed))

    def records(self, kind: type[R]) -> Iterator[R]:
        """Yield the visible, unmasked records of a kind, ordered by id."""
        for filed in self.filed(kind):
            if isinstance(filed.record, kind):
                yield filed.record

    def without(self, ids: Iterable[str]) -> World:
        """Return the same world without some records."""
        other = replace(self, masked=frozenset(ids))
        # What masking does not touch is handed on rather than worked out again.
        for name in _HANDED_ON:
            other.__dict__[name] = getattr(self, name)
        return other

    def recorded(self, record: Record) -> Moment:
        """Return by when a record was written: its own statement, or the day of the manifest."""
        return record.recorded or self.evidence.manifest.date

    def decision(self, threshold: Threshold | str) -> Decision | None:
        """Return the developer's latest decision on a threshold for the subject, or None."""
        return self._decisions.get(threshold if isinstance(threshold, str) else threshold.name)

    @cached_property
    def _decisions(self) -> dict[str, Decision]:
        """The latest decisions for the subject, by threshold."""
        own = (d for d in self.records(Decision) if d.subject == self.subject)
        found = [d for d in own if not self._withdrawn(d)]
        return {d.threshold: d for d in sorted(found, key=lambda d: (d.decided.latest, d.id))}

    def _withdrawn(self, decision: Decision) -> bool:
        """Whether those who made a decision took it back; anybody else's retraction changes nothing."""
        said, own = decision.retracted, (decision.author, *decision.deciders)
        return said is not None and said.by in (*own, self.evidence.manifest.developer)

    @cached_property
    def checkpoints(self) -> dict[str, Checkpoint]:
        """Declared checkpoints by id."""
        return {c.id: c for c in self.records(Checkpoint)}

    @cached_property
    def models(self) -> dict[str, tuple[Checkpoint, ...]]:
        """Declared checkpoints by every name that they go by: their own, or one that they are deployed
        under.
        """
        found: dict[str, tuple[Checkpoint, ...]] = {}
        for checkpoint in self.checkpoints.values():
            for name in checkpoint.deployed_as:
                if name not in self.checkpoints:
                    found[name] = (*found.get(name, ()), checkpoint)
        return found | {name: (checkpoint,) for name, checkpoint in self.checkpoints.items()}

    @cached_property
    def shared(self) -> dict[tuple[Any, ...], Any]:
        """What is the same in every masked world, by question."""
        return {}

    @cached_property
    def faults(self) -> dict[str, tuple[Filed, tuple[Reason, ...]]]:
        """What is wrong with records in themselves, as far as it was asked for, by id."""
        return {}

    @cached_property
    def memo(self) -> dict[tuple[Any, ...], Any]:
        """Answers already worked out in this very world, by question."""
        return {}

    @cached_property
    def work(self) -> tuple[Filed, ...]:
        """Measurements and judgements: all that masking may remove."""
        return (*self.filed(Measurement), *self.filed(JudgementRecord))

    def actual(self, party: str) -> str:
        """Return who a party of the policy is: a law's developer is the one that the bundle is of."""
        stand_in = self.policy.any_developer and party == self.policy.developer
        return self.evidence.manifest.developer if stand_in else party

    def representations(self, party: str, item: str) -> Iterator[Filed]:
        """Yield what a party represents of an item: unsigned ones do not count where it has a key."""
        declared = self.policy.party(party)
        for filed in self.filed(Representation):
            said = filed.record
            assert isinstance(said, Representation)
            if said.party not in (party, self.actual(party)) or (
                said.covers and item not in said.covers
            ):
                continue
            unsigned = declared is not None and declared.key and party not in filed.signed_by
            if not unsigned and not filed.defects and said.retracted is None:
                yield filed

    def place(self, span: Span) -> str:
        """Return `path:line:column` of a span; empty when its text is not at hand."""
        key = ("place", span)
        if key not in self.shared:
            self.shared[key] = self._place(span)
        found: str = self.shared[key]
        return found

    def _place(self, span: Span) -> str:
        for path, source in self.sources:
            if path == span.path and span.path:
                return str(source.place(span.start))
        return ""


def _unknown(table: Table, shard: Shard | None = None) -> Filed:
    """A row of which nothing is known, for as many as there may be."""
    name = f"{table.entry.id}:{shard.path if shard else 'not-counted'}"
    stated: dict[str, Any] = {"kind": table.entry.kind, "id": name}
    return Filed(
        type(table.base).model_construct(**stated),
        table.place,
        rows=Rows(table.entry.id, 1, "not counted", unsaid=None),
    )
