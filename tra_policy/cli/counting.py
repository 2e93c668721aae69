"""How the tables of a bundle are counted in this run: with which means, by whom, beside what is known."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tra_policy import driver
from tra_policy.cli.reading import limits_asked

if TYPE_CHECKING:
    from tra_policy.driver import Text
    from tra_policy.model.evidence.bundle import Evidence
    from tra_policy.words.diagnostic import Diagnostic


def counted(
    texts: Iterable[Text], evidence: Evidence | None
) -> tuple[Evidence | None, tuple[Diagnostic, ...]]:
    """Return evidence with its tables counted for all policies at once, and what is wrong with the rows."""
    if evidence is None or not evidence.tables:
        return evidence, ()
    from tra_policy.engine import Means, Ways

    limits = limits_asked()
    with tempfile.TemporaryDirectory(prefix="tra-") as spill:
        means = Means(limits.memory, limits.threads, spill, limits.cells)
        return driver.counted(texts, evidence, Ways(means))
