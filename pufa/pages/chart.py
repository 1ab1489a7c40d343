"""Bars for figures of one kind, as inline SVG; the table beside them says the same in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import leather
from markupsafe import Markup, escape

from pufa.models import Indicator

WIDTH = 340  # about a phone's width in CSS pixels, so that labels are not scaled down there
BAR = 36  # height of one bar with its gap


def draw_bars(title: str, indicators: Sequence[Indicator]) -> list[Markup]:
    """One chart for each unit that at least two indicators share; figures of different units are never compared."""
    units = dict.fromkeys(indicator.unit for indicator in indicators)
    groups = [(unit, [one for one in indicators if one.unit == unit]) for unit in units]
    return [_draw(f"{title}（单位：{unit}）", group) for unit, group in groups if len(group) > 1]


def _draw(title: str, indicators: Sequence[Indicator]) -> Markup:
    _set_theme()
    chart = leather.Chart()
    # leather draws the first bar at the bottom; readers expect it on top.
    chart.add_bars([(one.value, one.name) for one in reversed(indicators)])
    svg = chart.to_svg(width=WIDTH, height=BAR * len(indicators) + 60)
    return _describe(svg, title, indicators)


def _set_theme() -> None:
    """leather keeps its theme in module attributes; these are ours."""
    leather.theme.background_color = "none"
    leather.theme.margin = 0.02
    leather.theme.default_series_colors = ["#1f5f8b"]
    leather.theme.tick_font_size = 14
    leather.theme.tick_font_char_height = 14
    leather.theme.tick_font_char_width = 14
    leather.theme.tick_font_family = "inherit"
    leather.theme.label_color = "currentColor"


def _describe(svg: str, title: str, indicators: Sequence[Indicator]) -> Markup:
    """Let the drawing scale, and name it for those who do not see it."""
    spoken = "；".join(f"{one.name} {one.stated}" for one in indicators)
    head, rest = re.split(r">", svg[svg.index("<svg") :], maxsplit=1)
    size = re.search(r'width="(\d+)" height="(\d+)"', head)
    assert size, "leather always writes the size"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[1]} {size[2]}" role="img"'
        f' aria-label="{escape(title)}：{escape(spoken)}" class="bars">'
    )
    return Markup(opening + rest)
