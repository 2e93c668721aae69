"""What a published policy should not contain, said of its text alone.

`lint` runs every rule that stands in `rules/`; `RULES` describes them. Evidence never comes here.
"""

from tra_policy.lint.found import Found, said
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.runner import RULES, found_in, lint

__all__ = ["RULES", "About", "Finding", "Found", "Rule", "found_in", "lint", "said"]
