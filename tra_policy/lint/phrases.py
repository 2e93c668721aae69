"""The words that this room listens for, in closed tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from tra_policy.words.regex import regex

_WORD = regex(r"[\w-]+")
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
    "across the field", "across the industry", "another actor", "another company",
    "another developer", "another lab", "another laboratory", "competitor", "competitors",
    "comparable models", "industry", "marginal risk", "no one else", "nobody else", "open weights",
    "open-weight", "open-weights", "other actors", "other ai companies", "other companies",
    "other developers", "other frontier developers", "other labs", "other models",
    "outside model", "outside models", "rival", "rivals", "state of the field",
    "the entire field",
)  # fmt: skip
BYPASSING: Final = (
    "without a recommendation", "without advice", "without asking", "without consulting",
    "without the advice", "without the recommendation", "without waiting for",
)  # fmt: skip
OUTSIDERS: Final = (
    "external", "externally", "independent", "independently", "outside", "third parties",
    "third party", "third-party",
)  # fmt: skip
STRONG_VERBS: Final = (
    "cannot", "commit", "commits", "committed", "have to", "may not", "must", "require", "required",
    "requires", "shall", "will",
)  # fmt: skip
SOFT_VERBS: Final = (
    "aim", "aims", "could", "expect", "expects", "hope", "hopes", "intend", "intends", "may",
    "might", "need not", "not required", "plan", "plans", "recommend", "recommended", "should",
    "strive", "strives",
)  # fmt: skip
DERIVED: Final = (
    "derivative", "derivatives", "derived model", "derived models", "distil", "distilled",
    "distillation", "fine-tune", "fine-tuned", "fine-tunes", "fine-tuning", "finetune", "finetuned",
    "finetunes", "finetuning", "incremental update", "incremental updates", "minor change",
    "minor changes", "minor update", "minor updates", "minor version", "minor versions",
    "quantised", "quantized", "same family", "small update", "small updates", "successor model",
    "successor models",
)  # fmt: skip
INTERESTS: Final = (
    "conflict of interest", "conflicts of interest", "financial interest", "financial interests",
    "financial relationship", "financial ties", "impartial", "no ties", "paid by", "pay",
)  # fmt: skip
SPEAKING_OUT: Final = (
    "candid", "candour", "disclose", "disclosure", "editorial", "gag", "non-disclosure",
    "non-disparagement", "prior review", "redact", "redacted", "redaction", "retaliate",
    "retaliation", "whistleblower", "whistleblowers",
)  # fmt: skip
UNFINISHED: Final = (
    "fixme", "lorem ipsum", "placeholder", "tba", "tbc", "tbd", "to be added", "to be confirmed",
    "title and page of its statement", "to be decided", "to be defined", "to be determined", "todo",
    "where it says so", "xxx",
)  # fmt: skip
DECIDING_LATER: Final = (
    "consider", "considered", "decide", "decided", "decide on", "define", "defined", "determine",
    "determined", "develop", "developed", "identified", "identify", "specified", "specify",
)  # fmt: skip
PROTECTIONS: Final = (
    "control", "controls", "measures", "mitigation", "mitigations", "protections", "safeguard",
    "safeguards", "security measures",
)  # fmt: skip
RECORDS: Final = (
    "case",
    "documentation",
    "log",
    "record",
    "records",
    "report",
    "reports",
    "summary",
)
TERMS: Final = (
    "catastrophic risk", "catastrophic risks", "frontier ai", "frontier capabilities",
    "frontier developer", "frontier developers", "frontier model", "frontier models",
    "high-stakes settings", "highly capable", "risk tier", "risk tiers", "serious incident",
    "serious incidents", "severe harm", "systemic risk", "systemic risks",
)  # fmt: skip


@cache
def _by_first_word(*tables: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the phrases of some tables by their first words, the longer before the shorter."""
    found: dict[str, list[str]] = {}
    for phrase in sorted((p for table in tables for p in table), key=len, reverse=True):
        found.setdefault(_WORD.findall(phrase)[0], []).append(phrase)
    return found


def heard(text: str, *tables: tuple[str, ...]) -> Iterator[str]:
    """Yield the phrases of the tables that stand in a text, in its order; the longer wins."""
    if not text:
        return
    text = " ".join(text.casefold().split())
    phrases = _by_first_word(*tables)
    seen = set()
    end = 0
    for word in _WORD.finditer(text):
        for phrase in phrases.get(word[0], ()):
            at = word.start()
            if at >= end and text.startswith(phrase, at) and not _goes_on(text, at + len(phrase)):
                end = at + len(phrase)
                if phrase not in seen:
                    seen.add(phrase)
                    yield phrase
                break


def _goes_on(text: str, at: int) -> bool:
    return _WORD.match(text, at) is not None


def modals(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a text that bind, and those that leave it open; `may not` binds."""
    words = tuple(heard(text, STRONG_VERBS, SOFT_VERBS))
    return (
        tuple(word for word in words if word in STRONG_VERBS),
        tuple(word for word in words if word in SOFT_VERBS),
    )


def quoted(phrases: tuple[str, ...]) -> str:
    """Return some phrases as people list them: `a`, `b` and `c`."""
    shown = [f"`{phrase}`" for phrase in phrases]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
