"""No rule breaks on any policy: whole, torn, a draft with parts missing, beside any cited text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy import driver
from tra_policy.lint import RULES
from tra_policy.lint.example import whole
from tra_policy.words.source import Source

ROOT = Path(__file__).parents[2]
FILES = sorted((*(ROOT / "policies").rglob("*.tra"), *(ROOT / "examples").rglob("policy.tra")))
LIBRARIES = {
    file.stem: Source(file.name, file.read_text("utf-8"))
    for file in sorted((ROOT / "policies/tra").glob("*.tra"))
}
TEXTS = (
    *(file.read_text("utf-8") for file in FILES),
    *(whole(rule.bad) for rule in RULES),
    (ROOT / "tests/syntax/example.tra").read_text("utf-8"),
)
PIECES = (
    "1 Aims\n\nWe will publish a report within 30 days.\n",
    "\f",
    "4.2 Security\n\n",
    "“must” – ﬁne\u00ad print…",
    "§",
    "[^1] 10²⁶ $5bn 1 in 0",
    "- an item\n",
    "\n\n",
)


def checked(text: str, cited: str) -> int:
    """Lint a text beside one cited text, hold what is said to the house rules, and count it."""
    source = Source("p.tra", text)
    read = driver.read(source, LIBRARIES if "\n  use " in text else {})
    if read.policy is None:
        return 0
    texts = {one.name: Source(one.name, cited) for one in read.policy.sources if not one.sha256}
    said = driver.found(read, texts)
    for one in (found.diagnostic for found in said):
        assert one.span is not None
        if one.span.path == "p.tra":
            assert 0 <= one.span.start <= one.span.end <= len(text)
        assert one.subject
        assert one.help
        assert one.message == one.message.strip()
        assert not one.message.endswith(".")
        assert "``" not in one.message, one.message
        for fix in one.fixes:
            assert fix.edits
            assert all(edit.span.path == "p.tra" for edit in fix.edits)
    return len(said)


def torn(text: str, chance: random.Random, times: int) -> str:
    """A text without some of its lines, or with some of them elsewhere, twice, or cut.

    Mostly a line below a head goes: what is left is a draft, which is read; most of the rest is not.
    """
    lines = text.splitlines(keepends=True)
    for _ in range(times):
        below = [n for n, line in enumerate(lines) if n > 2 and line[:1] == " "]
        if not below:
            break
        at = chance.choice(below)
        line = lines[at]
        match chance.randrange(10):
            case 0:
                del lines[at : at + chance.randint(1, 6)]
            case 1:
                lines.insert(chance.randrange(3, len(lines)), line)
            case 2:
                lines[at] = line[: chance.randrange(len(line) + 1)].rstrip("\n") + "\n"
            case 3:
                words = line.split(" ")
                del words[chance.randrange(len(words))]
                lines[at] = " ".join(words).rstrip("\n") + "\n"
            case _:
                del lines[at]
    return "".join(lines)


@given(
    st.sampled_from(TEXTS),
    st.randoms(use_true_random=False),
    st.integers(0, 8),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
@settings(max_examples=80, deadline=None)
def test_a_torn_policy_is_linted(text: str, chance: random.Random, times: int, cited: str) -> None:
    checked(torn(text, chance, times), cited)


@pytest.mark.long
@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_a_policy_that_loses_a_line_is_linted(file: Path) -> None:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    below = [n for n, line in enumerate(lines) if line[:1] == " " and line.strip()[:1] != "#"]
    step = max(len(below) // 5, 1)
    for at in below[::step]:
        checked("".join((*lines[:at], *lines[at + 1 :])), "")


@pytest.mark.long
@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_a_policy_is_linted_beside_its_own_text_as_the_cited_one(file: Path) -> None:
    text = file.read_text("utf-8")
    assert checked(text, text) >= 0


def test_most_torn_texts_are_still_policies() -> None:
    chance = random.Random(7)
    kept = [checked(torn(text, chance, 2), "") > 0 for text in TEXTS]
    assert sum(kept) > len(kept) // 3
