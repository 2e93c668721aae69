"""`tra init`: a small policy with evidence to start from."""

from __future__ import annotations

import shlex
import sys
from importlib.resources import files
from pathlib import Path

import click

from tra_policy.cli import codes
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import refuse
from tra_policy.cli.terminal import out, page_of, write_file
from tra_policy.reports.page import shown_exactly
from tra_policy.words.diagnostic import Diagnostic

STARTER = ("policy.tra", "evidence/bundle.yaml")


@click.command("init")
@click.argument("folder", default=".", metavar="[DIR]")
def command(folder: str) -> Exit:
    """Write a small policy and the evidence for it into DIR; nothing is ever overwritten."""
    base = Path(folder)
    there = [base / name for name in STARTER if (base / name).exists()]
    if there:
        return refuse(
            *(
                codes.mistake(codes.IN_THE_WAY, f"`{p}` is there already", codes.IN_THE_WAY.remedy)
                for p in there
            )
        )
    page = page_of(sys.stdout, "never")
    shipped = files("tra_policy.cli") / "starter"
    for name in STARTER:
        path = base / name
        unwritten = _write(path, (shipped / path.name).read_text("utf-8"))
        if unwritten:
            return refuse(*unwritten)
        out(f"wrote {shown_exactly(str(path), page)}\n")
    manifest = (shipped / "bundle.yaml").read_text("utf-8")
    # On a later day its duties fall due again: the first look is on the day of the evidence.
    day = next(line.split()[1] for line in manifest.splitlines() if line.startswith("date:"))
    policy, evidence = (
        shown_exactly(shlex.quote(str(base / part)), page) for part in ("policy.tra", "evidence")
    )
    out(
        f"\nnow try\n  tra lint {policy}\n  tra check {policy} --evidence {evidence} --as-of {day}\n"
        f"  tra why HARM-1 --policy {policy} --evidence {evidence}\n"
    )
    return Exit.FINE


def _write(path: Path, text: str) -> list[Diagnostic]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        return [codes.mistake(codes.UNWRITTEN, f"cannot make the folder `{path.parent}`: {reason}")]
    return write_file(str(path), text, new=True)
