"""A file of the registry: bytes to rows."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.model.registry import RegistryFile
from tra_policy.readers.document import Document, step
from tra_policy.readers.faults import fault, quoted
from tra_policy.readers.gathering import read_document
from tra_policy.readers.held import InMemory
from tra_policy.readers.shapes import shaped
from tra_policy.words.diagnostic import Diagnostic


def read_registry(path: str, data: bytes) -> tuple[RegistryFile | None, tuple[Diagnostic, ...]]:
    """Return the rows of a YAML or JSON file, or None and every mistake in it.

    A file with a mistake gives no rows at all: half of somebody's corrections would be another registry.
    """
    document, said = read_document(path, path.lower(), InMemory(data))
    if document is None:
        return None, said
    file, mistakes = shaped(RegistryFile, document.value, document, "", "the registry")
    said = (*said, *mistakes)
    if file is not None:
        said = (*said, *_twice(file, document))
    return (None, said) if any(one.input_error for one in said) else (file, said)


def _twice(file: RegistryFile, document: Document) -> Iterator[Diagnostic]:
    ids = {
        "benchmarks": [row.id for row in file.benchmarks],
        "organisations": [row.id for row in file.organisations],
    }
    for part, names in ids.items():
        seen: set[str] = set()
        for index, name in enumerate(names):
            if name.casefold() in seen:
                place = document.place(f"{step(f'/{part}', index)}/id")
                message = f"the id {quoted(name)} is taken by another row"
                advice = "one row holds all that is said of it"
                yield fault("TRB016", message, place, advice, name)
            seen.add(name.casefold())
