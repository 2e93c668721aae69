"""The small checker: confirms a proof node by node, from what the nodes themselves state.

It shares no code with the evaluator but the order of truths, so that a slip there is not repeated here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from tra_policy.evaluate import checking_needs
from tra_policy.model.proof import Proof

_ORDER = ("false", "unknown", "true")
_NEGATED = {"true": "false", "false": "true", "unknown": "unknown"}
_WORST_FIRST = ("not-met", "unknown", "not-yet-due", "waived", "met")


def check_proof(proof: Proof) -> list[str]:
    """Return what does not follow in a proof, in words; an empty list confirms it."""
    faults = []
    for part in proof.walk():
        rule = _RULES.get(part.rule)
        if rule is None:
            faults.append(f"no such rule: {part.rule}")
            continue
        try:
            expected = rule(part)
        except (LookupError, ValueError, InvalidOperation) as fault:
            faults.append(f"{part.rule}: {part.sentence}: cannot be checked ({fault!r})")
            continue
        if expected is not None and expected != part.value:
            faults.append(f"{part.rule}: {part.sentence}: says {part.value}, follows {expected}")
    return faults


def _values(parts: Sequence[Proof]) -> list[str]:
    return [part.value for part in parts]


def _least(values: Sequence[str], default: str) -> str:
    return min(values, key=_ORDER.index, default=default)


def _most(values: Sequence[str], default: str) -> str:
    return max(values, key=_ORDER.index, default=default)


def _together(values: Sequence[str]) -> str:
    applying = [v for v in values if v != "not-applicable"]
    return next((v for v in _WORST_FIRST if v in applying), "not-applicable")


def _holds(left: str, operator: str, right: str) -> bool:
    a, b = Decimal(left), Decimal(right)
    return {">=": a >= b, ">": a > b, "<=": a <= b, "<": a < b}[operator]


def _at_least(part: Proof) -> str:
    count = int(part.fact("count"))
    ordered = sorted(_values(part.children), key=_ORDER.index, reverse=True)
    return ordered[count - 1] if count <= len(ordered) else "false"


def _measurement(part: Proof) -> str:
    counts = part.fact("eligible") == "yes" and part.fact("comparable") == "yes"
    adverse = part.fact("adverse") == "yes"
    unsettled = part.fact("comparable") == "yes" and part.value != "false"
    prevents = (adverse or unsettled) and not counts and part.fact("powerless") == "no"
    if (part.fact("counts") == "yes") != counts or (part.fact("prevents") == "yes") != prevents:
        return "inconsistent"
    if part.fact("comparable") != "yes":
        return "unknown"
    met = _holds(part.fact("estimate"), part.fact("operator"), part.fact("limit"))
    if met != adverse:
        return "inconsistent"
    if met:
        return "true"
    if part.fact("point") == "yes":
        return "false"
    if not part.fact("bound"):
        return "unknown"
    missed = not _holds(part.fact("bound"), part.fact("operator"), part.fact("limit"))
    return "false" if missed else "unknown"


def _comparison(part: Proof) -> str:
    counted = [c.value for c in part.children if c.fact("counts") == "yes"]
    value = _most(counted, "unknown")
    if value == "false" and any(c.fact("prevents") == "yes" for c in part.children):
        value = "unknown"
    if part.fact("unpublished") == "yes":
        value = "unknown"
    return _NEGATED[value] if part.fact("negated") == "yes" else value


def _judged(part: Proof) -> str:
    return {"affirmed": "true", "denied": "false", "undecided": "unknown"}[part.fact("outcome")]


def _judgement(part: Proof) -> str:
    adverse = part.fact("adverse") == "yes"
    counted = [c.value for c in part.children if c.fact("counts") == "yes"]
    value = _most(counted, "unknown") if adverse else _least(counted, "unknown")
    benign = "false" if adverse else "true"
    if value == benign and any(c.fact("prevents") == "yes" for c in part.children):
        return "unknown"
    return value


def _threshold_is(part: Proof) -> str:
    state = part.children[0].value
    value = {"reached": "true", "not_reached": "false", "unknown": "unknown"}[state]
    if part.fact("treated") == "yes":
        if state != "unknown":
            return "inconsistent"
        value = "true"
    return value if part.fact("asked") == "reached" else _NEGATED[value]


def _state(part: Proof) -> str:
    reached, ruled_out, *lines = _values(part.children)
    if reached == "true":
        return "reached"
    met = all(line in ("met", "not-applicable") for line in lines)
    return "not_reached" if reached == "false" and ruled_out == "true" and met else "unknown"


def _fact(part: Proof) -> str:
    if part.fact("found") == "yes":
        return "true"
    return "false" if part.fact("represented") == "yes" else "unknown"


def _elapsed(part: Proof) -> str:
    today, due = part.fact("today"), part.fact("due")
    operator = part.fact("operator")
    over = {">=": today >= due, ">": today > due, "<=": today <= due, "<": today < due}[operator]
    return "true" if over else "false"


def _grown(part: Proof) -> str:
    met = _holds(part.fact("ratio"), part.fact("operator"), part.fact("limit"))
    return "true" if met else "false"


def _truth(part: Proof) -> str | None:
    return None if part.value in _ORDER else "a truth"


def _measured_subject(part: Proof) -> str:
    return "true" if int(part.fact("found")) > 0 else "unknown"


def _measured_on(part: Proof) -> str:
    words = {"true": "met", "unknown": "unknown", "false": "not-met"}
    value = _together([words[v] for v in _values(part.children)]) if part.children else "unknown"
    return "unknown" if value == "met" and part.fact("complete") == "no" else value


def _done(part: Proof) -> str:
    return {"true": "met", "unknown": "unknown", "false": "not-met"}[part.fact("in-time")]


def _not_done(part: Proof) -> str:
    return {
        "no-due": "unknown",
        "no-start": "unknown",
        "ended": "not-applicable",
        "pending": "unknown",
        "pending-represented": "not-yet-due",
        "ahead": "not-yet-due",
        "edge": "unknown",
        "overdue": "unknown",
        "overdue-represented": "not-met",
    }[part.fact("standing")]


def _forbidden(part: Proof) -> str:
    during, edge = int(part.fact("during")), int(part.fact("edge"))
    if during and part.fact("open-lift") == "no":
        return "not-met"
    if during or edge:
        return "unknown"
    return "met" if part.fact("represented") == "yes" else "unknown"


def _duty(part: Proof) -> str:
    trigger, done = part.fact("trigger"), part.fact("done")
    children = _values(part.children)
    if done and done not in children:
        return "inconsistent"
    if trigger == "false":
        return "not-applicable"
    if trigger == "unknown" or not done:
        return "unknown"
    if done == "met":
        return "met"
    if part.fact("excused") in ("true", "unknown"):
        return "waived" if part.fact("excused") == "true" else "unknown"
    return "waived" if part.fact("waiver") else done


def _requirement(part: Proof) -> str:
    done = part.fact("done")
    if part.fact("trigger") == "false":
        return "not-applicable"
    if part.fact("trigger") == "unknown" or not done:
        return "unknown"
    if done in ("met", "waived"):
        return done
    if part.fact("excused") in ("true", "unknown"):
        return "waived" if part.fact("excused") == "true" else "unknown"
    return "waived" if part.fact("waiver") else done


def _in_place_of(part: Proof) -> str:
    outcome = part.fact("outcome")
    if part.children[0].value != outcome:
        return "inconsistent"
    if outcome == "not-met" or (outcome == "unknown" and part.fact("blocks") == "yes"):
        return "true"
    return "unknown" if outcome == "unknown" else "false"


def _every_instance(part: Proof) -> str:
    # Those with which nothing is wrong may only be counted.
    besides = [
        name.removeprefix("besides ") for name, _ in part.facts if name.startswith("besides ")
    ]
    if not {"met", "not-applicable", "waived"}.issuperset(besides):
        return checking_needs.INCONSISTENT
    value = _together([*_values(part.children), *besides])
    if value in ("not-met", "unknown"):
        return value
    closed = part.fact("complete") == "yes" and part.fact("doubtful") == "0"
    return value if closed else "unknown"


def _population_complete(part: Proof) -> str:
    value = part.children[0].value
    return value if value == "not-met" or part.fact("complete") == "yes" else "unknown"


def _report(part: Proof) -> str:
    if part.fact("waiver"):
        return "waived"
    return _together(_values(part.children)) if int(part.fact("results")) else "unknown"


_RULES: dict[str, Callable[[Proof], str | None]] = {
    "any of": lambda p: _most(_values(p.children), "false"),
    "all of": lambda p: _least(_values(p.children), "true"),
    "none of": lambda p: _NEGATED[_most(_values(p.children), "false")],
    "at least of": _at_least,
    "not": lambda p: _NEGATED[p.children[0].value],
    "measurement": _measurement,
    "comparison": _comparison,
    "judged": _judged,
    "judgement": _judgement,
    "threshold is": _threshold_is,
    "state": _state,
    "fact": _fact,
    "elapsed": _elapsed,
    "grown": _grown,
    "open": lambda _: "unknown",
    "where": _truth,
    "candidate": checking_needs.candidate,
    "need": checking_needs.need,
    "valued": checking_needs.valued,
    "aggregate": checking_needs.aggregate,
    "naming": checking_needs.naming,
    "distinct": checking_needs.distinct,
    "per": lambda p: checking_needs.per(p, _together(_values(p.children))),
    "waived": lambda _: "waived",
    "measured subject": _measured_subject,
    "measured on": _measured_on,
    "both": lambda p: _together(_values(p.children)),
    "done": _done,
    "not done": _not_done,
    "forbidden": _forbidden,
    "duty": _duty,
    "requirement": _requirement,
    "in place of": _in_place_of,
    "every instance": _every_instance,
    "population complete": _population_complete,
    "report": _report,
    "out of scope": lambda _: "not-applicable",
}
