"""The report's words for people: what every closed vocabulary of the report says in plain language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _table(**words: str) -> Mapping[str, str]:
    return MappingProxyType(words)


STATES: Final = _table(reached="reached", not_reached="not reached", unknown="unknown")
RULINGS: Final = _table(
    reached="reached",
    not_reached="not reached",
    cannot_rule_out="cannot be ruled out",
    none="none on file",
)
AGREES: Final[Mapping[bool | None, str]] = MappingProxyType(
    {
        True: "agrees with the evidence supplied",
        False: "does not agree with the evidence supplied",
        None: "the evidence supplied neither confirms nor contradicts it",
    }
)
LABELS: Final = _table(
    prior="a prior, not a commitment",
    conditional="between a prior and a commitment",
    commitment="a commitment",
)
CLASSES: Final = _table(
    self="the developer",
    affiliated="affiliated with the developer",
    engaged="paid by the developer",
    independent="independent",
    authority="public authority",
    unidentified="unnamed third party",
    unstated="ties not stated",
)
STANDS: Final = _table(
    none="nobody's evidence alone",
    self="the developer's own evidence",
    engaged="a paid third party's evidence",
    independent="an independent party's evidence",
    authority="a public authority's evidence",
)
RELIES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("design", "only"): "relies only on self-designed benchmarks",
        ("design", "partly"): "relies partly on self-designed benchmarks",
        ("design", "not"): "does not rely on self-designed benchmarks",
        ("run", "only"): "relies only on self-run measurements",
        ("run", "partly"): "relies partly on self-run measurements",
        ("run", "not"): "does not rely on self-run measurements",
        ("grade", "only"): "relies only on self-graded results",
        ("grade", "partly"): "relies partly on self-graded results",
        ("grade", "not"): "does not rely on self-graded results",
        ("design", "unattributed"): "cannot be attributed: who designed is not evidenced",
        ("run", "unattributed"): "cannot be attributed: who ran is not evidenced",
        ("grade", "unattributed"): "cannot be attributed: who graded is not evidenced",
        ("design", "nothing"): "no record bears on it",
        ("run", "nothing"): "no record bears on it",
        ("grade", "nothing"): "no record bears on it",
    }
)
AXES: Final = _table(design="design", run="run", grade="grade")
ROLE_OF_AXIS: Final = _table(design="designed", run="run", grade="graded")
LEGS: Final = _table(
    measured_independently_design="measured on an independent party's benchmark",
    measured_independently_run="measured by an independent party",
    limit_published="the limit is published",
    limit_set_by_another="another party set the limit",
    decided_by_another="another party decides",
    not_amendable_alone="the developer cannot change it alone without notice",
    every_result_to_outsider="an outside party gets every result",
    outsider_told_on_crossing="an outside party is told on crossing",
    fails_closed="missing evidence stops the developer",
    consequence_follows="a consequence follows",
    record_exists="a record exists",
)
REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing": "not in the evidence supplied",
        "stale": "older than the policy allows",
        "after-decision": "made after the decision",
        "wrong-subject": "about another model",
        "inconclusive": "inconclusive",
        "withheld": "result withheld",
        "digest-mismatch": "the file does not match its digest",
        "signature-missing": "not signed by the party that has a key",
        "signature-bad": "the signature does not verify",
        "suspect-counts": "the counts do not add up",
        "retracted": "taken back by its author",
        "incomparable": "not the same statistic as the limit",
        "inherited": "made on an earlier snapshot",
        "no-uncertainty": "neither interval nor counts",
        "superseded": "replaced by a later measurement",
        "no-representation": "nobody states that everything on file is here",
    }
)
FLAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "limit-unpublished": "a limit is unpublished",
        "result-unpublished": "a result is unpublished",
        "unidentified-party": "an unnamed party holds a role",
        "not-relied-on": "the decision did not rely on it",
        "selection-possible": "could change if unfavourable records were left out",
        "stated-only": "rests on words without a number",
        "adverse-but-ineligible": "an adverse record that cannot count still prevents the all-clear",
        "contradicted": "a record reads the other way",
    }
)
SUPPORTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "supported": "supported",
        "not-supported": "not supported",
        "not-evidenced": "not evidenced",
        "contradicted": "contradicted",
    }
)
EVIDENCE_GIVEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "none": "none",
        "design-at-a-date": "design at a date",
        "operating-over-a-period": "operating over a period",
    }
)
OUTCOMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not-met": "not met",
        "unknown": "unknown",
        "not-yet-due": "not yet due",
        "waived": "waived",
        "met": "met",
        "not-applicable": "not applicable",
    }
)
SIGNS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "not-met": ("✗", "x"),
        "unknown": ("?", "?"),
        "not-yet-due": ("◷", ">"),
        "waived": ("~", "~"),
        "met": ("✓", "+"),
        "not-applicable": ("·", "-"),
    }
)
COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not-met": "bold red",
        "unknown": "yellow",
        "not-yet-due": "cyan",
        "waived": "magenta",
        "met": "green",
        "not-applicable": "dim",
        "unmodified": "bold green",
        "qualified": "bold yellow",
        "adverse": "bold red",
        "disclaimer": "bold yellow",
        "prior": "bold red",
        "conditional": "bold yellow",
        "commitment": "bold green",
        "only": "red",
        "partly": "yellow",
        "not": "green",
        "unattributed": "yellow",
        "nothing": "red",
        "error": "bold red",
        "warning": "yellow",
        "info": "cyan",
        "reached": "bold",
        "not_reached": "bold",
    }
)
LEGEND: Final = (
    ("met", "met on the evidence supplied; it says nothing about what was not supplied"),
    ("unknown", "not evidenced in the records supplied: neither met nor not met"),
    ("prior", "the text lets the developer clear it on benchmarks of its own design alone"),
    (
        "commitment",
        "an independent measurement decides, missing evidence stops, results go outside",
    ),
    ("relies on", "whose evidence the answer falls without; `only` is the developer's own"),
    ("stands on", "the strongest kind of party whose evidence alone gives the same answer"),
    ("flag", "`selection-possible`: could change if unfavourable records were left out"),
    (
        "opinion",
        "what all items that gate, all answers and all errors come to; it sets no exit code",
    ),
    ("gates", "`must` lines, requirements and lines of thresholds: they set the exit code"),
)
