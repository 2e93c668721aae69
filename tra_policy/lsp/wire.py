"""Values of this room, in the words of the Language Server Protocol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lsprotocol import types as lsp

from tra_policy.lsp.acting import Action
from tra_policy.lsp.codes import page_of
from tra_policy.lsp.completing import Proposal
from tra_policy.lsp.positions import Positions
from tra_policy.lsp.symbols import Fold, Symbol
from tra_policy.lsp.tokens import KINDS, MODIFIERS, Coloured
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.edits import Edit
from tra_policy.words.source import Place, Span

_SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
_SYMBOLS = {
    "policy": lsp.SymbolKind.Module,
    "party": lsp.SymbolKind.Class,
    "event": lsp.SymbolKind.Event,
    "benchmark": lsp.SymbolKind.Interface,
    "metric": lsp.SymbolKind.Property,
    "safeguard": lsp.SymbolKind.Object,
    "document": lsp.SymbolKind.File,
    "source": lsp.SymbolKind.Namespace,
    "define": lsp.SymbolKind.Function,
    "threshold": lsp.SymbolKind.Enum,
    "commitment": lsp.SymbolKind.Struct,
    "requirement": lsp.SymbolKind.Struct,
    "waiver": lsp.SymbolKind.Key,
    "changes": lsp.SymbolKind.Array,
    "duty": lsp.SymbolKind.Method,
    "need": lsp.SymbolKind.Method,
    "line": lsp.SymbolKind.Field,
}
_COMPLETIONS = {
    "name": lsp.CompletionItemKind.Reference,
    "word": lsp.CompletionItemKind.Keyword,
    "head": lsp.CompletionItemKind.Keyword,
    "directive": lsp.CompletionItemKind.Snippet,
    "field": lsp.CompletionItemKind.Field,
    "code": lsp.CompletionItemKind.Constant,
}
LEGEND = lsp.SemanticTokensLegend(token_types=list(KINDS), token_modifiers=list(MODIFIERS))


def position(at: Positions, offset: int) -> lsp.Position:
    """Return an offset as a position."""
    line, column = at.position(offset)
    return lsp.Position(line, column)


def range_of(at: Positions, start: int, end: int) -> lsp.Range:
    """Return a stretch of a text as a range."""
    return lsp.Range(position(at, start), position(at, end))


def uri_of(path: str) -> str:
    """Return the URI of a file's path."""
    return Path(path).absolute().as_uri()


def diagnostic(at: Positions, found: Diagnostic, pages: str) -> lsp.Diagnostic:
    """Return a diagnostic; `pages` is where the project's pages are, empty where they are not."""
    page = page_of(found.code) if pages else ""
    span = found.span
    said = [
        found.message,
        found.help,
        f"it comes to light when {found.shows}" if found.shows else "",
    ]
    return lsp.Diagnostic(
        range=range_of(at, span.start, span.end) if span else range_of(at, 0, 0),
        message="\n".join(words for words in said if words),
        severity=_SEVERITIES[found.severity],
        code=found.code,
        code_description=lsp.CodeDescription(f"{pages}/{page}") if page else None,
        source="tra",
        related_information=_elsewhere(found, at, span),
    )


def _elsewhere(
    found: Diagnostic, at: Positions, span: Span | None
) -> list[lsp.DiagnosticRelatedInformation] | None:
    """The place in a library, where what is marked here is wrong there."""
    place = found.place
    if not isinstance(place, Place) or span is None or place.path in ("", span.path):
        return None
    there = lsp.Position(max(place.line - 1, 0), max(place.column - 1, 0))
    where = lsp.Location(uri_of(place.path), lsp.Range(there, there))
    return [lsp.DiagnosticRelatedInformation(where, found.message)]


def completion(at: Positions, one: Proposal, offset: int, snippets: bool) -> lsp.CompletionItem:
    """Return a proposal that replaces what is typed of it."""
    text = one.snippet if snippets and one.snippet else one.text
    return lsp.CompletionItem(
        label=one.text,
        kind=_COMPLETIONS[one.sort],
        detail=one.detail or None,
        documentation=one.about or None,
        filter_text=one.text,
        sort_text=f"{one.rank + 100:04}{one.text}",
        text_edit=lsp.TextEdit(range_of(at, one.start, offset), text),
        insert_text_format=lsp.InsertTextFormat.Snippet
        if snippets and one.snippet
        else lsp.InsertTextFormat.PlainText,
    )


def text_edits(at: Positions, edits: Iterable[Edit]) -> list[lsp.TextEdit]:
    """Return edits of one text."""
    return [lsp.TextEdit(range_of(at, e.span.start, e.span.end), e.text) for e in edits]


def workspace_edit(edits: Mapping[str, Sequence[lsp.TextEdit]]) -> lsp.WorkspaceEdit:
    """Return edits of documents, by their URIs."""
    return lsp.WorkspaceEdit(changes=dict(edits))


def action(
    at: Positions, one: Action, uri: str, kind: lsp.CodeActionKind, pages: str
) -> lsp.CodeAction:
    """Return an action on one document."""
    found = diagnostic(at, one.finding, pages) if one.finding is not None else None
    return lsp.CodeAction(
        title=one.title,
        kind=kind,
        diagnostics=[found] if found is not None else None,
        is_preferred=True if one.preferred else None,
        edit=workspace_edit({uri: text_edits(at, one.edits)}),
    )


def symbol(at: Positions, one: Symbol) -> lsp.DocumentSymbol:
    """Return a symbol with its children."""
    return lsp.DocumentSymbol(
        name=one.name or "-",
        kind=symbol_kind(one.sort),
        range=range_of(at, one.span.start, one.span.end),
        selection_range=range_of(at, one.name_span.start, one.name_span.end),
        detail=one.detail or None,
        children=[symbol(at, child) for child in one.children],
    )


def symbol_kind(sort: str) -> lsp.SymbolKind:
    """Return the kind of a directive or a line."""
    return _SYMBOLS.get(sort, lsp.SymbolKind.Null)


def fold(at: Positions, one: Fold) -> lsp.FoldingRange:
    """Return lines that fold."""
    kind = lsp.FoldingRangeKind.Comment if one.comment else lsp.FoldingRangeKind.Region
    return lsp.FoldingRange(start_line=one.first - 1, end_line=one.last - 1, kind=kind)


def semantic(at: Positions, words: Iterable[Coloured]) -> lsp.SemanticTokens:
    """Return coloured words, each counted from the one before."""
    data: list[int] = []
    line = column = 0
    for word in words:
        row, start = at.position(word.start)
        _, end = at.position(word.end)
        data += [row - line, start - column if row == line else start, end - start]
        data += [KINDS.index(word.kind), sum(1 << MODIFIERS.index(m) for m in word.modifiers)]
        line, column = row, start
    return lsp.SemanticTokens(data)
