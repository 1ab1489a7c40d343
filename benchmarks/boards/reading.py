"""A phone's reader: zxing-cpp, a few tries, as a phone has many frames a second."""

from __future__ import annotations

import zxingcpp
from PIL import Image

_ONLY_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_TRIES = (
    (1.0, zxingcpp.Binarizer.LocalAverage),
    (0.75, zxingcpp.Binarizer.LocalAverage),
    (1.0, zxingcpp.Binarizer.GlobalHistogram),
)


def read(image: Image.Image) -> str | None:
    """What the one code in a picture says; None if it cannot be read."""
    for scale, binarizer in _TRIES:
        size = (round(image.width * scale), round(image.height * scale))
        seen = image if scale == 1 else image.resize(size, Image.Resampling.BOX)
        found = zxingcpp.read_barcodes(seen, formats=_ONLY_QR, binarizer=binarizer)
        if len(found) == 1:
            return str(found[0].text)
    return None
