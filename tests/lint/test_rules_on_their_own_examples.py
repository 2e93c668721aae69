"""Every rule reports what its `bad` text marks, nothing else there, and nothing in its `good` text."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tra_policy import driver
from tra_policy.lint import RULES, Rule
from tra_policy.lint.example import PREAMBLE, whole
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Source


def read(text: str) -> driver.Text:
    found = driver.read(Source("example.tra", text), {})
    assert [d.message for d in found.diagnostics if d.severity is Severity.ERROR] == []
    return found


def findings(text: str, cited: Mapping[str, str] | None = None) -> list[Diagnostic]:
    texts = {name: Source(f"{name}.txt", words) for name, words in (cited or {}).items()}
    return list(driver.lint(read(text), texts))


def lines_of(code: str, text: str, cited: Mapping[str, str] | None = None) -> list[int]:
    source = Source("example.tra", text)
    spans = [d.span for d in findings(text, cited) if d.code == code]
    return sorted(source.place(span.start).line for span in spans if span is not None)


def marked(code: str, text: str) -> list[int]:
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines if line.endswith(f"#! {code}")]


def codes(text: str) -> list[str]:
    return [d.code for d in findings(text)]


def by_name(rule: Rule) -> str:
    return f"{rule.code}-{rule.name}"


@pytest.mark.parametrize("rule", RULES, ids=by_name)
def test_the_marked_lines_and_no_others_are_reported(rule: Rule) -> None:
    text = whole(rule.bad)
    assert lines_of(rule.code, text, rule.cited) == marked(rule.code, text)


@pytest.mark.parametrize("rule", RULES, ids=by_name)
def test_what_the_rule_recommends_is_not_reported(rule: Rule) -> None:
    assert lines_of(rule.code, whole(rule.good), rule.cited) == []


@pytest.mark.parametrize("rule", RULES, ids=by_name)
def test_messages_keep_the_house_style(rule: Rule) -> None:
    for found in findings(whole(rule.bad), rule.cited):
        assert not found.message.endswith(".")
        assert found.message[0] == "`" or not found.message[0].isupper()
        assert found.help
        assert found.subject


THREE = """\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
threshold BIO-2
  above BIO-1
  reached when bio-test.accuracy >= 60%
threshold BIO-3
  above BIO-2
  reached when bio-test.accuracy >= 70%
"""


def test_what_is_missing_everywhere_is_said_once_at_the_head() -> None:
    text = PREAMBLE + THREE
    said = [d for d in findings(text) if d.code == "TRA316"]
    assert [d.message for d in said] == [
        "3 of 3 thresholds do not say who decides whether they are reached: "
        "`BIO-1`, `BIO-2` and `BIO-3`"
    ]
    assert lines_of("TRA316", text) == [3]


def test_a_long_list_of_names_is_cut() -> None:
    clauses = "".join(
        f"commitment C-{n}\n  example-lab must update report every {n} months\n"
        for n in range(1, 9)
    )
    cited = "commitment C-9\n  cites rsp §1\n  example-lab must update report every 9 months\n"
    (said,) = (d.message for d in findings(whole(clauses + cited)) if d.code == "TRA201")
    assert said == "8 of 9 clauses cite no source: `C-1`, `C-2`, `C-3`, `C-4`, `C-5` and 3 more"


def test_steps_that_go_on_without_a_time_are_reported_together() -> None:
    text = """\
commitment SAFE-1
  example-lab must show shield before deployment
    otherwise example-lab must restrict deployment
    otherwise example-lab must delete weights
"""
    (said,) = (d for d in findings(whole(text)) if d.code == "TRA302")
    assert said.subject == "SAFE-1.otherwise-1"
    assert "`SAFE-1.otherwise-2`" in said.message


def test_a_judgement_that_is_used_twice_is_reported_once() -> None:
    text = """\
define agreed
  holds when officer judges "the report is heavily redacted"
commitment SAFE-1
  when agreed holds
  example-lab must show shield before deployment
commitment SAFE-2
  unless agreed holds
  example-lab must publish report within 30 days
"""
    (said,) = (d.message for d in findings(whole(text)) if d.code == "TRA305")
    assert said.startswith("whether the duty falls due and whether the exception holds is judged")


def test_an_exception_with_several_self_judged_parts_is_reported_once() -> None:
    text = """\
commitment SAFE-1
  example-lab must show shield before deployment
    unless all of
      - officer judges "the overall risk stays the same"
      - officer judges "this is said in public"
"""
    assert codes(whole(text)).count("TRA305") == 1


def test_what_is_missing_somewhere_is_said_there() -> None:
    text = PREAMBLE + THREE + "  decided by officer\n"
    assert [d.subject for d in findings(text) if d.code == "TRA316"] == ["BIO-1", "BIO-2"]


def test_findings_stand_in_the_order_of_the_text() -> None:
    found = findings(whole(THREE))
    placed = [(d.span.start, d.code) for d in found if d.span is not None]
    assert placed == sorted(placed)
    assert len(placed) > 5


def test_the_severity_is_that_of_the_rule() -> None:
    levels = {rule.code: rule.severity for rule in RULES}
    found = findings(whole(THREE))
    assert {d.code: d.severity for d in found} == {d.code: levels[d.code] for d in found}


def test_a_library_is_not_blamed_on_the_policy_that_uses_it() -> None:
    library = "tra 1\npolicy lib version 1.0\nrequirement WARN-1\n  for every warning\n"
    policy = "tra 1\npolicy example-rsp version 1.0\n  use lib\n"
    text = driver.read(Source("policy.tra", policy), {"lib": Source("lib.tra", library)})
    assert text.policy is not None
    assert [r.name for r in text.policy.requirements] == ["WARN-1"]
    assert [d.code for d in driver.lint(text) if d.code == "TRA191"] == []
    alone = driver.read(Source("lib.tra", library), {})
    assert [d.code for d in driver.lint(alone) if d.code == "TRA191"] == ["TRA191"]


PRIOR = """\
threshold BIO-1
  reached when officer judges "novices can make a known agent"
  if unknown treat as reached
commitment SAFE-1
  when BIO-1 is reached
  example-lab must show shield before deployment
"""
ADVICE = "  needs at least 1 measurement where designed by independent, run by independent\n"


def test_following_the_advice_on_a_prior_ends_the_finding() -> None:
    assert "TRA810" in codes(whole(PRIOR))
    followed = PRIOR.replace("  if unknown", ADVICE + "  if unknown")
    assert "TRA810" not in codes(whole(followed))


def test_a_prior_is_named_as_what_it_is_and_shown_the_way_out() -> None:
    (found,) = (d for d in findings(whole(PRIOR)) if d.code == "TRA810")
    assert found.message.startswith("`BIO-1` is a prior, not a commitment")
    assert ADVICE.strip() in found.help


def test_a_threshold_without_a_condition_is_reported_for_that_alone() -> None:
    found = findings(whole('threshold CYBER-1 "Watch list"\n'))
    assert {d.code for d in found if d.subject == "CYBER-1"} == {"TRA201", "TRA402"}


def test_a_policy_can_be_written_without_any_finding_and_is_then_a_commitment() -> None:
    assert codes(GOOD) == []
    assert [v.label for v in read(GOOD).verdicts] == ["commitment"]


GOOD = (
    PREAMBLE[: PREAMBLE.index('benchmark lab-test "')]
    + """\
safeguard shield "Security standard"
  specified in rsp §4.2
  approved by  outside-board
document report "Capability report"
  contains
    - "what was measured, by whom, and with what result"

threshold BIO-1 "Help for novices"
  domain       biology
  cites        rsp §3.1 p.6 "half of the questions"
  reached when bio-test.accuracy >= 50%, run by outside-lab
  because      "experts answer half of the questions"
  measured     every 6 months, before deployment
  measured on  every checkpoint in stage rl, the released checkpoint
  needs        at least 1 measurement where run by independent, elicitation is stated,
                                          awareness is stated
  if unknown   treat as reached
  set by       outside-board
  decided by   outside-board
  report result to regulator within 15 days of measured

commitment SAFE-1 "Safeguards before use"
  cites rsp §4.1
  owner officer
  when BIO-1 is reached
  example-lab must show shield before internal-deployment
    otherwise example-lab must halt deployment within 24 hours
  example-lab must not train model until shield is shown

commitment GOV-1 "The report is kept up to date"
  cites rsp §7.1
  owner officer
  if unknown block
  example-lab must update report every 12 months

requirement SPEAK-1 "Nobody's report waits for the developer's leave"
  cites rsp §7.2
  needs no third-party-report where prior_review is approval
  population complete
  if unknown block

changes since 2.0.0
  - added GOV-1
"""
)
