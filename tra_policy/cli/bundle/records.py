"""One measurement of a bundle as an Every Eval Ever record, ready to be written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from tra_policy.cli.bundle.folder import Opened
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.readers.foreign.every_eval_ever import NAME
from tra_policy.readers.foreign.every_eval_ever.carried import Origin, Unfit, origin_of, rows_of
from tra_policy.readers.foreign.every_eval_ever.unsaid import unsaid
from tra_policy.readers.foreign.every_eval_ever.writing import record_of
from tra_policy.readers.given import Given
from tra_policy.words.noun import Noun

_CHANGED = "its file is not the one that was listed or signed"
_UNSOUND = "its counts do not add up"
_OPEN = "nobody says whether a lower score is better (`--lower-is-better`, `--higher-is-better`)"


class Directions(Noun):
    """What a person says: names, or patterns, of benchmarks where a lower or a higher score is better."""

    lower: Sequence[str]
    higher: Sequence[str]

    def lower_is_better(self, one: Measurement) -> bool | None:
        """Return what is said of a measurement; None where nothing is, or both."""
        names = [one.benchmark, f"{one.benchmark}.{one.metric}"]
        low, high = (
            any(fnmatchcase(name, form) for form in forms for name in names)
            for forms in (self.lower, self.higher)
        )
        return None if low == high else low


class Written(Noun):
    """A record: where it goes, its bytes, a file with its rows or why there is none, what it does not say."""

    name: str
    data: bytes
    rows: Path | None
    without_rows: str
    unsaid: tuple[str, ...]

    @property
    def rows_name(self) -> str:
        """Where the rows go: beside the record."""
        return _rows_name(self.name)


def written(
    opened: Opened, filed: Filed, one: Measurement, directions: Directions, scratch: Path
) -> Written | str:
    """Return a measurement as a record, or why it is left out. Its rows wait in the scratch folder."""
    reason = _reason(filed, one)
    source = _source(opened, filed)
    origin = origin_of(filed, source) if source is not None else None
    lower = directions.lower_is_better(one)
    lower = origin.lower if lower is None and origin is not None else lower
    if reason or one.value is None or lower is None:
        return reason or _OPEN
    manifest = opened.evidence.manifest
    record = record_of(one, one.value, manifest.developer, manifest.date, lower)
    name = _name(manifest.id, manifest.developer, one, opened.evidence.sha256)
    rows, why = _rows(opened, filed, origin, record, scratch / Path(name).stem)
    if rows is not None:
        record["detailed_evaluation_results"] = _detailed(_rows_name(name), rows)
    data = json.dumps(record, indent=2, ensure_ascii=False).encode("utf-8") + b"\n"
    return Written(name, data, rows, why, unsaid(one, _again(name, data, rows)))


def _reason(filed: Filed, one: Measurement) -> str:
    if one.retracted is not None:
        return "its author has taken it back"
    if filed.defects:
        return _UNSOUND if set(filed.defects) == {"suspect-counts"} else _CHANGED
    if one.value is None:
        return "its result was withheld" if one.withheld else "it has no value"
    return ""


def _source(opened: Opened, filed: Filed) -> Given | None:
    """Return the record of this very form that a measurement was read from."""
    entries = (e for e in opened.evidence.manifest.files if e.path == filed.file)
    return _given(opened, filed.file) if any(e.reader == NAME for e in entries) else None


def _given(opened: Opened, name: str) -> Given | None:
    path = opened.path / name
    try:
        return Given(name, path.stat().st_size, lambda: path.open("rb"))
    except OSError:
        return None


def _rows(
    opened: Opened, filed: Filed, origin: Origin | None, record: dict[str, Any], into: Path
) -> tuple[Path | None, str]:
    """Write the rows of a measurement to a scratch file; return it, or why there is none."""
    counts = getattr(filed.record, "counts", None)
    if counts is None:
        return None, ""
    rows = next((d.file for d in filed.drawn if d.field == "/counts"), "")
    root = f"{opened.custody.root}/" if opened.custody.root else ""
    given = _given(opened, rows.removeprefix(root)) if origin is not None and rows else None
    if origin is None or given is None:
        return None, "they are counted, and not in this form in the bundle"
    if not origin.version.startswith("0.3"):
        return None, f"they are of schema version {origin.version}"
    count = 0
    try:
        with into.open("wb") as stream:
            for line in rows_of(given, origin, record):
                stream.write(line)
                count += 1
    except Unfit as error:
        return None, str(error)
    if count != counts.planned:
        # Read again, these rows alone would pass for all that was planned.
        return None, "they are fewer than were planned, which the form cannot say"
    return into, ""


def _detailed(name: str, rows: Path) -> dict[str, Any]:
    digest, count = sha256(), 0
    with rows.open("rb") as stream:
        for line in stream:
            digest.update(line)
            count += 1
    return {
        "format": "jsonl",
        "file_path": name,
        "hash_algorithm": "sha256",
        "checksum": digest.hexdigest(),
        "total_rows": count,
    }


def _again(name: str, data: bytes, rows: Path | None) -> Given:
    """Return a record as whoever reads it next is given it."""
    base = name.rpartition("/")[2]

    def beside(wanted: str) -> Given | None:
        if rows is None or wanted != _rows_name(base):
            return None
        return Given(wanted, rows.stat().st_size, lambda: rows.open("rb"))

    return Given(base, len(data), lambda: BytesIO(data), beside=beside)


def _name(collection: str, developer: str, one: Measurement, bundle: str) -> str:
    """Return where a record goes, as those who collect them have it; the same bundle gives the same names."""
    digest = sha256(f"{bundle}\n{one.id}".encode()).hexdigest()
    parts = (digest[:8], digest[8:12], f"4{digest[13:16]}", f"8{digest[17:20]}", digest[20:32])
    folders = (part.replace("/", "_") for part in (collection, developer, one.subject))
    return f"data/{'/'.join(folders)}/{'-'.join(parts)}.json"


def _rows_name(name: str) -> str:
    return name.removesuffix(".json") + "_samples.jsonl"
