"""The built site as files: what has changed is made, looked at by the leak gate, and put into the tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from pufa.cache import Cache
from pufa.manifest import Stamp, digest_of
from pufa.pages.key import key_of
from pufa.pages.page import Page
from pufa.pages.policy import Inline
from pufa.privacy.output import Gate
from pufa.problems import Problem
from pufa.progress import Progress
from pufa.tree import Tree
from pufa.workers import spread


class Made(NamedTuple):
    """The files of a page, and what it runs inline."""

    files: Mapping[str, bytes]
    inline: Inline


class Written(NamedTuple):
    """The same once it is in the tree. problems: what the gate says about it."""

    files: Mapping[str, Stamp]
    inline: Inline
    problems: list[Problem]


class Output:
    """The files of one build on their way into the tree.

    problems: errors of the leak gate, of all files so far. gate_state: another text whenever it lets other things pass.
    """

    def __init__(self, tree: Tree, gate: Gate, cache: Cache) -> None:
        self.tree = tree
        self.problems: list[Problem] = []
        self._gate = gate
        self.gate_state = digest_of(repr((sorted(gate.public), sorted(gate.secrets))).encode())
        self._pages = cache.shelf("pages")
        self._verdicts = cache.shelf("verdicts")

    def put(self, path: str, data: bytes, is_ours: bool = True) -> None:
        """A file of the site. is_ours: False for those of the theme, which are as their makers published them."""
        if is_ours:
            state = f"{digest_of(data)} {self.gate_state}"
            self.problems += self._verdicts.recall(path, state, lambda: self._examine(path, data))
        self.tree.put(path, data)

    def keep(self, path: str, published: str, passed: str | None) -> None:
        """A file goes on under another path. passed: the state of the gate that has let it pass."""
        if passed != self.gate_state:
            self.problems += self._examine(path, (self.tree.site / published).read_bytes())
        self.tree.keep(path, published)

    def put_pages(
        self, pages: Sequence[Page], surroundings: str, make: Callable[[Page], Made], progress: Progress
    ) -> Inline:
        """All pages; made are those only that are not what they were. What all of them run inline.

        surroundings: what all of them depend on.
        """
        keys = [key_of(page, f"{surroundings} {self.gate_state}") for page in pages]
        changed = [(page, key) for page, key in zip(pages, keys, strict=True) if not self._keep(page, key)]
        if changed:
            self.tree.open()  # before there are workers
        alike: dict[Inline, Inline] = {}  # nearly all pages run the same
        made = spread(partial(self._write, make), [page for page, _ in changed])
        for (page, key), written in zip(changed, progress.follow(made, len(changed), "写网页", "页"), strict=True):
            self.problems += written.problems
            for path, stamp in written.files.items():
                self.tree.accept(path, stamp)
            digests = {path: stamp.digest for path, stamp in written.files.items()}
            inline = alike.setdefault(written.inline, written.inline)
            self._pages.put(page.file, key, (digests, inline, written.problems))
        return Inline.join(
            self._pages.recall(page.file, key, _nothing)[1] for page, key in zip(pages, keys, strict=True)
        )

    def _keep(self, page: Page, key: str) -> bool:
        """Whether a page stays as it is."""
        before = self._pages.peek(page.file)
        if before is None or before[0] != key:
            return False
        files, _, problems = before[1]
        if problems or not all(self.tree.knows(path, digest) for path, digest in files.items()):
            return False  # what the gate has said of a page is said until the page is mended
        for path in files:
            self.tree.keep(path)
        return True

    def _write(self, make: Callable[[Page], Made], page: Page) -> Written:
        made = make(page)
        problems = [problem for path, data in made.files.items() for problem in self._examine(path, data)]
        return Written({path: self.tree.put(path, data) for path, data in made.files.items()}, made.inline, problems)

    def _examine(self, path: str, data: bytes) -> list[Problem]:
        return [problem for problem in self._gate.check_bytes(data, path) if problem.severity == "error"]


def _nothing() -> tuple[dict[str, str], Inline, list[Problem]]:
    raise AssertionError("every page was kept or made")
