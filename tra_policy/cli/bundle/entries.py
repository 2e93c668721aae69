"""Entries put under `files:` of a manifest, every other character of which stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tra_policy.words.noun import Noun, field
from tra_policy.words.regex import regex

_PLAIN = regex(r"[A-Za-z0-9_][A-Za-z0-9_./+-]*")
_KEY_LINE = regex(r"files[ \t]*:(?P<rest>.*)")
_EMPTY_LIST = regex(r"[ \t]*\[[ \t]*\](?P<after>[ \t]*(?:#.*)?)")
_NOTHING = regex(r"[ \t]*(?:#.*)?")
# What a scalar of YAML may not look like, for it to stay the text that it is.
_OTHERWISE_READ = regex(r"(?i)true|false|null|~|[-+.0-9][-+.0-9eExXoO_a-fA-F]*")


class Entry(Noun):
    """One file to be listed, with its reader where it needs one.

    `remarks` are comments above the reader; `defaults` are plain values that can be left as they are.
    """

    path: str
    reader: str = ""
    remarks: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> dict[str, Any]:
        """What a manifest says of it."""
        found: dict[str, Any] = {"path": self.path}
        if self.reader:
            found["reader"] = self.reader
        return found | ({"defaults": dict(self.defaults)} if self.defaults else {})


def with_entries(text: str, marks: Mapping[str, tuple[int, int]], entries: Sequence[Entry]) -> str:
    """Return a manifest's text with more entries; the same text where it is laid out too unusually.

    `marks` are lines and columns by JSON Pointer, as a reader of the text tells them.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if "/files" not in marks:
        return _with_list(lines, marks, entries, ending)
    key = next((n for n, line in enumerate(lines) if _KEY_LINE.match(line)), None)
    if key is None:
        return text
    found = _KEY_LINE.match(lines[key])
    rest = found["rest"].rstrip("\r\n") if found else ""
    empty = _EMPTY_LIST.fullmatch(rest)
    if empty is not None:
        lines[key] = f"files:{empty['after']}{ending}"
        return _inserted(lines, key + 1, _block(entries, "  ", ending), ending)
    if not _NOTHING.fullmatch(rest):
        return text
    if "/files/0" not in marks:
        return _inserted(lines, key + 1, _block(entries, "  ", ending), ending)
    column = lines[marks["/files/0"][0] - 1].find("-")
    after = _end_of(lines, marks, column)
    return _inserted(lines, after, _block(entries, " " * column, ending), ending)


def _end_of(lines: Sequence[str], marks: Mapping[str, tuple[int, int]], column: int) -> int:
    """Return the number of the line after the last entry; comments that follow belong to what comes."""
    last = max(line for pointer, (line, _) in marks.items() if pointer.startswith("/files/"))
    number = last
    for at in range(last, len(lines)):
        text = lines[at].strip()
        indent = len(lines[at]) - len(lines[at].lstrip())
        if not text or text.startswith("#"):
            continue
        if indent <= column:
            break
        number = at + 1
    return number


def _with_list(
    lines: list[str],
    marks: Mapping[str, tuple[int, int]],
    entries: Sequence[Entry],
    ending: str,
) -> str:
    """Return the text with a list of its own: before the records, or else at the end."""
    at = len(lines)
    for n, line in enumerate(lines):
        if "/records" in marks and re.match(r"records[ \t]*:", line):
            at = n
            while at and lines[at - 1].startswith("#"):
                at -= 1
            break
    return _inserted(lines, at, [f"files:{ending}", *_block(entries, "  ", ending)], ending)


def _inserted(lines: list[str], at: int, new: Sequence[str], ending: str) -> str:
    if at and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += ending
    return "".join([*lines[:at], *new, *lines[at:]])


def _block(entries: Sequence[Entry], indent: str, ending: str) -> list[str]:
    found = []
    for entry in entries:
        found.append(f"{indent}- path: {_scalar(entry.path)}{ending}")
        found += [f"{indent}  # {remark}{ending}" for remark in entry.remarks]
        if entry.reader:
            found.append(f"{indent}  reader: {_scalar(entry.reader)}{ending}")
        if entry.defaults:
            # What is JSON is YAML, too; a name that needs no quotes is easier to go on from.
            held = ", ".join(f"{name}: {json.dumps(v)}" for name, v in entry.defaults.items())
            found.append(f"{indent}  defaults: {{{held}}}{ending}")
    return found


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _OTHERWISE_READ.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def as_expected(before: Any, after: Any, entries: Sequence[Entry]) -> bool:
    """Whether a manifest says after the change what it said before, with the entries and no more."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return False
    wanted = [entry.value for entry in entries]
    rest = {name: held for name, held in before.items() if name != "files"}
    others = {name: held for name, held in after.items() if name != "files"}
    return rest == others and after.get("files") == [*(before.get("files") or []), *wanted]
