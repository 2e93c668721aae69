"""`--limit`: how much of somebody else's evidence is read; and the bar that a person sees meanwhile."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TRA = (sys.executable, "-c", "from tra_policy.cli.main import main; main()")
MANIFEST = """\
format: tra.bundle/1
developer: lab
subject: m1
id: b
date: 2026-01-01
files: [{path: notes.txt, reader: attachment}]
"""


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "ev"
    folder.mkdir()
    (folder / "bundle.yaml").write_text(MANIFEST, "utf-8")
    (folder / "notes.txt").write_bytes(b"x" * 5000)
    return folder


def tra(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TRA, *words], capture_output=True, text=True, check=False)


def test_a_bundle_beyond_the_limit_is_refused_and_the_message_says_how_to_allow_it(
    bundle: Path,
) -> None:
    refused = tra("bundle", "show", str(bundle), "--limit", "bundle=4KB")
    assert refused.returncode == 2
    assert "larger than 4,000 bytes" in refused.stderr
    assert "`--limit bundle=SIZE`" in refused.stderr
    assert tra("bundle", "show", str(bundle), "--limit", "bundle=8KiB").returncode == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("bundel=1", "did you mean `bundle`"),
        ("bundle", "`bundle=200GiB`"),
        ("bundle=much", "no amount"),
        ("bundle=-1", "no amount"),
        ("bundle=1XB", "no amount"),
    ],
)
def test_a_limit_that_makes_no_sense_is_told(bundle: Path, given: str, words: str) -> None:
    done = tra("bundle", "show", str(bundle), "--limit", given)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_member_of_an_archive_is_told_and_the_others_are_read(
    bundle: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "ev.zip"
    with zipfile.ZipFile(archive, "w") as whole:
        whole.writestr("bundle.yaml", MANIFEST)
        whole.writestr("notes.txt", "unmistakable" * 10)
    data = archive.read_bytes()
    archive.write_bytes(data.replace(b"unmistakable", b"unmistakXble", 1))
    done = tra("bundle", "show", str(archive))
    assert done.returncode == 2
    assert "`notes.txt` cannot be read to its end" in done.stderr
    assert "is damaged" in done.stderr


SLOW = """
import sys, time
from tra_policy.cli import reading
reading.PATIENCE = 0
with reading.watched() as watch:
    if watch is None:
        print("quiet")
    else:
        for done in (10, 60, 100):
            watch("logs/big.eval", done, 100)
print("result")
"""


def test_a_terminal_sees_a_bar_that_goes_away_and_a_pipe_sees_none() -> None:
    piped = subprocess.run([sys.executable, "-c", SLOW], capture_output=True, text=True, check=True)
    assert (piped.stdout, piped.stderr) == ("quiet\nresult\n", "")
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW], stdout=subprocess.PIPE, stderr=theirs, env={**os.environ}
    )
    os.close(theirs)
    shown = b""
    while child.poll() is None or select.select([ours], [], [], 0.2)[0]:
        try:
            shown += os.read(ours, 4096)
        except OSError:
            break
    os.close(ours)
    assert child.stdout is not None
    assert child.stdout.read() == b"result\n"
    assert b"reading big.eval" in shown
    assert b"60%" in shown
    assert shown.endswith(b"\x1b[1A\x1b[2K")
