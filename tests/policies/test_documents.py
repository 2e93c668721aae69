"""Encoded documents and their pages: a page tells what its policy says, clause by clause, and what it cannot.

The shape of a page is that of `docs/policies/`: a head, a count, a table of facts, and three lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tra_policy import driver
from tra_policy.cli.main import run
from tra_policy.model.duties import Duty
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.workspace import open_policies, open_registry

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "policies"
NO_DOCUMENTS = {"tra", "registry"}
POLICIES = sorted(
    p for p in (ROOT / "policies").glob("*/*.tra") if p.parent.name not in NO_DOCUMENTS
)
NAMES = [f"{p.parent.name}-{p.stem}" for p in POLICIES]
ENCODED_AT_LEAST = 95
COUNT = re.compile(
    r"^Encoded: (\d+) of (\d+) \((\d+)%\), of which (\d+) in part; cannot be said: (\d+)\.$", re.M
)
LISTS = {
    "cannot be said": "Cannot be said",
    "secondary": "Secondary",
    "illustrative": "Illustrative",
}
KINDS = {
    "party": "parties",
    "event": "events",
    "benchmark": "benchmarks",
    "safeguard": "safeguards",
    "document": "documents",
    "define": "defines",
    "threshold": "thresholds",
    "commitment": "commitments",
    "requirement": "requirements",
    "waiver": "waivers",
}
for_every_document = pytest.mark.parametrize("path", POLICIES, ids=NAMES)


@dataclass(frozen=True)
class Row:
    """One fact of a page's table."""

    number: str
    encoded: str
    where: str

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(re.findall(r"`([^`]+)`", self.where))


@dataclass(frozen=True)
class Encoded:
    """A policy as it is read, with the lines of every directive of it and of the libraries it uses."""

    text: driver.Text
    lines: dict[str, tuple[str, ...]]

    @property
    def policy(self) -> Policy:
        assert self.text.policy is not None
        return self.text.policy


@cache
def encoded(path: Path) -> Encoded:
    (sources,), said = open_policies([str(path)])
    assert said == ()
    libraries = {Path(s.path).stem: s for s in sources[1:]}
    lines: dict[str, list[str]] = {}
    for source in reversed(sources):
        name = ""
        for line in source.text.splitlines():
            words = " ".join(line.split())
            if words and not line.startswith((" ", "#")):
                kind, _, rest = words.partition(" ")
                name = kind if kind in ("policy", "changes") else rest.partition(" ")[0]
                lines[name] = []
            elif name and not words.startswith("#"):
                lines[name].append(words)
    return Encoded(driver.read(sources[0], libraries), {n: tuple(at) for n, at in lines.items()})


@cache
def page(path: Path) -> str:
    return (PAGES / f"{path.parent.name}-{path.stem}.md").read_text(encoding="utf-8")


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


def items(policy: Policy) -> Iterator[str]:
    def chain(duty: Duty | None) -> Iterator[str]:
        if duty is not None:
            yield duty.id
            yield from chain(duty.otherwise)
            yield from chain(duty.instead)

    for commitment in policy.commitments:
        for duty in commitment.duties:
            yield from chain(duty)
    clauses = [(c.name, c.needs) for c in policy.thresholds]
    clauses += [(c.name, c.needs) for c in policy.requirements]
    for owner, needs in clauses:
        for number, _ in enumerate(needs, 1):
            yield f"{owner}.needs" + ("" if number == 1 else f"-{number}")


def stands(name: str, found: Encoded) -> bool:
    """Tell whether what a page names stands in the policy."""
    policy = found.policy
    owner, colon, line = (part.strip() for part in name.partition(":"))
    if owner == "changes" and colon:
        return line in {f"{c.verb} {c.path}" for c in policy.changes}
    kind, _, owner = owner.rpartition(" ")
    if colon:
        heads = found.lines.get(owner, ())
        return bool(line) and any(text == line or text.startswith(line + " ") for text in heads)
    if kind == "policy":
        return owner == policy.name
    declared = {one.name: noun for noun, group in KINDS.items() for one in getattr(policy, group)}
    return declared.get(owner) == kind if kind else owner in {*declared, *items(policy)}


@for_every_document
def test_a_policy_is_read_laid_out_and_linted(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = encoded(path)
    assert [d.message for d in found.text.diagnostics] == []
    assert run(["fmt", "--check", str(path)]) == 0
    assert run(["lint", str(path)]) in (0, 1)
    assert [d.message for d in driver.lint(found.text) if d.severity is Severity.ERROR] == []
    assert "Traceback" not in "".join(capsys.readouterr())


@for_every_document
def test_the_head_of_the_page_is_the_head_of_the_policy(path: Path) -> None:
    policy, said = encoded(path).policy, head(path)
    words = f' "{policy.force_words}"' if policy.force_words else ""
    assert said["policy"] == f"`{path.relative_to(ROOT).as_posix()}`"
    assert said["version"] == policy.version
    assert said["effective"] == (str(policy.effective) if policy.effective else "not stated")
    assert said["force"] == policy.force + words != ""
    assert said["status"] == policy.status != ""
    assert said["document"] and said["published"] and said["read"]


@for_every_document
def test_the_count_is_the_counted_one(path: Path) -> None:
    counted = [row.encoded for row in rows(path)]
    assert {*counted} <= {"yes", "part", "no"}
    whole, no = len(counted), counted.count("no")
    share = 100 * (whole - no) // whole
    (stated,) = COUNT.findall(page(path))
    assert tuple(map(int, stated)) == (whole - no, whole, share, counted.count("part"), no)
    assert share >= ENCODED_AT_LEAST
    assert [row.number for row in rows(path)] == [str(n) for n in range(1, whole + 1)]


@for_every_document
def test_every_clause_that_the_page_names_stands_in_the_policy(path: Path) -> None:
    found = encoded(path)
    missing = [f"{r.number}: {n}" for r in rows(path) for n in r.named if not stands(n, found)]
    assert missing == []
    assert [row.number for row in rows(path) if row.encoded != "no" and not row.named] == []
    assert [row.number for row in rows(path) if row.encoded != "yes" and not row.where] == []


@for_every_document
@pytest.mark.parametrize("opening", LISTS)
def test_what_comments_admit_stands_in_the_page_and_nothing_else(path: Path, opening: str) -> None:
    assert sorted(listed(path, LISTS[opening])) == sorted(said_in_comments(path, opening))


@for_every_document
def test_what_no_clause_says_is_said_to_be_unsayable(path: Path) -> None:
    unsaid = sum(row.encoded == "no" for row in rows(path))
    assert not unsaid or said_in_comments(path, "cannot be said")


@for_every_document
def test_every_threshold_and_commitment_cites_its_source(path: Path) -> None:
    policy = encoded(path).policy
    bare = [t.name for t in policy.thresholds if not t.notes.cites]
    for commitment in policy.commitments:
        if not commitment.notes.cites:
            bare += [duty.id for duty in commitment.duties if not duty.notes.cites]
    assert bare == []


@for_every_document
def test_a_party_goes_by_the_name_that_the_registry_has_for_it(path: Path) -> None:
    known = {o.title: o.id for o in open_registry()[0].organisations}
    parties = encoded(path).policy.parties
    assert [p.name for p in parties if p.name != known.get(p.title, p.name)] == []


def test_every_page_has_its_policy_and_every_policy_its_page() -> None:
    assert sorted({p.stem for p in PAGES.glob("*.md")} - {"README"}) == sorted(NAMES)


def test_a_name_that_the_policy_does_not_have_is_noticed() -> None:
    found = encoded(ROOT / "policies" / "anthropic" / "rsp-2.2.tra")
    real = [
        *("threshold CBRN-3", "CBRN-3", "SAFE-CBRN-3.1", "SAFE-CBRN-3.otherwise-1"),
        *("CBRN-3: if unknown", "policy: amended by board", "policy anthropic-rsp"),
    ]
    made_up = [
        *("threshold CBRN-9", "commitment CBRN-3", "SAFE-CBRN-3.9", "CBRN-3: needs", "CBRN-3:"),
        *("CBRN-3: if unk", "policy other", "policy: use", "changes: weakened CBRN-3", ""),
    ]
    assert [name for name in real if not stands(name, found)] == []
    assert [name for name in made_up if stands(name, found)] == []
