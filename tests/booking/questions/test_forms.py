import io
import zipfile

import pytest

from shared_services.booking.questions.forms import media_type_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def zipped(**files):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stored.getvalue()


def office():
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return stored.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (zipped(mimetype=ODT), ODT),
        (office(), DOCX),
        (zipped(mimetype="application/epub+zip"), None),
        (zipped(virus="MZ"), None),
        (b"PK\x03\x04 not a zip at all", None),
        (b"MZ\x90\x00 a program", None),
        (b"<script>alert(1)</script>", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_content_says(content, media_type):
    assert media_type_of(content) == media_type
