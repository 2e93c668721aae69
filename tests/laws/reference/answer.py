"""The answer of one threshold: state, ruling, and what the conclusion relies on."""

from __future__ import annotations

from dataclasses import dataclass

from .asking import bears, need_met, reading, ruled_out_truth, state, unpublished
from .eligibility import Record, decision_day, reasons, recorded, visible
from .kleene import FALSE
from .roles import AXES, judgement_class, measurement_class
from .ties import CREDITED, RANK, SELF, UNCREDITED
from .world import Judgement, Measurement, World


@dataclass(frozen=True)
class Answer:
    state: str
    treated_as: str
    ruling: str
    ruling_agrees: bool | None
    reliance_of: str
    relies_on_self: dict[str, str]
    stands_on: dict[str, str]
    needs_met: bool
    classes: dict[str, dict[str, str]]
    readings: dict[str, str | None]


def classes_of(world: World, records: list[Record]) -> dict[str, dict[str, str]]:
    """The class of every record on every axis."""
    found: dict[str, dict[str, str]] = {}
    for record in records:
        if isinstance(record, Measurement):
            found[record.id] = {a: measurement_class(world, record, a) for a in AXES}
    for record in records:
        if isinstance(record, Judgement):
            told = {r.id: r for r in records if isinstance(r, Measurement)}
            found[record.id] = {
                axis: judgement_class(
                    world,
                    record,
                    axis,
                    reading(world, record),
                    {
                        i: (
                            found[i][axis],
                            reading(world, told[i]) if carries(world, record, told[i]) else None,
                        )
                        for i in told
                    },
                )
                for axis in AXES
            }
    return found


def carries(world: World, record: Judgement, cited: Measurement) -> bool:
    """Whether a judgement could rest on a measurement: a sound one, of this subject, done by then."""
    if record.judged is None or reasons(world, cited) - {"incomparable"}:
        return False
    return (cited.ended or recorded(world, cited)) <= record.judged


def reliance_on_state(
    world: World, records: list[Record], axis: str, classes: dict[str, dict[str, str]]
) -> tuple[str, str]:
    """The column of the computed state: (relies_on_self, stands_on)."""
    whole = state(world, records)

    def same_with(kept: set[str]) -> bool:
        return state(world, [r for r in records if classes[r.id][axis] in kept]) == whole

    stands = "none"
    for name, kept in (
        ("authority", {"authority"}),
        ("independent", {"authority", "independent"}),
        ("engaged", CREDITED),
        ("self", CREDITED | SELF),
    ):
        if same_with(kept):
            stands = name
            break
    if not any(bears(world, r) for r in records):
        return "nothing", stands
    if same_with(CREDITED):
        return "not", stands
    if same_with(SELF):
        return "only", stands
    if same_with(CREDITED | SELF):
        return "partly", stands
    return "unattributed", stands


def reliance_on_ruling(
    world: World,
    records: list[Record],
    axis: str,
    classes: dict[str, dict[str, str]],
    ruling: str,
) -> tuple[str, str]:
    """The column of the ruling: (relies_on_self, stands_on)."""
    bearing = [r for r in records if bears(world, r)]
    if ruling != "none" and world.decision is not None and world.decision.relied_on:
        bearing = [r for r in bearing if r.id in world.decision.relied_on]
    bearing = [r for r in bearing if not unpublished(r)]
    if not bearing:
        return "nothing", "none"
    ways = {
        "reached": {"above"},
        "not_reached": {"below"},
        "cannot_rule_out": {"above", "inconclusive"},
        "none": set(),
    }
    its_way = [classes[r.id][axis] for r in bearing if reading(world, r) in ways[ruling]]
    standing = [c for c in its_way if c not in UNCREDITED]
    stands = max(standing, key=lambda c: RANK[c]) if standing else "none"
    stands = "self" if stands == "affiliated" else stands
    told = [classes[r.id][axis] for r in bearing]
    if any(c in CREDITED for c in its_way):
        return "not", stands
    if all(c in SELF for c in told):
        return "only", stands
    if any(c in CREDITED for c in told):
        return "partly", stands
    return "unattributed", stands


def answer(world: World) -> Answer:
    """Everything that the evidence says of the threshold."""
    records: list[Record] = [
        r for r in (*world.measurements, *world.judgements) if visible(world, r)
    ]
    found = state(world, records)
    classes = classes_of(world, records)
    ruling = "none"
    if world.decision is not None and decision_day(world):
        ruling = world.decision.ruling.replace("-", "_")
    treated = found
    if found == "unknown" and (
        world.threshold.treat_as_reached or ruling in {"reached", "cannot_rule_out"}
    ):
        treated = "reached"
    relies, stands = {}, {}
    for axis in AXES:
        if found != "unknown":
            relies[axis], stands[axis] = reliance_on_state(world, records, axis, classes)
        else:
            relies[axis], stands[axis] = reliance_on_ruling(world, records, axis, classes, ruling)
    return Answer(
        state=found,
        treated_as=treated,
        ruling=ruling,
        ruling_agrees=agrees(ruling, found, ruled_out_truth(world, records)),
        reliance_of="state" if found != "unknown" else "ruling",
        relies_on_self=relies,
        stands_on=stands,
        needs_met=all(need_met(world, n, records) for n in world.threshold.needs),
        classes=classes,
        readings={r.id: reading(world, r) for r in records},
    )


def agrees(ruling: str, found: str, ruled_out: int) -> bool | None:
    """Whether the developer's ruling and the computed state say the same."""
    if ruling == "none":
        return None
    if ruling == found or (ruling == "cannot_rule_out" and found in {"unknown", "reached"}):
        return True
    if {ruling, found} == {"reached", "not_reached"}:
        return False
    if ruling == "not_reached" and ruled_out == FALSE:
        return False
    return None
