"""Runs a command and writes what it used, as JSON: ``launcher.py FILE COMMAND…``.

A process of its own, and a small one: Linux counts the memory of the process that starts another as the other's peak.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

code = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)  # with the processes that the command waited for
figures = {"cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1000}
Path(sys.argv[1]).write_text(json.dumps(figures), encoding="utf-8")
sys.exit(code)
