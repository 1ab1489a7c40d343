"""The leak gate over what was built: HTML, JSON, the search index, feeds, SVG, the text of PDFs, images, archives.

It reads files, whoever wrote them: a template, a plug-in or a hand-written page can leak what no source check sees.
"""

from __future__ import annotations

import filecmp
import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from pufa.privacy import gate
from pufa.privacy.context import Context
from pufa.privacy.findings import Finding
from pufa.privacy.postings import without_lists
from pufa.privacy.text import place
from pufa.problems import Problem

_IMAGES = frozenset((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))
_FOREIGN_IMAGES = frozenset((".tif", ".tiff", ".heic", ".heif", ".bmp", ".mpo", ".raw", ".dng", ".psd"))  # no browser's
_ARCHIVES = frozenset((".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub"))
_NO_TEXT = frozenset(
    (
        ".woff",
        ".woff2",
        ".ttf",
        ".otf",
        ".eot",
        ".ico",
        ".mp3",
        ".m4a",
        ".ogg",
        ".opus",
        ".wav",
        ".mp4",
        ".webm",
        ".wasm",
    )
)
# What stands on many pages alike: the shell, its script, the list of parts, the words of the law.
_SHARED = re.compile(
    r"<(style|script|header|footer|nav|details(?= class=\"(?:contents|statute)\"))\b[^>]*>(?:[^<]++|<(?![/]\1>))*+<[/]\1>"
)
_MAX_MEMBER = 50_000_000  # of an archive, unpacked; more is no document
_HIDDEN = "（P19） → 请运行 scripts/check_site.py --strip 清除，再提交一次"


@dataclass(frozen=True)
class Gate:
    """What may stand in public, and what may not.

    public: essences of the numbers and addresses that offices and persons have agreed to publish, and of what an
    exception lets stand. secrets: names that the source check refuses, told wherever they come up.
    vendored: folders of files by others (the theme); a file equal to theirs, byte for byte, is not ours to examine.
    """

    public: frozenset[str] = frozenset()
    secrets: frozenset[str] = frozenset()
    vendored: tuple[Path, ...] = ()

    def check_folder(self, folder: Path) -> list[Problem]:
        """Every file of a built site, by its path in it."""
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        return sorted(
            problem
            for file in files
            if not self.is_vendored(folder, file)
            for problem in self.check_file(file, file.relative_to(folder).as_posix())
        )

    def is_vendored(self, folder: Path, file: Path) -> bool:
        name = file.relative_to(folder)
        twins = (theirs / name for theirs in self.vendored)
        return any(twin.is_file() and filecmp.cmp(twin, file, shallow=False) for twin in twins)

    def check_file(self, file: Path, name: str) -> list[Problem]:
        """One file. name: how it is called in messages."""
        return self.check_bytes(file.read_bytes(), name)

    def check_bytes(self, data: bytes, name: str) -> list[Problem]:
        """One file that need not be on a disk yet. name: its path in the site; its ending tells what kind it is."""
        found = gate.examine(name, Context(), gate.EXACT)
        label = gate.redact(name) if found else name
        named = [Problem(label, 1, f"文件名{one.tell(one.start + 1)}", one.severity) for one in found]
        return [*named, *self._check_data(data, label, PurePosixPath(name).suffix.lower())]

    def _check_data(self, data: bytes, label: str, suffix: str) -> Iterator[Problem]:
        if suffix in _IMAGES or suffix in _FOREIGN_IMAGES:
            yield from _check_image(data, label)
        elif suffix == ".pdf":
            yield from self._check_pdf(data, label)
        elif suffix in _ARCHIVES:
            yield from self._check_archive(data, label)
        elif suffix == ".gz":
            try:
                yield from self._check_text(gzip.decompress(data).decode("utf-8", "replace"), label)
            except (OSError, EOFError):
                yield _unreadable(label)
        elif suffix not in _NO_TEXT:
            yield from self._check_text(data.decode("utf-8", "replace"), label)

    def _check_text(self, text: str, label: str) -> Iterator[Problem]:
        looked_at = without_lists(_SHARED.sub(lambda shared: _left_of(shared[0]), text))
        for finding in gate.examine(looked_at, Context(), gate.EXACT):
            if not self._is_public(finding, looked_at[finding.start : finding.end]):
                line, column = place(looked_at, finding.start)
                yield Problem(label, line, finding.tell(column), finding.severity)
        for secret in self.secrets:
            if (start := text.find(secret)) >= 0:
                line, column = place(text, start)
                yield Problem(
                    label, line, f"第 {column} 个字起有不能公开的姓名“{secret[0]}…” → 请从来源里删掉，再生成一次"
                )

    def _is_public(self, finding: Finding, secret: str) -> bool:
        found = gate.essence(secret)
        return found in self.public or (finding.rule == "P08" and any(found in text for text in self.public))

    def _check_pdf(self, data: bytes, label: str) -> Iterator[Problem]:
        import pypdfium2  # noqa: PLC0415 - hardly a site has a PDF

        try:
            with pypdfium2.PdfDocument(data) as document:
                described = "\n".join(filter(None, document.get_metadata_dict().values()))
                texts = [described, *(page.get_textpage().get_text_range() for page in document)]
        except pypdfium2.PdfiumError:
            yield _unreadable(label)
            return
        for number, text in enumerate(texts):
            where = f"{label}（第 {number} 页）" if number else f"{label}（文档属性）"
            yield from self._check_text(text.replace("\r", ""), where)

    def _check_archive(self, data: bytes, label: str) -> Iterator[Problem]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.infolist():
                    inner, suffix = f"{label}（{gate.redact(member.filename)}）", Path(member.filename).suffix.lower()
                    if member.file_size > _MAX_MEMBER or suffix in _ARCHIVES:  # an archive in an archive has no end
                        yield _unreadable(inner)
                    elif not member.is_dir():
                        yield from self._check_data(archive.read(member), inner, suffix)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            yield _unreadable(label)


@lru_cache(maxsize=4096)
def _left_of(block: str) -> str:
    """What is to be looked at of a block: the same one stands on page after page, and is looked at once.

    Of a harmless one there stay its lines and how long the last one is, so that places are right, and a tag, so that
    what stands around it does not come together. Harmless it is whatever stands around it: of all rules, that of QQ
    alone reaches over a tag that begins a line.
    """
    if gate.examine(f"QQ{block}12345", Context(), gate.EXACT):
        return block
    last = len(block) - block.rfind("\n") - 1
    return "\n" * block.count("\n") + "<p>".ljust(last)


def _check_image(data: bytes, label: str) -> Iterator[Problem]:
    from pufa.privacy import images  # noqa: PLC0415 - Pillow: few builds have a new picture

    try:
        if hidden := images.find_metadata(data):
            yield Problem(label, 1, f"图片里藏着{'、'.join(hidden)}{_HIDDEN}")
    except images.UnreadableImageError:
        yield Problem(label, 1, "图片读不出来，没法检查里面藏了什么（P19） → 请另存为 JPG 或 PNG 再用")


def _unreadable(label: str) -> Problem:
    return Problem(label, 1, "文件打不开或加了密，没法检查里面有没有个人信息 → 请换成能打开的文件")


def strip_images(files: Iterable[Path]) -> list[Path]:
    """Take out what is hidden in images; the files that were changed. What cannot be read is left to the gate."""
    changed = []
    for file in files:
        if file.suffix.lower() not in _IMAGES:
            continue
        from pufa.privacy import images  # noqa: PLC0415 - as in _check_image

        data = file.read_bytes()
        try:
            if images.find_metadata(data):
                file.write_bytes(images.strip(data))
                changed.append(file)
        except images.UnreadableImageError:
            continue
    return changed
