"""Policies that the tests of the editor's door write in."""

from __future__ import annotations

POLICY = """\
tra 1

policy case version 1.0 effective 2026-01-01
  developer lab
  source    rsp "rsp.txt"

party lab "the developer"
party outsider "an institute without ties"
  no ties to lab "its public register of interests"

benchmark vct "a test of the outsider"
  designed by outsider
  measures    accuracy as percent, mean, higher is worse

document plan "a plan"

define grown
  holds when compute >= 4x since assessment

threshold CBRN-3 "uplift"
  cites    rsp §3.1
  reached when any of
    - vct.accuracy >= 50%
    - lab judges "it helps"
  measured when grown holds
  set by   lab

commitment SAFE-3 "safeguards"
  when CBRN-3 is reached
  lab must publish plan within 30 days
    otherwise lab must halt deployment within 24 hours

waiver W-1 for SAFE-3.1
  because "retired"
  approved by outsider on 2026-02-01
  expires 2026-03-01
"""


def at(text: str, words: str, shift: int = 0, after: str = "") -> tuple[int, int]:
    """Return the line and the column (in characters) of the first place where words stand."""
    start = text.index(after) if after else 0
    offset = text.index(words, start) + shift
    line = text.count("\n", 0, offset)
    return line, offset - (text.rfind("\n", 0, offset) + 1)
