"""Writes the grammars of the extension: `python -m tests.editors.write_grammar`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tra_policy.lsp import textmate

EXTENSION = Path(__file__).parents[2] / "editors" / "vscode"


def files() -> Iterator[tuple[Path, str]]:
    """Yield each grammar's file and what is to stand in it."""
    yield EXTENSION / "syntaxes/tra.tmLanguage.json", textmate.written(textmate.grammar())
    yield (
        EXTENSION / "syntaxes/tra.markdown.tmLanguage.json",
        textmate.written(textmate.in_markdown()),
    )


if __name__ == "__main__":
    for path, text in files():
        path.write_text(text, "utf-8")
