"""The measurements of a foreign log, completed by the `defaults` of its entry in the manifest.

A log says what was counted. Who designed, ran and graded, which threshold it is about and which
checkpoint it was is said by a person, in `defaults`, and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

from tra_policy.model.evidence.bundle import Drawn
from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding, listed, quoted
from tra_policy.readers.given import Draft, Given, Sketch
from tra_policy.readers.numbers import Values, as_quantity, decimal, is_binary
from tra_policy.readers.plain_values import as_name, mapping
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

OWN = ("kind", "statistic", "value", "counts", "interval")
RESULTS = "results"
LONGEST_ID = 200
DEFAULTS = "/defaults"
# What a log of results never says; each line is a remark for the person who has to say it.
RESULT_ASKS = (
    "what the log does not say: a role without a name earns no credit",
    "roles: {designed: [PARTY], run: [PARTY], graded: [PARTY], published: [PARTY]}",
    "benchmark, metric, subject: the names of the policy, where the log has others",
)
RESULT_SKELETON: dict[str, Any] = {"roles": {}, "thresholds": []}


class Result(Noun):
    """One number of a log: what the log calls it, and the measurement as far as the log knows it."""

    name: str
    sketch: Sketch


def stem(given: Given) -> str:
    """Return the id that a log's measurement has where none is stated."""
    base = given.base
    return as_name(base.rpartition(".")[0] or base)


def misstated(given: Given, own: Sequence[str] = OWN) -> tuple[Diagnostic, ...]:
    """Return the mistake that an entry's defaults state what is read from the log."""
    places = [(DEFAULTS, given.defaults)]
    for name, inner in mapping(given.defaults.get(RESULTS)).items():
        places.append((step(f"{DEFAULTS}/{RESULTS}", name), mapping(inner)))
    for base, held in places:
        stated = [f for f in own if f in held and (f, held[f]) != ("kind", "measurement")]
        if stated:
            message = f"{listed(stated)} cannot be stated: it is read from the log"
            place = Place(given.name, pointer=f"{base}/{stated[0]}")
            return (fault("TRB054", message, place, "take it out"),)
    return ()


def counted(
    sketch: Sketch, values: Values, planned: int, errored: int, pointer: str, file: str = ""
) -> None:
    """Put in the value and the counts that samples give; what neither scored nor failed is excluded."""
    value = as_quantity(values)
    if value is None:
        return
    scored = sum(len(held) for held in values.values())
    counts = {
        "planned": planned,
        "scored": scored,
        "errored": errored,
        "excluded": planned - scored - errored,
    }
    sketch.put("value", value, pointer, f"the mean over {scored:,} samples", file)
    sketch.put("counts", counts, pointer, "counted", file)
    # A mean of values between 0 and 1, or of repeated samples, is no proportion of independent trials.
    if is_binary(values):
        how = "each sample is 0 or 1, and was run once"
        sketch.put("interval", "from-counts", pointer, how, file)


def chosen(
    given: Given, found: Sequence[Result]
) -> tuple[tuple[Result, ...], tuple[Diagnostic, ...]]:
    """Return the results that the entry names under `results`, or all where it names none."""
    wanted = given.defaults.get(RESULTS)
    names = [one.name for one in found]
    if wanted is None:
        if len(found) > 1 and "metric" in given.defaults:
            message = (
                f"the log has {len(found)} results ({listed(names)}), the entry states one metric"
            )
            place = Place(given.name, pointer=f"{DEFAULTS}/metric")
            advice = "say which with `results: {NAME: {}}`"
            return (), (fault("TRB055", message, place, advice),)
        return tuple(found), ()
    names_only = isinstance(wanted, list) and all(isinstance(name, str) for name in wanted)
    asked: Any = {name: {} for name in wanted} if names_only else wanted
    if not isinstance(asked, dict) or not all(isinstance(v, dict) for v in asked.values()):
        message = "`results` is a mapping of the log's own names to defaults for each"
        place = Place(given.name, pointer=f"{DEFAULTS}/{RESULTS}")
        return (), (fault("TRB055", message, place, f"the log has {listed(names, 20)}"),)
    said: list[Diagnostic] = []
    for name in asked:
        if name not in names:
            advice = did_you_mean(str(name), names, f"it has {listed(names, 20)}")
            place = Place(given.name, pointer=step(f"{DEFAULTS}/{RESULTS}", str(name)))
            said.append(fault("TRB055", f"the log has no result {quoted(name)}", place, advice))
    left = [name for name in names if name not in asked]
    if left and not said:
        message = (
            f"{len(left)} of the {len(names)} results of this log are not taken: {listed(left)}"
        )
        place = Place(given.name, pointer=f"{DEFAULTS}/{RESULTS}")
        said.append(finding("TRB059", message, place, severity=Severity.INFO))
    return tuple(one for one in found if one.name in asked), tuple(said)


def completed(
    given: Given, picked: Sequence[Result], takes: Sequence[str] = ()
) -> tuple[tuple[Draft, ...], tuple[Diagnostic, ...]]:
    """Return the measurements that were picked, with the defaults filled in.

    What the log knows for sure (`OWN`, and when it began and ended) stands; of the rest the defaults win.
    """
    several = len(picked) > 1
    said: list[Diagnostic] = []
    drafts = []
    for one in picked:
        sketch = one.sketch
        fixed: set[str] = {f for f in ("started", "ended") if f in sketch.value}
        if sketch.value.get("statistic") != "unstated":
            fixed.add("statistic")
        for name, value, pointer in _defaults(given, one.name, takes):
            if name in fixed:
                said.append(_stated_twice(given, name, sketch.value[name], pointer))
            elif name == "note":
                noted(sketch, value)
            elif name == "roles" and isinstance(value, dict) and "roles" in sketch.value:
                both = {**sketch.value["roles"], **value}
                if value:
                    sketch.put("roles", both, pointer, "stated by a person, and by the file")
            else:
                sketch.put(name, value, pointer, "stated by a person")
        if several and not _names_one(given, one.name):
            sketch.value["id"] = joined(str(sketch.value["id"]), as_name(one.name))
        drafts.append(placed(sketch.draft()))
    return tuple(drafts), tuple(dict.fromkeys(said))


def _names_one(given: Given, name: str) -> bool:
    return "id" in mapping(mapping(given.defaults.get(RESULTS)).get(name))


def _defaults(given: Given, name: str, takes: Sequence[str]) -> Iterator[tuple[str, Any, str]]:
    apart = {*takes, RESULTS, "kind"}
    own = mapping(mapping(given.defaults.get(RESULTS)).get(name))
    for field, value in given.defaults.items():
        if field not in apart and field not in own:
            yield field, value, step(DEFAULTS, field)
    for field, value in own.items():
        yield field, value, step(step(f"{DEFAULTS}/{RESULTS}", name), field)


def joined(before: str, after: str) -> str:
    """Return two names as one that is no longer than a name may be, and still tells others apart."""
    whole = f"{before}.{after}"
    if len(whole) <= LONGEST_ID:
        return whole
    return f"{before[:60]}.{after[:100]}.{sha256(whole.encode()).hexdigest()[:12]}"


def noted(sketch: Sketch, value: Any) -> None:
    """Put a person's remark before what the file says."""
    before = sketch.value.get("note")
    sketch.value["note"] = f"{value}; {before}" if isinstance(value, str) and before else value


def _stated_twice(given: Given, field: str, value: Any, pointer: str) -> Diagnostic:
    message = f"`{field}` is stated in the log: {value}"
    place = Place(given.name, pointer=pointer)
    return fault("TRB054", message, place, "take it out of the defaults")


def placed(draft: Draft) -> Draft:
    """Name no file for what a person stated: that stands in the manifest, which the log does not know."""
    drawn = tuple(
        Drawn(d.field, "", d.pointer, d.how) if d.pointer.startswith(DEFAULTS) else d
        for d in draft.drawn
    )
    return Draft(draft.value, drawn)


def notes(*words: str) -> str:
    """Return remarks as one note."""
    return "; ".join(w for w in words if w)


_SEVERAL = re.compile(r"(?:^|[^a-z])pass(?:@|_at_|\^|_hat_)(\d+)", re.IGNORECASE)
_VOTE = re.compile(r"(?:^|[^a-z])(?:maj|majority|cons|consensus|vote)[@_]?", re.IGNORECASE)
_BEST = re.compile(r"(?:^|[^a-z])best[-_ ]?of|(?:^|[^a-z])bo\d+", re.IGNORECASE)


def statistic_named(name: str) -> str:
    """Return the statistic that a metric's name tells of, where it is not a plain mean; else empty.

    `pass@1` is a mean like any other. A vote of several attempts is no statistic of a policy: unstated.
    """
    several = _SEVERAL.search(name)
    if several:
        return "" if int(several[1][:9]) == 1 else "pass@k"
    if _BEST.search(name):
        return "best-of-n"
    return "unstated" if _VOTE.search(name) else ""


def claimed(number: Fraction | None, unit: str = "") -> str:
    """Return a number that somebody states as a quantity; empty where there is none.

    `unit` is `share` for a part of one, `percent` for a part of a hundred, and else nothing.
    """
    if number is None:
        return ""
    if unit == "share":
        return f"{decimal(number * 100)}%"
    return f"{decimal(number)}%" if unit == "percent" else decimal(number)
