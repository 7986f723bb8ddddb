"""Options that commands share: each is explained, and means the same in every command."""

from __future__ import annotations

import argparse

import pytest

from journey.cli import COMMANDS, _parser


def options_of(command: str) -> dict[str, argparse.Action]:
    """The options of a command by their long names."""
    subparsers = next(
        action
        for action in _parser([command])._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return {
        name: action
        for action in subparsers.choices[command]._actions
        for name in action.option_strings
        if name.startswith("--")
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command: str) -> None:
    for name, action in options_of(command).items():
        assert action.help, name


def test_an_option_of_several_commands_says_the_same_in_each() -> None:
    said: dict[str, dict[str | None, str]] = {}
    for command in COMMANDS:
        for name, action in options_of(command).items():
            said.setdefault(name, {})[action.help] = command
    shared = ("--start", "--known", "--with", "--closed", "--as-of", "--made", "--json", "--own")
    for name in shared:
        assert len(said[name]) <= 2, (name, said[name])
