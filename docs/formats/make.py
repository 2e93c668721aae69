"""Put the examples into the pages of the formats: the real reports of one story, shortened.

python docs/formats/make.py
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tra_policy import check, render
from tra_policy.reports.json import written

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STORY = "examples/claude-opus-4"
AS_OF = date(2025, 5, 22)
WIDTH = 150
LONGEST = 100
LEFT_OUT = "…"
PLACE = re.compile(
    r"<!-- example (?P<name>[a-z-]+): begin -->\n.*?<!-- example: end -->", re.DOTALL
)


def pages() -> Iterator[tuple[Path, str, str]]:
    """Yield every page that has an example, with its text as it is and as it should be."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        report = check(f"{STORY}/policy.tra", f"{STORY}/evidence", as_of=AS_OF)
    finally:
        os.chdir(here)

    def put(found: re.Match[str]) -> str:
        name = found["name"]
        language, shorten = SHOWN[name]
        text = "\n".join(shorten(render(report, name).replace("\r\n", "\n")))
        return f"<!-- example {name}: begin -->\n```{language}\n{text}\n```\n<!-- example: end -->"

    for page in sorted(HERE.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        yield page, text, PLACE.sub(put, text)


def main() -> None:
    """Write the pages."""
    for page, before, after in pages():
        if before != after:
            page.write_text(after, encoding="utf-8")


def lines(most: int) -> Callable[[str], Iterator[str]]:
    """Return what shows the first lines of a text, long ones cut."""

    def shortened(text: str) -> Iterator[str]:
        found = text.splitlines()
        for line in found[:most]:
            yield line if len(line) <= WIDTH else line[: WIDTH - 1] + LEFT_OUT
        if len(found) > most:
            yield LEFT_OUT

    return shortened


def _of_report(text: str) -> Iterator[str]:
    yield from written(_cut(_shortened(json.loads(text)))).splitlines()


def _of_sarif(text: str) -> Iterator[str]:
    value = json.loads(text)
    run = value["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    run["tool"]["driver"]["rules"] = [*rules[:2], LEFT_OUT]
    run["results"] = [*run["results"][:2], LEFT_OUT]
    yield from _written(value)


def _of_gitlab(text: str) -> Iterator[str]:
    yield from _written([*json.loads(text)[:2], LEFT_OUT])


def _shortened(value: Any) -> Any:
    """Return JSON values with proofs left out and one of each list of parts kept."""
    if isinstance(value, dict):
        return {k: LEFT_OUT if k == "proof" else _shortened(v) for k, v in value.items()}
    if isinstance(value, list) and len(value) > 1 and isinstance(value[0], dict):
        return [_shortened(value[0]), LEFT_OUT]
    return [_shortened(one) for one in value] if isinstance(value, list) else value


def _cut(value: Any) -> Any:
    """Return JSON values with long texts cut."""
    if isinstance(value, dict):
        return {k: _cut(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_cut(one) for one in value]
    long = isinstance(value, str) and len(value) > LONGEST
    return value[: LONGEST - 1] + LEFT_OUT if long else value


def _written(value: Any) -> Iterator[str]:
    yield from json.dumps(_cut(value), indent=2, ensure_ascii=False).splitlines()


SHOWN: dict[str, tuple[str, Callable[[str], Iterator[str]]]] = {
    "text": ("text", lines(32)),
    "json": ("json", _of_report),
    "jsonl": ("text", lines(4)),
    "sarif": ("json", _of_sarif),
    "sarif-hosted": ("json", _of_sarif),
    "junit": ("xml", lines(30)),
    "tap": ("text", lines(14)),
    "github": ("text", lines(6)),
    "gitlab": ("json", _of_gitlab),
    "markdown": ("text", lines(20)),
    "csv": ("text", lines(6)),
    "oscal": ("json", _of_report),
}

if __name__ == "__main__":
    main()
