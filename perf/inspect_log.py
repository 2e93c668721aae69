"""How long and how much memory it takes to read a large Inspect log, beside Inspect's own full read.

The log is made in a temporary folder. With `--inspect PYTHON`, an interpreter that has `inspect_ai`, its
own `mockllm` model makes the log and its own API is measured as well; otherwise a log of the same layout
is written here. Each reading is a process of its own: the import counts, as it does for a user.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MAKE = """
import sys
from inspect_ai import Task, eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import match
from inspect_ai.solver import generate

def answer(input, tools, tool_choice, config):
    number = int(input[-1].text.split()[1].strip(":"))
    text = f"The answer is {number % 7 if number % 3 else 0}. " + "because " * 40
    output = ModelOutput.from_content("mockllm/model", text)
    output.usage = ModelUsage(input_tokens=70, output_tokens=45, total_tokens=115)
    return output

samples = [
    Sample(id=f"s{n}", input=f"Question {n}: what is {n} mod 7? " + "context " * 60, target=str(n % 7))
    for n in range(1, int(sys.argv[1]) + 1)
]
task = Task(dataset=MemoryDataset(samples, name="mod7"), solver=generate(), scorer=match("any"))
model = get_model("mockllm/model", custom_outputs=answer)
eval(task, model=model, log_dir=sys.argv[2], display="none", max_connections=100)
"""
OURS = """
import sys
from pathlib import Path
from tra_policy.readers.foreign import inspect
from tra_policy.readers.given import Given

path = Path(sys.argv[1])
read = inspect.read(Given(path.name, path.stat().st_size, lambda: path.open("rb")))
print(read.drafts[0].value["value"], *(one.code for one in read.said))
"""
WHOLE = """
import sys, tempfile
from pathlib import Path
from tra_policy.workspace import open_bundle

log = Path(sys.argv[1])
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "log.eval").hardlink_to(log)
    manifest = "format: tra.bundle/1\\nid: b\\ndate: 2099-01-01\\ndeveloper: lab\\nsubject: s\\n"
    (folder / "bundle.yaml").write_text(manifest + "files: [{path: log.eval, reader: inspect}]\\n")
    evidence, texts, said = open_bundle(name)
    print(evidence.filed[0].record.value, *(one.code for one in said))
"""
THEIRS = """
import sys
from inspect_ai.log import read_eval_log

log = read_eval_log(sys.argv[1])
print(len(log.samples), log.results.scores[0].metrics["accuracy"].value)
"""


def written(folder: Path, count: int) -> None:
    """Write a log as Inspect lays it out, with transcripts that nobody needs for its numbers."""
    if sys.version_info >= (3, 14):
        import zipfile
    else:
        from backports.zstd import zipfile

    talk = [{"role": "user", "content": "context " * 60}, {"content": "because " * 40}]
    event = {"event": "model", "input": talk, "output": {"choices": talk}}
    with zipfile.ZipFile(folder / "log.eval", "w", zipfile.ZIP_ZSTANDARD) as archive:
        for number in range(1, count + 1):
            sample = {
                "id": f"s{number}",
                "epoch": 1,
                "input": talk,
                "messages": talk,
                "scores": {"match": {"value": "C" if number % 3 else "I", "answer": "5"}},
                "events": [event] * 8,
            }
            archive.writestr(f"samples/s{number}_epoch_1.json", json.dumps(sample))
        ids = [f"s{n}" for n in range(1, count + 1)]
        spec = {"task": "mod7", "model": "mockllm/model", "dataset": {"sample_ids": ids}}
        head = {"version": 2, "status": "success", "eval": spec}
        archive.writestr("header.json", json.dumps(head))


def measured(python: str, code: str, log: Path) -> tuple[float, float, str]:
    """Return seconds, megabytes at the most, and what was printed."""
    started = time.perf_counter()
    child = subprocess.Popen([python, "-c", code, str(log)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    said = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"the reading failed: {said}")
    per = 1024 if sys.platform != "darwin" else 1024 * 1024
    return time.perf_counter() - started, usage.ru_maxrss / per, said.strip()


def main() -> None:
    """Make a log, read it in each way, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=20_000)
    parser.add_argument("--inspect", metavar="PYTHON", help="an interpreter with inspect_ai")
    parser.add_argument("--log", type=Path, help="a log that is there already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.log:
            log = given.log
        elif given.inspect:
            command = [given.inspect, "-c", MAKE, str(given.samples), str(folder)]
            subprocess.run(command, check=True)
            log = next(folder.glob("*.eval"))
        else:
            written(folder, given.samples)
            log = folder / "log.eval"
        ways = {
            "reader alone, from the file": (sys.executable, OURS),
            "as part of a bundle": (sys.executable, WHOLE),
        }
        if given.inspect:
            ways["inspect_ai, full read"] = (given.inspect, THEIRS)
        print(f"a log of {log.stat().st_size / 1e6:.0f} MB\n")
        print("| read by | seconds | MB at the most | says |")
        print("|---|---|---|---|")
        for way, (python, code) in ways.items():
            seconds, most, said = measured(python, code, log)
            print(f"| {way} | {seconds:.1f} | {most:.0f} | {said} |")


if __name__ == "__main__":
    main()
