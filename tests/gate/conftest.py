"""A working folder with the policy of these tests in it, and the door to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tra_policy.cli.main import run

from .world import DAY, write


@dataclass(frozen=True)
class Said:
    """What a command line came to."""

    code: int
    out: str
    err: str


Check = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with `policy.tra` and `evidence/`."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path)


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Run `tra check` in the folder."""

    def checked(*arguments: str) -> Said:
        code = run(["check", "policy.tra", "--evidence", "evidence", "--as-of", DAY, *arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Said(code, captured.out, captured.err)

    return checked
