"""What a result shows of a document, and the lists of a topic's and a village's documents."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pufa.search.citing import write_cites
from pufa.search.document import Document
from pufa.search.postings import write_gaps

FILE = 4  # records in a file
_SNIPPET = 64  # characters of a page's text in its record
_TOPIC, _VILLAGE = 3, 4
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_read_first = json.JSONDecoder().raw_decode


def write(document: Document, names: Mapping[str, str]) -> bytes:
    """Address, title, kind, topic, village, date, note, headings, text, cites."""
    row = [
        document.address,
        document.title,
        document.kind,
        document.topic,
        document.village,
        document.date,
        document.note,
        "；".join(document.headings[:3]) if document.kind == "法条" else "",
        " ".join(document.text.split())[:_SNIPPET],
        write_cites(document.cites, names) if document.kind != "法条" else "",  # its title says it
    ]
    return dump(row).encode()


def dump(value: Any) -> str:
    """As it stands in a file."""
    return _encoder.encode(value)


def address_of(record: bytes) -> str:
    """Of a written record."""
    return str(_read_first(record.decode(), 1)[0])  # of all documents, at every build: the rest is not looked at


def places_of(record: bytes) -> list[str]:
    """Its topic and its village: what the filters go by."""
    row = json.loads(record)
    return [row[_TOPIC], row[_VILLAGE]]


def pack(records: Iterable[bytes]) -> bytes:
    """A file of them."""
    return b"[" + b",".join(records) + b"]"


def filters(records: Iterable[bytes]) -> dict[str, dict[str, str]]:
    """Of each topic and village the documents, as gaps."""
    found: dict[str, dict[str, list[int]]] = {"topic": defaultdict(list), "village": defaultdict(list)}
    for number, (topic, places) in enumerate(map(places_of, records)):
        if topic:
            found["topic"][topic].append(number)
        for one in filter(None, places.split("、")):
            found["village"][one].append(number)
    return {kind: {name: write_gaps(numbers) for name, numbers in lists.items()} for kind, lists in found.items()}
