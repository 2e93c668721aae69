"""An attestation as a person reads it: what the verdict says, and what of it was held against what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tra_policy.reports.page import Page, cells, harmless

if TYPE_CHECKING:
    from tra_policy.model.attestation import AttestationReport

LONGEST = 60
_RESULTS = {"holds": "holds", "differs": "DIFFERS", "not-checked": "not checked"}


def verified(report: AttestationReport, page: Page) -> str:
    """Return what verifying an attestation came to, after its findings; the headline first."""
    return "".join(f"{line}\n" for line in _lines(report, page))


def _lines(report: AttestationReport, page: Page) -> Iterator[str]:
    verdict = report.verdict
    policy = f"{verdict.policy.id} {verdict.policy.version}"
    opinion = f"; opinion: {verdict.opinion}" if verdict.opinion else ""
    yield harmless(verdict.headline.sentence, page)
    yield harmless(f"{policy} on {verdict.bundle.id}, as of {verdict.as_of}{opinion}", page)
    yield harmless(f"{report.result} {verdict.basis}: `tra check` exits {verdict.exit}", page)
    width = max(cells(one.what) for one in report.checked)
    for one in report.checked:
        what = one.what + " " * (width - cells(one.what))
        words = one.said if len(one.said) <= LONGEST else f"{one.said[:LONGEST]}…"
        said = f"  {harmless(words, page)}" if words else ""
        yield f"  {what}  {_RESULTS[one.result]:<11}{said}".rstrip()
    names = ", ".join(report.signed_by)
    yield harmless(f"signed by {names}" if names else "not signed by anybody who is known", page)
