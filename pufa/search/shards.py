"""Shards: the files of about 2 kB that a query loads.

All terms that begin with one character stand together, so that a question of n characters needs at most n files;
a character with many terms is split by the second character, rare characters share a file. Within a file:
``#借jie,<pages>!<concepts>`` for the character itself, then ``钱<pages>!<concepts>`` for each pair; ``#錢>钱`` for
a traditional character. A list ends where the next character above ASCII (or a #) begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pufa.search.postings import write_number
from pufa.search.pronunciation import Pronunciation, common_characters
from pufa.search.rows import Lists
from pufa.search.terms import Terms, unite

SIZE = 1700  # bytes of a shard before compression
_SECTIONS = 400  # characters that are written at once


@dataclass(frozen=True)
class Shards:
    """Lists of pages and of matters, for single characters (1) and pairs (2), as they are put into files."""

    pages: Mapping[int, Lists]
    matters: Mapping[int, Lists]
    pronunciation: Pronunciation

    @cached_property
    def _pairs(self) -> Terms:
        return unite([self.pages[2].terms, self.matters[2].terms])

    @cached_property
    def sections(self) -> dict[int, int]:
        """Of each character, into how many files it is split; 0: it shares one with others."""
        sizes = np.zeros(0x10000, np.int64)
        for lists in (self.pages[2], self.matters[2]):
            sizes += np.bincount(lists.terms >> np.uint32(16), lists.rows.sizes, 0x10000).astype(np.int64)
        sizes += 4 * np.bincount(self._pairs >> np.uint32(16), minlength=0x10000)
        used = sizes > 0
        used[self.pages[1].terms] = used[self.matters[1].terms] = True
        used[[ord(character) for character in common_characters()]] = True  # known even if nothing is written with it
        codes = np.flatnonzero(used)
        times = np.where(sizes > SIZE, -(-sizes // SIZE), 0)[codes]
        return dict(zip(codes.tolist(), times.tolist(), strict=True))

    @cached_property
    def shared(self) -> int:
        """How many files the rare characters share."""
        rare = np.zeros(0x10000, np.bool_)
        rare[[code for code, times in self.sections.items() if not times]] = True
        size = 16 * int(rare.sum()) + 4 * int(rare[self._pairs >> np.uint32(16)].sum())
        for lists in (self.pages[2], self.matters[2]):
            size += int(lists.rows.sizes[rare[lists.terms >> np.uint32(16)]].sum())
        return max(1, -(-size // SIZE))

    @property
    def splits(self) -> str:
        """The frequent characters, each with the number of its files."""
        return "".join(chr(code) + write_number(times) for code, times in self.sections.items() if times)

    @cached_property
    def _aliases(self) -> dict[str, str]:
        """Traditional characters that nothing here is written with."""
        known = self.sections
        every = self.pronunciation.traditional.items()
        return {old: new for old, new in every if ord(new) in known and ord(old) not in known}

    def names(self, code: int) -> list[str]:
        """The files of a character."""
        times = self.sections.get(code, 0)
        return [f"{code:x}-{part}" for part in range(times)] if times else [f"r{code % self.shared}"]

    def touched(self, before: Shards, singles: Collection[int], pairs: Collection[int]) -> set[str]:
        """The files that may be other than before, if these are the terms whose lists are."""
        found = {name for code in singles for name in self.names(code)}
        found.update(names[(term & 0xFFFF) % len(names)] for term in pairs if (names := self.names(term >> 16)))
        if self.shared != before.shared:
            found.update(f"r{number}" for number in range(self.shared))
        for code, _ in self.sections.items() ^ before.sections.items():
            found.update((*self.names(code), *before.names(code)))
        for old, _ in self._aliases.items() ^ before._aliases.items():
            found.update(self.names(ord(old)))
        return found

    def all_names(self) -> set[str]:
        """Every file."""
        rare = [code for code, times in self.sections.items() if not times]
        found = {f"r{number}" for number in {code % self.shared for code in (*rare, *map(ord, self._aliases))}}
        for code, times in self.sections.items():
            found.update(f"{code:x}-{part}" for part in range(times))
        return found

    def write(self, wanted: Collection[str]) -> Iterator[tuple[str, str]]:
        """The texts of some files: those that a character has for itself, then those that several share."""
        named = [(code, names) for code in self.sections if any(map(wanted.__contains__, names := self.names(code)))]
        self.pronunciation.learn(chr(code) for code, _ in named)
        shared: dict[str, list[str]] = defaultdict(list)
        for start in range(0, len(named), _SECTIONS):
            for name, text in self._write(named[start : start + _SECTIONS]):
                if name[0] == "r":
                    shared[name].append(text)
                elif name in wanted:
                    yield name, text
        for old, new in self._aliases.items():
            shared[self.names(ord(old))[0]].append(f"#{old}>{new}")
        yield from ((name, "".join(texts)) for name, texts in shared.items() if name in wanted)

    def _write(self, named: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[str, str]]:
        """What stands of some characters in each of their files."""
        codes = np.array([code for code, _ in named], np.uint32)
        first, last = np.searchsorted(
            self._pairs, [codes[0] << np.uint32(16), codes[-1] << np.uint32(16) | np.uint32(0xFFFF)]
        )
        needed = np.zeros(0x10000, np.bool_)
        needed[codes] = True
        pairs = self._pairs[first : last + 1]
        pairs = pairs[needed[pairs >> np.uint32(16)]]
        lists = _texts(pairs, self.pages[2]), _texts(pairs, self.matters[2])
        seconds, start = (pairs & np.uint32(0xFFFF)).tolist(), 0
        ends = np.searchsorted(pairs >> np.uint32(16), codes, "right").tolist()
        singles = zip(_texts(codes, self.pages[1]), _texts(codes, self.matters[1]), strict=True)
        for (code, names), single, end in zip(named, singles, ends, strict=True):
            rows = zip(seconds[start:end], lists[0][start:end], lists[1][start:end], strict=True)
            yield from zip(names, self._cut(code, len(names), single, rows), strict=True)
            start = end

    def _cut(
        self, code: int, count: int, single: tuple[str, str], rows: Iterable[tuple[int, str, str]]
    ) -> Iterator[str]:
        """The texts of a character's files; each begins with the character itself."""
        head = f"#{chr(code)}{self.pronunciation.of(chr(code))},"
        others = f"!{single[1]}" if single[1] else ""  # who asks for the character alone loads the first part
        parts = [[head, single[0] + others], *([head, others] for _ in range(1, count))]
        for second, pages, matters in rows:
            parts[second % count] += (chr(second), pages, f"!{matters}") if matters else (chr(second), pages)
        return map("".join, parts)


def _texts(terms: Terms, lists: Lists) -> list[str]:
    """The lists of terms, "" for those that have none."""
    if not len(lists.terms):
        return [""] * len(terms)
    rows = np.minimum(np.searchsorted(lists.terms, terms), len(lists.terms) - 1)
    has = lists.terms[rows] == terms
    text = lists.rows.take(rows[has]).tobytes().decode("ascii")
    ends = np.cumsum(np.where(has, lists.rows.sizes[rows], 0)).tolist()
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def pack_sounds(words: Mapping[str, list[str]]) -> dict[str, str]:
    """Words by their sound, in files of their own: loaded only for pinyin and for words that are not found."""
    shared = max(1, sum(len(key) + 2 * len(pairs) for key, pairs in words.items()) * 2 // SIZE)
    files: dict[str, list[str]] = {f"p{number}": [] for number in range(shared)}
    for key in sorted(words):
        files[f"p{_hash(key) % shared}"].append(f"#{key},{''.join(words[key])}")
    return {name: "".join(parts) for name, parts in files.items()}


def _hash(key: str) -> int:
    """The same sum as in search.js."""
    total = 0
    for letter in key:
        total = (total * 31 + ord(letter)) & 0xFFFF
    return total
