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
from tra_policy.model.duties import Duty, Notes
from tra_policy.model.policy import Policy, duties_of
from tra_policy.model.revisions import Change
from tra_policy.words.diagnostic import Severity
from tra_policy.workspace import open_policies, open_registry

from .pages import (
    LISTS,
    PAGES,
    POLICIES,
    ROOT,
    head,
    listed,
    name_of,
    page,
    rows,
    said_in_comments,
)
from .write_index import INDEX, counts, index, table

NAMES = [name_of(p) for p in POLICIES]
ENCODED_AT_LEAST = 95
COUNT = re.compile(
    r"^Encoded: (\d+) of (\d+) \((\d+)%\), of which (\d+) in part; cannot be said: (\d+)\.$", re.M
)
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


def told_changes(policy: Policy) -> list[Change]:
    """Return the changes of every account of a revision, the publisher's own and those of others."""
    return [*policy.changes, *(c for account in policy.accounts for c in account.changes)]


def effective(policy: Policy) -> str:
    """Return since when a policy holds, as its first line says it: a day, or a month."""
    if policy.effective is not None:
        return str(policy.effective)
    return f"{policy.effective_by:%Y-%m}" if policy.effective_by is not None else "not stated"


def stands(name: str, found: Encoded) -> bool:
    """Tell whether what a page names stands in the policy."""
    policy = found.policy
    owner, colon, line = (part.strip() for part in name.partition(":"))
    if owner == "changes" and colon:
        return line in {f"{c.verb} {c.path}" for c in told_changes(policy)}
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
    assert said["effective"] == effective(policy)
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
        *("changes: weakened asl-3-security.excludes", "changes: added CBRN-4"),
    ]
    made_up = [
        *("threshold CBRN-9", "commitment CBRN-3", "SAFE-CBRN-3.9", "CBRN-3: needs", "CBRN-3:"),
        *(
            "changes: removed CBRN-4",
            "changes: added",
            "CBRN-3: if unk",
            "policy other",
            "policy: use",
            "changes: weakened CBRN-3",
            "",
        ),
    ]
    assert [name for name in real if not stands(name, found)] == []
    assert [name for name in made_up if stands(name, found)] == []


def test_the_index_is_written_from_the_pages() -> None:
    assert INDEX.read_text("utf-8") == index(), "python -m tests.policies.write_index"


@for_every_document
def test_the_index_counts_what_the_page_states(path: Path) -> None:
    found = counts(path)
    (stated,) = COUNT.findall(page(path))
    encoded_rows, whole, _, part, unsaid = map(int, stated)
    assert (found.encoded, found.facts) == (encoded_rows, whole)
    assert (found.part, found.unsaid) == (part, unsaid)
    assert found.unsayable == len(listed(path, "Cannot be said"))
    line = next(line for line in table().splitlines() if line.split()[0] == name_of(path))
    numbers = (found.facts, found.encoded, found.part, found.unsaid, found.unsayable, found.unknown)
    assert tuple(map(int, line.split()[1:])) == numbers


@for_every_document
def test_what_is_not_known_of_a_document_is_counted_as_the_reader_of_the_policy_reads_it(
    path: Path,
) -> None:
    policy = encoded(path).policy
    noted: list[Notes] = [policy.notes]
    for group in KINDS.values():
        noted += [one.notes for one in getattr(policy, group) if hasattr(one, "notes")]
    for commitment in policy.commitments:
        noted += [duty.notes for duty in duties_of(commitment)]
    assert counts(path).unknown == sum(len(notes.unread) for notes in noted)


@for_every_document
def test_an_account_of_changes_begins_with_the_newest(path: Path) -> None:
    policy = encoded(path).policy
    since = [policy.changes_since] if policy.changes_since else []
    since += [account.since for account in policy.accounts]
    assert since == sorted(since, reverse=True)
    assert policy.version not in since
