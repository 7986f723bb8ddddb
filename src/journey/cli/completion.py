"""journey completion"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from journey.cli import COMMANDS
from journey.pathways.library import pathway_ids

EXAMPLE = "journey completion bash"

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The shell."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or fish")


def run(args: argparse.Namespace) -> None:
    """Print what the shell is to read, so that it completes commands, options and pathways."""
    offers = list(_offers())
    match args.shell:
        case "bash":
            print(_bash(offers), end="")
        case "zsh":  # which reads what bash reads
            print(f"autoload -U +X compinit && compinit\n{_ZSH}{_bash(offers)}", end="")
        case "fish":
            print(_fish(offers), end="")


_ZSH = "autoload -U +X bashcompinit && bashcompinit\n"


@dataclass(frozen=True)
class _Offer:
    """What can stand after a command."""

    command: str
    options: dict[str, str]
    """Each with what it is for."""
    words: tuple[str, ...]


def _offers() -> Iterator[_Offer]:
    """What each command takes, as its parser says."""
    for name in COMMANDS:
        parser = argparse.ArgumentParser(prog=name)
        import_module(f"journey.cli.{name}").add_arguments(parser)
        options = {
            option: (action.help or "").replace("%(default)s", str(action.default))
            for action in parser._actions
            for option in action.option_strings
            if option.startswith("--")
        }
        words: list[str] = []
        for action in parser._actions:
            if action.option_strings:
                continue
            words += map(str, action.choices or ())
            if action.metavar in ("WHAT", "PATHWAY"):
                words += pathway_ids()
        yield _Offer(name, options, tuple(words))


def _bash(offers: list[_Offer]) -> str:
    cases = "".join(
        f'        {offer.command}) words="{" ".join((*offer.words, *offer.options))}" ;;\n'
        for offer in offers
    )
    return (
        "_journey() {\n"
        '    local words="" current="${COMP_WORDS[COMP_CWORD]}"\n'
        '    if [ "$COMP_CWORD" -eq 1 ]; then\n'
        f'        words="{" ".join(COMMANDS)} --help --version"\n'
        "    else\n"
        '        case "${COMP_WORDS[1]}" in\n'
        f"{cases}        esac\n"
        "    fi\n"
        '    COMPREPLY=($(compgen -W "$words" -- "$current"))\n'
        "}\n"
        # What it does not know, such as a file, the shell completes itself.
        "complete -o default -F _journey journey\n"
    )


def _fish(offers: list[_Offer]) -> str:
    lines = [
        f"complete -c journey -n __fish_use_subcommand -a {name} -d {_quoted(purpose)}"
        for name, purpose in COMMANDS.items()
    ]
    for offer in offers:
        after = f"complete -c journey -n '__fish_seen_subcommand_from {offer.command}'"
        lines += [f"{after} -a {word}" for word in offer.words]
        lines += [
            f"{after} -l {option.removeprefix('--')} -d {_quoted(purpose)}"
            for option, purpose in offer.options.items()
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
