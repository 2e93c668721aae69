"""The grammar for editors that colour by spelling, over every policy there is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tra_policy.lsp.reading import parsed, read
from tra_policy.lsp.textmate import MODALS, UNITS, grammar, in_markdown, words_of_lines
from tra_policy.lsp.tokens import tokens
from tra_policy.resolve.verbs import VERBS
from tra_policy.syntax.heads import DIRECTIVES, HEADS
from tra_policy.words.source import Source

from .write_grammar import EXTENSION, files

ROOT = EXTENSION.parents[1]
POLICIES = sorted((ROOT / "policies").rglob("*.tra"))
# What the tree says a word is, and the scopes that its spelling may get.
AGREES = {
    "comment": ("comment",),
    "string": ("string",),
    "number": ("constant",),
    "operator": ("keyword.operator",),
    "keyword": ("keyword",),
}


def patterns(held: dict[str, Any]) -> Iterator[str]:
    """Yield every regular expression of a grammar."""
    for one in held["patterns"]:
        yield from (one[key] for key in ("match", "begin", "end") if key in one)


def coloured(text: str, compiled: list[tuple[re.Pattern[str], dict[str, Any]]]) -> dict[int, str]:
    """Return the scope of every character, as an editor gives it: line by line, the first match wins."""
    found: dict[int, str] = {}
    at = 0
    for line in text.split("\n"):
        here = 0
        while here < len(line):
            hits = ((p.search(line, here), rule) for p, rule in compiled)
            held = [
                (m.start(), n, m, r) for n, (m, r) in enumerate(hits) if m and m.end() > m.start()
            ]
            if not held:
                break
            _, _, match, rule = min(held, key=lambda one: one[:2])
            whole = rule.get("name", "")
            scopes = {"0": whole} | {
                number: f"{whole} {part['name']}".strip()
                for number, part in rule.get("captures", {}).items()
            }
            for number, scope in scopes.items():
                begin, end = match.span(int(number))
                if scope:
                    found.update(dict.fromkeys(range(at + begin, at + end), scope))
            here = match.end()
        at += len(line) + 1
    return found


@pytest.fixture(scope="module")
def compiled() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return [(re.compile(rule["match"]), rule) for rule in grammar()["patterns"]]


def test_the_grammars_are_those_of_the_tables() -> None:
    for path, text in files():
        assert path.read_text("utf-8") == text, "python -m tests.editors.write_grammar"


def test_every_pattern_compiles() -> None:
    fence = [p.replace(r"\1", "x") for p in patterns(in_markdown())]
    assert all(re.compile(p) for p in (*patterns(grammar()), *fence))
    assert len(fence) == 2


def test_every_word_of_the_tables_is_coloured_where_it_stands(
    compiled: list[tuple[re.Pattern[str], dict[str, Any]]],
) -> None:
    def scopes(text: str, word: str) -> set[str]:
        start = text.index(word)
        held = coloured(text, compiled)
        return {held.get(start + n, "") for n, char in enumerate(word) if char != " "}

    for word in DIRECTIVES:
        rest = "since 1.0" if word == "changes" else "some-name"
        assert scopes(f"{word} {rest}", word) == {"keyword.control.directive.tra"}
    for head in HEADS:
        assert scopes(f"  {head.text} x", head.text) == {"keyword.other.head.tra"}
        assert scopes(f"  {head.text}-x", head.text) != {"keyword.other.head.tra"}
    for modal in MODALS:
        for verb in VERBS:
            line = f"  lab {modal} {verb} x"
            assert scopes(line, modal) == {"keyword.control.modal.tra"}
            assert scopes(line, f" {verb} x"[1:-2]) == {"support.function.verb.tra"}
    for unit in UNITS:
        assert scopes(f"  x within 3 {unit}", unit) == {"keyword.other.unit.tra"}
    for word in words_of_lines():
        assert all(s.startswith("keyword.") for s in scopes(f"  x {word} x", word)), word


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_spelling_and_tree_agree_on_every_word_of_every_policy(
    path: Path, compiled: list[tuple[re.Pattern[str], dict[str, Any]]]
) -> None:
    source = Source(str(path), path.read_text("utf-8"))
    held = read(parsed(source))
    scopes = coloured(source.text, compiled)
    checked = 0
    for word in tokens(source, held.own.tree, held.index):
        shown = source.text[word.start : word.end]
        wanted = AGREES.get(word.kind)
        if "declaration" in word.modifiers:
            wanted = ("entity.name",)
        if wanted is None:
            continue
        checked += 1
        for at in range(word.start, word.end):
            if not source.text[at].isspace():
                assert scopes.get(at, "").startswith(wanted), (shown, scopes.get(at))
    assert checked > 10


NODE = r"""
const fs = require("fs"), path = require("path");
const tm = require("vscode-textmate"), onig = require("vscode-oniguruma");
const [folder, ...texts] = process.argv.slice(1);
const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
const grammars = {
  "source.tra": "tra.tmLanguage.json", "markdown.tra.codeblock": "tra.markdown.tmLanguage.json"
};
onig.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length)).then(async () => {
  const registry = new tm.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (p) => new onig.OnigScanner(p),
      createOnigString: (s) => new onig.OnigString(s),
    }),
    loadGrammar: async (scope) => tm.parseRawGrammar(
      fs.readFileSync(path.join(folder, grammars[scope]), "utf8"), grammars[scope]),
  });
  const out = {};
  for (const file of texts) {
    const scope = file.endsWith(".md") ? "markdown.tra.codeblock" : "source.tra";
    const grammar = await registry.loadGrammar(scope);
    let stack = tm.INITIAL;
    out[file] = fs.readFileSync(file, "utf8").split("\n").map((line) => {
      const done = grammar.tokenizeLine(line, stack);
      stack = done.ruleStack;
      return done.tokens.map((t) => [t.startIndex, t.endIndex, t.scopes[t.scopes.length - 1]]);
    });
  }
  process.stdout.write(JSON.stringify(out));
});
"""


def node(*arguments: str, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", "-e", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=EXTENSION,
        env=dict(os.environ),
    )


@pytest.mark.long
def test_the_engine_of_the_editors_gives_the_same_colours(
    tmp_path: Path, compiled: list[tuple[re.Pattern[str], dict[str, Any]]]
) -> None:
    there = "require('vscode-textmate'); require('vscode-oniguruma')"
    if not shutil.which("node") or node(code=there).returncode:
        pytest.skip("node with vscode-textmate and vscode-oniguruma (NODE_PATH) is not there")
    page = tmp_path / "page.md"
    page.write_text("# must\n\n```tra\ntra 1\n# must\n```\nmust\n~~~ tra\nparty a\n~~~\n", "utf-8")
    done = node(str(EXTENSION / "syntaxes"), *map(str, POLICIES), str(page), code=NODE)
    assert done.returncode == 0, done.stderr
    out = json.loads(done.stdout)
    for path in POLICIES:
        text = path.read_text("utf-8")
        ours, at = coloured(text, compiled), 0
        for line, row in zip(text.split("\n"), out[str(path)], strict=True):
            units = [n for n, char in enumerate(line) for _ in range(1 + (char > "\uffff"))]
            for start, end, scope in row:
                for n in units[start:end]:
                    if not line[n].isspace():
                        assert ours.get(at + n, "source.tra").split()[-1] == scope, (
                            path.name,
                            line,
                        )
            at += len(line) + 1
    scopes = [[scope for _, _, scope in row] for row in out[str(page)]]
    assert scopes[3][0] == "keyword.control.directive.tra"
    assert scopes[4][0] == "comment.line.number-sign.tra"
    assert "keyword.control.directive.tra" in scopes[8]
    assert scopes[0] == scopes[6] == ["markdown.tra.codeblock"]
