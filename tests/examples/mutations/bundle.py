"""The records of the made-up training run as plain values, to be tampered with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tra_policy.readers.document import LIMITS
from tra_policy.readers.ndjson import read_ndjson
from tra_policy.readers.yaml12 import read_yaml

STORY = Path(__file__).parents[3] / "examples" / "training-run"
MANIFEST = "bundle.yaml"

RawRecord = dict[str, Any]


class NotThere(LookupError):
    """A mutation asks for a record or a field that is not there, perhaps not any more."""


@dataclass
class Raw:
    """A bundle as its files hold it. `listed` are digests that the manifest states of its files."""

    manifest: dict[str, Any]
    files: dict[str, list[RawRecord]]
    listed: dict[str, str] = field(default_factory=dict)
    others: dict[str, bytes] = field(default_factory=dict)

    def records(self) -> Iterator[RawRecord]:
        """Yield every record, in the order of the files."""
        for held in self.files.values():
            yield from held

    def of(self, kind: str) -> list[RawRecord]:
        """Return the records of a kind."""
        return [one for one in self.records() if one["kind"] == kind]

    def __getitem__(self, name: str) -> RawRecord:
        found = next((one for one in self.records() if one.get("id") == name), None)
        if found is None:
            raise NotThere(name)
        return found

    def file_of(self, name: str) -> str:
        """Return the file that holds a record."""
        for path, held in self.files.items():
            if any(one.get("id") == name for one in held):
                return path
        raise NotThere(name)

    def set(self, name: str, **values: Any) -> None:
        """Change fields of a record; `class_` stands for `class`."""
        self[name].update({key.rstrip("_"): value for key, value in values.items()})

    def unset(self, name: str, *fields: str) -> None:
        """Take fields out of a record."""
        held = self[name]
        for one in fields:
            if one not in held:
                raise NotThere(f"{name}.{one}")
            del held[one]

    def delete(self, *names: str) -> None:
        """Take records out, and leave every claim over them as it is."""
        for name in names:
            gone = self[name]
            for held in self.files.values():
                held[:] = [one for one in held if one is not gone]

    def add(self, path: str, **values: Any) -> None:
        """Put a record into a file; `class_` stands for `class`."""
        if any(one.get("id") == values["id"] for one in self.records()):
            raise NotThere(f"a second {values['id']}")
        self.files[path].append({key.rstrip("_"): value for key, value in values.items()})

    def copy(self, name: str, new: str, **values: Any) -> None:
        """Put a copy of a record beside it, under another id and with other values."""
        self.add(self.file_of(name), **{**json.loads(json.dumps(self[name])), "id": new, **values})

    def recount(self, *kinds: str) -> None:
        """Make the claims over some kinds true again, as whoever tampered with them would."""
        for claim in self.of("population"):
            if claim["of"] in kinds:
                ids = sorted(one["id"] for one in self.of(claim["of"]))
                claim["count"] = len(ids)
                claim["digest"] = sha256("".join(f"{name}\n" for name in ids).encode()).hexdigest()

    def cover_up(self, *names: str) -> None:
        """Take records out, and make every claim over their kinds true again."""
        kinds = {self[name]["kind"] for name in names}
        self.delete(*names)
        self.recount(*kinds)

    def list_digests(self) -> None:
        """Let the manifest state the digest of every file as it is now."""
        files = self.written()
        self.listed = {
            name: sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST
        }

    def written(self) -> dict[str, bytes]:
        """Return the bytes of every file."""
        entries = [
            {"path": path, **({"sha256": self.listed[path]} if path in self.listed else {})}
            for path in self.files
        ]
        manifest = {**self.manifest, "files": entries}
        return {
            MANIFEST: _document(manifest),
            **{path: _written(path, held) for path, held in self.files.items()},
            **self.others,
        }


def honest() -> Raw:
    """Return the bundle as it is in the example."""
    manifest, files = json.loads(_read())
    return Raw(manifest, files)


@cache
def _read() -> str:
    folder = STORY / "evidence"
    manifest: Any = _values(folder / MANIFEST)
    files = {entry["path"]: _values(folder / entry["path"]) for entry in manifest.pop("files")}
    return json.dumps([manifest, files])


def _values(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ndjson":
        return [document.value for document in read_ndjson(path.name, text, LIMITS)[0]]
    document, said = read_yaml(path.name, text, LIMITS)
    assert document is not None, said
    return document.value


def _written(path: str, held: list[RawRecord]) -> bytes:
    if path.endswith(".ndjson"):
        return "".join(json.dumps(one) + "\n" for one in held).encode()
    return _document(held)


def _document(value: object) -> bytes:
    """A YAML file: what is JSON is YAML, too."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()
