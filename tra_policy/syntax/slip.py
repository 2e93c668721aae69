"""A common slip in a line, and the look that finds it by a pattern."""

from __future__ import annotations

import re
from collections.abc import Callable

from tra_policy.words.noun import Noun


class Slip(Noun):
    """Where a slip is in a line (offsets), what is said, and the advice.

    `puts` are what to write instead, with offsets; empty where the author has to choose. They are `safe`
    where only signs change.
    """

    start: int
    end: int
    message: str
    help: str
    code: str = "TRA002"
    puts: tuple[tuple[int, int, str], ...] = ()
    safe: bool = True


Advice = str | Callable[[str], str]


def look_for(
    pattern: str,
    message: str,
    help: Advice,
    code: str = "TRA002",
    put: Advice | None = None,
    safe: bool = True,
) -> Callable[[str], Slip | None]:
    """Return a look at a line: the first group of the pattern, or all of it, is the wrong word.

    `put` is what to write for it, wherever it stands in the line.
    """

    def look(line: str) -> Slip | None:
        # Compiled when a line is first found wrong: most texts have none.
        form = re.compile(pattern, re.IGNORECASE)
        hit = form.search(line)
        if hit is None:
            return None
        group = 1 if form.groups else 0
        words = line[hit.start(group) : hit.end(group)]
        advice = help(words) if callable(help) else help.format(words)
        puts = tuple(
            (each.start(group), each.end(group), put(each[group]) if callable(put) else put)
            for each in (form.finditer(line) if put is not None else ())
            if put is not None
        )
        said = message.format(words)
        return Slip(hit.start(group), hit.end(group), said, advice, code, puts, safe)

    return look
