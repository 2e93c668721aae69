"""Names and libraries: what is declared, what is known, what goes round in a circle."""

from __future__ import annotations

import pytest

from tra_policy.model.kind_table import table_text
from tra_policy.resolve import resolve
from tra_policy.resolve.codes import CODES
from tra_policy.syntax import parse
from tra_policy.words.source import Source

HEAD = "tra 1\npolicy p version 1\n"


def said(text: str, **libraries: str) -> list[tuple[str, str, str]]:
    """Return what is said of a text: code, the words, the message."""
    sources = {"p.tra": Source("p.tra", HEAD + text)}
    sources |= {f"{name}.tra": Source(f"{name}.tra", body) for name, body in libraries.items()}
    tree, mistakes = parse(sources["p.tra"])
    trees = {name: (parse(sources[f"{name}.tra"])[0],) for name in libraries}
    _, more = resolve((tree,), trees)
    found = []
    for one in (*mistakes, *more):
        assert one.span is not None
        words = sources[one.span.path].text[one.span.start : one.span.end]
        found.append((one.code, words, one.message))
    return found


LIBRARY = """\
tra 1
policy core version 1
  source tra "tra.pdf"
party auditor
event audit
requirement R-1
  cites tra §1
  needs rollout
define ready
  holds when auditor judges "so"
"""


def test_what_a_library_declares_is_part_of_the_policy() -> None:
    text = HEAD + "  use core\nthreshold T\n  reached when ready holds\n  decided by auditor\n"
    library = (parse(Source("core.tra", LIBRARY))[0],)
    policy, mistakes = resolve((parse(Source("p.tra", text))[0],), {"core": library})
    assert not mistakes and policy is not None
    assert policy.name == "p" and policy.uses == ("core",)
    assert [r.name for r in policy.requirements] == ["R-1"]
    assert [p.name for p in policy.parties] == ["auditor"]
    assert policy.requirements[0].span.path == "core.tra"


def test_a_library_may_use_another_and_even_itself() -> None:
    more = "tra 1\npolicy more version 1\n  use core\n  use more\n"
    assert said("  use more\nthreshold T\n  decided by auditor\n", more=more, core=LIBRARY) == []


def test_a_library_that_is_not_used_declares_nothing() -> None:
    found = said("threshold T\n  decided by auditor\n", core=LIBRARY)
    assert found == [("TRA101", "auditor", "no party is called `auditor`")]


def test_a_damaged_library_is_no_library() -> None:
    found = said("  use core\n", core=LIBRARY + "party x y\n")
    assert found == [("TRA115", "core", "the library `core` has mistakes in its text")]


def test_a_name_is_declared_once_whatever_it_is() -> None:
    found = said('party x\nthreshold x\n  reached when "a"\n')
    assert found == [("TRA103", "x", "`x` is declared a second time, first as a party")]


def test_a_name_of_the_policy_may_not_be_one_of_its_library() -> None:
    found = said("  use core\nparty auditor\n", core=LIBRARY)
    assert [(code, words) for code, words, _ in found] == [("TRA103", "auditor")]


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        ("threshold T\n  set by T\n", "T", "`T` is a threshold, and a party is wanted here"),
        (
            "event e\ndefine d\n  holds when e holds\n",
            "e",
            "`e` is an event, and a define is wanted here",
        ),
        (
            "party x\nthreshold T\n  reached when x is shown\n",
            "x",
            "`x` is a party, and a safeguard or document or event is wanted here",
        ),
    ],
)
def test_a_name_of_another_kind_is_said_to_be_one(text: str, words: str, message: str) -> None:
    assert said(text) == [("TRA105", words, message)]


def test_every_circle_is_said_once() -> None:
    text = "".join(
        f"define {a}\n  holds when {b} holds\n" for a, b in ("ab", "bc", "ca", "xy", "yx", "zx")
    )
    assert [(code, words) for code, words, _ in said(text)] == [("TRA106", "a"), ("TRA106", "x")]


def test_a_threshold_may_not_rest_on_itself_through_a_definition() -> None:
    text = "define d\n  holds when T is reached\nthreshold T\n  reached when d holds\n"
    assert [code for code, _, _ in said(text)] == ["TRA106"]


def test_an_item_that_a_waiver_names_is_there() -> None:
    text = (
        "party lab\nthreshold T\n  measured every 1 year\n  needs rollout\n  needs change\n"
        "commitment C\n  lab must delete weights\n    otherwise lab must halt training\n"
        "requirement R\n  needs rollout\n"
    )
    for item in ("T", "T.needs", "T.needs-2", "T.measured", "C", "C.1", "C.otherwise-1", "R"):
        assert said(text + f"waiver W for {item}\n") == [], item
    for item in ("T.needs-3", "T.report", "C.2", "C.otherwise-2", "lab"):
        found = said(text + f"waiver W for {item}\n")
        assert found == [("TRA101", item, f"no item is called `{item}`")]


def test_the_table_of_kinds_is_that_of_the_records() -> None:
    from pathlib import Path

    import tra_policy.model

    kept = Path(tra_policy.model.__file__).with_name("kinds.py").read_text(encoding="utf-8")
    assert kept == table_text()


def test_every_code_of_the_room_is_explained_once() -> None:
    import re
    from pathlib import Path

    import tra_policy.resolve

    room = Path(tra_policy.resolve.__file__).parent
    used = {
        code
        for file in room.glob("*.py")
        if file.name != "codes.py"
        for code in re.findall(r'"(TRA\d\d\d)"', file.read_text(encoding="utf-8"))
    }
    assert used - {"TRA005"} == {c.code for c in CODES}
    assert len({c.name for c in CODES}) == len(CODES)


def test_a_name_that_is_not_declared_is_one_mistake_and_a_misspelt_one_is_one_each_time() -> None:
    text = "party lab\nevent release\ncommitment C\n"
    line = "  lab must delete weights before {}\n"
    unknown = said(text + line.format("market-placement") + line.format("market-placement"))
    assert unknown == [("TRA101", "market-placement", "no event is called `market-placement`")]
    misspelt = said(text + line.format("releas") + line.format("releas"))
    assert [words for _, words, _ in misspelt] == ["releas", "releas"]


def test_the_dates_of_an_unknown_kind_are_not_missed() -> None:
    text = "party lab\ncommitment C\n  for every accident\n  lab must delete weights within 2 days of seen\n"
    assert said(text) == [("TRA111", "accident", "`accident` is not a kind of record")]
