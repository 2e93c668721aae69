"""Settings: `[tool.tra]` in `pyproject.toml`, or `tra.toml`, nearest upwards from the working folder.

A key is the name of an option without its dashes; `per-file-ignores` is a table of its own, by patterns
for paths below the folder of the settings. Nothing is read from a home folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from tra_policy.cli import codes
from tra_policy.model.moment import parse_moment
from tra_policy.reports.formats import FORMATS
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.regex import regex
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

Kind = Literal[
    "flag", "choice", "words", "path", "paths", "date", "outputs", "table", "amount", "word"
]
LEVELS = ("error", "warning", "info")
KEYS: Mapping[str, tuple[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        "allow": ("words", ()),
        "as-of": ("date", ()),
        "audience": ("choice", ("author", "auditor")),
        "baseline": ("path", ()),
        "cache": ("path", ()),
        "check-baseline": ("path", ()),
        "color": ("choice", ("auto", "always", "never")),
        "evidence": ("path", ()),
        "exit-zero": ("flag", ()),
        "fail-on": ("choice", LEVELS),
        "fail-on-prior": ("flag", ()),
        "format": ("choice", tuple(FORMATS)),
        "ignore": ("words", ()),
        "limit": ("words", ()),
        "min-checked": ("amount", ()),
        "no-cache": ("flag", ()),
        "no-registry": ("flag", ()),
        "no-waivers": ("flag", ()),
        "on": ("word", ()),
        "output": ("outputs", ()),
        "per-file-ignores": ("table", ()),
        "registry": ("paths", ()),
        "select": ("words", ()),
        "show-allowed": ("flag", ()),
        "sources": ("path", ()),
        "unknown": ("choice", ("fail", "warn")),
    }
)
# Parameters that are not called like their option.
_PARAMETERS = {"color": "colour", "format": "format_"}
_LISTS = {
    "words": '["TRA8"]',
    "outputs": '["json=report.json"]',
    "paths": '["registry.yaml"]',
}
# `tool` with `tra` behind it, or with anything in it that may be `tra`.
_TABLE = regex(r"""\btool["']?\s*(?:\.\s*["']?tra\b|[\]=])""")
_AT_LINE = regex(r"\s*\(at line (\d+), column (\d+)\)|\s*\(at end of document\)")

Settings = dict[str, Any]


def read_settings(start: Path | None, home: Path | None) -> tuple[Settings, list[Diagnostic]]:
    """Return the settings that hold in a folder, by parameter name, and what is wrong with them."""
    if start is None:
        return {}, []
    for folder in (start, *start.parents):
        if folder == home and folder != start:
            break
        for name in ("tra.toml", "pyproject.toml"):
            path = folder / name
            if not path.is_file():
                continue
            try:
                text = path.read_text("utf-8", "replace")
            except OSError as error:
                reason = (error.strerror or "no reason given").lower()
                said = codes.mistake(
                    codes.SETTINGS, f"cannot be read: {reason}", place=Place(str(path))
                )
                return {}, [said]
            if name == "pyproject.toml" and not may_hold_settings(text):
                continue
            table, mistakes = _table(path, text)
            if table is None and not mistakes:
                continue
            return _checked(path, text, table or {}, mistakes)
    return {}, []


def may_hold_settings(text: str) -> bool:
    """Whether a project file may have a table `tool.tra`, in any of the ways to write one.

    To read TOML takes longer than all the rest of the settings, and most files have none.
    """
    if "\\u" in text or "\\U" in text:
        return True
    return _TABLE.search(text) is not None


def _table(path: Path, text: str) -> tuple[dict[str, Any] | None, list[Diagnostic]]:
    import tomllib

    try:
        values: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [_unreadable(path, text, str(error))]
    except (RecursionError, ValueError):
        place = Place(str(path), 1, 1)
        return None, [codes.mistake(codes.SETTINGS, "too deep, or a number too long", place=place)]
    if path.name == "tra.toml":
        return values, []
    tools = values.get("tool", {})
    found = tools.get("tra") if isinstance(tools, dict) else None
    if found is not None and not isinstance(found, dict):
        place = Place(str(path), _line_of("tra", text))
        return None, [codes.mistake(codes.SETTING_VALUE, "`tool.tra` is not a table", place=place)]
    return found, []


def _unreadable(path: Path, text: str, message: str) -> Diagnostic:
    at = _AT_LINE.search(message)
    last = len(text.splitlines()) or 1
    place = Place(
        str(path), int(at[1]) if at and at[1] else last, int(at[2]) if at and at[2] else 1
    )
    said = _AT_LINE.sub("", message)
    said = said[:1].lower() + said[1:]
    return codes.mistake(codes.SETTINGS, f"not valid TOML: {said}", place=place)


def _checked(
    path: Path, text: str, table: Mapping[str, Any], mistakes: list[Diagnostic]
) -> tuple[Settings, list[Diagnostic]]:
    settings: Settings = {}
    for key, value in table.items():
        place = Place(str(path), _line_of(key, text), 1)
        if key not in KEYS:
            help = did_you_mean(key, KEYS, f"the settings are {', '.join(KEYS)}")
            mistakes.append(
                codes.mistake(codes.SETTING, f"there is no setting `{key}`", help, place)
            )
            continue
        wanted = _wrong(key, value)
        if wanted:
            message = f"`{key}` cannot be `{value}`"
            mistakes.append(codes.mistake(codes.SETTING_VALUE, message, wanted, place))
            continue
        settings[_PARAMETERS.get(key, key.replace("-", "_"))] = _taken(key, value, path.parent)
    return settings, mistakes


def _wrong(key: str, value: Any) -> str:
    """Return what was expected of a value that a key cannot have; empty when it can."""
    kind, choices = KEYS[key]
    match kind:
        case "flag":
            return "" if isinstance(value, bool) else "expected `true` or `false`"
        case "choice":
            return "" if value in choices else f"expected one of {', '.join(choices)}"
        case "words" | "outputs" | "paths":
            texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
            good = texts and (kind != "outputs" or all("=" in one for one in value))
            example = _LISTS[kind]
            return "" if good else f"expected a list such as `{example}`"
        case "table":
            return "" if _is_table(value) else 'expected a table such as `"draft-*.tra" = ["TRA8"]`'
        case "word":
            return "" if isinstance(value, str) and value else "expected a word in quotes"
        case "path":
            return "" if isinstance(value, str) and value else "expected a path in quotes"
        case "amount":
            good = type(value) is int or isinstance(value, str)
            return "" if good else 'expected a number or a share such as `"80%"`'
        case "date":
            return "" if _is_day(value) else "expected a day such as `2026-05-26`"


def _is_table(value: Any) -> bool:
    lists = list(value.values()) if isinstance(value, dict) else [None]
    return all(isinstance(one, list) and all(isinstance(w, str) for w in one) for one in lists)


def _is_day(value: Any) -> bool:
    if type(value) is date:
        return True
    found = parse_moment(value) if isinstance(value, str) else None
    return found is not None and found.at is None


def _taken(key: str, value: Any, folder: Path) -> Any:
    """Return a value as the option takes it; paths count from the folder of the settings."""
    match KEYS[key][0]:
        case "path":
            return str(folder / value)
        case "paths":
            return tuple(str(folder / one) for one in value)
        case "outputs":
            return tuple(_outputs(value, folder))
        case "words":
            return tuple(value)
        case "table":
            return tuple((str(folder), name, tuple(words)) for name, words in value.items())
        case "date" | "amount":
            return str(value)
        case _:
            return value


def _outputs(values: list[str], folder: Path) -> Iterator[str]:
    for one in values:
        name, _, path = one.partition("=")
        yield f"{name}={folder / path}"


def _line_of(key: str, text: str) -> int:
    """Return the line on which a key is set, or opens a table, as far as a search can tell."""
    pattern = re.compile(rf"\s*(\[.*\b)?[\"']?{re.escape(key)}[\"']?\s*(=|\.|\])")
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if pattern.match(line)), 0)
