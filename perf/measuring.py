"""One whole process, measured: seconds from start to end, megabytes at the most.

The peak is that which the system keeps for an ended process (`wait4`). A process starts with the peak
of the one that it was split from: who measures has to stay small, and loads nothing large itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY = 0.05
KILOBYTES_A_PEAK = 1 if os.uname().sysname != "Darwin" else 1 / 1024


@dataclass(frozen=True, slots=True)
class Run:
    """A run that ended by itself has no `stopped`. `said` is the end of standard error."""

    seconds: float
    megabytes: float
    code: int
    stopped: str
    said: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment that a user has: nothing that makes Python start slower."""
    slower = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    held = {name: value for name, value in os.environ.items() if name not in slower}
    return held | {"NO_COLOR": "1"} | dict(extra or {})


def run(
    command: Sequence[str],
    into: Path | None = None,
    timeout: float = 600,
    most: float = 12_000,
    extra: Mapping[str, str] | None = None,
) -> Run:
    """Run a command to its end, its output into a file; or stop it after a time or above `most` MB."""
    stopped: list[str] = []
    ended = threading.Event()
    with (into or Path(os.devnull)).open("wb") as out, tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=out, stderr=said, env=environment(extra), start_new_session=True
        )

        def watch() -> None:
            while not ended.wait(LOOK_EVERY):
                why = ""
                if time.perf_counter() - begun > timeout:
                    why = f"more than {timeout:g} s"
                elif _held(process.pid) > most:
                    why = f"more than {most:g} MB"
                if why and not ended.is_set():
                    stopped.append(why)
                    os.killpg(process.pid, signal.SIGKILL)
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        ended.set()
        process.returncode = os.waitstatus_to_exitcode(status)
        watcher.join()
        said.seek(0)
        tail = said.read()[-400:].decode("utf-8", "replace").strip()
    megabytes = used.ru_maxrss * KILOBYTES_A_PEAK / 1024
    return Run(seconds, megabytes, process.returncode, "".join(stopped), tail)


def _held(pid: int) -> float:
    """Return the megabytes that a process holds now; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
