"""QR codes as the path of a drawing, so that a page needs no picture from elsewhere."""

import segno

QUIET = 4
"""So many modules of white stand around a code, as its standard asks."""


def path(text: str) -> tuple[int, str]:
    """Return the width in modules, and the data of an SVG path that draws the dark ones."""
    rows = [bytes(row) for row in segno.make(text, micro=False, error="m").matrix]
    drawn = [
        f"M{start + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _dark(row)
    ]
    return len(rows) + 2 * QUIET, "".join(drawn)


def _dark(row: bytes) -> list[tuple[int, int]]:
    """Return where dark modules begin, and how many stand together."""
    found: list[tuple[int, int]] = []
    for x, module in enumerate(row):
        if not module:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
