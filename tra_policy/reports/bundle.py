"""A bundle as a person reads it: its files, its records, its seal, who signed what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tra_policy.reports.page import Page, cells, harmless

if TYPE_CHECKING:
    from tra_policy.model.bundle_report import BundleReport, EnvelopeReport, SignatureReport

Row = tuple[str, ...]
_SIGNS = {
    "files": "signs some files",
    "seal": "signs the seal",
    "earlier-seal": "signs an earlier seal",
    "other-seal": "signs another seal than the one at hand",
    "other-bundle": "signs something else than this bundle",
    "contradictory-statement": "signs what contradicts itself",
}


def shown(report: BundleReport, page: Page) -> str:
    """Return what is in a bundle."""
    title = f"  {report.title}" if report.title else ""
    parts = [
        [harmless(f"{report.id}{title}", page)],
        _table(
            [
                ("developer", report.developer),
                ("subject", report.subject),
                ("date", report.date),
                ("sha256", report.sha256),
            ],
            page,
        ),
        ["", "files"],
        _table(_files(report), page),
        ["", harmless(_counted(report), page)],
        _seal(report, page),
    ]
    if report.envelopes:
        parts += [["", "signatures"], _table(_signatures(report.envelopes), page)]
    if report.parties:
        parts += [["", "parties"], _table(_parties(report), page)]
    return _text(line for part in parts for line in part)


def verified(report: BundleReport, page: Page) -> str:
    """Return what verifying a bundle came to, after its findings."""
    lines = _seal(report, page)
    if report.envelopes:
        lines += _table(_signatures(report.envelopes), page)
    else:
        lines.append("not signed: whoever can write to the bundle could have sealed it anew")
    return _text(lines)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _table(rows: Iterable[Row], page: Page) -> list[str]:
    """Return rows with every column but the last as wide as its widest cell."""
    safe = [tuple(harmless(cell, page) for cell in row) for row in rows]
    columns = max((len(row) for row in safe), default=0)
    widths = [max((cells(row[n]) for row in safe), default=0) for n in range(columns)]
    return [
        "  ".join(["", *(c + " " * (widths[n] - cells(c)) for n, c in enumerate(row))]).rstrip()
        for row in safe
    ]


def _files(report: BundleReport) -> Iterator[Row]:
    for file in report.files:
        said = [", ".join(f"{number:,} {kind}" for kind, number in file.records.items())]
        if file.reader:
            kept = file.reader == "attachment"
            said.append("kept as an attachment" if kept else f"read as {file.reader}")
        if not file.listed:
            said.append("not listed: not read")
        if file.signed_by:
            said.append(f"signed by {', '.join(file.signed_by)}")
        yield file.path, f"{file.bytes:,} bytes", "; ".join(part for part in said if part)


def _counted(report: BundleReport) -> str:
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in report.records.items())
    unread = f"; {report.unread:,} could not be read" if report.unread else ""
    number = sum(report.records.values())
    return f"{number:,} record{'' if number == 1 else 's'}{f': {kinds}' if kinds else ''}{unread}"


def _seal(report: BundleReport, page: Page) -> list[str]:
    seal = report.seal
    if seal is None:
        return ["not sealed"]
    state = "holds" if seal.holds else "DOES NOT HOLD"
    lines = [f"seal {seal.sequence} of {seal.date} over {seal.files:,} files {state}"]
    if report.signed_by:
        lines.append(f"signed by {', '.join(report.signed_by)}")
    return [harmless(line, page) for line in lines]


def _signatures(envelopes: Iterable[EnvelopeReport]) -> Iterator[Row]:
    for envelope in envelopes:
        covers = ", ".join(envelope.covers[:4])
        more = f" and {len(envelope.covers) - 4} more" if len(envelope.covers) > 4 else ""
        only = f" ({covers}{more})" if envelope.signs in ("files", "earlier-seal") else ""
        for one in envelope.signatures:
            yield envelope.path, _signer(one), f"{_SIGNS[envelope.signs]}{only}"
        if not envelope.signatures:
            yield envelope.path, "no signature", f"{_SIGNS[envelope.signs]}{only}"


def _signer(one: SignatureReport) -> str:
    who = one.party or one.key or one.keyid or "a key that is not named"
    state = {"holds": "", "fails": "DOES NOT VERIFY: ", "unknown": "not verified: "}[one.verified]
    return f"{state}{who}"


def _parties(report: BundleReport) -> Iterator[Row]:
    for party in report.parties:
        said = ["has a key" if party.key else ""]
        said.append(f"signed {party.records_signed:,} records" if party.records_signed else "")
        yield party.party, party.title, "; ".join(part for part in said if part)
