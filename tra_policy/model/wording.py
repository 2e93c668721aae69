"""Conditions, duties and needs put back into the words of the language, for sentences in reports."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import assert_never

from tra_policy.model.conditions import (
    Comparison,
    Condition,
    Counter,
    FieldTest,
    Group,
    Holds,
    Judgement,
    RoleIs,
    Said,
    ThingIs,
    ThresholdIs,
)
from tra_policy.model.duties import Citation, Duty, Need, Timing
from tra_policy.model.quantity import plain


def worded(condition: Condition) -> str:
    """Return a condition as the policy would write it, on one line."""
    match condition:
        case Group():
            head = (
                f"at least {condition.at_least}" if condition.kind == "at least" else condition.kind
            )
            return f"{head} of ({'; '.join(worded(m) for m in condition.members)})"
        case Comparison():
            point = " at point estimate" if condition.at_point_estimate else ""
            by = f", run by {condition.run_by}" if condition.run_by else ""
            metric = f"{condition.benchmark}.{condition.metric}"
            return f"{metric} {condition.operator} {condition.limit}{point}{by}"
        case Judgement():
            return f'{", ".join(condition.judges)} judges "{condition.question}"'
        case Said():
            return f'"{condition.sentence}"'
        case ThresholdIs():
            state = {"not reached": "not reached", "ruled out": "ruled out"}
            return f"{condition.threshold} is {state.get(condition.state, 'reached')}"
        case ThingIs():
            return f"{condition.thing} is {condition.fact}"
        case Holds():
            return f"{condition.define} holds"
        case Counter():
            return f"{condition.counted} {condition.operator} {condition.amount} since {condition.since}"
        case FieldTest():
            return _field_test(condition)
        case RoleIs():
            return f"{condition.role} by {condition.holder}"
        case _:
            assert_never(condition)


def _field_test(test: FieldTest) -> str:
    path = ".".join(test.path)
    value = ".".join(test.value) if isinstance(test.value, tuple) else str(test.value)
    match test.test:
        case "stated":
            return f"{path} is stated"
        case "in" | "not in" | "independent of":
            return f"{path} is {test.test} {value}"
        case "within":
            return f"{path} within {test.stretch} of {value}"
        case _:
            return f"{path} {test.test} {value}"


def worded_timing(timing: Timing) -> str:
    """Return a timing as the policy would write it."""
    match timing.kind:
        case "before" if timing.stretch:
            return f"at least {timing.stretch} before {timing.event}"
        case "within":
            return f"within {timing.stretch}" + (f" of {timing.event}" if timing.event else "")
        case "every":
            return f"every {timing.stretch}"
        case "by":
            return f"by {timing.day}"
        case "until" | "when" if timing.condition is not None:
            return f"{timing.kind} {worded(timing.condition)}"
        case "vague":
            return f'"{timing.words}"'
        case _:
            return f"{timing.kind} {timing.event}"


_TAKES_A_PERSON = frozenset({"notify", "consult", "assess"})


def worded_duty(duty: Duty) -> str:
    """Return a duty as the policy would write it."""
    parts = [", ".join(duty.party), duty.modal, duty.verb]
    if duty.objects:
        parts.append(", ".join(duty.objects))
    if duty.words:
        parts.append(f'"{duty.words}"')
    if duty.recipients:
        direct = duty.verb in _TAKES_A_PERSON and not duty.objects and not duty.words
        to = "" if direct else "to "
        parts.append(to + ", ".join(duty.recipients))
    if duty.where:
        parts.append("where " + ", ".join(worded(w) for w in duty.where))
    parts.extend(worded_timing(t) for t in duty.timings)
    return " ".join(parts)


def worded_need(need: Need) -> str:
    """Return a need as the policy would write it."""
    head = _asked(need)
    text = f"needs {head}{need.kind}"
    if need.stage:
        text += f" in stage {need.stage}"
    if need.where:
        text += " where " + ", ".join(worded(w) for w in need.where)
    if need.timing is not None:
        text += " " + worded_timing(need.timing)
    if need.per:
        text += " per " + ", ".join(need.per)
    if need.rate is not None and need.confidence is not None:
        text += f" to see {_share(need.rate)} at {_share(need.confidence)} confidence"
    return text


def _asked(need: Need) -> str:
    match need.quantifier:
        case "aggregate" if need.aggregate is not None:
            asked = need.aggregate
            return f"{asked.name} {'.'.join(asked.path)} {asked.operator} {asked.limit} over "
        case "at least":
            return f"at least {need.count} "
        case "at most share":
            return f"at most {_share(need.share or Decimal(0))} of "
        case "some":
            return ""
        case other:
            return f"{other} "


def _share(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


def worded_citation(citation: Citation) -> str:
    """Return a citation on one line: source, section, page."""
    parts = [citation.source]
    if citation.section:
        parts.append(f"§{citation.section.removeprefix('§')}")
    if citation.page:
        parts.append(f"p.{citation.page}")
    return " ".join(p for p in parts if p)


def listed(names: Iterable[str], last: str = "and") -> str:
    """Return names as people list them: `a, b and c`."""
    items = list(names)
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
