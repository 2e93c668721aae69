"""Damaged files into every reader for a while, within bounds of time and memory: `make fuzz SECONDS=60`.

Half of the time Hypothesis edits real files and values; in the other half atheris, where it is installed,
looks for input that reaches new code, reader by reader. What breaks a law is printed with the bytes that
show it, and becomes a test; `seeds/` keeps them, and the real files are seeds as well.
"""

from __future__ import annotations

import argparse
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
BATCH = 200
MEMORY = 3 * 1024**3
LONGEST = 30
BUNDLE = "bundle"
FOLDERS = {
    "croissant": "croissant",
    "every-eval-ever": "every_eval_ever",
    "hf-results": "hf",
    "inspect": "inspect_zstd",
    "lm-eval": "lm_eval",
    "metr-runs": "metr",
    "mlflow": "mlflow",
    "rollouts": "rollouts",
    "safetensors": "weights",
    "tensorboard": "training",
    "trainer-state": "trainer_state",
    "wandb": "wandb",
}
# Some readers tell two forms of a file apart by its name.
NAMES = {
    "safetensors": ("model.safetensors", "model.safetensors.index.json"),
    "wandb": ("h.csv", "r.wandb"),
}


class Hung(BaseException):
    """A file took longer than any file may."""


def within_memory() -> None:
    """Set the bound of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def hung(*_: object) -> None:
    """End a file that takes too long."""
    raise Hung(f"a file took more than {LONGEST} seconds")


def within_time(law: Callable[[], object]) -> None:
    """Hold a law, and let nothing take longer than it may."""
    signal.alarm(LONGEST)
    try:
        law()
    finally:
        signal.alarm(0)


def seeds(reader: str) -> list[bytes]:
    """The real files of a reader, and those that once broke something."""
    from test_hostile_bytes import WHOLE

    found = [WHOLE] if reader == BUNDLE else []
    folders = [HERE / "seeds" / reader]
    folders += [HERE / "data" / FOLDERS[reader]] if reader in FOLDERS else []
    folders += [HERE / "inspect_ai"] if reader == "inspect" else []
    for folder in folders:
        files = sorted(path for path in folder.glob("*") if path.suffix != ".md")
        found += [path.read_bytes() for path in files if not path.name.startswith("LICENSE")]
    return [data for data in found if len(data) < 200_000]


def hold(reader: str, data: bytes) -> None:
    """The laws: an answer of values and placed mistakes, whatever a file holds."""
    from test_foreign_hostile import told
    from test_hostile_bytes import check

    if reader == BUNDLE:
        check({"bundle.yaml": data})
        check({"bundle.json": data}, "bundle.json")
        for name in ("a.yaml", "a.json", "a.ndjson"):
            check(
                {
                    "bundle.yaml": b"format: tra.bundle/1\nid: b\ndate: 2026-05-26\n"
                    b"developer: l\nsubject: s\nfiles: [{path: " + name.encode() + b"}]\n",
                    name: data,
                }
            )
        return
    told(reader, data)
    for name in NAMES.get(reader, ()):
        told(reader, data, name=name)


def by_edits(seconds: float, first: int) -> int:
    """Let Hypothesis edit bytes and values until the time is up; return how many files there were."""
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st
    from test_foreign_hostile import EVERY, JSON, PATHS, SMALL, WRITE, put, told

    pieces = [
        b"",
        b'"',
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"null",
        b"NaN",
        b"-1",
        b"1e999",
        b"\n",
    ]
    pieces += [
        b"\xff",
        b"\x00",
        b"\\ud800",
        b"\x1b[31m",
        b"- ",
        b"---\n",
        b"&a ",
        b"*a",
        b"!!python/",
    ]
    pieces += [b"PK\x01\x02", b"PK\x05\x06", b"\x28\xb5\x2f\xfd", b"9" * 500, b"[" * 2000, b"PAR1"]
    edits = st.lists(
        st.tuples(
            st.floats(0, 1), st.integers(0, 40), st.sampled_from(pieces) | st.binary(max_size=8)
        ),
        min_size=1,
        max_size=6,
    )
    held = {reader: seeds(reader) for reader in (*EVERY, BUNDLE)}
    for reader, (_, data) in EVERY.items():
        held[reader].append(data)

    @given(st.sampled_from(sorted(held)), st.data())
    def bytes_changed(reader: str, data: st.DataObject) -> None:
        file = data.draw(st.sampled_from(held[reader]))
        for part, length, piece in data.draw(edits):
            at = int(part * len(file))
            file = file[:at] + piece + file[at + length :]
        within_time(lambda: hold(reader, file))

    @given(st.sampled_from(sorted(SMALL)), st.data())
    def values_changed(reader: str, data: st.DataObject) -> None:
        value = SMALL[reader]
        for path in data.draw(st.lists(st.sampled_from(PATHS[reader]), min_size=1, max_size=5)):
            value = put(value, path, data.draw(JSON))
        if isinstance(value, list):
            value = [one for one in value if isinstance(one, dict)]
        within_time(lambda: told(reader, WRITE[reader](value)))

    plan = settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    laws = [plan(law) for law in (bytes_changed, values_changed)]
    until, files = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        for law in laws:
            seed(first + files)(law)()
            files += BATCH
    return files


def guided(reader: str, seconds: int, corpus: Path) -> None:
    """Let atheris look for new ways through one reader. It ends the process itself, and times each file."""
    import atheris  # type: ignore[import-not-found, unused-ignore]

    with atheris.instrument_imports(include=["tra_policy.readers"]):
        import test_foreign_hostile  # noqa: F401
        import test_hostile_bytes  # noqa: F401
    for number, data in enumerate(seeds(reader)):
        (corpus / f"seed-{number}").write_bytes(data)
    bounds = [f"-max_total_time={seconds}", "-max_len=65536", f"-timeout={LONGEST}"]
    bounds += [f"-rss_limit_mb={MEMORY // 1024**2}", f"-artifact_prefix={corpus}/", "-verbosity=0"]
    atheris.Setup([sys.argv[0], str(corpus), *bounds], lambda data: hold(reader, data))
    atheris.Fuzz()


def by_coverage(seconds: float) -> list[str]:
    """Give every reader its share of the time, each in a process of its own; return those that broke."""
    readers = [*FOLDERS, BUNDLE]
    share = max(int(seconds / len(readers)), 5)
    broken = []
    for reader in readers:
        with tempfile.TemporaryDirectory() as folder:
            command = [
                sys.executable,
                str(HERE / "fuzz.py"),
                "--guided",
                reader,
                "--corpus",
                folder,
            ]
            command += ["--seconds", str(share)]
            longest = share * 3 + 300
            found = subprocess.run(command, capture_output=True, timeout=longest, check=False)
        if found.returncode:
            broken.append(reader)
            sys.stdout.write(found.stdout.decode("utf-8", "replace")[-6000:])
            sys.stdout.write(found.stderr.decode("utf-8", "replace")[-6000:])
    return broken


def main() -> None:
    """Run both halves, or one reader by coverage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--guided", metavar="READER", help="one reader only, by coverage")
    parser.add_argument("--corpus", metavar="DIR", help="where what it finds is kept")
    given_ = parser.parse_args()
    within_memory()
    if given_.guided:
        with tempfile.TemporaryDirectory() as folder:
            guided(given_.guided, int(given_.seconds), Path(given_.corpus or folder))
        return
    signal.signal(signal.SIGALRM, hung)
    both = find_spec("atheris") is not None
    files = by_edits(given_.seconds / (2 if both else 1), given_.seed)
    sys.stdout.write(f"{files:,} files by edits, seed {given_.seed}: every law held\n")
    if not both:
        sys.stdout.write("none by coverage: `pip install 'tra-policy[fuzz]'` adds what it needs\n")
        return
    if broken := by_coverage(given_.seconds / 2):
        sys.exit(f"by coverage, a law was broken in {', '.join(broken)}")
    sys.stdout.write(f"{len(FOLDERS) + 1} readers by coverage: every law held\n")


if __name__ == "__main__":
    main()
