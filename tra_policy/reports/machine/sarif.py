"""SARIF 2.1.0, in two profiles.

The full one has every item and every threshold, met or not, with its `kind`. Code hosts make an alert of
whatever stands in a file and take no notice of `kind` or of suppressions: for them, `hosted` leaves out
what asks for nothing. The headline is a note in both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tra_policy.reports.machine.rows import Row, Run

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KINDS = {
    "met": "pass",
    "not-met": "fail",
    "unknown": "open",
    "not-applicable": "notApplicable",
    "not-yet-due": "informational",
    "waived": "review",
}


def render(runs: Sequence[Run]) -> str:
    """Return the full log."""
    return _log(runs, hosted=False)


def render_hosted(runs: Sequence[Run]) -> str:
    """Return the log for code hosts."""
    return _log(runs, hosted=True)


def _log(runs: Sequence[Run], *, hosted: bool) -> str:
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(run, hosted) for run in runs]}
    return json.dumps(log, indent=2, allow_nan=False) + "\n"


def _run(run: Run, hosted: bool) -> dict[str, Any]:
    rows = [row for row in run.rows if not hosted or row.level in ("error", "warning")]
    ids = list(dict.fromkeys(["headline", *(row.rule for row in rows)]))
    titles = {row.rule: row.title for row in reversed(rows) if row.kind != "finding"}
    head = Row("threshold", "headline", run.name, "", "", "note", run.headline)
    results = [] if hosted else [_result(head, 0, hosted)]
    results += [_result(row, ids.index(row.rule), hosted) for row in rows]
    return {
        "tool": {
            "driver": {
                "name": "tra_policy",
                "semanticVersion": run.version,
                "rules": [_rule(one, titles.get(one, "")) for one in ids],
            }
        },
        "automationDetails": {"id": f"tra/{_escaped(run.name, '')}/"},
        "columnKind": "unicodeCodePoints",
        "properties": {
            "headline": run.headline,
            "thresholds": {name: list(names) for name, names in run.names},
            **{name: value for name, value in run.facts if value},
        },
        "results": results,
    }


def _rule(name: str, title: str) -> dict[str, Any]:
    words = title or ("what the run comes to" if name == "headline" else name)
    return {"id": name, "shortDescription": {"text": words}}


def _result(row: Row, rule: int, hosted: bool) -> dict[str, Any]:
    kind = _kind(row)
    said = f"{row.message}\n\nWanted: {row.help}" if row.help else row.message
    # By the standard a level other than `none` belongs to `fail` alone; hosts go by the level.
    level = row.level if hosted or kind == "fail" else "none"
    found: dict[str, Any] = {
        "ruleId": row.rule,
        "ruleIndex": rule,
        "kind": "fail" if hosted else kind,
        "level": level,
        "message": {"text": said},
        "properties": {"about": row.name, "outcome": row.outcome, "gates": row.gates},
    }
    if row.fingerprint:
        found["partialFingerprints"] = {"tra/v1": row.fingerprint}
    if row.path:
        found["locations"] = [{"physicalLocation": dict(_location(row))}]
    return found


def _kind(row: Row) -> str:
    if row.kind == "item":
        return _KINDS[row.outcome]
    if row.kind == "threshold":
        return "informational"
    return "fail" if row.level != "none" else "review"


def _location(row: Row) -> Iterator[tuple[str, Any]]:
    yield "artifactLocation", {"uri": uri_of(row.path)}
    if row.line:
        region = {"startLine": row.line}
        if row.column:
            region["startColumn"] = row.column
        yield "region", region


def uri_of(path: str) -> str:
    """Return a path as a URI reference: relative ones stay so, absolute ones become `file:`."""
    forward = path.replace("\\", "/").removeprefix("./")
    safe = _escaped(forward, "/:@!$&'()*+,;=~-._")
    if forward.startswith("/"):
        return f"file://{safe}"
    # A colon in the first segment would be read as a scheme.
    return f"./{safe}" if ":" in safe.split("/")[0] else safe


def _escaped(text: str, safe: str) -> str:
    """Return a text as RFC 3986 has it: letters, digits, `-._~` and what is safe, all else as %XX."""
    plain = _UNRESERVED | set(safe)
    return "".join(
        character
        if character in plain
        else "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "backslashreplace"))
        for character in text
    )
