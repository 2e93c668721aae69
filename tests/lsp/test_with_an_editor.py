"""`tra lsp`, driven by a real client over standard input and output."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from .editor import begin, carry_out, editing, framed, spoken
from .texts import POLICY, at

pytestmark = pytest.mark.long

WRONG = POLICY.replace("reached when any of", "reached if any of").replace(
    "set by   lab", "set by lob"
)
LIBRARY = """\
tra 1

policy helping version 1.0

party helper "a helper"
requirement HELP-1 "one"
  for every warning
  needs investigation where lead is independent of developer
"""


def position(text: str, words: str, shift: int = 0, after: str = "") -> lsp.Position:
    return lsp.Position(*at(text, words, shift, after))


def doc(uri: str) -> lsp.TextDocumentIdentifier:
    return lsp.TextDocumentIdentifier(uri)


def texts(edits: list[lsp.TextEdit], text: str) -> str:
    """Return a text with edits of an editor in it (columns in characters)."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines) + 1)]

    def offset(place: lsp.Position) -> int:
        return min(starts[min(place.line, len(lines))] + place.character, len(text))

    for edit in sorted(edits, key=lambda e: offset(e.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def test_mistakes_and_findings_are_told_while_typing_and_the_codes_lead_to_their_pages(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with editing(tmp_path) as editor:
            path = tmp_path / "case.tra"
            uri = editor.open(path, POLICY)
            first = await editor.told(uri)
            codes = {one.code for one in first}
            assert codes
            assert all(one.severity != lsp.DiagnosticSeverity.Error for one in first)
            assert all(one.source == "tra" for one in first)
            linked = [one for one in first if one.code_description is not None]
            assert len(linked) == len(first)
            assert all(str(one.code).lower() in one.code_description.href for one in linked)
            editor.change(uri, WRONG)
            wrong = await editor.told(uri, 2)
            found = {(one.code, one.range.start.line) for one in wrong}
            line = at(WRONG, "reached if")[0]
            # The bullets of the list that is lost are no mistakes of their own.
            assert found == {("TRA007", line), ("TRA101", at(WRONG, "set by lob")[0])}
            meant = next(one for one in wrong if one.code == "TRA101")
            assert "did you mean `lab`?" in meant.message
            editor.change(uri, POLICY, 3)
            assert {one.code for one in await editor.told(uri, 3)} == codes

    carry_out(story)


@pytest.mark.parametrize(
    ("encodings", "columns"),
    [(None, (20, 23)), (["utf-8"], (25, 28)), (["utf-32", "utf-16"], (18, 21))],
    ids=["utf-16", "utf-8", "utf-32"],
)
def test_columns_are_counted_in_the_units_that_were_agreed(
    tmp_path: Path, encodings: list[str] | None, columns: tuple[int, int]
) -> None:
    text = POLICY.replace("\n", "\r\n").replace(
        "  cites    rsp §3.1\r\n", '  cites rsp "💥é💥" abc\r\n'
    )

    async def story() -> None:
        async with editing(tmp_path, encodings) as editor:
            uri = editor.open(tmp_path / "case.tra", text)
            (wrong,) = await editor.told(uri)
            assert (wrong.range.start.character, wrong.range.end.character) == columns
            assert wrong.range.start.line == wrong.range.end.line == at(text, "💥")[0]

    carry_out(story)


def test_a_name_is_shown_found_and_renamed_also_in_the_documents_that_use_a_library(
    tmp_path: Path,
) -> None:
    library = tmp_path / "helping.tra"
    library.write_text(LIBRARY)
    used = POLICY.replace("  source ", "  use helping\n  source ").replace(
        "  set by   lab", "  set by   helper"
    )
    (tmp_path / "closed.tra").write_text(used)

    async def story() -> None:
        async with editing(tmp_path) as editor:
            client = editor.client
            uri = editor.open(tmp_path / "case.tra", used)
            opened = editor.open(library)
            await editor.told(uri)
            place = position(used, "helper")
            shown = await editor.within(
                client.text_document_hover_async(lsp.HoverParams(doc(uri), place))
            )
            assert 'party helper "a helper"' in shown.contents.value
            (where,) = await editor.within(
                client.text_document_definition_async(lsp.DefinitionParams(doc(uri), place))
            )
            assert where.uri == opened
            assert where.range.start == position(LIBRARY, "helper ")
            listed = await editor.within(
                client.text_document_references_async(
                    lsp.ReferenceParams(lsp.ReferenceContext(True), doc(uri), place)
                )
            )
            closed = (tmp_path / "closed.tra").as_uri()
            assert sorted(one.uri for one in listed) == sorted([uri, opened, closed])
            ready = await editor.within(
                client.text_document_prepare_rename_async(lsp.PrepareRenameParams(doc(uri), place))
            )
            assert ready.placeholder == "helper"
            edit = await editor.within(
                client.text_document_rename_async(lsp.RenameParams(doc(uri), place, "aide"))
            )
            assert set(edit.changes) == {uri, opened, closed}
            assert texts(edit.changes[opened], LIBRARY) == LIBRARY.replace(
                "party helper", "party aide"
            )
            assert texts(edit.changes[uri], used) == used.replace("helper", "aide")
            for name, reason in (("2x", "cannot be a name"), ("LAB", "is taken: there is a party")):
                with pytest.raises(JsonRpcException, match=reason):
                    await editor.within(
                        client.text_document_rename_async(lsp.RenameParams(doc(uri), place, name))
                    )
            with pytest.raises(JsonRpcException, match="there is no name here"):
                await editor.within(
                    client.text_document_prepare_rename_async(
                        lsp.PrepareRenameParams(doc(uri), position(used, '"uplift"', 2))
                    )
                )

    carry_out(story)


@pytest.mark.parametrize(
    ("uri", "language"),
    [
        ("file:///tmp/my%20policy%20%231%25.tra", "tra"),
        ("file:///tmp/m%C3%A9.tra", "tra"),
        ("untitled:Untitled-1", "tra"),
        ("untitled:Untitled-2", "markdown"),
    ],
)
def test_a_document_is_known_by_its_own_address_whatever_that_is(
    tmp_path: Path, uri: str, language: str
) -> None:
    fence = "```"
    text = POLICY if language == "tra" else f"{fence}tra\n{POLICY}{fence}\n"

    async def story() -> None:
        async with editing(tmp_path) as editor:
            item = lsp.TextDocumentItem(uri, language, 1, text)
            editor.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
            assert await editor.told(uri)
            place = position(text, "plan", after="publish")
            (where,) = await editor.within(
                editor.client.text_document_definition_async(lsp.DefinitionParams(doc(uri), place))
            )
            assert (where.uri, where.range.start) == (
                uri,
                position(text, "plan", after="document "),
            )
            editor._told.clear()
            closing = lsp.DidCloseTextDocumentParams(doc(uri))
            editor.client.text_document_did_close(closing)
            assert await editor.told(uri) == []

    carry_out(story)


def test_a_library_that_is_open_wins_over_its_file(tmp_path: Path) -> None:
    library = tmp_path / "helping.tra"
    library.write_text(LIBRARY)
    used = POLICY.replace("  source ", "  use helping\n  source ").replace(
        "  set by   lab", "  set by   helper"
    )

    async def story() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "case.tra", used)
            opened = editor.open(library)
            assert not any(one.code == "TRA101" for one in await editor.told(uri))
            await editor.told(opened)
            editor._told.pop(uri)
            editor.change(opened, LIBRARY.replace("party helper", "party aide"))
            assert any(one.code == "TRA101" for one in await editor.told(uri))

    carry_out(story)


def test_what_may_be_written_fits_the_place(tmp_path: Path) -> None:
    text = f"{POLICY}\ncommitment NEW\n  lab must publish pl\n"

    async def story() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "case.tra", text)

            async def offered(
                words: str, shift: int, after: str = ""
            ) -> dict[str, lsp.CompletionItem]:
                place = position(text, words, shift, after)
                found = await editor.within(
                    editor.client.text_document_completion_async(
                        lsp.CompletionParams(doc(uri), place)
                    )
                )
                return {item.label: item for item in found.items}

            things = await offered("publish pl", 10, after="commitment NEW")
            assert things["plan"].detail == "document"
            assert "lab" in things and "must" not in things
            begins = position(text, "publish pl", 8, after="commitment NEW")
            assert things["plan"].text_edit.range.start == begins
            heads = await offered("  measured when", 3)
            assert {"measured", "measured on", "needs", "report result to"} <= set(heads)
            assert "designed by" not in heads
            directives = await offered("threshold CBRN", 2)
            assert "${1:NAME-1}" in directives["threshold"].text_edit.new_text

    carry_out(story)


def test_what_is_offered_about_a_finding_ends_it(tmp_path: Path) -> None:
    text = POLICY.replace("set by   lab", "set by   lob")

    async def story() -> None:
        async with editing(tmp_path) as editor:
            client = editor.client
            uri = editor.open(tmp_path / "case.tra", text)
            (wrong,) = await editor.told(uri)

            async def offered(range_: lsp.Range) -> list[lsp.CodeAction]:
                params = lsp.CodeActionParams(doc(uri), range_, lsp.CodeActionContext([]))
                return list(await editor.within(client.text_document_code_action_async(params)))

            (meant,) = await offered(wrong.range)
            assert meant.title == "replace `lob` with `lab`"
            assert meant.is_preferred
            editor.change(uri, texts(meant.edit.changes[uri], text))
            after = await editor.told(uri, 2)
            assert not any(one.severity == lsp.DiagnosticSeverity.Error for one in after)
            finding = next(one for one in after if one.range.start.line == at(POLICY, "CBRN-3")[0])
            accept = next(a for a in await offered(finding.range) if a.title.startswith("accept "))
            accepted = texts(accept.edit.changes[uri], POLICY)
            assert f"# tra: allow({finding.code}) because " in accepted
            editor.change(uri, accepted.replace("because \n", "because so it is\n"), 3)
            left = [(one.code, one.range.start) for one in await editor.told(uri, 3)]
            assert (finding.code, finding.range.start) not in left

    carry_out(story)


def test_a_document_has_an_outline_colours_folds_and_a_layout(tmp_path: Path) -> None:
    text = POLICY.replace("  set by   lab", "  set by lab") + "threshold broken when\n  xx\n"

    async def story() -> None:
        async with editing(tmp_path) as editor:
            client = editor.client
            uri = editor.open(tmp_path / "case.tra", text)
            outline = await editor.within(
                client.text_document_document_symbol_async(lsp.DocumentSymbolParams(doc(uri)))
            )
            names = {one.name: one for one in outline}
            assert "broken" in names
            assert [one.name for one in names["SAFE-3"].children] == [
                "when",
                "SAFE-3.1",
                "SAFE-3.otherwise-1",
            ]
            found = await editor.within(
                client.workspace_symbol_async(lsp.WorkspaceSymbolParams("cbrn"))
            )
            assert [(one.name, one.location.uri) for one in found] == [("CBRN-3", uri)]
            folds = await editor.within(
                client.text_document_folding_range_async(lsp.FoldingRangeParams(doc(uri)))
            )
            first = at(text, "threshold CBRN-3")[0]
            assert any(one.start_line == first and one.end_line == first + 6 for one in folds)
            tokens = await editor.within(
                client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(doc(uri)))
            )
            assert len(tokens.data) % 5 == 0 and len(tokens.data) > 400
            marked = await editor.within(
                client.text_document_document_highlight_async(
                    lsp.DocumentHighlightParams(doc(uri), position(text, "CBRN-3"))
                )
            )
            assert len(marked) == 2
            edits = await editor.within(
                client.text_document_formatting_async(
                    lsp.DocumentFormattingParams(doc(uri), lsp.FormattingOptions(2, True))
                )
            )
            laid = texts(list(edits), text)
            assert "  set by   lab\n" in laid and "threshold broken when\n  xx\n" in laid

    carry_out(story)


def test_of_a_markdown_file_only_the_fences_count(tmp_path: Path) -> None:
    text = f"# A page\n\nvct and plan and CBRN-3 💥\n\n```tra\n{POLICY}```\n\nthreshold lab\n"
    text = text.replace("set by   lab", "set by  lob")

    async def story() -> None:
        async with editing(tmp_path) as editor:
            client = editor.client
            uri = editor.open(tmp_path / "page.md", text, "markdown")
            (wrong,) = await editor.told(uri)
            assert wrong.range.start == position(text, "lob")
            for words in ("plan and", "threshold lab"):
                place = position(text, words, 1)
                params = lsp.CompletionParams(doc(uri), place)
                found = await editor.within(client.text_document_completion_async(params))
                assert list(found.items) == []
                shown = await editor.within(
                    client.text_document_hover_async(lsp.HoverParams(doc(uri), place))
                )
                assert shown is None
            edit = await editor.within(
                client.text_document_rename_async(
                    lsp.RenameParams(doc(uri), position(text, "plan", after="document "), "scheme")
                )
            )
            renamed = texts(edit.changes[uri], text)
            assert "vct and plan and" in renamed and "publish scheme within" in renamed
            edits = await editor.within(
                client.text_document_formatting_async(
                    lsp.DocumentFormattingParams(doc(uri), lsp.FormattingOptions(2, True))
                )
            )
            assert texts(list(edits), text) == text.replace("set by  lob", "set by   lob")
            plain = editor.open(tmp_path / "plain.md", "# only prose\n", "markdown")
            assert await editor.told(plain) == []
            fence = "```tra\nthreshold T-1\n  set by nobody-known\n```\n"
            excerpt = editor.open(tmp_path / "excerpt.md", fence, "markdown")
            (said,) = await editor.told(excerpt)
            assert (said.code, said.severity) == ("TRA001", lsp.DiagnosticSeverity.Information)

    carry_out(story)


def test_all_safe_fixes_are_one_action_and_the_audience_can_be_chosen(tmp_path: Path) -> None:
    text = POLICY.replace(
        "  set by   lab\n", "  set by   lab  # tra: allow(TRA101) because of nothing\n"
    )

    async def story() -> None:
        async with editing(tmp_path, options={"audience": "auditor", "pages": "x:"}) as editor:
            uri = editor.open(tmp_path / "case.tra", text)
            found = await editor.told(uri)
            assert all(one.code_description.href.startswith("x:/docs/") for one in found)
            whole = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
            only = [lsp.CodeActionKind.SourceFixAll]
            params = lsp.CodeActionParams(doc(uri), whole, lsp.CodeActionContext([], only=only))
            actions = await editor.within(editor.client.text_document_code_action_async(params))
            assert all(one.kind == lsp.CodeActionKind.SourceFixAll for one in actions)

    carry_out(story)


def test_the_settings_of_the_folder_hold(tmp_path: Path) -> None:
    (tmp_path / "tra.toml").write_text(
        'ignore = ["TRA1", "TRA2", "TRA3"]\n[per-file-ignores]\n"drafts/*" = ["TRA"]\n'
    )
    (tmp_path / "drafts").mkdir()

    async def story() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "case.tra", POLICY)
            found = await editor.told(uri)
            assert found and not any(str(one.code)[:4] in ("TRA1", "TRA3") for one in found)
            assert await editor.told(editor.open(tmp_path / "drafts/case.tra", POLICY)) == []

    carry_out(story)


def test_shutting_down_in_order_is_exit_0_and_leaving_without_is_1(tmp_path: Path) -> None:
    stop = framed({"jsonrpc": "2.0", "id": 2, "method": "shutdown"})
    leave = framed({"jsonrpc": "2.0", "method": "exit"})
    code, said, complaints = spoken(begin(), stop, leave, folder=tmp_path)
    assert (code, complaints) == (0, "")
    assert [one["id"] for one in said] == [1, 2]
    assert spoken(begin(), leave, folder=tmp_path)[0] == 1
    assert spoken(begin(), folder=tmp_path)[0] == 1
    assert spoken(b"", folder=tmp_path)[0] == 1


def test_garbled_and_cancelled_requests_are_answered_without_a_trace(tmp_path: Path) -> None:
    hover = {"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": {"x": 1}}
    nothing = {"jsonrpc": "2.0", "id": 8, "method": "no/such", "params": {}}
    unknown = {
        "jsonrpc": "2.0",
        "id": 9,
        "method": "textDocument/hover",
        "params": {
            "textDocument": {"uri": "file:///not-open.tra"},
            "position": {"line": 99, "character": 99},
        },
    }
    cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 9}}
    change = {
        "jsonrpc": "2.0",
        "method": "textDocument/didChange",
        "params": {
            "textDocument": {"uri": "file:///not-open.tra", "version": 2},
            "contentChanges": [{"text": "tra 1"}],
        },
    }
    command = {
        "jsonrpc": "2.0",
        "id": 10,
        "method": "workspace/executeCommand",
        "params": {"command": "x"},
    }
    code, said, complaints = spoken(
        begin(),
        framed("{not json"),
        framed(hover),
        framed(nothing),
        framed(unknown),
        framed(cancel),
        framed(change),
        framed(command),
        b"Content-Length: 3\r\n\r\n[1]",
        framed({"jsonrpc": "2.0", "id": 11, "method": "shutdown"}),
        framed({"jsonrpc": "2.0", "method": "exit"}),
        folder=tmp_path,
    )
    answers = {one["id"]: one for one in said if "id" in one}
    assert answers[7]["error"]["code"] == -32602
    assert answers[8]["error"]["code"] == -32601
    assert answers[9]["result"] is None
    assert answers[10]["error"]["code"] == -32602
    assert answers[11]["result"] is None
    assert code == 0
    whole = f"{said}{complaints}"
    assert "Traceback" not in whole and "File " not in whole and '.py"' not in whole
