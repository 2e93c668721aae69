"""What is said about a word, and what is offered where nothing is written yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tra_policy import driver
from tra_policy.lsp.acting import actions, fix_all
from tra_policy.lsp.completing import proposals
from tra_policy.lsp.cursor import cursor
from tra_policy.lsp.hovering import Shown, hover
from tra_policy.lsp.reading import Reading, parsed, read
from tra_policy.lsp.session import Session
from tra_policy.words.edits import Fix, applied
from tra_policy.words.source import Source
from tra_policy.workspace import open_libraries, open_registry

from .texts import POLICY

ROOT = Path(__file__).parents[2]
POLICIES = sorted((ROOT / "policies").rglob("*.tra"))


def reading(text: str = POLICY) -> Reading:
    return read(parsed(Source("case.tra", text)))


def shown(words: str, text: str = POLICY, shift: int = 1) -> str:
    held = hover(reading(text), text.index(words) + shift, lambda: open_registry()[0])
    assert isinstance(held, Shown)
    return held.markdown


def offered(line: str, text: str = POLICY) -> list[str]:
    """Return what may be written at the end of a text with one more line."""
    whole = f"{text}{line}"
    source = Source("case.tra", whole)
    return [one.text for one in proposals(source, len(whole), read(parsed(source)).index)]


def test_a_threshold_says_why_it_is_self_only_and_whose_work_decides() -> None:
    text = POLICY.replace("vct.accuracy >= 50%", '"it is so"')
    said = shown("CBRN-3 is", text)
    assert "**prior**" in said
    assert "on design: self-only: nothing by another than the developer can change" in said
    assert "- `lab judges`: self, self" in said
    assert "self-only" not in shown("CBRN-3 is").split("- on run")[0]


def test_a_party_says_what_it_is_to_the_developer_and_why() -> None:
    said = shown("outsider\n")
    assert "Relative to the developer: **independent** (" in said
    assert 'no ties to lab "its public register' in said


def test_a_benchmark_says_what_the_policy_and_what_the_registry_have_on_it() -> None:
    said = shown("vct.accuracy")
    assert "its design is **independent**" in said
    assert "- `vct.accuracy`: percent, mean, higher is worse" in said
    assert "designed by securebio" in said and "coding B006" in said


def test_a_metric_a_field_a_kind_and_a_verb_say_what_they_are() -> None:
    text = f"{POLICY}requirement R-1\n  for every warning\n  needs retest where outcome is passed\n"
    assert "percent, mean" in shown("accuracy >=")
    assert "It holds one of passed, failed" in shown("outcome", text)
    assert "fields: `anchored`" in shown("warning\n", text)
    assert "verbs of a duty" in shown("publish plan")


def test_the_language_explains_itself_where_it_stands() -> None:
    assert "Binding" in shown("must publish")
    assert "reached when CONDITION" in shown("reached when")
    assert "A question about what a model can do" in shown("threshold CBRN")
    assert "when the capability is there" in shown("reached when").casefold()
    assert hover(reading(), POLICY.index("it helps") + 1) is None


def test_a_code_in_a_comment_says_why() -> None:
    text = f"{POLICY}# tra: allow(TRA810) because it is so\n"
    assert "self-only-design" in shown("TRA810", text)
    assert hover(reading(text), text.index("because it is so")) is None


def test_completion_knows_the_line_the_kind_and_the_unit() -> None:
    assert offered("thres")[0] == "policy" and "threshold" in offered("thres")
    assert offered("requirement R\n  for every warning\n  needs retest where outcome is ")[:3] == [
        "passed",
        "failed",
        "inconclusive",
    ]
    fields = offered("requirement R\n  needs retest where checkpoint.")
    assert "checkpoint.stage" in fields and "stage" not in fields
    assert "warning.severity" in offered(
        "requirement R\n  for every warning\n  needs retest where warning."
    )
    assert offered("threshold T\n  reached when vct.accuracy >= 5%, ") == ["run by"]
    assert set(offered("commitment C\n  lab must publish plan within 3 ")) == {
        "hours",
        "days",
        "business days",
        "weeks",
        "months",
        "years",
    }
    assert offered("threshold T\n  if unknown ") == ["block", "treat as reached"]
    assert offered("threshold T\n  set by out") == ["lab", "outsider"]
    assert offered("threshold T\n  cites ") == ["rsp"]
    assert offered('threshold T\n  because "on') == []
    assert "TRA810" in offered("threshold T # tra: allow(TRA")
    assert offered("", "")[0] in ("tra 1", "policy")


def test_completion_goes_as_far_as_a_broken_text_goes() -> None:
    broken = POLICY.replace("any of", "sny of").replace("version 1.0", "")
    found = offered("commitment C\n  when CBRN-3 is reached\n  lab must publish ", broken)
    assert {"plan", "CBRN-3", "outsider"} <= set(found)


SLIPS = (
    ("50%", "50 %"),
    ("any of", "one of"),
    (">= 50%", "=> 50%"),
    ("set by   lab", "set by   lob"),
    ("holds when", "hold when"),
    ("must publish", "must to publish"),
)


@pytest.mark.parametrize(("right", "slip"), SLIPS, ids=[slip for _, slip in SLIPS])
def test_what_is_offered_for_a_slip_heals_it(right: str, slip: str) -> None:
    text = POLICY.replace(right, slip)
    wrong = reading(text)
    (found,) = wrong.text.diagnostics
    assert found.span is not None
    offers = actions(wrong, found.span.start, found.span.end)
    assert offers
    for action in offers:
        healed, _ = applied(wrong.source, [Fix("", action.edits)])
        assert reading(healed).text.diagnostics == ()
    first, _ = applied(wrong.source, [Fix("", offers[0].edits)])
    assert first.split() == POLICY.split()


def test_advice_that_leaves_a_choice_is_no_action() -> None:
    text = POLICY.replace("lab must publish", "lab shall publish")
    wrong = reading(text)
    assert wrong.text.diagnostics
    for action in actions(wrong, text.index("shall"), text.index("shall")):
        assert not action.preferred


def test_all_safe_fixes_leave_none() -> None:
    text = f"{POLICY}# tra: allow(TRA708) because nothing needs it\nevent e\n"
    first = reading(text)
    assert any(fix.safe for found in first.found for fix in found.fixes)
    action = fix_all(first)
    assert action is not None and action.preferred
    mended, _ = applied(first.source, [Fix("", (edit,)) for edit in action.edits])
    assert fix_all(reading(mended)) is None
    assert fix_all(reading(POLICY)) is None


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_the_editor_reads_a_policy_as_the_pipeline_does(path: Path) -> None:
    source = Source(str(path), path.read_text("utf-8"))
    libraries, _ = open_libraries(source)
    named = {Path(held.path).stem: held for held in libraries}
    here = read(parsed(source), [parsed(held) for held in libraries])
    assert here.text == driver.read(source, named)
    assert here.index.names("policy")


def test_what_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    session = Session()
    path = str(tmp_path / "case.tra")
    session.put(path, POLICY)
    first = session.reading(path)
    session.put(path, POLICY)
    assert session.reading(path) is first
    session.put(path, f"{POLICY}\n")
    assert session.reading(path) is not first
    session.close(path)
    assert session.reading(path) is None


def test_a_library_that_is_not_there_is_said_once(tmp_path: Path) -> None:
    session = Session()
    path = str(tmp_path / "case.tra")
    session.put(path, POLICY.replace("  source ", "  use no-such\n  source "))
    found = session.reading(path)
    assert found is not None
    assert [one.code for one in found.found] == ["TRX006"]


def test_in_the_item_of_a_list_a_line_begins_where_the_fence_does() -> None:
    text = "- item\n\n  ```tra\n  tra 1\n  policy p version 1\n    dev"
    at = cursor(Source("p.md", text), len(text))
    assert (at.where, at.keyword, at.partial) == ("line", "policy", "dev")
    text = text.replace("    dev", "  par")
    at = cursor(Source("p.md", text), len(text))
    assert (at.where, at.partial) == ("directive", "par")
