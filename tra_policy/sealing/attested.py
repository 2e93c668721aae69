"""An attestation held against what it names: who signed it, the policy, the bundle, the report.

What is not at hand is not looked at, and listed as such. One thing that differs gives one message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tra_policy.model.attestation import Attestation, HeldAgainst, Verdict
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.keys import key_text
from tra_policy.model.policy import Policy
from tra_policy.model.report import CheckReport
from tra_policy.sealing.attesting import custody_of, passed, verdict_of
from tra_policy.sealing.codes import said
from tra_policy.sealing.following import consistency
from tra_policy.sealing.holding import Holding, answer, name_of, place_in, unlike
from tra_policy.sealing.verdicts import Keys
from tra_policy.sealing.verifying import Verified, verified
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place


class GivenReport(Noun):
    """A report that is at hand: what it says, the sha256 of its bytes, the code that it gives."""

    report: CheckReport
    sha256: str
    exit: int


class AtHand(Noun):
    """What an attestation is held against. `keys` gives the party of each known key, `asked` must sign."""

    keys: Keys
    asked: Sequence[bytes] = ()
    policies: Sequence[Policy] = ()
    evidence: Evidence | None = None
    report: GivenReport | None = None


def held(attestation: Attestation, at_hand: AtHand) -> tuple[Holding, ...]:
    """Return what came of every question that can be asked of an attestation."""
    return (
        *_signatures(attestation, at_hand),
        consistency(attestation),
        _policy(attestation, at_hand.policies),
        _bundle(attestation, at_hand.evidence),
        _report(attestation, at_hand.report),
    )


def evaluated_again(attestation: Attestation, given: GivenReport | None, why: str = "") -> Holding:
    """Return what came of evaluating the policy and the bundle once more; without a report, `why` not.

    Another version of the tool, and other rows of the registry, are told and are no difference by themselves.
    """
    what = "evaluation"
    if given is None:
        return Holding(HeldAgainst(what=what, result="not-checked", said=why))
    verdict = attestation.verdict.predicate
    again = _verdict_again(verdict, given)
    parts = [name for name in _unlike(verdict, again) if name not in ("report", "tool")]
    by = again.tool.version
    if parts in ([], ["registry"]):
        rows = "; other rows of the registry" if parts else ""
        return Holding(answer(what, True, f"done again with {by}{rows}"))
    with_ = f"with {by}"
    with_ += f"; it was attested with {verdict.tool.version}" if again.tool != verdict.tool else ""
    told = tuple(
        said(
            69,
            f"`{part}` is not what the policy and the bundle come to, evaluated again {with_}",
            place_in(attestation, f"/predicate/{part}"),
        )
        for part in parts
    )
    return Holding(answer(what, False, ", ".join(parts)), told)


def not_passed(attestation: Attestation) -> Iterator[Diagnostic]:
    """Yield that a verdict does not pass, where it does not."""
    verdict = attestation.verdict.predicate
    if not passed(verdict):
        message = f"the verdict does not pass: `tra check` exits {verdict.exit}"
        yield said(68, message, place_in(attestation, "/predicate/exit"))


def signers_of(found: Iterable[Holding], keys: Keys) -> tuple[str, ...]:
    """Return who signed every statement of an attestation, by name."""
    signed = [one.signers for one in found if one.line.what.startswith("signature of")]
    every = frozenset.intersection(*signed) if signed else frozenset()
    return tuple(sorted(keys.get(key, key_text(key)) for key in every))


def _signatures(attestation: Attestation, at_hand: AtHand) -> Iterator[Holding]:
    known = frozenset(at_hand.keys)
    unknown: list[str] = []
    for line in attestation.lines:
        at = Place(attestation.path, line.line, 1)
        name = name_of(line)
        results = list(verified(line, known))
        wrong = list(_doubtful(results, at_hand.keys, name, at))
        signers = frozenset(one.key for one in results if one.holding == "holds") & known
        wrong += [
            said(67, f"`{at_hand.keys[key]}` did not sign {name}", at)
            for key in at_hand.asked
            if signers and key not in signers
        ]
        by = ", ".join(sorted(at_hand.keys[key] for key in signers))
        if not signers:
            by = "by no key that is known"
            # One key signs all of an attestation: that it is unknown is one mistake. A signature that
            # does not verify has been told.
            told = bool(unknown) or any(one.code == "TRS060" for one in wrong)
            wrong += [] if told else [said(61, f"no key that is known signed {name}", at)]
            unknown.append(name)
        fine = bool(signers) and all(one.code == "TRS027" for one in wrong)
        yield Holding(answer(f"signature of {name}", fine, by), tuple(wrong), signers)


def _doubtful(
    results: Iterable[Verified], keys: Keys, name: str, at: Place
) -> Iterator[Diagnostic]:
    """Yield which signatures do not verify, or name a key that did not make them."""
    for one in results:
        named = keys.get(one.key) or (key_text(one.key) if one.key else "a key")
        if one.holding == "fails":
            yield said(60, f"the signature of {name} by `{named}` does not verify", at)
        if one.strangely_named:
            yield said(27, f"the signature of {name} names another key than `{named}`", at)


def _unasked(what: str) -> Holding:
    return Holding(HeldAgainst(what=what, result="not-checked", said="not at hand"))


def _policy(attestation: Attestation, policies: Sequence[Policy]) -> Holding:
    stated = attestation.verdict.predicate.policy
    name = f"{stated.id} {stated.version}"
    if not policies:
        return _unasked("policy")
    wanted = (stated.id, stated.version, stated.sha256)
    if any((one.name, one.version, one.sha256) == wanted for one in policies):
        return Holding(answer("policy", True, name))
    near = next((one for one in policies if one.name == stated.id), policies[0])
    fields = (
        ("id", stated.id, near.name),
        ("version", stated.version, near.version),
        ("sha256", stated.sha256, near.sha256),
    )
    return _other(attestation, "policy", fields, lambda message, at: said(62, message, at))


def _bundle(attestation: Attestation, evidence: Evidence | None) -> Holding:
    stated = attestation.verdict.predicate.bundle
    if evidence is None:
        return _unasked("bundle")
    manifest = evidence.manifest
    fields = [
        ("id", stated.id, manifest.id),
        ("subject", stated.subject, manifest.subject),
        ("sha256", stated.sha256, evidence.sha256),
    ]
    here = custody_of(evidence.custody)
    if stated.custody is not None and here is not None:
        fields.append(("custody/seal", stated.custody.seal or "none", here.seal or "none"))
        before, after = (" ".join(e.sha256 for e in c.envelopes) for c in (stated.custody, here))
        fields.append(("custody/envelopes", before or "none", after or "none"))
    return (
        _other(attestation, "bundle", fields, lambda message, at: said(63, message, at))
        if _unequal(fields)
        else _same_bundle(stated.id)
    )


def _same_bundle(name: str) -> Holding:
    return Holding(answer("bundle", True, name))


def _unequal(fields: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [one for one in fields if one[1] != one[2]]


def _other(
    attestation: Attestation,
    what: str,
    fields: Iterable[tuple[str, str, str]],
    tell: Callable[[str, Place], Diagnostic],
) -> Holding:
    """Return that something else is at hand, with each field that differs at its place."""
    wrong = [
        tell(
            f"the `{field}` of the {what} is attested as `{_short(there)}`, and is `{_short(here)}`",
            place_in(attestation, f"/predicate/{what}/{field}"),
        )
        for field, there, here in _unequal(fields)
    ]
    names = ", ".join(field for field, *_ in _unequal(fields))
    return Holding(answer(what, False, f"another {names}"), tuple(wrong))


def _short(value: str) -> str:
    return f"{value[:16]}…" if len(value) > 60 else value


def _report(attestation: Attestation, given: GivenReport | None) -> Holding:
    if given is None:
        return _unasked("report")
    verdict = attestation.verdict.predicate
    parts = [name for name in _unlike(verdict, _verdict_again(verdict, given)) if name != "report"]
    if given.sha256 != verdict.report.sha256:
        rest = f"; it says otherwise on {', '.join(f'`{p}`' for p in parts)}" if parts else ""
        message = f"the report at hand is not the one that was attested{rest}"
        if not parts:
            message += "; what it comes to is the same"
        wrong = said(64, message, place_in(attestation, "/predicate/report/sha256"))
        return Holding(answer("report", False, "another sha256"), (wrong,))
    told = tuple(
        said(
            65, f"`{part}` is not what the report says", place_in(attestation, f"/predicate/{part}")
        )
        for part in parts
    )
    return Holding(answer("report", not told, ", ".join(parts)), told)


def _verdict_again(verdict: Verdict, given: GivenReport) -> Verdict:
    """What a report comes to, by whoever signed and under the seal that a verdict names."""
    return verdict_of(
        given.report,
        report_sha256=given.sha256,
        exit=given.exit,
        verifier=verdict.verifier,
        custody=verdict.bundle.custody,
    )


def _unlike(one: Verdict, other: Verdict) -> list[str]:
    return unlike(one.model_dump(mode="json"), other.model_dump(mode="json"))
