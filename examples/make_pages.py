"""Plan a pathway of your own and print when its parts may start, with the pages as text."""

import datetime as dt
import sys
from pathlib import Path

import journey


def main() -> None:
    path = Path(__file__).with_name("harbour-fever.toml")
    try:
        pathway = journey.load_pathway(path)
        timeline = journey.plan(pathway, start=dt.date(2026, 3, 2))
    except journey.JourneyError as error:
        sys.exit(str(error))
    for phase in timeline.phases:
        window = phase.start
        print(phase.name, "-", f"{window.earliest} to {window.latest}" if window else "no date yet")
    print(journey.to_text(journey.describe(timeline, made=dt.date(2026, 3, 2))))


if __name__ == "__main__":
    main()
