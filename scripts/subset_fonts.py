#!/usr/bin/env python3
"""做展板用的字体：从 Noto 原字体里挑出国标 GB2312 的字和 content/ 里用到的字，放进 pufa/boards/fonts/。

原字体在两个 npm 软件包里，先取来：
npm pack @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/noto-serif-sc@0.4.3
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import tarfile
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
MAX_BYTES = 4_000_000  # a weight; three of them go into everybody's clone
LICENCE = "package/LICENSE_FONT"

# package → its fonts: file → (name here, SHA-256 of the original, so that the same fonts come out)
ORIGINALS = {
    "noto-sans-sc": {
        "package/400Regular/NotoSansSC_400Regular.ttf": (
            "NotoSansSC-Regular.ttf",
            "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
        ),
        "package/700Bold/NotoSansSC_700Bold.ttf": (
            "NotoSansSC-Bold.ttf",
            "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
        ),
    },
    "noto-serif-sc": {
        "package/900Black/NotoSerifSC_900Black.ttf": (
            "NotoSerifSC-Black.ttf",
            "092e71a70c744be3cc33999eb4edcb10fbe95c1b4cff6c2d7f04d6ff15d031e2",
        ),
    },
}


def main(argv: list[str] | None = None) -> int:
    """Write every font and the licences; 1 if an original is missing or another than expected."""
    parser = argparse.ArgumentParser(
        description=__doc__, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", nargs="+", type=Path, help="取来的 .tgz 文件，两个都要")
    parser.add_argument("--content", type=Path, default=ROOT / "content", help="内容文件夹，默认 content")
    parser.add_argument("--out", type=Path, default=ROOT / "pufa/boards/fonts", help="写到哪里")
    options = parser.parse_args(argv)
    characters = gb2312() | used_in(options.content)
    for name, fonts in ORIGINALS.items():
        package = next((file for file in options.packages if name in file.name), None)
        if package is None:
            print(f"缺少软件包 {name} → 请照 --help 里的命令取来")
            return 1
        with tarfile.open(package) as archive:
            (options.out / f"OFL-{name}.txt").write_bytes(_read(archive, LICENCE))
            for path, (target, digest) in fonts.items():
                original = _read(archive, path)
                if hashlib.sha256(original).hexdigest() != digest:
                    print(f"{package.name}: {path} 不是原来那一版 → 请取 --help 里写的版本")
                    return 1
                small = pick(original, characters)
                if len(small) > MAX_BYTES:
                    print(f"{target} 有 {len(small):,} 字节，超过 {MAX_BYTES:,} → 请少收些字")
                    return 1
                (options.out / target).write_bytes(small)
                print(f"{target}: {len(small):,} 字节")
    return 0


def gb2312() -> set[str]:
    """Every character of GB 2312-80, and ASCII."""
    found = {chr(code) for code in range(0x20, 0x7F)}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            found |= set(bytes([row, cell]).decode("gb2312", "ignore"))
    return found


def used_in(content: Path) -> set[str]:
    """Every printable character of the content: names of villages may be rarer than GB 2312."""
    files = (file for file in sorted(content.rglob("*")) if file.suffix in {".md", ".yml"})
    return {char for file in files for char in file.read_text(encoding="utf-8") if char.isprintable()}


def pick(font: bytes, characters: set[str]) -> bytes:
    """The font with these characters alone, without hints (of no use in print); the same bytes every time."""
    options = subset.Options(hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.layout_features = ["kern", "halt", "chws", "locl"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    opened = subset.load_font(io.BytesIO(font), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(char) for char in characters])
    subsetter.subset(opened)
    written = io.BytesIO()
    subset.save_font(opened, written, options)
    return written.getvalue()


def _read(archive: tarfile.TarFile, path: str) -> bytes:
    member = archive.extractfile(path)
    assert member is not None, path
    return member.read()


if __name__ == "__main__":
    sys.exit(main())
