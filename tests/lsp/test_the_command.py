"""`tra lsp` at the door: what it loads, and what it says where its library is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EDITORS = {"pygls", "lsprotocol", "attrs", "cattrs", "asyncio"}


def loaded(*arguments: str, before: str = "") -> tuple[int, set[str], str]:
    """Return how a command ends, the packages that it has loaded then, and what it said."""
    program = (
        f"import sys; {before}\n"
        "from tra_policy.cli.main import run; code = run(sys.argv[1:])\n"
        "print(*{n.partition('.')[0] for n, m in sys.modules.items() if m}, file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    said = done.stderr.splitlines()
    return done.returncode, set(said[-1].split()), "\n".join(said[:-1])


@pytest.mark.parametrize("command", ["lint", "fmt", "--version", "lsp --help"])
def test_nothing_but_the_server_loads_what_editors_need(tmp_path: Path, command: str) -> None:
    policy = tmp_path / "case.tra"
    policy.write_text("tra 1\n\npolicy case version 1.0\n  developer lab\n\nparty lab\n")
    arguments = command.split() + ([str(policy)] if command in ("lint", "fmt") else [])
    code, packages, _ = loaded(*arguments)
    assert code == 0
    assert "click" in packages and not packages & EDITORS


@pytest.mark.parametrize("missing", ["pygls", "lsprotocol"])
def test_without_its_library_one_line_says_what_to_install(missing: str) -> None:
    code, _, said = loaded("lsp", before=f"sys.modules['{missing}'] = None")
    assert code == 2
    assert "`tra lsp` needs the library pygls" in said
    assert "pip install 'tra-policy[lsp]'" in said
    assert "Traceback" not in said
