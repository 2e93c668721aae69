"""What a duty asks for: records of the acts that keep it, and statements that nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.model.duties import Duty, Notes
from tra_policy.model.kinds import KINDS
from tra_policy.model.request import Clause, Wanted
from tra_policy.model.wording import worded, worded_duty
from tra_policy.request.asked import Asked
from tra_policy.request.conditions import event_records
from tra_policy.words.noun import Noun, replace

TELLING = frozenset({"notify", "send", "report", "provide", "consult"})
MAKING = frozenset({"show", "document", "develop", "review", "update", "approve"})
GATING = frozenset({"must", "must not"})
_SETS_A_TIME = frozenset({"before", "within", "every", "by"})
# Events that are dated by the trigger of the duty, or by a record that is asked for anyway.
_RELATIVE = frozenset({"", "reached", "triggered", "effective"})


class Setting(Noun):
    """Where a duty stands: its notes, what it is about, when it is owed, and what else hangs on it.

    `outer` is the kind of `for every`: its own date fields need no record of an event.
    """

    notes: tuple[Notes, ...] = ()
    subject: str = ""
    only_if: str = ""
    outer: str = ""
    decides: tuple[str, ...] = ()


def from_duty(asked: Asked, duty: Duty, setting: Setting) -> Iterator[Wanted]:
    """Yield what one duty asks for; its conditions and exceptions are read by others."""
    for thing in duty.objects or ("",):
        for to in duty.recipients or ("",):
            yield _act(asked, duty, setting, thing, to)
    for event in _events(asked, duty, setting):
        yield _dated(asked, duty, setting, event)
    if duty.modal == "must not" or any(t.kind in _SETS_A_TIME for t in duty.timings):
        yield _represented(asked, duty, setting)


def _clause(asked: Asked, duty: Duty, setting: Setting) -> Clause:
    return asked.clause(duty.id, worded_duty(duty), duty.span, duty.notes, *setting.notes)


def _wanted(
    asked: Asked,
    duty: Duty,
    setting: Setting,
    *,
    what: str,
    kind: str,
    records: tuple[str, ...],
    subject: str = "",
    due: str = "",
    only_if: str = "",
) -> Wanted:
    return Wanted(
        what=what,
        kind=kind,
        records=records,
        subject=subject,
        supplied_by=duty.party or (asked.developer,),
        due=due,
        only_if=only_if,
        gates=duty.modal in GATING,
        asked_by=(_clause(asked, duty, setting),),
        decides=setting.decides,
    )


def _act(asked: Asked, duty: Duty, setting: Setting, thing: str, to: str) -> Wanted:
    part = replace(
        duty,
        objects=(thing,) if thing else (),
        recipients=(to,) if to else (),
        where=(),
        timings=(),
    )
    tests = ", ".join(worded(t) for t in duty.where)
    subject = setting.subject + (f", where {tests}" if tests else "")
    return _wanted(
        asked,
        duty,
        setting,
        what=f"{_shows(duty)}: {worded_duty(part)}",
        kind="record",
        records=shown_by(asked, duty.verb, thing, to),
        subject=subject,
        due=asked.due(duty.timings),
        only_if=setting.only_if,
    )


def _shows(duty: Duty) -> str:
    """What is done is shown by one record; what was forbidden, by all that there are of it."""
    if duty.modal == "must not":
        return "every record of what was forbidden, with its time of day, if it was done at all"
    return "a dated record that shows"


def shown_by(asked: Asked, verb: str, thing: str, to: str) -> tuple[str, ...]:
    """Return the kinds of record that show an act: the most telling first, an `action` always does."""
    policy = asked.policy
    is_document = thing in policy.document_names
    found: list[str] = []
    if verb in TELLING:
        found.append("notification")
    if verb == "publish" and is_document:
        found.append("publication")
    if verb == "show" and thing in policy.safeguard_names:
        found.append("safeguard")
    if verb in MAKING and is_document and not to:
        found.append("document")
    if verb == "deploy" and not to:
        found.append("deployment")
    if verb == "train" and not to and thing in ("", "model"):
        found.append("training_run")
    if verb in ("assess", "measure") and policy.threshold(thing) is not None and not to:
        found += ["decision"] if verb == "assess" else []
        found += ["measurement", "judgement"]
    return (*found, "action")


def _events(asked: Asked, duty: Duty, setting: Setting) -> Iterator[str]:
    own = KINDS.get(setting.outer, {})
    for timing in duty.timings:
        event = timing.event
        if event not in _RELATIVE and event.replace("-", "_") not in own:
            yield event


def _dated(asked: Asked, duty: Duty, setting: Setting, event: str) -> Wanted:
    """The day of an event, or the statement that it has not happened: a deadline hangs on it."""
    return _wanted(
        asked,
        duty,
        setting,
        what=f"when {event} was, or a representation that it has not happened by the day asked about",
        kind="representation",
        records=(*event_records(asked, event), "representation"),
    )


def _represented(asked: Asked, duty: Duty, setting: Setting) -> Wanted:
    return _wanted(
        asked,
        duty,
        setting,
        what="a representation that everything on file to the day asked about is in the bundle",
        kind="representation",
        records=("representation",),
    )
