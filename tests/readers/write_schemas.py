"""Writes the folder `schemas/` from the model: `python -m tests.readers.write_schemas`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tra_policy.model.schemas import schemas

FOLDER = Path(__file__).parents[2] / "schemas"


def text_of(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, schema in schemas().items():
        (FOLDER / f"{name}.schema.json").write_text(text_of(schema), encoding="utf-8")
