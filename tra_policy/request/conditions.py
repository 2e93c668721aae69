"""What the conditions of a policy ask for: measurements, judgements, and facts about declared things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from tra_policy.model.conditions import (
    Comparison,
    Condition,
    Counter,
    Fact,
    FieldTest,
    Group,
    Holds,
    Judgement,
    RoleIs,
    Said,
    ThingIs,
    ThresholdIs,
    Unpublished,
)
from tra_policy.model.duties import Notes
from tra_policy.model.policy import Metric
from tra_policy.model.request import Clause, Wanted
from tra_policy.model.wording import listed, worded
from tra_policy.request.asked import Asked, outsiders, parties_in
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.source import Span

SHOWS_FACT: dict[Fact, tuple[str, ...]] = {
    "shown": ("safeguard", "action"),
    "published": ("publication", "action"),
    "approved": ("safeguard", "document", "action"),
    "specified": ("safeguard",),
    "in place": ("safeguard",),
    "complete": ("document", "publication", "safeguard", "action"),
}


class Reader(Noun):
    """For whom a condition is asked: the clause, what hangs on it, and by when it must be known.

    `name` is what a judgement has to be about. `thresholds` are those whose state the condition reads,
    filled while it is walked through.
    """

    asked: Asked
    item: str
    name: str
    notes: tuple[Notes, ...] = ()
    subject: str = ""
    due: str = ""
    only_if: str = ""
    gates: bool = True
    decides: tuple[str, ...] = ()
    within: str = ""
    seen: set[str] = field(default_factory=set)
    thresholds: dict[str, None] = field(default_factory=dict)

    def clause(self, atom: Condition, span: Span) -> Clause:
        """Return the line that an atom stands in."""
        says = f"{self.within}: {worded(atom)}" if self.within else worded(atom)
        return self.asked.clause(self.item, says, span, *self.notes)


def from_condition(reader: Reader, condition: Condition | None) -> Iterator[Wanted]:
    """Yield what a condition asks for, a record an atom; each define is looked at once."""
    match condition:
        case None:
            return
        case Group():
            for member in condition.members:
                yield from from_condition(reader, member)
        case Holds():
            yield from _defined(reader, condition)
        case ThresholdIs():
            reader.thresholds[condition.threshold] = None
        case FieldTest() | RoleIs():
            return
        case Comparison():
            yield from _compared(reader, condition)
        case Judgement() | Said():
            yield _judged(reader, condition)
        case ThingIs():
            yield _fact(reader, condition)
        case Counter():
            yield _counted(reader, condition)
        case _:
            assert_never(condition)


def _defined(reader: Reader, atom: Holds) -> Iterator[Wanted]:
    if atom.define in reader.seen:
        return
    reader.seen.add(atom.define)
    found = reader.asked.policy.define(atom.define)
    if found is None or found.condition is None:
        yield _wanted(
            reader,
            atom,
            atom.span,
            what=f'the words of the policy: what "{atom.define}" means',
            kind="define",
            supplied_by=(reader.asked.developer,),
        )
        return
    inside = replace(
        reader, name=found.name, within=f"define {found.name}", notes=(found.notes, *reader.notes)
    )
    yield from from_condition(inside, found.condition)


def _wanted(
    reader: Reader,
    atom: Condition,
    span: Span,
    *,
    what: str,
    kind: str,
    supplied_by: tuple[str, ...],
    records: tuple[str, ...] = (),
    subject: str = "",
    made_by: tuple[str, ...] = (),
    independent_of: tuple[str, ...] = (),
    completeness: str = "",
) -> Wanted:
    return Wanted(
        what=what,
        kind=kind,
        records=records,
        subject=subject,
        supplied_by=supplied_by,
        made_by=made_by,
        independent_of=independent_of,
        due=reader.due,
        only_if=reader.only_if,
        completeness=completeness,
        gates=reader.gates,
        asked_by=(reader.clause(atom, span),),
        decides=reader.decides,
    )


def _compared(reader: Reader, atom: Comparison) -> Iterator[Wanted]:
    asked = reader.asked
    benchmark = asked.policy.benchmark(atom.benchmark)
    metric = (benchmark.metric(atom.metric) if benchmark else None) or Metric(atom.metric)
    name = f"{atom.benchmark}.{atom.metric}"
    if isinstance(atom.limit, Unpublished):
        yield _wanted(
            reader,
            atom,
            atom.span,
            what=f"the limit that {name} is held against, which is not public",
            kind="publication",
            records=("publication",),
            supplied_by=(asked.developer,),
        )
    named = (
        ("designed by", benchmark.designed_by if benchmark else ()),
        ("run by", (atom.run_by,) if atom.run_by else ()),
        ("graded by", benchmark.graded_by if benchmark else ()),
    )
    runner = parties_in((atom.run_by,)) if atom.run_by else ()
    bound = "" if atom.at_point_estimate else ", with its counts or a confidence interval"
    yield _wanted(
        reader,
        atom,
        atom.span,
        what=(
            f"a measurement of {name} (the {metric.statistic}, in {metric.unit}){bound}; "
            "who ran it, who graded it, the dates"
        ),
        kind="measurement",
        records=("measurement",),
        subject=reader.subject,
        supplied_by=runner or (asked.developer,),
        made_by=tuple(f"{role} {listed(holders)}" for role, holders in named if holders),
        independent_of=outsiders((atom.run_by,), asked.developer),
        completeness=f"a population claim over the measurements of {name}, or others may be left out",
    )


def _judged(reader: Reader, atom: Judgement | Said) -> Wanted:
    if isinstance(atom, Judgement):
        judges, question, bench = atom.judges, atom.question, listed(atom.judges)
    else:
        judges, question, bench = (reader.asked.developer,), atom.sentence, ""
    jointly = " jointly" if isinstance(atom, Judgement) and len(judges) > 1 else ""
    return _wanted(
        reader,
        atom,
        atom.span,
        what=(
            f'a dated judgement about {reader.name} that answers{jointly}: "{question}"; '
            "its outcome, the measurements that it relies on"
        ),
        kind="judgement",
        records=("judgement",),
        subject=reader.subject,
        supplied_by=judges,
        made_by=(f"judged by {bench}",) if bench else (),
    )


def _fact(reader: Reader, atom: ThingIs) -> Wanted:
    return _wanted(
        reader,
        atom,
        atom.span,
        what=f"a dated record that {worded(atom)}",
        kind="record",
        records=SHOWS_FACT[atom.fact],
        supplied_by=(reader.asked.developer,),
    )


def _counted(reader: Reader, atom: Counter) -> Wanted:
    compute = atom.counted == "compute"
    more = "; the compute then and now" if compute else ""
    return _wanted(
        reader,
        atom,
        atom.span,
        what=f"when {atom.since} last was, as a dated record{more}",
        kind="action",
        records=(*event_records(reader.asked, atom.since), *(("checkpoint",) if compute else ())),
        supplied_by=(reader.asked.developer,),
    )


def event_records(asked: Asked, event: str) -> tuple[str, ...]:
    """Return the kinds of record that date an event."""
    built_in = {
        "deployment": ("deployment",),
        "internal-deployment": ("deployment",),
        "training": ("training_run",),
        "measured": ("measurement",),
        "decided": ("decision",),
    }
    if event in built_in:
        return built_in[event]
    if event in asked.policy.document_names:
        return ("publication", "document", "notification", "action")
    if event in asked.policy.safeguard_names:
        return ("safeguard", "action")
    return ("action",)
