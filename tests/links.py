"""Follows every link of a site that is served, with LinkChecker."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path


def follow_links(url: str, settings: Path) -> tuple[set[str], list[tuple[str, str, str]]]:
    """LinkChecker over a site, also to places within pages: the pages that it saw, and (page, link, what is wrong)."""
    settings.write_text("[AnchorCheck]\n[checking]\nmaxrequestspersecond=1000\n", encoding="utf-8")
    command = [sys.executable, "-m", "linkcheck", "--config", str(settings), "--no-robots", "--no-status", "--verbose"]
    done = subprocess.run([*command, "--output", "csv/utf-8", url], capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter=";"))
    wrong = [row for row in rows if row["valid"] != "True" or row["warningstring"]]
    return {row["url"].split("#")[0] for row in rows}, [
        (row["parentname"], row["urlname"], row["warningstring"] or row["result"]) for row in wrong
    ]
