"""Which findings a run is about: by code, by the name of a rule, by family, by audience, by file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from tra_policy.lint.rule import Rule
from tra_policy.lint.runner import RULES
from tra_policy.words.diagnostic import Audience, Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex


def hyphenated(family: str) -> str:
    """Return a family as it is typed: `waivers-and-revisions`."""
    return family.replace(" ", "-")


FAMILIES: tuple[str, ...] = tuple(sorted({hyphenated(rule.family) for rule in RULES}))
_CODE = regex(r"TR[A-Z]?\d{0,3}", re.IGNORECASE)


def names() -> tuple[str, ...]:
    """Return everything by which rules can be chosen: codes, names and families."""
    return (*(rule.code for rule in RULES), *(rule.name for rule in RULES), *FAMILIES)


def codes_of(word: str) -> frozenset[str]:
    """Return the codes that a word stands for; none where it stands for nothing."""
    return frozenset(rule.code for rule in RULES if _means(word, rule))


def _means(word: str, rule: Rule) -> bool:
    lower = word.casefold()
    by_code = _CODE.fullmatch(word) is not None and rule.code.startswith(word.upper())
    return by_code or lower in (rule.name, rule.family, hyphenated(rule.family))


def words_in(given: Iterable[str]) -> list[str]:
    """Return the words of options that may be repeated and may hold commas."""
    return [part.strip() for one in given for part in one.split(",") if part.strip()]


class Choice(Noun):
    """What a run is about. Empty `select` is everything that is for the `audience`.

    `ignored_in` are codes that are left out of files, by a pattern for their paths; a pattern without a
    slash is about the name of the file.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    audience: Audience = "author"
    ignored_in: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def wants(self, found: Diagnostic, path: str) -> bool:
        """Whether a finding is chosen; what makes an input invalid always is. `path` is its file."""
        if found.input_error:
            return True
        if self.select and not _any(self.select, found.code):
            return False
        return not _any(self.ignore, found.code) and not self._left_out(found.code, path)

    def tells(self, found: Diagnostic) -> bool:
        """Whether a finding is for this audience, or is asked for by its own code or name."""
        if found.input_error or self.audience == "auditor" or found.audience == "author":
            return True
        return any(codes_of(word) == {found.code} for word in self.select)

    def _left_out(self, code: str, path: str) -> bool:
        for pattern, words in self.ignored_in:
            name = path if "/" in pattern else path.rpartition("/")[2]
            if fnmatchcase(name, pattern) and _any(words, code):
                return True
        return False


def _any(words: Iterable[str], code: str) -> bool:
    return any(code in codes_of(word) for word in words)


def unknown(words: Iterable[str]) -> Iterator[str]:
    """Yield the words that stand for no rule."""
    return (word for word in words if not codes_of(word))
