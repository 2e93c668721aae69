"""One threshold as a person reads it: the answer, whose evidence it is, and what stands besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

from rich.console import RenderableType
from rich.text import Text

from tra_policy.reports.page import Page
from tra_policy.reports.sheet import (
    Block,
    bullets,
    coloured,
    fields,
    heading,
    joined,
    safe,
    stacked,
)
from tra_policy.reports.wording import (
    AGREES,
    AXES,
    CLASSES,
    FLAGS,
    LABELS,
    LEGS,
    REASONS,
    RELIES,
    ROLE_OF_AXIS,
    RULINGS,
    STANDS,
    STATES,
)

if TYPE_CHECKING:
    from tra_policy.model.report import Holder, MeasurementReport, ThresholdReport

Row = tuple[str, RenderableType]


def section(answer: ThresholdReport, page: Page) -> Block:
    """Yield the lines about one threshold and one subject."""
    title = safe(answer.id, page, "bold")
    if answer.title:
        title.append("  ").append_text(safe(answer.title, page))
    yield heading(title, page, coloured(answer.label.upper(), answer.label))
    yield fields(_rows(answer, page), page)
    if answer.measurements:
        yield Text("  records that bear on it", style="dim" if page.colour else "")
        yield bullets((_record(m, page) for m in answer.measurements), page, indent=4)
    yield Text()


def _rows(answer: ThresholdReport, page: Page) -> Iterator[Row]:
    yield "subject", safe(answer.subject, page)
    if answer.cites:
        yield "cites", safe("; ".join(answer.cites), page)
    state = coloured(STATES[answer.state], answer.state)
    if answer.treated_as != answer.state:
        state.append(", treated as ").append(STATES[answer.treated_as], style="bold")
    yield "state", state
    yield "ruling", _ruling(answer)
    yield "label", _label(answer)
    yield "asked of", Text(f"the {_asked(answer)}")
    for axis in AXES:
        yield axis, _axis(answer, axis, page)
    if answer.contradicting:
        yield "against", safe(", ".join(answer.contradicting) + " read the other way", page)
    if answer.unpublished:
        yield "unpublished", safe(", ".join(answer.unpublished) + ": results not made public", page)
    legs = answer.legs
    present = [words for leg, words in LEGS.items() if getattr(legs, leg)]
    absent = [words for leg, words in LEGS.items() if not getattr(legs, leg)]
    yield "present", Text("; ".join(present) or "none of the legs of a commitment")
    yield "absent", Text("; ".join(absent) or "none")
    clear = _alone(answer)
    if clear:
        yield "text alone", Text(clear)
    if answer.flags:
        yield "flags", _flags(answer.flags)


def _asked(answer: ThresholdReport) -> str:
    if answer.reliance_of == "state":
        return "computed state"
    return "developer's ruling" if answer.ruling != "none" else "records that bear: no ruling"


def _ruling(answer: ThresholdReport) -> Text:
    ruling = Text(RULINGS[answer.ruling])
    if answer.ruling == "none":
        return ruling
    ruling.append(": ")
    return ruling.append(
        AGREES[answer.ruling_agrees], style="" if answer.ruling_agrees else "yellow"
    )


def _label(answer: ThresholdReport) -> Text:
    line = coloured(answer.label, answer.label)
    if answer.label != "commitment":
        line.append(f" ({LABELS[answer.label]})")
    if answer.label_of_text == answer.label:
        return line.append("; the text alone says the same")
    return line.append("; the text alone would be ").append_text(
        coloured(answer.label_of_text, answer.label_of_text)
    )


def _axis(answer: ThresholdReport, axis: str, page: Page) -> Text:
    reliance = str(getattr(answer.relies_on_self, axis))
    standing = str(getattr(answer.stands_on, axis))
    line = coloured(RELIES[axis, reliance], reliance)
    if reliance != "nothing":
        line.append(f"; stands on {STANDS[standing]}")
        who = _holders(answer.measurements, ROLE_OF_AXIS[axis])
        if who:
            line.append("; ").append(f"{ROLE_OF_AXIS[axis]} by ").append_text(_named(who, page))
    return line


def _holders(records: Iterable[MeasurementReport], role: str) -> tuple[Holder, ...]:
    known = list(records)
    relied = [m for m in known if m.relied_on] or known
    return tuple(dict.fromkeys(h for m in relied for h in _role(m, role)))


def _role(record: MeasurementReport, role: str) -> tuple[Holder, ...]:
    return cast("tuple[Holder, ...]", getattr(record.roles, role))


def _named(holders: Iterable[Holder], page: Page) -> Text:
    return joined(
        safe(h.party, page).append(f" ({CLASSES[h.class_]})") for h in sorted(holders, key=_name)
    )


def _name(holder: Holder) -> tuple[str, str]:
    return holder.party, holder.class_


def _alone(answer: ThresholdReport) -> str:
    """Say what the policy's text alone lets the developer do."""
    pivots = {"design": answer.pivotality.design, "run": answer.pivotality.run}
    parts = []
    for key, words in (
        ("self_sufficient", "the developer can clear it alone"),
        ("self_only", "no outside measurement can change the outcome"),
    ):
        axes = [axis for axis, pivot in pivots.items() if getattr(pivot, key)]
        if axes:
            parts.append(f"{words} ({', '.join(axes)})")
    undecided = [axis for axis, pivot in pivots.items() if pivot.self_only is None]
    if undecided:
        parts.append(
            f"too large to decide whether outside measurements matter ({', '.join(undecided)})"
        )
    named = sorted({m for pivot in pivots.values() for m in pivot.decorative})
    if named:
        parts.append(f"named without effect: {', '.join(named)}")
    if answer.pivotality.fail_open:
        parts.append("with no evidence at all it lets the developer proceed")
    return "; ".join(parts)


def _record(record: MeasurementReport, page: Page) -> RenderableType:
    return stacked(*_record_lines(record, page))


def _record_lines(record: MeasurementReport, page: Page) -> Iterator[Text]:
    yield _reading(record, page)
    yield _who(record, page)
    if record.finding:
        yield Text("found, in words: ").append_text(safe(record.finding, page))
    if record.reasons:
        verb = "counted with reserve" if record.eligible else "cannot support the all-clear"
        said = ", ".join(REASONS[reason] for reason in record.reasons)
        yield Text(f"{verb}: {said}", style="yellow")
    elif not record.eligible:
        yield Text("cannot support the all-clear", style="yellow")
    if record.flags:
        yield Text(f"flagged {', '.join(record.flags)}")
    if record.signed_by:
        yield Text("signed by ").append_text(safe(", ".join(record.signed_by), page))
    if record.as_told:
        told = safe(", ".join(record.as_told), page)
        yield Text("as told by the developer: not signed by ").append_text(told)
    if record.source:
        yield safe(f"source: {record.source}", page, "dim" if page.colour else "")


def _reading(record: MeasurementReport, page: Page) -> Text:
    what = ".".join(part for part in (record.benchmark, record.metric) if part)
    line = safe(record.id, page, "bold")
    if record.kind == "judgement":
        line.append("  judgement").append(" " if what else "").append_text(safe(what, page))
    elif what:
        line.append("  ").append_text(safe(what, page))
    if record.value is not None:
        line.append(" = ").append_text(safe(record.value, page, "bold"))
    elif record.kind == "measurement":
        line.append(", no number published")
    if record.interval:
        line.append(", interval ").append_text(safe(record.interval, page))
    if record.limit:
        line.append(", limit ").append_text(safe(record.limit, page))
    if record.reading:
        said = "is said to read" if record.stated_only else "reads"
        line.append(f", {said} {record.reading}")
    return line


def _who(record: MeasurementReport, page: Page) -> Text:
    held: dict[tuple[Holder, ...], list[str]] = {}
    for role in ROLE_OF_AXIS.values():
        held.setdefault(_role(record, role), []).append(role)
    parts = [
        Text(f"{_listed(roles)} by ").append_text(_named(holders, page))
        for holders, roles in held.items()
        if holders
    ]
    silent = [role for role in ROLE_OF_AXIS.values() if not _role(record, role)]
    if silent:
        parts.append(Text(f"not stated who {' or '.join(silent)} it"))
    return joined(parts, "; ")


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _flags(flags: Iterable[str]) -> Text:
    return joined((Text(f"{flag} ({FLAGS[flag]})") for flag in flags), "; ")
