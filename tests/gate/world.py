"""A small policy with one line for every outcome, and the evidence that gives it."""

from __future__ import annotations

from pathlib import Path

POLICY = """\
tra 1

policy gate version 1.0 effective 2026-01-01
  developer lab
  source rsp "rsp.txt"

party lab "the developer"
party board "its board"
  controlled by lab
party institute "a public body"
  is a public authority

document plan
document summary
document roadmap

benchmark own "a test that the developer designed"
  designed by lab
  measures score as percent, mean, higher is worse

threshold T-1 "what the developer measures itself"
  reached when own.score >= 20%

commitment LATE
  lab must publish plan by 2026-01-20

commitment OPEN
  lab must notify institute by 2026-01-20

commitment DONE
  lab must publish summary by 2026-01-20

commitment AHEAD
  lab must publish roadmap by 2027-01-20

commitment HOPE
  lab should notify institute by 2026-01-20

requirement SCOPE
  for every warning
  needs investigation

requirement STRICT
  needs third-party-report where type is tra, access is training-run
  if unknown block
"""

MANIFEST = """\
format: tra.bundle/1
id: gate-evidence
date: 2026-01-31
developer: lab
subject: model-1
records:
"""

LATE = "  - {id: pub-1, kind: publication, document: plan, party: lab, published: 2026-01-25}\n"
DONE = "  - {id: pub-2, kind: publication, document: summary, party: lab, published: 2026-01-10}\n"
NO_WARNING = """\
  - id: p-1
    kind: population
    of: warning
    basis: auditor-query
    count: 0
    digest: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    made: 2026-01-25
"""
NOTIFIED = "  - {id: not-1, kind: notification, to: [institute], party: lab, sent: 2026-01-15}\n"
ON_FILE = "  - {id: rep-1, kind: representation, party: lab, states: everything-on-file, to: 2026-01-31}\n"
RECORDS = LATE + DONE + NO_WARNING
DAY = "2026-02-01"


def write(folder: Path, policy: str = POLICY, records: str = RECORDS) -> Path:
    """Put the policy and its evidence into a folder, and return that."""
    (folder / "evidence").mkdir(parents=True, exist_ok=True)
    (folder / "policy.tra").write_text(policy, encoding="utf-8")
    (folder / "evidence" / "bundle.yaml").write_text(MANIFEST + records, encoding="utf-8")
    return folder


def without(policy: str, *directives: str) -> str:
    """Return a policy without some of its directives, by their names."""
    blocks = policy.split("\n\n")
    return "\n\n".join(
        b for b in blocks if not any(f" {d}" in b.split("\n")[0] for d in directives)
    )
