"""A real editor's half of the protocol: pygls' own client, talking to `tra lsp` over its pipes."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

SERVER = (sys.executable, "-m", "tra_policy.cli.main", "lsp")
PATIENCE = 60.0


class Editor:
    """An editor with a server of its own."""

    def __init__(self) -> None:
        self.client = LanguageClient("tests", "1")
        self.logged: list[str] = []
        self.results: lsp.InitializeResult | None = None
        self._told: dict[str, lsp.PublishDiagnosticsParams] = {}
        self._news = asyncio.Event()

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _found(params: lsp.PublishDiagnosticsParams) -> None:
            self._told[params.uri] = params
            self._news.set()

        @self.client.feature(lsp.WINDOW_LOG_MESSAGE)
        def _log(params: lsp.LogMessageParams) -> None:
            self.logged.append(params.message)

    async def start(
        self, folder: Path, encodings: list[str] | None, options: dict[str, Any] | None
    ) -> None:
        await self.client.start_io(*SERVER, cwd=str(folder))
        general = lsp.GeneralClientCapabilities(
            position_encodings=[lsp.PositionEncodingKind(e) for e in encodings or ()] or None
        )
        items = lsp.ClientCompletionItemOptions(snippet_support=True)
        document = lsp.TextDocumentClientCapabilities(
            completion=lsp.CompletionClientCapabilities(completion_item=items)
        )
        params = lsp.InitializeParams(
            capabilities=lsp.ClientCapabilities(general=general, text_document=document),
            process_id=os.getpid(),
            root_uri=folder.as_uri(),
            workspace_folders=[lsp.WorkspaceFolder(folder.as_uri(), folder.name)],
            initialization_options=options,
        )
        self.results = await self.within(self.client.initialize_async(params))
        self.client.initialized(lsp.InitializedParams())

    async def within(self, answer: Awaitable[Any]) -> Any:
        return await asyncio.wait_for(answer, PATIENCE)

    def open(self, path: Path, text: str | None = None, language: str = "tra") -> str:
        uri = path.as_uri()
        held = path.read_bytes().decode() if text is None else text
        item = lsp.TextDocumentItem(uri, language, 1, held)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, text: str, version: int = 2) -> None:
        self._told.pop(uri, None)
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(version, uri),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def told(self, uri: str, version: int | None = None) -> list[lsp.Diagnostic]:
        """Return what was published about a document, waiting for it."""

        async def wait() -> lsp.PublishDiagnosticsParams:
            while uri not in self._told or version not in (None, self._told[uri].version):
                self._news.clear()
                await self._news.wait()
            return self._told[uri]

        params = await self.within(wait())
        return list(params.diagnostics)

    async def leave(self) -> int | None:
        """Shut the server down in order, and return its exit code."""
        await self.within(self.client.shutdown_async(None))
        self.client.exit(None)
        server = self.client._server
        assert server is not None
        await self.within(server.wait())
        return server.returncode


@asynccontextmanager
async def editing(
    folder: Path,
    encodings: list[str] | None = None,
    options: dict[str, Any] | None = None,
) -> AsyncIterator[Editor]:
    """Start an editor; at the end its server must leave with exit code 0, and without a complaint."""
    editor = Editor()
    await editor.start(folder, encodings, options)
    try:
        yield editor
    except BaseException:
        server = editor.client._server
        if server is not None and server.returncode is None:
            server.kill()
        raise
    assert await editor.leave() == 0
    await editor.client.stop()
    assert editor.logged == []


def carry_out(story: Callable[[], Awaitable[None]]) -> None:
    """Run what an editor does."""
    asyncio.run(story())  # type: ignore[arg-type]


def framed(message: dict[str, Any] | str) -> bytes:
    """Return a message as it goes over the pipe."""
    body = (message if isinstance(message, str) else json.dumps(message)).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def spoken(*messages: bytes, folder: Path) -> tuple[int, list[dict[str, Any]], str]:
    """Return how a server ends that is sent some bytes and no more, what it says, and its complaints."""
    done = subprocess.run(
        SERVER,
        input=b"".join(messages),
        capture_output=True,
        check=False,
        timeout=PATIENCE,
        cwd=folder,
    )
    said, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        said.append(json.loads(rest[:length]))
        rest = rest[length:]
    return done.returncode, said, done.stderr.decode()


def begin(number: int = 1) -> bytes:
    """Return the message with which an editor begins."""
    params = {"processId": None, "rootUri": None, "capabilities": {}}
    return framed({"jsonrpc": "2.0", "id": number, "method": "initialize", "params": params})
