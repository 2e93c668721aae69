"""What is wrong with an allowance: the rules about `# tra: allow(…)` themselves."""

from __future__ import annotations

from typing import Final

from tra_policy.lint.rule import Rule
from tra_policy.words.diagnostic import Severity

_NONE = "No public precedent is known."
_GOOD: Final = """\
commitment SAFE-1
  cites rsp §4.1
  example-lab must show shield # tra: allow(TRA302) because the regulator sets the date
"""

MALFORMED = Rule(
    code="TRA090",
    name="malformed-allowance",
    severity=Severity.WARNING,
    family="form",
    summary="a comment to the linter is not of the form that it reads",
    why="Whoever wrote the comment takes a finding for settled, and it is not. A misspelt allowance "
    f"must not look like one that holds. {_NONE}",
    remedy="Write `# tra: allow(CODE) because REASON`, with commas between several codes.",
    bad="""\
commitment SAFE-1
  example-lab must show shield # tra: alow(TRA302) because the regulator sets it #! TRA090
""",
    good=_GOOD,
)
WITHOUT_REASON = Rule(
    code="TRA091",
    name="allowance-without-reason",
    severity=Severity.WARNING,
    family="form",
    summary="a finding is allowed and no reason is given, so it is not allowed",
    why="An exception without a reason cannot be reviewed: neither an auditor nor the next author can "
    f"tell whether it still holds. {_NONE}",
    remedy="Say the reason behind `because`; it is listed beside the finding.",
    bad="""\
commitment SAFE-1
  example-lab must show shield # tra: allow(TRA302) #! TRA091
""",
    good=_GOOD,
)
NOT_ALLOWABLE = Rule(
    code="TRA092",
    name="not-allowable",
    severity=Severity.WARNING,
    family="form",
    summary="an allowance names something that is no code of a lint rule",
    why="A code that does not exist allows nothing. What makes a text unreadable cannot be allowed: "
    f"nobody can say what such a line means. Nor can what is wrong with an allowance. {_NONE}",
    remedy="Take the code from the finding; `tra rules` lists all of them.",
    bad="""\
commitment SAFE-1
  example-lab must show shield # tra: allow(TRA3O2) because the regulator sets it #! TRA092
""",
    good=_GOOD,
)
UNUSED = Rule(
    code="TRA093",
    name="unused-allowance",
    severity=Severity.WARNING,
    family="form",
    summary="an allowance, and nothing where it stands that it would allow",
    why="A reason that nothing needs any more reads as if something were wrong; and it would let a "
    f"later defect of the same kind pass unseen. {_NONE}",
    remedy="Remove the code, or move the comment to the line that the finding marks.",
    bad="""\
commitment SAFE-1
  # tra: allow(TRA302) because the regulator sets the date #! TRA093
  example-lab must show shield before deployment
""",
    good=_GOOD,
    fixes="safe",
)

ALLOWANCE_RULES: Final = (MALFORMED, WITHOUT_REASON, NOT_ALLOWABLE, UNUSED)
