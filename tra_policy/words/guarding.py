"""What a safe fix must leave as it is: numbers, dates, quantities and modal verbs.

The guard looks at the text before and after a fix, so that no rule can be wrong about its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.edits import Fix
from tra_policy.words.noun import replace
from tra_policy.words.regex import regex
from tra_policy.words.source import Source

_BINDING = regex(
    r"\d[\w.,:%-]*(?:[ \t]+(?:business[ \t]+)?(?:hour|day|week|month|year)s?\b)?"
    r"|\b(?:must(?:[ \t]+not)?|aims[ \t]+to|should|may|shall|will)\b",
    re.IGNORECASE,
)
_COMMENT = regex(r'("[^"\n]*")|#[^\n]*')


def uncommented(text: str) -> str:
    """Return a text without its comments; a `#` in quotes begins none."""
    return _COMMENT.sub(lambda found: found[1] or "", text) if "#" in text else text


def binding_words(text: str) -> list[str]:
    """Return the numbers, dates, quantities and modal verbs outside comments, in order."""
    return [" ".join(found.casefold().split()) for found in _BINDING.findall(uncommented(text))]


def guarded(source: Source, fix: Fix) -> Fix:
    """Return a fix; as an unsafe one where it is marked safe and changes what binds.

    Comments and words end with their line, so the lines that the fix touches are all that is compared.
    """
    if not fix.safe:
        return fix
    here = [edit for edit in fix.edits if edit.span.path == source.path]
    if not here or len(here) < len(fix.edits):
        return replace(fix, safe=False)
    start = source.text.rfind("\n", 0, min(edit.span.start for edit in here)) + 1
    end = source.text.find("\n", max(edit.span.end for edit in here))
    before = source.text[start : end if end >= 0 else len(source.text)]
    after = before
    for edit in sorted(here, key=lambda e: (e.span.start, e.span.end), reverse=True):
        after = after[: edit.span.start - start] + edit.text + after[edit.span.end - start :]
    return fix if binding_words(after) == binding_words(before) else replace(fix, safe=False)


def all_guarded(source: Source, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield diagnostics with their fixes guarded."""
    for one in diagnostics:
        held = tuple(guarded(source, fix) for fix in one.fixes)
        yield replace(one, fixes=held) if held != one.fixes else one
