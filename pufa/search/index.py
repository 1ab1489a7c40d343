"""Documents and concepts → the files of the search index.

``search/meta.js`` is what every first query loads; it names the folder in which everything else lies, and the version,
which search.js puts behind a ``?``. Each file is ``pufaFound("name",value)``: read as text by fetch, and run as a script
where fetch is refused (file://).

The version is a name of all content: whoever keeps files by their address fetches them again after every build. The
folder is a name of what files must agree on to be read together (``building.name_folder``). So an edit of a sentence
seldom moves a file; that of a whole case often does, when the lists of a character need one file more or less.

Within a folder files of two builds may meet: a page that lies open, a phone without signal, a cache that looks at paths
only. Then an answer is out of date in part, but never wrong:

- r…, …-0 (lists of pages): a number means the same page, a character's words are in the same file. A page is found by
  words that it had in one of the builds; the levels, and how rare a word is (``pages``, ``matters``), hardly differ.
- p… (words by sound): the same sound is in the same file; the words are those of one of the builds.
- laws, n… (pages by article): a place in ``laws`` is the same law, with the same names, a number in the same table.
- d… (records): the same pages in the same file; it shows a title of one of the builds.
- filters, ``citing`` in meta.js: the same pages by number; one may be missing in a topic that it has gone to.

What is written in another way, or read otherwise, is another ``building.FORMAT``, and so another folder.
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
    the index before; kept: of the others the path that they had there. documents: how many. save: keeps what the next
    build needs, once the site is published; raises OSError.
    """

    files: dict[str, str]
    changed: dict[str, bytes]
    kept: dict[str, str]
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
        folder = head["told"]["folder"]
        files = place(folder, head["files"])
        return Index(files, {}, {path: path for path in files}, len(keys), lambda: None)
    from pufa.search import building  # noqa: PLC0415 - numpy: not for an index that stays as it is

    return building.build(entries, concepts_key, concepts, names, state, head)


def place(folder: str, files: Mapping[str, str]) -> dict[str, str]:
    """Digests by name → by path."""
    return {path_of(name, folder): digest for name, digest in files.items()}


def path_of(name: str, folder: str) -> str:
    """Where a file lies in the site."""
    return f"{FOLDER}/meta.js" if name == "meta" else f"{folder}/{name}.js"


def write(
    documents: Sequence[Document], concepts: Sequence[ConceptLike], names: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """The same without a state: (path from the site's root, content), meta.js first."""
    entries = [Entry(str(number), lambda document=document: document) for number, document in enumerate(documents)]  # type: ignore[misc]
    index = build(entries, "", lambda: concepts, lambda: names, None)
    yield from sorted(index.changed.items(), key=lambda item: (item[0] != f"{FOLDER}/meta.js", item[0]))
