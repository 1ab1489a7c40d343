"""A web server over one folder, as a town's would be set up: compressed, kept-alive, nothing stored by the browser."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from socket import socket
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit


class Traffic:
    """What was sent: header lines and bodies, as they go over the line."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sent = 0

    def add(self, count: int) -> None:
        with self._lock:
            self._sent += count

    def take(self) -> int:
        """The bytes since the last time."""
        with self._lock:
            sent, self._sent = self._sent, 0
        return sent


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(
        self, folder: Path, traffic: Traffic, request: socket, client: tuple[str, int], server: _Server
    ) -> None:
        self.folder = folder
        self.traffic = traffic
        super().__init__(request, client, server)

    def do_GET(self) -> None:
        file = self.folder / unquote(urlsplit(self.path).path).lstrip("/")
        if not file.is_file():
            self.send_error(404)
            return
        body, encoding = _pack(file)
        self.send_response(200)
        self.send_header("Content-Type", guess_type(file.name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")  # both: else no browser tells its memory
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.end_headers()
        self.wfile.write(body)
        self.traffic.add(len(body))

    def flush_headers(self) -> None:
        self.traffic.add(sum(map(len, getattr(self, "_headers_buffer", ()))))
        super().flush_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the measurement speaks for itself."""


@lru_cache(maxsize=4096)
def _pack(file: Path) -> tuple[bytes, str]:
    """gzip where it makes a file smaller: some of what the peers write is packed already."""
    body = file.read_bytes()
    packed = gzip.compress(body, 6, mtime=0)
    return (packed, "gzip") if len(packed) < len(body) else (body, "")


@contextmanager
def serve(folder: Path) -> Iterator[tuple[str, Traffic]]:
    """The address on this machine, and what is sent from it."""
    traffic = Traffic()
    server = _Server(("127.0.0.1", 0), partial(_Handler, folder, traffic))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", traffic
    finally:
        server.shutdown()
        server.server_close()
