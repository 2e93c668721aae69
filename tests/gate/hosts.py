"""Files for code hosts carried out without the host: schemas, expressions, and steps in a shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
TRA = Path(sys.executable).parent / "tra"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def accepted(schema: str, file: Path) -> str:
    """Return what a published schema has against a file; empty where it takes it."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def parsed(file: Path) -> Any:
    """Return a YAML file as values."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@dataclass
class Job:
    """A job of GitHub Actions as far as a composite action sees it."""

    workspace: Path
    inputs: Mapping[str, str]
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    log: str = ""
    summary: str = ""

    def resolved(self, text: str) -> str:
        """Return a text with its expressions put in."""

        def put(found: re.Match[str]) -> str:
            words = found[1].split(".")
            if words[0] == "inputs":
                return self.inputs[words[1]]
            assert words[0] == "steps" and words[2] == "outputs", found[0]
            return self.outputs.get(words[1], {}).get(words[3], "")

        return EXPRESSION.sub(put, text)

    def carry_out(self, step: Mapping[str, Any], action: Path = ROOT) -> int:
        """Run one `run` step as the runner would, and keep what it says and sets."""
        assert step["shell"] == "bash"
        temporary = self.workspace.parent / "runner"
        temporary.mkdir(exist_ok=True)
        output, summary = temporary / f"out-{step['id']}", temporary / f"summary-{step['id']}"
        output.write_text("")
        summary.write_text("")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(temporary),
            "RUNNER_TEMP": str(temporary),
            "GITHUB_ACTION_PATH": str(action),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            **{name: self.resolved(str(value)) for name, value in step.get("env", {}).items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.log = done.stdout + done.stderr
        self.summary = summary.read_text(encoding="utf-8")
        lines = output.read_text(encoding="utf-8").splitlines()
        self.outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
        return done.returncode
