"""The ways in which a number is written so that a plain search does not see it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from urllib.parse import quote

FULL = str.maketrans("0123456789Xx", "０１２３４５６７８９ＸＸ")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")


def groups(number: str) -> list[str]:
    """As people cut it: 3-4-4 for a phone, 6-8-4 for an identity number, fours for the rest."""
    cuts = {11: (3, 7, 11), 18: (6, 14, 18)}.get(len(number), range(4, len(number) + 4, 4))
    starts = (0, *cuts)
    return [number[start:end] for start, end in zip(starts, cuts, strict=False) if number[start:end]]


def _scatter(sign: str) -> Callable[[str, Random], str]:
    """A sign between digits, at any two or three places."""

    def write(number: str, random: Random) -> str:
        for place in sorted(random.sample(range(1, len(number)), random.randint(2, 3)), reverse=True):
            number = f"{number[:place]}{sign}{number[place:]}"
        return number

    return write


NOTATIONS: dict[str, Callable[[str, Random], str]] = {
    "原样": lambda number, _: number,
    "全角": lambda number, _: number.translate(FULL),
    "分段空格": lambda number, _: " ".join(groups(number)),
    "全角空格": lambda number, _: "\u3000".join(groups(number)),
    "逐个空格": lambda number, _: " ".join(number),
    "短横线": lambda number, _: "-".join(groups(number)),
    "长横线": lambda number, _: "—".join(groups(number)),
    "随处短横线": _scatter("-"),
    "零宽字符": _scatter("\u200b"),
    "软连字符": _scatter("\u00ad"),
    "汉字数字": lambda number, _: number.translate(CHINESE),
    "口语数字": lambda number, _: number.translate(SPOKEN),
    "圈码": lambda number, _: number.translate(CIRCLED),
    "网址": lambda number, _: f"https://example.cn/?q={''.join(f'%{ord(sign):02X}' for sign in number)}",
    "网址里的全角": lambda number, _: f"https://example.cn/{quote(number.translate(FULL))}",
    "注释": lambda number, _: f"<!-- {number} -->",
    "实体": lambda number, _: "".join(f"&#{ord(sign)};" for sign in number),
    "标签隔开": lambda number, _: f"{number[:3]}<b>{number[3:7]}</b>{number[7:]}",
    "注释隔开": lambda number, _: f"{number[:4]}<!-- -->{number[4:]}",
    "加粗": lambda number, _: f"{number[:3]}**{number[3:]}**",
    "属性": lambda number, _: f'<img alt="{number}" src="a.png">',
    "换行": lambda number, _: f"{number[:5]}\n  {number[5:]}",
}
