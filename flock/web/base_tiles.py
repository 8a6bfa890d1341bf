"""Tiles of the map that Flock ships, for where no street map can be reached."""

import hashlib

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from flock.errors import BadFilter
from flock.services.base_map import BaseMap
from flock.web import tile_address

_A_DAY = "public, max-age=86400"


def routes(base_map: BaseMap) -> list[Route]:
    """Give the route /tiles/base/{z}/{x}/{y}.json."""

    # Plain `def`, so that Starlette draws in a thread and the event loop goes on.
    def tile(request: Request) -> Response:
        try:
            body = base_map.tile(*tile_address.read(request))
        except BadFilter as error:
            return JSONResponse({"error": str(error)}, status_code=400, headers={"Cache-Control": "no-store"})
        tag = f'"{hashlib.blake2s(body, digest_size=12).hexdigest()}"'
        headers = {"ETag": tag, "Cache-Control": _A_DAY, "X-Content-Type-Options": "nosniff"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="application/json", headers=headers)

    return [Route("/tiles/base/{z}/{x}/{y}.json", tile)]
