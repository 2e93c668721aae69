"""Write `docs/checks.md` anew: `python -m tests.checks.write_page`."""

from __future__ import annotations

from pathlib import Path

from tra_policy.evaluate.checks.page import page

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
