"""From the text of a policy to its tree, and to its one layout."""

from tra_policy.syntax.layout import format_text
from tra_policy.syntax.parser import parse

__all__ = ["format_text", "parse"]
