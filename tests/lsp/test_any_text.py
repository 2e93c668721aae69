"""Whatever stands in an editor: nothing breaks, and every place lies in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.lsp.acting import actions, fix_all
from tra_policy.lsp.completing import proposals
from tra_policy.lsp.formatting import layout_edits
from tra_policy.lsp.hovering import hover
from tra_policy.lsp.reading import Reading, about, parsed, read
from tra_policy.lsp.renaming import renamed
from tra_policy.lsp.symbols import Symbol, folds, outline
from tra_policy.lsp.tokens import tokens
from tra_policy.syntax import parse
from tra_policy.words.edits import Fix, applied
from tra_policy.words.source import Source, Span

from .texts import POLICY

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
REAL = (ROOT / "policies/anthropic/rsp-2.2.tra").read_text("utf-8")
LINES = st.sampled_from(sorted({*POLICY.splitlines(), *REAL.splitlines()}))
JUNK = st.text(alphabet=st.sampled_from('ab .,-"#§%()\t\r\n`~\u2028\u00a0💥é>=1'), max_size=12)


@st.composite
def written(draw: st.DrawFn) -> Source:
    """A policy that somebody is in the middle of writing, or no policy at all."""
    kind = draw(st.sampled_from(["cut", "lines", "junk", "fence"]))
    if kind == "cut":
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(POLICY))] * 2)))
        text = POLICY[:start] + draw(JUNK) + POLICY[end:]
    elif kind == "junk":
        text = draw(st.text(max_size=80))
    else:
        lines = draw(st.lists(st.one_of(LINES, JUNK), max_size=25))
        text = "tra 1\n" + draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    if kind == "fence":
        return Source("page.md", f"# vct\n```tra\n{text}\n```\nvct\n")
    return Source("case.tra", text)


def spans(reading: Reading, offset: int) -> Iterator[Span]:
    """Every place in the document that an editor would be told of."""
    source = reading.source

    def below(symbols: tuple[Symbol, ...]) -> Iterator[Span]:
        for one in symbols:
            assert one.span.start <= one.name_span.start <= one.name_span.end <= one.span.end
            yield from (one.span, one.name_span)
            yield from below(one.children)

    yield from (found.span for found in about(reading) if found.span is not None)
    yield from below(outline(reading.own.tree))
    shown = hover(reading, offset)
    if shown is not None:
        assert shown.markdown
        yield shown.span
    for one in proposals(source, offset, reading.index):
        yield source.span(one.start, offset)
    for action in (*actions(reading, offset, offset + 10), *filter(None, [fix_all(reading)])):
        yield from (edit.span for edit in action.edits)
    yield from (edit.span for edit in layout_edits(source))
    end = 0
    for word in tokens(source, reading.own.tree, reading.index):
        assert end <= word.start < word.end
        assert not set(source.text[word.start : word.end]) & {"\n", "\r"}
        end = word.end
        yield source.span(word.start, word.end)
    for fold in folds(source, reading.own.tree):
        assert 1 <= fold.first < fold.last <= source.text.count("\n") + 1


@settings(deadline=None, max_examples=60)
@given(written(), st.data())
def test_any_text_is_read_shown_and_completed(source: Source, data: st.DataObject) -> None:
    reading = read(parsed(source))
    offset = data.draw(st.integers(0, len(source.text)))
    for span in spans(reading, offset):
        assert span.path == source.path
        assert 0 <= span.start <= span.end <= len(source.text)


@pytest.mark.long
@settings(deadline=None, max_examples=1500)
@given(written(), st.data())
def test_any_text_is_read_shown_and_completed_at_length(
    source: Source, data: st.DataObject
) -> None:
    reading = read(parsed(source))
    offset = data.draw(st.integers(0, len(source.text)))
    for span in spans(reading, offset):
        assert span.path == source.path
        assert 0 <= span.start <= span.end <= len(source.text)


def changed(source: Source, reading: Reading, offset: int, new: str) -> tuple[str, str]:
    """Return a text with a name renamed in it, and the reason where it was refused."""
    found = renamed([reading], offset, new)
    fixes = [Fix("", (edit,)) for edits in found.edits.values() for edit in edits]
    text, used = applied(source, fixes)
    assert len(used) == len(fixes)
    return text, found.refusal


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([POLICY, REAL]), st.data())
def test_a_policy_means_the_same_after_a_name_was_changed_but_for_the_name(
    text: str, data: st.DataObject
) -> None:
    source = Source("case.tra", text)
    reading = read(parsed(source))
    assert reading.policy is not None
    use = data.draw(st.sampled_from([u for u in reading.index.uses if u.key is not None]))
    offset = data.draw(st.integers(use.span.start, use.span.end))
    here = reading.index.at(source.path, offset)
    assert here is not None and here.key is not None
    new = data.draw(
        st.sampled_from(["zz-9", "zz.9", "within", "must", "any", "independent", "p95"])
    )
    after, refusal = changed(source, reading, offset, new)
    if refusal:
        assert after == text
        assert new not in ("zz-9",)
        return
    again = read(parsed(Source("case.tra", after)))
    assert again.policy is not None
    assert [d.code for d in again.text.diagnostics] == [d.code for d in reading.text.diagnostics]
    assert len(again.index.places(_renamed_key(here.key, here.name, new))) == len(
        reading.index.places(here.key)
    )
    # Back again it is the same text, word for word.
    place = after.index(new, min(s.start for s in _places(again, here.key, here.name, new)))
    back, refusal = changed(Source("case.tra", after), again, place, here.name)
    assert (back, refusal) == (text, "")


def _renamed_key(key: tuple[str, str], old: str, new: str) -> tuple[str, str]:
    category, name = key
    return category, name[: len(name) - len(old)] + new


def _places(reading: Reading, key: tuple[str, str], old: str, new: str) -> list[Span]:
    return reading.index.places(_renamed_key(key, old, new))


@settings(deadline=None, max_examples=60)
@given(written())
def test_laying_out_keeps_every_word(source: Source) -> None:
    text, _ = applied(source, [Fix("", (edit,)) for edit in layout_edits(source)])
    assert parse(Source(source.path, text))[0] == parse(source)[0]
    bare = re.compile(r"\s+")
    assert bare.sub("", text.lstrip("\ufeff")) == bare.sub("", source.text.lstrip("\ufeff"))
