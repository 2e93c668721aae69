"""The walk-through of the manual's page on signed results is carried out, line by line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tra_policy.cli.main import run
from tra_policy.sealing.attesting import COMMITMENT, ITEM_MET, NO_GATE_FAILS, SEALED, UNMODIFIED

PAGE = Path(__file__).parents[2] / "docs" / "manual" / "attest.md"
TEXT = PAGE.read_text(encoding="utf-8")


def steps() -> Iterator[tuple[str, str]]:
    """Yield each command of the page with what the page says comes out of it."""
    for block in re.findall(r"^```text\n(.*?)^```$", TEXT, re.M | re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def fits(shown: str, output: str) -> bool:
    """Whether an output is as shown; a line `…` stands for any lines, `…` in a line for any words."""
    pattern = ""
    for line in shown.splitlines():
        words = ".*".join(map(re.escape, line.split("…")))
        pattern += r"(?:.*\n)*" if line == "…" else words + r"\n"
    return re.fullmatch(pattern, output) is not None


def test_the_walk_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = 0
    for command, shown in steps():
        words = shlex.split(command, comments=False)
        if words[0] == "append":
            with Path(words[1]).open("a") as file:
                file.write(" ".join(words[2:]) + "\n")
            continue
        assert words[0] == "tra"
        code = run(words[1:])
        out = capsys.readouterr().out
        assert fits(shown, out), f"{command}\n{out}"
        wrong = "error[" in shown
        assert code == (1 if wrong else 0), command
        done += 1
    assert done >= 8


def test_a_line_that_differs_would_be_seen() -> None:
    assert fits("a\n…\nz…\n", "a\nb\nc\nzoo\n")
    assert fits("a\n…\n", "a\n")
    assert not fits("a\n…\nz\n", "a\nzoo\n")
    assert not fits("a\n", "a\nb\n")


def test_the_page_names_every_property() -> None:
    for name in (NO_GATE_FAILS, UNMODIFIED, SEALED, ITEM_MET, COMMITMENT):
        assert f"| `{name}" in TEXT


def test_the_digest_of_a_bundle_can_be_had_without_the_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run(["init", "."])
    run(["bundle", "seal", "evidence"])
    capsys.readouterr()
    run(["bundle", "show", "evidence", "--format", "json"])
    stated = capsys.readouterr().out
    files = sorted(p for p in Path("evidence").rglob("*") if p.is_file())
    lines = [
        f"{sha256(p.read_bytes()).hexdigest()}  {p.relative_to('evidence').as_posix()}\n"
        for p in files
    ]
    assert len(lines) > 1
    assert f'"sha256": "{sha256("".join(lines).encode()).hexdigest()}"' in stated
