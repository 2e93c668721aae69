"""Tables out of somebody else's hands: a folder with any bytes in it, checked as a person would."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from tests.engine.rows import policy_text
from tra_policy.cli.main import run

NEEDS = (
    "no rollout where flags has reward-hacking",
    "mean reward <= 0.5 over rollouts",
    "every rollout where step < 100",
    "no rollout where reward > 2",
)
COLUMNS: dict[str, Any] = {
    "id": "id",
    "environment": "env",
    "step": "step",
    "reward": "reward",
    "flags": {"reward-hacking": "hack"},
    "produced": "at",
}
MET = ("met",) * len(NEEDS)
# A file of a bundle: its bytes, or what writes it.
Content = bytes | Callable[[Path], None]


@dataclass(frozen=True)
class Result:
    """What a check came to: its exit code, the outcome of each need, what was said on the way."""

    exit: int
    outcomes: tuple[str, ...]
    said: str


def rows(many: int = 20, **other: Any) -> list[dict[str, Any]]:
    """Rows with which every need is met; with some fields otherwise."""
    row = {"env": "web", "reward": 0.25, "hack": False, "at": "2026-05-01"}
    return [{"id": f"r{n}", "step": n % 100, **row, **other} for n in range(many)]


def lines(of: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as NDJSON."""
    return "".join(json.dumps(row) + "\n" for row in of).encode()


def good_but(line: bytes) -> bytes:
    """Nineteen good rows and one line."""
    return lines(rows(19)) + line + b"\n"


def parquet(select: str, start: int = 0, end: int = 20) -> Callable[[Path], None]:
    """Rows of a Parquet file: the good ones, with some columns otherwise (`false AS hack` …)."""
    columns = {"id": "'r' || i", "env": "'web'", "step": "i", "reward": "0.25::DOUBLE"}
    columns |= {"hack": "false", "at": "'2026-05-01'"}
    for one in filter(None, select.split(";")):
        value, _, name = one.rpartition(" AS ")
        columns[name.strip('"')] = value.strip()
    listed = ", ".join(f'{value} AS "{name}"' for name, value in columns.items() if value != "-")

    def write(path: Path) -> None:
        with duckdb.connect() as database:
            asked = f"SELECT {listed} FROM range({start}, {end}) t(i)"
            database.execute(f"COPY ({asked}) TO '{path}' (FORMAT parquet)")

    return write


def bundle(
    folder: Path,
    files: Mapping[str, Content],
    *,
    count: int = 20,
    columns: Mapping[str, Any] = COLUMNS,
    table: Mapping[str, Any] | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> Path:
    """Write a bundle with one table, and a claim over all `rows/` by its true digests."""
    for name, content in files.items():
        path = folder / "b" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content(path) if callable(content) else path.write_bytes(content)
    held = [f for f in sorted((folder / "b").rglob("*")) if f.is_file()]
    digests = sorted(f"sha256:{sha256(f.read_bytes()).hexdigest()}\n" for f in held)
    claim = {
        "kind": "population",
        "id": "all",
        "of": "rollout",
        "basis": "auditor-query",
        "count": count,
        "digest": sha256("".join(digests).encode()).hexdigest(),
        "made": "2026-05-20",
    }
    of_rows = {"id": "t", "kind": "rollout", "files": ["rows/**"], "columns": dict(columns)}
    head = {"format": "tra.bundle/1", "id": "b", "date": "2026-05-20", "developer": "acme"}
    whole = {**head, "subject": "c1", "tables": [{**of_rows, **(table or {})}], "records": [claim]}
    text = json.dumps({**whole, **(manifest or {})}, indent=1)
    (folder / "b").mkdir(parents=True, exist_ok=True)
    (folder / "b" / "bundle.yaml").write_text(text, encoding="utf-8")
    return folder / "b"


def checked(given: Path, *limits: str, needs: Sequence[str] = NEEDS) -> Result:
    """Check a bundle by the command line, in this process."""
    above = given.parent
    (above / "p.tra").write_text(policy_text(needs), encoding="utf-8")
    report = above / "report.json"
    words = ["check", str(above / "p.tra"), "--evidence", str(given), "--as-of", "2026-06-01"]
    words += ["--no-registry", "--no-cache", "--output", f"json={report}"]
    words += [word for limit in limits for word in ("--limit", limit)]
    out, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        code = run(words)
    assert "Traceback" not in said.getvalue()
    found: tuple[str, ...] = ()
    if report.exists():
        items = json.loads(report.read_text(encoding="utf-8"))["items"]
        found = tuple(item["outcome"] for item in sorted(items, key=lambda one: one["id"]))
    return Result(code, found, said.getvalue())
