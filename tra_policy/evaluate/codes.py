"""The codes of what does not add up, between a policy and the evidence or in the evidence itself."""

from __future__ import annotations

from tra_policy.evaluate.between import BETWEEN
from tra_policy.evaluate.checks.every import CHECKS
from tra_policy.evaluate.drift.codes import CODES as DRIFT
from tra_policy.words.explained import Explained

__all__ = ["BETWEEN", "CODES", "IN_EVIDENCE"]

IN_EVIDENCE: tuple[Explained, ...] = tuple(
    Explained(
        code=check.code,
        name=check.name,
        severity=check.severity,
        summary=check.summary,
        why=check.why,
        remedy=check.remedy,
    )
    for check in CHECKS
)
CODES: tuple[Explained, ...] = (*BETWEEN, *IN_EVIDENCE, *DRIFT)
