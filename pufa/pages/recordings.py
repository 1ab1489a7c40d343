"""录音: the files of content/audio/ that a public page plays."""

from __future__ import annotations

from collections.abc import Iterator

from pufa.library import Library
from pufa.pages.page import Recording


def address(name: str) -> str:
    """Of a file, from the site's root: ``audio/jie-qian.mp3``."""
    return f"audio/{name}"


def build(library: Library) -> Iterator[Recording]:
    """Each once; that of a draft or of a withdrawn case stays out of the site."""
    names = dict.fromkeys(case.audio for case in library.public_cases if case.audio)
    yield from (Recording(address(name), library.recordings[name]) for name in names)
