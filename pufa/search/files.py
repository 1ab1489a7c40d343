"""The files of an index: which there are, and which are not as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pufa.search import kept


@dataclass(frozen=True)
class Files:
    """before: names and digests of the last index. digests: of this one; written: what is not the same as before."""

    before: Mapping[str, str]
    digests: dict[str, str] = field(default_factory=dict)
    written: dict[str, bytes] = field(default_factory=dict)

    def put(self, name: str, value: str | bytes) -> None:
        """A file with a value, in JSON."""
        data = b'pufaFound("%s",%s)' % (name.encode(), value if isinstance(value, bytes) else value.encode())
        self.digests[name] = kept.digest(data)
        if self.digests[name] != self.before.get(name):
            self.written[name] = data

    def keep(self, names: Iterable[str]) -> None:
        """Files that are as they were, unless they were put."""
        for name in names:
            if name not in self.digests:
                self.digests[name] = self.before[name]

    @property
    def version(self) -> str:
        """A name for the content of all files."""
        return name_of(f"{name} {digest}" for name, digest in sorted(self.digests.items()))


def name_of(lines: Iterable[str]) -> str:
    """A short name for a content, of letters only: it must not look like a number of somebody."""
    digest = hashlib.blake2b("\n".join(lines).encode(), digest_size=6).hexdigest()
    return digest.translate(str.maketrans("0123456789", "ghijklmnop"))
