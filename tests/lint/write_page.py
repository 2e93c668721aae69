"""Write `docs/rules.md` anew: `python -m tests.lint.write_page`."""

from __future__ import annotations

from pathlib import Path

from tra_policy.lint.page import page

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
