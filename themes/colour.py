"""Colours as arithmetic: parsing, mixing, and the contrast of WCAG 2.

Contrast and relative luminance are those of https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from __future__ import annotations

import re

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_STEPS = 32


def is_hex(colour: str) -> bool:
    """Whether this is `#rgb` or `#rrggbb`."""
    return _HEX.fullmatch(colour) is not None


def normalised(colour: str) -> str:
    """The colour as `#rrggbb` in lower case."""
    digits = colour[1:].lower()
    return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rgb` or `#rrggbb`, 0 to 255."""
    digits = normalised(colour)[1:]
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def luminance(colour: str) -> float:
    """The relative luminance, 0 for black to 1 for white."""
    red, green, blue = (_linear(value / 255) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, whichever is the lighter."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """`share` (0 to 1) of the second colour over the first, in sRGB as terminals and CSS blend."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(letters: str, grounds: tuple[str, ...], least: float, *, towards: str) -> str:
    """The letters, moved `towards` another colour until they reach the contrast on every ground.

    Gives the end of the way when even that does not reach it.
    """
    for step in range(_STEPS + 1):
        colour = mix(letters, towards, step / _STEPS)
        if all(contrast(colour, ground) >= least for ground in grounds):
            return colour
    return towards


def tint(ground: str, hue: str, share: float, *, under: str, least: float) -> str:
    """At most `share` of the hue over the ground, as long as letters `under` it stay at the contrast."""
    for step in range(_STEPS):
        colour = mix(ground, hue, share * (1 - step / _STEPS))
        if contrast(colour, under) >= least:
            return colour
    return ground


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
