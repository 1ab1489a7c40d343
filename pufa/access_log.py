"""Lines of a web server's log → the openings of board pages. Who opened one is not looked at and not kept.

Three ways of writing a log are read: lines with quoted parts (nginx and Apache “combined”, and the offline logs of
Alibaba's and Huawei's networks), one JSON object a line, and columns divided by tabs under a line that names them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pufa.calendar_days import TOWN_TIME

_BOARD = re.compile(r"(?:^|/)b/(\d{4})/(?:index\.html)?$", re.ASCII)
_HINT = re.compile(r"b\\?/\d{4}", re.ASCII)  # JSON may write \/ for a slash
_OPENED = {200, 304}  # a page that was sent, or that the phone still had

_TIME = re.compile(r"\[(\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?)\]")
_REQUEST = re.compile(r'"([A-Z]+) ([^\s"]+)(?: HTTP/[\d.]+)?" (\d{3})\b')  # the target may hold a whole address
_REQUEST_IN_PARTS = re.compile(r'"HTTP/[\d.]+" "([A-Z]+)" "[^"]*" "([^\s"]+)" (\d{3})\b')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')

# What the columns are called in different logs, the commonest first.
_NAMES = {
    "time": ("time_iso8601", "time_local", "@timestamp", "timestamp", "time", "request_time", "unixtime", "msec"),
    "method": ("request_method", "method", "cs-method"),
    "target": ("request_uri", "uri", "cs-uri-stem", "url", "path", "request_path"),
    "status": ("status", "http_code", "status_code", "http_status", "sc-status", "return_code"),
    "agent": ("http_user_agent", "user_agent", "cs(user-agent)", "c-user-agent", "ua"),
}


class Unread(Enum):
    """Why a line gives no opening: it is about something else, by a machine, or names a board but is broken."""

    OTHER = "other"
    MACHINE = "machine"
    ROTTEN = "rotten"


@dataclass(frozen=True)
class Opening:
    """A board's page was opened once in a month (2026-11)."""

    board: str
    month: str


@dataclass(frozen=True)
class _Entry:
    time: dt.datetime
    method: str
    target: str
    status: int
    agent: str | None


def read_lines(lines: Iterable[str]) -> Iterator[Opening | Unread]:
    """One answer for each line; lines that only name the columns have none."""
    columns: list[str] = []
    for line in lines:
        text = line.strip("\r\n \ufeff")
        if named := _name_columns(text):
            columns = named
        elif text and not text.startswith("#"):
            yield _judge(text, columns)


def _judge(text: str, columns: list[str]) -> Opening | Unread:
    if not _HINT.search(text):
        return Unread.OTHER  # most lines, and quickly
    try:
        entry = _read(text, columns)
    except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError):
        return Unread.ROTTEN
    board = _BOARD.search(entry.target.partition("?")[0])
    if board is None or entry.method != "GET" or entry.status not in _OPENED:
        return Unread.OTHER
    if entry.agent is not None and is_machine(entry.agent[:512]):
        return Unread.MACHINE
    return Opening(board[1], f"{entry.time:%Y-%m}")


def _read(text: str, columns: list[str]) -> _Entry:
    if text.startswith("{"):
        fields = json.loads(text)
        return _read_fields({str(name).lower(): value for name, value in fields.items()})
    if columns:
        values = text.split("\t")
        if len(values) != len(columns):
            raise ValueError("a line that was cut off")
        return _read_fields(dict(zip(columns, values, strict=True)))
    return _read_quoted(text)


def _read_quoted(text: str) -> _Entry:
    time = _TIME.search(text)
    found = _REQUEST.search(text) or _REQUEST_IN_PARTS.search(text)
    if time is None or found is None:
        raise ValueError("no time or nothing asked for")
    form = "%d/%b/%Y:%H:%M:%S %z" if " " in time[1] else "%d/%b/%Y:%H:%M:%S"
    quoted = _QUOTED.findall(text, found.end())
    if quoted and (quoted[0] in ("", "-") or "://" in quoted[0]) and len(quoted) > 1:
        quoted = quoted[1:]  # where the reader came from stands before the browser
    agent = quoted[0] if quoted else None
    return _Entry(_to_town(dt.datetime.strptime(time[1], form)), found[1], found[2], int(found[3]), agent)


def _read_fields(fields: Mapping[str, Any]) -> _Entry:
    method, _, rest = str(fields.get("request", "")).partition(" ")  # nginx: "GET /b/0208/ HTTP/1.1"
    agent = _pick(fields, "agent")
    target = _pick(fields, "target") or rest.partition(" ")[0]
    if not target:
        raise ValueError("nothing asked for")
    return _Entry(
        _read_time(fields),
        str(_pick(fields, "method") or method or "GET"),
        str(target),
        int(_pick(fields, "status")),
        None if agent is None else unquote(str(agent)),
    )


def _pick(fields: Mapping[str, Any], what: str) -> Any:
    return next((fields[name] for name in _NAMES[what] if name in fields), None)


def _read_time(fields: Mapping[str, Any]) -> dt.datetime:
    """A moment as text or as seconds or milliseconds since 1970; a day and an hour in two columns are of UTC."""
    if "date" in fields and "time" in fields:
        return _to_town(dt.datetime.fromisoformat(f"{fields['date']}T{fields['time']}+00:00"))
    text = str(_pick(fields, "time")).strip("[]")
    if re.fullmatch(r"\d{10}(\d{3})?(\.\d+)?", text):
        seconds = float(text)
        return dt.datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, TOWN_TIME)
    if "/" in text:
        return _to_town(dt.datetime.strptime(text, "%d/%b/%Y:%H:%M:%S %z"))
    return _to_town(dt.datetime.fromisoformat(text))


def _to_town(moment: dt.datetime) -> dt.datetime:
    """By the town's clock; a moment without a zone is taken to be so already."""
    return moment.astimezone(TOWN_TIME) if moment.tzinfo else moment


def _name_columns(text: str) -> list[str]:
    """The names of the columns, if a line does nothing but name them."""
    if text.lower().startswith("#fields:"):
        return text.lower().split(":", 1)[1].split()
    names = text.lower().split("\t")
    return names if len(names) > 2 and any(name in names for name in _NAMES["status"]) else []


@lru_cache(maxsize=16_384)  # some thousand kinds of phones open nearly all the pages
def is_machine(agent: str) -> bool:
    """Whether a crawler, a monitor or a program asked; every browser names itself, so no name is a program's."""
    return agent in ("", "-") or any(pattern.search(agent) for pattern in _machines())


@lru_cache(maxsize=1)
def _machines() -> list[re.Pattern[str]]:
    """The patterns of crawler-user-agents, in small groups: one pattern of all of them is much slower.

    Only its data file is used: the package reads it in the computer's own encoding, and fails on a Chinese Windows.
    """
    file = Path(str(distribution("crawler-user-agents").locate_file("crawleruseragents/crawler-user-agents.json")))
    patterns = [entry["pattern"] for entry in json.loads(file.read_text(encoding="utf-8"))]
    return [re.compile("|".join(patterns[index : index + 25])) for index in range(0, len(patterns), 25)]
