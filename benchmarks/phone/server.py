"""Sites under a path of a portal, packed as a town's server would pack them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        kind = self.guess_type(file)
        is_text = re.match(r"text/|.*(javascript|json|xml)", kind) is not None
        body = _read(file, is_text) if file.is_file() else b""
        self.send_response(200 if file.is_file() else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Length", str(len(body)))
        if is_text and body:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the measurement speaks for itself."""


@lru_cache(maxsize=4096)
def _read(file: Path, is_text: bool) -> bytes:
    """gzip level 6, the level of most servers."""
    return gzip.compress(file.read_bytes(), 6, mtime=0) if is_text else file.read_bytes()


@contextmanager
def serve(portal: Path) -> Iterator[str]:
    """The address of a folder on this machine, and only from it."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(portal)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
