"""Documents and concepts → the files of the search index.

``search/meta.js`` is what every first query loads; everything else lies in a folder named by the content of all, so
that a cache never mixes two builds. Each file is ``pufaFound("name",value)``: read as text by fetch, and run as a
script where fetch is refused (file://).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pufa.search import kept
from pufa.search.document import Document

if TYPE_CHECKING:
    from pufa.search.askings import ConceptLike

FOLDER = "search"


class Entry(NamedTuple):
    """A document that may not have to be made. key: a digest of everything that it depends on."""

    key: str
    make: Callable[[], Document]


@dataclass(frozen=True)
class Index:
    """The index of a site.

    files: path from the site's root → digest. changed: the content of those that are not as the file of that name in
    the version before. documents: how many. save: keeps what the next build needs, once the site is published; raises OSError.
    """

    version: str
    files: dict[str, str]
    changed: dict[str, bytes]
    documents: int
    save: Callable[[], None]


def build(
    entries: Sequence[Entry],
    concepts_key: str,
    concepts: Callable[[], Sequence[ConceptLike]],
    names: Callable[[], Mapping[str, str]],
    state: Path | None,
) -> Index:
    """Every file of the index; the same input gives the same files, whatever was built before.

    concepts_key: a digest of the concepts and of the names of laws. names: any name of a law → its short name; the
    names by which people may ask for an article. state: a folder of its own, for this version of the code and of the
    libraries that it uses; None keeps nothing.
    """
    head = kept.read_head(state)
    keys = [entry.key for entry in entries]
    if head and (head["concepts_key"], head["keys"]) == (concepts_key, keys):
        told = head["told"]
        return Index(told["version"], place(told["version"], head["files"]), {}, len(keys), lambda: None)
    from pufa.search import building  # noqa: PLC0415 - numpy: not for an index that stays as it is

    return building.build(entries, concepts_key, concepts, names, state, head)


def place(version: str, files: Mapping[str, str]) -> dict[str, str]:
    """Digests by name → by path."""
    found = {f"{FOLDER}/{version}/{name}.js": digest for name, digest in files.items()}
    found[path_of("meta", version)] = found.pop(f"{FOLDER}/{version}/meta.js")
    return found


def path_of(name: str, version: str) -> str:
    """Where a file lies in the site."""
    return f"{FOLDER}/meta.js" if name == "meta" else f"{FOLDER}/{version}/{name}.js"


def write(
    documents: Sequence[Document], concepts: Sequence[ConceptLike], names: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """The same without a state: (path from the site's root, content), meta.js first."""
    entries = [Entry(str(number), lambda document=document: document) for number, document in enumerate(documents)]  # type: ignore[misc]
    index = build(entries, "", lambda: concepts, lambda: names, None)
    yield from sorted(index.changed.items(), key=lambda item: (item[0] != f"{FOLDER}/meta.js", item[0]))
