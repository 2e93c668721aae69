"""What the codes of this room mean."""

from __future__ import annotations

from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.explained import Explained
from tra_policy.words.source import Place

_CLOSED = "A seal says which bytes were handed over. What differs is not what was handed over."
_CLAIM = "A name is a claim, a signature shows it. One that does not hold is worse than none."
_OF_OTHER = "A verdict on one policy and one bundle says nothing of others."
_AGAIN = "find out who changed it and why; then `tra bundle seal` closes the bundle anew"


def _code(
    number: int,
    name: str,
    summary: str,
    why: str,
    remedy: str = "",
    severity: Severity = Severity.ERROR,
) -> Explained:
    return Explained(f"TRS{number:03}", name, severity, summary, why, remedy)


CODES: tuple[Explained, ...] = (
    _code(1, "added-file", "a file was added after the bundle was sealed", _CLOSED, _AGAIN),
    _code(2, "removed-file", "a file that was sealed is not in the bundle", _CLOSED, _AGAIN),
    _code(
        3,
        "changed-file",
        "a file was changed after the bundle was sealed",
        f"{_CLOSED} Its records can still prevent a good answer and can no longer support one.",
        _AGAIN,
    ),
    _code(
        4, "reordered-files", "files are listed in another order than was sealed", _CLOSED, _AGAIN
    ),
    _code(
        5,
        "other-counts",
        "another number of records is read than was sealed",
        "A record that was left out may be the one that mattered.",
        _AGAIN,
    ),
    _code(
        6,
        "other-bundle",
        "the seal is of another bundle, developer, subject or day than the manifest states",
        "An old seal, or one of another bundle, shows nothing about this one.",
        _AGAIN,
    ),
    _code(
        7,
        "contradictory-seal",
        "a seal or a signed statement contradicts itself",
        "It names a file twice, or its list of files is not that of its digests.",
        "make it again with `tra bundle seal` or `tra bundle sign`",
    ),
    _code(
        20,
        "bad-signature",
        "a signature does not verify under the key that it names",
        f"{_CLAIM} The records that it would cover cannot support an answer.",
        "ask the party that is named to sign again",
    ),
    _code(
        21,
        "other-seal",
        "an envelope signs another seal than the one at hand",
        "Whoever keeps an old seal with its signatures can put it beside newer files.",
        "ask for signatures on the seal at hand",
    ),
    _code(
        22,
        "changed-since-signed",
        "a file was changed after it was signed, or is read otherwise",
        "The signature was for other bytes. Its records can no longer support an answer.",
        "ask the party to sign the file as it is now",
    ),
    _code(
        23,
        "removed-since-signed",
        "a file that was signed is not in the bundle",
        "What somebody vouched for and was then taken out may be what mattered.",
        "put the file back, or ask its signer",
    ),
    _code(
        24,
        "signed-elsewhere",
        "a signature was made for another bundle, developer, subject or a later day",
        "A signature on one bundle shows nothing about another.",
        "ask the party to sign the files of this bundle",
    ),
    _code(
        25,
        "unknown-signer",
        "a signature is of a key that no party of the policy declares",
        "It may be sound; whose it is cannot be told.",
        "write `key ed25519:…` below the party in the policy",
        Severity.INFO,
    ),
    _code(
        26,
        "earlier-seal",
        "an envelope signs an earlier seal of this bundle",
        "It still covers the files that are as they were then, and no others.",
        "ask for signatures on the seal at hand",
        Severity.INFO,
    ),
    _code(
        27,
        "other-key-named",
        "a signature names another key than the one that made it",
        "The name of a key is only a hint, and the signature holds; another tool may name keys so, or "
        "somebody changed it.",
        severity=Severity.INFO,
    ),
    _code(
        40,
        "not-sealed",
        "a bundle has no seal that could be verified",
        "Without one nothing shows that a file was added, taken out or changed.",
        "`tra bundle seal` closes a bundle",
    ),
    _code(
        41,
        "not-signed-by",
        "a key that was asked for did not sign the seal at hand",
        _CLAIM,
        "ask its holder to sign: `tra bundle sign DIR --key PEM`",
    ),
    _code(
        42,
        "not-after",
        "the seal at hand does not follow the seal that is known",
        "A bundle that was rolled back is whole in itself: only who kept a later seal can tell.",
        "ask for the seal that follows the one you keep",
    ),
    _code(
        60,
        "attestation-bad-signature",
        "a signature of an attestation does not verify under the key that it names",
        f"{_CLAIM} What it stands over may have been changed.",
        "ask who attested for the file as it was written",
    ),
    _code(
        61,
        "attestation-unknown-signer",
        "no key that is known signed a statement of an attestation",
        "Anybody can write an attestation. It is worth what the signer's word is worth.",
        "name the policy that declares the signer's key with `--policy`, or the key with `--key`",
    ),
    _code(
        62,
        "attestation-other-policy",
        "an attestation is of another policy than the one at hand",
        _OF_OTHER,
        "verify it with the text of the policy that was attested, its libraries included",
    ),
    _code(
        63,
        "attestation-other-bundle",
        "an attestation is of another bundle than the one at hand",
        f"{_OF_OTHER} A signature that was added later makes it another one, too.",
        "verify it with the bundle as it was attested, or have the bundle attested as it is",
    ),
    _code(
        64,
        "attestation-other-report",
        "an attestation is of another report than the one at hand",
        "One byte makes it another one: paths stand in a report as they were given.",
        "verify it with the file that was attested",
    ),
    _code(
        65,
        "attestation-not-its-report",
        "an attestation says otherwise than the very report that it names",
        "Who signed it did not sign what the report says.",
        "trust the report no more than its own evidence, and ask who signed",
    ),
    _code(
        66,
        "attestation-contradictory",
        "the statements of an attestation contradict each other or themselves",
        "A summary follows from the verdict. One that does not, or is left out, was not written with it.",
        "have the result attested again with `tra attest`",
    ),
    _code(
        67,
        "attestation-not-signed-by",
        "a key that was asked for did not sign a statement of an attestation",
        _CLAIM,
        "ask its holder to attest: `tra attest REPORT --key PEM --out FILE`",
    ),
    _code(
        68,
        "attestation-not-passed",
        "a verdict that was asked to pass does not",
        "An attestation can be whole and say that something is not met, or unknown.",
        "`tra check` says what is open; what is asked for here is `--passed`",
    ),
    _code(
        69,
        "attestation-not-reproduced",
        "a policy and a bundle come to something else than is attested of them",
        "A signature shows who vouches for a result, not that it follows from what it names.",
        "run `tra check` on the day that is named, with the version of the tool that is named, and compare",
    ),
)
_BY_NUMBER = {int(one.code[3:]): one for one in CODES}


def said(
    number: int,
    message: str,
    place: Place,
    advice: str = "",
    subject: str = "",
    severity: Severity | None = None,
) -> Diagnostic:
    """Return a finding about a seal or a signature; it never makes a bundle unreadable."""
    code = _BY_NUMBER[number]
    return Diagnostic(
        code.code,
        message,
        severity=severity or code.severity,
        help=advice or code.remedy,
        place=place,
        subject=subject,
    )
