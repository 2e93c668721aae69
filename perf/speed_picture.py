"""The picture of what `common.py` measured: seconds beside megabytes, both against records.

    python perf/speed_picture.py RESULTS.jsonl PICTURE

Needs matplotlib, which is no dependency of the project. A cross is where an engine gave up.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

# Told apart without colour as well: the line says what is read, the mark which engine it is.
LINES = {"parquet": "-", "ndjson": "--", "document": ":"}
MARKS = "osD^v<>P*hX"
OURS = "#c1121f"
OTHERS = ("#355070", "#2a9d8f", "#8d6a9f", "#b08900", "#5c677d", "#6a994e", "#bc6c25", "#0077b6")


def drawn(rows: list[dict[str, Any]], into: Path) -> None:
    """Draw both halves and write the file."""
    families = list(dict.fromkeys(row["engine"].split(",")[0] for row in rows))
    others = [name for name in families if name != "tra"]
    colours = {name: OTHERS[n % len(OTHERS)] for n, name in enumerate(others)} | {"tra": OURS}
    # The same text in the same place for the same numbers: the picture is kept, and read as a diff.
    matplotlib.rcParams.update({"svg.hashsalt": "speed", "svg.fonttype": "none", "font.size": 9})
    figure, halves = plt.subplots(1, 2, figsize=(10, 4.6))
    for half, key, title in zip(
        halves, ("seconds", "megabytes"), ("seconds, whole process", "MB at the most"), strict=True
    ):
        for engine in dict.fromkeys(row["engine"] for row in rows):
            held = [row for row in rows if row["engine"] == engine]
            family = engine.split(",")[0]
            done = [row for row in held if not row["failed"]]
            half.plot(
                [float(row["size"]) for row in done],
                [row[key] for row in done],
                LINES[held[0]["reads"]],
                color=colours[family],
                marker=MARKS[families.index(family) % len(MARKS)],
                markersize=3.5,
                linewidth=2.4 if family == "tra" else 1.1,
                zorder=3 if family == "tra" else 2,
                label=engine,
            )
            ended = [row for row in held if row["failed"]]
            half.plot(
                [float(row["size"]) for row in ended],
                [row[key] for row in ended],
                "x",
                color=colours[family],
            )
        half.set(xscale="log", yscale="log", xlabel="records", title=title)
        half.grid(True, which="major", color="#dddddd", linewidth=0.6)
        half.spines[["top", "right"]].set_visible(False)
    names, labels = halves[0].get_legend_handles_labels()
    figure.legend(names, labels, loc="outside lower center", ncols=5, frameon=False, fontsize=8)
    figure.tight_layout(rect=(0, 0.14, 1, 1))
    figure.savefig(into, dpi=150, metadata={"Date": None} if into.suffix == ".svg" else None)


def main() -> None:
    """Draw the picture of some results."""
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    drawn([json.loads(line) for line in lines], Path(sys.argv[2]))


if __name__ == "__main__":
    main()
