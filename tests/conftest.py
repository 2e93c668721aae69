"""Options of the whole suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one option that rewrites expected reports."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        default=False,
        help="write the expected.json of every story anew; read the change as a diff",
    )
