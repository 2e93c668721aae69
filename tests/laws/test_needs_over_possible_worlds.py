"""What a need comes to, held against every way in which its open questions may be settled.

The worlds are written out one by one, by rules that share nothing with the evaluator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from tra_policy import driver
from tra_policy.evaluate.checker import check_proof
from tra_policy.evaluate.ground.populations import digest_of
from tra_policy.model.evidence.bundle import KINDS, Evidence, Filed, Manifest
from tra_policy.model.report import CheckReport
from tra_policy.words.source import Place, Source

from .pipeline import HEAD

AS_OF = date(2026, 6, 1)
HIT, MISS, OUT = "hit", "miss", "out"
QUANTIFIED = {
    "SOME": "",
    "TWO": "at least 2 ",
    "EVERY": "every ",
    "NO": "no ",
    "HALF": "at most 50% of ",
    "QUARTER": "at most 1 in 4 of ",
}
EXISTING = ("SOME", "TWO")
# What is said of further records: nothing, that there are none, or that everything is on file.
NOTHING, CLAIMED, REPRESENTED = "nothing", "claimed", "represented"
SAID = (NOTHING, CLAIMED, REPRESENTED)


def asked(lines: dict[str, str]) -> driver.Text:
    text = f"{HEAD}party lab\n" + "".join(
        f"requirement {name}\n  needs {line}\n" for name, line in lines.items()
    )
    read = driver.read(Source("policy.tra", text), {})
    assert not [d for d in read.diagnostics if d.input_error], read.diagnostics
    return read


def told(records: list[dict[str, object]], said: str) -> Evidence:
    manifest = Manifest.model_validate(
        {
            "format": "tra.bundle/1",
            "id": "b",
            "date": AS_OF.isoformat(),
            "developer": "lab",
            "subject": "m",
        }
    )
    if said == CLAIMED:
        ids = [str(r["id"]) for r in records]
        records = [
            *records,
            {
                "id": "all",
                "kind": "population",
                "of": "rollout",
                "basis": "auditor-query",
                "count": len(ids),
                "digest": digest_of(ids),
                "made": AS_OF.isoformat(),
            },
        ]
    if said == REPRESENTED:
        on_file = {"states": "everything-on-file", "party": "lab", "to": AS_OF.isoformat()}
        records = [*records, {"id": "on-file", "kind": "representation", **on_file}]
    filed = [Filed(KINDS[str(r["kind"])].model_validate(r), Place("b", 1, 1)) for r in records]
    return Evidence(manifest, tuple(filed))


def outcomes(text: driver.Text, evidence: Evidence) -> dict[str, str]:
    report, _ = driver.check(text, evidence, AS_OF, {text.source.path: text.source})
    assert isinstance(report, CheckReport)
    assert [fault for item in report.items for fault in check_proof(item.proof)] == []
    return {item.id: item.outcome for item in report.items}


def agreed(answers: set[bool | None]) -> str:
    if answers == {True}:
        return "met"
    return "not-met" if answers == {False} else "unknown"


def with_said(said: str, helps: bool, closed: set[bool | None], opened: set[bool | None]) -> str:
    """What a need comes to. That everything is on file turns silence into a breach, where what may have
    been left out could only help; it makes nothing better.
    """
    if said == CLAIMED:
        return agreed(closed)
    breach = said == REPRESENTED and helps and agreed(closed) == "not-met"
    return "not-met" if breach else agreed(opened)


# ---- how many

STATES = list(product(("true", "unknown", "false"), (True, False), (True, False)))


def rollout(name: str, passed: str, sound: bool, sure: bool) -> dict[str, object]:
    made: dict[str, object] = {"id": name, "kind": "rollout", "environment": "e"}
    if passed != "unknown":
        made["flags"] = ["bad"] if passed == "true" else []
    if sure:
        made["stage"] = "rl"
    if not sound:
        made["retracted"] = {"on": "2026-05-01", "by": "lab", "because": "so"}
    return made


def may_be(quantifier: str, passed: str, sound: bool, sure: bool) -> list[str]:
    """What one record may turn out to be. A witness that fails is none, sound or not."""
    both = passed == "unknown" or not sound
    if not sound and passed == "false" and quantifier in EXISTING:
        both = False
    found = [HIT, MISS] if both else [HIT if passed == "true" else MISS]
    return found if sure else [*found, OUT]


def holds(quantifier: str, hits: int, misses: int) -> bool | None:
    match quantifier:
        case "SOME":
            return hits >= 1
        case "TWO":
            return hits >= 2
        case "EVERY":
            return misses == 0
        case "NO":
            return hits == 0
    if not hits + misses:
        return None
    share = Fraction(hits, hits + misses)
    return share <= (Fraction(1, 2) if quantifier == "HALF" else Fraction(1, 4))


def wanted(quantifier: str, states: tuple[tuple[str, bool, bool], ...], said: str) -> str:
    closed, opened = set(), set()
    for world in product(*(may_be(quantifier, *state) for state in states)):
        for more_hits, more_misses in ((0, 0), (1000, 0), (0, 1000)):
            hits, misses = world.count(HIT) + more_hits, world.count(MISS) + more_misses
            opened.add(holds(quantifier, hits, misses))
        closed.add(holds(quantifier, world.count(HIT), world.count(MISS)))
    return with_said(said, quantifier in EXISTING, closed, opened)


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_need_is_decided_where_all_possible_worlds_agree(count: int, said: str) -> None:
    text = asked(
        {q: f"{words}rollouts in stage rl where flags has bad" for q, words in QUANTIFIED.items()}
    )
    for states in combinations_with_replacement(STATES, count):
        records = [rollout(f"r-{n}", *state) for n, state in enumerate(states)]
        found = outcomes(text, told(records, said))
        assert found == {q: wanted(q, states, said) for q in QUANTIFIED}, states


SAMPLES = [
    {"sampled": 0},
    {"sampled": 4, "flagged": {"bad": 0}},
    {"sampled": 4, "flagged": {"bad": 1}},
    {"sampled": 4, "flagged": {"bad": 9}},
    {"sampled": 4},
    {"flagged": {"bad": 1}},
    {"flags": []},
]


def parts(sample: dict[str, object]) -> list[tuple[list[str], int]]:
    """A sample, as records of one rollout each: what they may be, and how many."""
    if "flags" in sample:
        return [([MISS], 1)]
    size = int(str(sample.get("sampled", 1)))
    flagged = sample.get("flagged")
    bad = flagged["bad"] if isinstance(flagged, dict) and "sampled" in sample else None
    if bad is None or bad > size:
        return [([HIT, MISS], size)]
    return [([HIT], bad), ([MISS], size - bad)]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_sample_counts_by_what_it_stands_for(count: int) -> None:
    text = asked({q: f"{words}rollouts where flags has bad" for q, words in QUANTIFIED.items()})
    for samples in combinations_with_replacement(SAMPLES, count):
        records = [
            {"id": f"r-{n}", "kind": "rollout", "environment": "e", **sample}
            for n, sample in enumerate(samples)
        ]
        single = [may for sample in samples for may, size in parts(sample) for _ in range(size)]
        expected = {}
        for quantifier in QUANTIFIED:
            answers = {
                holds(quantifier, hits, len(single) - hits)
                for hits in range(single.count([HIT]), len(single) - single.count([MISS]) + 1)
            }
            expected[quantifier] = agreed(answers)
        assert outcomes(text, told(records, CLAIMED)) == expected, samples


# ---- one number out of many

Valued = tuple[int | None, bool, bool, int]
VALUES: list[Valued] = [
    (value, sound, sure, 1)
    for value in (1, 5, None)
    for sound in (True, False)
    for sure in (True, False)
] + [(5, True, True, 2)]
# Of three records not every combination: that would take minutes.
FEWER: list[Valued] = [
    (1, True, True, 1),
    (5, True, True, 1),
    (None, True, True, 1),
    (5, True, False, 1),
    (1, False, True, 1),
]
STATISTICS = ("max", "min", "sum", "mean", "median", "p50", "p90")
BOUNDED = ("max", "min", "sum")
LIMITS = {"AT-MOST": ("<=", 3), "AT-LEAST": (">=", 3), "BELOW": ("<", 5), "ABOVE": (">", 0)}
FAR = {"step": (0, 3, 10_000), "reward": (-10_000, 3, 10_000)}


def with_value(name: str, field: str, state: Valued) -> dict[str, object]:
    value, sound, sure, size = state
    made = rollout(name, "unknown", sound, sure)
    if value is not None:
        made[field] = value
    if size > 1:
        made["sampled"] = size
    return made


def statistic(name: str, values: list[Fraction]) -> Fraction:
    ordered = sorted(values)
    match name:
        case "max":
            return ordered[-1]
        case "min":
            return ordered[0]
        case "sum":
            return sum(ordered, Fraction(0))
        case "mean":
            return sum(ordered, Fraction(0)) / len(ordered)
        case "median":
            middle = [ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]]
            return sum(middle, Fraction(0)) / 2
    share = Fraction(int(name[1:]), 100)
    return next(v for n, v in enumerate(ordered, 1) if Fraction(n, len(ordered)) >= share)


def worlds(field: str, states: tuple[Valued, ...], complete: bool) -> Iterator[list[Fraction]]:
    options: list[list[list[int]]] = []
    for value, sound, sure, size in states:
        known = value is not None and sound and size == 1
        mine: list[list[int]] = (
            [[value]]
            if known and value is not None
            else [list(many) for many in combinations_with_replacement(FAR[field], size)]
        )
        options.append(mine if sure and sound else [*mine, []])
    unseen: list[list[int]] = [[]]
    if not complete:
        unseen += [[value] for value in FAR[field]]
    for world in product(*options, unseen):
        yield [Fraction(value) for part in world for value in part]


def meets(operator: str, value: Fraction, limit: int) -> bool:
    return {
        "<=": value <= limit,
        ">=": value >= limit,
        "<": value < limit,
        ">": value > limit,
    }[operator]


def grows(name: str, operator: str, field: str) -> bool:
    """Whether no further record could take away that a number meets its limit; a step is never negative."""
    upward = operator in (">=", ">")
    if name == "sum":
        return upward and field == "step"
    return name == ("max" if upward else "min")


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("field", sorted(FAR))
def test_an_aggregate_is_decided_only_where_all_possible_worlds_agree(
    field: str, said: str
) -> None:
    text = asked(
        {
            f"{name}-{limit}": f"{name} {field} {operator} {number} over rollouts in stage rl"
            for name, (limit, (operator, number)) in product(STATISTICS, LIMITS.items())
        }
    )
    for count in (0, 1, 2, 3):
        for states in combinations_with_replacement(FEWER if count == 3 else VALUES, count):
            records = [with_value(f"r-{n}", field, state) for n, state in enumerate(states)]
            found = outcomes(text, told(records, said))
            closed, opened = (list(worlds(field, states, whole)) for whole in (True, False))
            one = len(closed if said == CLAIMED else opened) == 1
            for name in STATISTICS:
                results = [
                    [statistic(name, values) if values else None for values in possible]
                    for possible in (closed, opened)
                ]
                for limit, (operator, number) in LIMITS.items():
                    answers = [
                        {None if r is None else meets(operator, r, number) for r in some}
                        for some in results
                    ]
                    got = found[f"{name}-{limit}"]
                    if name in BOUNDED or got != "unknown" or one:
                        wanted_of_it = with_said(said, grows(name, operator, field), *answers)
                        assert got == wanted_of_it, (name, limit, states)


# ---- how many different values

Named = tuple[object, bool, bool, int]
NAMES: dict[str, list[Named]] = {
    "selected_by": [
        (value, sound, sure, 1)
        for value in ("a", "b", None)
        for sound in (True, False)
        for sure in (True, False)
    ]
    + [("a", True, True, 2), (None, True, True, 2)],
    "step": [(1, True, True, 1), (2, True, True, 1), (2, True, False, 1), (1, True, True, 2)],
    "flags": [
        (value, sound, sure, 1)
        for value in (["a"], ["a", "b"], [], None)
        for sound, sure in ((True, True), (True, False), (False, True))
    ],
}
FREE = ("a", "b", "new-1", "new-2", "new-3", "new-4", "new-5", "new-6")
FREE_NUMBERS = (1, 2, 11, 12, 13, 14, 15, 16)
COUNTS = list(product((">=", ">", "<=", "<"), (0, 1, 2, 3)))


def with_names(name: str, field: str, state: Named) -> dict[str, object]:
    value, sound, sure, size = state
    made = rollout(name, "unknown", sound, sure)
    if value is not None:
        made[field] = value
    if size > 1:
        made["sampled"] = size
    return made


def sets(field: str, states: tuple[Named, ...], complete: bool) -> Iterator[set[object] | None]:
    """The values that differ in every possible world; None where there is no record at all.

    Of new names one is like another: the first ones are enough, and for a list so many that no limit
    here is beyond them.
    """
    free: tuple[object, ...] = FREE_NUMBERS if field == "step" else FREE
    options: list[list[set[object] | None]] = []
    at = 2
    for value, sound, sure, size in states:
        known = value is not None and sound and not (field == "step" and size > 1)
        many = size if field != "flags" else 4
        mine: list[set[object] | None] = []
        if known:
            mine.append(set(value) if isinstance(value, list) else {value})
        else:
            mine += [set(), {free[0]}, {free[1]}, set(free[:many]), set(free[at : at + many])]
            at += min(many, 2)
        options.append(mine if sure and sound else [*mine, None])
    unseen: list[set[object] | None] = [None]
    if not complete:
        unseen += [set(free[:1]), set(free[2:])]
    for world in product(*options, unseen):
        there = [one for one in world if one is not None]
        yield set().union(*there) if there else None


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("field", sorted(NAMES))
def test_a_count_of_different_values_is_decided_where_all_possible_worlds_agree(
    field: str, said: str
) -> None:
    text = asked(
        {
            f"R-{n}": f"distinct {field} {operator} {number} over rollouts in stage rl"
            for n, (operator, number) in enumerate(COUNTS)
        }
    )
    for count in (0, 1, 2, 3):
        kinds = NAMES[field] if count < 3 else NAMES[field][::2]
        for states in combinations_with_replacement(kinds, count):
            records = [with_names(f"r-{n}", field, state) for n, state in enumerate(states)]
            found = outcomes(text, told(records, said))
            possible = [list(sets(field, states, whole)) for whole in (True, False)]
            for n, (operator, number) in enumerate(COUNTS):
                answers: list[set[bool | None]] = [set(), set()]
                for agreeing, some in zip(answers, possible, strict=True):
                    for values in some:
                        held = meets(operator, Fraction(len(values or ())), number)
                        # Nothing passes empty.
                        agreeing.add(None if values is None and held else held)
                wanted_of_it = with_said(said, operator in (">=", ">"), *answers)
                assert found[f"R-{n}"] == wanted_of_it, (operator, number, states)


def test_a_count_of_different_values_tells_them_as_records_write_them() -> None:
    text = asked({"R": "distinct includes_cot >= 2 over rollouts"})
    records = [
        {**rollout("r-1", "unknown", True, True), "includes_cot": True},
        {**rollout("r-2", "unknown", True, True), "includes_cot": False},
    ]
    report, _ = driver.check(text, told(records, NOTHING), AS_OF, {text.source.path: text.source})
    assert report is not None
    sentences = [p.sentence for p in report.items[0].proof.walk() if p.rule == "naming"]
    assert sentences == ["r-1: includes_cot true", "r-2: includes_cot false"]


_OUTCOMES = ("need", "aggregate", "distinct", "per")
_CHECKED = (*_OUTCOMES, "candidate", "valued", "naming")


def test_the_small_checker_notices_another_outcome_another_count_and_another_bound() -> None:
    text = asked(
        {
            "R": "at least 2 rollouts where flags has bad",
            "S": "no rollout where flags has bad",
            "M": "mean step <= 3 over rollouts",
            "P": "every rollout where flags is stated per stage",
            "D": "distinct step >= 3 over rollouts in stage rl",
            "E": "distinct step <= 5 over rollouts",
        }
    )
    states = [("true", True, True), ("false", True, True), ("unknown", False, False)]
    records = [{**rollout(f"r-{n}", *s), "step": n} for n, s in enumerate(states)]
    report, _ = driver.check(text, told(records, CLAIMED), AS_OF, {text.source.path: text.source})
    assert report is not None
    spoilt = 0
    for item in report.items:
        for part in item.proof.walk():
            if part.rule not in _CHECKED:
                continue
            outcome = part.rule in _OUTCOMES
            others = ("met", "unknown") if outcome else ("true", "unknown")
            other = next(value for value in others if value != part.value)
            assert check_proof(replace(part, value=other)) != [], (part.rule, part.value, other)
            spoilt += 1
            for name in ("hits", "may hit", "may miss", "lowest", "highest"):
                if any(fact == name for fact, _ in part.facts):
                    wrong = tuple((f, "7" if f == name else v) for f, v in part.facts)
                    assert check_proof(replace(part, facts=wrong)) != [], (part.rule, name)
    assert spoilt > 10
