"""What a page under `docs/policies/` holds, and what the comments of its policy admit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "policies"
NO_DOCUMENTS = {"tra", "registry"}
POLICIES = sorted(
    p for p in (ROOT / "policies").glob("*/*.tra") if p.parent.name not in NO_DOCUMENTS
)
LISTS = {
    "cannot be said": "Cannot be said",
    "secondary": "Secondary",
    "illustrative": "Illustrative",
}


@dataclass(frozen=True)
class Row:
    """One fact of a page's table."""

    number: str
    encoded: str
    where: str

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(re.findall(r"`([^`]+)`", self.where))


def name_of(path: Path) -> str:
    """Return the name of the page of a policy: `publisher-document`."""
    return f"{path.parent.name}-{path.stem}"


@cache
def page(path: Path) -> str:
    return (PAGES / f"{name_of(path)}.md").read_text(encoding="utf-8")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def head(path: Path) -> dict[str, str]:
    pairs = (cells(line) for line in page(path).splitlines() if line.startswith("|"))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def rows(path: Path) -> list[Row]:
    table = [cells(line) for line in page(path).splitlines() if re.match(r"\|\s*\d+\s*\|", line)]
    assert {len(row) for row in table} == {5}, "a bar in a cell, or a cell too few"
    return [Row(number, state, where) for number, _, _, state, where in table]


def same(words: str) -> str:
    """Return words as they are compared: without the white space and the backticks of a layout."""
    return " ".join(words.replace("`", "").split())


def said_in_comments(path: Path, opening: str) -> list[str]:
    """Return what the comments that open so say, each with the lines that go on with it."""
    found: list[str] = []
    going_on = False
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.strip()
        if words.startswith(f"# {opening}:"):
            found.append(words.removeprefix(f"# {opening}:"))
            going_on = True
        elif going_on and words.startswith("#   "):
            found[-1] += " " + words.removeprefix("#")
        else:
            going_on = False
    return [same(one) for one in found]


def listed(path: Path, heading: str) -> list[str]:
    """Return the bullets below a heading of the page; `none` for none."""
    below = re.split(rf"^## {heading}$", page(path), flags=re.M)[1]
    below = re.split(r"^## ", below, flags=re.M)[0]
    bullets = re.split(r"^- ", below, flags=re.M)[1:]
    assert bullets, f"nothing below {heading}"
    return [] if [same(b) for b in bullets] == ["none"] else [same(b) for b in bullets]


def not_known(path: Path) -> int:
    """Return how many lines of the policy say that something of the document is not known to it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return sum(line.split()[:3] == ["not", "known", "here"] for line in lines)
