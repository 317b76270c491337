"""``python -m tests.support.failing FILE TIMES``: ends at once so many times, then stays.

Each start is a line of FILE.
"""

import signal
import sys
from pathlib import Path

file, times = Path(sys.argv[1]), int(sys.argv[2])
with file.open("a") as starts:
    starts.write("started\n")
count = len(file.read_text().splitlines())
if count <= times:
    sys.exit(f"start {count} came too early")
signal.pause()
