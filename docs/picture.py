"""Draw the picture of the terminal report that the README shows: as text, and in colour as SVG.

    python docs/picture.py POLICY --evidence BUNDLE --as-of DATE

The report is the real one. Only its first lines are shown, up to the records of the first threshold.
"""

from __future__ import annotations

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
BEGIN, END = "<!-- picture: begin -->", "<!-- picture: end -->"
RECORDS = "  records that bear on it"
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def report(arguments: list[str], colour: str) -> list[str]:
    """Return the lines of a check's report."""
    command = [sys.executable, "-m", "tra_policy.cli.main", "check", *arguments, "--color", colour]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout:
        sys.exit(done.stderr)
    return done.stdout.splitlines()


def beginning(lines: list[str]) -> int:
    """Return how many lines there are before the records of the first threshold."""
    return lines.index(RECORDS) if RECORDS in lines else len(lines)


def main() -> None:
    """Write both pictures."""
    arguments = sys.argv[1:]
    plain = report(arguments, "never")
    painted = report(arguments, "always")
    upto = beginning(plain)
    shown = "\n".join(plain[:upto]).rstrip()
    command = f"$ tra check {' '.join(arguments)}"
    text = README.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n```text\n{command}\n\n{shown}\n```\n{END}{after}", "utf-8")
    console = Console(record=True, width=100, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(painted[:upto]).rstrip()))
    svg = console.export_svg(title=command.removeprefix("$ "), unique_id="report")
    # The picture fetches nothing: it makes do with the fonts that are there.
    svg = FONT_FACE.sub("", svg).replace("Fira Code", "DejaVu Sans Mono")
    (HERE / "report.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
