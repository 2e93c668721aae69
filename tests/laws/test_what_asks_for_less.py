"""A line that asks for less is met in bundles in which it was broken, and in none the other way round.

The bundles are gone through one by one, by the evaluator: it knows nothing of two versions.
"""

from __future__ import annotations

from datetime import date
from itertools import combinations_with_replacement, permutations, product

import pytest

from tra_policy import driver
from tra_policy.evaluate.drift.policies import between_policies
from tra_policy.evaluate.ground.populations import digest_of
from tra_policy.model.evidence.bundle import KINDS, Evidence, Filed, Manifest
from tra_policy.words.source import Place, Source

from .pipeline import HEAD

AS_OF = date(2026, 6, 1)
FORMS = {
    "at least {} rollouts where flags has bad": (1, 2, 3),
    "at least 2 rollouts where step >= {}": (1, 2, 3),
    "rollout where step <= {}": (0, 1, 2),
    "enough rollouts to see {} at 60% confidence": ("80%", "50%", "30%"),
    "every rollout where step < {}": (2, 3, 4),
    "no rollout where step > {}": (0, 1, 2),
    "at most {} of rollouts where flags has bad": ("0%", "40%", "60%"),
    "at most 50% of rollouts where step >= {}": (1, 2, 3),
    "distinct environment >= {} over rollouts": (1, 2, 3),
    "distinct environment <= {} over rollouts": (0, 1, 2),
    "distinct environment >= 2 over rollouts where step >= {}": (1, 2, 3),
    "distinct environment <= 1 over rollouts where step >= {}": (1, 2, 3),
    "sum step {} over rollouts": (">= 3", "> 3", ">= 5"),
    "max step {} over rollouts": ("<= 2", "< 2", "<= 3"),
    "min step >= {} over rollouts": (1, 2, 3),
    "mean step <= {} over rollouts": (1, 2, 3),
    "p50 step > {} over rollouts": (0, 1, 2),
    "min step <= 2 over rollouts where step > {}": (0, 1, 2),
}
LINES = [(form, number) for form, numbers in FORMS.items() for number in numbers]
ONE = list(product((1, 2, 3), ("a", "b", "c"), ((), ("bad",))))


def policy(lines: list[str]) -> driver.Text:
    text = HEAD + "party lab\n"
    text += "".join(f"requirement R-{n}\n  needs {line}\n" for n, line in enumerate(lines))
    read = driver.read(Source("policy.tra", text), {})
    assert not [d for d in read.diagnostics if d.input_error], read.diagnostics
    return read


def bundle(records: tuple[tuple[int, str, tuple[str, ...]], ...]) -> Evidence:
    given: list[dict[str, object]] = [
        {"id": f"r-{n}", "kind": "rollout", "step": step, "environment": where, "flags": [*flags]}
        for n, (step, where, flags) in enumerate(records)
    ]
    ids = [str(one["id"]) for one in given]
    claim = {"of": "rollout", "basis": "auditor-query", "made": AS_OF.isoformat()}
    counted = {"count": len(ids), "digest": digest_of(ids)}
    given.append({"id": "all", "kind": "population", **claim, **counted})
    head = {
        "format": "tra.bundle/1",
        "id": "b",
        "date": f"{AS_OF}",
        "developer": "lab",
        "subject": "m",
    }
    filed = [Filed(KINDS[str(one["kind"])].model_validate(one), Place("b", 1, 1)) for one in given]
    return Evidence(Manifest.model_validate(head), tuple(filed))


@pytest.fixture(scope="module")
def met() -> dict[tuple[str, object], list[str]]:
    """What each line comes to in each bundle."""
    text = policy([form.format(number) for form, number in LINES])
    found: dict[tuple[str, object], list[str]] = {line: [] for line in LINES}
    few = [(step, where, flags) for step, where, flags in ONE if where != "c" or not flags]
    for count, kinds in ((1, ONE), (2, few), (3, few[::2]), (4, few[::3])):
        for records in combinations_with_replacement(kinds, count):
            report, _ = driver.check(text, bundle(records), AS_OF, {text.source.path: text.source})
            assert report is not None
            for line, item in zip(LINES, report.items, strict=True):
                found[line].append(item.outcome)
    return found


@pytest.mark.parametrize("form", FORMS)
def test_a_line_that_asks_for_less_is_met_where_it_was_met(
    form: str, met: dict[tuple[str, object], list[str]]
) -> None:
    for old, new in permutations(FORMS[form], 2):
        older, newer = (policy([form.format(number)]).policy for number in (old, new))
        assert older is not None
        assert newer is not None
        (said,) = between_policies(older, newer)
        pairs = list(zip(met[form, old], met[form, new], strict=True))
        # Where nothing is left to ask about, a line is unknown: that is neither.
        easier, harder = ("not-met", "met") in pairs, ("met", "not-met") in pairs
        assert easier != harder, (old, new)
        assert said.code == ("TRE409" if easier else "TRE410"), (old, new)
