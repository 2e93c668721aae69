"""A proof: why an answer is what it is, node by node.

Every node names the rule that was applied. What a rule needs beside its children stands in `facts`,
so that a checker can work the value out again without the policy and without the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tra_policy.words.noun import Noun

Reason = Literal[
    "missing",
    "stale",
    "after-decision",
    "wrong-subject",
    "inconclusive",
    "withheld",
    "digest-mismatch",
    "signature-missing",
    "signature-bad",
    "suspect-counts",
    "retracted",
    "incomparable",
    "inherited",
    "no-uncertainty",
    "superseded",
    "no-representation",
]
Flag = Literal[
    "limit-unpublished",
    "result-unpublished",
    "unidentified-party",
    "not-relied-on",
    "selection-possible",
    "stated-only",
    "adverse-but-ineligible",
    "contradicted",
]


class Want(Noun):
    """A record that is missing or fails: what it must be, and who owes it (empty: not said).

    `record` is the id of the record that fails or is not enough; `reason` is empty where it is sound
    and simply says otherwise.
    """

    kind: str
    what: str
    by: str = ""
    reason: Reason | Literal[""] = "missing"
    record: str = ""


class Proof(Noun):
    """One node. `value` is a truth, a state or an outcome, in the words of the report.

    `place` is `path:line:column` in the policy. `evidence` are the ids of the records cited.
    """

    rule: str
    value: str
    sentence: str
    place: str = ""
    evidence: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    reasons: tuple[Reason, ...] = ()
    flags: tuple[Flag, ...] = ()
    wants: tuple[Want, ...] = ()
    children: tuple[Proof, ...] = ()

    def fact(self, name: str) -> str:
        """Return one fact by name; empty when it was not given."""
        return next((value for key, value in self.facts if key == name), "")

    def walk(self) -> Iterator[Proof]:
        """Yield this node and all below it, parents first."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))
