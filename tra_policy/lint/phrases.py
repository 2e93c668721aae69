"""The words that this room listens for, in closed tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

DEGREE: Final = (
    "acceptable", "adequate", "adequately", "appropriate", "appropriately", "approximately",
    "considerable", "considerably", "dramatic", "dramatically", "material change",
    "material increase", "material risk", "material uplift", "materially",
    "meaningful", "meaningfully", "minimal", "moderate", "notable", "notably", "reasonable",
    "reasonably", "robust", "significant", "significantly",
    "strong", "substantial", "substantially", "sufficient", "sufficiently", "unacceptable",
)  # fmt: skip
DISCRETION: Final = (
    "as appropriate", "as necessary", "as needed", "as warranted", "at our discretion",
    "best efforts", "commercially practicable", "if appropriate", "if necessary", "if needed",
    "if warranted", "insofar as", "reasonable efforts", "to the extent feasible",
    "to the extent possible", "when available", "when feasible", "where appropriate",
    "where feasible", "where possible", "where practicable",
)  # fmt: skip
TIME: Final = (
    "as soon as", "from time to time", "frequently", "ideally", "in due course", "ongoing",
    "periodically", "promptly", "regularly", "routinely", "soon", "timely", "without undue delay",
)  # fmt: skip
OTHERS: Final = (
    "another actor", "another company", "another developer", "another lab", "another laboratory",
    "competitor", "competitors", "comparable models", "industry", "marginal risk",
    "other actors", "other ai companies", "other companies", "other developers",
    "other frontier developers", "other labs", "other models", "rival", "rivals",
    "state of the field", "the entire field",
)  # fmt: skip
OUTSIDERS: Final = (
    "external", "externally", "independent", "independently", "outside", "third parties",
    "third party", "third-party",
)  # fmt: skip
STRONG_VERBS: Final = (
    "commit", "commits", "committed", "have to", "must", "require", "required", "requires",
    "shall", "will",
)  # fmt: skip
SOFT_VERBS: Final = (
    "aim", "aims", "could", "expect", "expects", "hope", "hopes", "intend", "intends", "may",
    "might", "plan", "plans", "recommend", "recommended", "should", "strive", "strives",
)  # fmt: skip


def heard(text: str, *tables: tuple[str, ...]) -> Iterator[str]:
    """Yield the phrases of the tables that stand in a text, in its order; the longer wins."""
    phrases = sorted((p for table in tables for p in table), key=len, reverse=True)
    pattern = r"(?<![\w-])(?:" + "|".join(map(re.escape, phrases)) + r")(?![\w-])"
    seen = set()
    for found in re.finditer(pattern, " ".join(text.casefold().split())):
        if found[0] not in seen:
            seen.add(found[0])
            yield found[0]


def quoted(phrases: tuple[str, ...]) -> str:
    """Return some phrases as people list them: `a`, `b` and `c`."""
    shown = [f"`{phrase}`" for phrase in phrases]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
