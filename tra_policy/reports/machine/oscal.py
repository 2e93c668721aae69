"""OSCAL assessment results 1.2.1: a result a policy, a finding an item, an observation each other row.

Nothing is made up for the format: times are those of the day of the check, and a UUID is made from the
fingerprint of its row (version 5), so that the same thing keeps its name from one report to the next.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tra_policy.reports.machine.rows import Row, Run
from tra_policy.reports.machine.sarif import uri_of
from tra_policy.reports.page import harmless
from tra_policy.words.regex import regex

VERSION = "1.2.1"
NAMESPACE = uuid5(NAMESPACE_URL, "urn:tra-policy:oscal:1")
# The format requires a time; this one stands where a run is about a text and has no day.
NO_DAY = "1970-01-01"
NS = "urn:tra-policy:oscal:1"
_NOT_IN_TOKENS = regex(r"[^A-Za-z0-9._-]")
_REASONS = {"met": "pass", "not-met": "fail"}
_METHODS = ["EXAMINE"]

Value = dict[str, Any]


class _Names:
    """UUIDs of one document: the same name gives the same UUID, a second time another."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def uuid(self, *parts: str) -> str:
        """Return a UUID that no other part of the document has."""
        name = _plain("\0".join(parts))
        self.seen[name] += 1
        number = self.seen[name]
        return str(uuid5(NAMESPACE, name if number == 1 else f"{name}\0{number}"))


def render(runs: Sequence[Run]) -> str:
    """Return the document."""
    names = _Names()
    resources = [_resources(run, names) for run in runs]
    results = [_result(run, made, names) for run, made in zip(runs, resources, strict=True)]
    whole = "\0".join(f"{run.name}\0{run.headline}\0{run.facts}" for run in runs)
    document = {
        "uuid": names.uuid("document", whole),
        "metadata": {
            "title": _line("; ".join(run.name for run in runs)),
            "last-modified": max((_time(run) for run in runs), default=f"{NO_DAY}T00:00:00Z"),
            "version": _line(next((run.version for run in runs), "")),
            "oscal-version": VERSION,
            "remarks": "written by tra_policy; outcomes are on the evidence supplied",
        },
        "import-ap": {"href": f"#{resources[0][0]['uuid']}" if resources else "#"},
        "results": results,
        "back-matter": {"resources": [one for made in resources for one in made]},
    }
    return json.dumps({"assessment-results": document}, indent=2, allow_nan=False) + "\n"


def _resources(run: Run, names: _Names) -> list[Value]:
    """Return what a result refers to: the policy, which is its plan, and the bundle where there is one."""
    facts = dict(run.facts)
    made = []
    for what in ("policy", "bundle"):
        if what == "bundle" and what not in facts:
            continue
        title = facts.get(what) or run.name
        digest = facts.get(f"{what} sha256", "")
        one: Value = {
            "uuid": names.uuid("resource", what, title, digest),
            "title": _line(f"{what} {title}"),
        }
        props = [_prop("kind", what), *([_prop("sha256", digest)] if digest else [])]
        made.append({**one, "props": props})
    return made


def _result(run: Run, resources: Sequence[Value], names: _Names) -> Value:
    time = _time(run)
    named = [f"{what}: {', '.join(of)}" for what, of in run.names if of]
    observations = [
        _observation(row, time, resources[-1], names) for row in run.rows if row.kind != "item"
    ]
    findings = [_finding(row, names) for row in run.rows if row.kind == "item"]
    result: Value = {
        "uuid": names.uuid("result", run.name, *(value for _, value in run.facts)),
        "title": _line(run.name),
        "description": _text("\n\n".join([run.headline, *named])),
        "start": time,
        "end": time,
        "props": [
            _prop("headline", run.headline),
            *(_prop(_token(name), value) for name, value in run.facts if value),
        ],
        "reviewed-controls": {
            "control-selections": [
                {"description": "every item of the policy in force", "include-all": {}}
            ]
        },
    }
    if observations:
        result["observations"] = observations
    if findings:
        result["findings"] = findings
    if "as of" not in dict(run.facts):
        result["remarks"] = "a run about a text has no day: the times are those that stand for none"
    return result


def _finding(row: Row, names: _Names) -> Value:
    status: Value = {
        "state": "satisfied" if row.outcome == "met" else "not-satisfied",
        "reason": _REASONS.get(row.outcome, "other"),
        "remarks": _text(f"{row.outcome}, on the evidence supplied"),
    }
    found: Value = {
        "uuid": names.uuid("finding", row.fingerprint),
        "title": _line(row.title or row.name),
        "description": _text(row.message),
        "props": list(_props(row)),
        "target": {"type": "objective-id", "target-id": _token(row.name), "status": status},
    }
    return {**found, "remarks": _text(f"wanted: {row.help}")} if row.help else found


def _observation(row: Row, time: str, evidence: Value, names: _Names) -> Value:
    what = "control-objective" if row.kind == "threshold" else "finding"
    relevant = [{"href": f"#{evidence['uuid']}", "description": evidence["title"]}]
    if row.path:
        at = f"{row.path}:{row.line}:{row.column}" if row.line else row.path
        relevant.append({"href": uri_of(row.path), "description": _text(at)})
    found: Value = {
        "uuid": names.uuid("observation", row.fingerprint),
        "title": _line(f"{row.rule}: {row.title}" if row.kind == "threshold" else row.rule),
        "description": _text(row.message),
        "props": list(_props(row)),
        "methods": _METHODS,
        "types": [what],
        "relevant-evidence": relevant,
        "collected": time,
    }
    return {**found, "remarks": _text(row.help)} if row.help else found


def _props(row: Row) -> Iterator[Value]:
    """Yield what the format has no field for, the outcome in the words of this tool first."""
    yield _prop("outcome", row.outcome)
    yield _prop("id", row.name)
    yield _prop("gates", "yes" if row.gates else "no")
    yield _prop("level", row.level)
    if row.due:
        yield _prop("due", row.due)
    for one in row.owner:
        yield _prop("owner", one)
    yield _prop("fingerprint", row.fingerprint)


def _prop(name: str, value: str) -> Value:
    return {"name": name, "ns": NS, "value": _line(value)}


def _time(run: Run) -> str:
    """Return the end of the day of a check: what was known on that day counts."""
    day = dict(run.facts).get("as of", "")
    known = re.fullmatch(r"(19|2\d)\d\d-\d\d-\d\d", day, re.ASCII)
    return f"{day}T23:59:59Z" if known else f"{NO_DAY}T00:00:00Z"


def _token(name: str) -> str:
    """Return a name as the format has tokens; the name as it is stands in a property."""
    found = _NOT_IN_TOKENS.sub(
        lambda m: "_" if m[0].isascii() else f"_u{ord(m[0]):x}", _plain(name)
    )
    return found if found[:1].isalpha() else f"_{found}"


def _line(text: str) -> str:
    """Return a text as one line that does not begin or end with a blank; `-` for none."""
    return " ".join(_plain(harmless(text)).split()) or "-"


def _text(text: str) -> str:
    return _plain("\n".join(harmless(line) for line in text.split("\n"))).strip() or "-"


def _plain(text: str) -> str:
    """Return a text that can be written: half a surrogate pair becomes an escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
