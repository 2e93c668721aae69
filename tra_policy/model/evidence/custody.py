"""What a bundle holds to show that nothing was changed since it was closed, as well as who signed it.

A seal is an in-toto Statement (version 1) about every file of a bundle. A file signature is one about
some of them. Both are signed in DSSE envelopes. These classes are what is read and what is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from tra_policy.model.evidence.base import Fact, Name, Sha256, When
from tra_policy.model.shape import Field
from tra_policy.words.noun import Noun, field

STATEMENT = "https://in-toto.io/Statement/v1"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
SEAL_TYPE = "urn:tra-policy:bundle-seal:1"
SIGNING_TYPE = "urn:tra-policy:file-signature:1"
SEAL_FILE = "bundle.seal.json"
ENVELOPE_FILE = "bundle.dsse.json"
SIGNATURES = "signatures"
ENVELOPE_ENDING = ".dsse.json"

FilePath = Annotated[str, Field(min_length=1, max_length=500)]


def is_custody(path: str) -> bool:
    """Whether a path in a bundle is that of its seal or of an envelope, which are no evidence."""
    folder, _, name = path.rpartition("/")
    envelope = folder == SIGNATURES and name.endswith(ENVELOPE_ENDING)
    return envelope or path in (SEAL_FILE, ENVELOPE_FILE)


class Digest(Fact):
    """The digest of a file."""

    sha256: Sha256


class Subject(Fact):
    """One file that a statement is about."""

    name: FilePath
    digest: Digest


class CoveredFile(Fact):
    """How a file was listed when it was sealed or signed: its size, and how it is read."""

    path: FilePath
    bytes: Annotated[int, Field(ge=0)]
    listed: bool = Field(True, description="Whether the manifest listed it, so that it was read.")
    reader: Name | None = None
    defaults: dict[str, object] = {}


class SignedScope(Fact):
    """What a file signature is about: the bundle, and files of it in their order."""

    bundle: Name
    format: Literal["tra.bundle/1"]
    developer: Name
    subject: Name
    date: When = Field(description="The `date` of the manifest.")
    files: tuple[CoveredFile, ...]


class SealedScope(SignedScope):
    """What a seal is about: the bundle, every file in its order, and how many records there are."""

    sequence: Annotated[int, Field(ge=1)] = Field(description="1 for the first seal of a bundle.")
    earlier: tuple[Sha256, ...] = Field(
        (), description="The sha256 of every earlier seal of this bundle, the oldest first."
    )
    records: dict[Name, Annotated[int, Field(ge=0)]] = Field(
        description="How many records of each kind were read."
    )


class Signing(Fact):
    """`signatures/*.dsse.json`, decoded: an in-toto Statement about some files of a bundle."""

    type_: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: tuple[Subject, ...]
    predicate_type: Literal["urn:tra-policy:file-signature:1"] = Field(alias="predicateType")
    predicate: SignedScope


class Seal(Fact):
    """`bundle.seal.json`: an in-toto Statement about every file of a bundle."""

    type_: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: tuple[Subject, ...]
    predicate_type: Literal["urn:tra-policy:bundle-seal:1"] = Field(alias="predicateType")
    predicate: SealedScope


class EnvelopeSignature(Fact):
    """One signature of an envelope. What other tools put besides is not read."""

    lenient = True

    keyid: Annotated[str, Field(max_length=1000)] = ""
    sig: Annotated[str, Field(max_length=20_000)]


class EnvelopeText(Fact):
    """A DSSE envelope as it is written."""

    lenient = True

    payload: str
    payload_type: str = Field(alias="payloadType")
    signatures: tuple[EnvelopeSignature, ...]


Statement = Seal | Signing


class Signature(Noun):
    """The bytes of a signature, with what it says of the key that made it."""

    keyid: str
    value: bytes


class Envelope(Noun):
    """An envelope that could be read. `laid_out` is false where another tool may have written it."""

    path: str
    payload: bytes
    sha256: str
    statement: Statement
    signatures: tuple[Signature, ...]
    laid_out: bool = True


class HeldFile(Noun):
    """A file as it is in the bundle at hand. `listed` where the manifest names it."""

    path: str
    sha256: str
    bytes: int
    reader: str | None = None
    defaults: Mapping[str, object] = field(default_factory=dict)
    listed: bool = True


class Custody(Noun):
    """Every file of a bundle in order, the manifest first, with its seal and its envelopes.

    `seal_sha256` is of the bytes of the seal, and empty where there is none. `differing` are files of
    which it was already said that they are not the ones that the manifest lists.
    """

    root: str
    manifest: str
    files: tuple[HeldFile, ...]
    seal: Seal | None = None
    seal_sha256: str = ""
    envelopes: tuple[Envelope, ...] = ()
    differing: frozenset[str] = frozenset()

    @property
    def is_there(self) -> bool:
        """Whether the bundle has a seal or an envelope at all."""
        return bool(self.seal_sha256 or self.envelopes)

    def shown(self, path: str) -> str:
        """Return a path as the user knows it."""
        return f"{self.root}/{path}" if self.root else path


def written(value: Fact | dict[str, Any]) -> str:
    """Return a seal, a statement or an envelope as the one text that stands for it."""
    plain = (
        value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        if isinstance(value, Fact)
        else value
    )
    return json.dumps(plain, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def envelope_value(payload: bytes, signatures: Iterable[Signature]) -> dict[str, Any]:
    """Return an envelope as the JSON value that is written."""
    import base64

    return {
        "payload": base64.b64encode(payload).decode("ascii"),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [
            {"keyid": one.keyid, "sig": base64.b64encode(one.value).decode("ascii")}
            for one in signatures
        ],
    }
