"""Checks photos and makes them anew from their pixels alone, so that nothing of where or with what they were taken is left."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from flock.errors import BadProfile

MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
_SIDE = 640
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

_TOO_LARGE = (
    f"This photo has more than {MOST_PIXELS // 1_000_000} megapixels. Choose a smaller one, or let your phone make it smaller."
)
_NOT_A_PHOTO = "This file is not a photo that we can read. A JPEG, PNG or WebP will do."


def made_anew(content: bytes) -> bytes:
    """Give a photo as a JPEG of at most 640 pixels a side, upright, without any metadata.

    Raises:
        BadProfile: not a photo, or too large a one.
    """
    if len(content) > MOST_BYTES:
        raise BadProfile(
            f"This photo has more than {MOST_BYTES // 1_000_000} MB. Choose a smaller one, or let your phone make it smaller."
        )
    try:
        plain = _pixels(content)
    except Image.DecompressionBombError as error:
        raise BadProfile(_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        if isinstance(error, BadProfile):
            raise
        raise BadProfile(_NOT_A_PHOTO) from error
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _pixels(content: bytes) -> Image.Image:
    """Give what a photo shows, upright, on white where it is see-through. Its size is looked at before any pixel is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadProfile(_TOO_LARGE)
            image.draft("RGB", (2 * _SIDE, 2 * _SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((_SIDE, _SIDE))
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    return plain
