"""A bundle with its seal and signatures verified: what `verify` judges, as well as what `show` shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tra_policy import __version__, driver
from tra_policy.cli.bundle.folder import Opened, Said, open_bundle
from tra_policy.cli.bundle.keys import public_key_of
from tra_policy.cli.opening import open_policies
from tra_policy.model.bundle_report import BundleReport
from tra_policy.model.keys import key_text
from tra_policy.model.policy import Party
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Source

if TYPE_CHECKING:
    from tra_policy.sealing.authorship import Verification

UNKNOWN_SIGNER = "TRS025"


class Looked(Noun):
    """A bundle, what holds of it, and the keys that were known; `asked` are those of `--key`."""

    opened: Opened
    verification: Verification
    keys: Mapping[bytes, str]
    asked: tuple[bytes, ...]
    parties: tuple[Party, ...]
    sources: Mapping[str, Source]

    @property
    def said(self) -> list[Diagnostic]:
        """All that reading and verifying had to say; without any key nobody is an unknown signer."""
        found = [*self.opened.said, *self.verification.said]
        return [d for d in found if self.keys or d.code != UNKNOWN_SIGNER]

    def report(self, said: Sequence[Diagnostic]) -> BundleReport:
        """Return the bundle as a report, with some findings."""
        from tra_policy.sealing.overview import bundle_report

        return bundle_report(
            self.opened.evidence,
            self.opened.custody,
            self.verification,
            self.keys,
            self.parties,
            version=__version__,
            path=str(self.opened.path),
            findings=driver.findings(said, self.sources),
        )


def look(
    given: str, policies: Sequence[str], asked: Sequence[str] = ()
) -> tuple[Looked | None, Said, Mapping[str, Source]]:
    """Return a bundle verified with the keys of policies and with others, or what kept it from that."""
    wrong: list[Diagnostic] = []
    texts, read = open_policies(policies) if policies else ([], None)
    sources: dict[str, Source] = dict(read.sources) if read else {}
    if read is not None:
        wrong.extend(d for d in read.diagnostics if d.input_error)
    parties: list[Party] = []
    for text in texts:
        wrong.extend(d for d in text.diagnostics if d.input_error)
        parties.extend(text.policy.parties if text.policy is not None else ())
    keys = []
    for one in asked:
        held, said = public_key_of(one)
        wrong.extend(said)
        keys.extend([held] if held is not None else [])
    opened, said, more = open_bundle(given)
    sources.update(more)
    if opened is None or wrong:
        return None, (*wrong, *(said if opened is None else ())), sources
    from tra_policy.sealing.authorship import verification
    from tra_policy.sealing.verdicts import keys_of

    known = {**{key: key_text(key) for key in keys}, **keys_of(parties)}
    found = verification(opened.evidence, opened.custody, known)
    return Looked(opened, found, known, tuple(keys), tuple(parties), sources), (), sources
