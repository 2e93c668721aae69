"""`tra schema NAME`: the JSON Schema of a report, of a manifest, or of a kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from tra_policy.cli import codes
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import refuse
from tra_policy.cli.terminal import out
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel


@click.command("schema")
@click.argument("name", required=False)
def command(name: str | None) -> Exit:
    """Print a JSON Schema; without a NAME, list the names."""
    from tra_policy.reports.json import written

    known = schemas()
    if name is None:
        out("".join(f"{one}\n" for one in known))
        return Exit.FINE
    model = known.get(name.replace("-", "_"))
    if model is None:
        help = did_you_mean(name, known, "`tra schema` lists the names")
        return refuse(codes.mistake(codes.NO_SUCH, f"there is no schema `{name}`", help))
    out(written(schema_of(name, model)))
    return Exit.FINE


def schemas() -> Mapping[str, type[BaseModel]]:
    """Return the classes that are schemas, by name: the reports, the manifest, the records."""
    from tra_policy.model.evidence.bundle import KINDS, Manifest
    from tra_policy.model.report import CheckReport, LintReport

    return {
        "report": CheckReport,
        "lint": LintReport,
        "bundle": Manifest,
        **dict(sorted(KINDS.items())),
    }


def schema_of(name: str, model: type[BaseModel]) -> dict[str, object]:
    """Return one schema: of what is written for a report, of what may be read for evidence."""
    mode = "serialization" if name in {"report", "lint"} else "validation"
    body = model.model_json_schema(by_alias=True, mode=mode)  # type: ignore[arg-type]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **body}
