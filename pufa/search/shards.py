"""Shards: the files of about 2 kB that a query loads.

All terms that begin with one character stand together, so that a question of n characters needs at most n files;
a character with many terms is split by the second character, rare characters share a file. Within a file:
``#借jie,<pages>!<concepts>`` for the character itself, then ``钱<pages>!<concepts>`` for each pair; ``#錢>钱`` for
a traditional character. A list ends where the next character above ASCII (or a #) begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pufa.search import pronunciation
from pufa.search.postings import Lists

SIZE = 1700  # bytes of a shard before compression


@dataclass
class _Entry:
    """The lists of one term."""

    pages: bytes = b""
    matters: bytes = b""

    @property
    def text(self) -> str:
        mark = b"!" if self.matters else b""
        return (self.pages + mark + self.matters).decode("ascii")


@dataclass
class _Section:
    """A character, and the pairs that begin with it."""

    single: _Entry = field(default_factory=_Entry)
    pairs: dict[int, _Entry] = field(default_factory=lambda: defaultdict(_Entry))

    @property
    def size(self) -> int:
        return sum(4 + len(entry.pages) + len(entry.matters) for entry in self.pairs.values())


@dataclass(frozen=True)
class Shards:
    """name → text; how many files the rare characters share; into how many a frequent one is split."""

    files: dict[str, str]
    shared: int
    splits: dict[str, int]


def pack(pages: dict[int, Lists], matters: dict[int, Lists]) -> Shards:
    """Lists of pages and of matters, for single characters (1) and pairs (2) → files."""
    sections = _gather(pages, matters)
    splits = {code: -(-section.size // SIZE) for code, section in sections.items() if section.size > SIZE}
    rest = sum(section.size + 16 for code, section in sections.items() if code not in splits)
    shared = max(1, -(-rest // SIZE))
    files: dict[str, list[str]] = defaultdict(list)
    for code, section in sorted(sections.items()):
        for part, text in _cut(code, section, splits.get(code, 1)):
            files[f"{code:x}-{part}" if code in splits else f"r{code % shared}"].append(text)
    for old, new in pronunciation.traditional().items():
        if ord(new) in sections and ord(old) not in sections:
            files[f"r{ord(old) % shared}"].append(f"#{old}>{new}")
    joined = {name: "".join(parts) for name, parts in sorted(files.items())}
    return Shards(joined, shared, {chr(code): times for code, times in sorted(splits.items())})


def _gather(pages: dict[int, Lists], matters: dict[int, Lists]) -> dict[int, _Section]:
    sections: dict[int, _Section] = defaultdict(_Section)
    for code, data in pages[1]:
        sections[code].single.pages = data
    for code, data in matters[1]:
        sections[code].single.matters = data
    for code, data in pages[2]:
        sections[code >> 16].pairs[code & 0xFFFF].pages = data
    for code, data in matters[2]:
        sections[code >> 16].pairs[code & 0xFFFF].matters = data
    for character in pronunciation.common_characters():
        sections[ord(character)]  # its sound is known even if nothing here is written with it
    return sections


def _cut(code: int, section: _Section, parts: int) -> Iterator[tuple[int, str]]:
    """The texts of a section's parts; each begins with the character itself."""
    head = f"#{chr(code)}{pronunciation.sound_of(chr(code))},"
    others = _Entry(matters=section.single.matters)  # who asks for the character alone loads the first part
    texts = [[head, (others if part else section.single).text] for part in range(parts)]
    for second, entry in sorted(section.pairs.items()):
        texts[second % parts].append(chr(second) + entry.text)
    return enumerate("".join(text) for text in texts)


def pack_sounds(phrases: Iterable[str]) -> tuple[dict[str, str], int]:
    """Words by their sound, in files of their own: loaded only for pinyin and for words that are not found."""
    words = pronunciation.words_by_sound(phrases)
    shared = max(1, sum(len(key) + 2 * len(pairs) for key, pairs in words.items()) * 2 // SIZE)
    files: dict[str, list[str]] = defaultdict(list)
    for key, pairs in sorted(words.items()):
        files[f"p{_hash(key) % shared}"].append(f"#{key},{''.join(pairs)}")
    return {name: "".join(parts) for name, parts in sorted(files.items())}, shared


def _hash(key: str) -> int:
    """The same sum as in search.js."""
    total = 0
    for letter in key:
        total = (total * 31 + ord(letter)) & 0xFFFF
    return total
