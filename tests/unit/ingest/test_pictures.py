"""H1: a photo keeps its pixels and loses everything else; what is no photo, or too large a one, is explained."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from flock.errors import BadProfile
from flock.ingest import pictures


def with_metadata(form: str) -> bytes:
    image = Image.new("RGB", (1200, 800), "red")
    image.paste("blue", (0, 0, 600, 800))
    exif = Image.Exif()
    exif[0x010F] = "CANARY camera"
    exif[0x8825] = {1: "N", 2: (51.0, 26.0, 58.0)}
    if form != "GIF":
        exif[0x0112] = 6  # lies on its side
    written = io.BytesIO()
    more = {"PNG": {"pnginfo": text()}, "GIF": {"comment": b"CANARY comment"}}.get(form, {})
    image.save(written, form, **({} if form == "GIF" else {"exif": exif}), **more)
    return written.getvalue()


def text() -> PngInfo:
    info = PngInfo()
    info.add_text("Author", "CANARY author")
    return info


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_only_the_pixels_are_kept(form: str) -> None:
    given_photo = with_metadata(form)
    assert b"CANARY" in given_photo
    made = pictures.made_anew(given_photo)
    assert b"CANARY" not in made
    with Image.open(io.BytesIO(made)) as image:
        assert image.format == "JPEG"
        assert dict(image.getexif()) == {}
        assert max(image.size) == 640
        upright = form != "GIF"
        assert (image.height > image.width) is upright, "turned as the camera said"


def test_what_is_see_through_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(pictures.made_anew(written.getvalue()))) as image:
        assert min(image.getpixel((5, 5))) > 250


def huge(width: int, height: int) -> bytes:
    """Give a PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(10_000, 10_000), (60_000, 60_000)])
def test_a_photo_of_100_megapixels_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    with pytest.raises(BadProfile, match="more than 50 megapixels"):
        pictures.made_anew(huge(width, height))


def test_a_file_of_many_bytes_is_refused() -> None:
    with pytest.raises(BadProfile, match="10 MB"):
        pictures.made_anew(b"\xff\xd8" + b"\0" * pictures.MOST_BYTES)


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=alert(1)>", b"%PDF-1.7", b"\xff\xd8\xff\xe0", huge(0, 0), with_metadata("JPEG")[:300]]
)
def test_what_is_no_photo_is_explained(content: bytes) -> None:
    with pytest.raises(BadProfile, match="not a photo"):
        pictures.made_anew(content)


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x01\x00\x00WEBP", b"GIF89a"]),
)
def test_no_bytes_break_it(content: bytes, start: bytes) -> None:
    try:
        made = pictures.made_anew(start + content)
    except BadProfile:
        return
    assert made.startswith(b"\xff\xd8")
