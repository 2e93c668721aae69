"""The manual says what the tool does, and leaves no word of the language out."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from click import Context, Group

from tra_policy.cli.exits import Exit
from tra_policy.cli.main import COMMANDS, door
from tra_policy.cli.settings import KEYS
from tra_policy.evaluate.codes import BETWEEN as CODES
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS
from tra_policy.model.moment import DurationUnit
from tra_policy.model.proof import Flag, Reason
from tra_policy.model.quantity import Unit
from tra_policy.readers.gathering import READERS
from tra_policy.reports.formats import FORMATS
from tra_policy.resolve.codes import CODES as RESOLVE
from tra_policy.syntax.codes import CODES as SYNTAX

from . import vocabulary
from .pages import MANUAL, Case, cases
from .running import is_mistake, read_fragment, read_policy, run, whole_policy
from .verdicts import OUTCOMES, asked, faults

CASES = tuple(cases())
JUDGED = [c for c in CASES if c.verdicts is not None]

# What no example shows, and why.
GAPS = {
    "TRA008": "a text that is too large, or nested too deep, would not fit on a page",
}


def _named(found: list[Case]) -> list[object]:
    return [pytest.param(case, id=case.id) for case in found]


@pytest.mark.parametrize("case", _named(JUDGED))
def test_an_example_comes_out_as_the_page_says(case: Case) -> None:
    question = asked(case.verdicts)
    assert question.facts, "this block says nothing"
    found = run(case, question.as_of, question.waivers)
    wrong = list(faults(question.facts, found))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("case", _named([c for c in CASES if c.verdicts is None]))
def test_a_policy_without_verdicts_has_no_mistakes(case: Case) -> None:
    said = read_fragment(case.policy) if case.fragment else read_policy(case)[1]
    wrong = [f"{d.code} {d.place}: {d.message}" for d in said if is_mistake(d)]
    assert not wrong, "\n".join(wrong)


def _policies() -> list[str]:
    """The policy texts of all examples that must come out without a mistake in the text."""
    return [
        whole_policy(c)[0]
        for c in JUDGED
        if not any(f.startswith("error TRA") for f in asked(c.verdicts).facts)
    ]


LINES = [line.split("#")[0].strip() for text in _policies() for line in text.splitlines()]


@pytest.mark.parametrize("word", sorted(set(vocabulary.directives())))
def test_every_directive_has_an_example(word: str) -> None:
    assert any(re.match(rf"{word}\b", line) for text in _policies() for line in text.splitlines())


@pytest.mark.parametrize("head", sorted(set(vocabulary.heads())))
def test_every_line_head_has_an_example(head: str) -> None:
    spaced = head.replace(" ", r"\s+")
    assert any(re.match(rf"{spaced}(?![\w-])", line) for line in LINES)


@pytest.mark.parametrize(
    "name", ["MODAL", "VERB", "TIMING", "QUANTIFIER", "ATOM", "TEST", "ROLE", "HOLDER"]
)
def test_every_form_of_a_line_has_an_example(name: str) -> None:
    forms = [form for form in vocabulary.alternatives(name) if form != "a party"]
    assert len(forms) > 3
    assert [f for f in forms if not any(vocabulary.pattern(f).search(x) for x in LINES)] == []


UNITS = {
    "share": r"\d%|\d in \d",
    "ratio": r"\dx\b",
    "number": r"[<>]=? \d+$",
    "FLOP": r"\d FLOP\b",
    "steps": r"\d steps\b",
    "USD": r"\$\d+(?:M|bn)\b",
    "hours": r"[<>]=? \d+ hours\b",
}


@pytest.mark.parametrize("unit", [*get_args(Unit), *get_args(DurationUnit)])
def test_every_unit_has_an_example(unit: str) -> None:
    form = UNITS.get(unit) or rf"\d {unit.removesuffix('s')}s?\b"
    assert any(re.search(form, line) for line in LINES)


def _said(word: str) -> set[str]:
    """The words that stand after `flag` or `reason`, or as the reason of an outcome."""
    found = set()
    for case in JUDGED:
        for fact in asked(case.verdicts).facts:
            words = fact.split()
            if word in words:
                found.add(words[words.index(word) + 1])
            elif word == "reason" and len(words) == 3 and words[1] in OUTCOMES:
                found.add(words[2])
    return found


@pytest.mark.parametrize("reason", [r for r in get_args(Reason) if r not in GAPS])
def test_every_reason_has_an_example(reason: str) -> None:
    assert reason in _said("reason")


@pytest.mark.parametrize("flag", [f for f in get_args(Flag) if f not in GAPS])
def test_every_flag_has_an_example(flag: str) -> None:
    assert flag in _said("flag")


def test_a_known_gap_is_a_gap() -> None:
    codes = {c.code for c in (*SYNTAX, *RESOLVE)}
    shown = {f.split()[1] for c in JUDGED for f in asked(c.verdicts).facts if f.startswith("error")}
    known = {*get_args(Reason), *get_args(Flag), *codes}
    assert set(GAPS) <= known - _said("reason") - _said("flag") - shown


@pytest.mark.parametrize(
    "code", [c.code for c in (*SYNTAX, *RESOLVE, *CODES) if c.code not in GAPS]
)
def test_every_mistake_in_a_text_and_every_finding_of_a_check_has_an_example(code: str) -> None:
    facts = [f.split() for c in JUDGED for f in asked(c.verdicts).facts]
    assert any(words[0] in ("finding", "error") and words[1] == code for words in facts)


def test_the_tables_name_every_reason_every_flag_and_every_finding() -> None:
    thresholds = (MANUAL / "thresholds.md").read_text(encoding="utf-8")
    mistakes = (MANUAL / "mistakes.md").read_text(encoding="utf-8")
    words = [*get_args(Reason), *get_args(Flag)]
    assert [word for word in words if f"\n| `{word}` |" not in thresholds] == []
    rows = [f"\n| {code.code} | {code.severity.word} |" for code in CODES]
    assert [row for row in rows if row not in mistakes] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_a_record_stands_in_the_table_of_its_kind(kind: str) -> None:
    page = (MANUAL / "evidence.md").read_text(encoding="utf-8")
    _, found, after = page.partition(f"\n**{kind}**.")
    assert found, "the page has no table for it"
    rows = after.partition("\n\n")[2].split("\n\n")[0].splitlines()[2:]
    shown = {tuple(cell.strip() for cell in row.split("|")[1:3]) for row in rows}
    fields = {
        (f"`{field.alias or name}`", "yes" if field.is_required() else "")
        for name, field in KINDS[kind].model_fields.items()
        if name != "kind" and name not in Record.model_fields
    }
    assert shown == fields


def test_the_page_on_commands_names_every_command_option_format_and_setting() -> None:
    page = (MANUAL / "commands.md").read_text(encoding="utf-8")
    found = {command: door.get_command(Context(door), command) for command in COMMANDS}
    within = [
        part
        for command in found.values()
        if isinstance(command, Group)
        for name in command.list_commands(Context(command))
        if (part := command.get_command(Context(command), name)) is not None
    ]
    options = {
        option
        for command in (*found.values(), *within)
        for param in (command.params if command else ())
        for option in param.opts
        if option.startswith("--")
    }
    assert [c for c in found if not re.search(rf"^tra {c}\b", page, re.MULTILINE)] == []
    assert [c.name for c in within if not re.search(rf"^tra bundle {c.name}\b", page, re.M)] == []
    assert sorted(o for o in options if not re.search(rf"`{o}\b", page)) == []
    assert [f for f in FORMATS if f"| `{f}` |" not in page] == []
    assert [k for k in KEYS if f"`{k}`" not in page] == []
    assert [int(code) for code in Exit if f"| {int(code)} |" not in page] == []


def test_the_page_on_evidence_names_every_reader() -> None:
    page = (MANUAL / "evidence.md").read_text(encoding="utf-8")
    assert [reader for reader in READERS if f"| `{reader}` |" not in page] == []


@pytest.mark.parametrize("page", sorted(MANUAL.glob("*.md")), ids=lambda p: p.name)
def test_a_link_of_a_page_leads_to_a_file(page: object) -> None:
    text = (MANUAL / str(getattr(page, "name", ""))).read_text(encoding="utf-8")
    links = [found.split("#")[0] for found in re.findall(r"\]\(([^)]+)\)", text)]
    assert [link for link in links if not (MANUAL / link).exists()] == []
