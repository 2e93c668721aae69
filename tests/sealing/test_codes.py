"""Every code of this room is explained, emitted and shown in the manual."""

from __future__ import annotations

import re
from pathlib import Path

import tra_policy
from tra_policy.sealing.codes import CODES

ROOT = Path(tra_policy.__file__).parent
PAGE = Path(__file__).parents[2] / "docs" / "manual" / "bundles.md"


def test_the_room_explains_what_it_says() -> None:
    rooms = [*(ROOT / "sealing").glob("*.py"), *(ROOT / "cli" / "bundle").glob("*.py")]
    texts = [p.read_text("utf-8") for p in rooms if p.name != "codes.py"]
    numbers = {int(n) for text in texts for n in re.findall(r"\bsaid\(\s*(\d+),", text)}
    assert numbers == {int(one.code[3:]) for one in CODES}


def test_codes_and_names_are_unique_and_in_order() -> None:
    assert [one.code for one in CODES] == sorted({one.code for one in CODES})
    assert len({one.name for one in CODES}) == len(CODES)
    assert all(one.why and not one.summary.endswith(".") for one in CODES)


def test_the_manual_names_every_code_with_its_severity() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [f"\n| {one.code} | {one.severity.word} |" for one in CODES]
    assert [row for row in rows if row not in page] == []
