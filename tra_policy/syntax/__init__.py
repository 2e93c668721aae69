"""From the text of a policy to its tree, and to its one layout."""

from tra_policy.syntax.parser import parse

__all__ = ["parse"]
