"""Writes the bundles of system cards: `python examples/cards/make.py`.

A row of `policies/registry/coding.csv` says who designed and ran an evaluation, what came out and what
the developer concluded; one of `supplements.csv` says what another reading of the same card adds;
`readings.yaml` says how the row reads as records. What none of them says is not in a bundle.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CODING = HERE.parents[1] / "policies" / "registry" / "coding.csv"
SUPPLEMENTS = HERE / "supplements.csv"
Fields = dict[str, Any]

HEADER = "# Written by examples/cards/make.py out of the csv and readings.yaml: change those and run it.\n"
NO_LIMIT = {"n/p", "-", "none stated"}
MONTH_ONLY = "the card gives its month only; the last day of the month stands for it"
GENERAL = (
    "The evaluations carry no days of their own, so every record counts as made by the day of the card. "
    "What each row of the coding says stands in coding.csv."
)


class Plain(yaml.SafeDumper):
    """Repeats what is the same in two places, rather than pointing from the one to the other."""

    def ignore_aliases(self, data: object) -> bool:
        return True


class Cards:
    """The rows, and how they are read."""

    def __init__(self, folder: Path = HERE, coding: Path = CODING) -> None:
        self.rows = _rows(coding) | _rows(folder / SUPPLEMENTS.name)
        self.readings = yaml.safe_load((folder / "readings.yaml").read_text(encoding="utf-8"))
        self.models: Fields = self.readings["models"]

    def rows_of(self, model: str) -> list[str]:
        """The ids of the rows that are about a model, in the order of the file."""
        about = self.models[model]
        wanted = (about["lab"], about["model"])
        return [name for name, row in self.rows.items() if (row["lab"], row["model"]) == wanted]

    def lab_of(self, model: str) -> str:
        """The party that developed a model."""
        return str(self.readings["labs"][self.models[model]["lab"]]["party"])

    def folder_of(self, model: str) -> str:
        """The name of the folder of its bundle."""
        return f"{self.lab_of(model)}-{model}"

    def bearing(self, name: str, reading: Fields) -> list[str]:
        """The thresholds on which a reading of a row bears."""
        if "thresholds" in reading:
            return list(reading["thresholds"])
        row = self.rows[name]
        return list(
            self.readings["thresholds"].get(row["lab"], {}).get(row["threshold_bearing"], [])
        )

    def files(self, model: str) -> dict[str, str]:
        """The files of the bundle of a model, by name."""
        measured = self._measurements(model)
        decided = self._decisions(model, measured)
        files = {"measurements.yaml": _records([record for _, _, record in measured])}
        others = [*self._checkpoints(model), *decided]
        if others:
            files["decisions.yaml"] = _records(others)
        files["coding.csv"] = self._coding(model)
        return {"bundle.yaml": self._manifest(model, list(files), measured), **files}

    # ---- records

    def _measurements(self, model: str) -> list[tuple[str, Fields, Fields]]:
        cited = self._cited(model)
        found = []
        for name in self.rows_of(model):
            for reading in self.readings["rows"][name]:
                record = self._measurement(model, name, reading)
                own = [t for t in self.bearing(name, reading) if t not in cited[record["id"]]]
                if own:
                    record["thresholds"] = own
                found.append((name, reading, record))
        return found

    def _cited(self, model: str) -> dict[str, set[str]]:
        """Which thresholds have a ruling that rests on a record, by record."""
        cited: dict[str, set[str]] = defaultdict(set)
        for ruling in self.readings["rulings"].get(model, []):
            for name in self._relied_on(ruling):
                cited[name].add(ruling["threshold"])
        return cited

    def _relied_on(self, ruling: Fields) -> list[str]:
        threshold = ruling.get("threshold")
        return [
            _id(name, reading)
            for name in ruling["rests_on"]
            for reading in self.readings["rows"][name]
            if threshold is None or threshold in self.bearing(name, reading)
            if not reading.get("unused") and not reading.get("withheld")
        ]

    def _measurement(self, model: str, name: str, reading: Fields) -> Fields:
        row, lab = self.rows[name], self.lab_of(model)
        record: Fields = {
            "kind": "measurement",
            "id": _id(name, reading),
            "author": reading.get("author", lab),
            **self._told(model, reading),
            "source": _source(row),
            "note": _note(row),
            "benchmark": reading["of"],
        }
        record |= _picked(reading, "metric")
        record["subject"] = reading.get("subject", model)
        record["statistic"] = reading.get("statistic", "unstated")
        record |= _picked(reading, "value", "inconclusive", "withheld", "reading", "finding")
        if "by" in reading:
            record["reading_by"] = reading["by"]
        limit = self._limit(row, reading)
        if limit and not reading.get("unused"):
            record["stated_limit"] = limit
        if row["domain"] in self.readings["domains"]:
            record["domain"] = self.readings["domains"][row["domain"]]
        design = self._design(row, reading)
        record |= _picked(design, "derived") | _picked(
            reading, "elicitation", "flips_under", "supersedes", "same_as"
        )
        roles = self._roles(lab, row, reading, design)
        if roles:
            record["roles"] = roles
        return record

    def _told(self, model: str, reading: Fields) -> Fields:
        if "closed" not in self.models[model]:
            return {}
        later = self.readings["later"]
        first = self.models[model]["date"]
        told: Fields = {"recorded": later[reading["told"]] if "told" in reading else first}
        if "withdrawn" in reading:
            because = f"misprinted, as {reading['withdrawn']} says"
            told["retracted"] = {
                "on": later[reading["withdrawn"]],
                "by": self.lab_of(model),
                "because": because,
            }
        return told

    def _limit(self, row: Fields, reading: Fields) -> str:
        text = str(row["published_threshold"])
        if text == "as above":
            text = str(self.rows[reading["as"]]["published_threshold"])
        return "" if text in NO_LIMIT or text.startswith(("none", "no prespecified")) else text

    def _design(self, row: Fields, reading: Fields) -> Fields:
        if "designed" in reading:
            return _picked(reading, "designed", "derived")
        designers = self.readings["designers"]
        if row["designer"] not in designers and "as" in reading:
            row = self.rows[reading["as"]]
        return dict(designers.get(row["designer"], {}))

    def _roles(self, lab: str, row: Fields, reading: Fields, design: Fields) -> Fields:
        operator = dict(self.readings["operators"].get(row["operator"], {})) | _picked(
            reading, "run"
        )
        roles = _picked(design, "designed") | operator
        alone = roles.get("designed") == [lab] and operator.get("run") == [lab]
        if alone and "derived" not in design and "graded" not in roles:
            roles["graded"] = [lab]
        return roles

    def _decisions(self, model: str, measured: list[tuple[str, Fields, Fields]]) -> list[Fields]:
        known = {record["id"] for _, _, record in measured}
        found = [
            self._decision(model, ruling) for ruling in self.readings["rulings"].get(model, [])
        ]
        found += [self._judgement(model, one) for one in self.readings["judgements"].get(model, [])]
        for one in found:
            assert set(one.get("relied_on", [])) <= known, one["id"]
        return found

    def _decision(self, model: str, ruling: Fields) -> Fields:
        row, lab = self.rows[ruling["from"]], self.lab_of(model)
        relied = self._relied_on(ruling)
        told = self._told(model, {})
        return {
            "kind": "decision",
            "id": f"ruling-{ruling['threshold'].lower()}",
            "author": lab,
            **told,
            "source": _source(row),
            "note": "the day of the decision and who took it are not in the coding",
            "threshold": ruling["threshold"],
            "subject": model,
            "ruling": ruling["ruling"],
            **({"relied_on": relied} if relied else {}),
            "decided": self.models[model]["date"],
            "because": row["lab_conclusion"],
        }

    def _judgement(self, model: str, said: Fields) -> Fields:
        row, lab = self.rows[said["from"]], self.lab_of(model)
        return {
            "kind": "judgement",
            "id": f"judged-{said['about']}",
            "author": lab,
            "source": _source(row),
            "note": f"the row says: {row['lab_conclusion']}",
            "judges": said["judges"],
            "about": said["about"],
            "subject": model,
            "outcome": said["outcome"],
            "relied_on": self._relied_on(said),
            "judged": self.models[model]["date"],
        }

    def _checkpoints(self, model: str) -> list[Fields]:
        return [
            {
                "kind": "checkpoint",
                "id": one["id"],
                "author": self.lab_of(model),
                **self._told(model, {}),
                "source": _source(self.rows[one["from"]]),
                "note": one["note"],
                **_picked(one, "sibling_of"),
            }
            for one in self.readings["checkpoints"].get(model, [])
        ]

    # ---- the manifest and the rows

    def _manifest(
        self, model: str, files: list[str], measured: list[tuple[str, Fields, Fields]]
    ) -> str:
        about = self.models[model]
        manifest: Fields = {
            "format": "tra.bundle/1",
            "id": f"{self.folder_of(model)}-card",
            "title": f"{about['model']} of {about['lab']}, as its card is coded",
            "date": about.get("closed", about["date"]),
            "developer": self.lab_of(model),
            "subject": model,
            "policy": self.readings["labs"][about["lab"]]["policy"],
            "note": f"Dated {about['date']}: {about.get('dated', MONTH_ONLY)}. {GENERAL}",
        }
        parties = self._parties(self.lab_of(model), [record for _, _, record in measured])
        if parties:
            manifest["parties"] = parties
        listed: list[Fields] = [{"path": f} for f in files]
        listed[-1]["reader"] = "attachment"
        manifest["files"] = listed
        return HEADER + _dumped(manifest)

    def _parties(self, lab: str, records: list[Fields]) -> list[Fields]:
        held = {p for r in records for who in r.get("roles", {}).values() for p in who} - {lab}
        unnamed = self.readings["unnamed"]
        found: list[Fields] = []
        for party in sorted(held):
            if party in unnamed:
                found.append({"party": party, "title": unnamed[party], "unnamed": True})
            else:
                found.append({"party": party, "title": self.readings["parties"][party]})
        return found

    def _coding(self, model: str) -> str:
        rows = [self.rows[name] for name in self.rows_of(model)]
        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()


def _rows(path: Path) -> dict[str, dict[str, str]]:
    text = path.read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def _id(name: str, reading: Fields) -> str:
    return f"{name}-{reading['is']}" if "is" in reading else name


def _picked(fields: Fields, *names: str) -> Fields:
    return {name: fields[name] for name in names if name in fields}


def _source(row: Fields) -> str:
    text = str(row["source"]).replace(" SC", " system card")
    text = re.sub(r",? §", ", section ", text)
    return f"{text} (row {row['id']})"


def _note(row: Fields) -> str:
    said = [str(row["evaluation"]), f"result: {row['result']}"]
    if row["lab_conclusion"] != "-":
        said.append(f"conclusion: {row['lab_conclusion']}")
    said.append(f"access to it: {row['access']}" if row["access"] != "-" else "")
    said.append("read at second hand" if row["verif"] != "P" else "")
    return "; ".join(one for one in said if one)


def _records(records: list[Fields]) -> str:
    return HEADER + _dumped(records)


def _dumped(value: object) -> str:
    return yaml.dump(
        value, Dumper=Plain, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None
    )


def every_file(cards: Cards) -> dict[str, str]:
    """The text of every file of every bundle, by its path below this folder."""
    return {
        f"{cards.folder_of(model)}/{name}": text
        for model in cards.models
        for name, text in cards.files(model).items()
    }


def main() -> None:
    """Write all bundles."""
    for path, text in every_file(Cards()).items():
        target = HERE / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
