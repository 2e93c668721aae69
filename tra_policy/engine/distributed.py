"""Files of tables counted on many machines: each worker counts some, and what they come to is put together.

The workers see the files under the same paths, as on a shared file system. One that dies is replaced by
another, which counts its files again: nothing of a file is kept but what the whole of it came to.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tra_policy.engine.database import Means
from tra_policy.engine.partial import Partial
from tra_policy.engine.plan import Plan
from tra_policy.engine.scanning import Broken, scan
from tra_policy.words.noun import Noun, replace

if TYPE_CHECKING:
    from tra_policy.model.evidence.tables import TableFormat

# So many tries has a batch whose worker dies, before the run fails.
TRIES = 5
BATCHES_A_WORKER = 4


@contextmanager
def on_dask(address: str = "", workers: int = 2) -> Iterator[OnDask]:
    """Give what counts on a Dask cluster: the one at an address, or a local one of some processes."""
    import distributed

    # What Dask gives has no types.
    library: Any = distributed

    if address:
        with library.Client(address) as client:
            yield OnDask(client)
        return
    with (
        library.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster,
        library.Client(cluster) as client,
    ):
        yield OnDask(client)


class OnDask(Noun):
    """Counts files on the cluster of a client."""

    client: Any

    def __call__(
        self, paths: Sequence[str], form: TableFormat, plan: Plan, means: Means
    ) -> Mapping[str, Partial | Broken]:
        """Return what each file comes to, or why it cannot be read."""
        if not paths:
            return {}
        workers = max(len(self.client.scheduler_info()["workers"]), 1)
        own = replace(means, threads=means.threads or 1, spill="", watch=None)
        waiting = [
            self.client.submit(count_batch, batch, form, plan, own, pure=False, retries=TRIES)
            for batch in batches(paths, workers * BATCHES_A_WORKER)
        ]
        found: dict[str, Partial | Broken] = {}
        for one in self.client.gather(waiting):
            found.update(one)
        return found


def batches(paths: Sequence[str], most: int) -> list[Sequence[str]]:
    """Return the paths in at most so many batches of about as many each."""
    count = max(min(len(paths), most), 1)
    return [paths[n::count] for n in range(count)]


def count_batch(
    paths: Sequence[str], form: TableFormat, plan: Plan, means: Means
) -> dict[str, Partial | Broken]:
    """Count some files where this runs, with a folder of its own to spill into."""
    with tempfile.TemporaryDirectory(prefix="tra-") as spill:
        return dict(scan(paths, form, plan, replace(means, spill=spill)))
