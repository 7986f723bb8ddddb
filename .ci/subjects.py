#!/usr/bin/env python3
"""Commit subjects have at most 72 characters, as far back as this clone goes.

Older subjects, before the package had its rooms, stay as they are.
"""

import subprocess
import sys

LONGEST = 72
FIRST = "layout: move every module to a room that is a layer"


def main() -> str | None:
    """What is wrong, if anything."""
    log = subprocess.run(
        ["git", "log", "--no-merges", "--format=%h %s"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if log.returncode:
        return None  # a copy without its history
    long = []
    for line in log.stdout.splitlines():
        commit, _, subject = line.partition(" ")
        if len(subject) > LONGEST:
            long.append(f"{commit}: {len(subject)} characters, at most {LONGEST}: {subject}")
        if subject == FIRST:
            break
    return "\n".join(long) or None


if __name__ == "__main__":
    sys.exit(main())
