"""The audit opinion: what a report comes to, in the words of auditors, with its basis.

ISA 700 and 705 have the four words of an opinion; SOC 2 has the two kinds of evidence, of a design at a
date (Type I) or of operation over a period (Type II). The rules are docs/decisions/0005-audit-opinion.md.
"""

from __future__ import annotations

from typing import Literal

from tra_policy.words.noun import Noun

OpinionWord = Literal["unmodified", "qualified", "adverse", "disclaimer"]
Support = Literal["supported", "not-supported", "not-evidenced", "contradicted"]
EvidenceKind = Literal["none", "design-at-a-date", "operating-over-a-period"]
Matter = Literal["item", "threshold", "finding", "bundle"]


class Basis(Noun):
    """One matter that an opinion rests on.

    `id` is an item, a threshold, the code of a finding or a bundle; `found` is what was found of it.
    """

    matter: Matter
    id: str
    found: str
    would_change: str = ""


class EvidenceGiven(Noun):
    """Which kind of evidence was given: how many models, on which days, and who says that is all.

    `since` and `until` are the first and last day that a measurement or judgement states, empty where
    none does.
    """

    kind: EvidenceKind
    because: str = ""
    since: str = ""
    until: str = ""


class ThresholdOpinion(Noun):
    """The opinion on one threshold: whether the evidence carries its answer, and its lines."""

    threshold: str
    subject: str
    support: Support
    opinion: OpinionWord
    evidence: EvidenceGiven
    basis: tuple[Basis, ...] = ()


class Opinion(Noun):
    """The opinion on the whole bundle, on the evidence supplied.

    `why` are the rules that made it what it is; `would_change` is what would make it another; `emphasis`
    is what does not modify it and has to be read with it.
    """

    opinion: OpinionWord
    sentence: str
    why: tuple[str, ...]
    would_change: str
    evidence: EvidenceGiven
    basis: tuple[Basis, ...] = ()
    emphasis: tuple[str, ...] = ()
    thresholds: tuple[ThresholdOpinion, ...] = ()
