"""The pipeline on one screen: texts and evidence in, reports and diagnostics out.

No file, no clock, no terminal. Every step imports the room it passes through when it gets there, so
that linting a policy does not wait for what only evidence needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from tra_policy.model.pivot import TextVerdict
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.edits import Edit
from tra_policy.words.noun import Noun
from tra_policy.words.remarks import Remark
from tra_policy.words.source import Source

if TYPE_CHECKING:
    from tra_policy.engine import Counted, Ways
    from tra_policy.lint import About, Found
    from tra_policy.model.evidence.bundle import Evidence, Table
    from tra_policy.model.evidence.tables import Asked
    from tra_policy.model.registry import Registry
    from tra_policy.model.report import CheckReport, Finding, LintFinding, LintReport
    from tra_policy.model.request import RequestReport

Diagnostics = tuple[Diagnostic, ...]
_SEVERITIES: dict[Severity, Literal["error", "warning", "info"]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}


class Text(Noun):
    """A policy as its text alone tells it: `policy` is None where the text could not be understood."""

    source: Source
    policy: Policy | None
    verdicts: tuple[TextVerdict, ...]
    diagnostics: Diagnostics
    remarks: tuple[Remark, ...] = ()


def read(source: Source, libraries: Mapping[str, Source]) -> Text:
    """Return a policy from its text and the libraries that it may use, with what the text decides."""
    from tra_policy.logic import text_verdicts
    from tra_policy.resolve import resolve
    from tra_policy.syntax import parse

    tree, diagnostics = parse(source)
    trees = {name: (parse(library)[0],) for name, library in libraries.items()}
    policy, more = resolve((tree,), trees)
    verdicts = text_verdicts(policy) if policy else ()
    return Text(source, policy, tuple(verdicts), (*diagnostics, *more), tree.remarks)


def lint(text: Text, cited: Mapping[str, Source] | None = None) -> Diagnostics:
    """Return all that is to be said about a policy's text, beside the documents that it cites.

    `cited` are the texts of those that are at hand, by the policy's names for them.
    """
    from tra_policy.lint import said

    kept = (one for one in found(text, cited) if not one.diagnostic.allowed)
    return (*mistakes(text), *said(kept))


def counted(
    texts: Iterable[Text],
    evidence: Evidence,
    ways: Ways | None = None,
    ahead: Counted | None = None,
) -> tuple[Evidence, Diagnostics]:
    """Return evidence with its tables counted for all that some policies ask of them.

    Without tables it comes back as it is, and no database is loaded. `ways` say by whom they are counted;
    what was counted `ahead` is taken as far as it will do.
    """
    if not evidence.tables:
        return evidence, ()
    asked = _asked(texts)
    if all(table.answers(asked) for table in evidence.tables):
        return evidence, ()
    from tra_policy.engine import Ways, counted

    return counted(evidence, asked, ways or Ways(), ahead)


def counted_ahead(texts: Iterable[Text], tables: Sequence[Table], root: str, ways: Ways) -> Counted:
    """Return tables counted before the records beside them are known: for all that some policies ask, and
    for what a claim over all the rows of a kind would.
    """
    from tra_policy.engine import counted_tables
    from tra_policy.logic.rows_asked import asked_of_claim

    kinds = dict.fromkeys(table.entry.kind for table in tables)
    questions = (*_asked(texts), *(asked_of_claim(kind, ()) for kind in kinds))
    return counted_tables(tables, questions, ways, root)


def _asked(texts: Iterable[Text]) -> list[Asked]:
    from tra_policy.logic.rows_asked import asked_in

    return [one for text in texts if text.policy for one in asked_in(text.policy)]


def mistakes(text: Text) -> Diagnostics:
    """Return what makes a policy's text invalid, with the fixes that are known."""
    from tra_policy.words.guarding import all_guarded

    return tuple(all_guarded(text.source, text.diagnostics))


def found(text: Text, cited: Mapping[str, Source] | None = None) -> tuple[Found, ...]:
    """Return what the rules find, clause by clause, also what the text allows; see `lint`."""
    from tra_policy.lint import found_in

    return found_in(text.policy, about(text, cited)) if text.policy else ()


def about(text: Text, cited: Mapping[str, Source] | None = None) -> About:
    """Return what the rules are told of a policy beside it."""
    from tra_policy.lint import About

    return About(text.verdicts, cited or {}, text.source, text.remarks)


def check(
    text: Text,
    evidence: Evidence,
    as_of: date,
    sources: Mapping[str, Source],
    *,
    waivers: bool = True,
    registry: Registry | None = None,
    bundle_path: str = "",
    besides: Iterable[Diagnostic] = (),
) -> tuple[CheckReport | None, Diagnostics]:
    """Return the report of a policy held against evidence; None where the two do not go together.

    `besides` is what reading the evidence had to say: it stands among the findings of the report, with
    what its seal and its signatures show by the keys of the policy.
    """
    from tra_policy.evaluate import admissible, evaluate, named, opinion_of
    from tra_policy.model.registry import NO_REGISTRY

    if text.policy is None:
        return None, ()
    refused = admissible(text.policy, evidence)
    if refused:
        return None, refused
    known = registry or NO_REGISTRY
    of_seal: Diagnostics = ()
    if evidence.custody is not None and evidence.custody.is_there:
        from tra_policy.sealing import attributed

        evidence, of_seal = attributed(evidence, text.policy.parties)
    evidence, of_names = named(text.policy, evidence, known, as_of)
    report = evaluate(
        text.policy,
        evidence,
        as_of,
        text.verdicts,
        sources,
        waivers=waivers,
        registry=known,
        policy_path=text.source.path,
        bundle_path=bundle_path,
    )
    said = findings((*text.diagnostics, *besides, *of_seal, *of_names), sources)
    together = dict.fromkeys((*said, *report.findings))
    added = {"findings": tuple(sorted(together, key=_order)), "registry": known.sha256}
    whole = report.model_copy(update=added)
    return whole.model_copy(update={"opinion": opinion_of(whole)}), ()


def lint_report(
    texts: Sequence[Text],
    found: Diagnostics,
    version: str,
    unread: Sequence[tuple[str, str, str]] = (),
) -> LintReport:
    """Return a lint run as the contract `tra.lint/1` has it.

    `unread` are the cited documents that were not at hand: of which policy, their name, their file.
    """
    from tra_policy.model.report import LintReport, LintThreshold, Tool, UnreadSource

    titles = {t.name: t.title for text in texts if text.policy for t in text.policy.thresholds}
    thresholds = (
        LintThreshold(
            id=verdict.threshold,
            title=titles.get(verdict.threshold, ""),
            label_of_text=verdict.label,
            legs=verdict.legs,
            pivotality=verdict.pivotality,
        )
        for text in texts
        for verdict in text.verdicts
    )
    sources = {text.source.path: text.source for text in texts}
    told = dict.fromkeys(zip(findings(found, sources), found, strict=True))
    said = sorted((_lint_finding(one, of, sources) for one, of in told), key=_order)
    return LintReport(
        schema_="tra.lint/1",
        tool=Tool(version=version),
        findings=tuple(said),
        thresholds=tuple(thresholds),
        unread_sources=tuple(UnreadSource(policy=p, name=n, file=f) for p, n, f in unread),
    )


def _lint_finding(found: Finding, of: Diagnostic, sources: Mapping[str, Source]) -> LintFinding:
    from tra_policy.model.report import LintEdit, LintFinding, LintFix

    def edit(one: Edit) -> LintEdit:
        source = sources[one.span.path]
        start, end = source.place(one.span.start), source.place(one.span.end)
        return LintEdit(
            line=start.line,
            column=start.column,
            end_line=end.line,
            end_column=end.column,
            text=one.text,
        )

    return LintFinding(
        **found.model_dump(),
        confidence=of.confidence,
        audience=of.audience,
        fingerprint=of.fingerprint,
        allowed=of.allowed,
        shows=of.shows,
        fixes=tuple(
            LintFix(title=fix.title, safe=fix.safe, edits=tuple(map(edit, fix.edits)))
            for fix in of.fixes
            if all(one.span.path in sources for one in fix.edits)
        ),
    )


def request(text: Text, sources: Mapping[str, Source], version: str) -> RequestReport | None:
    """Return the records that a policy's text asks for; None where it could not be understood."""
    from tra_policy.model.report import PolicyRef, Tool
    from tra_policy.model.request import RequestReport
    from tra_policy.request import requested

    policy = text.policy
    if policy is None:
        return None
    return RequestReport(
        schema_="tra.request/1",
        tool=Tool(version=version),
        policy=PolicyRef(
            id=policy.name,
            version=policy.version,
            title=policy.title,
            developer=policy.developer,
            path=text.source.path,
            sha256=policy.sha256,
        ),
        wanted=requested(policy, sources),
    )


def findings(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]
) -> tuple[Finding, ...]:
    """Return diagnostics as the findings of a report, with line and column."""
    from tra_policy.model.report import Finding

    placed = [(one, one.placed(dict(sources)).place) for one in diagnostics]
    return tuple(
        Finding(
            code=one.code,
            severity=_SEVERITIES[one.severity],
            message=one.message,
            path=place.path if place else one.span.path if one.span else "",
            line=place.line if place else 0,
            column=place.column if place else 0,
            pointer=place.pointer if place else "",
            help=one.help,
            subject=one.subject,
        )
        for one, place in placed
    )


def _order(found: Finding) -> tuple[str, int, int, str, str, str]:
    return found.path, found.line, found.column, found.code, found.pointer, found.message
