"""The forms that the language page lists, read from the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .pages import MANUAL, blocks

_WORDS = re.compile(r"[a-z][a-z-]*(?: [a-z][a-z-]*)*(?![\w-])")


def _grammar() -> list[str]:
    return [b.text for b in blocks(MANUAL / "language.md") if b.kind == "text"]


def directives() -> Iterator[str]:
    """Yield the words that open a directive."""
    for line in _grammar()[0].splitlines():
        if line and not line.startswith(" "):
            yield line.split()[0]


def heads() -> Iterator[str]:
    """Yield the words that lines of directives begin with."""
    for line in _grammar()[0].splitlines():
        if not line.startswith(" "):
            continue
        form, _, comment = line.partition("#")
        for part in re.split(r" / | {4,}", form.strip()):
            yield from _first_words(part)
        for other in comment.partition("or:")[2].split("|"):
            yield from _first_words(other.partition("(")[0])


def _first_words(form: str) -> Iterator[str]:
    found = _WORDS.match(form.strip())
    if found:
        yield found[0]


def alternatives(name: str) -> Iterator[str]:
    """Yield the alternatives of a named form, such as the verbs of `VERB`.

    What may be left out is left out.
    """
    found = re.search(rf"^{name} +(.*(?:\n {{6,}}\S.*)*)", _grammar()[1], re.MULTILINE)
    assert found, f"the language page has no form `{name}`"
    text = re.sub(r"#.*", "", found[1])
    whole = re.sub(r"\[[^\]]*\]", "", text)
    for part in re.split(r"\||\n| {4,}", whole):
        yield from (
            part.split() if name == "VERB" else [" ".join(part.split())] if part.strip() else []
        )


def pattern(form: str) -> re.Pattern[str]:
    """Return a form as a pattern: a name in capitals stands for anything, quotes for any sentence."""
    words = []
    for word in re.findall(r'"[^"]*"|[^\s"]+', form):
        if word.startswith('"'):
            words.append(r'"[^"]+"')
        else:
            words.append(r"\S.*?" if re.search("[A-Z]", word) else re.escape(word))
    return re.compile(r"(?<![\w-])" + r"\s+".join(words) + r"(?![\w-])")
