"""One whole process, measured: seconds from start to end, megabytes at the most.

The peak is that which the system keeps for an ended process (`wait4`). A process begins with the peak of
the one that started it, so a small process of its own starts and measures every command: nothing that
is below some ten megabytes is told apart, whatever the caller has loaded.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

# The process that measures imports no more than it needs, so its own peak stays small.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

LOOK_EVERY = 0.05
PEAKS_A_MEGABYTE = 1024**2 if sys.platform == "darwin" else 1024
# The command as users call it: the script that the installer wrote beside this Python.
TRA = (sys.executable, str(Path(sys.executable).with_name("tra")))
# What makes Python start slower than it does for a user.
SLOWER = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")


class Run:
    """What a run came to. One that ended by itself has no `stopped`; `said` is the end of its errors."""

    __slots__ = ("code", "megabytes", "said", "seconds", "stopped")

    def __init__(
        self, seconds: float, megabytes: float, code: int, stopped: str, said: str
    ) -> None:
        self.seconds = seconds
        self.megabytes = megabytes
        self.code = code
        self.stopped = stopped
        self.said = said


def run(
    command: Sequence[str], into: Path | None = None, timeout: float = 600, most: float = 12_000
) -> Run:
    """Run a command to its end, its output into a file; or stop it after a time or above `most` MB."""
    asked = json.dumps([list(command), str(into or os.devnull), timeout, most])
    measurer = [sys.executable, "-I", "-S", __file__, asked]
    kept = {name: value for name, value in os.environ.items() if name not in SLOWER}
    done = subprocess.run(
        measurer, stdout=subprocess.PIPE, env={**kept, "NO_COLOR": "1"}, check=True
    )
    return Run(**json.loads(done.stdout))


def measured(command: list[str], into: str, timeout: float, most: float) -> dict[str, Any]:
    """Return what a command comes to that is started here."""
    stopped: list[str] = []
    ended = threading.Event()
    with Path(into).open("wb") as out, tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        try:
            process = subprocess.Popen(command, stdout=out, stderr=errors, start_new_session=True)
        except OSError as error:
            return dict(zip(Run.__slots__, (127, 0, str(error), 0, ""), strict=True))

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

        threading.Thread(target=watch, daemon=True).start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        ended.set()
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read()[-400:].decode("utf-8", "replace").strip()
    return {
        "seconds": seconds,
        "megabytes": used.ru_maxrss / PEAKS_A_MEGABYTE,
        "code": process.returncode,
        "stopped": "".join(stopped),
        "said": said,
    }


def _held(pid: int) -> float:
    """Return the megabytes that a process holds now; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    print(json.dumps(measured(*json.loads(sys.argv[1]))))
