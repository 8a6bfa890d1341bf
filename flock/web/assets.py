"""Scripts, styles and pictures that the browser needs, all served by the app itself.

Their address carries a hash of all their contents, so browsers may keep them for good and still get every change.
"""

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_LEAFLET = ("leaflet.js", "leaflet.css", "images/layers.png", "images/layers-2x.png", "images/marker-icon.png")
_MEDIA_TYPES = {"js": "text/javascript", "css": "text/css", "png": "image/png"}


def folder() -> str:
    """Give the address of the assets, relative to the app's root and without slashes at the ends."""
    return f"assets/{_version()}"


def routes() -> list[Route]:
    """Give the route /assets/{version}/{name}. Only files read at the start have a name: no path reaches the disk."""
    return [Route("/assets/{version}/{name:path}", _asset)]


async def _asset(request: Request) -> Response:
    found = _files().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such file.", status_code=404, headers={"X-Content-Type-Options": "nosniff"})
    body, media_type, tag = found
    # A page that was open during an update asks for the version before it; what it gets must not be kept under that name.
    current = request.path_params["version"] == _version()
    headers = {"ETag": tag, "Cache-Control": _FOR_GOOD if current else _ASK_AGAIN, "X-Content-Type-Options": "nosniff"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


@cache
def _version() -> str:
    return hashlib.blake2s("".join(tag for _, _, tag in _files().values()).encode(), digest_size=8).hexdigest()


@cache
def _files() -> dict[str, tuple[bytes, str, str]]:
    """Read every file once: by name its bytes, media type and ETag."""
    leaflet = resources.files("js_lib_leaflet").joinpath("static", "js_lib_leaflet")
    own = resources.files("flock.web").joinpath("static")
    files = {f"leaflet/{name}": leaflet.joinpath(name) for name in _LEAFLET}
    files |= {file.name: file for file in sorted(own.iterdir(), key=lambda file: file.name)}
    return {name: _read(file) for name, file in files.items()}


def _read(file: Traversable) -> tuple[bytes, str, str]:
    body = file.read_bytes()
    return body, _MEDIA_TYPES[file.name.rpartition(".")[2]], f'"{hashlib.blake2s(body, digest_size=12).hexdigest()}"'
