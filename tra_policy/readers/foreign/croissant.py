"""Reader of Croissant descriptions of datasets (JSON-LD): an `sft_dataset` record.

A description says what a dataset is said to be. Creator and publisher are noted: where its rows come from,
and what they overlap, is for a person to state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.loose_json import document
from tra_policy.readers.plain_values import at, members, text, word
from tra_policy.readers.results import DEFAULTS, noted, notes, placed, stem
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place

NAME = "croissant"
READS = "Croissant descriptions of datasets, as JSON-LD"
TAKES: tuple[str, ...] = ()
MARKS = (b"://mlcommons.org/croissant/",)
ASKS = (
    "id, stages, rows: what the description does not say",
    "sources: where its rows come from; overlaps_with: benchmarks, [] if it was checked",
)
SKELETON: dict[str, Any] = {}

_CONFORMS = re.compile(rb'"(?:dct:)?conformsTo"\s*:\s*"https?://mlcommons\.org/croissant/')
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_SHOWN = ("name", "version", "license", "datePublished", "url")


def sniff(name: str, head: bytes) -> bool:
    """Whether a file says that it conforms to Croissant."""
    return bool(_CONFORMS.search(head))


def read(given: Given) -> Read:
    """Return the dataset that a description is of."""
    value, said = document(given, "this description")
    if said:
        return Read(said=said, unread=1)
    conforms = text(at(value, "conformsTo")) or text(at(value, "dct:conformsTo"))
    if "mlcommons.org/croissant/" not in conforms or not text(at(value, "name")):
        message = "this is no Croissant description: it has no `conformsTo` and `name`"
        return Read(said=(fault("TRB040", message, Place(given.name)),), unread=1)
    files = [one for one in members(value.get("distribution")) if _is_file(one)]
    digests = [text(at(one, "sha256")) for one in files]
    known = [digest for digest in digests if _SHA256.fullmatch(digest)]
    sketch = Sketch(given.name, kind="sft_dataset", id=stem(given))
    if len(files) == 1 and known:
        sketch.put("digest", known[0].lower(), "/distribution/*/sha256", "of its one file")
    sketch.put("note", notes(*_notes(value, len(files), len(known))), "/name")
    for name, held in given.defaults.items():
        if name == "note":
            noted(sketch, held)
        elif name != "kind":
            sketch.put(name, held, step(DEFAULTS, name), "stated by a person")
    return Read((placed(sketch.draft()),), tuple(_findings(given, len(files) - len(known))))


def _is_file(one: Any) -> bool:
    return text(at(one, "@type")).rpartition(":")[2] == "FileObject"


def _notes(value: dict[str, Any], files: int, known: int) -> Iterator[str]:
    yield "Croissant description"
    for name in _SHOWN:
        if text(value.get(name)):
            yield f"{name} {word(value[name])}"
    for name in ("creator", "publisher"):
        held = value.get(name)
        for one in (held if isinstance(held, list) else [held])[:5]:
            who = one if isinstance(one, str) else text(at(one, "name"))
            if who:
                yield f"{name} {word(who)}"
    yield f"{files:,} files, {known:,} with a sha256"


def _findings(given: Given, without: int) -> Iterator[Diagnostic]:
    if without:
        message = f"{without:,} files of this dataset have no sha256"
        place = Place(given.name, pointer="/distribution")
        advice = "what they were cannot be told later"
        yield finding("TRB067", message, place, advice, Severity.INFO)
