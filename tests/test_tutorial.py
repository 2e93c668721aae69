"""The tutorial, run: every command in a temporary folder, every line of output as it is shown.

Keys and what depends on them differ from run to run; a key of the page stands for the one that was made
in its place. A line `…` stands for lines that are left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "tutorial-audit.md"
OMITTED = "…"
KEY = re.compile(r"ed25519:[A-Za-z0-9+/]{43,}=*")
DIGEST = re.compile(r"\b[0-9a-f]{12,64}\b")

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Block:
    """A fenced block: what it holds, the name of the file it is or changes, its line on the page."""

    language: str
    file: str
    lines: tuple[str, ...]
    number: int


@dataclass
class Walk:
    """A walk through the page: where it is, and which key of the page is which real one."""

    folder: Path
    keys: dict[str, str] = field(default_factory=dict)

    def real(self, line: str) -> str:
        """Return a line of the page with the keys that were made."""
        return KEY.sub(lambda found: self.keys.get(found[0], found[0]), line)

    def learn(self, shown: str, came: str) -> None:
        """Take a key that is shown for the one that came out in its place."""
        for old, new in zip(KEY.findall(shown), KEY.findall(came), strict=False):
            self.keys.setdefault(old, new)

    def run(self, command: str) -> list[str]:
        """Run a command line, and return everything it said."""
        tools = Path(sys.executable).parent
        assert (tools / "tra").exists()
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env={
                "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(self.folder),
                "LANG": "C.UTF-8",
                "NO_COLOR": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        return done.stdout.decode().splitlines()


def blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    opened: tuple[str, str, int] | None = None
    held: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("```"):
            held.append(line)
        elif opened is None:
            language, _, file = line.removeprefix("```").partition(" ")
            opened, held = (language, file, number), []
        else:
            yield Block(opened[0], opened[1], tuple(held), opened[2])
            opened = None


def steps(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands of a block, each with the lines that are shown below it."""
    command, shown = "", list[str]()
    for line in block.lines:
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line.removeprefix("$ "), []
        else:
            shown.append(line)
    yield command, shown


def stripped(line: str) -> str:
    """A line without what differs from run to run."""
    return DIGEST.sub("DIGEST", KEY.sub("KEY", line)).rstrip()


def first_difference(shown: list[str], came: list[str]) -> str:
    """What of the shown lines did not come out, in this order; empty where all did."""
    at = 0
    skips = False
    for line in shown:
        if line == OMITTED:
            skips = True
            continue
        wanted = stripped(line)
        rest = [stripped(one) for one in came[at:]]
        if wanted not in (rest if skips else rest[:1]):
            return f"`{wanted}` is shown; what came is\n" + "\n".join(came[at:])
        at += rest.index(wanted) + 1
        skips = False
    return "" if skips or at == len(came) else "this came as well:\n" + "\n".join(came[at:])


def change(walk: Walk, block: Block) -> None:
    """Put the lines of a block below its first line, as the reader is asked to."""
    path = walk.folder / block.file
    text = path.read_text(encoding="utf-8")
    first, *more = (walk.real(line) for line in block.lines)
    assert text.count(f"{first}\n") == 1, f"line {block.number}"
    path.write_text(text.replace(f"{first}\n", "\n".join([first, *more]) + "\n"), encoding="utf-8")


def test_every_command_of_the_tutorial_says_what_the_page_shows(tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    ran = 0
    for block in blocks(PAGE.read_text(encoding="utf-8")):
        match block.language:
            case "console":
                for command, shown in steps(block):
                    came = walk.run(command)
                    fault = first_difference(shown, came)
                    assert not fault, f"line {block.number}, `{command}`: {fault}"
                    if "tra bundle key" in command:
                        walk.learn("\n".join(shown), "\n".join(came))
                    ran += 1
            case "tra":
                change(walk, block)
            case "yaml":
                text = "".join(f"{line}\n" for line in block.lines)
                (walk.folder / block.file).write_text(text, encoding="utf-8")
            case _:
                pytest.fail(f"line {block.number}: a block of {block.language or 'nothing'}")
    assert ran == sum(line.startswith("$ ") for line in PAGE.read_text("utf-8").splitlines())
    assert ran > 20


def test_a_line_that_does_not_come_out_fails_the_page() -> None:
    came = ["one", "two", "three"]
    assert first_difference(["one", "two", "three"], came) == ""
    assert first_difference([OMITTED, "two", OMITTED], came) == ""
    assert first_difference(["one", OMITTED], came) == ""
    assert first_difference(["two", OMITTED], came) != ""
    assert first_difference(["one", "two"], came) != ""
    assert first_difference([OMITTED, "three", "two"], came) != ""
    assert first_difference([OMITTED, "four"], came) != ""


def test_the_links_of_the_page_lead_somewhere() -> None:
    text = PAGE.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)", text)
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
