"""Streamlit's own scripts, styles and fonts, read and compressed once.

A browser that comes for the first time asks for sixty of them. Streamlit reads each anew from the disk and sends it as it is: over a
telephone that is three times as long as it need be, and a crowd that comes at once holds up everybody who is there.
"""

import asyncio
import gzip
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

# Their names carry a hash of what is inside.
_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".gif": "image/gif",
}
_WORTH_IT = 0.9  # of the size at most, else it is sent as it is: fonts and pictures are compressed already


class Bundles:
    """Answers for Streamlit's files below /static, and passes on all else, ranges and browsers that take no gzip among it."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        """Take the folder that holds `static`."""
        self._app = app
        self._files = {f"/{file.relative_to(folder).as_posix()}": file for file in folder.glob("static/**/*") if file.is_file()}
        self._kept: dict[str, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        if scope["type"] == "http" and scope["method"] == "GET" and (file := self._files.get(scope["path"])):
            asked = Headers(scope=scope)
            if "gzip" in asked.get("accept-encoding", "") and "range" not in asked:
                name = scope["path"]
                if name not in self._kept:
                    self._kept[name] = await asyncio.to_thread(_read, file)
                await self._kept[name](scope, receive, send)
                return
        await self._app(scope, receive, send)


def _read(file: Path) -> Response:
    plain = file.read_bytes()
    packed = gzip.compress(plain)
    kind = _KINDS.get(file.suffix, "application/octet-stream")
    if len(packed) > _WORTH_IT * len(plain):
        return Response(plain, headers=_HEADERS, media_type=kind)
    return Response(packed, headers=_HEADERS | {"Content-Encoding": "gzip"}, media_type=kind)
