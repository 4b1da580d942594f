"""Small files of every kind that may be sent, made by hand so that each byte is known."""

from io import BytesIO
from struct import pack
from typing import Any

from PIL import Image

FRAME = b"\xff\xfb\x90\x00" + bytes(413)
"""One frame of MPEG layer III: 128 kbit/s, 44.1 kHz, 417 bytes."""


def picture(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    """Return a picture of a red field with a white corner."""
    drawn = Image.new("RGB", size, (200, 20, 20))
    drawn.paste((255, 255, 255), (0, 0, size[0] // 2, size[1] // 2))
    out = BytesIO()
    drawn.convert(mode).save(out, kind, **more)
    return out.getvalue()


def photo_with_a_place() -> bytes:
    """Return a JPEG that lies on its side and says where it was taken, by whom, and more."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera von Frau Beispiel"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.3, 0.0, 0.0)
    return picture("JPEG", exif=exif, comment=b"Frau Beispiel privat")


def moving(frames: int = 3) -> bytes:
    """Return a GIF that moves."""
    shown = [Image.new("RGB", (20, 20), (60 * number, 0, 0)) for number in range(frames)]
    out = BytesIO()
    shown[0].save(out, "GIF", save_all=True, append_images=shown[1:], duration=90)
    return out.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """Return a PNG of a few hundred bytes that says it is enormous."""
    from zlib import compress, crc32

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))

    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def mp3(frames: int = 4, tag: bytes = b"") -> bytes:
    """Return sound, behind a tag of ID3 if one is given."""
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return (b"ID3\x04\x00\x00" + size + tag if tag else b"") + FRAME * frames


def box(kind: bytes, data: bytes = b"") -> bytes:
    """Return a box of MP4."""
    return pack(">I", 8 + len(data)) + kind + data


def mp4(brand: bytes = b"isom", notes: bytes = b"+51.3127+009.4797/") -> bytes:
    """Return a film whose notes say where it was made."""
    moov = box(b"mvhd", bytes(20)) + box(b"udta", box(b"\xa9xyz", notes)) + box(b"trak", bytes(8))
    return box(b"ftyp", brand + bytes(4)) + box(b"moov", moov) + box(b"mdat", bytes(64))


def webm() -> bytes:
    """Return the head of a film of WebM."""
    return b"\x1aE\xdf\xa3\x93\x42\x82\x84webm\x42\x87\x81\x04\x42\x85\x81\x02" + bytes(40)


def ogg() -> bytes:
    """Return the head of sound of Opus."""
    return b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x02" + bytes(20)


def wav(samples: int = 100) -> bytes:
    """Return a moment of silence."""
    form = b"fmt " + pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + form + b"data" + pack("<I", samples) + bytes(samples)
    return b"RIFF" + pack("<I", len(body)) + body


def pdf(inside: bytes = b"", behind: bytes = b"") -> bytes:
    """Return a PDF of one empty page, with more inside or behind it."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        + inside
        + b"\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
        + behind
    )


def packed_pdf(inside: bytes) -> bytes:
    """Return a PDF with objects in a packed stream."""
    from zlib import compress

    data = compress(inside)
    head = b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\n"
    return pdf(head % len(data) + b"stream\n" + data + b"\nendstream\nendobj\n")
