"""P19: what cameras write into pictures is found in every format, and taken out with nothing else changed."""

from __future__ import annotations

import io

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from pufa.privacy import images

GPS = "GPS 位置"


def picture(form: str, exif: Image.Exif | None = None, **options: object) -> bytes:
    """Two halves, red left and blue right, so that turning it shows."""
    image = Image.new("RGB", (40, 20), (220, 20, 20))
    image.paste((20, 20, 220), (20, 0, 40, 20))
    file = io.BytesIO()
    image.save(file, form, **({"exif": exif} if exif else {}), **options)
    return file.getvalue()


def camera(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "手机"
    exif[ExifTags.Base.DateTime] = "2026:03:15 08:00:00"
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (39.0, 30.0, 0.0), 3: "E", 4: (117.0, 20.0, 0.0)})
    return exif


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_camera_data_is_found_and_taken_out(form: str) -> None:
    data = picture(form, camera(orientation=6))
    assert images.find_metadata(data) == [GPS, "拍摄时间", "拍摄设备"]
    clean = images.strip(data)
    assert images.find_metadata(clean) == []
    assert clean == images.strip(data)
    with Image.open(io.BytesIO(clean)) as image:
        assert image.format == form
        assert image.size == (20, 40)  # upright
        red, _, blue = image.convert("RGB").getpixel((10, 5))
        assert (red > 180, blue < 60) == (True, True)


def test_texts_in_a_picture() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "李秀英")
    assert images.find_metadata(picture("PNG", pnginfo=texts)) == ["附带的文字"]
    assert "李秀英".encode() not in images.strip(picture("PNG", pnginfo=texts))
    assert images.find_metadata(picture("JPEG", comment="电话".encode())) == ["附带的文字"]
    assert images.find_metadata(picture("WEBP", xmp=b"<x/>")) == ["附带的文字"]
    assert images.find_metadata(images.strip(picture("WEBP", xmp=b"<x/>"))) == []


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_clean_picture_is_clean(form: str) -> None:
    assert images.find_metadata(picture(form)) == []


def test_author_and_the_rest() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Li"
    exif[ExifTags.Base.ImageDescription] = "x"
    assert images.find_metadata(picture("JPEG", exif)) == ["作者", "其他拍摄信息"]
    only_turned = Image.Exif()
    only_turned[ExifTags.Base.Orientation] = 6
    assert images.find_metadata(picture("JPEG", only_turned)) == []


def test_moving_pictures_keep_moving_and_see_through_stays() -> None:
    frames = [Image.new("RGB", (9, 9), (80 * index, 9, 9)) for index in range(3)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], comment=b"secret", duration=50, loop=0)
    clean = images.strip(file.getvalue())
    assert images.find_metadata(clean) == []
    with Image.open(io.BytesIO(clean)) as image:
        assert (image.n_frames, image.info["duration"], image.info["loop"]) == (3, 50, 0)
    file = io.BytesIO()
    texts = PngImagePlugin.PngInfo()
    texts.add_text("a", "b")
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(file, "PNG", pnginfo=texts)
    with Image.open(io.BytesIO(images.strip(file.getvalue()))) as image:
        assert image.getpixel((0, 0)) == (1, 2, 3, 0)


def test_colour_profile_stays() -> None:
    profile = b"profile" * 20
    with Image.open(io.BytesIO(images.strip(picture("JPEG", camera(), icc_profile=profile)))) as image:
        assert image.info["icc_profile"] == profile


@pytest.mark.parametrize("data", [b"", b"no image", picture("PNG")[:60], picture("TIFF"), picture("BMP")])
def test_what_is_no_image_of_the_web(data: bytes) -> None:
    with pytest.raises(images.UnreadableImageError):
        images.find_metadata(data)
    with pytest.raises(images.UnreadableImageError):
        images.strip(data)
