"""The records that a clause is about: one instance for each record of `for every`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tra_policy.evaluate.ground.nodes import merged_flags, node, yes
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.prepared import prepared
from tra_policy.evaluate.ground.records import kind_named, passes
from tra_policy.evaluate.ground.soundness import taken_back, unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN
from tra_policy.model.conditions import FieldTest
from tra_policy.model.evidence.base import Record
from tra_policy.model.policy import ForEvery
from tra_policy.model.proof import Flag, Proof, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import worded
from tra_policy.words.noun import Noun

SHOWN = 12  # instances that a proof lists whatever they come to
# Of more than these it lists all with which something is wrong, and so many of the others.
SHOWN_FINE = 3
_FINE = ("met", "not-applicable", "waived")


class Instances(Noun):
    """The records in scope (None: the clause stands by itself), and whether they are all there are,
    to this day.

    `doubtful` are records of which it cannot be told whether they are in scope.
    """

    records: tuple[Record | None, ...]
    of_records: bool = False
    complete: bool = True
    current: bool = True
    claim: str = ""
    doubtful: tuple[str, ...] = ()
    text: str = ""
    kind: str = ""

    def outcome(self, together: Outcome, count: int) -> tuple[Outcome, bool]:
        """Return the outcome over all instances, and whether nothing is in scope."""
        if together in ("not-met", "unknown"):
            return together, False
        if not self.complete or self.doubtful:
            return "unknown", False
        return ("not-applicable", True) if count == 0 else (together, False)

    def proof(
        self, world: World, item: str, parts: Sequence[Proof], outcome: Outcome, met: int = 0
    ) -> Proof:
        """Return the proof over all instances: those of `parts`, and further ones that are met, with
        nothing more to say of them.
        """
        wants = []
        if not self.complete:
            what = f"a population claim over all {self.kind} records"
            wants.append(Want("population", what, world.parties.developer))
        for name in self.doubtful:
            what = f"what {name} does not state: {self.text}"
            wants.append(Want(self.kind, what, world.parties.developer, "missing", name))
        listed, besides = _listed(parts, fine_shown(len(parts) + met))
        known: tuple[Flag, ...] = (
            () if self.current and not self.doubtful else ("selection-possible",)
        )
        return node(
            "every instance",
            outcome,
            f"{item}: {self.text}: {len(parts) + met} records",
            listed,
            evidence=(self.claim,) if self.claim else (),
            facts=(
                ("complete", yes(self.complete)),
                ("doubtful", str(len(self.doubtful))),
                *(
                    (f"besides {word}", str(count))
                    for word, count in sorted(_counted(besides, met).items())
                ),
            ),
            reasons=() if self.complete and not self.doubtful else ("missing",),
            flags=merged_flags(known, *(part.flags for part in besides)),
            wants=wants,
        )


def _counted(besides: Sequence[Proof], met: int) -> Counter[str]:
    return Counter(part.value for part in besides) + Counter({"met": met})


def is_fine(part: Proof) -> bool:
    """Whether nothing is wrong with an instance."""
    return part.value in _FINE


def fine_shown(count: int) -> int:
    """Return of how many instances with which nothing is wrong a proof over so many lists."""
    return SHOWN if count <= SHOWN else SHOWN_FINE


def _listed(parts: Sequence[Proof], most: int) -> tuple[list[Proof], list[Proof]]:
    """Return the instances that a proof lists, in their order, and those that it only counts: of those
    with which nothing is wrong, all but the first.
    """
    listed: list[Proof] = []
    besides: list[Proof] = []
    fine = 0
    for part in parts:
        fine += is_fine(part)
        (besides if is_fine(part) and fine > most else listed).append(part)
    return listed, besides


def instances_of(world: World, for_every: ForEvery | None) -> Instances:
    """Return the records that a clause is about."""
    if for_every is None:
        return Instances((None,))
    text = f"for every {for_every.kind}"
    if for_every.where:
        text += " where " + ", ".join(worded(w) for w in for_every.where)
    # Many clauses are about the same records.
    key = ("instances", for_every, text)
    if key not in world.memo:
        world.memo[key] = _instances_of(world, for_every, text)
    found: Instances = world.memo[key]
    return found


def _instances_of(world: World, for_every: ForEvery, text: str) -> Instances:
    kind = kind_named(for_every.kind)
    inside: list[Record | None] = []
    doubtful = []
    silent = False
    told = prepared(world, for_every.where, world.as_of)
    for filed in world.filed(kind) if kind else ():
        if taken_back(filed.record):
            silent = True  # whoever took it back may not want it asked about
            continue
        truth = told(filed.record, None)
        if truth != FALSE and _says_nothing(world, filed.record, for_every):
            # What a clause asks to be stated, and is not, takes the record out of scope; that nobody
            # left the field out is not shown.
            truth, silent = FALSE, True
        # A record that is not sound cannot show that it is out of scope.
        if truth == UNKNOWN or (truth == FALSE and unsound(world, filed)):
            doubtful.append(filed.id)
        elif truth != FALSE:
            inside.append(filed.record)
    # The rows of a table are counted, not asked one by one: what such a clause is about stays open.
    doubtful += [t.entry.id for t in world.evidence.tables if t.entry.kind == for_every.kind]
    claim = covering(world, for_every.kind, _range(for_every))
    current = bool(covering(world, for_every.kind, _range(for_every), world.as_of))
    return Instances(
        records=tuple(inside),
        of_records=True,
        complete=bool(claim),
        current=current and not silent,
        claim=claim,
        doubtful=tuple(doubtful),
        text=text,
        kind=for_every.kind,
    )


def _says_nothing(world: World, record: Record, for_every: ForEvery) -> bool:
    """Whether a field of the record's own that must be stated for it to be in scope is not."""
    return any(
        isinstance(test, FieldTest)
        and test.test == "stated"
        and len(test.path) == 1
        and passes(world, record, (test,), None, world.as_of) != TRUE
        for test in for_every.where
    )


def _range(for_every: ForEvery) -> dict[str, str]:
    bounded = {}
    for test in for_every.where:
        plain = isinstance(test, FieldTest) and test.test == "is" and len(test.path) == 1
        if plain and isinstance(test, FieldTest) and isinstance(test.value, str):
            bounded[test.path[0].replace("-", "_")] = test.value
    return bounded
