"""What sun, dirt and a hurried phone do to a code: ten scenes, the same every time for the same seed.

A scene takes the flat, clean picture of a code and gives what a phone's camera would see. ``strength``
1 is what a board must survive (tests/test_board_codes.py); the table in README.md also has harder ones.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from pufa.boards.code import QUIET_ZONE, Code

MODULE = 8  # pixels a module in the flat picture
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


def _far(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    return _shrink(image, 3.0 / strength, rng)


def _shrink(image: Image.Image, pixels: float, rng: random.Random) -> Image.Image:
    """A picture with so many pixels a module, which never fall on the modules exactly."""
    side = round(image.width * (pixels + rng.uniform(0, 0.2)) / MODULE)
    return _grain(image.resize((side, side), Image.Resampling.BOX), rng, 6)


def _tilt(degrees: float) -> Scene:
    def scene(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
        return _turn(image, min(degrees * strength, 75), rng.uniform(-15, 15), rng)

    return scene


def _turn(image: Image.Image, tilt: float, roll: float, rng: random.Random) -> Image.Image:
    """Seen from the side by so many degrees, the phone held askew; the far edge is shorter (perspective)."""
    side = image.width
    rolled = image.rotate(roll, Image.Resampling.BICUBIC, expand=True, fillcolor=_WALL)
    near, far = 1.0, 1 / (1 + 0.5 * math.sin(math.radians(tilt)))
    narrow = math.cos(math.radians(tilt))
    width, height = round(rolled.width * narrow), rolled.height
    inset = height * (near - far) / 2
    corners = [(0, 0), (width, inset), (width, height - inset), (0, height)]
    sources = [(0, 0), (rolled.width, 0), (rolled.width, rolled.height), (0, rolled.height)]
    data = _perspective(corners, sources)
    seen = rolled.transform((width, height), Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC, fillcolor=_WALL)
    scale = 5.0 * side / MODULE / side
    small = seen.resize((max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.BOX)
    return _grain(small, rng, 6)


def _perspective(targets: list[tuple[float, float]], sources: list[tuple[float, float]]) -> list[float]:
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
    return _grain(image.filter(ImageFilter.GaussianBlur(0.6 * MODULE * strength)), rng, 6)


def _fade(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    return _grain(_contrast(image, 0.25 / strength), rng, 6)


def _contrast(image: Image.Image, share: float) -> Image.Image:
    """Faded ink: so much is left of the difference between black and white."""
    return image.point(lambda value: 215 - (255 - value) * share)


def _sticker(share: float) -> Scene:
    def scene(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
        return _grain(_cover(image, rng, share * strength), rng, 6)

    return scene


def _cover(image: Image.Image, rng: random.Random, share: float) -> Image.Image:
    """A white slip that covers a share of the code; not over a finder pattern, without which nothing is read."""
    covered = image.copy()
    quiet, finder = QUIET_ZONE * MODULE, 8 * MODULE
    side = image.width - 2 * quiet
    width = math.sqrt(share) * side
    while True:
        left, top = rng.uniform(0, side - width), rng.uniform(0, side - width)
        right, bottom = left + width, top + width
        over_left, over_right = left < finder, right > side - finder
        over_top, over_bottom = top < finder, bottom > side - finder
        if not ((over_top and (over_left or over_right)) or (over_bottom and over_left)):
            break
    box = (quiet + left, quiet + top, quiet + right, quiet + bottom)
    ImageDraw.Draw(covered).rectangle(box, fill=rng.choice((235, 128, 30)))
    return covered


def _scratch(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    return _grain(_scrape(image, rng, round(8 * strength)), rng, 6)


def _scrape(image: Image.Image, rng: random.Random, count: int) -> Image.Image:
    scraped = image.copy()
    pen = ImageDraw.Draw(scraped)
    for _ in range(count):
        ends = [(rng.uniform(0, image.width), rng.uniform(0, image.height)) for _ in range(2)]
        pen.line([*ends[0], *ends[1]], fill=rng.choice((240, 20)), width=max(1, round(0.5 * MODULE)))
    return scraped


def _sun(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    """Half in the glare, half in the shadow of a pole."""
    lit = _contrast(image, 0.6)
    gradient = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(image.size)
    glare = Image.blend(lit, Image.new("L", image.size, 255), 0.65 * min(strength, 1.4))
    lit = Image.composite(glare, lit, gradient)
    shadow = Image.new("L", image.size, 255)
    start = rng.uniform(0.2, 0.6) * image.width
    ImageDraw.Draw(shadow).polygon(
        [(start, 0), (start + 60, 0), (start + 110, image.height), (start + 50, image.height)], fill=150
    )
    dark = lit.point(lambda value: value * 0.6)
    return _grain(Image.composite(lit, dark, shadow.point(lambda value: 255 if value > 200 else 0)), rng, 6)


def _mix(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    """A little of everything, as in the field."""
    worn = _scrape(_cover(image, rng, 0.03 * strength), rng, round(3 * strength))
    faded = _contrast(worn.filter(ImageFilter.GaussianBlur(0.3 * MODULE * strength)), 0.5 / strength)
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
