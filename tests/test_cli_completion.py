"""journey completion: what the parsers say, as a shell reads it."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from commands import Run, refusal

from journey.cli import COMMANDS

CASES = [
    (["pl"], ["plan"]),
    (["re"], ["record"]),
    (["plan", "--thr"], ["--three-ways"]),
    (["plan", "cruk-a"], ["cruk-adult"]),
    (["export", "nhs", "--pd"], ["--pdf"]),
    (["record", "sam.toml", "--remove-o"], ["--remove-own"]),
    (["completion", "fi"], ["fish"]),
    (["record", "sam.to"], []),
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(("words", "offered"), CASES, ids=lambda words: " ".join(words))
def test_bash_completes_commands_options_and_pathways(
    run: Run, words: list[str], offered: list[str]
) -> None:
    _, script, _ = run("completion", "bash")
    line = " ".join(f"'{word}'" for word in ["journey", *words])
    asked = f"{script}\nCOMP_WORDS=({line}); COMP_CWORD={len(words)}; _journey\n"
    done = subprocess.run(
        ["bash", "-c", f'{asked}printf "%s\\n" "${{COMPREPLY[@]}}"'],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == offered
    assert done.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_and_option_is_offered(run: Run, shell: str) -> None:
    code, script, err = run("completion", shell)
    assert (code, err) == (0, "")
    for command in COMMANDS:
        assert command in script
    for option in ("three-ways", "longest-banner", "remove-own", "discreet"):
        assert option in script


def test_another_shell_is_refused(run: Run) -> None:
    [told] = refusal(run("completion", "tcsh"))
    assert "tcsh" in told
    assert "bash" in told
