"""The examples of the manual: which blocks stand under which heading of which page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

MANUAL = Path(__file__).parents[2] / "docs" / "manual"
PAGES = tuple(sorted(MANUAL.glob("*.md")))
_FENCE = "```"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the words after the fence, its lines, and the line of the page it begins on."""

    kind: str
    text: str
    line: int
    heading: str


@dataclass(frozen=True, slots=True)
class Case:
    """One example: a policy, the evidence (each file by name), and what must come out.

    With rows, the files of the evidence have to lie on disk: that is where rows are counted.

    `verdicts` is None for a policy of which nothing is said: it must only be without errors.
    """

    page: str
    heading: str
    line: int
    policy: str
    evidence: tuple[tuple[str, str], ...] = ()
    libraries: tuple[tuple[str, str], ...] = ()
    registry: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    verdicts: Block | None = None
    fragment: bool = False
    whole: bool = False

    @property
    def id(self) -> str:
        """How the test runner names it."""
        return f"{self.page}:{self.line}: {self.heading}"


class BadPage(Exception):
    """A page that cannot be read as examples."""


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, each with the heading that it stands under."""
    heading, begun = "", 0
    kind: str | None = None
    held: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if kind is not None:
            if line == _FENCE:
                yield Block(kind, "".join(f"{held_line}\n" for held_line in held), begun, heading)
                kind = None
            else:
                held.append(line)
        elif line.startswith(_FENCE):
            kind, held, begun = line.removeprefix(_FENCE).strip(), [], number + 1
        elif line.startswith("#"):
            heading = line.lstrip("#").strip()
    if kind is not None:
        raise BadPage(f"{page.name}:{begun}: a block is opened and never closed")


def the_block(kind: str) -> str:
    """Return the text of the one block of a kind in the manual's first page."""
    found = [b.text for b in blocks(MANUAL / "README.md") if b.kind == kind]
    if len(found) != 1:
        raise BadPage(f"README.md: {len(found)} blocks `{kind}`, one is wanted")
    return found[0]


def cases() -> Iterator[Case]:
    """Yield every example of the manual."""
    for page in PAGES:
        yield from _cases(page)


def _cases(page: Path) -> Iterator[Case]:
    policy: Block | None = None
    judged = True
    evidence: dict[str, str] = {}
    rows: dict[str, str] = {}
    libraries: dict[str, str] = {}
    registry = ""
    heading = ""
    for block in blocks(page):
        if policy is not None and block.heading != heading:
            yield from _unjudged(page, policy, judged)
            policy = None
        if block.heading != heading:
            libraries = {}
        heading = block.heading
        where = f"{page.name}:{block.line}"
        match block.kind.split():
            case ["tra"] | ["tra", "whole"]:
                yield from _unjudged(page, policy, judged)
                policy, judged, evidence, rows, registry = block, False, {}, {}, ""
            case ["tra", "fragment"]:
                yield Case(page.name, heading, block.line, block.text, fragment=True)
            case ["tra", "library", name]:
                libraries[name] = block.text
            case ["yaml", "registry"] if policy is not None:
                registry = block.text
            case ["yaml", "evidence"] if policy is not None:
                evidence, rows = {"bundle.yaml": block.text}, {}
            case ["yaml", "evidence", name] if policy is not None and evidence:
                evidence[name] = block.text
            case ["ndjson", name] if policy is not None and evidence:
                rows[name] = block.text
            case ["verdicts"] if policy is not None:
                yield replace(
                    _unjudged_case(page, policy),
                    line=block.line,
                    evidence=tuple(evidence.items()),
                    libraries=tuple(libraries.items()),
                    registry=registry,
                    rows=tuple(rows.items()),
                    verdicts=block,
                )
                judged = True
            case ["text"] | ["toml"] | ["yaml", "manifest"] | ["tra", "opening"]:
                pass
            case _:
                raise BadPage(f"{where}: a block `{block.kind}` does not belong here")
    yield from _unjudged(page, policy, judged)


def _unjudged(page: Path, policy: Block | None, judged: bool) -> Iterator[Case]:
    if policy is not None and not judged:
        yield _unjudged_case(page, policy)


def _unjudged_case(page: Path, policy: Block) -> Case:
    whole = policy.kind == "tra whole"
    return Case(page.name, policy.heading, policy.line, policy.text, whole=whole)
