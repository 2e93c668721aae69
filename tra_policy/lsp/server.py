"""The language server: what an editor sends, and what it gets back.

An editor never sees a trace: what goes wrong inside is one line in its log, and no answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

import tra_policy
from tra_policy.lint.choosing import Choice
from tra_policy.lsp import wire
from tra_policy.lsp.codes import RULES_PAGE
from tra_policy.lsp.positions import Encoding, Positions
from tra_policy.lsp.reading import Reading, about
from tra_policy.lsp.session import Session, settle
from tra_policy.syntax.lines import is_markdown
from tra_policy.words.source import Source
from tra_policy.workspace.opening import is_file

PAUSE = 0.12
_SLOWER = 3.0
_ENCODINGS: dict[str, Encoding] = {"utf-8": "utf-8", "utf-32": "utf-32"}


class Protocol(LanguageServerProtocol):
    """The protocol, with an answer also to a request that cannot be understood."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Read a message; a garbled request is answered before it is given up."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        if error is not None:
            error.data = None  # pygls puts the stack there
            error.message = " ".join(str(error.message).split())
        super()._send_response(msg_id, result, error)


class Server(LanguageServer):
    """One editor: its documents, what it can show, and when it was last told."""

    def __init__(self, choice: Choice) -> None:
        # Whole texts are exchanged: pygls counts lines in another way than the protocol does.
        super().__init__(
            "tra",
            tra_policy.__version__,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Full,
            protocol_cls=Protocol,
            converter_factory=default_converter,
        )
        self.session = Session(choice)
        self.pages = ""
        self.pause = PAUSE
        self.stopped_properly = False
        self._waiting: asyncio.TimerHandle | None = None
        self._told: dict[str, tuple[Reading, int | None]] = {}

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Say in one line of the log what went wrong outside of any request; those have an answer."""
        if source is not FeatureRequestError:
            self.log(error)

    def log(self, error: BaseException) -> None:
        """Write one line to the editor's log."""
        words = " ".join(str(error).split())[:200]
        said = f"{type(error).__name__}: {words}" if words else type(error).__name__
        message = f"something went wrong inside the tool: {said}"
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, message))

    def begin(self, params: lsp.InitializeParams) -> None:
        """Take over what the editor says of itself."""
        folders = [to_fs_path(folder.uri) for folder in params.workspace_folders or ()]
        root = to_fs_path(params.root_uri) if params.root_uri else params.root_path
        self.session.folders = [f for f in folders if f] or ([root] if root else [])
        options = params.initialization_options
        options = options if isinstance(options, dict) else {}
        pages = options.get("pages")
        self.pages = pages.rstrip("/") if isinstance(pages, str) else _own_pages()
        if options.get("audience") in ("author", "auditor"):
            old = self.session.choice
            audience = options["audience"]
            self.session.choice = Choice(old.select, old.ignore, audience, old.ignored_in)

    @property
    def encoding(self) -> Encoding:
        """The units in which this editor counts columns."""
        return _ENCODINGS.get(str(self.workspace.position_encoding or ""), "utf-16")

    @property
    def snippets(self) -> bool:
        """Whether the editor can fill in places to type over."""
        document = self.client_capabilities.text_document
        items = document.completion.completion_item if document and document.completion else None
        return bool(items and items.snippet_support)

    def path_of(self, uri: str) -> str:
        """Return the path under which a document is kept; one that is no file gets a name."""
        path = to_fs_path(uri)
        if path:
            return path
        name = "".join(char if char.isalnum() else "-" for char in uri)
        languages = (held.language_id for held in self.open_ones() if held.uri == uri)
        markdown = next(languages, None) == "markdown"
        return f"{name}.md" if markdown else f"{name}.tra"

    def uri_of(self, path: str) -> str:
        """Return the URI by which the editor knows a path."""
        uris = (document.uri for document in self.open_ones())
        return next((uri for uri in uris if self.path_of(uri) == path), wire.uri_of(path))

    def open_ones(self) -> list[TextDocument]:
        """Return the open documents; pygls keeps them by other spellings of their URIs."""
        return list(self.workspace.text_documents.values())

    def at(self, source: Source) -> Positions:
        """Return the positions of a text, in the editor's units."""
        return Positions(source.text, self.encoding)

    def reading(self, uri: str) -> Reading | None:
        """Return an open document, read."""
        return self.session.reading(self.path_of(uri))

    def changed(self, uri: str) -> None:
        """Take over the text of a document, and look at it when the typing pauses."""
        document = self.workspace.get_text_document(uri)
        if document.language_id not in ("tra", "markdown", None) and not _is_ours(document.path):
            return
        self.session.put(self.path_of(uri), document.source)
        self.soon()

    def soon(self) -> None:
        """Tell the editor what is found, once nothing has changed for a while."""
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = asyncio.get_event_loop().call_later(self.pause, self._tell_calmly)

    def _tell_calmly(self) -> None:
        started = perf_counter()
        try:
            self.tell()
        except Exception as error:
            self.log(error)
        # A large document is looked at less often than a small one.
        self.pause = max(PAUSE, _SLOWER * (perf_counter() - started))

    def tell(self) -> None:
        """Send what is found in every open document that reads otherwise than it did."""
        for document in self.open_ones():
            uri = document.uri
            reading = self.reading(uri)
            if reading is None or self._told.get(uri, (None,))[0] is reading:
                continue
            at = self.at(reading.source)
            found = [wire.diagnostic(at, one, self.pages) for one in about(reading)]
            self._told[uri] = (reading, document.version)
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(uri, found, document.version)
            )

    def closed(self, uri: str) -> None:
        """Forget a document, and clear what was said of it."""
        self.session.close(self.path_of(uri))
        self._told.pop(uri, None)
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))
        self.soon()


def _own_pages() -> str:
    """Return where the project's pages are, in a checkout; empty where it is installed without them."""
    root = Path(tra_policy.__file__).parent.parent
    return root.as_uri() if is_file(root / RULES_PAGE) else ""


def _is_ours(path: str) -> bool:
    return path.endswith(".tra") or is_markdown(path)


def refused(reason: str) -> JsonRpcException:
    """Return the answer to what cannot be done, with the reason."""
    return JsonRpcException(message=reason, code=lsp.LSPErrorCodes.RequestFailed.value)


def serve(choice: Choice, settings: str = "") -> int:
    """Talk to one editor over standard input and output; return the exit code of the protocol.

    `settings` is the folder that patterns for paths in the choice start from.
    """
    from tra_policy.lsp.features import offer

    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = Server(choice)
    server.session.settings = settings
    offer(server)
    settle()
    start: Callable[[], None] = server.start_io
    start()
    return 0 if server.stopped_properly else 1
