"""Reader of weights in safetensors form: a checkpoint with its digest, from headers and bytes alone.

Nothing is loaded, and nothing is ever unpickled: other weight files are attachments. The digest of one file
is its sha256; that of a sharded checkpoint is the sha256 over a line `SHA256  NAME` for each shard, by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding, listed, quoted
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.loose_json import Garbled, document, parsed
from tra_policy.readers.not_read import not_read
from tra_policy.readers.plain_values import at, mapping, text, whole, word
from tra_policy.readers.results import DEFAULTS, noted, notes, placed, stem
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place

NAME = "safetensors"
READS = "`*.safetensors`, and `*.safetensors.index.json` with its shards beside it"
TAKES: tuple[str, ...] = ()
MARKS = (".safetensors", b'"weight_map"')
ASKS = ("id, step, stage, parents, made: what the weights do not say",)
SKELETON: dict[str, Any] = {}

LONGEST_HEADER = 100_000_000
_SHARD = re.compile(r".*-\d{5}-of-\d{5}\.safetensors")
_PIECE = 1024 * 1024


class _Weights(Noun):
    """One file: its digest, its tensors by name, and what its header says besides."""

    name: str
    digest: str
    tensors: dict[str, tuple[str, int]]
    said: str
    size: int


class _Broken(ValueError):
    """The reason why a file is no safetensors file. Its text is the message."""


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like whole weights, or like the index of sharded ones."""
    if name.endswith(".index.json"):
        return b'"weight_map"' in head
    return name.endswith(".safetensors") and not _SHARD.fullmatch(name) and head[8:9] == b"{"


def part(name: str, head: bytes) -> bool:
    """Whether a file looks like one shard of several."""
    return bool(_SHARD.fullmatch(name)) and head[8:9] == b"{"


def read(given: Given) -> Read:
    """Return one checkpoint with the digest of its weights."""
    if "digest" in given.defaults:
        place = Place(given.name, pointer=f"{DEFAULTS}/digest")
        message = "`digest` cannot be stated: it is computed from the weights"
        return Read(said=(fault("TRB054", message, place, "take it out"),), unread=1)
    if refusal := not_read(given.name, given.head()):
        return Read(said=(refusal,), unread=1)
    if given.name.endswith(".index.json"):
        return _sharded(given)
    try:
        weights = _weights(given)
    except _Broken as error:
        message = f"these weights cannot be read: {error}"
        return Read(said=(fault("TRB040", message, Place(given.name)),), unread=1)
    return _checkpoint(given, weights.digest, [weights], "its sha256")


def _weights(given: Given) -> _Weights:
    """Return one file's header and digest; the tensors themselves pass by in pieces."""
    digest = sha256()
    with given.open() as stream:
        opening = stream.read(8)
        length = int.from_bytes(opening, "little")
        if len(opening) < 8 or length > min(LONGEST_HEADER, max(given.size - 8, 0)):
            raise _Broken("it has no header")
        header = stream.read(length)
        digest.update(opening)
        digest.update(header)
        while piece := stream.read(_PIECE):
            digest.update(piece)
    try:
        value = parsed(header)
    except Garbled as error:
        raise _Broken(f"its header is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise _Broken("its header is no mapping")
    tensors = dict(_tensors(value, given.size - 8 - length))
    about = mapping(value.get("__metadata__"))
    words = ", ".join(f"{word(k)} {word(v)}" for k, v in list(about.items())[:5])
    return _Weights(given.name, digest.hexdigest(), tensors, words, given.size)


def _tensors(header: dict[str, Any], room: int) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield every tensor with its type and number of values; they have to fill the file."""
    spans = []
    for name, held in header.items():
        if name == "__metadata__":
            continue
        offsets, shape = at(held, "data_offsets"), at(held, "shape")
        begun, end = whole(at(offsets, 0)), whole(at(offsets, 1))
        sides = [whole(side) for side in shape] if isinstance(shape, list) else [None]
        if begun is None or end is None or not begun <= end <= room or None in sides:
            raise _Broken(f"the tensor {quoted(name)} lies outside the file")
        spans.append((begun, end))
        count = 1
        for side in sides:
            count = min(count * (side or 0), 2**63)
        yield name, (word(at(held, "dtype")), count)
    reached = 0
    for begun, end in sorted(spans):
        if begun != reached:
            raise _Broken("its tensors overlap, or leave bytes between them that none of them is")
        reached = end
    if reached != room:
        raise _Broken("bytes stand in it that belong to no tensor, or some are missing")


def _sharded(given: Given) -> Read:
    index, said = document(given, "this index")
    if said:
        return Read(said=said, unread=1)
    where = mapping(mapping(index).get("weight_map"))
    names = sorted({name for name in where.values() if isinstance(name, str)})
    if not names or len(names) > given.limits.members:
        message = "this is no index of weights: it has no `weight_map`"
        return Read(said=(fault("TRB040", message, Place(given.name)),), unread=1)
    found: list[_Weights] = []
    wrong: list[Diagnostic] = []
    for name in names:
        shard = given.beside(name)
        place = Place(given.name, pointer="/weight_map")
        if shard is None:
            message = f"the shard {quoted(name)} is not listed beside it"
            advice = "list it as well, with `reader: attachment`"
            wrong.append(fault("TRB040", message, place, advice))
            continue
        try:
            found.append(_weights(shard))
        except _Broken as error:
            message = f"the shard {quoted(name)} cannot be read: {error}"
            wrong.append(fault("TRB040", message, Place(shard.name)))
    if wrong:
        return Read(said=tuple(wrong[:20]), unread=len(wrong), parts=tuple(w.name for w in found))
    pairs = ((w.digest, w.name.rpartition("/")[2]) for w in found)
    lines = "".join(f"{digest}  {name}\n" for digest, name in sorted(pairs, key=lambda p: p[1]))
    digest = sha256(lines.encode("utf-8", "replace")).hexdigest()
    how = f"sha256 over the sha256 and name of {len(found):,} shards"
    read = _checkpoint(given, digest, found, how)
    parts = tuple(w.name for w in found)
    return Read(read.drafts, tuple(_of_index(given, index, where, found)), parts=parts)


def _of_index(
    given: Given, index: Any, where: dict[str, Any], found: list[_Weights]
) -> Iterator[Diagnostic]:
    held = {name for weights in found for name in weights.tensors}
    for names, what in (
        (set(where) - held, "no shard has"),
        (held - set(where), "it does not name"),
    ):
        if names:
            message = f"{len(names):,} tensors {what}: {listed(sorted(names), 3)}"
            place = Place(given.name, pointer="/weight_map")
            yield finding("TRB044", f"the index and its shards differ in {message}", place)


def _checkpoint(given: Given, digest: str, found: list[_Weights], how: str) -> Read:
    sketch = Sketch(given.name, kind="checkpoint", id=stem(given))
    sketch.put("digest", digest, "", how)
    tensors = [tensor for weights in found for tensor in weights.tensors.values()]
    types = sorted({kind for kind, _ in tensors})
    count = sum(number for _, number in tensors)
    words = [
        f"{len(tensors):,} tensors with {count:,} values of {', '.join(types[:5]) or 'no type'}"
    ]
    words += [text(weights.said) for weights in found[:1] if weights.said]
    sketch.put("note", notes(*words), "")
    for name, value in given.defaults.items():
        if name == "note":
            noted(sketch, value)
        elif name != "kind":
            sketch.put(name, value, step(DEFAULTS, name), "stated by a person")
    return Read((placed(sketch.draft()),))
