"""Files of tables at addresses of object stores, opened where the user allowed it and nowhere else.

An address that stands in evidence is never followed by itself: somebody else wrote it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place
from tra_policy.workspace.codes import mistake

if TYPE_CHECKING:
    from tra_policy.readers.document import Limits
    from tra_policy.readers.held import Held

AFAR = "://"


class Afar(Noun):
    """A file of an object store; `path` is its whole address."""

    path: str
    size: int
    store: Any

    def open(self) -> BinaryIO:
        """Return a stream of its bytes; raise `OSError` where it cannot be had."""
        try:
            return io.BufferedReader(self.store.open(self.path, "rb"))
        except OSError:
            raise
        except Exception as error:  # each store has errors of its own
            raise OSError(0, str(error) or type(error).__name__) from error


def open_afar(
    patterns: Sequence[str], allowed: Sequence[str], limits: Limits, shown: str
) -> tuple[dict[str, Held], tuple[Diagnostic, ...]]:
    """Return the files at the addresses that some patterns name, by address, and what cannot be had.

    A pattern that does not begin with what is `allowed` is let be: whoever reads the table says so.
    """
    found: dict[str, Held] = {}
    said: list[Diagnostic] = []
    for pattern in patterns:
        if not is_allowed(pattern, allowed):
            continue
        try:
            found.update((one.path, one) for one in _at(pattern, allowed))
        except ImportError as error:
            advice = f"install what opens it: {error}"
            said.append(mistake(2, f"`{pattern}` cannot be opened", Place(shown), advice))
        except Exception as error:  # each store has errors of its own
            why = str(error).split("\n")[0][:200] or type(error).__name__
            said.append(mistake(2, f"`{pattern}` cannot be opened", Place(shown), why))
        if sum(one.size for one in found.values()) > limits.bundle or len(found) > limits.files:
            message = (
                f"the tables are larger than {limits.bundle:,} bytes or {limits.files:,} files"
            )
            advice = "`--limit bundle=SIZE` and `--limit files=NUMBER` allow more"
            return {}, (*said, mistake(4, message, Place(shown), advice))
    return found, tuple(said)


def is_allowed(address: str, allowed: Sequence[str]) -> bool:
    """Whether an address lies under one of those that were allowed, and does not lead out again."""
    parts = address.partition(AFAR)[2].split("/")
    if ".." in parts or "." in parts:
        return False
    return any(address.startswith(one if one.endswith("/") else f"{one}/") for one in allowed)


def _at(pattern: str, allowed: Sequence[str]) -> Iterator[Afar]:
    import fsspec

    store, path = fsspec.core.url_to_fs(pattern)
    names = store.glob(path) if "*" in path or "?" in path else [path]
    for name in sorted(names):
        address = store.unstrip_protocol(name)
        if is_allowed(address, allowed):
            yield Afar(address, int(store.size(name)), store)
