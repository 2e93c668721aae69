"""What one rule has to say of itself, in parts, for `tra explain` and for `docs/rules.md`."""

from __future__ import annotations

from tra_policy.lint.choosing import hyphenated
from tra_policy.lint.rule import Rule
from tra_policy.words.noun import Noun

_SURE = {
    "certain": "certain: the text itself says so",
    "likely": "likely: words were read, which may mean something else",
    "possible": "possible: only a reader can tell, so take it as a question",
}
_WHOM = {
    "author": "for authors, before publication",
    "auditor": "for auditors: listed with `--audience auditor`",
}
_FIXES = {
    "none": "none: what to write is the author's to decide",
    "safe": "`--fix` mends it; the meaning stays",
    "unsafe": "`--unsafe-fixes` mends it; look at the change, it may alter the meaning",
}


class Told(Noun):
    """A rule as people read of it. `precedent` and `source` are empty where none is known."""

    why: str
    precedent: str
    source: str
    sure: str
    whom: str
    fixes: str
    settings: tuple[str, ...]
    reads: str


def told(rule: Rule) -> Told:
    """Return the parts of a rule's page."""
    why, precedent, source = _parts(rule.why)
    return Told(
        why=why,
        precedent=precedent,
        source=source,
        sure=_SURE[rule.confidence],
        whom=_WHOM[rule.audience],
        fixes=_FIXES[rule.fixes],
        settings=_settings(rule),
        reads="the texts of cited documents, where they are at hand" if rule.cited else "",
    )


def _parts(why: str) -> tuple[str, str, str]:
    """Return the reason, the precedent and its source; the last two empty where there is none."""
    at = max(why.find("Precedent:"), why.find("Precedent,"))
    if at < 0:
        return why.strip(), "", ""
    precedent, _, source = why[at:].partition(" Source: ")
    words = precedent.removeprefix("Precedent").lstrip(":,").strip()
    return why[:at].strip(), words[:1].upper() + words[1:], source.strip()


def _settings(rule: Rule) -> tuple[str, ...]:
    """Return how a run, or a text, lets this rule be."""
    let_be = (
        f'`ignore = ["{rule.code}"]` (or the family, `{hyphenated(rule.family)}`)',
        f"`# tra: allow({rule.code}) because …` for one line",
    )
    return let_be if rule.family != "form" else let_be[:1]
