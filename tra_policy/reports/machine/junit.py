"""JUnit XML, as test dashboards read it: a suite a policy, a case an item or finding.

Not met is a failure; unknown that gates is an error, since nothing was shown either way; not applicable,
not yet due and waived are skipped. Findings below an error are system output.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tra_policy.reports.machine.rows import Row, Run

SKIPPED = ("not-applicable", "not-yet-due", "waived")


def render(runs: Sequence[Run]) -> str:
    """Return one document with a suite for every run."""
    whole = Element("testsuites", name="tra")
    for run in runs:
        _suite(whole, run)
    for name in ("tests", "failures", "errors", "skipped"):
        whole.set(name, str(sum(int(suite.get(name, "0")) for suite in whole)))
    indent(whole)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(whole, "unicode") + "\n"


def _suite(whole: Element, run: Run) -> None:
    cases = [
        r for r in run.rows if r.kind == "item" or (r.kind == "finding" and r.level == "error")
    ]
    suite = SubElement(whole, "testsuite", name=_xml(run.name))
    properties = SubElement(suite, "properties")
    facts = [("headline", run.headline), *run.facts]
    facts += [(name, ", ".join(ids)) for name, ids in run.names if ids]
    for name, value in facts:
        SubElement(properties, "property", name=_xml(name), value=_xml(value))
    names: Counter[str] = Counter()
    for row in cases:
        name = row.rule if row.kind == "item" else f"{row.rule} {row.name}"
        names[name] += 1
        # Dashboards keep one case of each name.
        once = names[name] == 1
        _case(suite, row, run.name, name if once else f"{name} ({names[name]})")
    rest = [r for r in run.rows if r not in cases]
    if rest:
        SubElement(suite, "system-out").text = _xml("\n".join(r.message for r in rest))
    counts = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(cases)))
    for name, tag in counts.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("time", "0")


def _case(suite: Element, row: Row, run: str, name: str) -> None:
    case = SubElement(suite, "testcase", classname=_xml(run), name=_xml(name), time="0")
    if row.path:
        case.set("file", _xml(row.path))
        case.set("line", str(row.line))
    said = "\n".join(
        part for part in (row.message, f"wanted: {row.help}" if row.help else "") if part
    )
    if row.outcome in SKIPPED:
        SubElement(case, "skipped", message=_xml(row.outcome))
    elif row.outcome in ("not-met", "error") and row.level == "error":
        SubElement(case, "failure", message=_xml(row.message), type=row.outcome).text = _xml(said)
    elif row.level in ("error", "warning"):
        SubElement(case, "error", message=_xml(row.message), type=row.outcome).text = _xml(said)
    elif row.level == "note":
        SubElement(case, "system-out").text = _xml(said)


def _xml(text: str) -> str:
    """Return a text with what XML 1.0 cannot hold shown as a replacement."""
    return "".join(c if _may_stand(ord(c)) else "�" for c in text)


def _may_stand(code: int) -> bool:
    if code < 0x20:
        return code in (0x9, 0xA)
    return not (0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))
