"""What a printed paper shows: its words, its pages as pictures, what it says to a screen reader."""

import re
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image
from pypdf import PdfReader

_GAPS = re.compile(r"[\s\u200b\u00ad\ufffe]+")


@dataclass(frozen=True)
class Box:
    """Where a sign stands, in points from the lower left corner of its page."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float


class Printed:
    """A PDF as somebody who has only the file finds it."""

    def __init__(self, made: bytes) -> None:
        self._file = pypdfium2.PdfDocument(made)
        self.structure = PdfReader(BytesIO(made))
        self.pages = len(self._file)

    def words(self, page: int = 0) -> str:
        """Return the text of a page."""
        return str(self._file[page].get_textpage().get_text_range())

    def says(self, words: str, page: int = 0) -> bool:
        """Return whether a page shows these words, on however many lines."""
        return squeezed(words) in squeezed(self.words(page))

    def boxes(self, page: int = 0) -> list[Box]:
        """Return where each visible sign of a page stands."""
        text = self._file[page].get_textpage()
        found = []
        for number in range(text.count_chars()):
            sign = text.get_text_range(number, 1)
            if squeezed(sign):
                found.append(Box(sign, *text.get_charbox(number)))
        return found

    def size(self, page: int = 0) -> tuple[int, int]:
        """Return width and height of a page in whole millimetres."""
        width, height = self._file[page].get_size()
        return round(width / 72 * 25.4), round(height / 72 * 25.4)

    def picture(self, page: int = 0) -> Image.Image:
        """Return a page in greys, with two dots a point."""
        return self._file[page].render(scale=2).to_pil().convert("L")

    def is_accessible(self) -> bool:
        """Return whether the file says that it is tagged and keeps PDF/UA-1, and names itself."""
        root = self.structure.trailer["/Root"]
        told = root["/Metadata"].get_data().decode()
        return (
            root["/MarkInfo"]["/Marked"] is not None
            and "/StructTreeRoot" in root
            and root["/ViewerPreferences"]["/DisplayDocTitle"] is not None
            and re.search(r"pdfuaid:part(>|=\")1", told) is not None
            and bool(self.structure.metadata and self.structure.metadata.title)
        )

    @property
    def language(self) -> str:
        """Return the language in which it is to be read aloud."""
        return str(self.structure.trailer["/Root"]["/Lang"])


def squeezed(words: str) -> str:
    """Return words without what line breaks do to them."""
    return _GAPS.sub("", words)
