"""What `# tra: allow(…)` lets be, where it holds, and what is said of one that does not."""

from __future__ import annotations

import pytest

from tra_policy import driver
from tra_policy.lint.example import PREAMBLE
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source

DUTY = "example-lab must show shield"
OPEN = f"commitment SAFE-1\n  {DUTY}\n"


def text_of(clauses: str, path: str = "p.tra") -> driver.Text:
    return driver.read(Source(path, PREAMBLE + clauses), {})


def said(clauses: str) -> list[Diagnostic]:
    return list(driver.lint(text_of(clauses)))


def codes(clauses: str) -> list[str]:
    return [one.code for one in said(clauses)]


def allowed(clauses: str) -> dict[str, str]:
    found = driver.found(text_of(clauses))
    return {one.diagnostic.code: one.diagnostic.allowed for one in found if one.diagnostic.allowed}


def about_allowances(clauses: str) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in said(clauses) if one.code.startswith("TRA09")]


def test_the_duty_without_a_time_is_found_where_nothing_allows_it() -> None:
    assert codes(OPEN).count("TRA302") == 1
    assert allowed(OPEN) == {}


@pytest.mark.parametrize(
    "clauses",
    [
        f"commitment SAFE-1\n  {DUTY} # tra: allow(TRA302) because law sets it\n",
        f"commitment SAFE-1\n  # tra: allow(TRA302) because law sets it\n  {DUTY}\n",
        f"commitment SAFE-1\n# tra: allow(TRA302) because law sets it\n\n# why not\n  {DUTY}\n",
        f"commitment SAFE-1\n  {DUTY} ## tra:  allow(TRA302)  because  law sets it  # see there\n",
        f"commitment SAFE-1\n  {DUTY} # tra: allow( TRA302 ) because law sets it\r\n",
        "commitment SAFE-1\n  example-lab must publish report to regulator,\n"
        "    # tra: allow(TRA302) because law sets it\n    outside-board\n",
    ],
)
def test_it_holds_for_its_line_or_for_the_next_one_below(clauses: str) -> None:
    assert allowed(clauses) == {"TRA302": "law sets it"}
    assert "TRA302" not in codes(clauses)
    assert about_allowances(clauses) == []


def test_it_does_not_hold_for_another_line() -> None:
    clauses = f"# tra: allow(TRA302) because law sets it\n{OPEN}"
    assert "TRA302" in codes(clauses)
    assert [code for code, _ in about_allowances(clauses)] == ["TRA093"]


@pytest.mark.parametrize("where", ["# tra: {}\ntra 1", "tra 1 # tra: {}"])
def test_with_the_version_of_the_language_it_holds_for_the_whole_text(where: str) -> None:
    comment = "allow(TRA302) because a draft"
    head = PREAMBLE.replace("tra 1", where.format(comment), 1)
    text = driver.read(Source("p.tra", head + OPEN + OPEN.replace("SAFE-1", "SAFE-2")), {})
    found = [one.diagnostic for one in driver.found(text) if one.diagnostic.code == "TRA302"]
    assert [one.allowed for one in found] == ["a draft", "a draft"]
    assert [d.code for d in driver.lint(text) if d.code.startswith("TRA09")] == []


def test_the_one_that_speaks_of_least_counts_and_the_other_is_not_needed() -> None:
    head = PREAMBLE.replace("tra 1", "tra 1 # tra: allow(TRA302) because a draft", 1)
    clauses = f"commitment SAFE-1\n  {DUTY} # tra: allow(TRA302) because law sets it\n"
    text = driver.read(Source("p.tra", head + clauses), {})
    (one,) = (o.diagnostic for o in driver.found(text) if o.diagnostic.code == "TRA302")
    assert one.allowed == "law sets it"
    unused = [d for d in driver.lint(text) if d.code == "TRA093"]
    assert [d.span.start < len(head) for d in unused if d.span] == [True]


def test_several_codes_stand_in_one_comment() -> None:
    clauses = f"""\
# tra: allow(TRA201, TRA601) because the annex does
commitment SAFE-1
  {DUTY} before deployment
"""
    assert allowed(clauses) == {"TRA201": "the annex does", "TRA601": "the annex does"}


def test_one_of_many_clauses_can_be_let_be_although_they_are_said_once() -> None:
    clauses = "".join(
        f"commitment C-{n}\n  example-lab must update report every {n} months\n"
        for n in range(1, 6)
    )
    (whole,) = (d for d in said(clauses) if d.code == "TRA201")
    assert whole.message.startswith("5 of 5 clauses cite no source")
    one = clauses.replace("commitment C-3", "# tra: allow(TRA201) because own\ncommitment C-3")
    (rest,) = (d for d in said(one) if d.code == "TRA201")
    assert rest.message.startswith("4 of 5 clauses cite no source: `C-1`, `C-2`, `C-4` and `C-5`")


FORMS = [
    ("# tra: alow(TRA302) because x", "TRA090"),
    ("# tra: allow TRA302 because x", "TRA090"),
    ("# tra allow(TRA302) because x", "TRA090"),
    ("# TRA: allow(TRA302) because x", "TRA090"),
    ("# tra: allow() because x", "TRA090"),
    ("# tra: allow(TRA302 TRA601) because x", "TRA090"),
    ("# tra: allow(TRA302,) because x", "TRA090"),
    ("# tra: allow(TRA302", "TRA090"),
    ("# tra: allow(TRA302) since x", "TRA090"),
    ("# tra: ignore", "TRA090"),
    ("# tra:", "TRA090"),
    ("# tra: allow(TRA302)", "TRA091"),
    ("# tra: allow(TRA302) because", "TRA091"),
    ("# tra: allow(TRA302) because …", "TRA091"),
    ("# tra: allow(TRA302) # because x", "TRA091"),
    ("# tra: allow(TRA3O2) because x", "TRA092"),
    ("# tra: allow(tra302) because x", "TRA092"),
    ("# tra: allow(TRA002) because x", "TRA092"),
    ("# tra: allow(TRA093) because x", "TRA092"),
    ("# tra: allow(no-deadline) because x", "TRA092"),
    ("# tra: allow(TRA303) because x", "TRA093"),
    ("# tra: allow(TRA302, TRA303) because x", "TRA093"),
    ("# tra: allow(TRA302, TRA302) because x", "TRA093"),
]


@pytest.mark.parametrize(("comment", "code"), FORMS)
def test_a_comment_that_does_not_do_what_it_seems_to_is_a_finding(comment: str, code: str) -> None:
    found = about_allowances(f"commitment SAFE-1\n  {DUTY} {comment}\n")
    assert [one for one, _ in found] == [code]


@pytest.mark.parametrize(("comment", "code"), FORMS)
def test_only_a_whole_allowance_lets_the_finding_be(comment: str, code: str) -> None:
    held = "TRA302," in comment and code == "TRA093"
    assert ("TRA302" in codes(f"commitment SAFE-1\n  {DUTY} {comment}\n")) is not held


def test_other_comments_are_not_read() -> None:
    for comment in ("# training must stop", "# tradition: allow", "# see tra.toml", "# contra: x"):
        assert about_allowances(f"commitment SAFE-1\n  {DUTY} {comment}\n") == []


def test_the_nearest_code_is_offered() -> None:
    (one,) = (
        d
        for d in said(f"commitment SAFE-1\n  {DUTY} # tra: allow(no-deadline) because x\n")
        if d.code == "TRA092"
    )
    assert one.help == "write its code: `TRA302`"
    assert one.span is not None
    assert one.span.end - one.span.start == len("no-deadline")


def test_what_makes_a_text_unreadable_cannot_be_allowed() -> None:
    clauses = "commitment SAFE-1\n  example-lab shall show shield # tra: allow(TRA002) because x\n"
    found = said(clauses)
    assert [d.code for d in found] == ["TRA002"]
    assert found[0].input_error
    assert not found[0].allowed


def test_an_allowance_in_quotes_is_none_and_one_in_a_fence_is() -> None:
    quoted = f'commitment SAFE-1\n  because "# tra: allow(TRA302) because x"\n  {DUTY}\n'
    assert "TRA302" in codes(quoted)
    fence = f"# A page\n\n# tra: allow(TRA302) because x\n\n```tra\n{PREAMBLE}{OPEN}```\n"
    text = driver.read(Source("p.md", fence), {})
    found = [d.code for d in driver.lint(text)]
    assert "TRA302" in found
    assert not [code for code in found if code.startswith("TRA09")]
    inside = fence.replace(DUTY, f"{DUTY} # tra: allow(TRA302) because x")
    assert "TRA302" not in [d.code for d in driver.lint(driver.read(Source("p.md", inside), {}))]


def test_an_allowance_at_the_end_of_the_text_speaks_of_nothing() -> None:
    assert [c for c, _ in about_allowances(f"{OPEN}# tra: allow(TRA302) because x")] == ["TRA093"]


UNDONE = [
    (
        f"  {DUTY} before deployment # tra: allow(TRA302) because x\n",
        f"  {DUTY} before deployment\n",
    ),
    (f"  # tra: allow(TRA303) because x\n  {DUTY}\n", f"  {DUTY}\n"),
    (
        f"  {DUTY} # tra: allow(TRA303, TRA302) because x\n",
        f"  {DUTY} # tra: allow(TRA302) because x\n",
    ),
    (
        f"  {DUTY} # tra: allow(TRA302, TRA303) because x\n",
        f"  {DUTY} # tra: allow(TRA302) because x\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), UNDONE)
def test_a_safe_fix_removes_what_nothing_needs_and_nothing_else(before: str, after: str) -> None:
    from tra_policy.words.edits import applied

    text = text_of(f"commitment SAFE-1\n{before}")
    (one,) = (d for d in driver.lint(text) if d.code == "TRA093")
    (fix,) = one.fixes
    assert fix.safe
    mended, _ = applied(text.source, [fix])
    assert mended == f"{PREAMBLE}commitment SAFE-1\n{after}"
