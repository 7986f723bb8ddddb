"""Fixtures for tests that need a tool other people wrote.

A test whose tool is not installed is skipped, with what to install. Where the environment
variable CI is set, every tool must be there, and the same test fails instead.
"""

import os

import pytest

from .tools import missing


def require(*names: str) -> None:
    """Skips the running test when a tool is not here; fails it where CI is set."""
    reasons = [reason for name in names if (reason := missing(name))]
    if not reasons:
        return
    if os.environ.get("CI"):
        pytest.fail("; ".join(reasons), pytrace=False)
    pytest.skip("; ".join(reasons))


@pytest.fixture(scope="session")
def pdf_tools() -> None:
    """All that looks at a PDF."""
    require("typst", "qpdf", "poppler", "page-validation")


@pytest.fixture(scope="session")
def browser() -> None:
    """Chromium, what drives it, and axe-core; poppler reads what it prints."""
    require("chromium", "node", "playwright-core", "axe-core", "poppler")


@pytest.fixture(scope="session")
def checker() -> None:
    """The checker of HTML and SVG."""
    require("java", "vnu-jar")
