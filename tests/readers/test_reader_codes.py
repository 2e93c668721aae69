"""Every code that these rooms emit is explained, and every explained one is emitted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tra_policy
from tra_policy.readers.codes import CODES as READER_CODES
from tra_policy.words.explained import Explained
from tra_policy.workspace.codes import CODES as FILE_CODES

ROOT = Path(tra_policy.__file__).parent


def emitted(room: str, form: str) -> set[str]:
    modules = (p for p in (ROOT / room).rglob("*.py") if p.name != "codes.py")
    return {code for p in modules for code in re.findall(form, p.read_text(encoding="utf-8"))}


def test_the_readers_explain_what_they_say() -> None:
    assert emitted("readers", r"TRB\d{3}") == {e.code for e in READER_CODES}


def test_the_workspace_explains_what_it_says() -> None:
    numbers = {int(n) for n in emitted("workspace", r"mistake\(\s*(\d+),")}
    literal = {int(code[3:]) for code in emitted("workspace", r"TRX\d{3}")}
    assert numbers | literal == {int(e.code[3:]) for e in FILE_CODES}


@pytest.mark.parametrize("codes", [READER_CODES, FILE_CODES])
def test_codes_and_names_are_unique_and_in_order(codes: tuple[Explained, ...]) -> None:
    assert [e.code for e in codes] == sorted({e.code for e in codes})
    assert len({e.name for e in codes}) == len(codes)
    for explained in codes:
        assert explained.why
        assert not explained.summary.endswith(".")
