"""What a slip offers to write instead is what the message says, and the line can then be read."""

from __future__ import annotations

import pytest

from tra_policy.lint.mending import mended
from tra_policy.syntax import parse
from tra_policy.words.guarding import all_guarded
from tra_policy.words.source import Source

HEAD = 'tra 1\npolicy p version 1.0\nbenchmark b "x"\n  designed by p\n'
T = "threshold T\n"
SAFE = [
    ("party q “the firm”\n", 'party q "the firm"\n'),
    ("party q ‘the firm’\n", 'party q "the firm"\n'),
    ('party\u00a0q\u00a0\u00a0"the\u00a0firm"\n', 'party q  "the firm"\n'),
    ("threshold T\u20111\n", "threshold T-1\n"),
    ("party q 'the firm'\n", 'party q "the firm"\n'),
    (f"{T}  reached when b.score => 5%\n", f"{T}  reached when b.score >= 5%\n"),
    (f"{T}  reached when b.score ≤ 5%\n", f"{T}  reached when b.score <= 5%\n"),
    (f"{T}  reached when b.score > = 5%\n", f"{T}  reached when b.score >= 5%\n"),
    (f"{T}  reached when any of:\n", f"{T}  reached when any of\n"),
    ("threshold T // the first\n", "threshold T # the first\n"),
    ("threshold T /* the first */\n", "threshold T # the first\n"),
    ("commitment C\n  when T is reached;\n", "commitment C\n  when T is reached\n"),
    (
        "document d\n  contains\n    - “one”\n    - “two”\n",
        'document d\n  contains\n    - "one"\n    - "two"\n',
    ),
]
TIMES = []
UNSAFE = [
    *(
        (f"commitment C\n  q must publish d {a}\n", f"commitment C\n  q must publish d {b}\n")
        for a, b in TIMES
    ),
    (f"{T}  reached when b.score >= 50 %\n", f"{T}  reached when b.score >= 50%\n"),
    (f"{T}  reached when b.score >= 12.5 percent\n", f"{T}  reached when b.score >= 12.5%\n"),
    (f"{T}  measured quarterly\n", f"{T}  measured every 3 months\n"),
    (
        "commitment C\n  q must publish d within 1,000 days\n",
        "commitment C\n  q must publish d within 1000 days\n",
    ),
    ("threshold T–1\n", "threshold T-1\n"),
    ("threshold T\u200b\n", "threshold T\n"),
    ("commitment C\n  q must never publish d\n", "commitment C\n  q must not publish d\n"),
    (
        "commitment C\n  q must publish d every year\n",
        "commitment C\n  q must publish d every 12 months\n",
    ),
    (
        "commitment C\n  q must publish d each quarter\n",
        "commitment C\n  q must publish d every 3 months\n",
    ),
    (
        "commitment C\n  q must publish d within two weeks\n",
        "commitment C\n  q must publish d within 2 weeks\n",
    ),
    (
        "commitment C\n  q must publish d within 24h\n",
        "commitment C\n  q must publish d within 24 hours\n",
    ),
    (
        "commitment C\n  q must publish d within 30 working days\n",
        "commitment C\n  q must publish d within 30 business days\n",
    ),
    (
        "commitment C\n  q must publish d within 2 quarters\n",
        "commitment C\n  q must publish d within 6 months\n",
    ),
    (
        "commitment C\n  q must publish d by 3rd of January 2026\n",
        "commitment C\n  q must publish d by 2026-01-03\n",
    ),
    (
        "commitment C\n  q must publish d by January 3, 2026\n",
        "commitment C\n  q must publish d by 2026-01-03\n",
    ),
    (
        "commitment C\n  q must publish d by February 2028\n",
        "commitment C\n  q must publish d by 2028-02-29\n",
    ),
    (
        "commitment C\n  q must publish d by the end of 2026\n",
        "commitment C\n  q must publish d by 2026-12-31\n",
    ),
    (
        "commitment C\n  q must publish d by Q4 2026\n",
        "commitment C\n  q must publish d by 2026-12-31\n",
    ),
    (
        "commitment C\n  q must publish d no later than 30 days after deployment\n",
        "commitment C\n  q must publish d within 30 days of deployment\n",
    ),
    (
        "commitment C\n  q must publish d prior to deployment\n",
        "commitment C\n  q must publish d before deployment\n",
    ),
    ("waiver W for C.1\n  expires 2026-02\n", "waiver W for C.1\n  expires 2026-02-28\n"),
    ("threshold T // by 2026-01-01\n", "threshold T # by 2026-01-01\n"),
]


def after(text: str, *, unsafe: bool) -> str:
    def relint(source: Source) -> list:  # type: ignore[type-arg]
        return list(all_guarded(source, parse(source)[1]))

    return mended(Source("p.tra", HEAD + text), relint, unsafe=unsafe).source.text[len(HEAD) :]


@pytest.mark.parametrize(("before", "wanted"), SAFE)
def test_signs_are_put_right_by_a_safe_fix(before: str, wanted: str) -> None:
    assert after(before, unsafe=False) == wanted
    assert parse(Source("p.tra", HEAD + wanted))[1] == ()


@pytest.mark.parametrize(("before", "wanted"), UNSAFE)
def test_numbers_times_and_modal_verbs_are_not(before: str, wanted: str) -> None:
    assert after(before, unsafe=False) == before
    assert after(before, unsafe=True) == wanted
    assert parse(Source("p.tra", HEAD + wanted))[1] == ()


def test_the_advice_on_a_share_names_the_whole_number() -> None:
    (said,) = parse(Source("p.tra", f"{HEAD}{T}  reached when b.score >= 12.50 %\n"))[1]
    assert said.help == "write `12.50%`"
