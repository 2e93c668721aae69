"""What a safe fix must leave as it is: numbers, dates, quantities and modal verbs.

The guard looks at the text before and after a fix, so that no rule can be wrong about its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.edits import Fix, applied
from tra_policy.words.source import Source

_BINDING = re.compile(
    r"\d[\w.,:%-]*(?:\s+(?:business\s+)?(?:hour|day|week|month|year)s?\b)?"
    r"|\b(?:must(?:\s+not)?|aims\s+to|should|may|shall|will)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r'("[^"\n]*")|#[^\n]*')


def uncommented(text: str) -> str:
    """Return a text without its comments; a `#` in quotes begins none."""
    return _COMMENT.sub(lambda found: found[1] or "", text) if "#" in text else text


def binding_words(text: str) -> list[str]:
    """Return the numbers, dates, quantities and modal verbs outside comments, in order."""
    return [" ".join(found.casefold().split()) for found in _BINDING.findall(uncommented(text))]


def guarded(source: Source, fix: Fix) -> Fix:
    """Return a fix; as an unsafe one where it is marked safe and changes what binds."""
    if not fix.safe:
        return fix
    text, used = applied(source, [fix])
    if used and binding_words(text) == binding_words(source.text):
        return fix
    return replace(fix, safe=False)


def all_guarded(source: Source, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield diagnostics with their fixes guarded."""
    for one in diagnostics:
        held = tuple(guarded(source, fix) for fix in one.fixes)
        yield replace(one, fixes=held) if held != one.fixes else one
