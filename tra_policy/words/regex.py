"""A regular expression that is compiled when it is first used.

To compile one costs a fraction of a millisecond, which adds up: a run meets a few of those that its
modules declare.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["regex"]

if TYPE_CHECKING:

    def regex(words: str, flags: int = 0) -> re.Pattern[str]:
        """Return what `re.compile` returns, as far as its attributes are concerned."""

else:

    class regex:
        """What `re.compile` returns, as far as its attributes are concerned."""

        def __init__(self, words: str, flags: int = 0) -> None:
            self._declared = words, flags

        def __getattr__(self, name: str) -> Any:
            # Asked for only while it is not there: the next use of `match` is that of `re` itself.
            found = getattr(re.compile(*self._declared), name)
            self.__dict__[name] = found
            return found
