"""A journey's own ZIP and folder: written the same every time, read with suspicion."""

import hashlib
import io
import os
import stat
import struct
import zipfile

import pytest

from app.content.importers import Refused, bundle, read_bytes, read_path
from tests.unit.importers.sources import JOURNEY, archive, codes

FILES = {
    "journey.yaml": JOURNEY.encode(),
    "texts.en.yaml": b"texts: {}\n",
    "media/bild.svg": b"<svg/>",
    "media/a.mp3": b"x" * 3000,
}


def refused(raw, name="reise.zip"):
    with pytest.raises(Refused) as caught:
        read_bytes(raw, name)
    assert caught.value.message("de") and caught.value.message("en")
    return caught.value.code


def test_a_zip_comes_back_as_it_was():
    imported = read_bytes(bundle.zipped(FILES), "reise.zip")
    assert (imported.id, imported.kind, imported.report) == ("kurz", "journey", [])
    assert dict(imported.files) == FILES


def test_equal_files_make_equal_bytes_in_any_order():
    backwards = dict(reversed(FILES.items()))
    assert bundle.zipped(FILES) == bundle.zipped(backwards)
    with zipfile.ZipFile(io.BytesIO(bundle.zipped(FILES))) as made:
        infos = made.infolist()
    assert [info.filename for info in infos] == [
        "journey.yaml", "texts.en.yaml", "media/a.mp3", "media/bild.svg",
    ]  # fmt: skip
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}


def test_the_bytes_are_those_of_every_earlier_release():
    made = bundle.zipped({"journey.yaml": JOURNEY.encode(), "media/a.txt": b"a"})
    digest = "d559e8a32966dbe82a6fa2e627a69c832cd73630db175fafeceb1cf8194d9f86"
    assert hashlib.sha256(made).hexdigest() == digest


def test_a_folder_comes_back_as_it_was(tmp_path):
    bundle.write_folder(FILES, tmp_path / "kurz")
    assert dict(read_path(tmp_path / "kurz").files) == FILES
    assert dict(read_path(tmp_path / "kurz" / "journey.yaml").files) == {
        "journey.yaml": FILES["journey.yaml"]
    }


def test_what_is_there_is_never_replaced(tmp_path):
    (tmp_path / "kurz").mkdir()
    (tmp_path / "kurz.zip").write_bytes(b"alt")
    with pytest.raises(FileExistsError):
        bundle.write_folder(FILES, tmp_path / "kurz")
    with pytest.raises(FileExistsError):
        bundle.write_zip(FILES, tmp_path / "kurz.zip")
    assert (tmp_path / "kurz.zip").read_bytes() == b"alt"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kurz", "kurz.zip"]


def test_a_folder_is_there_whole_or_not_at_all(tmp_path):
    with pytest.raises(Refused, match="stray"):
        bundle.write_folder(FILES | {"fremd.exe": b""}, tmp_path / "kurz")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "entry",
    ["../boese.yaml", "media/../../boese", "/etc/boese", "C:\\boese", "media\\bild.svg", "a//b",
     "./journey.yaml", "media/./x", "media/\x07x", "..", "media/a:b", "x" * 600],
)  # fmt: skip
def test_paths_that_leave_the_folder_are_refused(entry):
    assert refused(archive({"journey.yaml": JOURNEY, entry: "x"})) in ("zip-name", "zip")


def test_files_that_do_not_belong_are_refused():
    for entry in ("fremd.exe", "media/unter/ordner.svg", "texts.yaml", "media/.versteckt",
                  "media/bild mit platz.svg", "journey.yml"):  # fmt: skip
        assert refused(archive({"journey.yaml": JOURNEY, entry: "x"})) == "stray", entry


def test_what_systems_leave_behind_is_passed_over():
    litter = {"__MACOSX/._journey.yaml": "x", "media/.DS_Store": "x", "kurz/": ""}
    imported = read_bytes(archive({"journey.yaml": JOURNEY, **litter}), "reise.zip")
    assert set(imported.files) == {"journey.yaml"}


def test_a_folder_around_everything_is_left_out():
    raw = archive({f"kurz/{name}": content for name, content in FILES.items()})
    assert set(read_bytes(raw, "reise.zip").files) == set(FILES)


def test_a_link_in_an_archive_is_refused():
    info = zipfile.ZipInfo("media/bild.svg")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("journey.yaml", JOURNEY)
        made.writestr(info, "/etc/passwd")
    assert refused(buffer.getvalue()) == "zip-link"


def test_a_link_in_a_folder_is_refused(tmp_path):
    (tmp_path / "journey.yaml").write_text(JOURNEY)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "bild.svg").symlink_to("/etc/hostname")
    with pytest.raises(Refused, match="link"):
        read_path(tmp_path)
    with pytest.raises(Refused, match="link"):
        bundle.of_journey(tmp_path)


def test_a_bomb_is_refused_before_it_grows():
    assert refused(archive({"journey.yaml": JOURNEY, "media/a.svg": bytes(21 * 1024**2)})) == (
        "too-large"
    )


def test_an_archive_that_lies_about_sizes_is_refused():
    raw = bytearray(archive({"journey.yaml": JOURNEY, "media/a.svg": bytes(21 * 1024**2)}))
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 100)  # The size that the directory tells.
    assert refused(bytes(raw)) in ("zip", "too-large")


def test_too_many_files_are_refused_before_they_are_listed():
    many = {f"media/b{number}.svg": "" for number in range(6001)}
    assert refused(archive({"journey.yaml": JOURNEY, **many})) == "too-many"


def test_a_name_that_stands_twice_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("journey.yaml", JOURNEY)
        made.writestr("journey.yaml", JOURNEY)
    assert refused(buffer.getvalue()) == "zip-double"


def test_a_locked_archive_is_refused():
    raw = bytearray(archive({"journey.yaml": JOURNEY}))
    raw[raw.rfind(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(raw)) == "zip-locked"


@pytest.mark.parametrize("cut", [4, 30, 200, -1, -30])
def test_a_broken_archive_is_refused(cut):
    assert refused(archive({"journey.yaml": JOURNEY})[:cut]) == "zip"
    assert refused(b"PK\x03\x04" + os.urandom(500)) == "zip"


def test_an_archive_of_twee_files_is_a_story():
    imported = read_bytes(archive({"a/x.twee": ":: Start\n[[B]]", "a/y.twee": ":: B\nb"}), "s.zip")
    assert imported.kind == "twee"


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-16", []), ("cp1252", ["encoding", "encoding"])]
)
def test_no_word_of_another_encoding_is_lost(encoding, found):
    words = JOURNEY.replace("Fertig", "Größe")
    texts = "# Übersetzung\n"
    files = {"journey.yaml": words, "texts.en.yaml": texts, "media/a.txt": "Ä"}
    raw = archive({path: text.encode(encoding) for path, text in files.items()})
    imported = read_bytes(raw, "reise.zip")
    assert imported.id == "kurz"
    assert imported.files["journey.yaml"].decode() == words
    assert imported.files["texts.en.yaml"].decode() == texts
    assert imported.files["media/a.txt"] == "Ä".encode(encoding)
    assert codes(imported) == found


def test_several_journeys_are_refused_by_name():
    with pytest.raises(Refused) as caught:
        read_bytes(archive({"a/journey.yaml": JOURNEY, "b/journey.yaml": JOURNEY}), "alle.zip")
    assert "a/journey.yaml, b/journey.yaml" in caught.value.message("de")
    assert refused(archive({"LIES.txt": "Hallo", "a/journey.yaml": JOURNEY})) == "several"


def test_a_page_that_twine_made_is_told_apart():
    page = '<html><tw-storydata name="X"><tw-passagedata>Hallo</tw-passagedata></tw-storydata>'
    assert refused(page.encode(), "geschichte.html") == "twine-page"


def test_an_archive_of_something_else_is_refused():
    assert refused(archive({"bild.png": "x"})) == "unknown"
    assert refused(archive({})) == "empty"


def test_the_id_in_the_file_decides_and_is_mended_where_it_cannot_be_one():
    assert read_bytes(JOURNEY.encode(), "anders.yaml").id == "kurz"
    odd = read_bytes(JOURNEY.replace("id: kurz", "id: Zu Lang!").encode(), "anders.yaml")
    assert odd.id == "zu"
    assert codes(odd) == ["id-mended"]
    climbing = read_bytes(JOURNEY.replace("id: kurz", "id: ../../kurz").encode(), "x.yaml")
    assert climbing.id == "kurz"
