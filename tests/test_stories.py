"""What happened to real families, lived again as commands; see stories.toml."""

from __future__ import annotations

import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from commands import Run

STORIES = tomllib.loads((Path(__file__).parent / "stories.toml").read_text("utf-8"))["stories"]

pytestmark = pytest.mark.dependencies


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["title"])
def test_each_line_that_read_wrong_once_reads_right(story: dict[str, Any], run: Run) -> None:
    for step in story["steps"]:
        if "copy" in step:
            shutil.copy(step["copy"], step["to"])
            continue
        if "file" in step:
            text = Path(step["file"]).read_text("utf-8").replace("\n ", "")
        else:
            code, out, err = run(*shlex.split(step["do"])[1:])
            assert code == step.get("code", 0), (step["do"], err)
            text = " ".join((out + err).split())
        for words in step.get("says", ()):
            assert words in text, (step, text)
        for words in step.get("never", ()):
            assert words not in text, (step, text)
