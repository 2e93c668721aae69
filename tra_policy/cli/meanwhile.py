"""The tables of a bundle, counted while the records beside them are read.

The database counts beside this process's own thread, which reads. On a cluster, which takes its time to be
there, tables are counted when everything else is read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from tra_policy import driver
from tra_policy.cli import counting
from tra_policy.cli.reading import Watch, watched

if TYPE_CHECKING:
    from tra_policy.engine import Counted, Ways
    from tra_policy.model.evidence.bundle import Evidence, Table
    from tra_policy.words.diagnostic import Diagnostic

# Whoever counts asks for Python's lock often and shortly, and waits each time as long as a turn takes: this
# many seconds, a tenth of what Python allows.
_TURN = 0.0005


class Meanwhile:
    """The counting of one bundle: begun when its tables are known, finished when its records are."""

    def __init__(self, texts: Sequence[driver.Text], held: ExitStack) -> None:
        self._texts, self._held = texts, held
        self._ways: Ways | None = None
        self._done: Event | None = None
        self._found: Counted | None = None
        self._failed: BaseException | None = None
        self._bar: Watch | None = None

    def begin(self, tables: Sequence[Table], root: str) -> None:
        """Begin to count tables; `root` stands before the paths in their bundle."""
        if counting.chosen().cluster:
            return
        ways, done = self._prepared(), Event()

        def count() -> None:
            try:
                self._found = driver.counted_ahead(self._texts, tables, root, ways)
            except BaseException as error:
                self._failed = error
            finally:
                done.set()

        self._held.callback(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(_TURN)
        self._done = done
        Thread(target=count, daemon=True).start()

    def finish(self, evidence: Evidence | None) -> tuple[Evidence | None, tuple[Diagnostic, ...]]:
        """Return the evidence with its tables counted for all policies, and what is wrong with the rows."""
        if evidence is None or not evidence.tables:
            return evidence, ()
        with watched() as self._bar:
            if self._done is not None:
                self._done.wait()
            if self._failed is not None:
                raise self._failed
            return driver.counted(self._texts, evidence, self._prepared(), self._found)

    def _prepared(self) -> Ways:
        if self._ways is None:
            self._ways = counting.ways(self._held, self._tell if sys.stderr.isatty() else None)
        return self._ways

    def _tell(self, files: int, done: float) -> None:
        # While records are read, theirs is the bar that is drawn.
        if self._bar is not None:
            self._bar(f"{files:,} file{'' if files == 1 else 's'}", int(done), 100)


@contextmanager
def counted(texts: Sequence[driver.Text]) -> Iterator[Meanwhile]:
    """Give what counts the tables of a bundle for some policies."""
    with ExitStack() as held:
        yield Meanwhile(texts, held)
