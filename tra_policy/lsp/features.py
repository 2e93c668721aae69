"""The requests of an editor, each answered out of the modules that know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from tra_policy.lsp import wire
from tra_policy.lsp.acting import actions, fix_all
from tra_policy.lsp.completing import proposals
from tra_policy.lsp.formatting import layout_edits
from tra_policy.lsp.hovering import hover
from tra_policy.lsp.index import Key
from tra_policy.lsp.reading import Reading
from tra_policy.lsp.renaming import nameable, renamed
from tra_policy.lsp.server import Server, refused
from tra_policy.lsp.symbols import folds, outline
from tra_policy.lsp.tokens import tokens
from tra_policy.words.source import Source, Span

MOST_SYMBOLS = 500
_At = lsp.HoverParams | lsp.DefinitionParams | lsp.ReferenceParams | lsp.RenameParams
Answer = Callable[[Server, Any], Any]


def offer(server: Server) -> None:
    """Give a server all its answers."""
    for method, answer, options in _FEATURES:
        server.feature(method, options)(_calm(server, answer))


def _calm(server: Server, answer: Answer) -> Callable[[Any], Any]:
    def calmly(params: Any = None) -> Any:
        try:
            return answer(server, params)
        except JsonRpcException:
            raise
        except Exception as error:
            server.log(error)
            return None

    return calmly


def _initialize(server: Server, params: lsp.InitializeParams) -> None:
    server.begin(params)


def _shutdown(server: Server, params: Any) -> None:
    server.stopped_properly = True


def _opened(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    server.changed(params.text_document.uri)


def _changed(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    server.changed(params.text_document.uri)


def _saved(server: Server, params: Any) -> None:
    server.session.look_again()
    server.soon()


def _closed(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    server.closed(params.text_document.uri)


def _folders(server: Server, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    gone = {server.path_of(folder.uri) for folder in params.event.removed}
    kept = [path for path in server.session.folders if path not in gone]
    added = [server.path_of(folder.uri) for folder in params.event.added]
    server.session.folders = list(dict.fromkeys((*kept, *added)))


def _place(server: Server, params: _At) -> tuple[Reading, int] | None:
    reading = server.reading(params.text_document.uri)
    if reading is None:
        return None
    at = server.at(reading.source)
    return reading, at.offset(params.position.line, params.position.character)


def _hover(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    place = _place(server, params)
    found = hover(*place, server.session.registry) if place is not None else None
    if place is None or found is None:
        return None
    at = server.at(place[0].source)
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, found.markdown)
    return lsp.Hover(content, wire.range_of(at, found.span.start, found.span.end))


def _completion(server: Server, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    reading = server.reading(params.text_document.uri)
    if reading is None:
        return None
    at = server.at(reading.source)
    offset = at.offset(params.position.line, params.position.character)
    row = at.start_of_line(offset)
    items = [
        wire.completion(at, one, offset, server.snippets)
        for one in proposals(reading.source, offset, reading.index)
        if row <= one.start <= offset
    ]
    return lsp.CompletionList(is_incomplete=False, items=items)


def _key_at(server: Server, params: _At) -> tuple[Reading, Key] | None:
    place = _place(server, params)
    use = place[0].index.at(place[0].source.path, place[1]) if place is not None else None
    return (place[0], use.key) if place is not None and use is not None and use.key else None


def _definition(server: Server, params: lsp.DefinitionParams) -> list[lsp.Location] | None:
    found = _key_at(server, params)
    if found is None:
        return _library(server, params)
    reading, key = found
    return list(_locations(server, reading, [reading.index.declared[key].span]))


def _library(server: Server, params: lsp.DefinitionParams) -> list[lsp.Location] | None:
    """`use tra-core` leads to the file of the library."""
    place = _place(server, params)
    use = place[0].index.at(place[0].source.path, place[1]) if place is not None else None
    held = place[0].libraries.get(use.name) if place is not None and use is not None else None
    if held is None or use is None or use.slot.what != "library":
        return None
    start = lsp.Position(0, 0)
    return [lsp.Location(server.uri_of(held.source.path), lsp.Range(start, start))]


def _references(server: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
    found = _key_at(server, params)
    if found is None:
        return []
    reading, key = found
    declared = reading.index.declared[key].span
    places: dict[tuple[str, int, int], lsp.Location] = {}
    for one in _naming(server, reading, key):
        spans = one.index.places(key)
        for span, where in zip(spans, _locations(server, one, spans), strict=True):
            if params.context.include_declaration or span != declared:
                start = where.range.start
                places[where.uri, start.line, start.character] = where
    return list(places.values())


def _naming(server: Server, reading: Reading, key: Key) -> list[Reading]:
    """The document, and all others in which the same declaration is in force."""
    declared = reading.index.declared[key]
    found = [reading]
    for other in server.session.others(reading.source.path):
        held = other.index.declared.get(key)
        if held is not None and _same_place(held.span, declared.span):
            found.append(other)
    return found


def _same_place(one: Span, other: Span) -> bool:
    return (one.start, one.end) == (other.start, other.end) and (
        wire.uri_of(one.path) == wire.uri_of(other.path)
    )


def _sources(reading: Reading) -> dict[str, Source]:
    held = (reading.source, *(one.source for one in reading.libraries.values()))
    return {source.path: source for source in held}


def _locations(server: Server, reading: Reading, spans: Iterable[Span]) -> Iterable[lsp.Location]:
    sources = _sources(reading)
    for span in spans:
        at = server.at(sources[span.path])
        yield lsp.Location(server.uri_of(span.path), wire.range_of(at, span.start, span.end))


def _highlight(server: Server, params: Any) -> list[lsp.DocumentHighlight]:
    found = _key_at(server, params)
    if found is None:
        return []
    reading, key = found
    at = server.at(reading.source)
    declared = reading.index.declared[key].span
    return [
        lsp.DocumentHighlight(
            wire.range_of(at, span.start, span.end),
            lsp.DocumentHighlightKind.Write if span == declared else lsp.DocumentHighlightKind.Read,
        )
        for span in reading.index.places(key)
        if span.path == reading.source.path
    ]


def _prepare_rename(server: Server, params: Any) -> lsp.PrepareRenamePlaceholder | None:
    place = _place(server, params)
    if place is None:
        return None
    use = nameable(*place)
    if isinstance(use, str):
        raise refused(use)
    at = server.at(place[0].source)
    return lsp.PrepareRenamePlaceholder(wire.range_of(at, use.span.start, use.span.end), use.name)


def _rename(server: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    place = _place(server, params)
    if place is None:
        return None
    reading, offset = place
    use = nameable(reading, offset)
    if isinstance(use, str):
        raise refused(use)
    assert use.key is not None
    readings = _naming(server, reading, use.key)
    found = renamed(readings, offset, params.new_name)
    if found.refusal:
        raise refused(found.refusal)
    sources = {path: source for one in readings for path, source in _sources(one).items()}
    edits = {
        server.uri_of(path): wire.text_edits(server.at(sources[path]), held)
        for path, held in found.edits.items()
    }
    return wire.workspace_edit(edits)


def _symbols(server: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    reading = server.reading(params.text_document.uri)
    if reading is None:
        return []
    at = server.at(reading.source)
    return [wire.symbol(at, one) for one in outline(reading.own.tree)]


def _workspace_symbols(
    server: Server, params: lsp.WorkspaceSymbolParams
) -> list[lsp.WorkspaceSymbol]:
    wanted = params.query.casefold()
    found: list[lsp.WorkspaceSymbol] = []
    for reading in server.session.others(""):
        at = server.at(reading.source)
        for one in reading.index.declared.values():
            if one.span.path != reading.source.path or wanted not in one.name.casefold():
                continue
            where = lsp.Location(
                server.uri_of(one.span.path), wire.range_of(at, one.span.start, one.span.end)
            )
            kind = wire.symbol_kind(one.category)
            found.append(lsp.WorkspaceSymbol(where, one.name, kind))
            if len(found) >= MOST_SYMBOLS:
                return found
    return found


def _folding(server: Server, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange]:
    reading = server.reading(params.text_document.uri)
    if reading is None:
        return []
    at = server.at(reading.source)
    return [wire.fold(at, one) for one in folds(reading.source, reading.own.tree)]


def _semantic(server: Server, params: lsp.SemanticTokensParams) -> lsp.SemanticTokens | None:
    reading = server.reading(params.text_document.uri)
    if reading is None:
        return None
    words = tokens(reading.source, reading.own.tree, reading.index)
    return wire.semantic(server.at(reading.source), words)


def _actions(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    uri = params.text_document.uri
    reading = server.reading(uri)
    if reading is None:
        return []
    at = server.at(reading.source)
    only = params.context.only
    found: list[lsp.CodeAction] = []
    if _asks(only, lsp.CodeActionKind.QuickFix):
        start = at.offset(params.range.start.line, params.range.start.character)
        end = at.offset(params.range.end.line, params.range.end.character)
        for one in actions(reading, start, end):
            found.append(wire.action(at, one, uri, lsp.CodeActionKind.QuickFix, server.pages))
    if only and _asks(only, lsp.CodeActionKind.SourceFixAll):
        whole = fix_all(reading)
        if whole is not None:
            kind = lsp.CodeActionKind.SourceFixAll
            found.append(wire.action(at, whole, uri, kind, server.pages))
    return found


def _asks(only: Iterable[Any] | None, kind: lsp.CodeActionKind) -> bool:
    """Whether a kind is asked for, itself or as one below a wider kind."""
    if not only:
        return True
    asked = [getattr(one, "value", one) for one in only]
    return any(kind.value == one or kind.value.startswith(f"{one}.") or not one for one in asked)


def _formatting(server: Server, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
    reading = server.reading(params.text_document.uri)
    if reading is None:
        return None
    return wire.text_edits(server.at(reading.source), layout_edits(reading.source))


_FEATURES: tuple[tuple[str, Answer, Any], ...] = (
    (lsp.INITIALIZE, _initialize, None),
    (lsp.SHUTDOWN, _shutdown, None),
    (lsp.TEXT_DOCUMENT_DID_OPEN, _opened, None),
    (lsp.TEXT_DOCUMENT_DID_CHANGE, _changed, None),
    (lsp.TEXT_DOCUMENT_DID_SAVE, _saved, None),
    (lsp.TEXT_DOCUMENT_DID_CLOSE, _closed, None),
    (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, _saved, None),
    (lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, _folders, None),
    (lsp.TEXT_DOCUMENT_HOVER, _hover, None),
    (
        lsp.TEXT_DOCUMENT_COMPLETION,
        _completion,
        lsp.CompletionOptions(trigger_characters=[".", "(", " "]),
    ),
    (lsp.TEXT_DOCUMENT_DEFINITION, _definition, None),
    (lsp.TEXT_DOCUMENT_REFERENCES, _references, None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, _highlight, None),
    (lsp.TEXT_DOCUMENT_PREPARE_RENAME, _prepare_rename, None),
    (lsp.TEXT_DOCUMENT_RENAME, _rename, lsp.RenameOptions(prepare_provider=True)),
    (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, _symbols, None),
    (lsp.WORKSPACE_SYMBOL, _workspace_symbols, None),
    (lsp.TEXT_DOCUMENT_FOLDING_RANGE, _folding, None),
    (lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _semantic, wire.LEGEND),
    (
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        _actions,
        lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]),
    ),
    (lsp.TEXT_DOCUMENT_FORMATTING, _formatting, None),
)
