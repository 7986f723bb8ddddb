"""Everything that is fast or slow, in one run: `python tests/benchmarks`.

`pip install -e '.[bench]'` brings what it is measured beside; what is not here is left out, and
said. Prints Markdown. Names of parts choose among them: `python tests/benchmarks calendars`.
"""

from __future__ import annotations

import sys

import batches
import calendars
import documents
import planning
import starting
from measure import HEAD

PARTS = {
    "starting": starting, "planning": planning, "calendars": calendars, "documents": documents,
    "batches": batches,
}  # fmt: skip

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        print(f"\n## {name}\n\n{HEAD}")
        PARTS[name].main()
