"""Keep the reports of this version for the tests of later ones: `python -m tests.compat.keep`.

It is run once for each version that is released, before a field is added. What is kept is never written
anew: a later version has to read it as it is.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STORIES = (("starter", "2026-06-01"), ("every-outcome", "2026-02-01"))
SCHEMAS = ("report", "lint")


def main() -> None:
    """Write the reports and the schemas of this version, unless they are kept already."""
    import os

    from tra_policy import __version__, check, lint
    from tra_policy.cli.main import run
    from tra_policy.model.schemas import schema

    sys.path.insert(0, str(HERE.parent))
    from gate.world import write

    kept = HERE / __version__
    if kept.exists():
        sys.exit(f"{kept.name} is kept already")
    kept.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        run(["init", "starter"])
        write(Path("every-outcome"))
        for name, day in STORIES:
            report = check(f"{name}/policy.tra", f"{name}/evidence", as_of=date.fromisoformat(day))
            _put(kept / f"{name}.report.json", report.to_json())
        _put(kept / "starter.lint.json", lint("starter/policy.tra").to_json())
    for name in SCHEMAS:
        _put(kept / f"{name}.schema.json", schema(name))


def _put(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
