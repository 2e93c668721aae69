"""Every code that counting emits is explained, and every explained one is emitted."""

from __future__ import annotations

import re
from pathlib import Path

import tra_policy
from tra_policy.cli.explain import all_codes
from tra_policy.engine.codes import CODES


def test_the_engine_explains_what_it_says() -> None:
    room = Path(tra_policy.__file__).parent / "engine"
    modules = (path for path in room.glob("*.py") if path.name != "codes.py")
    emitted = {c for path in modules for c in re.findall(r"TRB\d{3}", path.read_text("utf-8"))}
    assert emitted == {one.code for one in CODES}
    assert emitted < set(all_codes())
    assert all(one.why and one.remedy for one in CODES)


def test_every_code_of_tables_stands_in_the_manual() -> None:
    page = (Path(__file__).parents[2] / "docs" / "manual" / "tables.md").read_text("utf-8")
    codes = {code for code in all_codes() if "TRB070" <= code <= "TRB079"}
    assert {code for code in codes if f"`{code}`" not in page} == set()
