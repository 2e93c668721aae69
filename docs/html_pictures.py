"""Draw the pictures of the HTML report that the manual shows, in a real browser.

    python docs/html_pictures.py

The pages are the real ones, of the two examples below. Each picture shows the stretch between two parts of
the page. Chromium must be installed, and playwright (one of the development requirements).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WIDTH, SCALE, MOST = 880, 0.9, 300_000
# The picture, the example, its day, and the first and the last part of the page that it shows.
PICTURES = (
    ("html-opus-4.6.png", "claude-opus-4.6", "2026-05-08", "report", "next"),
    ("html-training-run.png", "training-run", "2026-05-20", "matrix", "rates"),
)


def page_of(example: str, day: str, path: Path) -> None:
    """Write the HTML report of an example."""
    folder = f"examples/{example}"
    command = ["check", f"{folder}/policy.tra", "--evidence", f"{folder}/evidence", "--as-of", day]
    done = subprocess.run(
        [sys.executable, "-m", "tra_policy.cli.main", *command, "--output", f"html={path}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if not path.exists():
        sys.exit(done.stderr)


def draw(browser: Browser, page: Path, first: str, last: str, picture: Path) -> None:
    """Take a picture of a page from the top of one part to the end of another."""
    shown = browser.new_page(viewport={"width": WIDTH, "height": 900}, device_scale_factor=SCALE)
    shown.goto(page.as_uri())
    box = "document.getElementById({!r}).getBoundingClientRect()"
    top = int(shown.evaluate(f"{box.format(first)}.top"))
    end = int(shown.evaluate(f"{box.format(last)}.bottom"))
    clip = {"x": 0, "y": top, "width": WIDTH, "height": end - top + 16}
    shown.screenshot(path=picture, full_page=True, clip=clip)
    shown.close()
    if picture.stat().st_size > MOST:
        sys.exit(f"{picture.name} is larger than {MOST:,} bytes")


def main() -> None:
    """Draw all of them."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver, TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for name, example, day, first, last in PICTURES:
            page = Path(folder) / f"{example}.html"
            page_of(example, day, page)
            draw(browser, page, first, last, HERE / name)
        browser.close()


if __name__ == "__main__":
    main()
