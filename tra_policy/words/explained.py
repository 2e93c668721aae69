"""What a code means: the text behind `tra explain CODE`.

Every room that speaks in codes has a `codes.py` with a tuple `CODES` of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from tra_policy.words.diagnostic import Severity


@dataclass(frozen=True, slots=True)
class Explained:
    """One code: its name, what it says, why it matters, and what to do about it."""

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    remedy: str = ""
