"""A real browser for the pages: the one that is installed, driven without a screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; the test is skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as driver:
        own = Path(driver.chromium.executable_path)
        path = next(filter(None, map(shutil.which, NAMES)), None) or (
            str(own) if own.exists() else None
        )
        if path is None:
            pytest.skip(f"no browser is installed: none of {', '.join(NAMES)}")
        found = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()
