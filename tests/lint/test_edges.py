"""Cases beside each rule's own examples: what it has to see, and what looks alike and is none."""

from __future__ import annotations

import pytest

from tra_policy.words.edits import applied
from tra_policy.words.source import Source

from .told import HEAD, about, found, said

BIO = "threshold BIO-1\n  reached when bio-test.accuracy >= 50%\n"
AFTER = "commitment C-1\n  when BIO-1 is reached\n"
LAW = HEAD.replace("developer lab", 'developer lab\n  force law "Act"')

REPORTED = {
    "a need that names no measurement is no evaluation": (
        "TRA415",
        'threshold T-1\n  reached when officer judges "so"\n  needs at least 1 attestation\n',
        ["T-1"],
    ),
    "a threshold that another judged one rules out": (
        "TRA415",
        'threshold T-1\n  reached when officer judges "a"\n'
        'threshold T-2\n  reached when officer judges "b"\n  ruled out when T-1 is not reached\n',
        ["T-1", "T-2"],
    ),
    "a subset without a limit": (
        "TRA416",
        "tra 1\npolicy p version 1.0\nparty lab\nbenchmark b\n  designed by lab\n"
        "benchmark b-hard\n  subset of b by lab\n",
        ["b", "b-hard"],
    ),
    "papers and advice, whenever they are due": (
        "TRA323",
        BIO + AFTER + "  example-lab must send report to regulator within 3 days\n"
        "  example-lab must consult outside-lab before deployment\n",
        ["BIO-1"],
    ),
    "a measure that is to be considered": (
        "TRA322",
        BIO + AFTER + '  example-lab must assess "further mitigations"\n',
        ["C-1.1"],
    ),
    "a document about what the mitigations are": (
        "TRA322",
        'document plan "Mitigations of the tier"\n' + BIO + AFTER + "  example-lab may document plan\n",
        ["C-1.1"],
    ),
    "a halt of development alone": (
        "TRA325",
        BIO + AFTER + "  example-lab must not develop model until fortress is shown\n",
        ["BIO-1"],
    ),
    "a derived model denied in a trigger": (
        "TRA328",
        'define new\n  holds when none of\n    - "the model is a distilled version"\n'
        "commitment C-1\n  when new holds\n  example-lab must measure bio-test before deployment\n",
        ["C-1"],
    ),
    "an outside model that is known to be harmless": (
        "TRA307",
        'threshold T-1\n  reached when officer judges "so"\n'
        '  ruled out when officer judges "it is below an outside model"\n',
        ["T-1"],
    ),
    "the lead that nobody else will have": (
        "TRA307",
        'commitment C-1\n  when officer judges "nobody else will have such a model"\n'
        "  example-lab must not deploy model\n",
        ["C-1"],
    ),
    "marginal risk as an exception": (
        "TRA307",
        "commitment C-1\n  example-lab must show shield before deployment\n"
        '  unless outside-board judges "the marginal risk is low"\n',
        ["C-1.1"],
    ),
    "a document of an outsider without a word on interests": (
        "TRA807",
        'document review "External review"\n'
        "commitment C-1\n  example-lab must obtain review every 12 months\n",
        ["C-1.1"],
    ),
    "two authorities of the same class": (
        "TRA809",
        "requirement R-1\n  needs at least 2 measurements where run by authority\n",
        ["R-1"],
    ),
    "a safeguard that the officer approves": (
        "TRA815",
        "safeguard wall\n  approved by officer\n"
        "commitment C-1\n  example-lab must show wall before deployment\n",
        ["C-1.1"],
    ),
    "a term in the words of a duty": (
        "TRA193",
        'commitment C-1\n  example-lab must report "each serious incident" to regulator within 3 days\n',
        ["C-1.1"],
    ),
    "a row that leaves out two": (
        "TRA715",
        BIO + "threshold BIO-4\n  reached when bio-test.accuracy >= 80%\n",
        ["BIO-4"],
    ),
    "another age of the evidence than the cadence of its own threshold": (
        "TRA503",
        BIO + "  measured every 1 month\n"
        "threshold BIO-2\n  reached when all of\n    - bio-test.accuracy >= 70%\n"
        "    - elapsed < 3 months since assessment\n  measured every 6 months\n",
        ["BIO-2"],
    ),
    "a retest that is to follow a measurement sooner than one is made": (
        "TRA503",
        BIO + "  measured every 6 months\nrequirement R-1\n  for every deployment\n"
        "  needs measurement where deployment.deployed within 30 days of ended\n",
        ["R-1"],
    ),
    "a day before the policy": (
        "TRA501",
        "commitment C-1\n  example-lab must publish report by 2026-02-28\n",
        ["C-1.1"],
    ),
    "a part of a clause that is not there": (
        "TRA912",
        BIO + "changes since 2.0.0\n  - weakened BIO-3.measured because \"x\"\n",
        ["BIO-3.measured"],
    ),
    "a waiver of a leap year and a day": (
        "TRA905",
        "requirement R-1\n  needs at least 1 rollout\nwaiver W-1 for R-1\n"
        "  approved by outside-board on 2027-12-31\n  expires 2029-01-01\n",
        ["W-1"],
    ),
    "a safeguard as a clock": (
        "TRA504",
        "commitment C-1\n  example-lab must publish report within 3 days of fortress\n",
        ["C-1.1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTED)
def test_it_is_reported(name: str) -> None:
    code, text, subjects = REPORTED[name]
    assert about(code, text) == subjects


SILENT = {
    "a threshold whose warning is measured": (
        "TRA415",
        'threshold T-1\n  reached when officer judges "so"\n' + BIO + "  warns of T-1\n",
    ),
    "a threshold that reads a measured one": (
        "TRA415",
        BIO + 'threshold T-1\n  reached when all of\n    - BIO-1 is reached\n    - officer judges "b"\n',
    ),
    "a benchmark whose subset has the limit": (
        "TRA416",
        "tra 1\npolicy p version 1.0\n  developer lab\nparty lab\nbenchmark b\n  designed by lab\n"
        "benchmark b-hard\n  subset of b by lab\n  measures x as percent, mean, higher is worse\n"
        "threshold T\n  reached when b-hard.x >= 5%\n",
    ),
    "a warning that leads to papers": (
        "TRA323",
        BIO + "threshold BIO-2\n  above BIO-1\n  reached when bio-test.accuracy >= 70%\n"
        "threshold ALERT\n  warns of BIO-2\n  reached when bio-test.accuracy >= 30%\n"
        "commitment C-1\n  when ALERT is reached\n  example-lab must publish report within 3 days\n",
    ),
    "an approval is more than advice": (
        "TRA323",
        BIO + AFTER + "  outside-board must approve report before deployment\n",
    ),
    "a record of safeguards is no choice of them": (
        "TRA322",
        'document log "Report on safeguards"\n' + BIO + AFTER + "  example-lab must document log\n",
    ),
    "a thing that is developed without mitigations": (
        "TRA322",
        BIO + AFTER + '  example-lab may develop model "further, without mitigations"\n',
    ),
    "papers before deployment hold nothing back": (
        "TRA325",
        BIO + AFTER + "  example-lab must send report to regulator before deployment\n",
    ),
    "training and deployment": (
        "TRA325",
        BIO + AFTER + "  example-lab must not train model\n  example-lab must not deploy model\n",
    ),
    "a finetuned model as a trigger of its own": (
        "TRA328",
        'commitment C-1\n  when officer judges "the model was finetuned"\n'
        "  example-lab must measure bio-test before deployment\n",
    ),
    "marginal risk that only adds a duty": (
        "TRA307",
        'commitment C-1\n  when "marginal risk plays a role"\n'
        "  outside-board must approve report before deployment\n",
    ),
    "an outsider whose interests are spoken of": (
        "TRA807",
        'document choice "Choice of reviewers"\n  contains\n    - "no financial interest"\n'
        'commitment C-1\n  example-lab must obtain "an external review" every 12 months\n',
    ),
    "a permission of a law": ("TRA324", LAW + 'commitment C-1\n  office may respond "with a penalty"\n'),
    "a term that is defined": (
        "TRA193",
        'define serious-incident "Serious incident"\n  holds when "somebody was harmed"\n'
        'commitment C-1\n  example-lab must report "each serious incident" to regulator within 3 days\n',
    ),
    "numbers that are years": (
        "TRA715",
        "threshold GOAL-2026\n  reached when bio-test.accuracy >= 50%\n"
        "threshold GOAL-2030\n  reached when bio-test.accuracy >= 70%\n",
    ),
    "a gap with a reason": (
        "TRA715",
        BIO + "threshold BIO-3\n  reached when bio-test.accuracy >= 80%\n  because \"2 was merged\"\n",
    ),
    "a part of a clause that is there": (
        "TRA912",
        BIO + "changes since 2.0.0\n  - weakened BIO-1.measured because \"x\"\n"
        "  - removed LOW because \"y\"\n",
    ),
    "words to be decided in a draft": (
        "TRA192",
        HEAD.replace("developer lab", "developer lab\n  status draft")
        + 'threshold T-1 "TBD"\n  reached when office judges "so"\n',
    ),
    "a word that only begins like one": (
        "TRA192",
        'threshold T-1 "Todos and tbdx"\n  reached when outside-lab judges "so"\n',
    ),
    "a duty to keep": ("TRA302", 'commitment C-1\n  example-lab must keep records "for 5 years"\n'),
    "vague words are for another rule": (
        "TRA302",
        'commitment C-1\n  example-lab must publish report "in a timely manner"\n',
    ),
    "a duty that the time that passed triggers returns": (
        "TRA505",
        "tra 1\npolicy p version 1.0\n  developer lab\nparty lab\n"
        "define due\n  holds when elapsed >= 3 months since assessment\n"
        "commitment C-1\n  when due holds\n  lab must assess training\n",
    ),
    "who an act is enforced by": (
        "TRA801",
        LAW + 'party enforcer "Whoever enforces it"\n  is unnamed\n'
        'commitment C-1\n  enforcer may respond "with a penalty"\n',
    ),
    "an office of a law": ("TRA301", LAW + "commitment C-1\n  lab must publish report within 3 days\n"),
    "a definition that nothing goes by": ("TRA306", 'define d\n  holds when "somebody is harmed"\n'),
    "a threshold of nothing but sentences": ("TRA306", 'threshold T-1\n  reached when "it is so"\n'),
    "words that are shown": ("TRA310", 'commitment C-1\n  example-lab must show "that it is safe"\n'),
    "a library of requirements": (
        "TRA808",
        "tra 1\npolicy p version 1.0\n  developer anyone\n"
        "requirement R-1\n  needs measurement where run by independent\n",
    ),
    "one piece of independent work": (
        "TRA809",
        "requirement R-1\n  needs at least 1 measurement where run by independent\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_it_is_not_reported(name: str) -> None:
    code, text = SILENT[name]
    assert said(code, text) == []


def test_one_word_of_degree_is_said_once_a_clause() -> None:
    text = (
        "threshold T-1\n  reached when any of\n"
        '    - outside-lab judges "a significant rise"\n'
        '    - outside-lab judges "a significant and robust rise"\n'
    )
    assert said("TRA303", text) == [
        "the condition turns on `significant`",
        "the condition turns on `robust`",
    ]


@pytest.mark.parametrize(("limit", "many"), [(">= 3", 0), ("> 2", 0), ("<= 3", 1), ("< 4", 1)])
def test_that_enough_values_differ_is_shown_without_all_records(limit: str, many: int) -> None:
    text = f"requirement R-1\n  needs distinct environment {limit} over rollouts\n"
    assert len(said("TRA410", text)) == many


FIXABLE = {
    "TRA403": BIO.replace("50%", "50% at point estimate"),
    "TRA410": "requirement R-1\n  needs no rollout where flags has reward-hacking\n",
    "TRA506": "commitment C-1\n  example-lab must show shield within 3 days of deployment\n",
    "TRA709": BIO + "threshold BIO-2\n  reached when bio-test.accuracy >= 70%\n",
    "TRA814": BIO + AFTER + "  example-lab must show shield before deployment\n",
    "TRA601": BIO + "requirement R-1\n  needs at least 1 rollout\n",
}


@pytest.mark.parametrize("code", FIXABLE)
def test_a_fix_ends_the_finding_and_is_never_safe_where_it_changes_the_meaning(code: str) -> None:
    from tra_policy.lint.example import whole

    text = whole(FIXABLE[code])
    (one,) = found(code, FIXABLE[code])
    assert one.fixes and not any(fix.safe for fix in one.fixes)
    mended, used = applied(Source("p.tra", text), one.fixes[:1])
    assert used
    assert said(code, mended) == []
