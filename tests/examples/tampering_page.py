"""The page of tampering, made from the table of mutations: `python -m tests.examples.tampering_page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .mutations import GROUPS, MUTATIONS, Mutation
from .mutations.mutation import NOTHING

PAGE = Path(__file__).parents[2] / "docs" / "tampering.md"

_HEAD = """\
# What was done to a bundle, and how it shows

The bundle of the made-up run in [examples/training-run](../examples/training-run/README.md) is tampered
with in {all} ways, one after the other. The test suite does each of them and holds the report against this
page, which is written from the same table. The bundle is neither sealed nor signed: what is caught, is
caught by the records alone.

- **{seen} are caught.** The third column has what is new in the report: the code of a finding and the record
  it is about, or a fact in the words of the [manual](manual/README.md#the-words-of-a-verdicts-block). The
  second has the [question](checks.md#where-each-question-is-asked) that it is meant for.
- **{hidden} cannot be detected from the bundle alone.** The column has the reason, and what would show it.
- **{idle} are without effect** on any answer, and the column says why.
{left}

"""
_LEFT = """\
- **{missed} are not caught yet**, though something in the bundle does not fit. The column has what."""
_NONE_LEFT = """\
- **None is left** of which it is known that something in the bundle does not fit, and nothing looks at it."""
_LIFTS = """\
## What a seal shows, and what only signatures do

Each of these changes was also made to the same bundle after it had been sealed, and signed by every party
with a key that the policy declares. **Every one of them is found** (`TRS001` to `TRS004`, see
[manual/bundles.md](manual/bundles.md#what-is-found-and-what-it-does)), and of the lies below none is
believed. A seal says nothing of what was left out before it was made.

In the bundle without signatures, leaving something out makes no answer better either, unless the answer
says that it may rest on a selection (`selection-possible`). A lie that is told well does: a number, a name or
a day that somebody wrote down is believed where nobody else vouches for it, and a claim of completeness that
was made to fit fits. These are all of them; (+) means that the answer carries `selection-possible`.

| what was done | comes out better |
|---|---|
{lifts}

"""


def page() -> str:
    """Return the page."""
    return "".join(_parts())


def _parts() -> Iterator[str]:
    counts = {
        "all": len(MUTATIONS),
        "seen": sum(bool(one.seen) for one in MUTATIONS),
        "hidden": sum(bool(one.hidden) and one.shows != NOTHING for one in MUTATIONS),
        "idle": sum(one.shows == NOTHING for one in MUTATIONS),
        "missed": sum(bool(one.missed) for one in MUTATIONS),
    }
    left = (_LEFT if counts["missed"] else _NONE_LEFT).format(**counts)
    yield _HEAD.format(**counts, left=left)
    yield _LIFTS.format(lifts="\n".join(_lifted()))
    for index, group in enumerate(GROUPS):
        yield f"## {group.title}\n\n"
        yield f"{group.note}\n\n" if group.note else ""
        yield "| what was done | question | how it shows, or why not |\n|---|---|---|\n"
        yield "".join(_row(one) for one in group.mutations)
        yield "\n" if index < len(GROUPS) - 1 else ""


def _lifted() -> Iterator[str]:
    for one in MUTATIONS:
        if one.lifts:
            facts = ", ".join(_lift(fact) for fact in one.lifts)
            yield f"| {one.done} | {facts} |"


def _lift(fact: str) -> str:
    said = fact.removesuffix(" (+)")
    return f"`{said}`" + (" (+)" if said != fact else "")


def _row(one: Mutation) -> str:
    return f"| {one.done}{_asked(one)} | {one.plays or '-'} | {_answer(one)} |\n"


def _asked(one: Mutation) -> str:
    lines = ", ".join(f"`{_spaced(new)}`" for _, new in one.asks)
    return f" (the policy then says {lines})" if one.asks else ""


def _spaced(text: str) -> str:
    return "; ".join(" ".join(line.split()) for line in text.splitlines()[:2])


def _answer(one: Mutation) -> str:
    if one.seen:
        return ", ".join(_fact(fact) for fact in one.seen)
    if one.missed:
        return f"**not caught yet**: {one.missed}"
    if one.shows == NOTHING:
        return f"*without effect*: {one.hidden}"
    return f"*not detectable from the bundle alone*: {one.hidden}. What would show it: {one.shows}"


def _fact(fact: str) -> str:
    if not fact.startswith(("finding ", "error ")):
        return f"`{fact}`"
    head, _, words = fact.partition(" ")[2].partition(": ")
    code, _, name = head.partition(" ")
    on = f" on `{name}`" if name else ""
    return f"`{code}`{on}" + (f" (“{words.replace('`', '')}”)" if words else "")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
