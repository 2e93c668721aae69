"""Every rule, and the evidence request, read every form that a need and a test can have."""

from __future__ import annotations

import pytest

from tra_policy import driver
from tra_policy.words.source import Source

HEAD = """\
tra 1

policy p version 1.0 effective 2026-01-01
  developer lab
party lab
party office
  is a public authority
"""
NEEDS = (
    "mean value <= 5% over measurements where run by independent",
    "p95 reward < 2 over rollouts per checkpoint.stage",
    "sum sampled >= 5990 over rollouts in stage rl before deployment",
    "max counts.errored <= 5 over measurements per benchmark",
    "retest where checkpoint.stage is rl, measurement.value < before.value, before is stated",
    "every investigation where lead is independent of developer, opened within 7 days of warnings.detected",
    "no change where reviewers is independent of party, approved before effective, reviewers >= 2",
    "remediation where trained_on shares nothing with warnings.detector, effective after 2026-01-02",
    "at most 1% of rollouts where environment.network is open, checkpoint descends from checkpoint.parents",
)


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize(
    "directive", ["requirement R", 'threshold T\n  reached when office judges "so"']
)
def test_no_rule_and_no_request_stumbles_over_a_form(directive: str, need: str) -> None:
    source = Source("p.tra", f"{HEAD}{directive}\n  needs {need}\n")
    text = driver.read(source, {})
    assert not [d for d in text.diagnostics if d.input_error], text.diagnostics
    assert driver.lint(text) is not None
    wanted = driver.request(text, {source.path: source}, "0")
    assert wanted is not None
    kind = need.split(" where ")[0].split(" over ")[-1].split(" of ")[-1].split()
    records = {record for one in wanted.wanted for record in one.records}
    assert records & {word.removesuffix("s") for word in kind}
