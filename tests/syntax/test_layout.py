"""The formatter: one layout, nothing lost, nothing changed in meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.syntax import format_text, parse
from tra_policy.words.source import Source

from .texts import ABOVE, EXAMPLE, policy_of, read

FORMS = re.findall(
    r"^```tra\n(.+?)^```$",
    (Path(__file__).parent / "forms.md").read_text(encoding="utf-8"),
    re.M | re.S,
)
WILD = """\
tra   1


policy p   version 1
    developer\tlab  # who
  title   "A   title"
  amended by lab ,board   after 30 days notice
# in the first column
party lab
        # about the board
party board
threshold T


  reached when any of
  - vct.accuracy>=50%
      # the second
      -   "it helps"
  cites   rsp   §3.1 "the
"""
TIDY = """\
tra 1

policy p version 1
  developer  lab  # who
  title      "A   title"
  amended by lab, board after 30 days notice
# in the first column
party lab
  # about the board
party board
threshold T

  reached when any of
    - vct.accuracy >= 50%
    # the second
    - "it helps"
  cites   rsp   §3.1 "the
"""
CLAUSE = """\
tra 1

policy p version 1
  source rsp "r.pdf"
party lab
safeguard shield
commitment C "Title"
  cites   rsp §1
  owner   lab
  because "why"
  lab must show shield, shield,
      shield before deployment
    cites rsp §2 "first words"
                 "and more"
    otherwise lab must halt deployment
    because "nothing else is left"
  unless any of
    - shield is in place
  if unknown block
"""


def laid(text: str, path: str = "p.tra") -> str:
    """Return a text laid out, having made sure that a second time changes nothing."""
    once, _ = format_text(Source(path, text))
    twice, _ = format_text(Source(path, once))
    assert twice == once
    return once


def comments(text: str, path: str = "p.tra") -> list[str]:
    return [c.text for c in parse(Source(path, text))[0].comments]


def test_lines_are_laid_out_and_what_cannot_be_read_stays_as_it_stands() -> None:
    assert laid(WILD) == TIDY


def test_what_belongs_to_a_clause_stands_below_it() -> None:
    flat = "\n".join(
        line if line[:1] != " " else "  " + line.strip() for line in CLAUSE.splitlines()
    )
    assert laid(flat) == CLAUSE
    assert policy_of(flat) == policy_of(CLAUSE)


def test_the_example_keeps_its_meaning_and_its_comments() -> None:
    text = laid(EXAMPLE)
    assert policy_of(text) == policy_of(EXAMPLE)
    assert comments(text) == comments(EXAMPLE)


@pytest.mark.parametrize("form", FORMS)
def test_no_line_of_the_language_changes_its_meaning(form: str) -> None:
    text = ABOVE + form
    assert policy_of(laid(text)) == policy_of(text)


def _scattered(text: str, chance: st.DrawFn) -> str:
    """Return a text with other spaces, blank lines and comments, and the same meaning."""
    out = []
    for line in text.splitlines():
        body = line.strip()
        if body and line[0] == " ":
            line = chance(st.sampled_from([" ", "\t", "      "])) + body
        if body and not body.startswith("#") and chance(st.booleans()):
            pieces = re.split(r'("[^"]*"|#.*)', line)
            wide = chance(st.sampled_from(["  ", "\t", "   "]))
            pieces[0::2] = [re.sub(r"(?<=\S) (?=\S)", wide, p) for p in pieces[0::2]]
            line = "".join(pieces)
        out.append(line + chance(st.sampled_from(["", "  ", " # so", "#x"])))
        out += chance(st.sampled_from([[], [], [""], ["", ""], ["# alone"], ["   # below"]]))
    return "\n".join(out) + chance(st.sampled_from(["", "\n", "\n\n\n"]))


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_spaces_blank_lines_and_comments_never_matter_and_are_never_lost(
    data: st.DataObject,
) -> None:
    text = _scattered(EXAMPLE, data.draw)
    tidy = laid(text)
    assert policy_of(tidy) == policy_of(text) == policy_of(EXAMPLE)
    assert comments(tidy) == comments(text)
    assert "\n\n\n" not in tidy and not re.search(r"[ \t]$", tidy, re.M)


@given(st.text(alphabet=st.sampled_from(list('ab1-#", \t\n')), max_size=120))
@settings(max_examples=150, deadline=None)
def test_laying_out_twice_is_laying_out_once_for_any_text(text: str) -> None:
    whole = ABOVE + text
    assert _bare(laid(whole)) == _bare(whole)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(st.integers(0, len(EXAMPLE)), st.sampled_from(['"', "x", "\n", "§", "- ", "#", " and "]))
@settings(max_examples=50, deadline=None)
def test_a_damaged_text_is_laid_out_without_a_character_lost(at: int, piece: str) -> None:
    text = EXAMPLE[:at] + piece + EXAMPLE[at:]
    assert _bare(laid(text)) == _bare(text)


def test_damaged_lines_are_reported_and_kept() -> None:
    text = ABOVE + "threshold   T\n    domian    x   # so\n   because   “x”\n"
    once, said = format_text(Source("p.tra", text))
    assert [one.code for one in said] == ["TRA007", "TRA002"]
    assert once.endswith("threshold T\n    domian    x   # so\n   because   “x”\n")


def test_line_ends_stay_what_they_are() -> None:
    text = ABOVE.replace("\n", "\r\n")
    once, _ = format_text(Source("p.tra", "\ufeff" + text))
    assert once.count("\r\n") == once.count("\n") > 10
    assert not once.startswith("\ufeff")


def test_of_a_markdown_file_only_the_fences_change() -> None:
    text = (
        "# A   title\n\n\n```tra\n\ntra   1\npolicy p   version 1\n\n```\n\n\n  - kept   so\n\n"
        + ("```tra\nparty   x # y\n    is   unnamed\n```\n\n```python\nx   = 1\n```\nend")
    )
    assert laid(text, "p.md") == (
        "# A   title\n\n\n```tra\ntra 1\n\npolicy p version 1\n```\n\n\n  - kept   so\n\n"
        "```tra\nparty x  # y\n  is unnamed\n```\n\n```python\nx   = 1\n```\nend"
    )
    assert not read(Source("p.md", text))[2]


def test_an_empty_text_stays_empty() -> None:
    assert format_text(Source("p.tra", ""))[0] == ""


IN_A_LIST = """\
# Our policy

1. First, who we are:

   ```tra
   tra 1
   policy p version 1
      developer lab
   party lab
   ```

2. Then what we do:
   - in a list within:

     ~~~tra
     commitment C

         lab must not deploy
     # that is all
     ~~~
   - ```tra
     party board
     ```

```tra
party other
```

    ```tra
    party shown-only
    ```
- an item

      ```tra
      party shown-as-well
      ```
"""
LAID_IN_A_LIST = (
    IN_A_LIST.replace("      developer lab", "     developer lab")
    .replace("         lab must", "       lab must")
    .replace("tra 1\n", "tra 1\n\n")
)


def test_a_fence_in_a_list_is_read_and_laid_out_where_it_stands() -> None:
    source = Source("p.md", IN_A_LIST)
    tree, said = parse(source)
    assert not said
    heads = [d.head.text for d in tree.directives]
    assert heads[:2] == ["policy p version 1", "party lab"]
    assert heads[2:] == ["commitment C", "party board", "party other"]
    assert [len(d.lines) for d in tree.directives] == [1, 0, 1, 0, 0]
    laid, said = format_text(source)
    assert not said
    assert laid == LAID_IN_A_LIST
    assert format_text(Source("p.md", laid))[0] == laid


def test_a_fence_ends_with_the_item_that_it_is_in() -> None:
    text = "- item\n\n  ```tra\n  tra 1\n  policy p version 1\n\nwhat follows is prose\n"
    tree, said = parse(Source("p.md", text))
    assert not said
    assert [d.keyword for d in tree.directives] == ["policy"]


def test_a_line_further_out_than_its_fence_begins_in_the_first_column() -> None:
    text = "  ```tra\n  tra 1\n policy p version 1\n   developer lab\nparty lab\n  ```\n"
    tree, said = parse(Source("p.md", text))
    assert not said
    assert [(d.keyword, len(d.lines)) for d in tree.directives] == [("policy", 1), ("party", 0)]


def test_tabs_before_a_fence_count_as_columns() -> None:
    text = "-   item\n\n\t```tra\n\ttra 1\n\tpolicy p version 1\n\t  developer lab\n\tparty lab\n\t```\n"
    tree, said = parse(Source("p.md", text))
    assert not said
    assert [(d.keyword, len(d.lines)) for d in tree.directives] == [("policy", 1), ("party", 0)]
