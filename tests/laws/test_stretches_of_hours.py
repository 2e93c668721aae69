"""A duty `every N hours`, held against every hour at which its acts may have been done.

The hours are tried one by one, on a grid of six, by a rule that shares nothing with the evaluator.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from itertools import product

from hypothesis import given, note
from hypothesis import strategies as st

from tra_policy import driver
from tra_policy.evaluate.checker import check_proof
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.source import Source

from .pipeline import HEAD

FIRST, AS_OF = datetime(2026, 1, 5), date(2026, 1, 8)
GRID = timedelta(hours=6)
HOURS = (12, 18, 24, 36)
# An act by its day and its hour; by its day alone where that is None.
Act = tuple[int, int | None]
acts = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from((None, None, 0, 6, 12, 18))), max_size=5
)


@cache
def policy() -> driver.Text:
    lines = "".join(f"  lab must review log every {hours} hours\n" for hours in HOURS)
    text = f'{HEAD}party lab\ndocument log\ncommitment C\n  when board judges "go"\n{lines}party board\n'
    read = driver.read(Source("policy.tra", text), {})
    assert not [d for d in read.diagnostics if d.input_error], read.diagnostics
    return read


def written(act: Act) -> str:
    day = (FIRST + timedelta(days=act[0])).date().isoformat()
    return day if act[1] is None else f"{day}T{act[1]:02d}:00Z"


def outcomes(start: int | None, told: list[Act]) -> dict[int, str]:
    """What the evaluator says, with all represented, by the number of hours."""
    records = [
        f"- {{id: j, kind: judgement, judges: [board], about: C, outcome: affirmed, "
        f"judged: {written((0, start))}}}",
        f"- {{id: rep, kind: representation, party: lab, states: everything-on-file, to: {AS_OF}}}",
    ]
    records += [
        f"- {{id: a-{at}, kind: action, party: lab, verb: review, object: log, done: {written(act)}}}"
        for at, act in enumerate(told)
    ]
    bundle = f"format: tra.bundle/1\nid: b\ndate: {AS_OF}\ndeveloper: lab\nsubject: m\nrecords:\n"
    evidence, said = read_bundle({"bundle.yaml": (bundle + "\n".join(records) + "\n").encode()})
    assert evidence is not None, said
    report, _ = driver.check(policy(), evidence, AS_OF, {})
    assert report is not None
    assert [fault for item in report.items for fault in check_proof(item.proof)] == []
    return {hours: report.items[at].outcome for at, hours in enumerate(HOURS)}


def may_be(act: Act) -> list[datetime]:
    day = FIRST + timedelta(days=act[0])
    last = timedelta(hours=23, minutes=59)
    if act[1] is not None:
        return [day + timedelta(hours=act[1])]
    return [day + min(GRID * at, last) for at in range(5)]


def broken(start: datetime, done: tuple[datetime, ...], hours: int, until: date) -> bool:
    """Whether some stretch was over before a day without the next act."""
    due = start + timedelta(hours=hours)
    for one in sorted(done):
        if one < start:
            continue
        if one > due:
            break
        due = one + timedelta(hours=hours)
    return due.date() < until


@given(st.sampled_from((None, 0, 12, 18)), acts)
def test_it_is_decided_only_where_every_hour_decides_it_alike(
    start: int | None, told: list[Act]
) -> None:
    note(f"from {written((0, start))}: {[written(a) for a in told]}")
    said = outcomes(start, told)
    for hours in HOURS:
        worlds = product(may_be((0, start)), *map(may_be, told))
        found = {broken(begun, tuple(done), hours, AS_OF) for begun, *done in worlds}
        wanted = {(True,): "not-met", (False,): "met", (False, True): "unknown"}
        assert said[hours] == wanted[tuple(sorted(found))], hours
