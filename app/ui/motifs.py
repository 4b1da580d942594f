"""Motifs: six small scenes for the goal, each a way of working that a learner may wish for.

They are drawn like the horizon of a journey: by code, in integers, with colours from classes of
the style sheet, so that one drawing serves both themes and print. The diary stores the short name.
"""

from functools import cache
from math import cos, radians, sin

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

FIELD = "motif"
"""The name of the private field that holds the short name of a motif, or nothing."""

NAMES: dict[str, LazyString] = {
    "table": _l("Zusammen am Tisch"),
    "morning": _l("Ruhiger Morgen"),
    "path": _l("Ein klarer Weg"),
    "bridge": _l("Brücken bauen"),
    "tailwind": _l("Mit Rückenwind"),
    "balloons": _l("Neues ausprobieren"),
}

FRAME = "0 0 320 180"
CLIMB = (
    "M118 180C124 140 206 146 206 122C206 108 190 104 194 88C196 78 206 70 214 60"
    "C210 72 204 80 204 88C204 102 224 108 224 124C224 154 152 150 152 180z"
)
BLADES = (-90, 30, 150)


def motif(name: str) -> Markup:
    """Return the drawing of a motif as inline SVG, always hidden from assistants; "" for none."""
    # What is none may be anything somebody typed, so that only names are remembered.
    return _drawn(name) if name in NAMES else Markup("")


@cache
def _drawn(name: str) -> Markup:
    drawing = {
        "table": table,
        "morning": morning,
        "path": path,
        "bridge": bridge,
        "tailwind": tailwind,
        "balloons": balloons,
    }[name]()
    return Markup(  # noqa: S704 (made of own words and numbers only)
        f'<svg class="horizon motif" viewBox="{FRAME}" aria-hidden="true">{drawing}</svg>'
    )


def title(name: str) -> str:
    """Return what a motif is called in the language of the page; what is none, as it stands."""
    return str(NAMES.get(name, name))


def table() -> str:
    """Draw people around a table on a hill."""
    people = "".join(person(x, 134) for x in (92, 136, 184, 228))
    return (
        sun(262, 62, 20)
        + layer("far", "M0 180V92q50-36 104-12t96-18 120 20v98z")
        + layer("mid", "M0 180v-62q80-30 150-10t170-16v88z")
        + layer("thing", people)
        + layer("near", "M0 180v-46q160-24 320 0v46z")
        + layer("light rim", "M66 138a94 15 0 0 1 188 0a94 15 0 0 1-188 0z")
        + layer("stroke", "M112 154l-8 22M208 154l8 22")
    )


def morning() -> str:
    """Draw a wide sun over a still lake, and a bench at its shore."""
    return (
        sun(160, 92, 46)
        + layer("far", "M0 180V84q46-34 86-8t74 20 84-24 76 8v100z")
        + layer("near", "M0 98h320v82H0z")
        + layer("stroke", "M122 112h76M136 125h48M148 138h24M30 120h34M250 116h40")
        + layer("front", "M0 180v-28q110-22 220 6t100 6v16z")
        + layer("light", "M34 132h74v7H34zM34 144h74v7H34zM42 151h7v17h-7zM93 151h7v17h-7z")
    )


def path() -> str:
    """Draw a broad way up to a summit, and the signpost where it begins."""
    return (
        sun(244, 46, 20)
        + layer("mid", "M0 180v-70q60-34 120-6t200-14v90z")
        + layer("front", "M0 180v-30q90-8 150-62 40-36 66-36t104 70v58z")
        + layer("light", CLIMB)
        + layer("light", "M58 176V92h8v84zM66 96h42l12 10-12 10H66zM58 122H26l-11 9 11 9h32z")
    )


def bridge() -> str:
    """Draw a bridge of three arches between two hills."""
    arches = "".join(f"M{x + 68} 156v-24a34 34 0 0 0-68 0v24z" for x in (40, 126, 212))
    return (
        sun(92, 52, 20)
        + layer("far", "M0 180V78q70-34 140 8t180-22v116z")
        + layer("mid", "M0 180V104q60-20 110 20t210-20v76z")
        + layer("thing", f"M0 84h320v12h-14v60H14V96H0z{arches}")
        + layer("mid", "M0 152h320v28H0z")
        + layer("near", "M0 180V90q26 4 34 40t36 50zM320 180V90q-26 4-34 40t-36 50z")
        + layer("stroke", "M100 166h44M176 164h40")
    )


def tailwind() -> str:
    """Draw three wind turbines on a ridge."""
    turbines = "".join(turbine(*place) for place in ((64, 128, 50), (158, 138, 78), (258, 122, 42)))
    return (
        layer("far", "M0 180v-58q70-36 150-12t170-20v90z")
        + layer("mid", "M0 180v-40q80-28 170-8t150-14v62z")
        + layer("thing", turbines)
        + layer("front", "M0 180v-42q90-24 170-4t150-18v64z")
        + layer("stroke", "M30 156q40-14 80 0t80 0M150 170q36-12 72 0t72 0")
    )


def balloons() -> str:
    """Draw two balloons that have taken off."""
    return (
        sun(40, 108, 22)
        + layer("far", "M0 180v-50q80-34 160-8t160-22v80z")
        + layer("front", "M0 180v-26q90-26 180-8t140-18v52z")
        + balloon(206, 66, 46)
        + balloon(92, 66, 26)
    )


def layer(name: str, points: str) -> str:
    """Return one path; its class gives the colour."""
    return f'<path class="{name}" d="{points}"/>'


def sun(x: int, y: int, radius: int) -> str:
    """Return the sun with its glow."""
    return (
        f'<circle class="glow" cx="{x}" cy="{y}" r="{radius * 2}"/>'
        f'<circle class="sun" cx="{x}" cy="{y}" r="{radius}"/>'
    )


def person(x: int, y: int) -> str:
    """Return the head and shoulders of somebody who sits around the middle ``x``."""
    return f"M{x - 15} {y}v-12a15 17 0 0 1 30 0v12zM{x - 9} {y - 42}a9 9 0 0 1 18 0a9 9 0 0 1-18 0z"


def turbine(x: int, y: int, height: int) -> str:
    """Return a turbine that stands at ``x``, ``y``; its blades are half as long as its mast."""
    top, length = y - height, height * 6 // 10
    blades = "".join(
        f"M{x + round(4 * cos(radians(turn + 90)))} {top + round(4 * sin(radians(turn + 90)))}"
        f"L{x + round(length * cos(radians(turn)))} {top + round(length * sin(radians(turn)))}"
        f"L{x - round(3 * cos(radians(turn + 90)))} {top - round(3 * sin(radians(turn + 90)))}z"
        for turn in BLADES
    )
    hub = f"M{x - 4} {top}a4 4 0 0 0 8 0a4 4 0 0 0-8 0z"
    return f"M{x + 4} {y}l-2-{height}h-4l-2 {height}z{blades}{hub}"


def balloon(x: int, y: int, size: int) -> str:
    """Return a balloon of a radius around its middle, with one bright stripe."""
    low, half = y + size * 3 // 2, size * 4 // 10
    hull = f"M{x - size} {y}a{size} {size} 0 0 1 {2 * size} 0q0 {size * 6 // 10}-{size - 6} "
    hull += f"{low - y}h-12q-{size - 6}-{low - y - size * 6 // 10}-{size - 6}-{low - y}z"
    stripe = f"M{x} {y - size}q{2 * half} {size} 0 {low - y + size}q-{2 * half}-"
    stripe += f"{low - y} 0-{low - y + size}z"
    basket = f"M{x - 7} {low + 5}h14l-2 11h-10z"
    return layer("thing", hull + basket) + layer("sun", stripe)
