"""Pictures as large as they may be, in every way that a reader has to hold most of.

``python -m tests.integration.studio.hostile_pictures NAME…`` sends some, one after the other, and
prints the CPU seconds of each request and the most megabytes that it added to the process.
"""

from __future__ import annotations

import ctypes
import gc
import json
import subprocess
import sys
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable, Iterable
from io import BytesIO
from math import isqrt
from pathlib import Path
from typing import Any

from PIL import Image

from app.lib.images import MOST_PIXELS, MOST_PIXELS_IN_PRINT
from app.lib.uploads import LARGEST
from tests.memory import forget_most, megabytes, most

ROOT = Path(__file__).parents[3]
LONGEST_JPEG = 65_000
TWELVE_BITS = b64decode(
    "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAPltZXRhAAAAAAAAAC9oZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAUGljdHVyZUhhbmRsZXIAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABHQAAAMwAAAAoaWlu"
    "ZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAamlwcnAAAABLaXBjbwAAABRpc3BlAAAAAAAACZAAAAmQ"
    "AAAAEHBpeGkAAAAAAwwMDAAAAAxhdjFDgUxgAAAAABNjb2xybmNseAACAAIAAgAAAAAXaXBtYQAAAAAAAAABAAEEAQKD"
    "BAAAANRtZGF0CghbLuY+Y/rBgDK/ARKAAEEEEUXXWwr+EAAZiCGQKaAwqDiIQ4BSkGGYcZCAsI+onrCyuECAAKIA4sHj"
    "QtRDTQQ1RUaEiAAOMBwoITAoNDYwPThEuFTYdAQCNAQEAacirAJulAQCfAQEAuSzFALUPTwEAowEBAMM+zwDBGjke+AE"
    "uXAGyACpVG80bmtfLyEs8x7Ir+DkwR+LZ1zVfXbZtCix2yw72XPwYxv7j3S7zrErnTtBQLBZWQY9gMkAKGKj2FVCIqjn"
    "f/XTjpKA"
)
"""An AVIF of 2448 by 2448: twelve bits a colour, no colour halved, and film grain on top."""


def _drawn(mode: str, size: tuple[int, int]) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.NEAREST)
    bands = {"LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}.get(mode)
    return Image.merge(mode, [ramp] * bands) if bands else ramp.convert(mode)


def _picture(kind: str, mode: str, *, long: bool = False, **given: Any) -> bytes:
    """Write a picture with as many pixels as its kind may have."""
    most = MOST_PIXELS_IN_PRINT if mode == "CMYK" else MOST_PIXELS[kind]
    size = (LONGEST_JPEG, most // LONGEST_JPEG) if long else (isqrt(most), isqrt(most))
    out = BytesIO()
    if given.get("save_all"):
        given["append_images"] = [_drawn(mode, size).rotate(90)]
    _drawn(mode, size).save(out, kind, **given)
    return out.getvalue()


def _padded(data: bytes) -> bytes:
    """Let a file be as long as it may be; readers stop where its picture ends."""
    return data + bytes(LARGEST["image"] - len(data))


PRESSED = {"quality": 60, "progressive": True, "subsampling": 0}
PLAIN = {"lossless": True, "method": 2, "quality": 0}
QUICK = {"quality": 40, "speed": 10, "subsampling": "4:4:4"}
INPUTS: dict[str, Callable[[], bytes]] = {
    "a photo": lambda: _padded(_picture("JPEG", "RGB", quality=60)),
    "a photo in many passes": lambda: _padded(_picture("JPEG", "RGB", **PRESSED)),
    "a long photo in many passes": lambda: _picture("JPEG", "RGB", long=True, **PRESSED),
    "a photo for print": lambda: _padded(_picture("JPEG", "CMYK", **PRESSED)),
    "a long photo for print": lambda: _picture("JPEG", "CMYK", long=True, **PRESSED),
    "a grey photo": lambda: _picture("JPEG", "L", **PRESSED),
    "a PNG": lambda: _padded(_picture("PNG", "RGB", compress_level=1)),
    "a PNG with gaps": lambda: _padded(_picture("PNG", "RGBA", compress_level=1)),
    "a grey PNG with gaps": lambda: _padded(_picture("PNG", "LA", compress_level=1)),
    "a PNG with a palette": lambda: _picture("PNG", "P", compress_level=1),
    "a PNG of sixteen bits": lambda: _picture("PNG", "I;16", compress_level=1),
    "a GIF": lambda: _picture("GIF", "P"),
    "a GIF that moves": lambda: _picture("GIF", "P", save_all=True),
    "a WebP": lambda: _picture("WEBP", "RGB", quality=60, method=0),
    "a WebP with gaps": lambda: _picture("WEBP", "RGBA", **PLAIN),
    "a WebP that moves": lambda: _picture("WEBP", "RGBA", save_all=True, **PLAIN),
    "an AVIF": lambda: _picture("AVIF", "RGB", **QUICK),
    "an AVIF with gaps": lambda: _picture("AVIF", "RGBA", **QUICK),
    "an AVIF of twelve bits with grain": lambda: TWELVE_BITS,
}


def measured(names: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Send pictures in a process of their own; return CPU seconds and megabytes of each."""
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return {name: (seconds, size) for name, seconds, size in found}


def _main() -> None:
    from app import create_app
    from tests.conftest import make_config
    from tests.integration.studio.conftest import SLUG, Writer
    from tests.unit.lib import samples

    found = []
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        app = create_app(make_config(Path(folder), f"sqlite:///{folder}/pictures.db"))
        app.extensions["database"].upgrade()
        ada = Writer(app, "ada@reise.example")
        ada.writes()
        path = f"/studio/{SLUG}/medien"
        for name in ["", *sys.argv[1:]]:
            # The first one brings what every picture needs into memory.
            data = INPUTS[name]() if name else samples.picture("JPEG")
            fields = {"csrf_token": ada.token(), "file": (BytesIO(data), "bild.png")}
            before, started = _forget_most(), time.process_time()
            sent = ada.client.post(path, data=fields, content_type="multipart/form-data")
            assert sent.status_code == 303, (name, sent.status_code)
            if name:
                found.append((name, time.process_time() - started, most() - before))
    print(json.dumps(found))


def _forget_most() -> float:
    """Begin to measure memory anew, and return the megabytes that there are before the request.

    What is free already goes back to the system, so that no picture lives on what another left.
    """
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    forget_most()
    return megabytes("VmRSS")


if __name__ == "__main__":
    _main()
