"""What sun, dirt and a hurried phone do to a code: ten scenes, the same every time for the same seed.

A scene takes the flat, clean picture of a code and gives what a phone's camera would see. ``strength``
1 is what a board must survive (tests/test_board_codes.py); the table in README.md also has harder ones.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageFilter

from pufa.boards.code import QUIET_ZONE, Code

MODULE = 8  # pixels a module in the flat picture
_USUAL = 33  # modules of a usual code; codes of every level are printed at the same width, whatever their modules
_SEEN = 4.5  # pixels of the camera for a module of the usual code, unless the scene says otherwise
_WALL = 200  # the grey of what is around the sheet

Scene = Callable[[Image.Image, random.Random, float], Image.Image]


def draw(code: Code) -> Image.Image:
    """The flat, clean picture, with the quiet zone."""
    small = Image.new("L", (code.modules, code.modules), 255)
    small.putdata([0 if dark else 255 for row in code.rows for dark in row])
    side = code.modules + 2 * QUIET_ZONE
    sheet = Image.new("L", (side, side), 255)
    sheet.paste(small, (QUIET_ZONE, QUIET_ZONE))
    return sheet.resize((side * MODULE, side * MODULE), Image.Resampling.NEAREST)


def view(scene: str, code: Code, seed: int, strength: float = 1.0) -> Image.Image:
    """What the camera sees of a code in a scene."""
    return SCENES[scene](draw(code), random.Random(f"{scene} {code.address} {seed}"), strength)


def _unit(image: Image.Image) -> float:
    """A module of the usual code at the same width, in pixels of the flat picture."""
    return (image.width - 2 * QUIET_ZONE * MODULE) / _USUAL


def _far(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    return _shrink(image, 3.0 / strength, rng)


def _shot(image: Image.Image, rng: random.Random) -> Image.Image:
    return _shrink(image, _SEEN, rng)


def _shrink(image: Image.Image, pixels: float, rng: random.Random) -> Image.Image:
    """A picture with so many pixels a module of the usual code, which never fall on the modules exactly."""
    side = round(image.width * (pixels + rng.uniform(0, 0.2)) / _unit(image))
    return _grain(image.resize((side, side), Image.Resampling.BOX), rng, 6)


def _tilt(degrees: float) -> Scene:
    def scene(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
        return _turn(image, min(degrees * strength, 75), rng.uniform(-15, 15), rng)

    return scene


def _turn(image: Image.Image, tilt: float, roll: float, rng: random.Random) -> Image.Image:
    """Seen from the side by so many degrees, the phone held askew; the far edge is shorter (perspective)."""
    rolled = image.rotate(roll, Image.Resampling.BICUBIC, expand=True, fillcolor=_WALL)
    near, far = 1.0, 1 / (1 + 0.5 * math.sin(math.radians(tilt)))
    narrow = math.cos(math.radians(tilt))
    width, height = round(rolled.width * narrow), rolled.height
    inset = height * (near - far) / 2
    corners = [(0, 0), (width, inset), (width, height - inset), (0, height)]
    sources = [(0, 0), (rolled.width, 0), (rolled.width, rolled.height), (0, rolled.height)]
    data = _perspective(corners, sources)
    seen = rolled.transform(
        (width, height), Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC, fillcolor=_WALL
    )
    scale = _SEEN / _unit(image)
    small = seen.resize((max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.BOX)
    return _grain(small, rng, 6)


def _perspective(targets: Sequence[tuple[float, float]], sources: Sequence[tuple[float, float]]) -> list[float]:
    """The eight numbers that Pillow wants, from four pairs of corners (Gaussian elimination)."""
    rows = []
    for (x, y), (u, v) in zip(targets, sources, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        pivot = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(8):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[8] for row in rows]


def _blur(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    return _shot(image.filter(ImageFilter.GaussianBlur(0.4 * _unit(image) * strength)), rng)


def _fade(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    return _shot(_contrast(image, 0.25 / strength), rng)


def _contrast(image: Image.Image, share: float) -> Image.Image:
    """Faded ink: so much is left of the difference between black and white."""
    return image.point(lambda value: 215 - (255 - value) * share)


def _sticker(share: float) -> Scene:
    def scene(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
        return _shot(_cover(image, rng, share * strength), rng)

    return scene


def _cover(image: Image.Image, rng: random.Random, share: float) -> Image.Image:
    """A slip of any grey that covers a share of the code."""
    covered = image.copy()
    quiet = QUIET_ZONE * MODULE
    width = math.sqrt(share) * (image.width - 2 * quiet)
    while True:
        left, top = (rng.uniform(quiet, image.width - quiet - width) for _ in range(2))
        corners = [(x, y) for x in (left, left + width) for y in (top, top + width)]
        if not any(_in_corner(image, *corner) for corner in corners):
            break
    ImageDraw.Draw(covered).rectangle((left, top, left + width, top + width), fill=rng.choice((235, 128, 30)))
    return covered


def _in_corner(image: Image.Image, x: float, y: float) -> bool:
    """Over a finder pattern or the format beside it: what is lost there no level of correction brings back."""
    begin = (QUIET_ZONE + 9) * MODULE
    end = image.width - begin
    return (y < begin and (x < begin or x > end)) or (y > end and x < begin)


def _scratch(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    return _shot(_scrape(image, rng, round(8 * strength)), rng)


def _scrape(image: Image.Image, rng: random.Random, count: int) -> Image.Image:
    """Thin scratches to the white of the board, or black, a third of the code long."""
    scraped = image.copy()
    pen = ImageDraw.Draw(scraped)
    while count:
        x, y, angle = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.uniform(0, math.tau)
        across, down = image.width / 3 * math.cos(angle), image.width / 3 * math.sin(angle)
        if not any(_in_corner(image, x + across * part / 20, y + down * part / 20) for part in range(21)):
            pen.line([x, y, x + across, y + down], fill=rng.choice((240, 20)), width=round(0.3 * _unit(image)))
            count -= 1
    return scraped


def _sun(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    """One side in the glare, and the shadow of a pole across."""
    gradient = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(image.size)
    glare = Image.blend(image, Image.new("L", image.size, 255), min(0.5 * strength, 0.9))
    lit = Image.composite(glare, image, gradient)
    shadow = Image.new("L", image.size, 0)
    start, width = rng.uniform(0.2, 0.6) * image.width, 0.2 * image.width
    pole = [(start, 0), (start + width, 0), (start + 1.8 * width, image.height), (start + 0.8 * width, image.height)]
    ImageDraw.Draw(shadow).polygon(pole, fill=255)
    dark = lit.point(lambda value: value * max(0.2, 1 - 0.4 * strength))
    return _shot(Image.composite(dark, lit, shadow.filter(ImageFilter.GaussianBlur(2 * _unit(image)))), rng)


def _mix(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    """A little of everything, as in the field."""
    worn = _scrape(_cover(image, rng, 0.02 * strength), rng, round(2 * strength))
    faded = _contrast(worn.filter(ImageFilter.GaussianBlur(0.2 * _unit(image) * strength)), 0.5 / strength)
    return _turn(faded, 20 * strength, rng.uniform(-10, 10), rng)


def _grain(image: Image.Image, rng: random.Random, amount: int) -> Image.Image:
    """A cheap sensor's noise."""
    noise = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    return Image.blend(image, noise, amount / 100)


SCENES: dict[str, Scene] = {
    "远处，每格 3 像素": _far,
    "斜看 30 度": _tilt(30),
    "斜看 45 度": _tilt(45),
    "没对上焦": _blur,
    "晒褪色，对比 0.25": _fade,
    "贴纸盖住 5 %": _sticker(0.05),
    "贴纸盖住 10 %": _sticker(0.10),
    "划痕 8 道": _scratch,
    "半边反光半边影": _sun,
    "样样都有一点": _mix,
}
