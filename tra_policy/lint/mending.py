"""Mending a text with the fixes that its findings offer, until none is left that applies.

A fix is kept only where it ends its finding and makes nothing unreadable; one that does not is a bug
of its rule, is left out and named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.edits import Fix, applied
from tra_policy.words.noun import Noun, replace
from tra_policy.words.source import Source

MOST_ROUNDS = 50

Relint = Callable[[Source], Sequence[Diagnostic]]
_Offer = tuple[Diagnostic, Fix]
_Key = tuple[str, str, str]


class Mended(Noun):
    """A text, what was done to it, and which fixes were left out because they would have harmed it.

    Both are pairs of a code and what the fix does, in the order in which they were met.
    """

    source: Source
    done: tuple[tuple[str, str], ...] = ()
    harmful: tuple[tuple[str, str], ...] = ()


def mended(source: Source, relint: Relint, *, unsafe: bool = False) -> Mended:
    """Return a text with every fix in it that applies; with `unsafe`, also those that may change meaning.

    `relint` gives the findings of a text, clause by clause, and the mistakes in it.
    """
    done: list[tuple[str, str]] = []
    harmful: dict[_Key, tuple[str, str]] = {}
    found = relint(source)
    for _ in range(MOST_ROUNDS):
        offers = [
            (one, _with_line_ends(fix, source))
            for one in found
            if (fix := _best(one, unsafe)) is not None and _key(one, fix) not in harmful
        ]
        if not offers:
            break
        taken, text, after = _tried(source, found, offers, relint)
        if not taken:
            bad = [one for one in offers if not _tried(source, found, [one], relint)[0]]
            harmful |= {_key(*one): (one[0].code, one[1].title) for one in bad}
            if bad:
                continue
            # Each is fine by itself, and they are not fine together.
            taken, text, after = _tried(source, found, offers[:1], relint)
        done += [(one.code, fix.title) for one, fix in taken]
        source, found = text, after
    return Mended(source, tuple(done), tuple(dict.fromkeys(harmful.values())))


def _best(found: Diagnostic, unsafe: bool) -> Fix | None:
    return next((fix for fix in found.fixes if fix.edits and (fix.safe or unsafe)), None)


def _with_line_ends(fix: Fix, source: Source) -> Fix:
    """Return a fix that ends its lines as the text does."""
    if "\r\n" not in source.text:
        return fix
    edits = (replace(e, text=re.sub(r"\r?\n", "\r\n", e.text)) for e in fix.edits)
    return replace(fix, edits=tuple(edits))


def _key(found: Diagnostic, fix: Fix) -> _Key:
    return found.code, found.fingerprint or found.message, fix.title


def _tried(
    source: Source, before: Sequence[Diagnostic], offers: Sequence[_Offer], relint: Relint
) -> tuple[list[_Offer], Source, Sequence[Diagnostic]]:
    """Return the offers that went in, the text and its findings; nothing where they did harm."""
    fixes = list(dict.fromkeys(fix for _, fix in offers))
    text, used = applied(source, fixes)
    if not used or text == source.text:
        return [], source, before
    mended = Source(source.path, text)
    after = relint(mended)
    taken = [offer for offer in offers if offer[1] in used]
    if _harmed(before, after) or not _ended(before, after, taken):
        return [], source, before
    return taken, mended, after


def _harmed(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> bool:
    """Whether a text has mistakes that it did not have.

    A line that can be read again may show mistakes in its names: those were there before.
    """
    was = Counter(d.code for d in before if d.input_error)
    now = Counter(d.code for d in after if d.input_error)
    unreadable = {code for code in (*was, *now) if code.startswith("TRA0")}
    if any(now[code] > was[code] for code in unreadable):
        return True
    if any(was[code] for code in unreadable):
        return False
    return any(now[code] > was[code] for code in now)


def _ended(
    before: Iterable[Diagnostic], after: Iterable[Diagnostic], taken: Iterable[_Offer]
) -> bool:
    """Whether every finding whose fix went in is gone, or stands less often."""
    was, now = Counter(map(_told, before)), Counter(map(_told, after))
    return all(now[_told(one)] < was[_told(one)] for one, _ in taken)


def _told(found: Diagnostic) -> tuple[str, str]:
    return found.code, found.fingerprint or found.message
