"""Scans per board and month out of a server's log; of whoever scanned, nothing is left."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from pufa.access_log import Opening, Unread, is_machine, read_lines
from scripts import board_stats

from .conftest import ROOT

WECHAT = "Mozilla/5.0 (Linux; Android 10; MAR-AL00) AppleWebKit/537.36 Mobile MicroMessenger/8.0.48 NetType/4G Language/zh_CN"
NGINX = '203.0.113.7 - - [{day}:13:55:36 +0800] "{asked}" {status} 4109 "-" "{agent}"'
OPENED = Opening("0001", "2026-11")


def _line(
    asked: str = "GET /b/0001/ HTTP/1.1", day: str = "23/Nov/2026", status: int = 200, agent: str = WECHAT
) -> str:
    return NGINX.format(asked=asked, day=day, status=status, agent=agent)


@pytest.mark.parametrize(
    "line",
    [
        _line(),
        _line("GET /zt/pufa/b/0001/ HTTP/2.0"),
        _line("GET /b/0001/?from=singlemessage HTTP/1.1"),
        _line("GET /b/0001/index.html HTTP/1.1"),
        _line(status=304),
        _line().replace('"-"', '"https://example.gov.cn/villages/dong/"'),
        # Alibaba's network: a whole address, and where the reader came from before it
        f'[23/Nov/2026:01:58:09 +0800] 203.0.113.7 - 1542 "-" "GET https://example.gov.cn/b/0001/" 200 191 2830 MISS "{WECHAT}" "text/html"',
        # Huawei's network: every part in quotes of its own
        f'[23/Nov/2026:07:54:52 +0800] 203.0.113.7 1 "-" "HTTP/1.1" "GET" "example.gov.cn" "/b/0001/" 200 720 HIT "{WECHAT}" "-"',
        json.dumps({"time_iso8601": "2026-11-23T13:55:36+08:00", "request": "GET /b/0001/ HTTP/1.1", "status": 200, "http_user_agent": WECHAT}),
        json.dumps({"request_time": "1795392000000", "method": "GET", "uri": "/b/0001/", "http_code": "200", "user_agent": WECHAT}),
        json.dumps({"time_local": "23/Nov/2026:13:55:36 +0800", "request_uri": "/b/0001/", "status": "200"}).replace("/", "\\/"),
    ],
)  # fmt: skip
def test_a_scan_in_each_kind_of_log(line: str) -> None:
    assert list(read_lines([line + "\n"])) == [OPENED]


@pytest.mark.parametrize(
    "lines",
    [
        ["time\tip\tmethod\turi\tstatus\tua", f"2026-11-23T13:55:36+08:00\t203.0.113.7\tGET\t/b/0001/\t200\t{WECHAT}"],
        ["#Version: 1.0", "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)",
         f"2026-11-23\t05:55:36\t203.0.113.7\tGET\t/b/0001/\t200\t{WECHAT.replace(' ', '%20')}"],
    ],
)  # fmt: skip
def test_columns_between_tabs(lines: list[str]) -> None:
    assert list(read_lines(lines)) == [OPENED]
    assert list(read_lines([*lines, "cut\t/b/0001/"])) == [OPENED, Unread.ROTTEN]


@pytest.mark.parametrize(
    "line",
    [
        _line("GET / HTTP/1.1"),
        _line("GET /cases/b/ HTTP/1.1"),
        _line("HEAD /b/0001/ HTTP/1.1"),
        _line("POST /b/0001/ HTTP/1.1"),
        _line("GET /b/0001 HTTP/1.1", status=301),
        _line("GET /b/00011/ HTTP/1.1"),
        _line("GET /b/０００１/ HTTP/1.1"),
        _line("GET /b/0001/x.css HTTP/1.1"),
        _line(status=404),
        _line("GET /?back=/b/0001/ HTTP/1.1"),
    ],
)
def test_what_is_no_scan(line: str) -> None:
    assert list(read_lines([line])) == [Unread.OTHER]


@pytest.mark.parametrize(
    "line",
    [
        "GET /b/0001/",
        '203.0.113.7 - - [32/Nov/2026:13:55:36 +0800] "GET /b/0001/ HTTP/1.1" 200 1 "-" "x"',
        '203.0.113.7 - - [23/Nov/2026:13:55:36 +0800] "GET /b/0001/ HT',
        '{"uri": "/b/0001/", "status": 200',
        '{"uri": "/b/0001/", "status": 200}',
        '{"uri": "/b/0001/", "status": "ok", "time": "2026-11-23"}',
        '{"uri": "/b/0001/", "status": 200, "time": 1e400}',
        '["/b/0001/"]',
        "{" + '"a":{' * 5000 + "/b/0001/",
        "\ufffd\ufffd/b/0001/\x00",
    ],
)
def test_rotten_lines_are_counted_and_passed_over(line: str) -> None:
    assert list(read_lines([line, _line()])) == [Unread.ROTTEN, OPENED]


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (WECHAT, False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.47", False),
        ("Mozilla/5.0 (Linux; U; Android 11; zh-CN) AliApp(AP/10.2) AlipayClient/10.2", False),
        ("Mozilla/5.0 (Linux; Android 13) HeyTapBrowser/40 baiduboxapp/13", False),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", True),
        ("Sogou web spider/4.0", True),
        ("Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)", True),
        ("YisouSpider", True),
        ("curl/8.0", True),
        ("python-requests/2.32", True),
        ("-", True),
        ("", True),
    ],
)  # fmt: skip
def test_crawlers_are_told_from_phones(agent: str, expected: bool) -> None:
    assert is_machine(agent) is expected
    assert list(read_lines([_line(agent=agent)])) == [Unread.MACHINE if expected else OPENED]


def test_a_month_is_the_towns() -> None:
    line = '1.1.1.1 - - [30/Nov/2026:16:00:00 +0000] "GET /b/0001/ HTTP/1.1" 200 1 "-" "x"'
    assert list(read_lines([line])) == [Opening("0001", "2026-12")]


def test_table_and_csv(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain, packed = tmp_path / "access.log", tmp_path / "access.log.1.gz"
    plain.write_text(
        "\n".join([*[_line()] * 12, *[_line(agent="curl/8.0")] * 3, _line("GET / HTTP/1.1")]), encoding="utf-8"
    )
    older = [
        *[_line("GET /b/0002/ HTTP/1.1", "01/Oct/2026")] * 4,
        *[_line(day="31/Oct/2026")] * 5,
        _line("GET /b/9999/ HTTP/1.1"),
    ]
    packed.write_bytes(gzip.compress("\n".join(older).encode()))
    table = tmp_path / "table.csv"
    assert board_stats.main([str(plain), str(packed), "--content", str(town), "--csv", str(table)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "编号  村    位置    2026-10  2026-11",
        "0001  东村  村口    5        12",
        "0002  西村  待定    <5       0",
        "0003  西村  卫生室  0        0",
        "0004  东村  老戏台  0        0",
        "没有算进去的：爬虫和程序 3 次，没有登记的编号 <5 次，别的网页 1 行，写着展板编号却读不懂的 0 行。",
    ]
    raw = table.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel knows it by this"
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[:4] == [
        ["编号", "村", "位置", "月份", "打开次数"],
        ["0001", "东村", "村口", "2026-10", "5"],
        ["0001", "东村", "村口", "2026-11", "12"],
        ["0002", "西村", "待定", "2026-10", "<5"],
    ]
    assert b"203.0.113.7" not in raw


def _run(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "scripts/board_stats.py", *arguments]
    return subprocess.run(command, cwd=ROOT, input=data, capture_output=True, check=False)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_from_standard_input(town: Path, pack: type[bytes]) -> None:
    lines = "\n".join([_line()] * 7).encode()
    done = _run("-", "--content", str(town), data=pack(lines))
    assert "村口    7" in done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")


def test_files_that_cannot_be_read_to_their_end(town: Path, tmp_path: Path) -> None:
    """What could be read is counted, what could not is said, in one line and without a traceback."""
    noise = random.Random(4)
    lines = "\n".join(f"{_line()} {noise.random()}" for _ in range(5000)).encode()
    packed = gzip.compress(lines)
    cut, spoilt = tmp_path / "cut.gz", tmp_path / "spoilt.gz"
    cut.write_bytes(packed[: len(packed) // 2])
    spoilt.write_bytes(packed[:200] + b"\x00" * 50 + packed[250:])
    done = _run(str(cut), str(spoilt), str(tmp_path / "none.log"), str(tmp_path), "--content", str(town))
    told = done.stderr.decode().splitlines()
    assert [line.partition(": ")[0] for line in told] == [
        str(cut),
        str(spoilt),
        str(tmp_path / "none.log"),
        str(tmp_path),
    ]
    assert all("没有读完" in line for line in told)
    assert done.returncode == 1
    first = next(line for line in done.stdout.decode().splitlines() if line.startswith("0001"))
    assert int(first.split()[-1]) > 1000


def test_an_empty_log(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in (("a", b""), ("b.gz", gzip.compress(b""))):
        (tmp_path / name).write_bytes(data)
        assert board_stats.main([str(tmp_path / name), "--content", str(town)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "编号  村    位置"


def test_memory_does_not_grow_with_the_log() -> None:
    """A hundred thousand lines, and one without an end, in less than 4 MB."""

    def lines() -> Iterator[str]:
        for number in range(100_000):
            yield _line(f"GET /cases/{number}/ HTTP/1.1")

    list(read_lines([_line()]))  # the patterns are read once
    endless = io.BytesIO(b"/b/0001/" * 4_000_000)
    counts = board_stats.Counts()
    tracemalloc.start()
    counts.add(read_lines(lines()), {"0001"})
    counts.add(read_lines(board_stats.cut_lines(endless)), {"0001"})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counts.others[Unread.OTHER] == 100_000
    assert counts.others[Unread.ROTTEN] == 32_000_000 // board_stats.MAX_LINE + 1
    assert peak < 4_000_000
