"""The common workload, held against its policy by `tra` and by its neighbours: whole processes in turn.

    python perf/common.py --peers PYTHON [--sizes 1e2,1e3,…] [--rounds 5] [--out FILE] [--picture FILE]

For every size the workload is written in all forms (`forms.py`; kept in `--data` for the next run), each
engine answers it in a process of its own, and the answers are compared. The first round warms the
disk and is not counted; `--rounds 0` has no other, and only compares. Printed are Markdown tables; `--out`
is given a line of JSON for each engine and size, from which `--picture` draws time and memory.

`--peers` is a Python that has duckdb, polars, pyarrow, orjson, cedarpy, clingo, regopy or regorus, and
matplotlib for the picture; what it does not have is left out. OPA takes part where the environment
variable `OPA` names its binary. An engine that fails or exceeds `--timeout` or `--most` is not run at
larger sizes, and one that takes a tenth of the timeout is run once.

With `--only-rows` the policy asks about the rollouts alone, up to 1e8 of them, and only DuckDB stands
beside `tra`. `--limit memory=300MiB` is handed to `tra` as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from measuring import TRA, Run, run

HERE = Path(__file__).resolve().parent
AS_OF = "2027-01-01"
ANSWERED = (0, 1, 3)
SIZES = "1e2,1e3,1e4,1e5,1e6,1e7"
SLOW = 10  # parts of the timeout


@dataclass(frozen=True, slots=True)
class Engine:
    """Something that answers the workload: its command, `{D}` being the folder of a size.

    `reads` says what it takes: lines, Parquet, or one document. The module `needs` has to be there.
    """

    name: str
    command: tuple[str, ...]
    reads: str
    needs: str = ""

    @property
    def ours(self) -> bool:
        """Whether it is what is measured, and answers with a report."""
        return self.name.startswith("tra")


@dataclass(slots=True)
class Result:
    """What the runs of one engine came to at one size."""

    engine: Engine
    size: str
    runs: list[Run] = field(default_factory=list)
    same: bool = True
    failed: str = ""

    def row(self) -> dict[str, Any]:
        """Return it as it is kept."""
        seconds = [one.seconds for one in self.runs]
        return {
            "size": self.size,
            "engine": self.engine.name,
            "reads": self.engine.reads,
            "runs": len(seconds),
            "seconds": round(statistics.median(seconds), 4),
            "fastest": round(min(seconds), 4),
            "megabytes": round(max(one.megabytes for one in self.runs), 1),
            "same": self.same,
            "failed": self.failed,
        }


def tra(form: str, limits: Sequence[str]) -> Engine:
    """Return the command of `tra` over one form of rows."""
    command = [*TRA, "check", f"{{D}}/{form}/policy.tra"]
    command += ["--evidence", f"{{D}}/{form}/bundle", "--as-of", AS_OF]
    command += ["--format", "json", "--no-cache"]
    for limit in limits:
        command += ["--limit", limit]
    return Engine(f"tra, {form}", tuple(command), form)


def engines(peers: str, limits: Sequence[str], only_rows: bool) -> list[Engine]:
    """Return all that can take part here."""
    found = [tra("parquet", limits), tra("ndjson", limits)]

    def peer(name: str, script: str, reads: str, needs: str, *options: str) -> None:
        command = (peers, str(HERE / "peers" / script), "{D}", *options)
        found.append(Engine(name, command, reads, needs))

    rows = ("rows",) if only_rows else ()
    peer("DuckDB SQL, parquet", "sql.py", "parquet", "duckdb", "parquet", *rows)
    peer("DuckDB SQL, ndjson", "sql.py", "ndjson", "duckdb", "ndjson", *rows)
    if not only_rows:
        peer("polars, parquet", "frames.py", "parquet", "polars", "parquet")
        peer("polars, ndjson", "frames.py", "ndjson", "polars", "ndjson")
        peer("Python, json", "plain.py", "document", "json", "json")
        peer("Python, orjson", "plain.py", "document", "orjson", "orjson")
        peer("regorus", "rego.py", "document", "regorus", "regorus")
        peer("regopy", "rego.py", "document", "regopy", "regopy")
        peer("cedarpy", "cedar.py", "document", "cedarpy")
        peer("clingo", "asp.py", "document", "clingo")
        if opa := os.environ.get("OPA", ""):
            command = [opa, "eval", "--format", "raw", "-d", str(HERE / "peers/policy.rego")]
            command += ["-d", "{D}/peers/policy.json", "-i", "{D}/peers/bundle.json"]
            command += ["data.workload.verdict"]
            found.append(Engine("OPA", tuple(command), "document"))
    return [one for one in found if not one.needs or importable(peers, one.needs)]


def importable(python: str, module: str) -> bool:
    """Whether a Python has a module."""
    if not python:
        return False
    done = subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False)
    return done.returncode == 0


def written(data: Path, size: str, only_rows: bool, document: bool) -> Path:
    """Return the folder of a size, which is written if it is not there."""
    folder = data / (f"rows-{size}" if only_rows else size)
    done = folder / "written"
    if not done.exists():
        script = "rows.py" if only_rows else "forms.py"
        command = [sys.executable, str(HERE / script), size, str(folder)]
        if not only_rows and not document:
            command.append("--no-document")
        subprocess.run(command, check=True)
        done.touch()
    return folder


def answer(engine: Engine, said: Path) -> Any:
    """Return the verdict that an engine wrote; None where it wrote none."""
    if engine.ours:
        command = [sys.executable, str(HERE / "verdicts.py"), str(said)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        text = done.stdout
    else:
        text = said.read_text("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return None


def measured(
    taking_part: Sequence[Engine], size: str, folder: Path, given: argparse.Namespace
) -> list[Result]:
    """Run every engine in turn, round for round, and compare what they answer with the first's."""
    # Lines are not written where they would fill the disk.
    lines = (folder / "ndjson").exists()
    results = [Result(one, size) for one in taking_part if lines or one.reads != "ndjson"]
    wanted: Any = None
    with tempfile.TemporaryDirectory() as name:
        said = Path(name) / "said"
        for number in range(given.rounds + 1):
            for result in results:
                slow = any(one.seconds > given.timeout / SLOW for one in result.runs)
                if result.failed or (slow and result.runs):
                    continue
                engine = result.engine
                command = [part.replace("{D}", str(folder)) for part in engine.command]
                one = run(command, said, given.timeout, given.most)
                if one.stopped or one.code not in (ANSWERED if engine.ours else (0,)):
                    last = one.said.splitlines()[-1] if one.said else ""
                    result.failed = one.stopped or f"exit {one.code}: {last}"
                    result.runs = [one]
                    continue
                if number == 0:
                    found = answer(engine, said)
                    wanted = found if wanted is None else wanted
                    result.same = found is not None and found == wanted
                    if given.rounds and one.seconds <= given.timeout / SLOW:
                        continue
                result.runs.append(one)
    return [result for result in results if result.runs]


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return the table of one size, the fastest first."""
    ours = {row["reads"]: row["seconds"] for row in rows if row["engine"].startswith("tra")}
    lines = [
        f"### {rows[0]['size']}",
        "",
        "| engine | median, s | fastest, s | MB at the most | times tra, parquet | times tra, ndjson "
        "| verdict |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in sorted(rows, key=lambda row: (bool(row["failed"]), row["seconds"])):
        ratios = [
            _times(row["seconds"] / ours[form]) if form in ours and not row["failed"] else ""
            for form in ("parquet", "ndjson")
        ]
        verdict = row["failed"] or ("the same" if row["same"] else "**another**")
        cells = [row["engine"], f"{row['seconds']:.3f}", f"{row['fastest']:.3f}"]
        cells += [f"{row['megabytes']:.0f}", *ratios, verdict.replace("|", "/")]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def overview(rows: Sequence[dict[str, Any]]) -> str:
    """Return all sizes on one page: seconds / megabytes, by engine."""
    sizes = list(dict.fromkeys(row["size"] for row in rows))
    lines = [f"| s / MB | {' | '.join(sizes)} |", "|---" * (len(sizes) + 1) + "|"]
    for engine in dict.fromkeys(row["engine"] for row in rows):
        held = {row["size"]: row for row in rows if row["engine"] == engine}
        cells = [_cell(held.get(size)) for size in sizes]
        lines.append(f"| {engine} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return "-"
    mark = " !" if row["failed"] else "" if row["same"] else " ≠"
    return f"{row['seconds']:.3g} / {row['megabytes']:.0f}{mark}"


def options() -> argparse.ArgumentParser:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", metavar="PYTHON", default="")
    parser.add_argument("--sizes", default=SIZES, help="separated by commas")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=300, help="seconds of one run")
    parser.add_argument("--most", type=float, default=12_000, help="megabytes of one run")
    parser.add_argument("--only-rows", action="store_true")
    parser.add_argument("--without", default="", help="engines to leave out, separated by `;`")
    parser.add_argument("--limit", action="append", default=[], help="handed to `tra check`")
    parser.add_argument("--data", type=Path, help="where workloads are kept; else they are removed")
    parser.add_argument("--out", type=Path, help="lines of JSON, added to what is there")
    parser.add_argument("--picture", type=Path, help="an .svg or .png")
    return parser


def compare(given: argparse.Namespace, data: Path) -> tuple[list[dict[str, Any]], bool]:
    """Measure all sizes; return the rows and whether all that answered answered the same."""
    taking_part = engines(given.peers, given.limit, given.only_rows)
    taking_part = [one for one in taking_part if one.name not in given.without.split(";")]
    rows: list[dict[str, Any]] = []
    for size in given.sizes.split(","):
        document = any(one.reads == "document" for one in taking_part)
        folder = written(data, size, given.only_rows, document)
        results = measured(taking_part, size, folder, given)
        taking_part = [one.engine for one in results if not one.failed]
        found = [one.row() for one in results]
        print(table(found), flush=True)
        rows += found
        if given.data is None:
            shutil.rmtree(folder)
        if given.out is not None:
            with given.out.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(row) + "\n" for row in found)
    return rows, all(row["same"] for row in rows if not row["failed"])


def main() -> None:
    """Measure, compare, print and draw. The exit code is 1 where verdicts differ."""
    given = options().parse_args()
    with tempfile.TemporaryDirectory() as name:
        data = given.data or Path(name)
        data.mkdir(parents=True, exist_ok=True)
        rows, same = compare(given, data)
        print(overview(rows))
        if given.picture is not None:
            kept = Path(name) / "rows.jsonl"
            kept.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            draw = [given.peers or sys.executable, str(HERE / "speed_picture.py")]
            subprocess.run([*draw, str(kept), str(given.picture)], check=True)
    sys.exit(not same)


if __name__ == "__main__":
    main()
