"""The project's own rows in a form that is quick to read, made from the files that people write.

Reading YAML with the place of every value takes longer than all the rest of the registry, for rows that
are the same in every run. The table says from which bytes it was made: where the files are others, it is
not used. Its first line says which benchmark is meant by which name; each benchmark is a line of its own,
of which a run reads the few that it asks about. `python -m tra_policy.workspace.own_rows` writes it anew; a
test keeps it fresh.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tra_policy.words.digest import sha256_of

if TYPE_CHECKING:
    from tra_policy.model.registry import Registry

FORMAT = "tra.registry/1"
TABLE = Path(__file__).with_name("own_rows.ndjson")


def rows_made_from(files: Mapping[str, bytes]) -> Registry | None:
    """Return the rows of the project's files by name; None where the table is of other files."""
    from tra_policy.model.fitting import fitted
    from tra_policy.model.plain import MISFIT
    from tra_policy.model.registry import BenchmarkRow, LaterRows, Registry, RegistryFile

    try:
        first, *lines = TABLE.read_bytes().removesuffix(b"\n").split(b"\n")
        table = json.loads(first)
    except (OSError, ValueError):
        return None
    if table.get("made_from") != digests(files):
        return None
    file = fitted(RegistryFile, {"format": FORMAT, "organisations": table["organisations"]})
    if file is MISFIT or len(lines) != table["benchmarks"]:
        return None

    def row(number: int) -> BenchmarkRow:
        return BenchmarkRow.model_validate_json(lines[number])

    rows = LaterRows(table["names"], len(lines), row)
    return Registry(rows, file.organisations, known=table["sha256"])


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the sha256 of files by name."""
    return {name: sha256_of(data) for name, data in files.items()}


def table_text(files: Mapping[str, bytes]) -> str:
    """Return the table of files that are as they should be."""
    from tra_policy.model.registry import NO_REGISTRY
    from tra_policy.readers.gathering import read_document
    from tra_policy.readers.held import InMemory
    from tra_policy.readers.registry import read_registry

    registry, rows = NO_REGISTRY, dict[str, list[Any]](benchmarks=[], organisations=[])
    for name, data in files.items():
        file, said = read_registry(name, data)
        document, _ = read_document(name, name, InMemory(data))
        assert file is not None and document is not None and not said, said
        registry = registry.with_rows_of(file)
        for part, held in rows.items():
            held.extend(document.value.get(part, ()))
    numbers = {row.id: number for number, row in enumerate(registry.benchmarks)}
    assert list(numbers) == [row["id"] for row in rows["benchmarks"]], "two files have one row"
    table = {
        "made_from": digests(files),
        "sha256": registry.sha256,
        "benchmarks": len(numbers),
        "names": {name: numbers[row.id] for name, row in sorted(registry.by_name().items())},
        "organisations": rows["organisations"],
    }
    lines = (table, *rows["benchmarks"])
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


if __name__ == "__main__":
    from tra_policy.workspace.registry import own_files

    read = {path.name: path.read_bytes() for path in map(Path, own_files())}
    TABLE.write_text(table_text(read), encoding="utf-8")
