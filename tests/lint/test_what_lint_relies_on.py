"""The rules as a whole: their codes, their reasons, their page, their start-up."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tra_policy.lint import RULES, Rule
from tra_policy.lint.codes import CODES
from tra_policy.lint.page import page
from tra_policy.lint.phrases import DEGREE, OTHERS, heard, quoted
from tra_policy.lint.runner import LOADED

ROOT = Path(__file__).parents[2]


def by_code(rule: Rule) -> str:
    return rule.code


def test_every_rule_file_is_found() -> None:
    files = {f.stem for f in (ROOT / "tra_policy/lint/rules").glob("*.py")} - {"__init__"}
    assert files == {one.file_name for one in LOADED}


def test_a_file_is_named_as_its_rule() -> None:
    assert [one.file_name for one in LOADED] == [one.rule.name.replace("-", "_") for one in LOADED]


def test_no_code_and_no_name_is_used_twice() -> None:
    assert max(Counter(rule.code for rule in RULES).values()) == 1
    assert max(Counter(rule.name for rule in RULES).values()) == 1


def test_every_rule_can_be_explained() -> None:
    assert [(c.code, c.name, c.severity) for c in CODES] == [
        (r.code, r.name, r.severity) for r in RULES
    ]


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_reason_names_its_source_or_says_that_none_is_known(rule: Rule) -> None:
    named = re.search(r"Precedent[:,].* Source: .+\.$", rule.why)
    assert bool(named) != rule.why.endswith("No public precedent is known.")


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_rule_says_what_why_and_what_to_do(rule: Rule) -> None:
    assert re.fullmatch(r"TRA(09\d|[1-9]\d\d)", rule.code)
    assert not rule.summary.endswith(".")
    assert rule.remedy.endswith(".")
    assert rule.bad != rule.good
    assert re.search(rf"#! {rule.code}$", rule.bad, re.MULTILINE)
    assert "#!" not in rule.good


def test_the_page_of_rules_is_fresh() -> None:
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == page()


def test_linting_does_not_pay_for_parsers_and_schemas() -> None:
    code = (
        "import sys, tra_policy.lint; "
        "print(*sorted({'pydantic', 'lark', 'yaml', 'jsonschema', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == ""


def test_the_rules_are_found_inside_an_archive_too(tmp_path: Path) -> None:
    archive = tmp_path / "tra_policy.whl"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in (ROOT / "tra_policy").rglob("*.py"):
            packed.write(file, file.relative_to(ROOT))
    code = "import tra_policy.lint as room; print(room.__file__, len(room.RULES))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(archive)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    place, number = done.stdout.rsplit(maxsplit=1)
    assert place.startswith(str(archive))
    assert int(number) == len(RULES)


def test_a_phrase_is_heard_as_a_word_in_any_case_and_once() -> None:
    said = "Significantly help, and SIGNIFICANTLY  more; insignificantly, non-significant"
    assert tuple(heard(said, DEGREE)) == ("significantly",)


def test_the_longer_phrase_wins() -> None:
    said = "no other frontier developers, no other\n developers"
    assert tuple(heard(said, OTHERS)) == ("other frontier developers", "other developers")


def test_phrases_are_listed_as_people_list_them() -> None:
    assert quoted(("a",)) == "`a`"
    assert quoted(("a", "b", "c")) == "`a`, `b` and `c`"
