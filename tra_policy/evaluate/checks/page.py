"""The page of all checks of the evidence, for `docs/checks.md`."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.catalogue import GROUPS, QUESTIONS, Question
from tra_policy.evaluate.checks.check import Check
from tra_policy.evaluate.checks.every import CHECKS

INTRODUCTION = """\
# What is asked of the evidence itself

Whatever a policy asks for, some things do not add up in the records themselves: a checkpoint that was
deleted after an alarm, a fix that was tested with what it was trained on. `tra check` reports what it
sees of this beside the outcomes; it never changes one. A finding is a question with its records named,
not an accusation: *not evidenced* means that the bundle does not show it, and where days or counts are
not stated nothing is said. A record that cannot be as it says (C8, T8, T9, L9) supports nothing either:
that is a rule of the evaluator ([manual/doubt.md](manual/doubt.md)), and the check tells of it.

A record that was taken back by its own author shows nothing. One that was tampered with settles
nothing; what such a record tells of the run, of warning signs and of fixes (groups C, L and R) is still
reported, with a note that says so: whoever spoils the file of a warning sign is not rid of it.

## Where each question is asked

A question is asked by a check of the evidence (below), by a requirement of the library in
`policies/tra/`, by a rule of the linter ([rules.md](rules.md)), or by the evaluator itself: in the
reason that stands against a record, in a flag, or in a finding between policy and evidence
([manual/mistakes.md](manual/mistakes.md)).
"""

HOW = """\
## The checks

This part is made from the checks themselves; `tra explain CODE` shows one of them, `tra explain R1` as
well. The examples stand in the frame of the [manual](manual/README.md), below its opening and its
manifest. The record that is reported ends in `#!` and the code; of the second list nothing is.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join((INTRODUCTION, *_tables(), HOW, *(_section(check) for check in CHECKS)))


def _tables() -> Iterator[str]:
    checks = {check.id: check for check in CHECKS}
    for letter, title in GROUPS.items():
        yield f"### {letter}: {title}\n"
        yield (
            "| | asks for | check | requirement | rule | in a check of a policy |\n"
            "|---|---|---|---|---|---|"
        )
        for question in QUESTIONS:
            if question.id.startswith(letter):
                yield _row(question, checks.get(question.id))
        yield ""


def _row(question: Question, check: Check | None) -> str:
    own = f"[{check.code}](#{_anchor(check)})" if check is not None else ""
    words = [f"{kind} `{name}`" for kind, names in _words(question) for name in names]
    cells = (
        question.id,
        question.asks,
        own,
        _codes(question.requirements),
        " ".join(question.rules),
        "; ".join((*words, question.note) if question.note else words),
    )
    return f"| {' | '.join(cells)} |"


def _words(question: Question) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "reason", question.reasons
    yield "flag", question.flags
    yield "finding", question.findings


def _codes(names: tuple[str, ...]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _section(check: Check) -> str:
    parts = [
        f"### {check.code} {check.name}\n",
        f"*{check.id}, {check.severity.word}, {check.group}.* {_sentence(check.summary)}\n",
        f"{check.why}\n",
    ]
    if check.policy:
        parts += ["With a policy that says\n", _fenced(check.policy)]
    parts += ["reported is\n" if check.policy else "Reported is\n", _fenced(check.shows)]
    parts += ["and not\n", _fenced(check.near_miss), f"What to do: {check.remedy}.\n"]
    return "\n".join(parts)


def _anchor(check: Check) -> str:
    return f"{check.code.lower()}-{check.name}"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _fenced(text: str) -> str:
    # Not marked as `yaml`: the manual's own examples are, and those say what must come out.
    return f"```text\n{text.strip()}\n```\n"
