"""The codes of this room, made from its rules."""

from __future__ import annotations

from tra_policy.lint.runner import RULES
from tra_policy.words.explained import Explained

CODES: tuple[Explained, ...] = tuple(
    Explained(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        summary=rule.summary,
        why=rule.why,
        remedy=rule.remedy,
    )
    for rule in RULES
)
