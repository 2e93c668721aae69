"""The declarations that stand above the short examples of the rules."""

from __future__ import annotations

PREAMBLE = f"""\
tra 1

policy example-rsp version 2.1.0 effective 2026-03-01
  title      "Example Lab Responsible Scaling Policy"
  developer  example-lab
  force      voluntary
  status     current
  source     rsp "rsp-2.1.txt" sha256 {"0123456789abcdef" * 4}
  amended by example-lab, outside-board after 30 days notice

party example-lab "Example Lab"
party officer "Responsible Scaling Officer"
  employed by example-lab
party outside-lab "An evaluation laboratory"
  no ties to example-lab "statement on its site"
party outside-board "A supervisory body"
  no ties to example-lab "statement on its site"
party regulator "The competent authority"
  is a public authority

benchmark bio-test "Biology test of another"
  designed by outside-lab from 2025-01-01
  measures    accuracy as percent, mean, higher is worse
benchmark lab-test "Biology test of the lab"
  designed by example-lab
  measures    accuracy as percent, mean, higher is worse

safeguard shield "Security standard"
  specified in rsp §4.2
safeguard fortress "Higher security standard"
  not yet specified
document report "Capability report"

"""


def whole(example: str) -> str:
    """Return the full policy text of an example: as it is, or below the declarations."""
    return example if example.startswith("tra 1") else PREAMBLE + example
