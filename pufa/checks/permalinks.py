"""Rules of the ledger of addresses: what was published is answered for ever, on every kind of computer."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pufa.ledger import board_address, is_entry, is_kept
from pufa.library import Library
from pufa.problems import Problem

# How to mend a lost address, by its first part; the kind of content that it belongs to.
_MEND = {
    "b": ("boards", "印出去的编号不能删；请恢复 boards.yml 里的这一条，不用了写 state: withdrawn"),
    "cases": ("cases", "请恢复 cases/ 里的文件，不要改名、不要改回草稿；不再公开的写 status: withdrawn"),
    "villages": ("villages", "请恢复 villages/ 里的文件；文件名就是网址，不要改"),
    "reports": ("reports", "请恢复 reports/ 里的文件"),
    "topics": ("topics", "请恢复 topics.yml 里的这一类；slug 定了不再改"),
    "laws": ("laws", "请恢复 laws/ 里的文件，法律的名称不要改"),
}
_ADDRESS = re.compile(rf"({'|'.join(_MEND)})/([a-z0-9-]+/)*", re.IGNORECASE)
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_WINDOWS = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def check_ledger(library: Library, today: dt.date) -> Iterator[Problem]:
    """A line of the ledger is an address of this site, each once; no two differ only in case.

    A disk of Windows or macOS, and many a server, takes cases/Jie/ and cases/jie/ for one.
    """
    ledger = library.ledger
    seen: dict[str, tuple[int, str]] = {}
    for line, address in ledger.entries:
        first, other = seen.setdefault(address.casefold(), (line, address))
        if not _ADDRESS.fullmatch(address):
            yield Problem(
                ledger.path, line, f"「{address}」不像本站的网址 → 请从主分支取回这个文件，再运行 scripts/permalinks.py"
            )
        elif other != address:
            sentence = f"「{address}」和第 {first} 行的「{other}」只差大小写 → 有的电脑分不清，请换一个网址"
            yield Problem(ledger.path, line, sentence)
        elif first != line:
            yield Problem(ledger.path, line, f"「{address}」写了两遍（第 {first} 行已有） → 请删掉后面这一行")


def check_answers(library: Library, today: dt.date) -> Iterator[Problem]:
    """Every address of the ledger is answered by the site that is built of this content."""
    fixed = set(fixed_addresses(library))
    for line, address in library.ledger.entries:
        kind, advice = _MEND.get(address.partition("/")[0], ("", ""))
        if (
            kind
            and kind not in library.unread
            and _ADDRESS.fullmatch(address)
            and not (address in fixed or _is_law(address, library))
        ):
            yield Problem(library.ledger.path, line, f"{address} 发布过，现在打不开了 → {advice}")


def _is_law(address: str, library: Library) -> bool:
    """Whether it is that of a law of the corpus, or of an article of one; pages/laws.py keeps both."""
    kind, _, rest = address.partition("/")
    slug, _, article = rest.rstrip("/").partition("/")
    law = library.corpus.by_slug.get(slug) if kind == "laws" else None
    return law is not None and (not article or law.find_article(article) is not None)


def fixed_addresses(library: Library) -> Iterator[str]:
    """What has a page as long as it stands in the content; of a law there is one once it has been cited."""
    yield from ("cases/", "laws/", "reports/", "villages/")
    yield from (board_address(board.id) for board in library.boards)
    yield from (f"cases/{case.slug}/" for case in library.cases if case.status != "draft")
    yield from (f"villages/{village.slug}/" for village in library.villages)
    yield from (f"reports/{report.year}/" for report in library.reports)
    yield from (f"topics/{topic.slug}/" for topic in library.topics)


def check_ledger_kept(library: Library, today: dt.date) -> Iterator[Problem]:
    """The ledger only grows: no line of the main branch's is lost or moved."""
    before = [line for line in library.history.last.ledger if is_entry(line)]
    ledger = library.ledger
    if "ledger" in library.unread:
        return
    lost = [address for address in before if address not in ledger.addresses]
    for address in lost:
        yield Problem(ledger.path, 1, f"少了 {address} → 发布过的网址不能删；请从主分支取回这个文件，再往后加")
    if not lost and not is_kept(before, ledger.addresses):
        yield Problem(ledger.path, 1, "有几行换了位置 → 请从主分支取回这个文件，再运行 scripts/permalinks.py")


def check_unregistered(library: Library, today: dt.date) -> Iterator[Problem]:
    """What will be published with this build is entered before it is printed anywhere."""
    if missing := sorted({*fixed_addresses(library)} - {*library.ledger.addresses}):
        named = "、".join(missing[:3]) + ("……" if len(missing) > 3 else "")
        sentence = f"有 {len(missing)} 个网址还没有登记（{named}） → 请运行 scripts/permalinks.py"
        yield Problem(library.ledger.path, 1, sentence, "warning")


def check_windows_names(library: Library, today: dt.date) -> Iterator[Problem]:
    """No address has a name that Windows keeps for itself: such a folder can neither be checked out nor copied."""
    advice = "Windows 不许文件叫这个名字 → 请换一个，如在后面加上 -1"
    for document in (*library.cases, *library.villages):
        if document.slug.lower() in _WINDOWS:
            yield Problem(document.path, 1, f"文件名是「{document.slug}」，{advice}")
    for topic in library.topics:
        if topic.slug.lower() in _WINDOWS:
            yield Problem(topic.path, topic.line("slug"), f"「slug」写的是「{topic.slug}」，{advice}")
    for line, address in library.ledger.entries:
        if _WINDOWS & set(address.lower().split("/")):
            yield Problem(library.ledger.path, line, f"「{address}」里有 Windows 不许用的名字 → 请换一个网址")
