"""Fixtures for tests that need a reader other people wrote.

A test that needs a client which is not installed is skipped, with what to install. Where the
environment variable CI is set, every client must be there, and the same test fails instead.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from .readers import READERS, Seen, missing, objections


def require(name: str) -> None:
    """Skips the running test when the reader is not here; fails it where CI is set."""
    reason = missing(name)
    if reason is None:
        return
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@dataclass(frozen=True)
class Client:
    """A reader by its name. Using it skips or fails the running test when the tool is missing."""

    name: str

    def read(self, path: Path) -> list[Seen]:
        """What the client sees in the file; raises Refused when it refuses."""
        require(self.name)
        return READERS[self.name](path)

    def objections(self, path: Path, truth: list[Seen]) -> list[str]:
        """What the client has against the file: its refusal, or what it sees but the truth."""
        require(self.name)
        return objections(self.name, path, truth)


@pytest.fixture(params=list(READERS))
def client(request: pytest.FixtureRequest) -> Client:
    """Each of the readers in turn."""
    return Client(str(request.param))


@pytest.fixture
def client_named() -> Callable[[str], Client]:
    """A reader by its name, for a test that needs just that one."""
    return Client
