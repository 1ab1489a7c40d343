"""What the peers need, installed into .cache once: pinned here, never part of the project's own lock."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[1] / ".cache" / "search"
TOOLS = CACHE / "tools"
PYTHON = TOOLS / "venv" / "bin" / "python"
PINNED = ("requirements-peers.txt", "package.json", "package-lock.json")


def install() -> None:
    """A virtual environment and node_modules, unless those that are there were made of the same pins."""
    ready = TOOLS / "ready"
    pins = "\n".join((HERE / name).read_text(encoding="utf-8") for name in PINNED)
    if ready.exists() and ready.read_text(encoding="utf-8") == pins:
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    TOOLS.mkdir(parents=True)
    for name in PINNED:
        shutil.copy(HERE / name, TOOLS)
    quiet = ["--quiet", "--disable-pip-version-check"]
    run([sys.executable, "-m", "venv", str(TOOLS / "venv")])
    run([str(PYTHON), "-m", "pip", "install", *quiet, "--no-deps", "--require-hashes", "-r", PINNED[0]], TOOLS)
    run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], TOOLS)
    ready.write_text(pins, encoding="utf-8")


def run(command: list[str], folder: Path | None = None, given: str | None = None) -> str:
    """Its output. Raises RuntimeError with the last words of a command that fails."""
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {(done.stdout + done.stderr)[-2000:]}")
    return done.stdout
