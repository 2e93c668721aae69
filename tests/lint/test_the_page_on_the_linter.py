"""The manual's page on the linter: every command that it shows is run, and says what the page says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.manual.pages import MANUAL, blocks
from tra_policy.cli.main import run
from tra_policy.lint import RULES
from tra_policy.lint.choosing import FAMILIES

PAGE = MANUAL / "lint.md"


def shown() -> Iterator[tuple[str, str, str]]:
    """Yield heading, policy, and what is shown below it, for each pair of blocks."""
    policy = ""
    for block in blocks(PAGE):
        if block.kind == "tra whole":
            policy = block.text
        elif block.kind == "text" and block.text.startswith("$ "):
            yield block.heading, policy, block.text


EXAMPLES = list(shown())


@pytest.mark.parametrize(("heading", "policy", "text"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_a_command_says_what_the_page_says(
    heading: str,
    policy: str,
    text: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "policy.tra").write_text(policy)
    for part in text.removeprefix("$ ").split("\n$ "):
        command, _, wanted = part.partition("\n")
        run(command.split()[1:])
        said = capsys.readouterr()
        assert (said.err + said.out).rstrip("\n") == wanted.rstrip("\n"), command


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 3


def test_the_page_names_every_family_and_every_rule_of_allowances() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [family for family in FAMILIES if f"`{family}`" not in page] == []
    own = [rule.code for rule in RULES if rule.family == "form" and rule.code.startswith("TRA09")]
    assert own == ["TRA090", "TRA091", "TRA092", "TRA093"]
