"""What is to be said about the envelopes of a bundle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.model.evidence.custody import Custody, Seal
from tra_policy.sealing.codes import said
from tra_policy.sealing.verdicts import Keys, Verdict
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place


def on_envelopes(custody: Custody, found: Iterable[Verdict], keys: Keys) -> Iterator[Diagnostic]:
    """Yield what does not hold of some envelopes, or what nobody could tell."""
    for verdict in found:
        yield from _on_signatures(custody, verdict, keys)
        yield from _on_statement(custody, verdict)


def whose(verdict: Verdict) -> str:
    """Return who signed, as a message begins with it."""
    names = [f"`{name}`" for name in sorted(verdict.signers)]
    return " and ".join(names) if names else "somebody"


def shortened(keyid: str) -> str:
    """Return so much of the name of a key that a person can tell it from others."""
    return keyid if len(keyid) <= 80 else f"{keyid[:77]}..."


def _on_signatures(custody: Custody, verdict: Verdict, keys: Keys) -> Iterator[Diagnostic]:
    path = verdict.envelope.path
    for number, one in enumerate(verdict.results):
        at = Place(custody.shown(path), pointer=f"/signatures/{number}")
        party = keys.get(one.key, "")
        key = f"the key `{shortened(one.keyid)}`" if one.keyid else "a key that is not named"
        if one.holding == "fails":
            message = (
                f"the signature of {f'`{party}`' if party else key} in `{path}` does not verify"
            )
            yield said(20, message, at, subject=party)
        elif not party:
            yield said(25, f"`{path}` is signed with {key}, which no party declares", at)
        elif one.strangely_named:
            yield said(27, f"a signature of `{party}` in `{path}` names {key}", at, subject=party)


def _on_statement(custody: Custody, verdict: Verdict) -> Iterator[Diagnostic]:
    path = verdict.envelope.path
    at = Place(custody.shown(path))
    match verdict.standing:
        case "contradictory":
            message = f"what `{path}` signs contradicts itself: {verdict.why}"
            yield said(7, message, at, subject=path)
        case "other":
            yield said(21, f"`{path}` signs {verdict.why}", at, subject=path)
        case "elsewhere" if verdict.envelope.sha256 != custody.seal_sha256:
            yield said(24, f"`{path}` was signed for {verdict.why}", at, subject=path)
        case "earlier" if verdict.holds:
            yield _on_earlier(custody, verdict)
        case "files" if verdict.holds:
            for name in verdict.differing:
                message = f"`{name}` was changed after {whose(verdict)} signed it"
                here = next(f for f in custody.files if f.path == name)
                signed = {s.name: s.digest.sha256 for s in verdict.envelope.statement.subject}
                if here.sha256 == signed[name]:
                    message = f"`{name}` is not read as it was when {whose(verdict)} signed it"
                yield said(22, message, Place(custody.shown(name)), subject=name)
            for name in verdict.gone:
                message = f"`{name}`, which {whose(verdict)} signed, is not in the bundle"
                yield said(23, message, at, subject=name)
        case _:
            # Of the seal at hand every difference is told once, not again for each who signed it.
            pass


def _on_earlier(custody: Custody, verdict: Verdict) -> Diagnostic:
    signed = verdict.envelope.statement
    assert isinstance(signed, Seal)
    message = (
        f"{whose(verdict)} signed seal {signed.predicate.sequence}, an earlier one: of its "
        f"{len(signed.subject)} files {len(verdict.same)} are as they were"
    )
    named = [*verdict.differing, *verdict.gone]
    shown = ", ".join(f"`{name}`" for name in named[:5])
    more = f" and {len(named) - 5} more" if len(named) > 5 else ""
    return said(
        26,
        message,
        Place(custody.shown(verdict.envelope.path)),
        f"changed or taken out since: {shown}{more}" if named else "",
        verdict.envelope.path,
        Severity.WARNING if set(named) - {custody.manifest} else Severity.INFO,
    )
