#!/usr/bin/env python3
"""各场景、各纠错级别读出来的比例：46 块展板的码，每块几次，用 zxing-cpp 读。"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

from tqdm import tqdm

from benchmarks.boards.reading import read
from benchmarks.boards.scenes import SCENES, view
from pufa.boards.code import SAMPLE_BASE, Code, encode
from pufa.library import load

BASE = SAMPLE_BASE.replace("example.invalid", "www.xxxx.gov.cn")  # as long as a real one
CAPITALS = "HTTPS://WWW.XXXX.GOV.CN/"
STRENGTHS = (1.0, 1.5, 2.0)
FORMS = ("L", "M", "Q", "H", "H 大写")


def main(argv: list[str] | None = None) -> int:
    """Print the tables as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--content", type=Path, default=Path("content"), help="内容文件夹，默认 content")
    parser.add_argument("--seeds", type=int, default=5, help="每个码每个场景试几次，默认 5")
    options = parser.parse_args(argv)
    numbers = [board.id for board in load(options.content).boards]
    codes = {form: [_code(number, form) for number in numbers] for form in FORMS}
    print(f"{len(numbers)} 个码，每个 {options.seeds} 次。模块数：", end="")
    print("，".join(f"{form} {found[0].modules}" for form, found in codes.items()))
    for strength in STRENGTHS:
        print(f"\n强度 {strength}：\n\n| 场景 | {' | '.join(FORMS)} |\n| --- |{' ---: |' * len(FORMS)}")
        for scene in tqdm(SCENES, disable=None, leave=False):
            rates = [_rate(scene, found, options.seeds, strength) for found in codes.values()]
            print(f"| {scene} | {' | '.join(f'{math.floor(100 * rate)}%' for rate in rates)} |")
    return 0


def _code(number: str, form: str) -> Code:
    return encode(f"{CAPITALS}{number}", "H") if form == "H 大写" else encode(f"{BASE}b/{number}/", form)


def _rate(scene: str, codes: list[Code], seeds: int, strength: float) -> float:
    """The share read, and read rightly."""
    tries = [(code, seed) for code in codes for seed in range(seeds)]
    return sum(read(view(scene, code, seed, strength)) == code.address for code, seed in tries) / len(tries)


if __name__ == "__main__":
    sys.exit(main())
