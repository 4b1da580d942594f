"""The page that shows the design: every token with its measured contrast, every component."""

import re
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from pathlib import Path

from flask import render_template

from app.site import blueprint
from app.ui.access import access

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
TOKEN = re.compile(r"--([\w-]+): light-dark\((oklch\([^)]+\)), (oklch\([^)]+\))\)")
OKLCH = re.compile(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)")
SURFACES = ("papier", "flaeche", "sand")

# What stands on what, with the least contrast of WCAG 2.2 for it: 4.5 for text, 3 for the rest.
TEXTS = ("basalt", "schiefer", "kiesel", "wald", "waldtief", "fulda", "heide", "ziegel", "moos")
PAIRS = [(name, ground, 4.5) for name in (*TEXTS, "glut") for ground in SURFACES]
PAIRS += [("kontur", ground, 3.0) for ground in SURFACES]
PAIRS += [(f"role-{number}", ground, 3.0) for number in range(1, 6) for ground in SURFACES[:2]]
PAIRS += [("auf-wald", "wald", 4.5), ("auf-wald", "waldtief", 4.5), ("way", "front", 3.0)]
PAIRS += [(name, f"{name}-zart", 4.5) for name in ("wald", "fulda", "heide", "ziegel", "glut")]
PAIRS += [("moos", "wald-zart", 4.5)]
PAIRS += [
    (name, f"{tint}-zart", 4.5)
    for name in ("basalt", "schiefer")
    for tint in ("wald", "fulda", "heide", "ziegel", "glut")
]

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Pair:
    """A colour on a ground: `light` and `dark` are contrast ratios, `least` what is required."""

    name: str
    ground: str
    least: float
    light: float
    dark: float


@blueprint.get("/hilfe/gestaltung")
@access("anyone")
def show_design() -> str:
    """Show tokens and components in all their states."""
    return render_template("site/design/show.html", colours=list(colours()), pairs=contrasts())


@cache
def contrasts() -> list[Pair]:
    """Return every pair of PAIRS with its contrast in both themes."""
    found = colours()
    return [
        Pair(
            name,
            ground,
            least,
            contrast(found[name][0], found[ground][0]),
            contrast(found[name][1], found[ground][1]),
        )
        for name, ground, least in PAIRS
    ]


@cache
def colours() -> dict[str, tuple[Colour, Colour]]:
    """Read the colour tokens from the style sheet, as linear sRGB for light and dark."""
    text = TOKENS.read_text("utf-8")
    return {name: (linear(light), linear(dark)) for name, light, dark in TOKEN.findall(text)}


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of WCAG 2.2 (1 to 21) of two colours in linear sRGB."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: Colour) -> float:
    """Return the relative luminance of WCAG 2.2 of a colour in linear sRGB."""
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(oklch: str) -> Colour:
    """Convert an oklch() value to linear sRGB, clipped; matrices by Björn Ottosson, 2020."""
    found = OKLCH.fullmatch(oklch)
    if not found:
        raise ValueError(f"not an oklch colour: {oklch}")
    lightness, chroma, hue = float(found[1]) / 100, float(found[2]), radians(float(found[3]))
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return clip(red), clip(green), clip(blue)


def clip(channel: float) -> float:
    """Return the channel within 0 to 1, which is what a screen can show."""
    return min(1.0, max(0.0, channel))
