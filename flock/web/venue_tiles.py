"""The map's tiles over HTTP, with the filters of the page in the address."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from flock.domain import filters
from flock.errors import BadFilter, TooMuch
from flock.services.discovery import Discovery
from flock.web import tile_address

_MOST_KEPT = 2_000  # tiles of some 5 KB


def routes(discovery: Callable[[], Discovery]) -> list[Route]:
    """Give the route /tiles/venues/{z}/{x}/{y}.json. `discovery` is called for each request, once the app is up."""
    kept: dict[str, bytes] = {}  # by tag: everybody is given the same, and a map asks for what a hundred others just asked for

    def tile(request: Request) -> Response:
        try:
            wanted = filters.from_query(request.query_params)
            zoom, x, y = tile_address.read(request)
            found = discovery()
            tag = f'"{found.tile_tag(wanted, zoom=zoom, x=x, y=y)}"'
            headers = {"ETag": tag, "Cache-Control": "public, max-age=60"}
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
            content = kept.get(tag)
            if content is None:
                content = kept[tag] = bytes(JSONResponse(found.tile(wanted, zoom=zoom, x=x, y=y)).body)
                while len(kept) > _MOST_KEPT:
                    kept.pop(next(iter(kept)), None)
        except (BadFilter, TooMuch) as error:
            return tile_address.refused(error)
        return Response(content, headers=headers, media_type="application/json")

    return [Route("/tiles/venues/{z}/{x}/{y}.json", tile)]
