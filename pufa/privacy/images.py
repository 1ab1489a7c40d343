"""P19: what a camera writes into a picture: the place, the time, the device. Told, and taken out on build.

Source: 个人信息保护法第二十八条 (行踪轨迹是敏感个人信息); 民法典第一千零三十四条.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image, ImageOps, JpegImagePlugin

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
_TAGS = {
    "拍摄时间": (ExifTags.Base.DateTime, ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized),
    "拍摄设备": (ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.BodySerialNumber, ExifTags.Base.MakerNote),
    "作者": (ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.CameraOwnerName, ExifTags.Base.XPAuthor),
}
_DRAWING = {ExifTags.Base.Orientation, ExifTags.Base.ExifOffset}  # how to show it; where the rest begins
_TEXTS = ("xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Raw profile type exif", "Raw profile type iptc")


class UnreadableImageError(Exception):
    """Not an image, broken, or of a kind that cannot be examined."""


def find_metadata(data: bytes) -> list[str]:
    """What is hidden in an image, in words (GPS 位置, 拍摄时间 …); empty if nothing is. Raises UnreadableImageError."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            return list(dict.fromkeys(_metadata(image)))
    except _UNREADABLE as error:
        raise UnreadableImageError from error


def _metadata(image: Image.Image) -> Iterator[str]:
    exif = image.getexif()
    tags = set(exif) | set(exif.get_ifd(ExifTags.IFD.Exif))
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield "GPS 位置"
    for name, known in _TAGS.items():
        if tags & set(known):
            yield name
    if tags - _DRAWING - {ExifTags.Base.GPSInfo} - {tag for known in _TAGS.values() for tag in known}:
        yield "其他拍摄信息"
    image.load()  # the texts of a PNG may stand behind its picture
    if any(image.info.get(name) for name in _TEXTS) or getattr(image, "text", None):
        yield "附带的文字"


def strip(data: bytes) -> bytes:
    """The same picture, upright, with its colours and nothing else. The same input gives the same bytes."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            clean = io.BytesIO()
            if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":  # moving pictures have no orientation
                image.info = {name: value for name, value in image.info.items() if name not in _TEXTS}
                image.save(clean, image.format, save_all=True, **_saving(image))
            else:
                upright = ImageOps.exif_transpose(image)
                upright.info = {name: value for name, value in image.info.items() if name == "transparency"}
                upright.save(clean, "JPEG" if image.format == "MPO" else image.format, **_saving(image))
            return clean.getvalue()
    except _UNREADABLE as error:
        raise UnreadableImageError from error


def _saving(image: Image.Image) -> dict[str, Any]:
    """How to write an image so that it looks as before."""
    options: dict[str, Any] = {"exif": b""}
    if profile := image.info.get("icc_profile"):
        options["icc_profile"] = profile
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        sampling = JpegImagePlugin.get_sampling(image)
        options |= {
            "qtables": image.quantization,
            "subsampling": sampling if sampling >= 0 else "4:2:0",
            "comment": b"",
        }
    elif image.format == "GIF":
        options |= {"comment": b""}
    elif image.format in ("WEBP", "AVIF"):
        options |= {"quality": 90, "xmp": b""}
    return options
