"""Which records bear on a threshold, which way each reads, and whose work each is."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.ground.comparing import compared
from tra_policy.evaluate.ground.eligibility import Eligibility, Setting, eligibility, setting_of
from tra_policy.evaluate.ground.measured import measured_for, measured_with
from tra_policy.evaluate.ground.soundness import taken_back
from tra_policy.evaluate.ground.standing import AXES, WorkClasses, measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import CREDITED, SELF, Class, lowest, strongest
from tra_policy.logic.conditions import adverse_form, expanded, judgements_of
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, of_bool
from tra_policy.logic.parties import Window
from tra_policy.model.conditions import (
    Comparison,
    Condition,
    Group,
    Judgement,
    Said,
    Unpublished,
)
from tra_policy.model.evidence.base import Reading
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import JudgementRecord, Measurement
from tra_policy.model.policy import Metric, Threshold
from tra_policy.words.noun import Noun

Side = tuple[Comparison | Judgement | Said, bool]  # an atom, and whether it being true is adverse


class Bearing(Noun):
    """One record that bears on a threshold. `published` is false where no result was made public."""

    filed: Filed
    eligibility: Eligibility
    reading: Reading | None
    stated_only: bool
    published: bool
    cited: bool
    classes: WorkClasses

    @property
    def id(self) -> str:
        """The record's id."""
        return self.filed.id

    @property
    def in_words_alone(self) -> bool:
        """Whether all that was made public of what came out is words: a reading without a number, or
        words that read neither way.
        """
        record = self.filed.record
        if not isinstance(record, Measurement) or not self.published:
            return self.stated_only
        unread = record.reading is None and not record.inconclusive
        return self.stated_only or (record.value is None and unread)

    @property
    def is_evidence(self) -> bool:
        """Whether it is evidence on this threshold and subject at all: not what its own author took
        back, and not what is about another model.
        """
        about_another = "wrong-subject" in self.eligibility.reasons
        return not about_another and not taken_back(self.filed.record)


def metric_of(world: World, comparison: Comparison) -> Metric:
    """Return the metric that a comparison is about."""
    benchmark = world.policy.benchmark(comparison.benchmark)
    found = benchmark.metric(comparison.metric) if benchmark else None
    return found or Metric(comparison.metric)


def sides(condition: Condition | None, adverse: bool = True) -> Iterator[Side]:
    """Yield the atoms that records can read on, each with whether its being true is adverse."""
    match condition:
        case Group():
            inner = adverse != (condition.kind == "none")
            for member in condition.members:
                yield from sides(member, inner)
        case Comparison() | Judgement() | Said():
            yield condition, adverse
        case _:
            return


def threshold_sides(world: World, threshold: Threshold) -> tuple[list[Side], list[Side]]:
    """Return the sided atoms of `reached when` and of `ruled out when`."""
    key = ("sides", threshold.name)
    if key not in world.shared:
        world.shared[key] = _sides_of(world, threshold)
    found: tuple[list[Side], list[Side]] = world.shared[key]
    return found


def _sides_of(world: World, threshold: Threshold) -> tuple[list[Side], list[Side]]:
    def of(condition: Condition | None, adverse: bool) -> list[Side]:
        if condition is None:
            return []
        return list(sides(expanded(condition, world.policy), adverse))

    return of(threshold.reached_when, True), of(threshold.ruled_out_when, False)


def bearings(world: World, threshold: Threshold) -> tuple[Bearing, ...]:
    """Return every record that bears on a threshold, ordered by id.

    A record bears if an atom names its benchmark, a decision or judgement on the threshold cites it, or
    it names the threshold itself. Being in the same domain is not enough.
    """
    key = ("bearings", threshold.name)
    if key not in world.memo:
        world.memo[key] = tuple(_bearings(world, threshold))
    found: tuple[Bearing, ...] = world.memo[key]
    return found


def bearing_ids(world: World, threshold: Threshold) -> frozenset[str]:
    """Return the ids of the records that bear on a threshold."""
    key = ("bearing ids", threshold.name)
    if key not in world.memo:
        world.memo[key] = frozenset(b.id for b in bearings(world, threshold))
    found: frozenset[str] = world.memo[key]
    return found


def _bearings(world: World, threshold: Threshold) -> Iterator[Bearing]:
    reached, ruled_out = threshold_sides(world, threshold)
    named = {a.benchmark for a, _ in (*reached, *ruled_out) if isinstance(a, Comparison)}
    setting = setting_of(world, threshold)
    relied_on = set(setting.decision.relied_on) if setting.decision else set()
    own = measured_for(world, threshold.name)
    cited = set(relied_on)
    for filed in own:
        if isinstance(filed.record, JudgementRecord):
            cited |= set(filed.record.relied_on)
    bearing = {filed.id: filed for name in named for filed in measured_with(world, name)}
    bearing |= {filed.id: filed for filed in own}
    for name in cited - bearing.keys():
        held = world.by_id.get(name)
        work = held is not None and isinstance(held.record, (Measurement, JudgementRecord))
        if held is not None and work and name not in world.masked:
            bearing[name] = held
    for name, filed in sorted(bearing.items()):
        yield _bearing(world, threshold, filed, setting, name in relied_on)


def _bearing(
    world: World, threshold: Threshold, filed: Filed, setting: Setting, relied_on: bool
) -> Bearing:
    record = filed.record
    reading, stated = reading_of(world, threshold, filed)
    published = not isinstance(record, Measurement) or _is_published(record)
    return Bearing(
        filed,
        eligibility(world, filed, setting),
        reading,
        stated,
        published,
        relied_on,
        classes_of(world, threshold, filed, setting, ()),
    )


def _is_published(record: Measurement) -> bool:
    """Whether a result was made public: a number, or which way it reads, or what came out in words."""
    said = record.value is not None or record.reading is not None or record.inconclusive
    told = record.finding is not None and bool(record.finding.strip())
    return (said or told) and not record.withheld


def reading_of(world: World, threshold: Threshold, filed: Filed) -> tuple[Reading | None, bool]:
    """Return which way a record reads on a threshold, and whether that is only stated.

    A computed reading is the estimate against the limits: above a rule-in limit, below a rule-out
    limit, otherwise inconclusive.
    """
    reached, ruled_out = threshold_sides(world, threshold)
    record = filed.record
    if isinstance(record, JudgementRecord):
        return _judged_reading(world, record, [*reached, *ruled_out]), False
    if not isinstance(record, Measurement) or record.withheld:
        return None, False
    if record.inconclusive:
        return "inconclusive", False
    into = [_towards(world, record, a, sign) for a, sign in reached if isinstance(a, Comparison)]
    out = [_towards(world, record, a, s) for a, s in ruled_out if isinstance(a, Comparison)]
    into, out = [x for x in into if x is not None], [x for x in out if x is not None]
    if any(into):
        return "above", False
    if out:
        return ("inconclusive" if any(out) else "below"), False
    if into:
        return "below", False
    return record.reading, record.reading is not None


def _towards(
    world: World, record: Measurement, atom: Comparison, truth_is_adverse: bool
) -> bool | None:
    """Whether the estimate reads towards reached on one atom; None where it says nothing on it."""
    if (atom.benchmark, atom.metric) != (record.benchmark, record.metric):
        return None
    if isinstance(atom.limit, Unpublished):
        return None
    metric = metric_of(world, atom)
    found = compared(record, atom, metric)
    if found.adverse is None or "incomparable" in found.reasons:
        return None
    _, negated = adverse_form(atom, metric.higher_is_worse)
    atom_true = found.adverse != negated
    return atom_true == truth_is_adverse


def _judged_reading(world: World, record: JudgementRecord, atoms: list[Side]) -> Reading:
    if record.outcome == "undecided":
        return "inconclusive"
    adverse = True
    for atom, sign in atoms:
        if isinstance(atom, (Judgement, Said)) and answers(world, record, atom) != FALSE:
            adverse = sign
            break
    affirmed = record.outcome == "affirmed"
    return "above" if affirmed == adverse else "below"


def answers(world: World, record: JudgementRecord, atom: Judgement | Said) -> Truth:
    """Whether a judgement record answers an atom: the same judges, and the same question.

    A record that does not state its question answers the only one that its judges are asked in that
    clause; where they are asked several, it is open which one it answers.
    """
    if isinstance(atom, Said):
        return of_bool(
            record.question is not None and _words(record.question) == _words(atom.sentence)
        )
    if not _judged_by(world, record, atom):
        return FALSE
    if record.question is not None:
        return of_bool(_words(record.question) == _words(atom.question))
    questions = {
        _words(other.question)
        for other in judgements_of(world.policy, record.about)
        if _judged_by(world, record, other)
    }
    return TRUE if len(questions | {_words(atom.question)}) == 1 else UNKNOWN


def _words(question: str) -> str:
    return " ".join(question.split())


def _judged_by(world: World, record: JudgementRecord, atom: Judgement) -> bool:
    held = set(record.judges)
    return all(name in held or world.actual(name) in held for name in atom.judges)


def classes_of(
    world: World, threshold: Threshold, filed: Filed, setting: Setting, seen: tuple[str, ...]
) -> WorkClasses:
    """Return the classes of a record's work. A judgement has those of the work that it cites and
    that reads its way, if that is eligible and came first; citing none that is on file, its judge's.
    """
    record = filed.record
    end = setting.end(world.as_of)
    if isinstance(record, Measurement):
        return measurement_classes(world, record, end)
    assert isinstance(record, JudgementRecord)
    parties = world.parties
    start = record.judged.day if record.judged else None
    window = Window(start, end) if start is None else Window(min(start, end), max(start, end))
    judges = lowest(parties.standing(n, window).held for n in record.judges)
    cited = [
        world.by_id[name]
        for name in record.relied_on
        if name in world.by_id
        and name not in seen
        and isinstance(world.by_id[name].record, (Measurement, JudgementRecord))
    ]
    if not cited:
        return WorkClasses(judges, judges, judges)
    way, _ = reading_of(world, threshold, filed)
    works = [
        (
            classes_of(world, threshold, c, setting, (*seen, filed.id)),
            reading_of(world, threshold, c)[0] if _usable(world, record, c, setting) else None,
        )
        for c in cited
    ]
    per_axis: list[Class] = []
    for axis in AXES:
        held = [(classes.on(axis), reading) for classes, reading in works]
        its_way = strongest(c for c, reading in held if c in CREDITED and reading == way)
        if its_way is not None:
            per_axis.append(its_way)
        elif any(c in CREDITED for c, _ in held) or (held and all(c in SELF for c, _ in held)):
            per_axis.append("self")
        else:
            per_axis.append("unidentified")
    design, run, grade = per_axis
    return WorkClasses(design, run, grade)


def _usable(world: World, judgement: JudgementRecord, cited: Filed, setting: Setting) -> bool:
    """Whether a judgement could rest on a record: eligible, and done before it was made."""
    if judgement.judged is None or not eligibility(world, cited, setting).eligible:
        return False
    done = cited.record.happened or world.recorded(cited.record)
    return done.day <= judgement.judged.day
