"""The code on a board: which address it holds, and how it is made so that a cheap phone reads it in ten years."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import segno
from segno import consts, encoder

from pufa.models import Board, SiteIdentity

QUIET_ZONE = 4  # modules of white on every side (ISO/IEC 18004)
DISTANCE_PER_SIZE = 10  # a code is read from ten times its width
SAMPLE_BASE = "https://example.invalid/pufa/"  # RFC 2606: a name that nobody can ever own


@dataclass(frozen=True)
class Code:
    """A QR code. rows: from top to bottom, True is a dark module; without the quiet zone."""

    address: str
    level: str
    version: int
    rows: tuple[tuple[bool, ...], ...]

    @property
    def modules(self) -> int:
        """How many modules it is wide."""
        return len(self.rows)

    def runs(self) -> list[tuple[int, int, int]]:
        """The dark modules as horizontal bars: (column, row, length)."""
        found = []
        for y, row in enumerate(self.rows):
            start = 0
            for x in range(len(row) + 1):
                if x == len(row) or not row[x]:
                    if x > start:
                        found.append((start, y, x - start))
                    start = x + 1
        return found


def address_in_code(board: Board, site: SiteIdentity) -> str:
    """What the code of a board says; a sample's address leads nowhere.

    In capitals the whole address must be in capitals and digits, so that it takes the denser alphanumeric
    mode; the host then has to answer /0208 with the page /b/0208/.
    """
    if site.qr_uppercase and site.qr_base:
        return f"{site.qr_base.upper()}{board.id}"
    return f"{site.qr_base or SAMPLE_BASE}b/{board.id}/"


def make_code(board: Board, site: SiteIdentity) -> Code:
    """The code of a board, at the level that was read most often in our simulations (benchmarks/boards/)."""
    return encode(address_in_code(board, site), "H" if site.qr_uppercase and site.qr_base else "Q")


def encode(address: str, level: str, mask: int | None = None) -> Code:
    """Any address as a code of exactly this level: a level boost would make it larger or no better."""
    return _wrap(_encode(address, level, mask), address)


def to_svg(address: str, level: str) -> bytes:
    """The code alone with its quiet zone, for other designers; black on white, 1 unit a module."""
    out = io.BytesIO()
    _encode(address, level).save(out, kind="svg", border=QUIET_ZONE, light="#fff", title=address, svgclass=None)
    return out.getvalue()


def to_png(address: str, level: str, scale: int = 30) -> bytes:
    """The same in pixels: scale of them a module."""
    out = io.BytesIO()
    _encode(address, level).save(out, kind="png", border=QUIET_ZONE, scale=scale)
    return out.getvalue()


def draw_inline(address: str) -> str:
    """A small code for the end of a printed page: SVG without a size of its own, to stand in HTML."""
    with _right_padding():
        code = segno.make_qr(address, error="m")
        return str(code.svg_inline(border=QUIET_ZONE, omitsize=True, svgclass=None, lineclass=None, light="#fff"))


def _encode(address: str, level: str, mask: int | None = None) -> segno.QRCode:
    with _right_padding():
        return segno.make_qr(address, error=level, mask=mask, boost_error=False)


def _wrap(code: segno.QRCode, address: str) -> Code:
    rows = tuple(tuple(bool(module) for module in row) for row in code.matrix)
    return Code(address, str(code.error), int(code.version), rows)


@contextmanager
def _right_padding() -> Iterator[None]:
    """segno 1.6.6 writes a whole stray codeword of zeros when the stream already ends on a codeword.

    heuer/segno #123, #148; in byte mode it always does. tests/test_board_codes.py says when this can go.
    """
    original = encoder.write_padding_bits
    encoder.write_padding_bits = _write_padding_bits
    try:
        yield
    finally:
        encoder.write_padding_bits = original


def _write_padding_bits(buff: Any, version: int, length: int) -> None:
    if version not in (consts.VERSION_M1, consts.VERSION_M3):
        buff.extend([0] * (-length % 8))
