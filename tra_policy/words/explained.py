"""What a code means: the text behind `tra explain CODE`.

Every room that speaks in codes has a `codes.py` with a tuple `CODES` of these.
"""

from __future__ import annotations

from tra_policy.words.diagnostic import Severity
from tra_policy.words.noun import Noun


class Explained(Noun):
    """One code: its name, what it says, why it matters, and what to do about it."""

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    remedy: str = ""
