"""Running one example through the whole tool: text to report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tra_policy import driver, workspace
from tra_policy.cli.exits import Exit, Switches, of_input, of_report, worst
from tra_policy.evaluate.checker import check_proof
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.registry import NO_REGISTRY, Registry
from tra_policy.model.report import CheckReport, Finding
from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.registry import read_registry
from tra_policy.syntax import parse
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Source

from .pages import Case, the_block

AS_OF = date(2026, 2, 1)
POLICY = "policy.tra"


@dataclass(frozen=True)
class Run:
    """What came out of an example. `opening` is how many lines were put in front of its policy."""

    mistakes: tuple[Diagnostic, ...]
    findings: tuple[Finding, ...]
    report: CheckReport | None
    exit: Exit
    unconfirmed: tuple[str, ...]
    opening: int


@cache
def _opening() -> str:
    return the_block("tra opening")


@cache
def _manifest() -> str:
    return the_block("yaml manifest")


def whole_policy(case: Case) -> tuple[str, int]:
    """Return a policy with the opening in front unless it has its own, and how many lines that adds."""
    if case.whole or case.policy.startswith("tra 1\n"):
        return case.policy, 0
    return _opening() + case.policy, _opening().count("\n")


def whole_manifest(text: str) -> str:
    """Return a manifest: itself, or the standard one with a list of records."""
    if text.startswith("format:"):
        return text
    if text.startswith("tables:"):
        return _manifest() + text
    if not text.strip():
        return _manifest()
    return _manifest() + "records:\n" + "".join(f"  {line}\n" for line in text.splitlines())


def is_mistake(said: Diagnostic) -> bool:
    """Whether a diagnostic is a mistake in the input rather than a finding about a valid one."""
    return said.input_error or (said.severity == Severity.ERROR and said.code.startswith("TRA"))


def read_policy(case: Case) -> tuple[driver.Text, tuple[Diagnostic, ...], int]:
    """Return the policy of an example, what is wrong with it, and how many lines its opening has."""
    text, opening = whole_policy(case)
    source = Source(POLICY, text)
    libraries = {name: Source(f"{name}.tra", body) for name, body in case.libraries}
    read = driver.read(source, libraries)
    sources = {POLICY: source, **{s.path: s for s in libraries.values()}}
    return read, tuple(d.placed(sources) for d in read.diagnostics), opening


def read_fragment(text: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the form of a text; its first line is put in front."""
    _, said = parse(Source(POLICY, f"tra 1\n{text}"))
    return said


def registry_of(case: Case) -> Registry:
    """Return the registry of an example: the rows of its `yaml registry` block and no others."""
    if not case.registry:
        return NO_REGISTRY
    file, said = read_registry("registry.yaml", case.registry.encode())
    assert file is not None, said
    return NO_REGISTRY.with_rows_of(file)


def run(case: Case, as_of: date = AS_OF, waivers: bool = True) -> Run:
    """Return what comes out of an example."""
    read, said, opening = read_policy(case)
    files = dict(case.evidence) or {"bundle.yaml": ""}
    files["bundle.yaml"] = whole_manifest(files["bundle.yaml"])
    evidence, more = _opened(files, case, read)
    mistakes = [d for d in (*said, *more) if is_mistake(d)]
    besides = [d for d in more if not is_mistake(d)]
    report = None
    if evidence is not None and not any(is_mistake(d) for d in said):
        sources = {POLICY: read.source}
        report, refused = driver.check(
            read,
            evidence,
            as_of,
            sources,
            waivers=waivers,
            registry=registry_of(case),
            besides=besides,
        )
        mistakes.extend(refused)
    codes = [of_input(mistakes)]
    if report is not None:
        codes.append(of_report(report, Switches()))
    findings = () if report is None else tuple(f for f in report.findings if not _text(f))
    return Run(
        tuple(mistakes), findings, report, worst(codes), tuple(_unconfirmed(report)), opening
    )


def _opened(
    files: Mapping[str, str], case: Case, read: driver.Text
) -> tuple[Evidence | None, tuple[Diagnostic, ...]]:
    """Return the evidence of an example, with its rows counted, and what is wrong with it."""
    if not case.rows:
        return read_bundle({name: body.encode() for name, body in files.items()})
    with TemporaryDirectory() as folder:
        for name, body in (*files.items(), *case.rows):
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8", newline="")
        evidence, _, said = workspace.open_bundle(folder)
        if evidence is None:
            return None, said
        evidence, of_rows = driver.counted([read], evidence)
        return evidence, (*said, *of_rows)


def _text(found: Finding) -> bool:
    return found.severity == "error" and found.code.startswith("TRA")


def _unconfirmed(report: CheckReport | None) -> Iterator[str]:
    if report is None:
        return
    proofs = [(t.id, t.proof) for t in report.thresholds] + [(i.id, i.proof) for i in report.items]
    for name, proof in proofs:
        for fault in check_proof(proof):
            yield f"{name}: {fault}"
