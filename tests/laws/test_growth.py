"""Twice the evidence, or twice the policy, is twice the work: counted in calls, never in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tra_policy import driver
from tra_policy.evaluate.ground.populations import digest_of
from tra_policy.logic.parties import Window, parties_of
from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.ndjson import read_ndjson
from tra_policy.syntax import format_text
from tra_policy.words.source import Source

AS_OF = date(2027, 1, 1)
HEAD = """\
tra 1
policy growing version 1 effective 2024-01-01
  developer lab
party lab
party outsider
  no ties to lab "its register"
party office
  is a public authority
benchmark quiz
  designed by outsider
  measures score as number, mean, higher is worse
"""
CLAUSES = """\
requirement MEASURED
  for every checkpoint
  needs measurement where benchmark is quiz within 30 days of made
  needs no measurement where benchmark is quiz, value > 0.9 within 30 days of made
requirement OTHERS
  needs measurement where benchmark is quiz, run by independent
requirement SIGNS
  for every warning
  needs retest where remediation.effective within 14 days of warning.detected,
                     checkpoint descends from warning.checkpoint
requirement FIXES
  for every remediation
  needs retest
commitment HEARD
  for every incident
  lab must notify office within 15 days of aware
threshold T-1
  reached when quiz.score >= 0.95
  ruled out when quiz.score < 0.94
  needs at least 1 measurement where benchmark is quiz
"""


def day(number: int) -> str:
    """A day of the run."""
    return (date(2024, 1, 1) + timedelta(days=number % 700)).isoformat()


def records(many: int) -> list[dict[str, Any]]:
    """So many of each kind, each linked to a few others."""
    found: list[dict[str, Any]] = []
    for at in range(many):
        later = f"c-{min(at + 1, many - 1):04d}"
        found += [
            {
                "kind": "checkpoint",
                "id": f"c-{at:04d}",
                "step": at,
                "parents": [f"c-{at - 1:04d}"] if at else [],
                "made": day(at),
            },
            {
                "kind": "measurement",
                "id": f"m-{at:04d}",
                "benchmark": "quiz" if at % 3 else "exam",
                "benchmark_version": "1",
                "metric": "score",
                "subject": f"c-{at:04d}",
                "statistic": "mean",
                "value": 0.5,
                "elicitation": {"safeguards": "off"},
                "roles": {"run": ["lab" if at % 2 else "outsider"]},
                "ended": day(at + 1),
            },
            {
                "kind": "warning",
                "id": f"w-{at:04d}",
                "class": "deceit",
                "severity": "high",
                "checkpoint": f"c-{at:04d}",
                "detector": "quiz",
                "reported_by": "outsider",
                "detected": day(at),
            },
            {
                "kind": "investigation",
                "id": f"i-{at:04d}",
                "warnings": [f"w-{at:04d}"],
                "causes": ["data"],
                "opened": day(at + 1),
            },
            {
                "kind": "change",
                "id": f"h-{at:04d}",
                "component": "monitor" if at % 2 else "data",
                "motive": [f"w-{at:04d}"],
                "after_digest": digest_of([str(at)]),
                "effective": day(at + 2),
            },
            {
                "kind": "remediation",
                "id": f"r-{at:04d}",
                "warnings": [f"w-{at:04d}"],
                "investigation": f"i-{at:04d}",
                "change": f"h-{at:04d}",
                "checkpoint": later,
                "effective": day(at + 2),
            },
            {
                "kind": "retest",
                "id": f"t-{at:04d}",
                "remediation": f"r-{at:04d}",
                "checkpoint": later,
                "benchmark": "quiz",
                "run_by": ["lab"],
                "outcome": "passed",
                "ended": day(at + 3),
            },
            {
                "kind": "incident",
                "id": f"n-{at:04d}",
                "warnings": [f"w-{at:04d}"],
                "aware": day(at),
            },
            {
                "kind": "notification",
                "id": f"o-{at:04d}",
                "about": f"n-{at:04d}",
                "party": "lab",
                "to": ["office"],
                "sent": day(at + 1),
            },
        ]
    kinds: dict[str, list[str]] = {}
    for record in found:
        kinds.setdefault(record["kind"], []).append(record["id"])
    for kind, ids in kinds.items():
        found.append(
            {
                "kind": "population",
                "id": f"all-{kind}",
                "of": kind,
                "basis": "signed-inventory",
                "count": len(ids),
                "digest": digest_of(ids),
                "made": AS_OF.isoformat(),
            }
        )
    return found


def calls(work: Callable[[], object]) -> int:
    """How many functions of Python are called for some work."""
    count = 0

    def told(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(told)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def bundle(many: int) -> dict[str, bytes]:
    """A bundle of as many records, one a line."""
    import json

    lines = "\n".join(json.dumps(record) for record in records(many))
    manifest = (
        f"format: tra.bundle/1\nid: growing\ndate: {AS_OF}\ndeveloper: lab\n"
        f"subject: c-{many - 1:04d}\nfiles:\n  - path: records.ndjson\n"
    )
    return {"bundle.yaml": manifest.encode(), "records.ndjson": lines.encode()}


def checking(text: str, many: int) -> Callable[[], object]:
    """Return the holding of a text against so many records of each kind."""
    policy = driver.read(Source("policy.tra", text), {})
    assert policy.policy is not None, policy.diagnostics
    evidence, said = read_bundle(bundle(many))
    assert evidence is not None and evidence.unread == 0, said
    return lambda: driver.check(policy, evidence, AS_OF, {"policy.tra": policy.source})


def test_reading_grows_with_the_evidence() -> None:
    few, many = bundle(60), bundle(120)
    read_bundle(few)
    assert calls(lambda: read_bundle(many)) < 2.2 * calls(lambda: read_bundle(few))


def test_lines_beyond_doubt_cost_a_few_calls_each() -> None:
    line = '{"id": "a", "of": [1, 2.5, "x"], "in": {"b": true}}'
    few, many = "\n".join([line] * 50), "\n".join([line] * 150)
    read_ndjson("f", few)
    cost = calls(lambda: read_ndjson("f", many)) - calls(lambda: read_ndjson("f", few))
    assert cost < 100 * 30


def test_checking_grows_with_the_evidence() -> None:
    few, many = checking(HEAD + CLAUSES, 60), checking(HEAD + CLAUSES, 120)
    few()
    assert calls(many) < 2.2 * calls(few)


@pytest.mark.parametrize(
    "clause",
    [
        "threshold T-{0}\n  reached when quiz.score >= 0.95\n  ruled out when quiz.score < 0.9\n",
        "requirement R-{0}\n  for every checkpoint\n  needs measurement where benchmark is quiz\n",
        "commitment C-{0}\n  for every incident\n  lab must notify office within 15 days of aware\n",
    ],
)
def test_checking_grows_with_the_policy(clause: str) -> None:
    def text(many: int) -> str:
        return HEAD + "".join(clause.format(number) for number in range(many))

    few, many = checking(text(20), 12), checking(text(40), 12)
    few()
    assert calls(many) < 2.2 * calls(few)


def test_checking_grows_with_the_groups() -> None:
    clause = "requirement R\n  needs at least 1 measurement per subject where benchmark is quiz\n"
    few, many = checking(HEAD + clause, 60), checking(HEAD + clause, 120)
    few()
    assert calls(many) < 2.2 * calls(few)


# Texts that are long in one way each: what is written once, and what is written again and again.
LONG_TEXTS = {
    "thresholds": (
        "",
        'threshold T-{0} "Level {0}"\n  reached when quiz.score >= 0.95\n'
        "  ruled out when quiz.score < 0.9\n  if unknown treat as reached\n  set by lab\n",
    ),
    "requirements": (
        "",
        "requirement R-{0}\n  for every checkpoint\n  needs measurement where benchmark is quiz\n",
    ),
    "duties": (
        "commitment C\n",
        "  lab must notify office within 15 days of effective\n    otherwise lab must halt training\n",
    ),
    "duties after thresholds": (
        "",
        "threshold T-{0}\n  reached when quiz.score >= 0.95\ncommitment C-{0}\n"
        "  when T-{0} is reached\n  lab must not deploy model\n",
    ),
    "parties": (
        "",
        "party p-{0}\n  employed by lab from 2024-01-01\n"
        '  no ties to outsider as of 2024-01-01 "a source"\n',
    ),
    "a chain of owners": ("party p-x\n", "party p-{0}\n  controlled by p-{1}\n"),
    "documents": ("", "document d-{0}\ncommitment C-{0}\n  lab must publish d-{0} every 30 days\n"),
    "definitions": ("", 'define d-{0}\n  holds when lab judges "it is so"\n'),
    "limits of one list": ("define d\n  holds when any of\n", "    - quiz.score >= {0}\n"),
    "questions of one list": (
        "define d\n  holds when at least 2 of\n",
        '    - lab judges "question {0}"\n',
    ),
    "allowances": (
        "",
        "commitment C-{0}\n  lab must notify office  # tra: allow(TRA302) because it is known\n",
    ),
    "unknown names": (
        "",
        "threshold T-{0}\n  reached when quizz.score >= 0.95\n  set by labb{0}\n",
    ),
    "lines that are misspelt": ("", "threshold T-{0}\n  reachd when quiz.score >= 0.95\n"),
}


def long_text(written: tuple[str, str], many: int) -> Source:
    before, again = written
    parts = (again.format(at, at - 1 if at else "x") for at in range(many))
    return Source("policy.tra", HEAD + before + "".join(parts))


@pytest.mark.parametrize("written", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_linting_grows_with_the_text(written: tuple[str, str]) -> None:
    def work(source: Source) -> Callable[[], object]:
        return lambda: driver.lint(driver.read(source, {}))

    few, many = long_text(written, 400), long_text(written, 800)
    work(few)()
    assert calls(work(many)) < 2.2 * calls(work(few))


@pytest.mark.parametrize("written", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_laying_out_and_asking_grow_with_the_text(written: tuple[str, str]) -> None:
    def work(source: Source) -> Callable[[], object]:
        def both() -> None:
            format_text(source)
            driver.request(driver.read(source, {}), {source.path: source}, "0")

        return both

    few, many = long_text(written, 200), long_text(written, 400)
    work(few)()
    assert calls(work(many)) < 2.2 * calls(work(few))


def test_a_text_is_cut_into_lines_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from tra_policy.syntax import layout, parser

    count = []
    for module in (layout, parser):
        whole = module.cut
        monkeypatch.setattr(module, "cut", lambda s, whole=whole: count.append(s) or whole(s))
    source = Source("policy.tra", HEAD + "# a remark\n")
    driver.lint(driver.read(source, {}))
    assert len(count) == 1
    format_text(source)
    assert len(count) == 2


def test_a_long_chain_of_parties_is_followed() -> None:
    ties = "".join(f"party p-{n}\n  controlled by p-{n + 1}\n" for n in range(3000))
    asked = 'threshold T\n  reached when p-0 judges "it is so"\n'
    text = driver.read(Source("policy.tra", HEAD + ties + "party p-3000\n" + asked), {})
    assert text.policy is not None
    window = Window(None, date(2025, 1, 1))
    assert parties_of(text.policy, "p-3000").standing("p-0", window).held == "affiliated"
    assert parties_of(text.policy).standing("p-0", window).held == "unstated"
    employed = HEAD + ties.replace("controlled", "employed") + "party p-3000\n"
    policy = driver.read(Source("policy.tra", employed), {}).policy
    assert policy is not None
    assert parties_of(policy, "p-3000").standing("p-2900", window).held == "self"
    assert parties_of(policy, "p-3000").standing("p-0", window).held == "unstated"
