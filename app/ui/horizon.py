"""Draw the ridgeline of a journey: the same slug gives the same hills, on every page.

Colours come from classes of the style sheet, so one drawing serves both themes and print. All
coordinates are integers and every curve uses the short relative form: that keeps a picture
below 2 KB, and below 1 KB compressed.
"""

from functools import lru_cache
from itertools import pairwise
from math import pi, sin
from random import Random

from markupsafe import Markup

WIDTH = 960
FULL = f"0 0 {WIDTH} 280"
STRIP = f"0 84 {WIDTH} 170"
POINTS = 11
STEP = WIDTH // (POINTS - 1)

# Class, middle height and swing of each ridge, from the far one to the one we walk on.
RIDGES = (("far", 112, 42), ("mid", 146, 32), ("near", 178, 22), ("front", 212, 12))

# Each landmark stands on the point 0,0 and says what a region lives from; windows are left out
# by the even-odd rule.
LANDMARKS = (
    # A wind turbine.
    "h3l-1-42h-1zm1-43l1-23 2 23zm3 1l18 13-20-10zm-3 0l-19 12 20-8z",
    # A half-timbered gable.
    "v-20l15-15 15 15v20zm5-4v-10h8v10zm12 0v-10h8v10zm-8-15h12l-6-7z",
    # A workshop with a saw-tooth roof.
    "v-16l13-10v10l13-10v10l13-10v26zm5-4v-6h8v6zm14 0v-6h8v6z",
    # An octagon on the hill, with its pyramid.
    "v-14h5v-8h20v8h5v14zm9-22l6-26 6 26zm-2 17v-7h4v7zm6 0v-7h4v7zm6 0v-7h4v7z",
    # A church tower with its nave.
    "v-26l6-22 6 22v8l10-7 10 7v18zm4-18h4v6h-4z",
    # Roofs of a village.
    "v-9l8-8 8 8v9zm19 0v-14l10-9 10 9v14zm8-5v-6h4v6zm15 5v-8l8-7 8 7v8z",
)
FURROWS = "M0 262c180-34 330-6 520-4s300-2 440-26M300 280c150-26 390-4 660-24"
FIR = "l-5 9h3l-6 9h16l-6-9h3z"


@lru_cache(maxsize=2048)
def horizon(slug: str, stages: int, position: int | None = None, strip: bool = False) -> Markup:
    """Return the decorative drawing of a journey as inline SVG, always hidden from assistants.

    `stages` counts the waypoints of the route, `position` (from 1) marks the one reached. A
    strip shows the lower part only and fills any box by cropping; without a position its
    waypoint follows the `data-stage` of the step on the page, by style sheet alone.
    """
    chance = Random(slug)  # noqa: S311 (hills need repeatable chance, not secrecy)
    hours = chance.randrange(3)
    heights = [ridge(chance, middle, swing) for _, middle, swing in RIDGES]
    layers = [
        f'<path class="{name}" d="{hill(line)}"/>'
        for (name, _, _), line in zip(RIDGES, heights, strict=True)
    ]
    layers.insert(0, sky(chance, heights[0]))
    layers.insert(4, landmarks(chance, heights[2], heights[3]))
    layers.append(f'<path class="field" d="{FURROWS}"/>')
    layers.append(firs(chance, heights[3]))
    layers.append(route(heights[3], stages, position))
    drawing = (
        f'<svg class="horizon hour-{hours}" viewBox="{STRIP if strip else FULL}"'
        f' preserveAspectRatio="xMidYMax slice" aria-hidden="true">{"".join(layers)}</svg>'
    )
    return Markup(drawing)  # noqa: S704 (made of own words and numbers only)


def ridge(chance: Random, middle: int, swing: int) -> list[int]:
    """Return the heights of one ridge: a sum of three sines, sampled at equal distances."""
    waves = [(chance.uniform(0.6, 1.6), chance.uniform(0, 2 * pi), 0.5)]
    waves += [(chance.uniform(1.8, 3.0), chance.uniform(0, 2 * pi), 0.35)]
    waves += [(chance.uniform(3.2, 4.6), chance.uniform(0, 2 * pi), 0.15)]
    reach = 2 * pi / (POINTS - 1)
    return [
        round(middle + swing * sum(w * sin(f * i * reach + p) for f, p, w in waves))
        for i in range(POINTS)
    ]


def hill(heights: list[int]) -> str:
    """Return the outline below a ridge as a closed path.

    The curve is Catmull-Rom through the heights. In Bézier form its first control point is the
    mirror of the one before, which is exactly what the short command `s` means.
    """
    slopes = [0] + [heights[i + 1] - heights[i - 1] for i in range(1, POINTS - 1)] + [0]
    path = f"M0 280V{heights[0]}"
    for (here, there), slope in zip(pairwise(heights), slopes[1:], strict=True):
        rise = there - here
        path += f"s{pair(STEP - STEP // 3, rise - round(slope / 6))}{pair(STEP, rise, ' ')}"
    return f"{path}V280z"


def pair(x: int, y: int, before: str = "") -> str:
    """Write two numbers of a path in the fewest signs; ``before`` parts them from earlier ones."""
    return f"{before}{x}{y}" if y < 0 else f"{before}{x} {y}"


def sky(chance: Random, far: list[int]) -> str:
    """Return stars for the night, and the sun half behind the far ridge."""
    stars = "".join(f"M{chance.randrange(40, 920)} {chance.randrange(12, 92)}h0" for _ in range(7))
    point = chance.choice((3, 6, 7))
    x, y = point * STEP, far[point] - chance.randrange(4, 16)
    return (
        f'<path class="stars" d="{stars}"/><circle class="glow" cx="{x}" cy="{y}" r="62"/>'
        f'<circle class="sun" cx="{x}" cy="{y}" r="30"/>'
    )


def landmarks(chance: Random, near: list[int], front: list[int]) -> str:
    """Return two different landmarks on the near ridge, where the front hill hides least."""
    free = sorted(range(2, POINTS - 2), key=lambda i: near[i] - front[i])
    first = free[0]
    second = next(i for i in free if abs(i - first) > 2)
    chosen = chance.sample(LANDMARKS, 2)
    path = "".join(
        f"M{point * STEP} {near[point] + 5}{drawing}"
        for point, drawing in zip((first, second), chosen, strict=True)
    )
    return f'<path class="landmark" d="{path}"/>'


def firs(chance: Random, front: list[int]) -> str:
    """Return nine firs in three small groups along the crest we walk on."""
    groups = chance.sample((0, 1, 2, 8, 9), 3)
    path = ""
    for group in groups:
        for tree in range(3):
            x = group * STEP + 14 + tree * chance.randrange(17, 27)
            share = (x - group * STEP) / STEP
            crest = front[group] + (front[group + 1] - front[group]) * share
            path += f"M{x} {round(crest) - 13 + tree % 2 * 3}{FIR}"
    return f'<path class="firs" d="{path}"/>'


def route(front: list[int], stages: int, position: int | None) -> str:
    """Return the dotted way across the front hill with one waypoint for each stage."""
    count = max(1, stages)
    gap = 600 // count
    places = [(180 + gap // 2 + i * gap, 239 - (i % 2) * 9) for i in range(count)]
    path = "M84 280C100 240 140 244 " + pair(*places[0])
    for (x, y), (nx, ny) in pairwise(places):
        path += f"c{pair(gap // 2, 0)} {pair(gap - gap // 2, ny - y)}{pair(nx - x, ny - y, ' ')}"
    last = places[-1][0]
    end = front[POINTS - 2] + 4
    path += f"C{last + 60} {places[-1][1]} 830 250 864 {end}"
    points = "".join(
        f'<circle class="{mark(number, position)}" cx="{x}" cy="{y}" r="7"/>'
        for number, (x, y) in enumerate(places, 1)
    )
    return f'<path class="route" d="{path}"/>{points}'


def mark(number: int, position: int | None) -> str:
    """Return the classes of a waypoint; the bare number serves the rule of the strip."""
    if position is None:
        return f"w w{number}"
    if number == position:
        return "w here"
    return "w been" if number < position else "w"
