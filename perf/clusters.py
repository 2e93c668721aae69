"""The same shards counted by one process, by Dask, by Ray and by Spark, each as a whole run of its own.

    python perf/clusters.py [--rows 10000000] [--shards 64] [--form parquet] [--workers 2] [--only dask,ray]

Every run starts its cluster, counts the shards with the very same function, puts the partials
together and ends. Printed are seconds from start to end, and the most memory of all its processes
together. An engine that is not installed is left out. `psutil`, and `ray` or `pyspark` if they are to
take part, have to be there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ENGINES = {"one process": "duckdb", "dask": "distributed", "ray": "ray", "spark": "pyspark"}
ROUNDS = 3


def made(folder: Path, rows: int, shards: int, form: str) -> None:
    """Write shards of rollouts, always the same."""
    import duckdb

    each = rows // shards
    with duckdb.connect() as database:
        for number in range(shards):
            first = number * each
            database.execute(
                f"COPY (SELECT 'r' || i AS id, "
                f"['sft', 'rl-code', 'rl-math'][1 + (hash(i) % 3)::INT] AS phase, "
                f"(hash(i + 1) % 52000) / 10000.0::DOUBLE AS reward, hash(i + 2) % 1000 < 30 AS hack "
                f"FROM range({first}, {first + each}) t(i)) TO '{folder}/{number:05d}.{form}' "
                f"(FORMAT {'parquet' if form == 'parquet' else 'json'})"
            )


def plan() -> Any:
    """A share by phase, and a rank by phase."""
    from tra_policy.engine.plan import plan_of
    from tra_policy.model.evidence.tables import Asked, TableEntry

    columns = {
        "id": "id",
        "stage": "phase",
        "reward": "reward",
        "flags": {"reward-hacking": "hack"},
    }
    entry = TableEntry(id="r", kind="rollout", files=("x",), columns=columns)
    share = Asked("rollout", ("stage",), ("reward-hacking",), named=True)
    rank = Asked("rollout", ("stage",), (), (("reward", (Decimal("4.5"),)),), (), ("reward",))
    return plan_of(entry, (share, rank))


def counted(engine: str, paths: Sequence[str], form: str, workers: int) -> Mapping[str, Any]:
    """Count with an engine that is started here."""
    from tra_policy.engine.database import Means
    from tra_policy.engine.distributed import BATCHES_A_WORKER, batches, count_batch, on_dask
    from tra_policy.engine.scanning import scan

    asked, means = plan(), Means()
    match engine:
        case "one process":
            return scan(paths, form, asked, means)  # type: ignore[arg-type]
        case "dask":
            with on_dask(workers=workers) as cluster:
                return cluster(paths, form, asked, means)  # type: ignore[arg-type]
    own = replace(means, threads=1)
    parts = batches(paths, workers * BATCHES_A_WORKER)
    found: dict[str, Any] = {}
    if engine == "ray":
        import ray

        ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
        task = ray.remote(max_retries=5)(count_batch)
        for one in ray.get([task.remote(part, form, asked, own) for part in parts]):
            found.update(one)
        return found
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master(f"local[{workers}]").getOrCreate()
    spread = session.sparkContext.parallelize(parts, len(parts))
    for one in spread.map(lambda part: count_batch(part, form, asked, own)).collect():
        found.update(one)
    session.stop()
    return found


def digest(partials: Mapping[str, Any]) -> str:
    """What tells whether two runs came to the same."""
    from tra_policy.engine.partial import as_json

    held = {Path(path).name: as_json(one) for path, one in partials.items()}
    for one in held.values():
        one["counts"] = [sorted(counts, key=repr) for counts in one["counts"]]
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:12]


def run(engine: str, folder: Path, form: str, workers: int) -> tuple[float, float, str]:
    """Return seconds, megabytes at the most, and what it came to."""
    import psutil

    command = [sys.executable, __file__, "--child", engine, folder.as_posix(), form, str(workers)]
    begun = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    most = 0
    while process.poll() is None:
        held = 0
        for one in (process, *process.children(recursive=True)):
            try:
                held += one.memory_info().rss
            except psutil.Error:
                continue
        most = max(most, held)
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    said = process.stdout.read().strip().splitlines()
    return seconds, most / 2**20, said[-1] if said and process.returncode == 0 else "failed"


def main() -> None:
    """Measure every engine in turn."""
    if sys.argv[1:2] == ["--child"]:
        _, _, engine, folder, form, workers = sys.argv
        paths = sorted(path.as_posix() for path in Path(folder).iterdir())
        print(digest(counted(engine, paths, form, int(workers))))
        return
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--shards", type=int, default=64)
    options.add_argument("--form", choices=("parquet", "ndjson"), default="parquet")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--only", default=",".join(ENGINES))
    asked = options.parse_args()
    there = [name for name in asked.only.split(",") if find_spec(ENGINES[name])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made(folder, asked.rows, asked.shards, asked.form)
        found: dict[str, list[tuple[float, float, str]]] = {engine: [] for engine in there}
        for _ in range(ROUNDS):
            for engine in there:
                found[engine].append(run(engine, folder, asked.form, asked.workers))
    print(f"{asked.rows:,} rows, {asked.shards} shards, {asked.form}, {asked.workers} workers\n")
    print("| engine | median, s | MB at the most | comes to |\n|---|---|---|---|")
    for engine, runs in found.items():
        middle = sorted(one[0] for one in runs)[len(runs) // 2]
        same = ", ".join(sorted({one[2] for one in runs}))
        print(f"| {engine} | {middle:.1f} | {max(one[1] for one in runs):.0f} | {same} |")


if __name__ == "__main__":
    main()
