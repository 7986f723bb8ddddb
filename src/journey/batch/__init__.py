"""Many journeys at once: JSON Lines in, zip files and tables out, on any executor.

`run` is the whole of it; `FORMATS` are what it can make.
"""

from journey.batch.packs import FORMATS
from journey.batch.processes import Processes
from journey.batch.running import Progress, begun, run

__all__ = ["FORMATS", "Processes", "Progress", "begun", "run"]
