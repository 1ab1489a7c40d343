"""All that an index is made from, in memory and on the disk (kept.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pufa.search import kept
from pufa.search.askings import Askings
from pufa.search.catalogue import Catalogue
from pufa.search.citing import Cites
from pufa.search.counts import Counts, Tally
from pufa.search.pages import WIDTHS, Numbering, Pages, average_of
from pufa.search.pronunciation import Pronunciation
from pufa.search.rows import NO_LISTS, Lists, Rows
from pufa.search.terms import Integers

Array = NDArray[Any]
Aside = dict[str, kept.Entry]  # arrays that are on the disk before the others are saved
_MAPPED = 1 << 20  # bytes from which on a file is mapped, not read


@dataclass(frozen=True)
class State:
    """keys and slots: of each document as they were given. numbers: of each slot; lengths: for each width, of each slot.

    names: of laws. files: of the index, with their digests. told: what meta.js says of them.
    """

    keys: list[str] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    concepts_key: str = ""
    names: dict[str, str] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=Catalogue.begin)
    numbers: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    lengths: dict[int, Integers] = field(default_factory=lambda: {width: np.zeros(0, np.int64) for width in WIDTHS})
    pages: dict[int, Pages] = field(default_factory=lambda: {width: Pages.begin(width) for width in WIDTHS})
    askings: Askings = field(default_factory=Askings.begin)
    matters: dict[int, Lists] = field(default_factory=lambda: dict.fromkeys(WIDTHS, NO_LISTS))
    pronunciation: Pronunciation = field(default_factory=Pronunciation)
    files: dict[str, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def by_number(self) -> Integers:
        """The slots that have a document, in the order of their numbers."""
        slots = np.flatnonzero(self.numbers >= 0)
        return slots[np.argsort(self.numbers[slots])]

    def numbering(self, width: int) -> Numbering:
        """How the pages are numbered and how long they are."""
        return Numbering(self.numbers, self.lengths[width], average_of(self.lengths[width]))


_HEAD = ("keys", "slots", "concepts_key", "names", "files", "told")


def load(folder: Path | None, head: Mapping[str, Any] | None) -> State | None:
    """The state of which that is the head; None if there is none, or if a file of it is damaged."""
    if folder is None or head is None or not kept.is_whole(folder, head["arrays"]):
        return None
    arrays = {name: _read(folder / entry[0], head["dtypes"][name]) for name, entry in head["arrays"].items()}
    rows = {name: _rows(arrays, name) for name in ("records", "sayings", "marks", "features", "phrases")}
    cites = Cites([(law, label) for law, label in head["labels"]], arrays["cites.ids"], arrays["cites.slots"])
    return State(
        **{name: head[name] for name in _HEAD},
        catalogue=Catalogue(arrays["kinds"], rows["records"], rows["sayings"], cites),
        numbers=arrays["numbers"],
        lengths={width: arrays[f"lengths{width}"] for width in WIDTHS},
        pages={width: Pages(width, _tally(arrays, width), _lists(arrays, f"pages{width}")) for width in WIDTHS},
        askings=Askings(rows["marks"], rows["features"], rows["phrases"]),
        matters={width: _lists(arrays, f"matters{width}") for width in WIDTHS},
        pronunciation=Pronunciation(arrays["sounds"]),
    )


def set_aside(pages: Pages, before: Pages, folder: Path | None) -> tuple[Pages, Aside]:
    """The same, with a new large table on the disk already: nobody needs it until it is saved. And what is there."""
    name, base = f"base{pages.width}.postings", pages.tally.base
    if folder is None or base is before.tally.base:
        return pages, {}
    try:
        entry = kept.write_file(folder, name, base.postings.view(np.uint8).data, {})
        away = _read(folder / entry[0], base.postings.dtype.str)
    except OSError:  # a full disk: who saves it will tell
        return pages, {}
    tally = replace(pages.tally, base=replace(base, postings=away))
    return replace(pages, tally=tally), {name: entry}


def save(
    state: State,
    before: State | None,
    folder: Path,
    head: Mapping[str, Any],
    aside: Aside,
) -> None:
    """Write it; what is as before stays as it is. head: of the state before; aside: of the new one. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    same = dict(_arrays(before)) if before else {}
    known = {entry[0]: entry for entry in head["arrays"].values()} if before else {}
    files = {}
    for name, array in _arrays(state):
        if array is same.get(name):
            files[name] = head["arrays"][name]
        elif name in aside:
            files[name] = aside[name]
        else:
            files[name] = kept.write_file(folder, name, np.ascontiguousarray(array).view(np.uint8).data, known)
    own = {name: getattr(state, name) for name in _HEAD}
    own |= {"labels": state.catalogue.cites.labels, "arrays": files}
    kept.write_head(folder, own | {"dtypes": {name: array.dtype.str for name, array in _arrays(state)}})


def _arrays(state: State) -> Iterator[tuple[str, Array]]:
    cites = state.catalogue.cites
    yield from (("kinds", state.catalogue.kinds), ("numbers", state.numbers))
    yield from (("cites.ids", cites.ids), ("cites.slots", cites.slots))
    yield "sounds", state.pronunciation.written()
    yield from _of_rows("records", state.catalogue.records)
    yield from _of_rows("sayings", state.catalogue.sayings)
    yield from _of_rows("marks", state.askings.marks)
    yield from _of_rows("features", state.askings.features)
    yield from _of_rows("phrases", state.askings.phrases)
    for width in WIDTHS:
        yield f"lengths{width}", state.lengths[width]
        tally = state.pages[width].tally
        yield f"stale{width}", tally.stale
        for part, counts in (("base", tally.base), ("fresh", tally.fresh)):
            yield f"{part}{width}.terms", counts.terms
            yield f"{part}{width}.offsets", counts.offsets
            yield f"{part}{width}.postings", counts.postings
        for name, lists in ((f"pages{width}", state.pages[width].lists), (f"matters{width}", state.matters[width])):
            yield f"{name}.terms", lists.terms
            yield from _of_rows(name, lists.rows)


def _of_rows(name: str, rows: Rows) -> Iterator[tuple[str, Array]]:
    yield f"{name}.starts", rows.starts
    yield f"{name}.sizes", rows.sizes
    yield f"{name}.data", rows.data
    yield f"{name}.tail", rows.tail


def _rows(arrays: Mapping[str, Array], name: str) -> Rows:
    return Rows(*(arrays[f"{name}.{part}"] for part in ("starts", "sizes", "data", "tail")))


def _lists(arrays: Mapping[str, Array], name: str) -> Lists:
    return Lists(arrays[f"{name}.terms"], _rows(arrays, name))


def _tally(arrays: Mapping[str, Array], width: int) -> Tally:
    base, fresh = (
        Counts(*(arrays[f"{part}{width}.{column}"] for column in ("terms", "offsets", "postings")))
        for part in ("base", "fresh")
    )
    return Tally(base, fresh, arrays[f"stale{width}"])


def _read(file: Path, dtype: str) -> Array:
    if file.stat().st_size < _MAPPED:
        return np.fromfile(file, dtype)
    return np.asarray(np.memmap(file, dtype, "r"))
